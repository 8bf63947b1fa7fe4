"""
The outline of all that lies within so many metres of lines: exact distances on a grid, and the line through them.

A buffer cuts every line's own outline with all others; here each line only lowers the distances of the grid's points
near it, and one walk round the grid finds the rings. With numba, or, equal, with numpy.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL_M = 8.0
"""
The grid's spacing. Straight sides come out exact at any spacing, since the distance from a line is itself a straight
slope; only bends, corners and narrow gaps are rounded, by about the square of the spacing over eight times the width.
"""
_FAR = np.float32(1e30)
_SAFE = 1e-4
"""A crossing keeps so far, in cells, from the grid's points: two rings then never touch in one of them."""
_LARGEST = 16_000_000
"""More points than this are not laid out: the cells are made larger."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """
    Squared distances from lines, in cells, at the points of a grid; right up to `reach` cells, beyond that only large.

    `squared`: float32 (rows, columns). Point (j, i) lies at `west + i * cell_m`, `south + j * cell_m`.
    """

    squared: NDArray[np.float32]
    west: float
    south: float
    cell_m: float
    width: float
    reach: float

    def draw(self, segments: NDArray[np.float64]) -> None:
        """Lower the distances near straight lines, float64 (s, 4): x, y of both ends in metres."""
        lines = (segments - np.array([self.west, self.south] * 2)) / self.cell_m
        draw = _draw_with_numpy if (kernels := _kernels()) is None else kernels.draw
        draw(self.squared, np.ascontiguousarray(lines), self.reach)

    def outline(self) -> Any:
        """Return all that lies within the width as a valid (Multi)Polygon, holes and all; empty where nothing does."""
        if (kernels := _kernels()) is None:
            xy, starts = _rings_with_numpy(self.squared, self.width)
        else:
            after, many = kernels.links(self.squared, self.width, _table())
            xy, starts = kernels.followed(self.squared, self.width, after, many, _SAFE)
        return _polygons(xy * self.cell_m + np.array([self.west, self.south]), starts)


def field(bounds: tuple[float, float, float, float], *, width_m: float, cell_m: float = CELL_M) -> Field:
    """
    Lay a grid over some bounds (metres) and everything within `width_m` round them.

    The grid lies on whole multiples of its spacing, so that one street has one outline whoever asks.
    """
    west, south, east, north = bounds
    edge = width_m + 2 * cell_m
    while (east - west + 2 * edge) * (north - south + 2 * edge) > _LARGEST * cell_m**2:
        cell_m *= 2
        edge = width_m + 2 * cell_m
    first_x, first_y = (int(np.floor((low - edge) / cell_m)) for low in (west, south))
    last_x, last_y = (int(np.ceil((high + edge) / cell_m)) for high in (east, north))
    return Field(
        squared=np.full((last_y - first_y + 1, last_x - first_x + 1), _FAR, dtype=np.float32),
        west=first_x * cell_m, south=first_y * cell_m, cell_m=cell_m,
        width=width_m / cell_m, reach=width_m / cell_m + 1.5,
    )  # fmt: skip


@cache
def _kernels() -> Any:
    """Return the compiled module, or None where numba is not installed."""
    try:
        return importlib.import_module("assetmap.access.outline_kernels")
    except ImportError:
        return None


@cache
def _table() -> NDArray[np.int8]:
    """Lay `_WAYS` out for the compiled march."""
    table = np.full((32, 4), -1, dtype=np.int8)
    for code, ways in _WAYS.items():
        flat = [side for way in ways for side in way]
        table[code, : len(flat)] = flat
    return table


def _polygons(xy: NDArray[np.float64], starts: NDArray[np.int64]) -> Any:
    """Put rings together: what lies inside is to the left of a ring, so that a hole goes round the other way."""
    if len(starts) < 2:
        return shapely.Polygon()
    counts = np.diff(starts)
    rings: Any = shapely.linearrings(xy, indices=np.repeat(np.arange(len(counts)), counts))
    x, y = (xy - xy[0]).T
    last = starts[1:] - 1
    twice = np.zeros(len(x))
    twice[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
    twice[last] = x[last] * y[starts[:-1]] - x[starts[:-1]] * y[last]
    is_hole = np.add.reduceat(twice, starts[:-1]) < 0
    shells, holes = rings[~is_hole], rings[is_hole]
    if len(shells) == 1:
        return shapely.polygons(shells[0], holes=holes)
    whole: Any = shapely.polygons(shells)
    order = np.argsort(shapely.area(whole), kind="stable")  # the smallest that holds a hole is the one it is in
    inside = np.full(len(holes), -1)
    points = shapely.points(xy[starts[:-1][is_hole]])
    for number in order[::-1]:
        shapely.prepare(whole[number])
        inside[shapely.contains(whole[number], points)] = number
    return shapely.multipolygons([shapely.polygons(shells[i], holes=holes[inside == i]) for i in range(len(shells))])


def _draw_with_numpy(squared: NDArray[np.float32], lines: NDArray[np.float64], reach: float) -> None:
    """Lower the distances of the points in the box round each line; long lines are cut, so that boxes stay small."""
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    cuts = np.maximum(np.ceil(lengths / 4.0), 1).astype(np.int64)
    for part in np.array_split(np.arange(len(lines)), max(1, int(cuts.sum()) // 2000)):
        if not len(part):
            continue
        which = np.repeat(part, cuts[part])
        turn = np.arange(len(which)) - np.repeat(np.cumsum(cuts[part]) - cuts[part], cuts[part])
        ax, ay, bx, by = lines[which].T
        low, high = turn / cuts[which], (turn + 1) / cuts[which]
        ends_x, ends_y = (np.stack([a + (b - a) * low, a + (b - a) * high]) for a, b in ((ax, bx), (ay, by)))
        left, down = (np.ceil(x.min(axis=0) - reach).astype(np.int64) for x in (ends_x, ends_y))
        wide, tall = (
            np.floor(x.max(axis=0) + reach).astype(np.int64) - first + 1
            for x, first in ((ends_x, left), (ends_y, down))
        )
        many = wide * tall
        one = np.repeat(np.arange(len(which)), many)
        place = np.arange(len(one)) - np.repeat(np.cumsum(many) - many, many)
        i, j = left[one] + place % wide[one], down[one] + place // wide[one]
        found = _squared(i, j, *(x[one] for x in (ax, ay, bx, by)))
        near = found <= reach * reach
        np.minimum.at(squared, (j[near], i[near]), found[near].astype(np.float32))


def _squared(px: Any, py: Any, ax: Any, ay: Any, bx: Any, by: Any) -> Any:
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    per = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    t = np.clip(((px - ax) * dx + (py - ay) * dy) * per, 0.0, 1.0)
    x, y = px - ax - t * dx, py - ay - t * dy
    return x * x + y * y


def _rings_with_numpy(squared: NDArray[np.float32], width: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """
    March through the squares of the grid.

    A crossing has the number of the grid's edge that it lies on: 2 p for the edge east of point p, 2 p + 1 for the one
    north of it. Every square that the outline passes links two crossings, or twice two; what lies inside is left.
    """
    rows, columns = squared.shape
    inside = squared <= np.float32(width * width)
    kind = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    j, i = np.nonzero((kind > 0) & (kind < 15))
    kind = kind[j, i]
    at = j * columns + i
    edges = np.stack([2 * at, 2 * (at + 1) + 1, 2 * (at + columns), 2 * at + 1])  # south, east, north, west
    after = np.full(2 * rows * columns, -1, dtype=np.int64)
    saddle = (kind == 5) | (kind == 10)
    corners = np.sqrt(squared[[j, j, j + 1, j + 1], [i, i + 1, i + 1, i]].astype(np.float64))
    joined = saddle & (((corners[0] + corners[1]) + corners[2]) + corners[3] <= 4.0 * width)
    for code, ways in _WAYS.items():
        for start, end in ways:
            some = (kind == code % 16) & (joined == (code >= 16))
            after[edges[start][some]] = edges[end][some]
    return _followed(squared, width, after)


def _followed(
    squared: NDArray[np.float32], width: float, after: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Follow the links from crossing to crossing until each ring is closed."""
    columns = squared.shape[1]
    left = {int(x): int(after[x]) for x in np.nonzero(after >= 0)[0]}
    order: list[int] = []
    starts = [0]
    while left:
        edge = next(iter(left))
        while edge in left:
            order.append(edge)
            edge = left.pop(edge)
        starts.append(len(order))
    edges = np.array(order, dtype=np.int64)
    point, north = edges >> 1, edges & 1
    j, i = point // columns, point % columns
    one = np.sqrt(squared[j, i].astype(np.float64))
    other = np.sqrt(squared[j + north, i + 1 - north].astype(np.float64))
    t = np.clip((width - one) / np.where(one == other, 1.0, other - one), _SAFE, 1.0 - _SAFE)
    return np.column_stack([i + t * (1 - north), j + t * north]), np.array(starts, dtype=np.int64)


_WAYS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),), 2: ((1, 0),), 3: ((1, 3),), 4: ((2, 1),), 6: ((2, 0),), 7: ((2, 3),), 8: ((3, 2),), 9: ((0, 2),),
    11: ((1, 2),), 12: ((3, 1),), 13: ((0, 1),), 14: ((3, 0),),
    5: ((0, 3), (2, 1)), 10: ((1, 0), (3, 2)),
    21: ((0, 1), (2, 3)), 26: ((3, 0), (1, 2)),
}  # fmt: skip
"""
Which sides (south 0, east 1, north 2, west 3) of a square the outline enters and leaves by, for each set of corners
inside (1 south-west, 2 south-east, 4 north-east, 8 north-west); 16 more where two opposite corners hang together.
"""
