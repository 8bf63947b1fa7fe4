"""
How sheets come out of the process that read them: lines of JSON, rows in chunks, column by column.

JSON and nothing else: whatever took over the reader can say wrong things of its own file, and do no more.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from assetmap.exchange.problems import Problem
from assetmap.exchange.ruled import Ruled
from assetmap.exchange.sheets import Row, Sheet, Sheets
from assetmap.exchange.untrusted import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS_A_CHUNK = 2_000
_BETWEEN = "\x7f"
"""Stands in no cell that a person typed, and is one byte in JSON."""
_WKB, _AS_IT_STOOD = 1, 2
_SAID = ("crs", "what", "table", "source", "licence", "attribution", "hidden")
"""What a sheet says of itself, beside its headings, rows and problems."""


def lines_of(sheets: Sheets) -> Iterator[bytes]:
    """
    Give sheets as lines.

    Raises
    ------
    ExchangeError
        A sheet has more headings, or longer ones, than any list.
    """
    for sheet in sheets.sheets:
        bounds.allow_headings(sheet.headings, sheet.table)
        said = {name: getattr(sheet, name) for name in _SAID if hasattr(sheet, name)}
        ruled = isinstance(sheet.rows, Ruled)
        yield line_of({"sheet": said, "headings": sheet.headings, "rows": len(sheet.rows), "ruled": ruled})
        problems = list(sheet.problems)
        for first in range(0, len(sheet.rows), _ROWS_A_CHUNK):
            chunk = slice(first, first + _ROWS_A_CHUNK)
            if isinstance(sheet.rows, Ruled):
                yield line_of({"chunk": [_ruled(sheet.rows, chunk, problems)]})
            else:
                yield line_of({"chunk": list(_groups(sheet.rows[chunk], problems))})
        yield line_of({"problems": [(x.row, x.column, x.what, x.mend, x.kept) for x in problems]})


def line_of(message: Any) -> bytes:
    """Give one message as a line."""
    return json.dumps(message, default=_plain, separators=(",", ":"), check_circular=False).encode() + b"\n"


def _ruled(rows: Ruled, chunk: slice, problems: list[Problem]) -> list[Any]:
    """Take columns out of the lines of a table as they stand."""
    numbers, said = rows.numbers[chunk], {}
    for key, cells in zip(rows.headings, zip(*rows.lines[chunk], strict=True), strict=True):
        if key:
            said[key] = _column(bounds.within(cells, key, numbers, problems), blank=True)
    return [numbers, list(said), list(said.values()), 0, None]


def _groups(rows: Sequence[Row], problems: list[Problem]) -> Iterator[list[Any]]:
    """Put rows together that follow each other with the same headings and the same form of shape."""
    headings = [tuple(x.cells) for x in rows]
    found = [bounds.shape_within(x.shape, x.number, problems) for x in rows]
    forms = [_form(x) for x in found]
    first = 0
    while first < len(rows):
        if headings.count(headings[first]) == forms.count(forms[first]) == len(rows):
            last = len(rows)
        else:
            last = first + 1
            while last < len(rows) and headings[last] == headings[first] and forms[last] in (forms[first], 0):
                last += 1
        group = rows[first:last]
        numbers, keys = [x.number for x in group], headings[first]
        columns = zip(keys, zip(*(x.cells.values() for x in group), strict=True), strict=True)
        said = [_column(bounds.within(cells, key, numbers, problems)) for key, cells in columns]
        shapes: list[Any] | None = None
        if forms[first] == _WKB:
            shapes = [x and bytes(x).hex() for x in found[first:last]]
        elif forms[first]:
            shapes = found[first:last]
        yield [numbers, keys, said, forms[first], shapes]
        first = last


def _form(shape: object) -> int:
    return 0 if shape is None else _WKB if isinstance(shape, bytes | bytearray | memoryview) else _AS_IT_STOOD


def _column(cells: Sequence[Any], *, blank: bool = False) -> object:
    """
    Write one column: text in one piece, the cells between `_BETWEEN`, and everything else as a list.

    Nearly all cells of a table are text, and one long text is read many times faster than as many short ones. Text
    with gaps stands in a list by itself. `blank`: "" is nothing too.
    """
    try:
        said = _BETWEEN.join(cells)
        gaps = blank and "" in cells
    except TypeError:
        try:
            said = _BETWEEN.join(["" if x is None else x for x in cells])
        except TypeError:
            said = _BETWEEN * len(cells)
        gaps = True
    if said.count(_BETWEEN) != len(cells) - 1 or (gaps and not blank and "" in cells):
        return {"cells": [None if x == "" else x for x in cells] if blank else cells}
    return [said] if gaps else said


def _cells(column: Any) -> Sequence[Any]:
    """Read what `_column` wrote."""
    if isinstance(column, str):
        return column.split(_BETWEEN)
    if isinstance(column, list):
        return [x or None for x in column[0].split(_BETWEEN)]
    cells: list[Any] = column["cells"]
    return cells


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return list(value) if isinstance(value, set | frozenset) else str(value)


class Assembling:
    """Sheets that arrive line by line; `share` tells how much of the sheet at hand is there."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._head: dict[str, Any] | None = None
        self._rows: list[Row] = []
        self._lines: Ruled | None = None
        self._problems: tuple[Problem, ...] = ()

    @property
    def share(self) -> float:
        """From 0 to 1."""
        promised = int(self._head["rows"]) if self._head else 0
        there = len(self._rows) if self._lines is None else len(self._lines)
        return min(1.0, there / promised) if promised else 0.0

    def take(self, message: dict[str, Any]) -> None:
        """Take the head of a sheet, a chunk of its rows, or what is wrong with them."""
        if "sheet" in message:
            self._close()
            self._head = message
            return
        if "problems" in message:
            self._problems = tuple(Problem(*x) for x in message["problems"])
            return
        if self._head and self._head["ruled"] is True:
            for numbers, keys, columns, *_ in message["chunk"]:
                self._take_lines(numbers, keys, columns)
            return
        rows = self._rows
        for numbers, keys, columns, form, shapes in message["chunk"]:
            cells = zip(*map(_cells, columns), strict=True)
            records = [dict(zip(keys, x, strict=True)) for x in cells] or [{} for _ in numbers]
            if not form:
                rows.extend(map(Row, numbers, records))
            elif form == _WKB:
                rows.extend(map(Row, numbers, records, [x and bytes.fromhex(x) for x in shapes]))
            else:
                rows.extend(map(Row, numbers, records, shapes))

    def _take_lines(self, numbers: list[int], keys: list[str], columns: list[Any]) -> None:
        """Take lines of a table, of which rows are made when somebody asks for one."""
        lines = list(zip(*map(_cells, columns), strict=True)) or [() for _ in numbers]
        if self._lines is None:
            self._lines = Ruled(keys, [], [])
        if len(lines) != len(numbers) or tuple(keys) != self._lines.headings:
            raise ValueError("the lines do not fit each other")
        self._lines.numbers.extend(numbers)
        self._lines.lines.extend(lines)

    def sheets(self) -> Sheets:
        """Give what has arrived."""
        self._close()
        return Sheets(tuple(self._sheets))

    def _close(self) -> None:
        if self._head is None:
            return
        said, head = self._head["sheet"], self._head
        self._sheets.append(
            Sheet(
                headings=tuple(head["headings"]),
                rows=tuple(self._rows) if self._lines is None else self._lines,
                problems=self._problems,
                **{name: said[name] for name in _SAID if name in said},
            )
        )
        self._head, self._rows, self._lines, self._problems = None, [], None, ()
