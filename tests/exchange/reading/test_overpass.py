"""Answers of Overpass in JSON are read as the same things in an extract are."""

import gzip
import json

import pytest
import shapely

from assetmap.errors import ExchangeError
from assetmap.exchange.reading.lists import read
from assetmap.exchange.reading.osm import read_xml
from assetmap.exchange.reading.overpass import knows, read_json

POINTS = [{"type": "node", "id": n, "lon": x, "lat": y} for n, x, y in ((1, -2.36, 51.38), (2, -2.35, 51.38), (3, -2.35, 51.39))]  # fmt: skip  # noqa: E501
PARK = {"leisure": "park", "name": 'Rose & "Thorn" Park'}


def drawn(*numbers):
    at = {x["id"]: {"lon": x["lon"], "lat": x["lat"]} for x in POINTS}
    return [at[x] for x in numbers]


def the_one(*elements):
    [row] = read_json({"elements": list(elements)}, "town.json").best.rows
    return row.cells, shapely.from_wkb(row.shape)


@pytest.mark.parametrize(
    "elements",
    [
        [*POINTS, {"type": "way", "id": 9, "version": 4, "nodes": [1, 2, 3, 1], "tags": PARK}],
        [{"type": "way", "id": 9, "version": 4, "nodes": [1, 2, 3, 1], "geometry": drawn(1, 2, 3, 1), "tags": PARK}],
        [{"type": "way", "id": 9, "version": 4, "geometry": drawn(1, 2, 3, 1), "tags": PARK}],
    ],
    ids=["with points", "with geometry", "with geometry alone"],
)
def test_an_area_comes_however_it_was_asked_for(elements):
    cells, shape = the_one(*elements)
    assert (cells["name"], cells["source_id"], cells["source_version"]) == ('Rose & "Thorn" Park', "way/9", "4")
    assert shape.geom_type == "Polygon"
    assert shape.bounds == (-2.36, 51.38, -2.35, 51.39)


def test_a_relation_with_the_geometry_of_its_members():
    members = [
        {"type": "way", "ref": 7, "role": "outer", "geometry": drawn(1, 2, 3)},
        {"type": "way", "ref": 8, "role": "outer", "geometry": drawn(3, 1)},
    ]
    cells, shape = the_one({"type": "relation", "id": 5, "members": members, "tags": PARK | {"type": "multipolygon"}})
    assert cells["source_id"] == "relation/5"
    assert shape.geom_type == "Polygon"


def test_a_middle_alone_is_a_point():
    cells, shape = the_one({"type": "way", "id": 9, "nodes": [1, 2], "center": drawn(2)[0], "tags": PARK})
    assert cells["source_id"] == "way/9"
    assert "source_version" not in cells
    assert shape.geom_type == "Point"


def test_it_is_known_among_other_json():
    assert knows({"osm3s": {}, "elements": []})
    assert not knows({"type": "FeatureCollection", "features": []})
    assert not knows([1])
    assert not knows({"elements": [{"x": 1}]})


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ({"remark": "runtime error: Query timed out", "elements": POINTS}, "broke off"),
        ({"osm3s": {}, "elements": [{"type": "node", "id": "x"}]}, "cannot be read"),
    ],
)
def test_a_broken_answer_is_one_sentence(whole, said):
    with pytest.raises(ExchangeError, match=said):
        read(json.dumps(whole).encode(), "town.json")


@pytest.mark.parametrize(
    "element",
    [
        {"type": "node", "id": 1, "lon": "x", "lat": None, "tags": PARK},
        {"type": "way", "id": 2, "nodes": "x", "geometry": [None, 1, {"lon": 1e9, "lat": 2}], "tags": PARK},
        {"type": "relation", "id": 3, "members": [1, {"type": "way"}, {"type": "x", "ref": 1}], "tags": PARK},
        {"type": "way", "id": 4, "tags": {"leisure": "park", "name": "\ud800\u0000</osm>", 7: None}},
        {"type": "node", "id": 2**70, "lon": 1, "lat": 2, "tags": PARK},
    ],
    ids=["no place", "no line", "no members", "odd letters", "too large a number"],
)
def test_odd_elements_do_no_harm(element):
    cafe = {"type": "node", "id": 50, "lon": 1, "lat": 2, "tags": {"amenity": "cafe", "name": "Tea"}}
    names = {x.cells["name"] for x in read_json({"elements": [cafe, element]}, "town.json").best.rows}
    assert names == {"Tea"}


@pytest.mark.realdata
def test_oxford_is_the_same_in_json_and_in_xml(realdata):
    whole = json.loads(gzip.decompress((realdata / "osm/oxford_centre_2015_overpass.json.gz").read_bytes()))
    ours = read_json(whole, "oxford.json").best
    theirs = read_xml((realdata / "osm/oxford_centre_2015_overpass.osm").read_bytes(), "oxford.osm").best
    without = [{k: v for k, v in x.cells.items() if k != "source_version"} for x in theirs.rows]
    assert sorted(map(repr, without)) == sorted(repr(dict(x.cells)) for x in ours.rows)
    assert {x.shape for x in ours.rows} == {x.shape for x in theirs.rows}
    assert ours.problems == theirs.problems
