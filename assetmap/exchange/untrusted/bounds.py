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
_MOST_TOLD = 100


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
    if longest <= LONGEST_CELL and not forms & {list, tuple, dict}:
        return cells
    return [_within(cell, heading, number, problems) for cell, number in zip(cells, numbers, strict=True)]


def _within(cell: Any, heading: str, number: int, problems: list[Problem]) -> Any:
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


def shape_within(shape: Any, number: int, problems: list[Problem]) -> Any:
    """Give a shape of no more corners than an outline has; None, and told, where it has more."""
    if shape is None:
        return None
    if isinstance(shape, dict):
        corners = max(_corners(shape.get("coordinates")), _corners(shape.get("geometries")))
    elif isinstance(shape, bytes | bytearray | memoryview):
        corners = len(shape) // _POINT_BYTES
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
    told = sum(1 for x in problems[-_MOST_TOLD:] if x.what == problem.what)
    if told < _MOST_TOLD:
        problems.append(problem)


def _depth(value: Any, at: int = 1) -> int:
    if at > _DEEPEST or not isinstance(value, list | tuple | dict):
        return at
    inside = value.values() if isinstance(value, dict) else value
    return max((_depth(x, at + 1) for x in inside), default=at)


def _length(value: Any) -> int:
    return len(json.dumps(value, default=str, check_circular=False))
