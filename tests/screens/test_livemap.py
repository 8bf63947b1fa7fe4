"""The map's Python door: what goes to the browser, and what is believed of what comes back."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from assetmap.assets import Asset
from assetmap.screens.livemap import Shading, Table, View, sent, shape_of

VIEW = {"ground": "/g", "places": "/p", "since": "/s", "version": 3, "attribution": "OS"}


def test_a_view_is_small_and_plain_json():
    out = json.dumps(sent(View(**VIEW, groups=("health",), chosen="7K2MXQ"), face="map"))
    assert len(out) < 400
    assert "drawn" not in json.loads(out)


def test_only_the_map_is_told_what_is_being_drawn():
    view = View(**VIEW, mode="point", drawn=Point(-2.36, 51.38))
    assert json.loads(sent(view, face="map")["drawn"]) == {"type": "Point", "coordinates": [-2.36, 51.38]}
    assert "drawn" not in sent(view, face="list")


def test_ones_own_draft_goes_along_hollow():
    draft = Asset(name="Bench chat", kind="informal get-together", where=Point(-2.36, 51.38))
    extra = sent(View(**VIEW, extra=(draft,)), face="map")["extra"]
    assert [row["name"] for row in extra["assets"]] == ["Bench chat"]
    assert set(extra["symbols"]) == {extra["assets"][0]["symbol"]}


@pytest.mark.parametrize("shape", [Point(-2.36, 51.38), LineString([(0, 50), (0, 51)]), box(-1, 50, 0, 51)])
def test_a_point_a_line_and_an_area_come_back_as_they_were(shape):
    assert shape_of(shapely.to_geojson(shape)).equals(shape)


def test_an_outline_that_crosses_itself_is_mended():
    bow_tie = shapely.to_geojson(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    mended = shape_of(bow_tie)
    assert mended.is_valid
    assert mended.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    "said",
    [
        None, 7, "", "{", "null", '{"type":"Point"}', '{"type":"Point","coordinates":[]}',
        '{"type":"Point","coordinates":[500,0]}', '{"type":"Point","coordinates":[NaN,0]}',
        '{"type":"GeometryCollection","geometries":[]}', '{"type":"MultiPoint","coordinates":[[0,0]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0],[0,0]]]}', "x" * 300_000,
    ],
)  # fmt: skip
def test_what_is_no_shape_is_nothing(said):
    assert shape_of(said) is None


@given(st.text(max_size=200))
def test_no_text_can_break_it(said):
    assert shape_of(said) is None or shape_of(said).is_valid


def test_areas_and_their_table_each_travel_to_their_own_face():
    shading = Shading(areas="/o", values="12", classes={"1": ("#3F2F73", "1", "")}, legend={"grid": [["1"]]}, chosen=1)
    table = Table(label="Areas", columns=({"label": "No."},), rows=(("0", [1, "1"]),), chosen="0")
    view = View(**VIEW, shown=("7K2MXQ",), shading=shading, table=table)
    on_map, beside = (json.loads(json.dumps(sent(view, face=face))) for face in ("map", "table"))
    assert on_map["shading"]["values"] == "12"
    assert on_map["shown"] == ["7K2MXQ"]
    assert "table" not in on_map
    assert beside["table"]["chosen"] == "0"
    assert beside["shown"] is None
    assert "shading" not in beside
