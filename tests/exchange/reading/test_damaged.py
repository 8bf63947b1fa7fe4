"""Damaged files of every form: rows, or one sentence; never a crash."""

import gc
import io
import random
import sqlite3
import struct
import zipfile

import pytest
import shapefile
import shapely
import xlsxwriter
from shapely import LineString, Point, box

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS
from tests.exchange.reading.test_kml import AREA, LINE, POINT, kml, kmz

TIMES = 120
"""Mutations a form; `make torture` runs many more."""
JUNK = [
    b"\x00" * 4,
    b"\xff" * 4,
    struct.pack("<i", -1),
    struct.pack(">i", 2**31 - 1),
    b"<",
    b'"',
    b"\xc3",
    b"9" * 40,
    b"[" * 9,
]


def csv():
    rows = "".join(f'Choir {x},"1 High Street\nBath",51.38,-2.36,=x\n' for x in range(20))
    return f"Groups\n\nName,Address,Latitude,Longitude,Café\n{rows}".encode()


def geojson():
    feature = '{"type":"Feature","id":%d,"properties":{"name":"Choir","tags":["a"]},"geometry":%s}'
    shapes = [shapely.to_geojson(x) for x in (Point(1, 2), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1))]
    return (
        '{"type":"FeatureCollection","features":[' + ",".join(feature % x for x in enumerate(shapes)) + "]}"
    ).encode()


def xlsx():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Groups")
    percent = book.add_format({"num_format": "0%"})
    for at in range(20):
        sheet.write_row(at, 0, ["Name", "Town"] if not at else [f"Choir {at}", at])
        sheet.write(at, 2, 0.5, percent)
    sheet.merge_range("D2:D4", "x")
    sheet.write_formula("E3", "=1/0", None, "#DIV/0!")
    book.add_worksheet("Other").hide()
    book.close()
    return buffer.getvalue()


def gpkg(tmp_path):
    base = sqlite3.connect(tmp_path / "x.gpkg")
    with base:
        base.execute("PRAGMA page_size = 512")
        base.executescript(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id INT, organization TEXT, organization_coordsys_id INT, "
            "definition TEXT);"
            "INSERT INTO gpkg_contents VALUES ('groups', 'features');"
            "INSERT INTO gpkg_geometry_columns VALUES ('groups', 'geom', 4326);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, 'x');"
            "CREATE TABLE groups (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, free BOOLEAN);"
        )
        head = b"GP\x00\x01" + struct.pack("<i", 4326)
        shapes = [Point(1, 2), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)]
        base.executemany(
            "INSERT INTO groups (geom, name, free) VALUES (?, ?, ?)",
            [(head + shapely.to_wkb(x), f"Choir {at}", at % 2) for at, x in enumerate(shapes * 6)],
        )
    base.close()
    return (tmp_path / "x.gpkg").read_bytes()


def shp():
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf) as out:
        out.field("name", "C", 20)
        out.field("seats", "N", 5)
        out.field("day", "D")
        for at in range(12):
            out.poly([[[at, 0], [at, 9], [at + 9, 9], [at, 0]]])
            out.record(f"Choir {at}", at, "20261103")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for ending, part in (("shp", shp), ("shx", shx), ("dbf", dbf)):
            archive.writestr(f"groups.{ending}", part.getvalue())
        archive.writestr("groups.cpg", "UTF-8")
        archive.writestr("groups.prj", 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.25]]]')
    return buffer.getvalue()


def placemarks():
    data = "<ExtendedData><Data name='Town'><value>Bath</value></Data></ExtendedData>"
    return kml(*(f"<name>Choir</name><description><![CDATA[<p>x</p>]]></description>{data}{x}" for x in
                 (POINT, LINE, AREA, f"<MultiGeometry>{AREA}{AREA}</MultiGeometry>")))  # fmt: skip


def gpx():
    from tests.exchange.reading.test_gpx import GPX

    return GPX.encode()


def whole(kind, tmp_path):
    """Give a file of a form that can be read."""
    from tests.exchange.reading.test_spreadsheets import OLD, open_document

    return {
        "csv": csv, "json": geojson, "xlsx": xlsx, "ods": open_document, "xls": lambda: OLD,
        "gpkg": lambda: gpkg(tmp_path), "shp.zip": shp, "kml": placemarks,
        "kmz": lambda: kmz(doc_kml=placemarks()), "gpx": gpx,
    }[kind]()  # fmt: skip


def damaged(content, chance):
    """Cut a file short, flip bits, or put something where it does not belong; in a zip also inside its members."""
    if content[:2] == b"PK" and chance.random() < 0.7:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
            broken = chance.choice(old.namelist())
            for member in old.namelist():
                inside = old.read(member)
                new.writestr(member, damaged(inside, chance) if member == broken and inside else inside)
        return buffer.getvalue()
    out = bytearray(content)
    at = chance.randrange(len(out))
    what = chance.randrange(5)
    if what == 0:
        return bytes(out[:at])
    if what == 1:
        return bytes(out[:at]) + chance.choice(JUNK) + bytes(out[at:])
    if what == 2:
        junk = chance.choice(JUNK)
        out[at : at + len(junk)] = junk
    elif what == 3:
        del out[at : at + chance.randrange(1, 50)]
    for _ in range(chance.randrange(1, 9) if what == 4 else 0):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def read(kind, content):
    try:
        return READERS[kind](content, "list").sheets, ""
    except ExchangeError as error:
        return (), str(error)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods", "xls", "gpkg", "shp.zip", "kml", "kmz", "gpx"])
def test_a_damaged_file_gives_rows_or_one_sentence(kind, tmp_path):
    content = whole(kind, tmp_path)
    assert READERS[kind](content, "list").best.rows
    refused = 0
    for seed in range(TIMES):
        sheets, said = read(kind, damaged(content, random.Random(seed)))  # noqa: S311
        refused += bool(said)
        assert not said or (said.endswith(".") and "\n" not in said)
        for sheet in sheets:
            assert all(set(x.cells) <= set(sheet.headings) for x in sheet.rows)
            assert all(x.row is None or x.row > 0 for x in sheet.problems)
            assert all(x.shape is None or isinstance(x.shape, bytes | dict | list | str | int) for x in sheet.rows)
    gc.collect()
    assert 0 < refused < TIMES or kind in {"csv", "kmz", "xlsx", "ods"}
