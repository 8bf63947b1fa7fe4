"""Where people and assets stand on the streets: on a piece, so far along it, so far beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.engines import engine_of
from assetmap.network.graph import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.engines import Engine
    from assetmap.network.graph import Walked

FAR_M = 500.0
"""From further than this nobody is joined to a street: what lies between may be a bay, a railway or a motorway."""
_NOWHERE_M = 1e9
"""Coordinates beyond this are of no place on earth, as what is not a number is."""
_AT_ONCE = 100_000
"""So many places are joined at once, so that memory does not grow with their number."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spots:
    """
    s spots of `owners` places; a place may have several (the gates of a park) or none.

    `piece`: int32 (s), -1 where no street is near. `along_mm`, `off_mm`: int32 (s), whole millimetres from the piece's
    start, and straight from the place to the street, walked at the same pace. `owner`: int64 (s), which place.
    """

    piece: NDArray[np.int32]
    along_mm: NDArray[np.int32]
    off_mm: NDArray[np.int32]
    owner: NDArray[np.int64]
    owners: int

    @property
    def is_joined(self) -> NDArray[np.bool_]:
        """Whether each place stands on a street at all, bool (owners)."""
        found = np.zeros(self.owners, dtype=bool)
        found[self.owner[self.piece >= 0]] = True
        return found

    def of(self, owner: int) -> Spots:
        """Return the spots of one place, as the only one."""
        own = self.owner == owner
        return Spots(
            piece=self.piece[own], along_mm=self.along_mm[own], off_mm=self.off_mm[own],
            owner=np.zeros(int(own.sum()), dtype=np.int64), owners=1,
        )  # fmt: skip


def join(walked: Walked, xy: ArrayLike, *, far_m: float = FAR_M, engine: Engine = "auto") -> Spots:
    """
    Join places to the nearest point of a street that the profile takes; not to the nearest node.

    Parameters
    ----------
    walked
        The graph as one profile walks it.
    xy
        (p, 2) metres in `walked.graph.crs`; what is nowhere on earth is joined to nothing.
    far_m
        A place further from every street is joined to nothing, and `off_mm` says how far it is.
    engine
        "auto": numba where it is, else scipy and shapely; both give the same.

    Returns
    -------
    spots
        One spot a place, in the order given. Of streets equally near, to the millimetre, that with the lowest number.
    """
    places = np.ascontiguousarray(xy, dtype=np.float64).reshape(-1, 2)
    piece = np.full(len(places), -1, dtype=np.int32)
    along = np.zeros(len(places), dtype=np.int32)
    off = np.full(len(places), NEVER, dtype=np.int32)
    for start in range(0, len(places), _AT_ONCE):
        some = np.arange(start, min(start + _AT_ONCE, len(places)))
        some = some[(np.abs(places[some]) < _NOWHERE_M).all(axis=1)]
        piece[some], along[some], off[some] = engine_of(engine).stand(walked, places[some])
    piece[off > round(far_m * 1000.0)] = -1
    return Spots(piece=piece, along_mm=along, off_mm=off, owner=np.arange(len(places)), owners=len(places))


def join_shapes(
    walked: Walked, shapes: Iterable[Any], *, gates: ArrayLike | None = None, far_m: float = FAR_M
) -> Spots:
    """
    Join places that may be areas or lines, where one gets in; never at a centroid.

    Parameters
    ----------
    walked
        The graph as one profile walks it.
    shapes
        Shapely geometries in metres of `walked.graph.crs`. A point is joined as by `join`. An area is reached at its
        gates; where it has none, where open streets meet its edge; else at the point of its edge that is nearest to
        a street. A line is reached at its ends and where streets meet it. Parts count as one place. What is empty or
        None has no spot.
    gates
        (g, 2) known gates, metres; those inside an area or within 15 m of it are its own.
    far_m
        As in `join`.

    Returns
    -------
    spots
        The spots of all shapes, sorted by shape; a shape without a street near has one with piece -1.
    """
    from assetmap.access.entrances import ways_in

    return ways_in(walked, list(shapes), gates=gates, far_m=far_m)


def open_pieces(walked: Walked) -> tuple[Any, NDArray[np.int64]]:
    """Return a tree of the pieces that are open, and the number of each; made once."""
    if "tree" not in walked._kept:  # noqa: SLF001  kept with the graph, so that it is let go of with it
        import shapely

        numbers = np.flatnonzero(walked.is_open)
        walked._kept["tree"] = (shapely.STRtree(piece_lines(walked, numbers)), numbers)  # noqa: SLF001
    kept: tuple[Any, NDArray[np.int64]] = walked._kept["tree"]  # noqa: SLF001
    return kept


def piece_lines(walked: Walked, pieces: NDArray[Any]) -> NDArray[Any]:
    """Return pieces as shapely lines, in their order."""
    import shapely

    graph = walked.graph
    points, many = _all_points(graph.first, pieces)
    return np.asarray(shapely.linestrings(graph.points[points], indices=np.repeat(np.arange(len(pieces)), many)))


def beside(walked: Walked, piece: NDArray[Any], xy: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """
    Find the nearest point of a given piece to each point.

    Returns how far along the piece it lies, in the piece's own whole millimetres, and how far off, int32 (p) both.
    """
    if not len(piece):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
    graph = walked.graph
    points, many = _all_points(graph.first, piece)
    start = np.cumsum(many) - many
    leg = np.ones(len(points), dtype=bool)
    leg[start + many - 1] = False  # the last point starts no leg
    points, starts = points[leg], start - np.arange(len(piece))
    here = np.repeat(xy, many - 1, axis=0)
    a = graph.points[points]
    way = graph.points[points + 1] - a
    square = way[:, 0] * way[:, 0] + way[:, 1] * way[:, 1]
    ahead = (here[:, 0] - a[:, 0]) * way[:, 0] + (here[:, 1] - a[:, 1]) * way[:, 1]
    share = np.clip(ahead / np.where(square > 0, square, 1.0), 0.0, 1.0)
    near = np.where(share[:, None] >= 1.0, graph.points[points + 1], a + share[:, None] * way)
    away = near - here
    distance = np.sqrt(away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1])
    least = np.minimum.reduceat(distance, starts)
    hits = np.flatnonzero(distance == np.repeat(least, many - 1))
    best = hits[np.searchsorted(hits, starts)]  # the first leg of those equally near
    lengths = (graph.along_mm[points[best] + 1] - graph.along_mm[points[best]]).astype(np.float64)
    along = graph.along_mm[points[best]] + np.rint(share[best] * lengths).astype(np.int32)
    return along.astype(np.int32), np.minimum(np.rint(least * 1000.0), float(NEVER) - 1.0).astype(np.int32)


def point_at(walked: Walked, piece: int, along_mm: int) -> NDArray[np.float64]:
    """Return the point so far along a piece, float64 (2), metres."""
    graph = walked.graph
    a, b = int(graph.first[piece]), int(graph.first[piece + 1])
    along = graph.along_mm[a:b]
    leg = min(max(int(np.searchsorted(along, along_mm, side="right")) - 1, 0), b - a - 2)
    length = int(along[leg + 1] - along[leg])
    share = (along_mm - int(along[leg])) / length if length else 0.0
    here, there = np.asarray(graph.points[a + leg]), np.asarray(graph.points[a + leg + 1])
    return there if share >= 1.0 else here + (there - here) * share


def _all_points(first: NDArray[np.int64], pieces: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the numbers of all points of some pieces, one piece after another, and how many each has."""
    start = np.asarray(first[pieces])
    many = np.asarray(first[np.asarray(pieces, dtype=np.int64) + 1]) - start
    jump = start - (np.cumsum(many) - many)
    return np.repeat(jump, many) + np.arange(int(many.sum())), many
