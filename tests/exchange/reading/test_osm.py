"""OpenStreetMap extracts: what comes over, as what, with what, and what is counted and left out."""

from collections import Counter

import pytest
import shapely

from assetmap.errors import ExchangeError
from assetmap.exchange.reading.osm import read_pbf, read_xml
from assetmap.exchange.sheets import Sheet

CORNERS = {1: (-2.36, 51.38), 2: (-2.35, 51.38), 3: (-2.35, 51.39), 4: (-2.36, 51.39), 5: (-2.34, 51.385)}


def tags(**said):
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in said.items())


def node(number, at=CORNERS[1], version=1, **said):
    return f'<node id="{number}" version="{version}" lon="{at[0]}" lat="{at[1]}">{tags(**said)}</node>'


def way(number, refs, version=1, **said):
    drawn = "".join(f'<nd ref="{x}"/>' for x in refs)
    return f'<way id="{number}" version="{version}">{drawn}{tags(**said)}</way>'


def relation(number, members, version=1, **said):
    listed = "".join(f'<member type="way" ref="{x}" role="{role}"/>' for x, role in members)
    return f'<relation id="{number}" version="{version}">{listed}{tags(**said)}</relation>'


POINTS = "".join(node(number, at) for number, at in CORNERS.items())


def read(*things) -> Sheet:
    body = "".join(things)
    return read_xml(f'<osm version="0.6">{POINTS}{body}</osm>'.encode(), "town.osm").best


def the_one(*things):
    [row] = read(*things).rows
    return row.cells, shapely.from_wkb(row.shape)


def told(sheet):
    return [x.mend for x in sheet.problems]


def test_a_point_an_area_and_a_line_come_with_their_numbers_and_versions():
    sheet = read(
        node(10, version=3, amenity="cafe", name="Tea Room"),
        way(20, [1, 2, 3, 4, 1], version=7, leisure="park", name="Rose Park"),
        way(21, [1, 2, 5], highway="path", designation="public_footpath", name="Long Path"),
    )
    rows = {x.cells["source_id"]: x for x in sheet.rows}
    shapes = {number: shapely.from_wkb(x.shape) for number, x in rows.items()}
    assert {x: y.geom_type for x, y in shapes.items()} == {
        "node/10": "Point", "way/20": "Polygon", "way/21": "LineString",
    }  # fmt: skip
    assert [rows[x].cells["source_version"] for x in ("node/10", "way/20")] == ["3", "7"]
    assert [rows[x].cells["kind"] for x in ("node/10", "way/20", "way/21")] == [
        "indoor place", "green place", "walk or route",
    ]  # fmt: skip
    assert shapely.get_coordinates(shapes["node/10"]).tolist() == [[-2.36, 51.38]]


def test_the_sheet_says_whose_it_is():
    sheet = read(node(10, amenity="cafe", name="Tea Room"))
    assert (sheet.source, sheet.licence) == ("openstreetmap", "ODbL 1.0")
    assert "OpenStreetMap contributors" in sheet.attribution
    assert sheet.what == "OpenStreetMap extract"


def test_a_multipolygon_keeps_its_hole():
    inner = [node(31, (-2.357, 51.384)), node(32, (-2.353, 51.384)), node(33, (-2.353, 51.386))]
    cells, shape = the_one(
        *inner, way(20, [1, 2, 3, 4, 1]), way(21, [31, 32, 33, 31]),
        relation(30, [(20, "outer"), (21, "inner")], version=4, type="multipolygon", leisure="park", name="Ring Park"),
    )  # fmt: skip
    assert cells["source_id"] == "relation/30"
    assert cells["source_version"] == "4"
    assert shape.geom_type == "Polygon"
    assert len(shape.interiors) == 1


def test_a_route_is_the_lines_of_its_ways_joined():
    cells, shape = the_one(
        way(20, [1, 2]), way(21, [3, 2]), way(22, [98, 99]),
        relation(30, [(20, ""), (21, ""), (22, ""), (77, "")], type="route", route="hiking", name="Ring Walk"),
    )  # fmt: skip
    assert cells["kind"] == "walk or route"
    assert shape.geom_type == "LineString"
    assert len(shape.coords) == 3


def test_a_round_walk_is_a_line_and_a_crossing_outline_is_as_it_was_drawn():
    _, round_ = the_one(way(20, [1, 2, 3, 1], highway="footway", designation="core_path", name="Round"))
    assert round_.geom_type == "LineString"
    _, crossing = the_one(way(20, [1, 3, 2, 4, 1], leisure="park", name="Bow Tie"))
    assert crossing.geom_type == "Polygon"
    assert not crossing.is_valid


def test_what_is_carried_over():
    cells, _ = the_one(
        node(
            10, amenity="community_centre", name="Hall", name__cy="Neuadd", name__left="x", operator="Parish",
            opening_hours="Mo-Fr 09:00-17:00", contact__phone="01225 1", contact__email="a@b.example",
            contact__website="https://hall.example;https://other.example", wheelchair="limited",
            toilets__wheelchair="yes", fee="no", check_date="2024-05-06", addr__housenumber="3",
            addr__street="High Street", addr__city="Bath", addr__postcode="BA1 1AA", description="Warm.",
            alt_name="Tin Hall",
        ),
    )  # fmt: skip
    assert cells == {
        "name": "Hall", "name:cy": "Neuadd", "kind": "indoor place", "source_id": "node/10", "source_version": "1",
        "source_licence": "ODbL 1.0", "organisation": "Parish", "description": "Warm. Also called Tin Hall.",
        "hours_text": "Mo-Fr 09:00-17:00",
        "schedules": '[{"byday": ["MO", "TU", "WE", "TH", "FR"], "opens_at": "09:00", "closes_at": "17:00"}]',
        "phone": "01225 1", "email": "a@b.example", "website": "https://hall.example", "step_free": "partly",
        "accessible_toilet": "yes", "free": "yes", "checked_on": "2024-05-06", "how_checked": "imported",
        "address": "3 High Street, Bath", "postcode": "BA1 1AA",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "free", "cost"),
    [
        ({"fee": "yes"}, "no", None),
        ({"fee": "yes", "charge": "£3"}, "no", "£3"),
        ({"fee": "donation"}, "partly", "what you can give"),
        ({"fee": "Mo-Fr"}, None, "Mo-Fr"),
        ({}, None, None),
    ],
)
def test_what_it_costs(said, free, cost):
    cells, _ = the_one(node(10, tourism="museum", name="Museum", **said))
    assert (cells.get("free"), cells.get("cost")) == (free, cost)


def test_for_whom_a_social_facility_is():
    said = {"amenity": "social_facility", "social_facility": "outreach", "name": "Landing"}
    cells, _ = the_one(node(10, **said, social_facility__for="migrant;senior"))
    assert cells["only_for"] == "People new to the country, older people"
    cells, _ = the_one(node(10, **said, social_facility__for="mental_health"))
    assert cells["needs"] == "feeling low or worried"
    assert "only_for" not in cells


def test_refuges_homes_and_private_places_are_counted_and_not_named():
    sheet = read(
        node(10, amenity="social_facility", social_facility="shelter", name="Harbour Lights"),
        node(11, office="charity", name="Womens Aid Hidden Road"),
        node(12, amenity="social_facility", social_facility="group_home"),
        node(13, leisure="garden", access="private", name="Mine"),
        node(14, amenity="cafe", name="Tea Room"),
        node(15, leisure="playground"),
    )
    assert [x.cells["name"] for x in sheet.rows] == ["Tea Room"]
    assert told(sheet) == [
        "3 places of shelter, refuge or home: who lives there has a right not to be found.",
        "1 place kept private.",
        "1 place without a name: add by hand those that people go to.",
    ]
    everything = f"{sheet!r}"
    assert not any(x in everything for x in ("Harbour", "Hidden", "Mine", "node/10", "node/11", "node/13"))


def test_what_the_extract_cut_off_is_counted():
    sheet = read(
        relation(30, [(98, "outer")], type="multipolygon", leisure="park", name="Half Park"),
        way(20, [1, 97, 3, 4, 1], leisure="park", name="Cut Park"),
        relation(31, [(98, "outer")], type="route", route="hiking", name="Away"),
        relation(32, [(98, "")], type="site", leisure="park", name="In Parts"),
    )
    assert not sheet.rows
    assert told(sheet) == [
        "3 places cut off by the extract's edge.",
        "1 place kept there as several things: add by hand those that people go to.",
    ]


def test_an_extract_with_nothing_of_ours_says_so():
    assert told(read(way(20, [1, 2], highway="residential", name="High Street"))) == [
        "it holds no place that may be an asset: it is one of streets alone, or of somewhere very quiet."
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"<osm version='0.6'><node id='1' lat='x' lon='2'/></osm>", b"<osm version='0.6'><node",
        b"<!DOCTYPE osm [<!ENTITY x 'y'>]><osm version='0.6'><node id='1' lat='1' lon='2'/></osm>",
    ],
    ids=["no number", "cut short", "entities"],
)  # fmt: skip
def test_damaged_xml_is_one_sentence(content):
    with pytest.raises(ExchangeError, match="damaged or cut short"):
        read_xml(content, "town.osm")


def test_damaged_pbf_is_one_sentence():
    for content in (b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x05", b"\0\0\0\xff" * 9):
        with pytest.raises(ExchangeError, match="damaged or cut short"):
            read_pbf(content, "town.osm.pbf")


@pytest.mark.realdata
def test_rutland(realdata):
    sheet = read_pbf((realdata / "osm/rutland_2022.osm.pbf").read_bytes(), "rutland.osm.pbf").best
    assert Counter(x.cells["kind"] for x in sheet.rows) == {
        "indoor place": 179, "green place": 141, "walk or route": 18, "health service": 16, "play or sport place": 14,
        "water place": 12, "shop or exchange": 10, "growing space": 8, "hill or view": 1,
    }  # fmt: skip
    assert told(sheet) == [
        "9 places of shelter, refuge or home: who lives there has a right not to be found.",
        "73 places kept private.",
        "2 places disused, closed or not built yet.",
        "1,810 places without a name: add by hand those that people go to.",
        "7 places cut off by the extract's edge.",
        "1 place kept there as several things: add by hand those that people go to.",
    ]
    assert all(int(x.cells["source_version"]) >= 1 for x in sheet.rows)
    assert len({x.cells["source_id"] for x in sheet.rows}) == len(sheet.rows) == 399
    assert sum("village" in x.cells["name"].casefold() for x in sheet.rows) > 10


@pytest.mark.realdata
def test_oxford(realdata):
    sheet = read_xml((realdata / "osm/oxford_centre_2015_overpass.osm").read_bytes(), "oxford.osm").best
    assert Counter(x.cells["kind"] for x in sheet.rows) == {
        "indoor place": 37, "green place": 10, "health service": 4, "shop or exchange": 3, "walk or route": 2,
        "water place": 1, "play or sport place": 1,
    }  # fmt: skip
    pub = next(x.cells for x in sheet.rows if x.cells["name"] == "Eagle and Child")
    assert pub["source_id"].startswith(("node/", "way/"))
    # All of the opening hours that came along are understood as times.
    assert (sum("hours_text" in x.cells for x in sheet.rows), sum("schedules" in x.cells for x in sheet.rows)) == (
        10,
        10,
    )
