"""Lines as somebody drew them, made to meet: ends that nearly touch, ends beside a middle, crossings of one level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Numbers = NDArray[np.int64]

SAME_M = 0.0015
"""Coordinates are whole millimetres: what is this near is one point."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """
    Lines: `points` float64 (r, 2) one after another, line i from `first[i]` to `first[i + 1]`; `level` int64 (w).

    No line repeats a point at once; each has two points or more.
    """

    points: Points
    first: Numbers
    level: Numbers

    @property
    def line(self) -> Numbers:
        """Which line each point is of."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @property
    def is_end(self) -> NDArray[np.bool_]:
        """Which points begin or end a line."""
        ends = np.zeros(len(self.points), dtype=bool)
        ends[self.first[:-1]] = ends[self.first[1:] - 1] = True
        return ends


@dataclass(frozen=True, kw_only=True)
class Joints:
    """What was joined: `ends` moved onto another end, `middles` (ends onto a middle), `crossings`; so many places."""

    ends: int = 0
    middles: int = 0
    crossings: int = 0


def joined(drawn: Drawn, *, snap_m: float, crossings: bool) -> tuple[Drawn, Joints]:
    """
    Make lines meet; see `from_lines.graph_from_lines` for what is joined.

    Every line keeps its row and its direction; a line within `snap_m` of nothing keeps its points to the bit. A line
    that is no longer than `snap_m` may be left with one point, again and again.
    """
    ends = middles = 0
    if snap_m > 0:
        drawn, ends = _ends_together(drawn, snap_m)
        drawn, middles = _ends_onto_middles(drawn, snap_m)
    drawn, count = _crossed(drawn) if crossings else (drawn, 0)
    return drawn, Joints(ends=ends, middles=middles, crossings=count)


def points_numbered(drawn: Drawn) -> tuple[Points, Numbers]:
    """
    Number the points: one number where coordinates are equal, but for middles of different levels, which do not meet.

    Returns `xy` and `at` of `pieces.Ways`. Where a line begins or ends, all levels meet: a bridge comes down there.
    """
    found, at = np.unique(_complex(drawn.points), return_inverse=True)
    at = at.ravel()
    has_end = np.zeros(len(found), dtype=bool)
    has_end[at[drawn.is_end]] = True
    floors, floor = np.unique(drawn.level, return_inverse=True)
    key = at * (len(floors) + 1) + np.where(has_end[at], 0, floor.ravel()[drawn.line] + 1)
    kept, number = np.unique(key, return_inverse=True)
    spots = found[kept // (len(floors) + 1)]
    return np.stack([spots.real, spots.imag], axis=1), number.ravel()


def _complex(points: Points) -> NDArray[np.complex128]:
    return np.ascontiguousarray(points + 0.0).view(np.complex128).ravel()  # -0.0 is 0.0


def _ends_together(drawn: Drawn, snap_m: float) -> tuple[Drawn, int]:
    """Move ends that lie within the tolerance to the one of them where most lines end."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    is_end = drawn.is_end
    found, at, uses = np.unique(_complex(drawn.points[is_end]), return_inverse=True, return_counts=True)
    spots = np.stack([found.real, found.imag], axis=1)
    near = cKDTree(spots).query_pairs(snap_m, output_type="ndarray")
    if not len(near):
        return drawn, 0
    links = coo_array((np.ones(len(near), dtype=np.int8), (near[:, 0], near[:, 1])), shape=(len(found), len(found)))
    _, group = connected_components(links.tocsr(), directed=False)
    order = np.lexsort((np.arange(len(found)), -uses, group))  # `found` is sorted by where it lies
    chosen = np.empty(group.max() + 1, dtype=np.int64)
    chosen[group[order[::-1]]] = order[::-1]
    goes_to = chosen[group]
    points = drawn.points.copy()
    points[is_end] = spots[goes_to[at.ravel()]]
    return Drawn(points=points, first=drawn.first, level=drawn.level), int((goes_to != np.arange(len(found))).sum())


@dataclass(frozen=True, kw_only=True, eq=False)
class _Stretches:
    """Straight stretches between two points of a line: `at` their first point's row, and their lines."""

    at: Numbers
    line: Numbers
    start: Points
    end: Points
    tree: Any

    def foot(self, which: Numbers, spots: Points) -> NDArray[np.float64]:
        """Return how far along each stretch (0 to 1) a place beside it lies."""
        run = self.end[which] - self.start[which]
        share = ((spots - self.start[which]) * run).sum(axis=1) / (run * run).sum(axis=1)
        return np.asarray(np.clip(share, 0.0, 1.0))


def _stretches(drawn: Drawn) -> _Stretches:
    line = drawn.line
    at = np.flatnonzero((line[1:] == line[:-1]) & (drawn.points[1:] != drawn.points[:-1]).any(axis=1))
    start, end = drawn.points[at], drawn.points[at + 1]
    shapes: Any = shapely.linestrings(np.stack([start, end], axis=1))
    tree = shapely.STRtree(shapes)
    return _Stretches(at=at, line=line[at], start=start, end=end, tree=tree)


def _ends_onto_middles(drawn: Drawn, snap_m: float) -> tuple[Drawn, int]:
    """Where a line ends beside another's middle, move the end onto it and give the other a point there."""
    stretches = _stretches(drawn)
    is_end = drawn.is_end
    found, node = np.unique(_complex(drawn.points[is_end]), return_inverse=True)
    spots = np.stack([found.real, found.imag], axis=1)
    which, of = stretches.tree.query(shapely.points(spots), predicate="dwithin", distance=snap_m)
    share = stretches.foot(of, spots[which])
    foot = stretches.start[of] + share[:, None] * (stretches.end[of] - stretches.start[of])
    off = np.hypot(*(foot - spots[which]).T)
    meets = ~_is_own(drawn, stretches, node.ravel(), which, of, share, within=3 * snap_m)
    meets &= _on_one_level(drawn, stretches, node.ravel(), which, of)
    order = np.lexsort((of, off, stretches.line[of], which))
    order = order[meets[order]]
    pair = np.stack([which[order], stretches.line[of[order]]], axis=1)
    order = order[np.r_[True, (pair[1:] != pair[:-1]).any(axis=1)][: len(order)]]  # each line once: where it is nearest
    which, of, share, foot, off = which[order], of[order], share[order], foot[order], off[order]
    # A bend of the other line within the tolerance is where they meet: no point beside a point.
    to_start, to_end = (np.hypot(*(x[of] - spots[which]).T) for x in (stretches.start, stretches.end))
    corner = np.where((to_start <= to_end)[:, None], stretches.start[of], stretches.end[of])
    is_near = np.minimum(to_start, to_end) <= snap_m
    foot[is_near] = corner[is_near]
    order = np.lexsort((foot[:, 1], foot[:, 0], off, which))
    nodes, chosen = np.unique(which[order], return_index=True)
    place = spots.copy()
    place[nodes] = np.round(foot[order[chosen]], 3)
    points = drawn.points.copy()
    points[is_end] = place[node.ravel()]
    moved = Drawn(points=points, first=drawn.first, level=drawn.level)
    is_new = _is_new(moved, stretches.at[of], place[which]) | (place[which] != spots[which]).any(axis=1)
    return _with_points(moved, stretches.at[of], share, place[which]), len(np.unique(which[is_new]))


def _is_own(
    drawn: Drawn, stretches: _Stretches, node: Numbers, which: Numbers, of: Numbers, share: Any, *, within: float
) -> NDArray[np.bool_]:
    """Say where a stretch is near an end because it leads there."""
    gaps = np.zeros(len(drawn.points))
    gaps[1:] = np.hypot(*np.diff(drawn.points, axis=0).T)
    gaps[drawn.first[:-1]] = 0
    along = np.cumsum(gaps)
    here = along[stretches.at[of]] + share * np.hypot(*(stretches.end[of] - stretches.start[of]).T)
    line = stretches.line[of]
    number = np.full(len(drawn.points), -1, dtype=np.int64)
    number[drawn.is_end] = node
    heads, tails = drawn.first[:-1][line], drawn.first[1:][line] - 1
    from_head = (number[heads] == which) & (here - along[heads] <= within)
    from_tail = (number[tails] == which) & (along[tails] - here <= within)
    return np.asarray(from_head | from_tail)


def _on_one_level(drawn: Drawn, stretches: _Stretches, node: Numbers, which: Numbers, of: Numbers) -> NDArray[np.bool_]:
    """Say where a line that ends there is of the stretch's level."""
    floors, floor = np.unique(drawn.level, return_inverse=True)
    floor = floor.ravel()
    there = node * len(floors) + floor[drawn.line[drawn.is_end]]
    return np.isin(which * len(floors) + floor[stretches.line[of]], there)


def _crossed(drawn: Drawn) -> tuple[Drawn, int]:
    """Give two lines of one level a point where they cross or touch without one."""
    stretches = _stretches(drawn)
    a, b = stretches.tree.query(stretches.tree.geometries, predicate="intersects")
    level = drawn.level[stretches.line]
    ends = [_complex(x) for x in (stretches.start, stretches.end)]
    pairs = (a < b) & (level[a] == level[b])
    for one in ends:
        for other in ends:
            pairs &= one[a] != other[b]
    a, b = a[pairs], b[pairs]
    run, other_run = stretches.end[a] - stretches.start[a], stretches.end[b] - stretches.start[b]
    gap = stretches.start[b] - stretches.start[a]
    across = run[:, 0] * other_run[:, 1] - run[:, 1] * other_run[:, 0]
    # One upon the other is no crossing: they run side by side, and meet where one of them ends.
    slanted = np.abs(across) > 1e-9 * np.hypot(*run.T) * np.hypot(*other_run.T)
    a, b, run, gap, across, other_run = (x[slanted] for x in (a, b, run, gap, across, other_run))
    share = np.clip((gap[:, 0] * other_run[:, 1] - gap[:, 1] * other_run[:, 0]) / across, 0.0, 1.0)
    place = np.round(stretches.start[a] + share[:, None] * run, 3)
    for corner in (stretches.start[b], stretches.end[b], stretches.start[a], stretches.end[a]):
        is_near = np.hypot(*(corner - place).T) <= SAME_M
        place[is_near] = corner[is_near]
    of = np.r_[a, b]
    both = np.r_[place, place]
    made = _with_points(drawn, stretches.at[of], stretches.foot(of, both), both)
    return made, len(np.unique(_complex(place))) if len(place) else 0


def _with_points(drawn: Drawn, at: Numbers, share: Any, places: Points) -> Drawn:
    """Put places into lines, each after point `at` and in order of its share of the stretch; a corner is none anew."""
    is_new = _is_new(drawn, at, places)
    at, share, places = at[is_new], share[is_new], places[is_new]
    order = np.lexsort((places[:, 1], places[:, 0], share, at))
    at, places = at[order], places[order]
    points = np.insert(drawn.points, at + 1, places, axis=0)
    more = np.bincount(drawn.line[at], minlength=len(drawn.first) - 1)
    first = drawn.first + np.r_[0, np.cumsum(more)]
    return Drawn(points=points, first=first, level=drawn.level)


def _is_new(drawn: Drawn, at: Numbers, places: Points) -> NDArray[np.bool_]:
    """Say which places are neither end of the stretch after point `at`."""
    return np.asarray((places != drawn.points[at]).any(axis=1) & (places != drawn.points[at + 1]).any(axis=1))
