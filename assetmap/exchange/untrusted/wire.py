"""
How sheets come out of the process that read them: lines of JSON, rows in chunks, column by column.

JSON and nothing else: whatever took over the reader can say wrong things of its own file, and do no more.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from assetmap.exchange.problems import Problem
from assetmap.exchange.sheets import Row, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS_A_CHUNK = 2_000
_SAID = ("crs", "what", "table", "source", "licence", "attribution", "hidden")
"""What a sheet says of itself, beside its headings, rows and problems."""


def lines_of(sheets: Sheets) -> Iterator[bytes]:
    """Give sheets as lines."""
    for sheet in sheets.sheets:
        said = {name: getattr(sheet, name) for name in _SAID if hasattr(sheet, name)}
        problems = [(x.row, x.column, x.what, x.mend, x.kept) for x in sheet.problems]
        yield line_of({"sheet": said, "headings": sheet.headings, "problems": problems, "rows": len(sheet.rows)})
        for first in range(0, len(sheet.rows), _ROWS_A_CHUNK):
            yield line_of({"chunk": list(_groups(sheet.rows[first : first + _ROWS_A_CHUNK]))})


def line_of(message: Any) -> bytes:
    """Give one message as a line."""
    return json.dumps(message, default=_plain, separators=(",", ":"), check_circular=False).encode() + b"\n"


def _groups(rows: Sequence[Row]) -> Iterator[list[Any]]:
    """Put rows together that follow each other with the same headings and the same form of shape."""
    first = 0
    while first < len(rows):
        keys = list(rows[first].cells)
        form = _form(rows[first])
        last = first + 1
        while last < len(rows) and list(rows[last].cells) == keys and _form(rows[last]) in (form, 0):
            last += 1
        group = rows[first:last]
        columns = list(zip(*(x.cells.values() for x in group), strict=True)) if keys else []
        shapes: list[Any] | None = None
        if form == 1:
            shapes = [x.shape and bytes(x.shape).hex() for x in group]
        elif form:
            shapes = [x.shape for x in group]
        yield [[x.number for x in group], keys, columns, form, shapes]
        first = last


def _form(row: Row) -> int:
    """0: no shape, 1: WKB, 2: GeoJSON or whatever stood there."""
    return 0 if row.shape is None else 1 if isinstance(row.shape, bytes | bytearray | memoryview) else 2


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

    @property
    def share(self) -> float:
        """From 0 to 1."""
        promised = int(self._head["rows"]) if self._head else 0
        return min(1.0, len(self._rows) / promised) if promised else 0.0

    def take(self, message: dict[str, Any]) -> None:
        """Take the head of a sheet or a chunk of its rows."""
        if "sheet" in message:
            self._close()
            self._head = message
            return
        rows = self._rows
        for numbers, keys, columns, form, shapes in message["chunk"]:
            records = [dict(zip(keys, x, strict=True)) for x in zip(*columns, strict=True)] or [{} for _ in numbers]
            if not form:
                rows.extend(map(Row, numbers, records))
            elif form == 1:
                rows.extend(map(Row, numbers, records, [x and bytes.fromhex(x) for x in shapes]))
            else:
                rows.extend(map(Row, numbers, records, shapes))

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
                rows=tuple(self._rows),
                problems=tuple(Problem(*x) for x in head["problems"]),
                **{name: said[name] for name in _SAID if name in said},
            )
        )
        self._head, self._rows = None, []
