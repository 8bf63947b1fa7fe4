"""The shortlist as text: whole entries, three messages at most, nothing about where somebody lives."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, TestPlace, asset, at, some_entries

from assetmap.assets import Asset, OpenSpan
from assetmap.printing.nearby import streets_near
from assetmap.printing.short_text import MOST, messages, short_text
from assetmap.settings import CrisisLine, PlaceSettings

PLACE = TestPlace().settings
BARE = PlaceSettings(name="Gullhaven")


def club(name: str, **fields: object) -> Asset:
    return asset(name, 0, 0, **fields)


def made(*rows: Asset, place: PlaceSettings = PLACE):
    return short_text(rows, settings=place, on=ON)


def test_each_place_is_a_line_with_name_time_and_number_and_the_crisis_line_ends_it():
    text = short_text([row.asset for row in some_entries()], settings=PLACE, on=ON)
    assert text.text.split("\n") == [
        "Places that may help:",
        "Gull Park",
        "Chapel lunch club: Tue and Thu, 12:00-14:00. 12 Chapel Row. 01632 960 114",
        "Repair café: ring first: 01632 960 115",
        "Evening phone line: 01632 960 777",
        "In a crisis: Listening line 01632 960 116",
        "Something wrong? Tell the library desk, 01632 960 200",
    ]
    assert (text.listed, text.left_out, text.messages) == (4, 0, 2)


def test_what_does_not_fit_is_counted_never_cut():
    rows = [club(f"The very friendly {word} group of Gullhaven", phone="01632 960 114") for word in "abcdefghijklm"]
    text = made(*rows)
    assert len(text.text) <= MOST
    assert text.messages == 3
    assert text.listed + text.left_out == 13
    assert f"and {text.left_out} more on the page\nIn a crisis:" in text.text
    for row in rows[: text.listed]:
        assert f"{row.name}: 01632 960 114" in text.text
    for row in rows[text.listed :]:
        assert row.name not in text.text


def test_where_it_is_never_keeps_out_another_place_nor_the_crisis_line():
    rows = [
        club(f"The friendly {word} club", phone="01632 960 114", address=f"{n} Chapel Row", postcode="ZZ1 1AA")
        for n, word in enumerate("abcdefghij", start=1)
    ]
    text, bare = made(*rows), made(*(row.changed(address="", postcode="") for row in rows))
    assert text.listed == bare.listed
    assert "The friendly a club: 1 Chapel Row, ZZ1 1AA. 01632 960 114\n" in text.text
    assert "\nIn a crisis:" in text.text
    assert "Something wrong" not in text.text  # there is no room for it


def test_what_has_no_address_is_near_its_street_which_depends_on_nothing_but_itself():
    place = TestPlace()
    walk = club("The long mile", where=shapely.LineString([at(1000, 1205), at(1600, 1205)]))
    shed, blurred = club("Shed").changed(where=at(1010, 1300)), club("Circle", precision="street")
    hall = club("Hall", address="3 Chapel Row").changed(where=at(1010, 1300))
    near = streets_near([walk, shed, blurred, hall], place=place)
    assert near == {walk.short: "Long Street 6", shed.short: "Cross Street 5"}
    text = short_text([walk, shed, blurred, hall], settings=BARE, on=ON, near=near)
    assert text.text.split("\n")[1:] == [
        "The long mile: near Long Street 6", "Shed: near Cross Street 5", "Circle", "Hall: 3 Chapel Row",
    ]  # fmt: skip


def test_far_from_any_street_and_without_streets_nothing_is_near():
    assert streets_near([club("Hill", where=at(5000, 5000))], place=TestPlace()) == {}
    assert streets_near([club("Hill")], place=TestPlace(with_layers=False)) == {}


def test_an_entry_that_is_too_long_does_not_keep_out_the_next():
    wide = "ŵ" * 80
    text = made(club("Lunch", phone="1"), club(wide), club("Choir", phone="2"))
    assert "Lunch: 1\n" in text.text
    assert "Choir: 2\n" in text.text


def test_without_a_crisis_line_it_says_whom_to_tell_and_without_either_nothing():
    told = replace(BARE, tell="the library desk")
    assert made(club("Lunch"), place=told).text.endswith("\nSomething wrong? Tell the library desk")
    assert made(club("Lunch"), place=BARE).text == "Places that may help:\nLunch"


def test_a_very_long_crisis_line_gives_way_to_the_places():
    long = replace(BARE, crisis_lines=(CrisisLine(name="Line " * 80, contact="1"),))
    text = made(club("Lunch"), club("Choir"), place=long)
    assert text.text == "Places that may help:\nLunch\nChoir"


def test_the_invented_town_is_said_to_be_invented():
    assert made(club("Lunch"), place=replace(PLACE, invented=True)).text.startswith("Invented places")


def test_quotes_and_dashes_are_written_with_everyday_signs_and_letters_are_kept():
    text = made(club("The “Old” Dog’s café – tea…"), place=BARE)
    assert text.text.endswith('The "Old" Dog\'s café - tea...')
    assert messages(text.text) == 1
    assert "Clwb Cinio Tŷ Coch" in made(club("Clwb Cinio Tŷ Coch")).text


def test_a_picture_in_a_name_does_not_cost_two_thirds_of_the_room():
    assert "Tea place" in made(club("Tea 🫖 place")).text
    assert made(club("🫖")).text.split("\n")[1] == "🫖"


def test_a_letter_outside_the_everyday_alphabet_leaves_room_for_201():
    rows = [club(f"Tŷ {word} in Gullhaven", phone="01632 960 114") for word in "abcdefghij"]
    text = made(*rows)
    assert len(text.text) <= 201
    assert text.messages == 3
    assert text.left_out > 0


def test_what_is_paused_full_or_only_has_a_website_says_so():
    text = made(
        club("Choir", status="paused", paused_until=date(2027, 1, 5)),
        club("Tea", takes_new="waiting list", website="https://www.tea.example/"),
        club("Swim", checked_on=None, email="swim@pool.example"),
        club("Hall", address="1 High Street", postcode="ZZ1 1AA"),
        club("Walks", status="paused", paused_until=date(2026, 9, 1)),
        place=BARE,
    )
    assert text.text.split("\n")[1:] == [
        "Choir: paused until 5 Jan 2027",
        "Tea: waiting list. tea.example",
        "Swim: check first: swim@pool.example",
        "Hall: 1 High Street, ZZ1 1AA",
        "Walks: was paused until 1 Sep 2026",
    ]


def test_hours_as_somebody_wrote_them_are_kept_or_left_to_the_page():
    text = made(club("A", hours_text="Sundays after chapel."), club("B", hours_text="x" * 300), place=BARE)
    assert text.text.split("\n")[1:] == ["A: Sundays after chapel", "B: times on the page"]


def test_every_weekday_is_shortened():
    spans = (OpenSpan(byday=("MO", "TU", "WE", "TH", "SA", "SU"), opens_at="09:00", closes_at="17:30"),)
    assert "Mon, Tue, Wed, Thu, Sat and Sun, 9:00-17:30" in made(club("Hall", schedules=spans)).text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 459, 3), ("a" * 460, 4), ("€" * 80, 1), ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3), ("ŷ" * 70, 1), ("ŷ" * 71, 2), ("ŷ" * 201, 3), ("ŷ" * 202, 4),
        ("🫖" * 35, 1), ("ŷ" * 66 + "🫖" + "ŷ" * 66, 3),
    ],
)  # fmt: skip
def test_messages_are_counted_as_telephones_do(text, count):
    assert messages(text) == count


def test_nothing_chosen_is_hardly_anything():
    assert made(place=BARE).text == "Places that may help:"
    assert made(place=BARE).listed == 0


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=120), st.text(max_size=120), st.text(max_size=40)), max_size=12))
def test_no_text_makes_it_longer_than_three_messages(rows):
    assets = [club(name if name.strip() else "x", hours_text=when, phone=phone) for name, when, phone in rows]
    text = made(*assets)
    assert len(text.text) <= MOST
    assert messages(text.text) <= 3
    assert text.listed + text.left_out == len(rows)
    assert "\u202e" not in text.text
