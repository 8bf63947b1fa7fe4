# ruff: noqa: E501  # one file a line
"""Small true files, of which hostile ones are made."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack members into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9 if method == zipfile.ZIP_DEFLATED else None) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def listed(entries: list[dict[str, Any]], *, comment: bytes = b"", count: int | None = None) -> bytes:
    """Write a zip by hand; each entry says what its two headers say: `name`, `data`, and whatever shall be untrue."""
    out, central = io.BytesIO(), io.BytesIO()
    for entry in entries:
        data: bytes = entry["data"]
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = entry.get("packed", squeezer.compress(data) + squeezer.flush())
        name, local = entry["name"].encode(), entry.get("local", entry["name"]).encode()
        size, packed_size = entry.get("size", len(data)), entry.get("packed_size", len(packed))
        crc, flags, extra = zlib.crc32(data), entry.get("flags", 0), entry.get("extra", b"")
        at = entry.get("at", out.tell())
        if "at" not in entry:
            head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, 8, 0, 33, crc, packed_size, size, len(local), 0)
            out.write(head + local + packed)
        central.write(
            struct.pack(
                "<IHHHHHHIIIHHHHHII", 0x02014B50, 0x0314, 20, flags, 8, 0, 33, crc, packed_size, size, len(name),
                len(extra), 0, 0, 0, entry.get("mode", 0o100644) << 16, at,
            ) + name + extra
        )  # fmt: skip
    start, many = out.tell(), len(entries) if count is None else count
    out.write(central.getvalue())
    end = struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, many & 0xFFFF, many & 0xFFFF, len(central.getvalue()), start, len(comment)
    )
    return out.getvalue() + end + comment


def feature(name: str) -> dict[str, Any]:
    """Give a feature of GeoJSON in Bath."""
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Point", "coordinates": [-2.36, 51.38]},
    }


def kml(inside: str) -> bytes:
    """Give a KML document."""
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'.encode()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(more: str = "") -> bytes:
    """Give a workbook's own part, of one sheet."""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>{more}</workbook>'.encode()


def sheet_of(rows: str, *, before: str = "", after: str = "") -> bytes:
    """Give a sheet of a workbook."""
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def relations(target: str = "worksheets/sheet1.xml", more: str = "") -> bytes:
    """Give a workbook's relations."""
    return f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="{target}"/>{more}</Relationships>'.encode()


def cell(at: str, text: str) -> str:
    """Give a cell with text of its own."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


XLSX: Mapping[str, bytes] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'.encode(),
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
    "xl/workbook.xml": workbook(),
    "xl/_rels/workbook.xml.rels": relations(),
    "xl/worksheets/sheet1.xml": sheet_of(f'<row r="1">{cell("A1", "name")}{cell("B1", "lat")}{cell("C1", "lon")}</row><row r="2">{cell("A2", "Hostile")}{cell("B2", "51.38")}{cell("C2", "-2.36")}</row>'),
}  # fmt: skip
"""A workbook of one sheet with one row."""

_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def spreadsheet(rows: str, *, before: str = "") -> bytes:
    """Give the content of an OpenDocument spreadsheet."""
    return f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet><table:table table:name="S">{before}{rows}</table:table></office:spreadsheet></office:body></office:document-content>'.encode()


def ods_cell(text: str, more: str = "") -> str:
    """Give a cell of one."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


ODS: Mapping[str, bytes] = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": spreadsheet(f"<table:table-row>{ods_cell('name')}</table:table-row><table:table-row>{ods_cell('Hostile')}</table:table-row>"),
    "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
}  # fmt: skip
"""An OpenDocument spreadsheet of one row."""


def shapefile(*, records: bytes | None = None, kind: int = 1, dbf: bytes | None = None, prj: bytes = b"") -> bytes:
    """Give a zipped shapefile of one point; `records` and `dbf` as they shall be."""
    record = struct.pack("<idd", 1, -2.36, 51.38)
    body = struct.pack(">ii", 1, len(record) // 2) + record if records is None else records
    box = struct.pack("<8d", -3, 51, -2, 52, 0, 0, 0, 0)

    def head(length: int) -> bytes:
        return struct.pack(">i20xi", 9994, length // 2) + struct.pack("<ii", 1000, kind) + box

    index = struct.pack(">ii", 50, len(record) // 2)
    table = dbf if dbf is not None else database_of(1, b" " + b"Hostile".ljust(20))
    members = {"a.shp": head(100 + len(body)) + body, "a.shx": head(108) + index, "a.dbf": table}
    return zipped(members | ({"a.prj": prj} if prj else {}))


def database_of(many: int, rows: bytes, *, width: int = 20, length: int = 21) -> bytes:
    """Give a dBase table with a column of names, which says that it has `many` rows."""
    head = struct.pack("<BBBBIHH20x", 3, 126, 1, 1, many & 0xFFFFFFFF, 65, length)
    return head + struct.pack("<11sc4xBB14x", b"name", b"C", width, 0) + b"\r" + rows + b"\x1a"
