"""How high the map of a page may be: what the words around it leave, reckoned before anything is set in type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from assetmap.printing.fonts import measure
from assetmap.printing.frame import points
from assetmap.printing.voices import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assetmap.printing.frame import Format, Paper

    Block = Mapping[str, Any]
    Columns = tuple[Sequence[Block], Sequence[Block]]

FOOT_MM = 8.0
"""Of a sheet, below its margin (`frame.typ`)."""
SECOND = 10.5
"""Size of type in the two columns beneath a map."""
TABLE = 10.0
_LETTERS = 0.67
"""Height of a line without the white above it, in em: that of its capitals."""
_LEADING, _TIGHT = 0.5, 0.45
"""White between lines, in em: of the body, and where lines stand closer."""
_SHARES = 1.15, 1.0
_GUTTER = 20.0
_RAGGED = 1.06
"""So much wider is a line reckoned than its letters are: lines end at words."""


def room_for_map(page: Mapping[str, Any], under: Sequence[str], *, paper: Paper, form: Format) -> float:
    """Reckon what a page's words leave for its map, in points; the template gives way where that was too much."""
    wide = points(paper.line_mm)
    em = form.body
    words = _high(page["heading"], form.heading, wide, bold=True) + 0.6 * form.heading
    words += _high(page["subtitle"], em, wide) + 0.7 * em + _LETTERS * form.least + 0.7 * em
    words += sum(_high(x, em, wide) for x in page["story"]) + 0.8 * em
    words += captions_high(under, paper=paper, form=form)
    if page["sum"] is not None:
        words += 2 * 0.9 * em + 12 + 8 + _LETTERS * (form.least + form.entry)
        words += sum(_high(x, form.least, wide - 16) + 0.7 * em for x in page["sum"]["words"])
    words += _columns_high(page["left"], page["right"], paper=paper, form=form)
    return points(paper.height_mm - 2 * paper.margin_mm - FOOT_MM) - words


def lower(ways: Iterable[Columns], *, paper: Paper, form: Format) -> Columns:
    """Of several ways to set blocks in two columns choose the one that leaves the map most room, the first else."""
    return min(ways, key=lambda way: round(_columns_high(*way, paper=paper, form=form)))


def _columns_high(left: Sequence[Block], right: Sequence[Block], *, paper: Paper, form: Format) -> float:
    wide = points(paper.line_mm) - _GUTTER
    first, second = (wide * share / sum(_SHARES) for share in _SHARES)
    return max(_side(left, first, form), _side(right, second, form))


def captions_high(under: Sequence[str], *, paper: Paper, form: Format) -> float:
    """Reckon how high what stands under a map comes out, in points."""
    wide = points(paper.line_mm)
    return sum(_high(words, form.least, wide) + 0.5 * form.body for words in under if words)


def _side(blocks: Iterable[Block], wide: float, form: Format) -> float:
    high, white = 0.0, 0.55 * SECOND
    for at, block in enumerate(blocks):
        high += form.entry * ((0.9 if at else 0.0) + _LETTERS + 0.5)
        high += sum(_high(x, SECOND, wide, leading=_TIGHT) + white for x in block["words"])
        high += sum(_high(x, form.least, wide, leading=_TIGHT) + white for x in block["after"])
        high += sum(_high(x["words"], SECOND, wide, leading=_TIGHT) + 0.75 * SECOND + 12.5 for x in block["bars"])
        high += sum(_high(x, SECOND, wide - 12, leading=_TIGHT) + _TIGHT * SECOND for x in block["points"])
        if block["table"] is not None:
            name = wide - 112.0
            rows = [_high(row[1], TABLE, name, leading=_TIGHT) for row in block["table"]["rows"]]
            high += sum(rows) + (len(rows) + 1) * 6.4 + _LETTERS * TABLE + white
    return high


def _high(words: str, size: float, wide: float, *, bold: bool = False, leading: float = _LEADING) -> float:
    if not words:
        return 0.0
    lines = math.ceil(measure()(plain(words)) * size * _RAGGED * (1.06 if bold else 1.0) / wide)
    return size * (lines * _LETTERS + (lines - 1) * leading)
