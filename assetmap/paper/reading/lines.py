"""The companion sheet: which boxes are ticked, by the ink in them, and a picture of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.reading.dots import jpeg
from assetmap.paper.reading.found import Line
from assetmap.paper.reading.tints import white_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.layout import Box, Layout, LineRow
    from assetmap.paper.reading.flattening import Flat

DENSE = 6.0
_NOT, _SURELY = 0.022, 0.065
"""Ink in a box, as a share of its inside: up to the one it is empty, from the other on it is ticked."""
_INSET_MM = 0.55
_SHIFT_MM = 1.0


def read(flat: Flat, plan: Layout) -> tuple[Line, ...]:
    """Read the lines of a flattened companion sheet."""
    white = np.maximum(white_of(flat.pixels, flat.dense), 12.0)
    ink = 1.0 - np.minimum((flat.pixels / white).min(axis=2), 1.0)
    return tuple(_line(flat, ink, row) for row in plan.rows)


def _line(flat: Flat, ink: npt.NDArray[np.float32], row: LineRow) -> Line:
    shift = _shift(flat, ink, row)
    ticks: dict[str, bool | None] = {}
    for key, box in row.ticks.items():
        share = _share(flat, ink, box, shift)
        ticks[key] = True if share >= _SURELY else False if share <= _NOT else None
    if ticks.get("print_yes") and ticks.get("print_no"):
        ticks["print_yes"] = ticks["print_no"] = None
    return Line(number=row.number, ticks=ticks, picture=_crop(flat, row.box))


def _cut(flat: Flat, values: npt.NDArray[np.float32], box: Box, inset: float, shift: tuple[int, int]) -> np.ndarray:
    (x0, y0), (x1, y1) = np.round(
        flat.pixel(np.asarray([(box.x + inset, box.y + inset), (box.right - inset, box.bottom - inset)])) + 0.5
    ).astype(int)
    return values[max(0, y0 + shift[1]) : y1 + shift[1], max(0, x0 + shift[0]) : x1 + shift[0]]


def _shift(flat: Flat, ink: npt.NDArray[np.float32], row: LineRow) -> tuple[int, int]:
    """Say how far the boxes of a line are from where they should be: where their rims are darkest."""
    reach = round(_SHIFT_MM * flat.dense)
    best = (-1.0, 0, 0)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            rims = 0.0
            for box in row.ticks.values():
                whole = _cut(flat, ink, box, -0.25, (dx, dy))
                inner = _cut(flat, ink, box, 0.25, (dx, dy))
                rims += float(whole.sum() - inner.sum())
            score = rims * (1 - 0.002 * (abs(dx) + abs(dy)))
            if score > best[0]:
                best = score, dx, dy
    return best[1], best[2]


def _share(flat: Flat, ink: npt.NDArray[np.float32], box: Box, shift: tuple[int, int]) -> float:
    inside = _cut(flat, ink, box, _INSET_MM, shift)
    return float((inside > 0.3).mean()) if inside.size else 0.0


def _crop(flat: Flat, box: Box) -> bytes:
    (x0, y0), (x1, y1) = np.round(
        flat.pixel(np.asarray([(box.x - 1.0, box.y - 1.0), (box.right + 1.0, box.bottom + 1.0)]))
    ).astype(int)
    return jpeg(flat.pixels[max(0, y0) : y1, max(0, x0) : x1])
