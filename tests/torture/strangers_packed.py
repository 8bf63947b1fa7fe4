# ruff: noqa: E501  # one file a line
"""Hostile files that unpack to more than they seem, or that are not where they seem: zips and workbooks."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING

from tests.torture.strangers_parts import (
    ODS,
    XLSX,
    cell,
    kml,
    listed,
    ods_cell,
    relations,
    sheet_of,
    spreadsheet,
    workbook,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.torture.strangers_canary import Bait

_LIST = b"name,lat,lon\nHostile,51.38,-2.36\n"


@cache
def _zeros(size: int) -> bytes:
    """Pack zeros by hand, without having them."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(2**20)
    return b"".join([*(squeezer.compress(piece) for _ in range(size // 2**20)), squeezer.flush()])


def _bomb(size: int) -> bytes:
    return listed([{"name": "list.csv", "data": b"", "packed": _zeros(size), "size": size}])


def _nested() -> bytes:
    inner = _bomb(40 * 2**20)
    for _ in range(3):
        inner = zipped({f"{x}.zip": inner for x in range(10)})
    return inner


def _overlapping() -> bytes:
    first = {"name": "0.csv", "data": _LIST}
    return listed([first, *({"name": f"{x}.csv", "data": _LIST, "at": 0} for x in range(1, 50))])


def _many() -> bytes:
    return zipped({f"{x}.csv": b"a" for x in range(10_000)}, method=zipfile.ZIP_STORED)


def _encrypted() -> bytes:
    return listed([{"name": "list.csv", "data": _LIST, "flags": 1}])


def _understated() -> bytes:
    """Say little in both headers, and unpack to 300 MB all the same."""
    packed = _zeros(300 * 2**20)
    return listed([{"name": "list.csv", "data": b"", "packed": packed, "size": 1000}])


def _understated_sheet() -> bytes:
    packed = _zeros(1000 * 2**20)
    parts = [{"name": name, "data": data} for name, data in XLSX.items() if "sheet1" not in name]
    return listed([*parts, {"name": "xl/worksheets/sheet1.xml", "data": b"", "packed": packed, "size": 1000}])


def _two_ends() -> bytes:
    return listed([{"name": "list.csv", "data": _LIST}], comment=zipped({"other.csv": b"name\nOther\n"}))


def _bare(name: str, inside: bytes, **more: object) -> bytes:
    return listed([{"name": name, "data": inside, **more}])


def _strings(text: str) -> bytes:
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'.encode()


def _with(**parts: bytes) -> tuple[str, bytes]:
    names = {"strings": "xl/sharedStrings.xml", "sheet": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml",
             "relations": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    return "list.xlsx", zipped(XLSX | {names[x]: y for x, y in parts.items()})


def _row(*cells: str) -> str:
    return f'<row r="1">{"".join(cells)}</row>'


def _ods(rows: str, *, before: str = "") -> tuple[str, bytes]:
    return "list.ods", zipped(ODS | {"content.xml": spreadsheet(rows, before=before)})


def _line(row: str, cells: str) -> str:
    return f"<table:table-row {row}>{ods_cell('x', cells)}</table:table-row>"


_ODS_HEAD = f"<table:table-row>{ods_cell('name')}</table:table-row>"
_OUT = '<Relationship Id="rId9" Type="x/externalLink" TargetMode="External" Target="{}"/>'

KINDS: Mapping[str, Callable[[Bait], tuple[str, bytes]]] = {
    "a zip bomb": lambda _: ("list.zip", _bomb(1_000 * 2**20)),
    "a small zip bomb": lambda _: ("list.zip", _bomb(190 * 2**20)),
    "a zip bomb called CSV": lambda _: ("list.csv", _bomb(400 * 2**20)),
    "zips in zips in zips": lambda _: ("list.zip", _nested()),
    "a zip in a zip": lambda _: ("list.zip", zipped({"list.zip": zipped({"list.csv": _LIST})})),
    "a zip in a zip under another name": lambda _: ("list.zip", zipped({"list.csv": zipped({"list.csv": _LIST})})),
    "files of a zip over each other": lambda _: ("list.zip", _overlapping()),
    "ten thousand files": lambda _: ("list.zip", _many()),
    "more files than it says": lambda _: ("list.zip", listed([{"name": f"{x}.csv", "data": _LIST} for x in range(150)], count=1)),
    "a zip that leads out": lambda _: ("list.zip", _bare("../../list.csv", _LIST)),
    "a zip that leads out backwards": lambda _: ("list.zip", _bare("..\\..\\list.csv", _LIST)),
    "a zip with a whole path": lambda c: ("list.zip", _bare(c.path, _LIST)),
    "a zip with a drive": lambda _: ("list.zip", _bare("C:\\Windows\\list.csv", _LIST)),
    "a zip with a share": lambda _: ("list.zip", _bare("\\\\127.0.0.1\\share\\list.csv", _LIST)),
    "a zip with a link": lambda c: ("list.zip", _bare("list.csv", c.path.encode(), mode=0o120777)),
    "a zip with a device": lambda _: ("list.zip", _bare("list.csv", b"", mode=0o020666)),
    "a zip with a name of two halves": lambda _: ("list.zip", _bare("list.csv\x00.exe", _LIST)),
    "a zip with a name on two lines": lambda _: ("list.zip", _bare("list\n.csv", _LIST)),
    "a zip with names of devices": lambda _: ("list.zip", zipped({"CON": b"", "NUL.csv": _LIST, "aux.csv": _LIST})),
    "a zip of two names": lambda _: ("list.zip", _bare("list.csv", _LIST, local="../../x")),
    "a zip of one name twice": lambda _: ("list.zip", listed([{"name": "list.csv", "data": _LIST}] * 2)),
    "zip64 that lies": lambda _: ("list.zip", _bare("list.csv", _LIST, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=b"\x01\x00\x10\x00" + b"\xff" * 7 + b"\x7f" + b"\xff" * 7 + b"\x7f")),
    "a zip that says too little": lambda _: ("list.zip", _understated()),
    "a zip that is locked": lambda _: ("list.zip", _encrypted()),
    "a zip with two ends": lambda _: ("list.zip", _two_ends()),
    "a zip that was cut": lambda _: ("list.zip", zipped({"list.csv": _LIST * 1000})[:-30]),
    "a zip behind a PDF": lambda _: ("list.zip", b"%PDF-1.7\n" + zipped({"list.csv": _LIST})),
    "a zip behind a list": lambda _: ("list.csv", _LIST + zipped({"list.csv": b"name\nOther\n"})),
    "an empty zip": lambda _: ("list.zip", zipped({})),
    "gzip of 4 GB": lambda _: ("list.csv.gz", gzip.compress(bytes(2**20), 9) * 4_000),
    "gzip in gzip": lambda _: ("list.csv.gz", gzip.compress(gzip.compress(_LIST))),
    "gzip that was cut": lambda _: ("list.csv.gz", gzip.compress(_LIST * 9)[:-12]),
    "a zip in gzip": lambda _: ("list.gz", gzip.compress(_bomb(100 * 2**20))),
    "shared texts of 190 MB": lambda _: _with(strings=_strings("<si><t>" + "A" * 190_000_000 + "</t></si>")),
    "shared texts without end": lambda _: _with(strings=_strings("<si><t>A</t></si>" * 2_500_000)),
    "a text shared a million times": lambda _: _with(strings=_strings("<si><t>" + "Ab" * 16_000 + "</t></si>"), sheet=sheet_of("".join(f'<row r="{y}">' + "".join(f'<c r="{x}{y}" t="s"><v>0</v></c>' for x in "ABCDEFGHIJ") + "</row>" for y in range(1, 40_000)))),
    "a workbook that says it is huge": lambda _: _with(sheet=sheet_of(_row(cell("A1", "name")), before='<dimension ref="A1:XFD1048576"/>')),
    "two cells far apart": lambda _: _with(sheet=sheet_of(_row(cell("A1", "name")) + f'<row r="1048576">{cell("XFD1048576", "x")}</row>')),
    "a cell beyond all sheets": lambda _: _with(sheet=sheet_of(f'<row r="4294967295">{cell("ZZZZZZ4294967295", "x")}</row>')),
    "a cell that is nowhere": lambda _: _with(sheet=sheet_of('<row r="-1"><c r="" t="s"><v>-5</v></c><c r="A0" t="s"><v>99999999999999</v></c></row>')),
    "millions of empty cells": lambda _: _with(sheet=sheet_of("".join(f'<row r="{y}">{"<c/>" * 1000}</row>' for y in range(1, 9_000)))),
    "one cell merged over all": lambda _: _with(sheet=sheet_of(_row(cell("A1", "name")), after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "a workbook of links": lambda c: _with(relations=relations(more=_OUT.format(c.file_address) + _OUT.format(c.address))),
    "a sheet elsewhere": lambda c: _with(relations=relations(target=f"../../../../../..{c.path}")),
    "a sheet at an address": lambda c: _with(relations=relations(target=f"{c.address}/sheet1.xml")),
    "a sheet that is itself": lambda _: _with(relations=relations(target="workbook.xml")),
    "cells that call": lambda c: _with(sheet=sheet_of(_row(cell("A1", "name")) + f'<row r="2"><c r="A2"><f>WEBSERVICE("{c.address}")</f><v>1</v></c></row>')),
    "a name that calls": lambda c: _with(workbook=workbook(f"<definedNames><definedName name=\"_xlnm.Auto_Open\">cmd|' /C calc'!A0</definedName><definedName name=\"x\">'{c.address}'!A1</definedName></definedNames>")),
    "deep XML in a sheet": lambda _: _with(sheet=sheet_of("<row>" * 1_000_000)),
    "a workbook without sheets": lambda _: _with(workbook=b"<workbook/>"),
    "a workbook of nothing": lambda _: ("list.xlsx", zipped({"xl/workbook.xml": b"", "[Content_Types].xml": b""})),
    "a sheet that says too little": lambda _: ("list.xlsx", _understated_sheet()),
    "a macro workbook": lambda _: ("list.xlsm", zipped(XLSX | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)})),
    "a document called a workbook": lambda _: ("list.xlsx", zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})),
    "columns repeated without end": lambda _: _ods(_ODS_HEAD + _line("", 'table:number-columns-repeated="2000000000"')),
    "rows repeated without end": lambda _: _ods(_ODS_HEAD + _line('table:number-rows-repeated="2000000000"', "")),
    "rows and columns repeated": lambda _: _ods(_ODS_HEAD + _line('table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"')),
    "a table elsewhere": lambda c: _ods(_ODS_HEAD, before=f'<table:table-source xlink:href="{c.file_address}" table:filter-name="calc8"/>'),
    "spaces repeated without end": lambda _: _ods(f"<table:table-row>{ods_cell('name<text:s text:c=2000000000/>')}</table:table-row>".replace("2000000000", '"2000000000"')),
    "KMZ of many KML": lambda _: ("list.kmz", zipped({f"{x}.kml": kml("<Placemark><name>H</name></Placemark>") for x in range(99)})),
    "KMZ of 190 MB": lambda _: ("list.kmz", zipped({"doc.kml": kml(" " * 190_000_000)})),
    "an old workbook that loops": lambda _: ("list.xls", _loop()),
    "an old workbook of noise": lambda _: ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(range(256)) * 200),
}  # fmt: skip


def _loop() -> bytes:
    """Give a compound file whose table of sectors leads back to itself."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    head[44:48] = (1).to_bytes(4, "little")
    head[56:60] = (4096).to_bytes(4, "little")
    head[60:68] = b"\xfe\xff\xff\xff" + bytes(4)
    head[68:76] = b"\xfe\xff\xff\xff" + bytes(4)
    head[76:] = b"\x00\x00\x00\x00" + b"\xff" * (len(head) - 80)
    table = b"\xfd\xff\xff\xff" + b"".join(x.to_bytes(4, "little") for x in [1] * 127)
    out = io.BytesIO()
    out.write(head + table)
    out.write("Workbook".encode("utf-16-le").ljust(64, b"\x00") + bytes(64) + bytes(384))
    return out.getvalue()
