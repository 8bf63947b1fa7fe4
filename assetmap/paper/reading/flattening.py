"""A sheet laid flat: a picture of it in millimetres, and the fixed points that are printed inside its frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.layout import Box, Layout
    from assetmap.paper.reading.placing import Placed, Points

    Pixels = npt.NDArray[np.uint8]

_NODE_MM = 4.0
_ALIKE_CROSS = 0.5
_DENSEST = 5.0
_MOST_POINTS = 3_200_000


@dataclass(frozen=True)
class Flat:
    """A flattened picture of a part of the paper: `pixels`, its `box` in mm, how many pixels a mm has."""

    pixels: Pixels
    box: Box
    dense: float

    def pixel(self, paper: Points) -> Points:
        """Say where points of the paper are in it."""
        return (paper - (self.box.x, self.box.y)) * self.dense - 0.5

    def paper(self, pixel: Points) -> Points:
        """Say where on the paper its points are."""
        return (pixel + 0.5) / self.dense + (self.box.x, self.box.y)


class Source:
    """A picture, and smaller copies of it for what is looked at from farther away."""

    def __init__(self, pixels: Pixels) -> None:
        self._copies: dict[int, Any] = {0: pixels}

    def copy(self, level: int) -> Any:
        """Give the picture halved `level` times."""
        import cv2

        if level not in self._copies:
            above = self.copy(level - 1)
            size = max(1, above.shape[1] // 2), max(1, above.shape[0] // 2)
            self._copies[level] = cv2.resize(above, size, interpolation=cv2.INTER_AREA)
        return self._copies[level]


def density(placed: Placed, box: Box) -> float:
    """Say how many pixels of the picture a millimetre has at the least, within a box."""
    ring = np.asarray([*box.corners, box.centre])
    return float(placed.density(ring).min())


def flatten(source: Source, placed: Placed, box: Box, *, dense: float | None = None) -> Flat:
    """Lay a part of the paper flat; as dense as the picture gives, within reason."""
    import cv2

    there = density(placed, box)
    if dense is None:
        dense = min(_DENSEST, max(2.0, 1.15 * there), (_MOST_POINTS / (box.width * box.height)) ** 0.5)
    wide, high = max(2, round(box.width * dense)), max(2, round(box.height * dense))
    across, down = max(2, int(wide / dense / _NODE_MM) + 2), max(2, int(high / dense / _NODE_MM) + 2)
    xs = np.linspace(0, wide - 1, across)
    ys = np.linspace(0, high - 1, down)
    gx, gy = np.meshgrid((xs + 0.5) / dense + box.x, (ys + 0.5) / dense + box.y)
    nodes = np.stack([gx.ravel(), gy.ravel()], axis=1)
    seen = placed.seen(nodes)
    best = float(np.median(placed.density(nodes)))
    level = max(0, int(np.log2(max(best / dense, 1.0)) + 0.35))
    seen = (seen + 0.5) / 2**level - 0.5
    maps = [_spread(seen[:, i].reshape(down, across), (wide, high)) for i in (0, 1)]
    pixels = cv2.remap(
        source.copy(level), maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0)
    )
    return Flat(np.asarray(pixels, dtype=np.uint8), box, dense)


def _spread(values: Points, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Spread values of nodes, the outer ones on the outermost pixels, over all pixels."""
    import cv2

    wide, high = size
    down, across = values.shape
    fx, fy = (across - 1) / (wide - 1), (down - 1) / (high - 1)
    matrix = np.asarray([[fx, 0, 0], [0, fy, 0]], dtype=np.float64)
    return np.asarray(
        cv2.warpAffine(
            values.astype(np.float32), matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )  # fmt: skip


def crosses_in(flat: Flat, plan: Layout) -> tuple[Points, Points]:
    """
    Find the crosses of the grid in a flattened grey picture.

    Returns
    -------
    paper
        Where those that were found are printed, n × 2, mm.
    there
        Where they are in the picture, as mm of the flat paper.
    """
    import cv2

    if not plan.crosses:
        return np.zeros((0, 2)), np.zeros((0, 2))
    dense = flat.dense
    half = round(0.5 * plan.cross_mm * dense)
    reach = round(max(3.0, 0.11 * plan.grid_mm) * dense)
    template = _cross(half, max(1.0, plan.cross_line_mm * dense))
    high, wide = flat.pixels.shape[:2]
    paper, there = [], []
    for cross, (cx, cy) in zip(plan.crosses, flat.pixel(np.asarray(plan.crosses)), strict=True):
        x0, y0 = round(cx) - half - reach, round(cy) - half - reach
        side = 2 * (half + reach) + 1
        if x0 < 0 or y0 < 0 or x0 + side > wide or y0 + side > high:
            continue
        like = cv2.matchTemplate(flat.pixels[y0 : y0 + side, x0 : x0 + side], template, cv2.TM_CCOEFF_NORMED)
        _, top, _, (x, y) = cv2.minMaxLoc(like)
        if top < _ALIKE_CROSS or not 0 < x < 2 * reach or not 0 < y < 2 * reach:
            continue
        dx, dy = _peak(like[y, x - 1 : x + 2]), _peak(like[y - 1 : y + 2, x])
        paper.append(cross)
        there.append((x0 + x + half + dx, y0 + y + half + dy))
    if not paper:
        return np.zeros((0, 2)), np.zeros((0, 2))
    return np.asarray(paper), flat.paper(np.asarray(there))


def _cross(half: int, thick: float) -> Pixels:
    import cv2

    side = 2 * half + 1
    canvas = np.full((side * 8, side * 8), 255, np.uint8)
    middle, wide = side * 4, max(1, round(thick * 8 / 2))
    canvas[middle - wide : middle + wide, :] = 60
    canvas[:, middle - wide : middle + wide] = 60
    small = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 0.7), dtype=np.uint8)


def _peak(three: npt.NDArray[Any]) -> float:
    a, b, c = (float(x) for x in three.ravel())
    bend = a - 2 * b + c
    return 0.0 if abs(bend) < 1e-9 else float(np.clip(0.5 * (a - c) / bend, -0.5, 0.5))


def _step(plan: Layout) -> float:
    return max(5.0, (plan.grid_mm or 20.0) / 3)


def frame_places(plan: Layout) -> int:
    """Say at how many places the line round the frame is looked for."""
    return round(2 * (plan.frame.width + plan.frame.height) / _step(plan))


def frame_in(flat: Flat, plan: Layout) -> tuple[Points, Points]:
    """
    Find the line round the frame, every few millimetres, in a flattened grey picture.

    Returns
    -------
    paper, there
        As of `crosses_in`; across the line alone: the other coordinate of `there` is NaN.
    """
    frame = plan.frame
    step = _step(plan)
    reach = 3.0
    paper: list[tuple[float, float]] = []
    there: list[tuple[float, float]] = []
    for axis, fixed, first, last in (
        (1, frame.y, frame.x, frame.right), (1, frame.bottom, frame.x, frame.right),
        (0, frame.x, frame.y, frame.bottom), (0, frame.right, frame.y, frame.bottom),
    ):  # fmt: skip
        for along in np.arange(first + step / 2, last, step):
            off = _line_at(flat, axis=axis, fixed=fixed, along=float(along), half=step / 2, reach=reach)
            if off is None:
                continue
            paper.append((float(along), fixed) if axis else (fixed, float(along)))
            there.append((np.nan, fixed + off) if axis else (fixed + off, np.nan))
    return np.asarray(paper).reshape(-1, 2), np.asarray(there).reshape(-1, 2)


def _line_at(flat: Flat, *, axis: int, fixed: float, along: float, half: float, reach: float) -> float | None:
    """Say how far off a dark line is across itself (mm), or None where there is none that stands out."""
    low = flat.pixel(np.asarray([[along - half, fixed - reach], [along + half, fixed + reach]]))
    if not axis:
        low = flat.pixel(np.asarray([[fixed - reach, along - half], [fixed + reach, along + half]]))
    (x0, y0), (x1, y1) = np.round(low).astype(int)
    high, wide = flat.pixels.shape[:2]
    if x0 < 0 or y0 < 0 or x1 >= wide or y1 >= high:
        return None
    patch = flat.pixels[y0 : y1 + 1, x0 : x1 + 1].astype(np.float64)
    line = np.median(patch, axis=1 if axis else 0)
    dark = np.maximum(np.max(line) - line, 0.0)
    at = int(np.argmax(dark))
    if dark[at] < 30 or not 1 <= at < len(dark) - 1:
        return None
    near = slice(max(0, at - 2), at + 3)
    others = dark.copy()
    others[max(0, at - 4) : at + 5] = 0
    if others.max() > 0.75 * dark[at]:
        return None
    weights = dark[near] - min(dark[near].min(), 0.5 * dark[at])
    place = float((np.arange(len(dark))[near] * weights).sum() / weights.sum())
    start = (y0 if axis else x0) + place
    exact = (start + 0.5) / flat.dense + (flat.box.y if axis else flat.box.x)
    return float(exact - fixed)
