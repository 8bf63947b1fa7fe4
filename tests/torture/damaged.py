"""
Damaged files of every form that is read: cut short, with bits turned over, with what does not belong.

Each must give rows or one sentence. They are read here without the walls around the reader, in a process a form.
"""

from __future__ import annotations

import io
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import shapefile
import shapely
import xlsxwriter
from shapely import LineString, Point, box

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS
from tests.exchange.reading.test_gpx import GPX
from tests.exchange.reading.test_kml import AREA, LINE, POINT, kml, kmz
from tests.exchange.reading.test_spreadsheets import OLD, open_document
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("csv", "json", "xlsx", "ods", "xls", "gpkg", "shp.zip", "kml", "kmz", "gpx")
TIMES = 3_000
"""Mutations a form, of the long form."""
_MEMORY = 3 * 2**30
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


def csv() -> bytes:
    rows = "".join(f'Choir {x},"1 High Street\nBath",51.38,-2.36,=x\n' for x in range(20))
    return f"Groups\n\nName,Address,Latitude,Longitude,Café\n{rows}".encode()


def geojson() -> bytes:
    feature = '{"type":"Feature","id":%d,"properties":{"name":"Choir","tags":["a"]},"geometry":%s}'
    shapes = [shapely.to_geojson(x) for x in (Point(1, 2), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1))]
    return (
        '{"type":"FeatureCollection","features":[' + ",".join(feature % x for x in enumerate(shapes)) + "]}"
    ).encode()


def xlsx() -> bytes:
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


def gpkg(folder: Path) -> bytes:
    base = sqlite3.connect(folder / "x.gpkg")
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
    return (folder / "x.gpkg").read_bytes()


def shp() -> bytes:
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


def placemarks() -> bytes:
    data = "<ExtendedData><Data name='Town'><value>Bath</value></Data></ExtendedData>"
    return kml(*(f"<name>Choir</name><description><![CDATA[<p>x</p>]]></description>{data}{x}" for x in
                 (POINT, LINE, AREA, f"<MultiGeometry>{AREA}{AREA}</MultiGeometry>")))  # fmt: skip


def whole(kind: str, folder: Path) -> bytes:
    """Give a file of a form that can be read."""
    return {
        "csv": csv, "json": geojson, "xlsx": xlsx, "ods": open_document, "xls": lambda: OLD,
        "gpkg": lambda: gpkg(folder), "shp.zip": shp, "kml": placemarks,
        "kmz": lambda: kmz(doc_kml=placemarks()), "gpx": GPX.encode,
    }[kind]()  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
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


def wrong_in(kind: str, folder: Path, *, times: int) -> Iterator[str]:
    """Read a form `times` times, damaged each time in another way, and give what went wrong."""
    content = whole(kind, folder)
    if not READERS[kind](content, "list").best.rows:
        yield f"{kind}: whole, and no rows"
    for seed in range(times):
        broken = damaged(content, random.Random(seed))  # noqa: S311
        try:
            sheets = READERS[kind](broken, "list").sheets
        except ExchangeError as error:
            if not str(error).endswith(".") or "\n" in str(error):
                yield f"{kind} {seed}: no sentence: {error}"
            continue
        except BaseException as error:  # noqa: BLE001  # a panic in Rust is no Exception
            yield f"{kind} {seed}: {type(error).__name__}"
            continue
        for sheet in sheets:
            if any(set(x.cells) - set(sheet.headings) for x in sheet.rows):
                yield f"{kind} {seed}: cells without a heading"
            if any(x.row is not None and x.row < 1 for x in sheet.problems):
                yield f"{kind} {seed}: a row that there is not"


def row(folder: Path, *, times: int = TIMES) -> Row:
    """Read every form in a process of its own, with the memory that a reader has."""
    problems: list[str] = []
    for kind in KINDS:
        inside = folder / kind
        inside.mkdir()
        command = [sys.executable, "-W", "ignore", "-m", "tests.torture.damaged", kind, str(inside), str(times)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
        problems += [x for x in done.stdout.splitlines() if x]
        if done.returncode:
            problems.append(f"{kind}: the process ended with {done.returncode}")
    figure = "every one gives rows or one sentence"
    return Row.of(f"{len(KINDS)} forms of file, damaged", figure, f"{len(KINDS) * times:,} files", *problems)


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for said in wrong_in(sys.argv[1], Path(sys.argv[2]), times=int(sys.argv[3])):
        print(said)
