"""A GeoPackage opens in QGIS with our symbols, and its columns say what they are."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from shapely import LineString, MultiPolygon, Point, box

from assetmap.assets import CARD, Asset
from assetmap.exchange import export
from assetmap.exchange.outward.columns import described, title_of
from assetmap.settings import PlaceSettings

PLACE = SimpleNamespace(settings=PlaceSettings(name="Bath <&>", attributions=("© Crown copyright", "ODbL")))
ASSETS = (
    Asset(name="[% @home %]", kind="group or club", where=Point(-2.36, 51.38), needs=("meeting people",)),
    Asset(name='"name" || @x', kind="indoor place", where=Point(0, 51),
          min_age=11, capacity=2**70, said_in={"pl": {"name": "Zupa"}}),
    Asset(name="Walk", kind="walk or route", where=LineString([(-2.3, 51.1), (-2.4, 51.2)])),
    Asset(name="Park", kind="green place", where=MultiPolygon([box(0, 50, 1, 51), box(2, 50, 3, 51)])),
    Asset(name="Wood", kind="green place", where=box(0, 50, 1, 51)),
    Asset(name="Night line", kind="online or phone help"),
)  # fmt: skip


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "x.gpkg"
    export(ASSETS, file, place=PLACE)
    return file


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_each_family_of_shapes_is_a_layer_that_can_be_drawn(path):
    kinds = {name: pyogrio.read_info(path, layer=name)["geometry_type"] for name in ("points", "lines", "areas")}
    assert kinds == {"points": "Point", "lines": "LineString", "areas": "Unknown"}  # a park in parts beside a whole one
    assert pyogrio.read_info(path, layer="points")["crs"] == "EPSG:4326"
    assert [len(pyogrio.read_dataframe(path, layer=x)) for x in (*kinds, "without_place")] == [2, 1, 2, 1]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    indexed = rows(path, "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
    assert {x for (x,) in indexed} == set(kinds)


def test_days_are_days_and_numbers_numbers_unless_something_would_be_lost(path):
    info = pyogrio.read_info(path, layer="points")
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert types["checked_on"] == types["funding_ends"] == "datetime64[D]"
    assert types["min_age"] == "int64"
    assert types["capacity"] == types["name"] == "object"  # a number too large for a database stays as it is, in text
    assert str(2**70) in pyogrio.read_dataframe(path, layer="points")["capacity"].to_list()


def test_the_style_draws_each_kind_that_is_there_by_our_symbol_and_runs_nothing(path):
    styles = rows(path, "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles")
    assert [x[:3] for x in styles] == [("points", "geom", 1), ("lines", "geom", 1), ("areas", "geom", 1)]
    there = {"points": {"group or club", "indoor place"}, "lines": {"walk or route"}, "areas": {"green place"}}
    for layer, _, _, qml in styles:
        style = ET.fromstring(qml)  # noqa: S314  our own
        renderer = style.find("renderer-v2")
        assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "kind")
        categories = renderer.findall("categories/category")
        assert {x.get("value") for x in categories} == there[layer]
        assert {x.get("symbol") for x in categories} == {x.get("name") for x in renderer.findall("symbols/symbol")}
        assert all(len(x.findall("layer")) == 1 for x in renderer.iter("symbol"))
        assert "http" not in qml.partition("?>")[2].partition("<qgis")[2]
        for name in ("@home", "@x", "[%", "Zupa"):
            assert name not in qml
        for tag in ("mapTip", "expressionfields", "attributeactions", "editforminitcode"):
            assert style.find(f".//{tag}") is None


def test_every_column_has_a_title_and_a_description(path):
    said = rows(path, "SELECT table_name, column_name, name, title, description FROM gpkg_data_columns")
    for layer in ("points", "lines", "areas", "without_place"):
        info = pyogrio.read_info(path, layer=layer)
        named = {column: (name, title, words) for table, column, name, title, words in said if table == layer}
        assert set(named) == set(info["fields"])
        assert all(all(x) for x in named.values())
        assert len({name for name, _, _ in named.values()}) == len(named)
    assert ("points", "name:pl", "Name (pl)") in {x[:3] for x in said}
    extensions = rows(path, "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'")
    assert {x for (x,) in extensions} == {"gpkg_data_columns", "gpkg_data_column_constraints"}
    assert len({title_of(x) for x in CARD if x != "said_in"}) == len(CARD) - 1
    assert all(described(x) for x in CARD if x != "said_in")


def test_whose_data_it_is_stands_in_its_metadata(path):
    metadata = rows(path, "SELECT metadata FROM gpkg_metadata")
    texts = [ET.fromstring(x).findtext(".//MDI[@key='ATTRIBUTION']") for (x,) in metadata]  # noqa: S314  our own
    assert texts == ["© Crown copyright; ODbL"] * 4
    described_as = rows(path, "SELECT description FROM gpkg_contents WHERE table_name = 'points'")
    assert described_as == [("Bath <&>; © Crown copyright; ODbL",)]
