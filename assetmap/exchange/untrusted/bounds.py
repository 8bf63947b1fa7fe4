"""What no list has: thousands of columns, headings and cells as long as books. The process that reads lets none out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_HEADINGS = 2_000
LONGEST_HEADING = 2_000
LONGEST_CELL = 32_767
"""As many characters as a spreadsheet lets one write into a cell (Excel specifications and limits, Microsoft)."""
MOST_CORNERS = 100_000
"""The outline of a county has fewer."""
_LONGEST_SHAPE = MOST_CORNERS * 45
_SHAPE = re.compile(
    r"(?:SRID=\d{1,6};)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*\(|GEOMETRYCOLLECTION|0[01][0-9a-f]{8}"
    r"|\{\s*\"(?:type|coordinates)\"",
    re.IGNORECASE,
)
_DEEPEST = 8
_POINT_BYTES = 16
_LOOKED_INTO = 2_000
"""Shorter texts nest no deeper than any program bears."""
_MOST_COLLECTIONS = 50
# How a shape of several shapes begins in WKB, in both orders of bytes, flat and not, and what follows it (OGC 06-103r4,
# table 6, and PostGIS's own flags): an honest one begins so once.
_MULTIPLE = re.compile(
    rb"\x01(?:[\x04-\x07]\0\0[\0\x40\x80\xc0]|(?:[\xec-\xef]\x03|[\xd4-\xd7]\x07|[\xbc-\xbf]\x0b)\0\0)...\0(?=[\0\x01])"
    rb"|\0(?:[\0\x40\x80\xc0]\0\0[\x04-\x07]|\0\0(?:\x03[\xec-\xef]|\x07[\xd4-\xd7]|\x0b[\xbc-\xbf]))\0...(?=[\0\x01])"
    rb"|\x01[\x04-\x07]\0\0[\x20\x60\xa0\xe0]|\0[\x20\x60\xa0\xe0]\0\0[\x04-\x07]",
    re.DOTALL,
)
_MULTIPLE_IN_HEX = re.compile(
    r"01(?:0[4-7]0000[048c]0|(?:e[c-f]03|d[4-7]07|b[c-f]0b)0000).{6}00(?=0[01])"
    r"|00(?:[048c]000000[4-7]|0000(?:03e[c-f]|07d[4-7]|0bb[c-f]))00.{6}(?=0[01])"
    r"|010[4-7]0000[26ae]0|00[26ae]000000[4-7]",
    re.IGNORECASE,
)
_MOST_TOLD = 20_000


def allow_headings(headings: Sequence[str], table: str = "") -> None:
    """Raise ExchangeError where there are more headings, or longer ones, than any list has."""
    which = f"its table {quoted(table, most=40)}" if table else "it"
    if len(headings) > MOST_HEADINGS:
        raise ExchangeError(
            f"{which} has {len(headings):,} columns, and a list may have {MOST_HEADINGS:,}: leave out those that "
            "nobody needs."
        )
    if any(len(x) > LONGEST_HEADING for x in headings):
        raise ExchangeError(
            f"{which} has a heading of more than {LONGEST_HEADING:,} letters: give each column a short one."
        )


def within(cells: Sequence[Any], heading: str, numbers: Sequence[int], problems: list[Problem]) -> Sequence[Any]:
    """Give a column whose cells are no longer than a cell may be; what was cut is told in `problems`."""
    forms = set(map(type, cells))
    texts = cells if forms == {str} else [x for x in cells if isinstance(x, str)]
    longest = max(map(len, texts), default=0)
    if longest <= _LOOKED_INTO and not forms & {list, tuple, dict}:
        return cells
    return [_within(cell, heading, number, problems) for cell, number in zip(cells, numbers, strict=True)]


def _within(cell: Any, heading: str, number: int, problems: list[Problem]) -> Any:
    if isinstance(cell, str) and len(cell) > _LOOKED_INTO and _is_nested(cell):
        mend = "it holds shapes in shapes, and was left empty: write each row as one shape."
        _tell(problems, Problem(number, heading, "nested", mend, kept=True))
        return None
    if isinstance(cell, str) and len(cell) > LONGEST_CELL and not _is_shape(cell):
        mend = f"it holds {len(cell):,} letters, and the first {LONGEST_CELL:,} were kept: shorten it."
        _tell(problems, Problem(number, heading, "too long", mend, kept=True))
        return cell[:LONGEST_CELL]
    if isinstance(cell, list | tuple | dict) and (_depth(cell) > _DEEPEST or _length(cell) > LONGEST_CELL):
        mend = "it holds lists in lists, or far too many things, and was left empty: write it as text."
        _tell(problems, Problem(number, heading, "too long", mend, kept=True))
        return None
    return cell


def _is_shape(text: str) -> bool:
    """Say whether a text is an outline, which has many letters: WKT, WKB in hexadecimal digits or GeoJSON."""
    return len(text) <= _LONGEST_SHAPE and bool(_SHAPE.match(text))


def _is_nested(text: str) -> bool:
    """Say whether a text could be collections in collections: what reads shapes ends with the whole program there."""
    return (
        text.upper().count("GEOMETRYCOLLECTION") > _MOST_COLLECTIONS
        or len(_MULTIPLE_IN_HEX.findall(text)) > _MOST_COLLECTIONS
    )


def shape_within(shape: Any, number: int, problems: list[Problem]) -> Any:
    """Give a shape of no more corners than an outline has; None, and told, where it has more."""
    if shape is None:
        return None
    if isinstance(shape, dict):
        corners = max(_corners(shape.get("coordinates")), _corners(shape.get("geometries")))
    elif isinstance(shape, bytes | bytearray | memoryview):
        content = bytes(shape)
        nested = len(_MULTIPLE.findall(content)) > _MOST_COLLECTIONS
        corners = MOST_CORNERS + 1 if nested else len(content) // _POINT_BYTES
    else:  # no shape at all, which is told later
        corners = _corners(shape)
    if corners <= MOST_CORNERS:
        return shape
    mend = f"its shape has more than {MOST_CORNERS:,} corners, or shapes in shapes: simplify it."
    _tell(problems, Problem(number, None, "too detailed", mend, kept=True))
    return None


def _corners(value: Any, at: int = 0) -> int:
    """Count corners by the lists that hold them, without looking at each."""
    if not isinstance(value, list) or not value:
        return 0
    if at > _DEEPEST:
        return MOST_CORNERS + 1
    if isinstance(value[0], list) and value[0] and isinstance(value[0][0], list):
        return sum(_corners(x, at + 1) for x in value)
    inside = (y for x in value if isinstance(x, dict) for y in (x.get("coordinates"), x.get("geometries")))
    return max(len(value) - 3, sum(_corners(x, at + 1) for x in inside))


def _tell(problems: list[Problem], problem: Problem) -> None:
    if len(problems) < _MOST_TOLD:
        problems.append(problem)
    elif len(problems) == _MOST_TOLD:
        mend = "more is wrong in the same ways: mend what is told first."
        problems.append(Problem(None, None, "too much", mend, kept=True))


def _depth(value: Any, at: int = 1) -> int:
    if at > _DEEPEST or not isinstance(value, list | tuple | dict):
        return at
    inside = value.values() if isinstance(value, dict) else value
    return max((_depth(x, at + 1) for x in inside), default=at)


def _length(value: Any) -> int:
    return len(json.dumps(value, default=str, check_circular=False))
