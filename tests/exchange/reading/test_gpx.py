"""GPX, as watches, phones and programs write it."""

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import LineString, MultiLineString, Point

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="a watch" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:gpxx="http://www.garmin.com/xmlschemas/GpxExtensions/v3">
<metadata><name>Not a place</name><link href="https://example.org/whole"/></metadata>
<wpt lat="51.38" lon="-2.36"><ele>12.5</ele><time>2026-11-03T10:00:00Z</time><name>Bench &amp; view</name>
<cmt>mind the step</cmt><desc>By the river</desc><link href="https://example.org"><text>more</text></link>
<sym>Flag</sym><type>seat</type><extensions><gpxx:Depth>3</gpxx:Depth></extensions></wpt>
<rte><name>Round</name><rtept lat="0" lon="0"/><rtept lat="1" lon="1"><name>Turn</name></rtept></rte>
<trk><name>Along</name><trkseg><trkpt lat="0" lon="0"/><trkpt lat="0" lon="1"/></trkseg>
<trkseg><trkpt lat="2" lon="2"/></trkseg><trkseg><trkpt lat="1" lon="0"/><trkpt lat="1" lon="1"/></trkseg></trk>
<wpt lat="51" lon="x"><name>Lost</name></wpt>
</gpx>"""


def read(content):
    return READERS["gpx"](content.encode() if isinstance(content, str) else content, "walk.gpx").best


def shapes_of(sheet):
    return [None if x.shape is None else shapely.from_wkb(x.shape) for x in sheet.rows]


def test_waypoints_routes_and_tracks_are_rows_with_what_they_say():
    sheet = read(GPX)
    assert (sheet.what, sheet.crs) == ("GPX", "EPSG:4326")
    assert dict(sheet.rows[0].cells) == {
        "form": "waypoint", "name": "Bench & view", "desc": "By the river", "cmt": "mind the step",
        "url": "https://example.org", "time": "2026-11-03T10:00:00Z", "type": "seat", "sym": "Flag",
    }  # fmt: skip
    assert [(x.cells["form"], x.cells["name"]) for x in sheet.rows[1:]] == [
        ("route", "Round"), ("track", "Along"), ("waypoint", "Lost"),
    ]  # fmt: skip
    assert shapes_of(sheet) == [
        Point(-2.36, 51.38), LineString([(0, 0), (1, 1)]), MultiLineString([[(0, 0), (1, 0)], [(0, 1), (1, 1)]]), None,
    ]  # fmt: skip
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(4, "not a shape", False), (None, "heights", True)]


def test_version_1_0_and_one_point_alone_are_read():
    sheet = read(
        '<gpx version="1.0" xmlns="http://www.topografix.com/GPX/1/0"><trk><name>A</name><url>https://example.org</url>'
        '<trkseg><trkpt lat="2" lon="1"/></trkseg></trk><rte><name>B</name></rte></gpx>'
    )
    assert sheet.rows[0].cells["url"] == "https://example.org"
    assert shapes_of(sheet) == [Point(1, 2), None]


def test_what_gdal_writes_is_read(tmp_path):
    frame = gpd.GeoDataFrame({"name": ["A", "B"], "desc": ["x", None]}, geometry=[Point(1, 2), Point(3, 4)], crs=4326)
    pyogrio.write_dataframe(frame, tmp_path / "x.gpx", driver="GPX", layer="waypoints")
    sheet = read((tmp_path / "x.gpx").read_bytes())
    assert [(x.cells["name"], x.cells["desc"]) for x in sheet.rows] == [("A", "x"), ("B", None)]
    assert shapes_of(sheet) == [Point(1, 2), Point(3, 4)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<gpx/>", "no places"),
        ("<gpx><wpt", "not whole XML"),
        ('<!DOCTYPE gpx [<!ENTITY x "y">]><gpx><wpt lat="1" lon="2"><name>&x;</name></wpt></gpx>', "DOCTYPE"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content, said):
    with pytest.raises(ExchangeError, match=said):
        read(content)
