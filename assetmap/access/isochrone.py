"""How far one comes on foot in so many minutes: the stretches of street, and the ground beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.found import FURTHEST
from assetmap.access.outline import CELL_M, field
from assetmap.access.searching import costs
from assetmap.access.seeds import ways
from assetmap.access.spots import Spots, point_at
from assetmap.network.graph import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from assetmap.network.graph import Walked, WalkGraph

WIDTH_M = 25.0
"""What lies so near a street that is reached is taken as reached: about a house and its garden on either side."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stretches:
    """
    s stretches of street, none of them twice: piece by piece in rising order, cut to the millimetre.

    `piece`: int32 (s); `from_mm`, `to_mm`: int32 (s), whole millimetres along the piece from its start.
    `beside`: float64 (b, 4), the straight ways between where people set out and the street, x, y of both ends.
    """

    graph: WalkGraph
    piece: NDArray[np.int32]
    from_mm: NDArray[np.int32]
    to_mm: NDArray[np.int32]
    beside: NDArray[np.float64]

    @property
    def length_mm(self) -> int:
        """How much street there is in all, whole millimetres, the straight ways beside it left out."""
        return int((self.to_mm.astype(np.int64) - self.from_mm).sum())

    def lines(self) -> NDArray[Any]:
        """Return a LineString for each stretch, then one for each straight way; metres in the graph's CRS."""
        which, ends = self._legs()
        is_first = np.ones(len(which), dtype=bool)
        is_first[1:] = which[1:] != which[:-1]
        order = np.repeat(np.arange(len(which)), 1 + is_first)
        xy = ends[order, 2:]
        xy[np.cumsum(1 + is_first)[is_first] - 2] = ends[is_first, :2]
        streets = shapely.linestrings(xy, indices=which[order]) if len(order) else np.zeros(0, dtype=object)
        beside = shapely.linestrings(self.beside.reshape(-1, 2, 2)) if len(self.beside) else np.zeros(0, dtype=object)
        return np.concatenate([streets, beside])

    def segments(self) -> NDArray[np.float64]:
        """Return all straight bits, float64 (_, 4): x, y of both ends in metres of the graph's CRS."""
        return np.concatenate([self._legs()[1], self.beside])

    def _legs(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the straight legs of all stretches, cut: which stretch each is of, and x, y of both ends."""
        graph = self.graph
        start = graph.first[self.piece]
        many = graph.first[self.piece.astype(np.int64) + 1] - start - 1
        which = np.repeat(np.arange(len(many)), many)
        point = np.arange(len(which)) + np.repeat(start - (np.cumsum(many) - many), many)
        low, high = self.from_mm[which], self.to_mm[which]
        one, other = graph.along_mm[point], graph.along_mm[point + 1]
        taken = (one < high) & (other > low) | (low == high) & (one <= low) & (other >= low)
        which, point, low, high, one, other = (x[taken] for x in (which, point, low, high, one, other))
        length = np.maximum(other - one, 1)
        a, b = graph.points[point], graph.points[point + 1]
        t0 = np.maximum(low - one, 0) / length
        t1 = np.where(high < other, (high - one) / length, 1.0)
        return which, np.hstack([a + (b - a) * t0[:, None], a + (b - a) * t1[:, None]])


def isochrone(
    walked: Walked,
    spots: Spots,
    minutes: Sequence[float],
    *,
    width_m: float = WIDTH_M,
    starts: ArrayLike | None = None,
    toward: bool = False,
    cell_m: float = CELL_M,
) -> list[Any]:
    """
    Draw what can be reached from some spots within each of several times, from one search.

    Never ask it for a place that is shown blurred or not at all: its shape would point at the true door. Who may have
    one is decided where places are disclosed, not here.

    Parameters
    ----------
    spots
        Where people set out, joined to the streets; all of them together give one answer. Spots that are joined to no
        street give nothing.
    minutes
        Times at the profile's pace, each ≥ 0, in any order.
    width_m
        What lies within so many metres of a street that is reached is reached too.
    starts
        float64 (owners, 2), where the owners of the spots stand, metres in the graph's CRS: the straight way from
        there to the street belongs to what is reached. Without it only its length counts.
    toward
        From where the spots can be reached, instead of what can be reached from them; the same without one-ways.
    cell_m
        Spacing of the grid that distances are worked out on.

    Returns
    -------
    polygons
        A valid Polygon or MultiPolygon for each time, in the order asked, metres in the graph's CRS, with holes where
        no street comes near; an empty Polygon where no spot is joined. A shorter time's lies within a longer one's.

    Raises
    ------
    ValueError
        A time is negative or no number.
    """
    limits = [_limit_mm(walked, x) for x in minutes]
    found = _reached(walked, spots, limits, starts=starts, toward=toward)
    segments = {limit: one.segments() for limit, one in found.items()}
    drawn: dict[int, Any] = {}
    grid = None
    for limit in sorted(segments):
        if grid is None and len(segments[limit]):
            ends = segments[max(segments)].reshape(-1, 2)
            bounds = (*ends.min(axis=0).tolist(), *ends.max(axis=0).tolist())
            grid = field(bounds, width_m=width_m, cell_m=cell_m)
        if grid is not None:
            grid.draw(segments[limit])  # over the shorter time's, so that nothing is further than it was
        drawn[limit] = shapely.Polygon() if grid is None else grid.outline()
    return [drawn[x] for x in limits]


def buffered_streets(
    walked: Walked,
    spots: Spots,
    minutes: float,
    *,
    width_m: float = WIDTH_M,
    starts: ArrayLike | None = None,
    toward: bool = False,
) -> Any:
    """
    Return the polygon that `isochrone` follows, by definition: every stretch that is reached, buffered and dissolved.

    Many times slower; arcs have eight sides a quarter. Parameters as in `isochrone`.
    """
    one = reachable(walked, spots, _limit_mm(walked, minutes), starts=starts, toward=toward)
    return shapely.buffer(shapely.multilinestrings(one.lines()), width_m, quad_segs=8)


def reachable(
    walked: Walked, spots: Spots, limit_mm: int, *, starts: ArrayLike | None = None, toward: bool = False
) -> Stretches:
    """Find every stretch of street within a limit, whole millimetres; the others as in `isochrone`."""
    return _reached(walked, spots, [limit_mm], starts=starts, toward=toward)[limit_mm]


def _limit_mm(walked: Walked, minutes: float) -> int:
    if not 0 <= minutes < float("inf"):
        raise ValueError(f"{minutes} minutes: a time is a number, 0 or more.")
    return min(walked.profile.reach_mm(minutes), FURTHEST)


def _reached(
    walked: Walked, spots: Spots, limits: Sequence[int], *, starts: ArrayLike | None, toward: bool
) -> dict[int, Stretches]:
    """Search once, as far as the longest limit, and cut the streets at each."""
    if not limits:
        return {}
    some = spots.piece >= 0
    some[some] = walked.is_open[spots.piece[some]]
    standing = Spots(
        piece=spots.piece[some], along_mm=spots.along_mm[some], off_mm=spots.off_mm[some], owner=spots.owner[some],
        owners=spots.owners,
    )  # fmt: skip
    mm = costs(walked, standing, limit_mm=max(limits), toward=toward)
    near = np.flatnonzero(mm <= max(limits))
    beside = _straight_ways(walked, standing, starts)
    out: dict[int, Stretches] = {}
    for limit in set(limits):
        node = near[mm[near] <= limit]
        from_nodes = _from_nodes(walked, node, limit - mm[node], toward=toward)
        piece, low, high = (
            np.concatenate(x) for x in zip(from_nodes, _from_spots(walked, standing, limit, toward=toward), strict=True)
        )
        out[limit] = _merged(walked.graph, piece, low, high, beside=_cut(beside, standing, limit))
    return out


def _from_nodes(walked: Walked, node: NDArray[Any], left_mm: NDArray[Any], *, toward: bool) -> tuple[Any, Any, Any]:
    """Go on from each node along every piece that leaves it, as far as is left."""
    graph = walked.graph
    start, many = graph.head[node], graph.head[node + 1] - graph.head[node]
    slot = np.arange(int(many.sum())) + np.repeat(start - (np.cumsum(many) - many), many)
    length = (walked.in_mm if toward else walked.out_mm)[slot]
    run = np.minimum(length, np.repeat(left_mm, many))
    some = (length != CLOSED) & (run > 0)
    arc, length, run = graph.piece[slot[some]], length[some], run[some]
    is_backward = (arc & 1) == 1
    return arc >> 1, np.where(is_backward, length - run, 0), np.where(is_backward, length, run)


def _from_spots(walked: Walked, spots: Spots, limit: int, *, toward: bool) -> tuple[Any, Any, Any]:
    """Go from each spot both ways along its own piece, as far as is left and the piece is walked so."""
    some = spots.off_mm <= limit
    piece, along = spots.piece[some], spots.along_mm[some].astype(np.int64)
    left = limit - spots.off_mm[some].astype(np.int64)
    forward, backward = ways(walked, piece)
    up, down = (backward, forward) if toward else (forward, backward)
    length = walked.graph.length_mm[piece] if len(piece) else along
    low = np.where(down, np.maximum(along - left, 0), along)
    return piece, low, np.where(up, np.minimum(along + left, length), along)


def _merged(
    graph: WalkGraph, piece: NDArray[Any], low: NDArray[Any], high: NDArray[Any], *, beside: NDArray[np.float64]
) -> Stretches:
    """Join what overlaps or touches on each piece."""
    block = piece.astype(np.int64) << 31
    order = np.argsort(block + low)
    begin, end = (block + low)[order], np.maximum.accumulate((block + high)[order])
    is_first = np.ones(len(begin), dtype=bool)
    is_first[1:] = begin[1:] > end[:-1]
    is_last = np.ones(len(begin), dtype=bool)
    is_last[:-1] = is_first[1:]
    begin, end, within = begin[is_first], end[is_last], (1 << 31) - 1
    return Stretches(
        graph=graph, piece=(begin >> 31).astype(np.int32), from_mm=(begin & within).astype(np.int32),
        to_mm=(end & within).astype(np.int32), beside=beside,
    )  # fmt: skip


def _straight_ways(walked: Walked, spots: Spots, starts: ArrayLike | None) -> NDArray[np.float64]:
    """Return the way from each spot's owner to the street, float64 (s, 4); none where nobody said where they stand."""
    if starts is None:
        return np.zeros((0, 4))
    own = np.asarray(starts, dtype=np.float64).reshape(-1, 2)[spots.owner]
    street = [point_at(walked, int(p), int(mm)) for p, mm in zip(spots.piece, spots.along_mm, strict=True)]
    return np.hstack([own, np.array(street).reshape(-1, 2)])


def _cut(straight: NDArray[np.float64], spots: Spots, limit: int) -> NDArray[np.float64]:
    """Cut the straight ways where the limit is reached."""
    if not len(straight):
        return straight
    share = np.minimum(limit / np.maximum(spots.off_mm, 1), 1.0)[:, None]
    start, end = straight[:, :2], straight[:, 2:]
    return np.hstack([start, start + (end - start) * share])[spots.off_mm > 0]
