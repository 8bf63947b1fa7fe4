"""GeoPackages, as programs write them and as nobody should."""

import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from assetmap.assets import Asset
from assetmap.errors import ExchangeError
from assetmap.exchange import export
from assetmap.exchange.reading import READERS

SHAPES = [Point(375044, 164610), LineString([(0, 0), (1, 1)]), MultiPolygon([box(0, 0, 1, 1)]), None, Polygon()]


def read(path):
    return READERS["gpkg"](path.read_bytes(), path.name)


def written(path, shapes, *, crs="EPSG:27700", layer="groups", **columns):
    frame = gpd.GeoDataFrame(columns or {"name": [f"n{x}" for x in range(len(shapes))]}, geometry=shapes, crs=crs)
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", geometry_type="Unknown")
    return path


def shapes_of(sheet):
    return [None if x.shape is None else shapely.from_wkb(x.shape) for x in sheet.rows]


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326", "EPSG:32630", "EPSG:3857"])
def test_a_layer_is_read_with_its_shapes_and_its_system(crs, tmp_path):
    sheet = read(written(tmp_path / "x.gpkg", SHAPES, crs=crs)).best
    assert (sheet.table, sheet.crs, sheet.what, sheet.headings) == ("groups", crs, "GeoPackage", ("name",))
    assert shapes_of(sheet) == [*SHAPES[:3], None, None]
    assert [x.number for x in sheet.rows] == [1, 2, 3, 4, 5]
    assert sheet.problems == ()


def test_values_keep_what_they_are(tmp_path):
    columns = {
        "name": ["Café", None], "free": [True, False], "seats": np.array([3, 4], dtype="int32"), "share": [0.5, 2.0],
        "day": np.array(["2026-11-03", "NaT"], dtype="datetime64[D]"),
    }  # fmt: skip
    sheet = read(written(tmp_path / "x.gpkg", SHAPES[:2], **columns)).best
    assert dict(sheet.rows[0].cells) == {
        "name": "Café", "free": True, "seats": 3, "share": 0.5, "day": sheet.rows[0].cells["day"],
    }  # fmt: skip
    assert sheet.rows[0].cells["day"].startswith("2026-11-03")
    assert [sheet.rows[1].cells[x] for x in ("name", "free", "share", "day")] == [None, False, 2, None]


def test_heights_are_left_out_and_said(tmp_path):
    sheet = read(written(tmp_path / "x.gpkg", [Point(1, 2), Point(1, 2, 3)])).best
    assert shapes_of(sheet) == [Point(1, 2), Point(1, 2)]
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(None, "heights", True)]
    assert "row 2" in str(sheet.problems[0])


def test_our_own_export_comes_back_letter_for_letter(tmp_path):
    words = '  It\'s where I "breathe";\r\n=we sing\t'
    asset = Asset(
        name="Whelk choir", kind="group or club", where=Point(-2.3599999999999999, 51.38), own_words=words,
        address="=1", capacity=0, said_in={"cy": {"name": "Côr"}},
    )  # fmt: skip
    export([Asset(name="Line", kind="online or phone help"), asset], tmp_path / "x.gpkg")
    sheets = read(tmp_path / "x.gpkg")
    sheet = sheets.best
    assert (len(sheets.sheets), [x.number for x in sheet.rows]) == (1, [1, 2])
    first = sheet.rows[0]
    assert (first.cells["own_words"], first.cells["address"], first.cells["id"]) == (words, "=1", asset.id)
    assert (first.cells["name:cy"], str(first.cells["capacity"])) == ("Côr", "0")
    assert shapes_of(sheet)[0].equals_exact(asset.where, 0)
    assert (shapes_of(sheet)[1], sheet.crs, sheet.problems) == (None, "EPSG:4326", ())


def test_layers_tables_of_attributes_and_views_are_all_named(tmp_path):
    path = written(tmp_path / "x.gpkg", SHAPES[:1], layer="one")
    pyogrio.write_dataframe(gpd.GeoDataFrame({"name": ["a", "b"]}), path, layer="list", driver="GPKG", append=False)
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIEW many AS SELECT * FROM one")
        base.execute("CREATE TABLE layer_styles (styleName TEXT)")
    base.close()
    sheets = read(path)
    assert sheets.names == ("one", "list", "many")
    assert (len(sheets.best.rows), sheets.best.table, sheets.best.crs) == (2, "list", "EPSG:4326")
    assert [x.what for x in sheets.named("many").problems] == ["not read"]


def test_a_database_of_another_program_gives_its_tables(tmp_path):
    base = sqlite3.connect(tmp_path / "x.db")
    with base:
        base.execute("CREATE TABLE clubs (id INTEGER PRIMARY KEY, name TEXT, logo BLOB)")
        base.execute("INSERT INTO clubs VALUES (7, 'Choir', x'00ff')")
    base.close()
    sheet = READERS["gpkg"]((tmp_path / "x.db").read_bytes(), "x.db").best
    assert (sheet.what, dict(sheet.rows[0].cells)) == ("SQLite database", {"id": 7, "name": "Choir", "logo": None})
    assert [(x.column, x.what) for x in sheet.problems] == [("logo", "not text")]


def test_a_copy_of_a_file_that_was_open_is_read_and_said(tmp_path):
    path = written(tmp_path / "x.gpkg", SHAPES[:1])
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.close()
    sheet = read(path).best
    assert len(sheet.rows) == 1
    assert [x.what for x in sheet.problems] == ["still open"]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_system_that_is_not_registered_is_not_guessed(tmp_path):
    assert read(written(tmp_path / "none.gpkg", SHAPES[:1], crs=None)).best.crs == ""
    odd = "+proj=tmerc +lat_0=1 +lon_0=2 +k=1 +x_0=0 +y_0=0 +ellps=bessel +units=m"
    assert read(written(tmp_path / "odd.gpkg", SHAPES[:1], crs=odd)).best.crs == ""


def header(envelope, *, little=True, empty=False, extended=False):
    flags = int(little) | envelope << 1 | int(empty) << 4 | int(extended) << 5
    return b"GP\x00" + bytes([flags]) + struct.pack("<i" if little else ">i", 4326)


@pytest.mark.parametrize(
    ("blob", "shape"),
    [
        (header(0) + shapely.to_wkb(Point(1, 2), byte_order=0), Point(1, 2)),
        (header(1, little=False) + bytes(32) + shapely.to_wkb(Point(1, 2), byte_order=0), Point(1, 2)),
        (header(2) + bytes(48) + shapely.to_wkb(Point(1, 2, 3), flavor="iso"), Point(1, 2)),
        (header(3) + bytes(48) + struct.pack("<BI3d", 1, 2001, 1, 2, 9), Point(1, 2)),
        (header(4) + bytes(64) + struct.pack("<BI4d", 1, 3001, 1, 2, 3, 4), Point(1, 2)),
        (header(0, empty=True) + shapely.to_wkb(Point()), None),
        (header(0) + shapely.to_wkb(Point()), None),
        (header(5) + bytes(64) + shapely.to_wkb(Point(1, 2)), "not a shape"),
        (header(0, extended=True) + b"xxxx", "not a shape"),
        (header(0) + struct.pack("<BII", 1, 2, 2**32 - 1), "not a shape"),
        (header(0) + struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0), "a curved shape"),
        (header(0)[:5], "not a shape"),
        (b"\x00\x01nonsense", "not a shape"),
        ("text", "not a shape"),
    ],
)
def test_every_form_of_a_shape_is_read_or_told_by_its_row(blob, shape, tmp_path):
    path = written(tmp_path / "x.gpkg", [Point(0, 0), Point(0, 0)], crs="EPSG:4326")
    with sqlite3.connect(path) as base:
        for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{trigger}"')
        base.execute("UPDATE groups SET geom = ? WHERE fid = 2", (blob,))
    base.close()
    sheet = read(path).best
    told = [(x.row, x.what) for x in sheet.problems if x.what != "heights"]
    assert told == ([(2, shape)] if isinstance(shape, str) else [])
    assert shapes_of(sheet) == [Point(0, 0), None if isinstance(shape, str) else shape]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW groups AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n AS name FROM x",
        "CREATE VIEW groups AS SELECT load_extension('/tmp/x.so') AS name",
        "CREATE VIRTUAL TABLE groups USING fts5(name)",
        "CREATE TABLE groups (n INT, name TEXT AS (hex(zeroblob(900000000))) VIRTUAL)",
    ],
)
def test_nothing_that_the_file_would_run_is_run(sql, tmp_path):
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        base.execute("INSERT INTO gpkg_contents VALUES ('groups', 'attributes'), ('list', 'attributes')")
        base.execute("CREATE TABLE list (name TEXT)")
        base.execute("INSERT INTO list VALUES ('Choir')")
        base.execute(sql)
    base.close()
    sheets = read(path)
    assert [x.cells["name"] for x in sheets.best.rows] == ["Choir"]
    assert not any(x.rows for x in sheets.sheets if x.table == "groups")


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(4080), b"", b"x" * 4096])
def test_what_is_no_database_is_one_sentence(content):
    with pytest.raises(ExchangeError, match=r"damaged|without any table"):
        READERS["gpkg"](content, "x.gpkg")


def test_a_layer_that_is_too_large_does_not_lose_the_others(tmp_path, monkeypatch):
    path = written(tmp_path / "x.gpkg", [Point(0, x) for x in range(21)], layer="many")
    pyogrio.write_dataframe(gpd.GeoDataFrame({"name": ["a"]}), path, layer="list", driver="GPKG")
    monkeypatch.setattr("assetmap.exchange.reading.lines.LARGEST_ROWS", 20)
    sheets = read(path)
    assert (sheets.best.table, sheets.named("many").rows) == ("list", ())
    assert 'table "many" has more than 20 rows' in str(sheets.named("many").problems[0])
