"""
Excel workbooks: the first row stays in sight and filters, days are days, and no text is ever a formula or a link.

The same content is the same file, byte for byte. Cells hold 32,767 characters (Excel's own limit), counted in UTF-16.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from assetmap.exchange.formulas import defused
from assetmap.exchange.outward.carried import without
from assetmap.exchange.outward.columns import described, title_of, typed, whole_numbers
from assetmap.exchange.outward.harmless import about_lines
from assetmap.exchange.outward.tables import LON_LAT_WKT, LONGEST_CELL, fits_a_cell, lon_lat, wkt
from assetmap.exchange.own import filled_columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

LONGEST = LONGEST_CELL
_LARGEST = 2**53
"""Whole numbers above are rounded: Excel knows floating point alone."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts days from 1900, with a 29 February that never was: earlier ones stay text."""
_LONGEST_TITLE, _LONGEST_HINT = 32, 255
_WIDEST, _NARROWEST, _LOOKED_AT = 48, 9, 400
_UNFIT = re.compile("[\ufffe\uffff]")
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    One sheet of a workbook: rows of cells, the first of them headings where it `is_headed`.

    `hints` are a title and a sentence for each heading: Excel shows them beside one that is selected.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    is_headed: bool = True
    hints: Sequence[tuple[str, str]] = ()


def workbook(pages: Sequence[Page]) -> bytes:
    """Write sheets as one .xlsx; None and NaN are empty cells."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": _WHEN.replace(tzinfo=None), "author": "", "comments": ""})
    forms = {
        "text": book.add_format({"valign": "top"}),
        "quoted": book.add_format({"valign": "top", "quote_prefix": True}),  # stays text when somebody edits it
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
        "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
    }
    for page in pages:
        sheet = book.add_worksheet(page.name[:31])
        for at, row in enumerate(page.rows):
            for place, value in enumerate(row):
                _write(sheet, at, place, value, forms=forms, is_head=page.is_headed and at == 0)
        for place in range(max((len(x) for x in page.rows), default=0)):
            sheet.set_column(place, place, _width(page.rows, place))
        if page.is_headed and page.rows:
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(1, len(page.rows) - 1), max(0, len(page.rows[0]) - 1))
        for place, (title, words) in enumerate(page.hints):
            hint = {"validate": "any", "input_title": title[:_LONGEST_TITLE], "input_message": words[:_LONGEST_HINT]}
            sheet.data_validation(0, place, 0, place, hint)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, at: int, place: int, value: Any, *, forms: dict[str, Any], is_head: bool) -> None:
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(at, place, value)
    elif isinstance(value, (int, float)) and abs(value) <= _LARGEST:
        sheet.write_number(at, place, value)
    elif isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(at, place, value, forms["day"])
    else:
        text = cut(str(value).encode("utf-8", "replace").decode())
        form = "head" if is_head else "quoted" if defused(text) != text else "text"
        sheet.write_string(at, place, text, forms[form])


def cut(text: str) -> str:
    """Cut a text to what a cell holds."""
    return text if fits_a_cell(text) else text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")


def _width(rows: Sequence[Sequence[Any]], place: int) -> int:
    """Give a column's width in characters: as wide as what is in its first rows, within reason."""
    longest = max((len(str(row[place])) for row in rows[:_LOOKED_AT] if place < len(row) and row[place]), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def write_xlsx(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write the sheet “Assets”, a row an asset, and “About”: whose data it is, and what each column says."""
    assets = without(assets, _UNFIT, outgoing, why="characters that stand for nothing in Unicode became “�”")
    columns = filled_columns_of(assets)
    numbers = whole_numbers(assets, most=_LARGEST)
    rows: list[list[Any]] = [[*columns, *LON_LAT_WKT]]
    rows += [_row(asset, columns, outgoing, numbers=numbers) for asset in assets]
    about: list[list[Any]] = [[line] for line in about_lines(outgoing.about)]
    about += [[], ["Column", "What it is", "What it says"]]
    about += [[x, title_of(x), described(x)] for x in columns]
    about += [
        ["lon", "Longitude", "Of a point on or inside it, WGS 84."],
        ["lat", "Latitude", "Of the same point."],
        ["wkt", "Shape", "Its whole shape as well-known text, WGS 84."],
    ]
    hints = [(title_of(x), described(x)) for x in columns]
    path.write_bytes(
        workbook([Page(name="Assets", rows=rows, hints=hints), Page(name="About", rows=about, is_headed=False)])
    )


def _row(asset: Asset, columns: Sequence[str], outgoing: Outgoing, *, numbers: frozenset[str]) -> list[Any]:
    cells: list[Any] = []
    for column in columns:
        value = typed(asset, column)
        if isinstance(value, int) and column not in numbers:
            value = str(value)
        if isinstance(value, str) and cut(value) != value:
            outgoing.lose(asset, column, "a cell of Excel holds 32,767 characters: the rest was cut off")
            value = None if column in {"schedules", "languages"} else cut(value)
        cells.append(value)
    shape = wkt(asset.where)
    if cut(shape) != shape:
        why = "its outline is too long for a cell of Excel: a point inside it stands there (.gpkg has it whole)"
        outgoing.lose(asset, "where", why)
        shape = ""
    return [*cells, *(float(x) if x else None for x in lon_lat(asset.where)), shape]
