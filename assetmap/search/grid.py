"""Assets in the order of the ground, so that what is near stands together and what is far need not be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from assetmap.crs import WGS84, reproject_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset

_MEET = 64
"""About so many assets share a square; squares are so fine, or coarse, but within `_SIDES` and never too many."""
_SIDES = (64.0, 4096.0)
_TRIED_M = 1024.0
_MOST_LINES = 8192
_FIRST = 5.0
"""So many squares in each direction are looked at first."""


class Ring(NamedTuple):
    """
    Rows to look at next: from each of `begins` up to, and not with, the same of `ends`; none twice.

    `beyond_m`: what comes after them is at least so far; inf where nothing does.
    """

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    beyond_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """
    Where rows stand, metres of one system.

    First the rows in squares, from west to east and then from south to north; then what is larger than a square; then
    what has no place.

    Parameters
    ----------
    boxes
        float64 (n, 4): west, south, east, north of each row's shape; nan without a place.
    shapes
        What is no point: row → its shape.
    large, unplaced
        The first row that is large, and the first without a place.
    side, pad
        Metres of a square's side, and how far at most a shape whose middle is in a square reaches out of it.
    west, south, columns, lines
        Where the squares begin, and how many there are.
    squares
        int64 (large,): the square of each row in one, `line * columns + column`.
    """

    boxes: NDArray[np.float64] = field(repr=False)
    shapes: Mapping[int, Any] = field(repr=False)
    large: int
    unplaced: int
    side: float
    pad: float
    west: float
    south: float
    columns: int
    lines: int
    squares: NDArray[np.int64] = field(repr=False)

    def least_m(self, xy: tuple[float, float], rows: NDArray[np.integer[Any]] | slice) -> NDArray[np.float64]:
        """Measure to the box of each row, metres, float64; inf without a place."""
        west, south, east, north = self.boxes[rows].T
        x, y = xy
        across = np.maximum(np.maximum(west - x, x - east), 0.0)
        along = np.maximum(np.maximum(south - y, y - north), 0.0)
        metres = np.sqrt(across * across + along * along)
        return np.where(np.isnan(metres), np.inf, metres)

    def whole(self) -> Ring:
        """All rows with a place, at once."""
        return Ring(np.array([0]), np.array([self.unplaced]), np.inf)

    def nowhere(self) -> Ring:
        """All rows without a place, at once."""
        return Ring(np.array([self.unplaced]), np.array([len(self.boxes)]), np.inf)

    def rings(self, xy: tuple[float, float]) -> Iterator[Ring]:
        """Go outward from a point, each time about twice as far, until all rows with a place were given."""
        x, y = (xy[0] - self.west) / self.side, (xy[1] - self.south) / self.side
        if not (np.isfinite(x) and np.isfinite(y)):
            yield self.whole()
            return
        reach = _FIRST + max(-x, x - self.columns, -y, y - self.lines, 0.0)
        before = None
        while True:
            left, right, low, high = (np.floor(at) for at in (x - reach, x + reach, y - reach, y + reach))
            is_last = left <= 0 and low <= 0 and right >= self.columns - 1 and high >= self.lines - 1
            box = (*np.clip((left, right), 0, self.columns - 1), *np.clip((low, high), 0, self.lines - 1))
            begins, ends = self._between(before, box)
            if before is None:
                begins, ends = np.append(begins, self.large), np.append(ends, self.unplaced)
            clear = min(x - left, right + 1 - x, y - low, high + 1 - y) * self.side - self.pad
            yield Ring(begins, ends, np.inf if is_last else max(0.0, clear))
            if is_last:
                return
            before, reach = box, reach * 2

    def _between(
        self, before: tuple[float, ...] | None, box: tuple[float, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Find the rows in a box of squares that were not in the box before it."""
        left, right, low, high = (int(at) for at in box)
        lines = np.arange(low, high + 1)
        if before is None:
            firsts, afters = lines * self.columns + left, lines * self.columns + right + 1
        else:
            was_left, was_right, was_low, was_high = (int(at) for at in before)
            held = lines[(lines >= was_low) & (lines <= was_high)] * self.columns
            new = lines[(lines < was_low) | (lines > was_high)] * self.columns
            firsts = np.concatenate([new + left, held + left, held + was_right + 1])
            afters = np.concatenate([new + right + 1, held + was_left, held + right + 1])
        begins, ends = np.searchsorted(self.squares, firsts), np.searchsorted(self.squares, afters)
        any_there = ends > begins
        return begins[any_there], ends[any_there]


class Ground(NamedTuple):
    """Where assets stand: boxes as in `Grid`, and the shapes of what is no point by its place among them."""

    boxes: NDArray[np.float64]
    shapes: dict[int, Any]


def measured(assets: Sequence[Asset], *, metric_crs: str) -> Ground:
    """Bring the places of assets into metres."""
    shapes = reproject_all([asset.where for asset in assets], WGS84, metric_crs)
    boxes = np.asarray(shapely.bounds(shapes), dtype=np.float64).reshape(-1, 4)
    return Ground(boxes, {int(i): shapes[i] for i in np.flatnonzero(shapely.get_type_id(shapes) > 0)})


def laid(ground: Ground) -> tuple[NDArray[np.int64], Grid]:
    """Say in which order what stands there are the rows of a grid, int64 (n,), and make it."""
    boxes = ground.boxes
    is_placed = ~np.isnan(boxes).any(axis=1)
    middles, halves = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0) / 2
    is_sound = is_placed & np.isfinite(boxes).all(axis=1)
    west, south, east, north = (
        (*middles[is_sound].min(axis=0), *middles[is_sound].max(axis=0)) if is_sound.any() else (0.0, 0.0, 0.0, 0.0)
    )
    side = max(_side_of(middles[is_sound] - (west, south)), (east - west) / _MOST_LINES, (north - south) / _MOST_LINES)
    is_small = is_sound & (halves <= side)
    columns, lines = int((east - west) // side) + 1, int((north - south) // side) + 1
    at = np.floor((middles[is_small] - (west, south)) / side).astype(np.int64)
    squares = np.clip(at[:, 1], 0, lines - 1) * columns + np.clip(at[:, 0], 0, columns - 1)
    by_square = np.argsort(squares, kind="stable")
    order = np.concatenate(
        [np.flatnonzero(is_small)[by_square], np.flatnonzero(is_placed & ~is_small), np.flatnonzero(~is_placed)]
    )
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.arange(len(order))
    return order, Grid(
        boxes=np.ascontiguousarray(boxes[order]), shapes={int(row[i]): shape for i, shape in ground.shapes.items()},
        large=int(is_small.sum()), unplaced=int(is_placed.sum()),
        side=float(side), pad=float(halves[is_small].max(initial=0.0)), west=float(west), south=float(south),
        columns=columns, lines=lines, squares=squares[by_square],
    )  # fmt: skip


def _side_of(offsets: NDArray[np.float64]) -> float:
    """Choose how fine squares are, by how many others an asset meets in its own."""
    if not len(offsets):
        return _TRIED_M
    squares = np.floor(offsets / _TRIED_M).astype(np.int64) @ np.array([2**32, 1])
    _, many = np.unique(squares, return_counts=True)
    met = float((many.astype(np.float64) ** 2).sum() / many.sum())
    return float(np.clip(_TRIED_M * np.sqrt(_MEET / met), *_SIDES))
