"""An Excel file of plain sheets (ECMA-376, Office Open XML, 5th edition, parts 1 and 2), without a library."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_TEXT = 32_767
"""Characters of one cell (Excel's own limit)."""
# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The same content is the same file, byte for byte."""


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """
    Write sheets (name → rows of cells) as one .xlsx.

    A text is a text whatever it begins with, so that no spreadsheet runs it; None and NaN are empty cells.
    """
    names = list(sheets)
    parts = {
        "[Content_Types].xml": _types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)]
        ),
        **{f"xl/worksheets/sheet{at}.xml": _sheet(rows) for at, rows in enumerate(sheets.values(), start=1)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    over = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{over}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _book(names: Sequence[str]) -> str:
    inside = "".join(
        f'<sheet name={quoteattr(name[:31])} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, start=1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{inside}</sheets></workbook>'


def _sheet(rows: Sequence[Sequence[Any]]) -> str:
    inside = "".join(
        f'<row r="{at}">{"".join(_cell(value, f"{_column(place)}{at}") for place, value in enumerate(row))}</row>'
        for at, row in enumerate(rows, start=1)
    )
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def _cell(value: Any, at: str) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    text = escape(_UNWRITABLE.sub("\ufffd", str(value))[:_LONGEST_TEXT])
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _column(at: int) -> str:
    """Name a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
