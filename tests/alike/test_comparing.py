"""What is asked about and what is not, and what is said of it."""

from __future__ import annotations

import pytest
import shapely

from assetmap.alike import THRESHOLDS, couples, pairs_of, twins
from assetmap.assets import Asset, new_id
from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject

EAST, NORTH = 375_000, 165_000


def at(metres: float, *, across: float = 0) -> shapely.Point:
    """A point so far north of here."""
    return reproject(shapely.Point(EAST + across, NORTH + metres), BRITISH_NATIONAL_GRID, WGS84)


def square(metres: float) -> shapely.Polygon:
    return reproject(shapely.box(EAST, NORTH, EAST + metres, NORTH + metres), BRITISH_NATIONAL_GRID, WGS84)


def place(name: str, metres: float | None = 0, *, kind: str = "indoor_place", **more) -> Asset:
    return Asset(name=name, kind=kind, where=None if metres is None else at(metres), **more)


def is_asked(one: Asset, other: Asset) -> bool:
    there, back = twins(one, among=(other,)), twins(other, among=(one,))
    assert len(there) == len(back)
    return bool(there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Michael's Church", "Saint Michaels church"),
        ("The Crown & Anchor", "Crown and Anchor Inn"),
        ("Oldfield Road Surgery", "Oldfield Rd Medical Practice"),
        ("Café Łódź", "Cafe Lodz"),
        ("The Brassmill", "Brass Mill"),
        ("Chew C of E Primary School", "Chew Church of England Primary School"),
        ("Tyning Recreation Ground", "Tyning rec"),
        ("Repair Cafe (first Saturdays)", "Repair Café"),
        ("Twerton Village Hall Committee", "Twerton Village Hall"),
        ("Hedgmead Park", "Hedgemead Park"),
    ],
)
def test_one_thing_under_two_spellings_is_asked_about(one, other):
    assert is_asked(place(one), place(other, 60))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Victoria Park", "Victoria Park Play Area"),
        ("Harptree Surgery", "Harptree Dental Surgery"),
        ("St Julian's Infants School", "St Julian's Junior School"),
        ("Lansdown Playing Fields North", "Lansdown Playing Fields South"),
        ("Scout hut 1", "Scout hut 2"),
        ("Wellow Village Hall", "Defibrillator, Wellow Village Hall"),
        ("St Saviour's School", "St Saviour's School PTA"),
        ("St John's Church", "St John's Church Hall"),
        ("Keynsham Library", "Keynsham Post Office"),
        ("University of Bath", "University of Bath Library"),
        ("Moorland Road Choir", "Moorland Road Lunch Club"),
    ],
)
def test_two_things_beside_each_other_with_like_names_are_not(one, other):
    assert not is_asked(place(one), place(other, 10))


def test_two_branches_of_one_name_are_not_asked_about_and_one_across_the_road_is():
    assert not is_asked(place("Corner Bakery"), place("Corner Bakery", 600))
    assert is_asked(place("Corner Bakery"), place("Corner Bakery", 60))


def test_a_playground_in_a_park_of_its_name_is_another_thing_and_the_park_in_another_list_is_not():
    park = Asset(name="Firs Field", kind="green place", where=square(150))
    play = Asset(name="Firs Field", kind="play or sport place", where=square(30))
    assert not is_asked(park, play)
    assert is_asked(park, Asset(name="Firs Field", kind="green place", where=square(120)))


def test_three_groups_with_one_telephone_under_one_roof_are_three():
    hub = {"phone": "01225 830000", "postcode": "BA2 1AA", "kind": "group or club"}
    groups = tuple(place(name, **hub) for name in ("Knitters", "Morning Tai Chi", "Stroke survivors"))
    assert list(couples(groups)) == []


def test_a_surgery_under_its_doctors_names_is_found_by_its_telephone_and_postcode():
    one = place("Harbour Surgery", kind="health service", phone="01225 830000", postcode="BA2 1AA")
    other = place("Drs Lark & Wren", 5, kind="health service", phone="(+44) 1225 830000", postcode="ba21aa")
    [twin] = twins(one, among=(other,))
    assert twin.same_phone
    assert twin.same_postcode
    assert is_asked(one, other)


@pytest.mark.parametrize("phone", ["01225 830000", "+44 1225 830000", "0044 (0)1225 830-000", "1225830000"])
def test_a_telephone_is_the_same_however_it_is_written(phone):
    [twin] = twins(place("Chapel Choir", phone="01225 830000"), among=(place("Chapel Choir", phone=phone),))
    assert twin.same_phone


@pytest.mark.parametrize(
    ("site", "is_same"),
    [
        ("https://www.choir.example/bath/", True), ("choir.example/bath", True),
        ("HTTP://choir.example/Bath/index.htm", True),
        ("https://choir.example/wells", False), ("choir.example", False), ("n/a", False), ("http://[", False),
    ],
)  # fmt: skip
def test_a_website_is_the_same_with_its_page(site, is_same):
    [twin] = twins(place("Choir", website="http://choir.example/bath"), among=(place("Choir", website=site),))
    assert twin.same_website is is_same


def test_what_has_no_place_is_asked_about_where_nearly_the_whole_name_is_the_same():
    assert is_asked(place("Bath City Farm", None), place("Bath City Farm Ltd"))
    assert not is_asked(place("Bath City Farm", None), place("Bath City Choir"))
    assert is_asked(place("The Stag", None, postcode="BA2 7SW"), place("Stag Inn", postcode="BA2 7SW"))
    assert not is_asked(
        place("Society Cafe", None, postcode="BA1 2AB"), place("Society Cafe", None, postcode="BA1 5AJ")
    )


def test_a_telephone_line_and_a_park_of_one_name_are_two():
    assert not is_asked(place("Quay Park", None, kind="online or phone help"), place("Quay Park", kind="green place"))


def test_reasons_are_said_to_people_the_strongest_first():
    one = place("Chapel Choir", phone="01225 830000", postcode="BA1 1AA")
    other = place("The Chapel Choir", 43, phone="01225 830000", postcode="BA1 1AA")
    [twin] = twins(one, among=(other,))
    assert twin.reasons == ("the same name", "the same telephone", "the same postcode", "40 m apart")
    assert twin.score == 1
    assert round(twin.distance_m) == 43


def test_many_are_compared_with_many_as_each_would_be_alone():
    words = ("Oak", "Elm", "Ash", "Rowan", "Willow")
    kinds = ("Choir", "Library", "Park", "Surgery")
    many = tuple(
        place(f"{word} {kind} {number}", 40 * number, postcode="BA1 1AA")
        for number, (word, kind) in enumerate((w, k) for w in words for k in kinds)
    )
    again = tuple(x.changed(id=new_id(), short="", name=f"The {x.name}") for x in many)
    found = pairs_of(many, again)
    assert {key: [x.asset.name for x in told] for key, told in found.items()} == {
        x.id: [y.asset.name for y in twins(x, among=again)] for x in many
    }
    assert all(found[x.id][0].asset.name == f"The {x.name}" for x in many)


def test_itself_is_no_twin_and_nothing_has_none():
    one = place("Chapel Choir")
    assert twins(one, among=(one,)) == ()
    assert twins(one, among=()) == ()
    assert pairs_of((), (one,)) == {}
    assert pairs_of((place("Chapel Choir", None),), (place("Elm Park", None),)) == {}


def test_a_switchboard_that_hundreds_share_makes_no_millions_of_pairs():
    many = tuple(place(f"Ward {at_}", None, phone="01225 830000", kind="health service") for at_ in range(2000))
    assert list(couples(many)) == []


@pytest.mark.parametrize(
    "name", ["()", "???", "&", "🙂", "the", "a" * 5000, "1", "(only brackets)", "\u202eabc", "食堂"]
)
def test_no_name_is_too_strange_to_be_compared(name):
    assert is_asked(place(name), place(name, 20))


def test_the_thresholds_are_written_down_each_with_its_reason():
    assert 0 < THRESHOLDS.near_m < THRESHOLDS.far_m
    assert 0 < THRESHOLDS.ask < 1
