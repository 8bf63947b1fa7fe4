"""Tables as text (CSV): whatever the delimiter, with titles above the headings, with quotes that never close."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.formulas import fused
from assetmap.exchange.headings import recognise
from assetmap.exchange.problems import Problem, quoted
from assetmap.exchange.reading.decoding import decoded
from assetmap.exchange.reading.lines import ERROR, holds, sheet_of, without_errors
from assetmap.exchange.sheets import LARGEST_ROWS, Row, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITERS = ",;\t|~^"
_LARGEST_CELL = 2**24
_ALL = LARGEST_ROWS + 2
_LOOKED_AT, _FEWEST_COLUMNS = 200, 5
_MOST_BROKEN = 1_000
"""After so many broken rows a file is read as leniently as `csv` can."""


def read(content: bytes, name: str) -> Sheets:
    """Read the bytes of a CSV file; see `read_table`."""
    text, encoding = decoded(content, name)
    return Sheets((read_table(text, name, encoding=encoding),))


def read_table(content: str, name: str, *, encoding: str = "utf-8") -> Sheet:
    """
    Read a CSV file.

    Parameters
    ----------
    content
        The whole file as text, without a byte order mark.
    name
        The file's name, for messages.
    encoding
        How it was read; Windows-1252 was a guess and is said.

    Returns
    -------
    sheet
        One row a line that holds anything; `Row.number` counts as a spreadsheet does.

    Raises
    ------
    ExchangeError
        There is nothing in it, or there are too many rows.
    """
    records, problems, delimiter = _records(content)
    if not any(holds(x) for x in records):
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    if "'" in content:
        records = [[fused(cell) if cell[:1] == "'" else cell for cell in record] for record in records]
    if content.count("\n") > len(records):  # some cell has several lines
        problems += _swallowed(records, delimiter)
    told = without_errors(records) if ERROR.search(content) else None
    sheet = sheet_of(records, what="CSV", problems=problems, told=told)
    if encoding in ("cp1252", "mixed"):
        sheet = replace(sheet, problems=(_guessed(sheet.rows, encoding), *sheet.problems))
    return sheet


def _records(text: str) -> tuple[list[list[str]], list[Problem], str]:
    """Split text into records; a quote that never closes costs its own line, not the rest of the file."""
    csv.field_size_limit(_LARGEST_CELL)
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first)
    if said:  # a line that Excel writes and hides: it counts as a row there too
        delimiter, text = said[1], rest
    else:
        delimiter = _delimiter(text)
    records: list[list[str]] = [[]] if said else []
    whole = _unbroken(text, delimiter)
    if whole is not None:
        return records + whole, [], delimiter
    lines = io.StringIO(text, newline="").readlines()
    problems: list[Problem] = []
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=len(problems) < _MOST_BROKEN)
        read = 0
        try:
            for record in reader:
                records.append(record)
                read = reader.line_num
                if len(records) > LARGEST_ROWS + 1:
                    raise ExchangeError(f"the list has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
        except csv.Error:
            # The line at which the broken record began is left out, and reading begins anew behind it.
            mend = "close it, or leave quotes out of this row; the row is left out."
            problems.append(Problem(len(records) + 1, None, "a quote is not closed", mend))
            records.append([])
            at += read + 1
        else:
            break
    return records, problems, delimiter


def _swallowed(records: Sequence[Sequence[str]], delimiter: str) -> list[Problem]:
    """Find cells that hold what looks like rows: a quote was left open, and one further down closed it."""
    sizes = Counter(map(len, records[:_LOOKED_AT]))
    width = max(sizes, key=lambda x: (sizes[x], x))
    if width < _FEWEST_COLUMNS:  # an address of several lines has a comma or two in each
        return []
    told = []
    for number, record in enumerate(records, start=1):
        for cell in record:
            if "\n" in cell and (rows := sum(x.count(delimiter) >= width - 2 for x in cell.splitlines()[1:])):
                mend = (
                    f"a quote in it may never have been closed, and {rows} of the lines below are in one of its cells."
                )
                told.append(Problem(number, None, "rows inside a cell", mend, kept=True))
    return told


def _unbroken(text: str, delimiter: str) -> list[list[str]] | None:
    """Split text whose quotes all close, as nearly every file's do; None where one does not."""
    try:
        records = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), _ALL))
    except csv.Error:
        return None
    if len(records) == _ALL:
        raise ExchangeError(f"the list has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
    return records


def _delimiter(text: str) -> str:
    """Choose what gives headings that are known; else what splits the first lines into the most columns that agree."""
    head = text[:65536]
    best, most = ",", (False, 0.0, 0)
    for delimiter in _DELIMITERS:
        records = [x for x in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if x][:50]
        sizes = [len(x) for x in records]
        if not sizes or max(sizes) < 2:
            continue
        known = any(
            len(x) > 1 and recognise((y.strip() for y in x), in_languages=False).name is not None for x in records[:10]
        )
        usual = max(set(sizes), key=lambda size: (sizes.count(size), size))
        agreeing = sizes.count(usual) / len(sizes) if usual > 1 else 0.0
        if (known, agreeing, usual) > most:
            best, most = delimiter, (known, agreeing, usual)
    return best


def _guessed(rows: Sequence[Row], encoding: str) -> Problem:
    read = "Windows-1252" if encoding == "cp1252" else "UTF-8, and the letters that are not as Windows-1252"
    for row in rows:
        for heading, cell in row.cells.items():
            if isinstance(cell, str) and not cell.isascii():
                return Problem(
                    row.number, heading, "not in UTF-8",
                    f"the file was read as {read}, and this cell as {quoted(cell)}. If that is wrong, save the "
                    "file as CSV UTF-8.", kept=True,
                )  # fmt: skip
    return Problem(None, None, "not in UTF-8", f"the file was read as {read}. Save it as CSV UTF-8.", kept=True)
