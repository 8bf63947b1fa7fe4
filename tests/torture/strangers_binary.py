# ruff: noqa: E501  # one file a line
"""Hostile files that are databases, shapefiles, extracts, and pieces of all of them."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.strangers_parts import database_of, shapefile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.torture.strangers_canary import Bait

_POINT = struct.pack("<BIdd", 1, 1, -2.36, 51.38)
_SRS = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
  organization_coordsys_id INTEGER, definition TEXT, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84"]', '');
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT,
  min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,
  z INTEGER, m INTEGER);
"""
_LAYER = """
INSERT INTO gpkg_contents VALUES ('{table}', 'features', '{table}', '', '', 0, 0, 0, 0, 4326);
INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geom', 'GEOMETRY', 4326, 0, 0);
"""
_TABLE = "CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);"


def _geometry(wkb: bytes, *, flags: int = 1) -> bytes:
    return b"GP\x00" + bytes([flags]) + struct.pack("<i", 4326) + wkb


def _package(script: str, *, wkb: bytes | None = _POINT, table: str = "layer", rows: int = 1, name: str = "Hostile",
             flags: int = 1) -> bytes:  # fmt: skip
    """Make a GeoPackage whose layer is made by `script`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        database = sqlite3.connect(path)
        database.executescript(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA application_id = 1196444487;" + _SRS
        )
        database.executescript(_LAYER.format(table=table.replace("'", "''")) + script)
        if wkb is not None:
            many = ((_geometry(wkb, flags=flags), name) for _ in range(rows))
            database.executemany("INSERT INTO layer (geom, name) VALUES (?, ?)", many)
        database.commit()
        database.close()
        return path.read_bytes()


def _gpkg(content: bytes) -> tuple[str, bytes]:
    return "list.gpkg", content


def _viewed(query: str) -> tuple[str, bytes]:
    return _gpkg(_package(f"CREATE VIEW layer AS {query};", wkb=None))


def _tabled(more: str, **said: object) -> tuple[str, bytes]:
    return _gpkg(_package(_TABLE + more, **said))  # type: ignore[arg-type]


def _rewritten(old: bytes, new: bytes, *, script: str = _TABLE) -> tuple[str, bytes]:
    """Change the bytes of a whole one, as its schema cannot be changed from outside."""
    whole = _package(script)
    assert old in whole
    assert len(new) <= len(old)
    return _gpkg(whole.replace(old, new.ljust(len(old))))


def _patched(at: int, what: bytes) -> tuple[str, bytes]:
    whole = bytearray(_package(_TABLE))
    whole[at : at + len(what)] = what
    return _gpkg(bytes(whole))


def _deep(many: int) -> bytes:
    return struct.pack("<BII", 1, 7, 1) * many + _POINT


def _blob(kind: bytes, body: bytes, *, size: int | None = None) -> bytes:
    head = b"\x0a" + _varint(len(kind)) + kind + b"\x18" + _varint(len(body) if size is None else size)
    return struct.pack(">I", len(head)) + head + body


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= 2**64 - 1
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _packed(raw: bytes, *, size: int | None = None) -> bytes:
    return b"\x10" + _varint(len(raw) if size is None else size) + _field(3, zlib.compress(raw, 9))


_HEAD = _blob(b"OSMHeader", _packed(_field(4, b"OsmSchema-V0.6") + _field(4, b"DenseNodes")))


def _pbf(*blobs: bytes) -> tuple[str, bytes]:
    return "list.osm.pbf", _HEAD + b"".join(blobs)


def _block(strings: list[bytes], group: bytes) -> bytes:
    return _blob(b"OSMData", _packed(_field(1, b"".join(_field(1, x) for x in strings)) + _field(2, group)))


def _dense(ids: bytes, tags: bytes = b"") -> bytes:
    return _field(2, _field(1, ids) + _field(8, ids) + _field(9, ids) + (_field(10, tags) if tags else b""))


_OSM = '<osm version="0.6">%s</osm>'
_RECORDS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "

KINDS: Mapping[str, Callable[[Bait], tuple[str, bytes]]] = {
    "a view without end": lambda _: _viewed(f"{_RECORDS} SELECT n AS fid, NULL AS geom, 'H' || n AS name FROM r"),
    "a view that counts without end": lambda _: _viewed(f"{_RECORDS} SELECT 1 AS fid, NULL AS geom, max(n) AS name FROM r"),
    "a view of itself": lambda _: _viewed("SELECT * FROM layer"),
    "a view that makes 2 GB": lambda _: _viewed("SELECT 1 AS fid, NULL AS geom, hex(zeroblob(900000000)) AS name"),
    "a view that reads a file": lambda c: _viewed(f"SELECT 1 AS fid, NULL AS geom, readfile('{c.path}') AS name"),
    "a view that loads a program": lambda c: _viewed(f"SELECT 1 AS fid, NULL AS geom, load_extension('{c.path}') AS name"),
    "a view of views": lambda _: _gpkg(_package("CREATE VIEW v0 AS SELECT 1 AS fid, NULL AS geom, 'H' AS name;" + "".join(f"CREATE VIEW v{x} AS SELECT a.* FROM v{x - 1} a, v{x - 1} b;" for x in range(1, 14)) + "CREATE VIEW layer AS SELECT * FROM v13;", wkb=None)),
    "a trigger": lambda c: _tabled(f"CREATE TRIGGER t AFTER INSERT ON layer BEGIN UPDATE layer SET name = '{c.path}'; END;"),
    "a view in place of the contents": lambda _: _rewritten(b"CREATE TABLE gpkg_contents", b"CREATE VIEW gpkg_contents"),
    "a virtual table": lambda _: _gpkg(_package("CREATE VIRTUAL TABLE layer USING fts5(fid, geom, name);", wkb=None)),
    "a virtual tree": lambda _: _gpkg(_package("CREATE VIRTUAL TABLE layer USING rtree(fid, a, b);", wkb=None)),
    "a virtual table of a program": lambda _: _rewritten(b"CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)", b"CREATE VIRTUAL TABLE layer USING csv(filename='/etc/passwd')"),
    "columns that are computed": lambda _: _gpkg(_package("CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, x GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL);")),
    "an index of an expression": lambda _: _tabled("CREATE INDEX i ON layer (length(name));"),
    "a table whose name is a command": lambda _: _gpkg(_package(_TABLE, table='layer"; ATTACH DATABASE "x')),
    "a table whose name ends the quotes": lambda _: _gpkg(_package(_TABLE, table="layer\"] ' -- ")),
    "a table that is not there": lambda _: _gpkg(_package(_TABLE, table="absent")),
    "a table of the schema": lambda _: _gpkg(_package(_TABLE, table="sqlite_master")),
    "a column whose name is a command": lambda _: _gpkg(_package('CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, """; DROP TABLE layer; --" TEXT);')),
    "two thousand columns": lambda _: _gpkg(_package("CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT," + ",".join(f"c{x} TEXT" for x in range(1990)) + ");")),
    "a thousand layers": lambda _: _gpkg(_package(_TABLE + "".join(_LAYER.format(table=f"t{x}") + f"CREATE TABLE t{x} (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);" for x in range(1000)))),
    "a cell of 40 MB": lambda _: _tabled("INSERT INTO layer (name) VALUES (zeroblob(40000000));"),
    "a name that is bytes": lambda _: _tabled("INSERT INTO layer (name) VALUES (x'00ff00ff'), (1e999), (-9223372036854775808);"),
    "a name that is no text": lambda _: _tabled("INSERT INTO layer (name) VALUES (cast(x'c328ff' AS TEXT));"),
    "a million rows of a database": lambda _: _gpkg(_package(_TABLE, wkb=b"", rows=1_000_000, name="H")),
    "shapes in shapes": lambda _: _gpkg(_package(_TABLE, wkb=_deep(50))),
    "shapes in shapes without end": lambda _: _gpkg(_package(_TABLE, wkb=_deep(200_000))),
    "a shape of four thousand million points": lambda _: _gpkg(_package(_TABLE, wkb=struct.pack("<BII", 1, 2, 0xFFFFFFFF))),
    "a shape that is cut": lambda _: _gpkg(_package(_TABLE, wkb=_POINT[:9])),
    "a shape of no kind": lambda _: _gpkg(_package(_TABLE, wkb=struct.pack("<BI", 1, 0x7FFFFFFF))),
    "a shape that is none": lambda _: _gpkg(_package(_TABLE, wkb=struct.pack("<BIdd", 1, 1, float("nan"), float("inf")))),
    "a shape with an envelope that is not there": lambda _: _gpkg(_package(_TABLE, wkb=b"", flags=0b1111)),
    "a database of no page": lambda _: _gpkg(b"SQLite format 3\x00"),
    "a database of zero pages": lambda _: _gpkg(b"SQLite format 3\x00" + bytes(84)),
    "a database that was cut": lambda _: _gpkg(_package(_TABLE)[:5000]),
    "a database with a journal": lambda _: _patched(18, b"\x02\x02"),
    "a database with pages of one byte": lambda _: _patched(16, b"\x00\x01"),
    "a database that says it is huge": lambda _: _patched(28, b"\x7f\xff\xff\xff"),
    "a database whose free pages go round": lambda _: _patched(32, b"\x00\x00\x00\x02\x00\x00\x00\xff"),
    "a database whose tree goes round": lambda _: _patched(100, b"\x05\x00\x00\x00\x01\x0f\xf0\x00\x00\x00\x00\x01"),
    "a database of noise": lambda _: _gpkg(_package(_TABLE)[:100] + bytes(range(256)) * 200),
    "a database called CSV": lambda _: ("list.csv", _package(_TABLE, wkb=b"", name="H")),
    "a database of another name": lambda _: _gpkg(b"SQLite format 4\x00" + _package(_TABLE)[16:]),
    "a database of another program": lambda _: _gpkg(_package("", wkb=None)),
    "a database that is locked": lambda _: _gpkg(bytes(range(256)) * 64),
    "a reference system that is a file": lambda c: _tabled(f"UPDATE gpkg_spatial_ref_sys SET organization = 'x', organization_coordsys_id = 0, definition = '+init={c.path}:1';"),
    "a reference system that calls": lambda c: _tabled(f"UPDATE gpkg_spatial_ref_sys SET organization = '{c.address}', definition = '{c.address}';"),
    "a shapefile of four thousand million points": lambda _: ("list.zip", shapefile(records=struct.pack(">ii", 1, 0x7FFFFFF0) + struct.pack("<i4dii", 5, 0, 0, 0, 0, 0x7FFFFFFF, 0x7FFFFFFF), kind=5)),
    "a shapefile that says too much": lambda _: ("list.zip", shapefile(records=struct.pack(">ii", 1, 0x7FFFFFFF) + bytes(40))),
    "a shapefile of no kind": lambda _: ("list.zip", shapefile(kind=77)),
    "a shapefile whose table is huge": lambda _: ("list.zip", shapefile(dbf=database_of(0xFFFFFFFF, b""))),
    "a shapefile whose rows are nothing": lambda _: ("list.zip", shapefile(dbf=database_of(50_000_000, b"", width=0, length=0))),
    "a shapefile whose rows are of another length": lambda _: ("list.zip", shapefile(dbf=database_of(1, b" H", width=255, length=1))),
    "a shapefile whose system is a file": lambda c: ("list.zip", shapefile(prj=f"+init={c.path}:1".encode())),
    "a shapefile whose system calls": lambda c: ("list.zip", shapefile(prj=f'GEOGCS["{c.address}",EXTENSION["PROJ4","+nadgrids={c.path}"]]'.encode())),
    "a shapefile of noise": lambda _: ("list.zip", shapefile(records=bytes(range(256)) * 100)),
    "a part of a shapefile": lambda _: ("a.shp", b"\x00\x00\x27\x0a" + bytes(96)),
    "a blob that says it is huge": lambda _: ("list.osm.pbf", struct.pack(">I", 0x7FFFFFFF) + b"\n\x09OSMHeader"),
    "a blob of two thousand million bytes": lambda _: _pbf(_blob(b"OSMData", b"", size=2_000_000_000)),
    "a blob of less than nothing": lambda _: _pbf(_blob(b"OSMData", b"", size=-1)),
    "a blob that unpacks to 2 GB": lambda _: _pbf(_blob(b"OSMData", b"\x10" + _varint(31 * 2**20) + _field(3, zlib.compress(bytes(800 * 2**20), 9)))),
    "a blob of zeros": lambda _: _pbf(*[_blob(b"OSMData", _packed(bytes(30 * 2**20)))] * 100),
    "a blob that says too much": lambda _: _pbf(_blob(b"OSMData", _packed(b"abc", size=0x7FFFFFFF))),
    "nodes without places": lambda _: _pbf(_block([b""], _field(2, _field(1, _varint(1) * 1000)))),
    "nodes of less than nothing": lambda _: _pbf(_block([b"", b"name", b"H"], _dense(_varint(2**63) * 10, b"\x01\x02\x00" * 10))),
    "tags that are not there": lambda _: _pbf(_block([b""], _dense(_varint(2) * 10, _varint(4_000_000) * 40))),
    "millions of nodes": lambda _: _pbf(*[_block([b"", b"leisure", b"park"], _dense(b"\x02" * 8_000_000, b"\x01\x02\x00" * 8_000_000))] * 3),
    "an extract that was cut": lambda _: ("list.osm.pbf", _HEAD[:-3]),
    "an extract of noise": lambda _: _pbf(bytes(range(256)) * 400),
    "an extract of another schema": lambda _: ("list.osm.pbf", _blob(b"OSMHeader", _packed(_field(4, b"Hostile-V9")))),
    "OpenStreetMap XML of huge numbers": lambda _: ("list.osm", (_OSM % '<node id="99999999999999999999999" lat="1e999" lon="nan"><tag k="leisure" v="park"/></node>').encode()),
    "OpenStreetMap XML of loops": lambda _: ("list.osm", (_OSM % "".join(f'<relation id="{x}"><member type="relation" ref="{x % 50 + 1}" role=""/><tag k="type" v="multipolygon"/><tag k="leisure" v="park"/><tag k="name" v="H"/></relation>' for x in range(1, 51))).encode()),
    "OpenStreetMap XML with a way of a million": lambda _: ("list.osm", (_OSM % ('<way id="1">' + '<nd ref="1"/>' * 1_000_000 + '<tag k="leisure" v="park"/></way>')).encode()),
    "OpenStreetMap XML that was cut": lambda _: ("list.osm", (_OSM % '<node id="1" lat="51" lon="-2"/>').encode()[:-9]),
    "Parquet": lambda _: ("list.parquet", b"PAR1" + bytes(64) + b"PAR1"),
    "Parquet called CSV": lambda _: ("list.csv", b"PAR1" + bytes(64) + b"PAR1"),
    "Arrow": lambda _: ("list.feather", b"ARROW1" + bytes(64)),
    "FlatGeobuf": lambda _: ("list.fgb", b"fgb\x03fgb\x00" + b"\xff" * 64),
    "a program": lambda _: ("list.csv", b"\x7fELF\x02\x01\x01" + bytes(200)),
    "a program of Windows": lambda _: ("list.csv", b"MZ\x90\x00" + bytes(200)),
    "a script": lambda c: ("list.csv", f"#!/bin/sh\ncat {c.path}\n".encode()),
    "a picture with a list": lambda _: ("list.csv", b"\x89PNG\r\n\x1a\n" + b"name,lat,lon\nA,51,-2\n"),
    "noise": lambda _: ("list.csv", bytes((x * 167 + 13) % 256 for x in range(200_000))),
}  # fmt: skip
