"""Minutes, ways and steps on the page: the streets are a grid of 200 m, and 80 m are a minute."""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))
from places import EAST, NORTH, ON, ORIGIN, TestPlace, asset, at, layers

from assetmap.network.from_lines import graph_from_lines
from assetmap.printing.drawnmap import ROUTES_A_MAP
from assetmap.printing.entries import Entry, entry_of
from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.short_text import MOST, short_text
from assetmap.printing.words import distance_text
from assetmap.referral import shortlist
from assetmap.walking import walks_of


@cache
def streets(knows_steps):
    return graph_from_lines(layers()["streets"], crs="EPSG:27700", knows_steps=knows_steps)


def page_of(*assets, origin=ORIGIN, profile="walking", knows_steps=True, **options):
    walks = walks_of(streets(knows_steps), assets, profile=profile)
    found = shortlist(list(assets), origin, on=ON, metric_crs="EPSG:27700", walks=walks, limit=40)
    rows = [entry_of(x) for x in (*found.near, *found.elsewhere)]
    return referral_page(rows, origin=origin, place=TestPlace(), on=ON, profile=profile, **options)


def text_of(page):
    return " ".join(" ".join(x.extract_text() for x in pypdf.PdfReader(io.BytesIO(page.pdf())).pages).split())


CLUB, HALL = asset("Club", 1600, 1200), asset("Hall", 1000, 1400)


def test_the_page_says_minutes_steps_and_the_way():
    page = page_of(CLUB, HALL)
    text = text_of(page)
    for words in (
        "Hall 5 minutes' walk, no steps on the way. Group or club.",
        "Way there: North along Cross Street 5.",
        "Club 10 minutes' walk, no steps on the way. Group or club.",
        "Dotted lines: ways on foot.",
    ):
        assert words in text, words
    assert "straight line" not in text
    html = re.sub(r"<[^>]+>", "", page.html()).replace("&#x27;", "'")
    assert "10 minutes' walk, no steps on the way" in html
    assert "Way there: North along Cross Street 5." in html


def test_where_the_streets_do_not_say_steps_it_is_said_once_under_the_map():
    text = text_of(page_of(CLUB, HALL, knows_steps=False))
    assert "Hall 5 minutes' walk. Group or club." in text
    assert text.count("Steps on the way: not known.") == 1
    assert "no steps" not in text


def test_the_ways_are_dots_on_the_map_from_here_to_each_and_said_to_who_cannot_see_them():
    drawn = page_of(CLUB, HALL).sheet.sections[0].map
    assert drawn.has_routes
    assert drawn.markup.count('stroke-dasharray="0 46"') == 1
    assert drawn.words.endswith("Dotted lines show the ways on foot.")
    bare = page_of(*(asset(f"Club {i}", 200 * i, 1000 + 20 * i) for i in range(ROUTES_A_MAP + 1))).sheet
    assert not bare.sections[0].map.has_routes
    assert "Dotted" not in bare.sources + bare.sections[0].map.words


def test_the_map_is_wide_enough_for_a_way_round():
    there = asset("Far round", 1010, 990)
    walks = walks_of(streets(knows_steps=True), [there])
    way = shapely.LineString([ORIGIN, at(3000, 1000), at(3000, 990), at(1010, 990)])
    found = shortlist([there], ORIGIN, on=ON, metric_crs="EPSG:27700", walks=walks).near[0]
    row = entry_of(found)
    object.__setattr__(row.on_foot, "line", way)
    drawn = referral_page([row], origin=ORIGIN, place=TestPlace(), on=ON).sheet.sections[0].map
    assert "about 2." in drawn.words


def test_without_you_are_here_nothing_of_the_way_is_on_the_page():
    page = page_of(CLUB, HALL, show_here=False)
    text = text_of(page)
    assert "5 minutes' walk" in text
    assert "Way there" not in text
    assert "Dotted" not in text + page.html()


@pytest.mark.parametrize("precision", ["street", "neighbourhood"])
def test_a_blurred_place_has_about_minutes_and_neither_line_nor_words(precision):
    page = page_of(asset("Refuge", 1600, 1210, precision=precision))
    text = text_of(page)
    assert "Refuge About 10 minutes' walk. Group or club." in text
    assert "Way there" not in text
    assert not page.sheet.sections[0].map.has_routes


def test_what_nobody_can_walk_to_says_so_beside_the_straight_line():
    far = asset("Moor", 1000, 2700)
    text = text_of(page_of(far, CLUB))
    assert "Moor 1.7 km away in a straight line. Group" in text
    island = Entry(CLUB, 600.0, None, walk_why_not="no walking route")
    assert distance_text(island) == "600 metres away in a straight line; no walking route"


def test_who_walks_slowly_or_without_steps_is_said_in_a_sentence():
    assert "Hall 8 minutes' walk" in text_of(page_of(HALL, profile="slow"))
    assert "Minutes are for somebody who walks slowly." in text_of(page_of(HALL, profile="slow"))
    assert "Minutes are by ways without steps, as far as steps are known." in text_of(
        page_of(HALL, profile="step-free")
    )
    assert "Minutes are" not in text_of(page_of(HALL))


@pytest.mark.parametrize("form", ["clear", "large"])
@pytest.mark.parametrize("count", [1, 3, 6, 12])
def test_the_words_of_the_ways_never_take_another_page_but_one_of_large_print(form, count):
    clubs = [
        asset(f"Club {i}", 137 * i % 1990, 1 + 211 * i % 1990, description="A friendly hour. " * (i % 4 + 1))
        for i in range(count)
    ]
    page, bare = page_of(*clubs, format=form), page_of(*clubs, format=form, show_here=False)
    assert page.pages <= bare.pages + (form == "large" or count == 1)
    if (form, count) == ("clear", 6):
        assert page.pages <= 2  # one sheet of paper


def test_many_turns_end_with_the_map_and_twenty_places_are_told_nothing():
    page = page_of(*(asset(f"Club {i}", 90 * i, 1010) for i in range(21)))
    assert "Way there" not in text_of(page)


def test_nothing_of_where_one_sets_out_is_in_the_file():
    origin = shapely.Point(-2.3586421, 51.3842917)
    page = page_of(CLUB, HALL, origin=origin)
    with pikepdf.open(io.BytesIO(page.pdf())) as pdf:
        raw = page.pdf() + b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    for trace in ("58642", "384291", "-2.35", "51.38", str(int(EAST))[:4], str(int(NORTH))[:4]):
        assert trace.encode() not in raw
        assert trace not in page.html()


def test_a_street_with_a_hostile_name_is_set_letter_for_letter():
    frame = layers()["streets"].copy()
    frame["name"] = '</dd><script>alert(1)</script> #set text(red) "\u202e Lane'
    walks = walks_of(graph_from_lines(frame, crs="EPSG:27700"), [CLUB])
    found = shortlist([CLUB], ORIGIN, on=ON, metric_crs="EPSG:27700", walks=walks)
    page = referral_page([entry_of(x) for x in found.near], origin=ORIGIN, place=TestPlace(), on=ON)
    assert "#set text(red)" in text_of(page)
    assert "<script" not in page.html()
    assert "\u202e" not in page.html()


def test_the_copied_text_says_no_minutes_and_is_as_short_as_before():
    text = short_text([CLUB, HALL] * 6, settings=TestPlace().settings, on=ON).text
    assert len(text) <= MOST
    assert "minute" not in text
