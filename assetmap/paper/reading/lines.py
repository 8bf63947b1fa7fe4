"""The companion sheet: which boxes are ticked, by the ink in them, and a picture of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.reading.dots import jpeg
from assetmap.paper.reading.found import Line

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.layout import Box, Layout, LineRow
    from assetmap.paper.reading.flattening import Flat

DENSE = 6.0
_NOT, _SURELY = 0.022, 0.065
"""Ink in a box, as a share of its inside: up to the one it is empty, from the other on it is ticked."""
_INSET_MM = 0.55
_SHIFT_MM = 1.0
_STROKE_MM = 8.0
"""What is narrower is ink: a box that somebody filled whole is 4 mm."""


def read(flat: Flat, plan: Layout) -> tuple[Line, ...]:
    """Read the lines of a flattened companion sheet."""
    ink = _ink(flat)
    return tuple(_line(flat, ink, row) for row in plan.rows)


def _ink(flat: Flat) -> npt.NDArray[np.float32]:
    """Say how much darker each point is than what is round it: the edge of a shadow is no ink, for it goes on."""
    import cv2

    reach = round(_STROKE_MM * flat.dense) | 1
    dark = cv2.GaussianBlur(flat.pixels.min(axis=2), (0, 0), 0.6)
    paper = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach)))
    light = np.maximum(paper.astype(np.float32), 12.0)
    return np.asarray(1.0 - dark / light, dtype=np.float32)


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
