"""The walk graph: streets as one walks them, in arrays that many may share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY, Profile, profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

CLOSED = np.int32(-1)
"""The cost of an arc that a profile does not walk."""
NEVER = np.int32(2**31 - 1)
"""The length of a walk that there is not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WalkGraph:
    """
    Pieces of street between nodes (crossings and ends); the arrays may be memory-mapped and are never written.

    n nodes, m pieces, k points. Parallel pieces, pieces from a node to itself and pieces of length 0 are allowed.

    Parameters
    ----------
    crs
        The place's metric system; every coordinate is in its metres.
    points
        float64 (k, 2): the bends of all pieces, one piece after another, each with its first and last point.
    first
        int64 (m + 1): piece i has the points `first[i]` to `first[i + 1]`, at least two.
    along_mm
        int32 (k): whole millimetres from the piece's first point along it; each stretch between two points is rounded,
        and the piece is their sum, so that a graph of points and a graph of pieces have equal lengths.
    ends
        int32 (m, 2): the nodes where a piece starts and ends.
    flags, way, name
        uint16 (m) of `profiles`; uint8 (m), a place in `ways`; int32 (m), a place in `names`, of which 0 is "".
    at
        int64 (n): one of the points that a node lies on.
    part
        int32 (n): which of the parts that hang together (taken both ways) a node is of; 0 is the largest.
    head, to, piece
        int64 (n + 1), int32 (2 m), int32 (2 m): node i's ways out are `head[i]` to `head[i + 1]`; each leads to the
        node `to` over a piece, written as `2 * piece`, or `2 * piece + 1` where it is taken from its end to its start.
    ways, names
        Values of `highway` or of a road's class, and streets' names.
    source
        What the graph was made from: `kind` (openstreetmap, lines), `file`, `mark`, `knows_steps`, `left_out` ….
    """

    crs: str
    points: NDArray[np.float64]
    first: NDArray[np.int64]
    along_mm: NDArray[np.int32]
    ends: NDArray[np.int32]
    flags: NDArray[np.uint16]
    way: NDArray[np.uint8]
    name: NDArray[np.int32]
    at: NDArray[np.int64]
    part: NDArray[np.int32]
    head: NDArray[np.int64]
    to: NDArray[np.int32]
    piece: NDArray[np.int32]
    ways: tuple[str, ...]
    names: tuple[str, ...]
    source: Mapping[str, Any]
    _walked: dict[str, Walked] = field(default_factory=dict, repr=False)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.at)

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return len(self.ends)

    @property
    def knows_steps(self) -> bool:
        """Whether the source would have said where steps are; else nobody may say that there are none."""
        return bool(self.source.get("knows_steps"))

    @property
    def length_mm(self) -> NDArray[np.int32]:
        """Length of each piece, int32 (m), whole millimetres."""
        return self.along_mm[self.first[1:] - 1]

    def node_xy(self) -> NDArray[np.float64]:
        """Return the nodes' coordinates, float64 (n, 2), metres in `crs`."""
        return self.points[self.at]

    def walked(self, profile: str | Profile = "walking") -> Walked:
        """Return the graph as one profile walks it; made once."""
        one = profile_of(profile)
        if one.key not in self._walked:
            self._walked[one.key] = _walked(self, one)
        return self._walked[one.key]


@dataclass(frozen=True, kw_only=True, eq=False)
class Walked:
    """
    A walk graph as one profile walks it.

    `is_open`: bool (m), the pieces it takes. `out_mm`, `in_mm`: int32 (2 m), beside `graph.to`: the cost of leaving a
    node by that arc, and of coming to the node by it the other way (from `to` here); `CLOSED` where it is not walked
    so. They are one array where no piece is one-way on foot. What measures work out once for all, as a tree of the open
    pieces, is kept with it.
    """

    graph: WalkGraph
    profile: Profile
    is_open: NDArray[np.bool_]
    out_mm: NDArray[np.int32]
    in_mm: NDArray[np.int32]
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_one_way(self) -> bool:
        """Whether there and back may differ."""
        return self.out_mm is not self.in_mm


def _walked(graph: WalkGraph, profile: Profile) -> Walked:
    is_open = (graph.flags & profile.leaves_out) == 0
    which, backward = graph.piece >> 1, (graph.piece & 1).astype(bool)
    cost = np.where(is_open[which], graph.length_mm[which], CLOSED).astype(np.int32)
    forward_only = (graph.flags[which] & FORWARD_ONLY) != 0
    backward_only = (graph.flags[which] & BACKWARD_ONLY) != 0
    if not (forward_only.any() or backward_only.any()):
        return Walked(graph=graph, profile=profile, is_open=is_open, out_mm=cost, in_mm=cost)
    against = (forward_only & backward) | (backward_only & ~backward)
    along = (forward_only & ~backward) | (backward_only & backward)
    return Walked(
        graph=graph, profile=profile, is_open=is_open,
        out_mm=np.where(against, CLOSED, cost), in_mm=np.where(along, CLOSED, cost),
    )  # fmt: skip


def make_graph(  # noqa: PLR0913  the arrays of one graph
    *,
    crs: str,
    points: ArrayLike,
    first: ArrayLike,
    ends: ArrayLike,
    flags: ArrayLike | None = None,
    way: ArrayLike | None = None,
    name: ArrayLike | None = None,
    ways: Sequence[str] = ("",),
    names: Sequence[str] = ("",),
    source: Mapping[str, Any] | None = None,
) -> WalkGraph:
    """
    Make a graph of pieces; lengths, ways out and parts are worked out here.

    Parameters
    ----------
    points, first, flags, way, name, ways, names, crs, source
        As in `WalkGraph`.
    ends
        (m, 2): the nodes at each piece's start and end, numbered from 0 without gaps; what a node is called is the
        caller's, where it lies is its pieces'.

    Raises
    ------
    ValueError
        The arrays do not fit together.
    """
    points = np.ascontiguousarray(points, dtype=np.float64).reshape(-1, 2)
    first = np.asarray(first, dtype=np.int64)
    ends = np.ascontiguousarray(ends, dtype=np.int32).reshape(-1, 2)
    count = len(ends)
    if len(first) != count + 1 or (count and (first[0] != 0 or first[-1] != len(points) or np.diff(first).min() < 2)):
        raise ValueError("a piece has two points or more, and the points of all pieces lie one after another.")
    nodes = int(ends.max()) + 1 if count else 0
    head, to, piece = _ways_out(ends, nodes)
    if (np.diff(head) == 0).any():
        raise ValueError("nodes are numbered from 0 without gaps.")
    start_or_end = np.stack([first[:-1], first[1:] - 1])
    return WalkGraph(
        crs=crs, points=points, first=first, along_mm=_along(points, first), ends=ends,
        flags=np.zeros(count, dtype=np.uint16) if flags is None else np.asarray(flags, dtype=np.uint16),
        way=np.zeros(count, dtype=np.uint8) if way is None else np.asarray(way, dtype=np.uint8),
        name=np.zeros(count, dtype=np.int32) if name is None else np.asarray(name, dtype=np.int32),
        at=start_or_end[piece[head[:-1]] & 1, piece[head[:-1]] >> 1],
        part=_parts(ends, nodes), head=head, to=to, piece=piece,
        ways=tuple(ways), names=tuple(names), source=dict(source or {}),
    )  # fmt: skip


def _along(points: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.int32]:
    """Sum the rounded stretches along each piece, from 0 at its first point."""
    if not len(points):
        return np.zeros(0, dtype=np.int32)
    stretches = np.zeros(len(points), dtype=np.int64)
    stretches[1:] = np.rint(np.hypot(*np.diff(points, axis=0).T) * 1000.0)
    stretches[first[:-1]] = 0
    total = np.cumsum(stretches)
    return (total - np.repeat(total[first[:-1]], np.diff(first))).astype(np.int32)


def _ways_out(ends: NDArray[np.int32], nodes: int) -> tuple[Any, Any, Any]:
    """Sort the two ways of each piece by the node they leave, each node's by piece."""
    leaving = np.concatenate([ends[:, 0], ends[:, 1]])
    coming = np.concatenate([ends[:, 1], ends[:, 0]])
    numbers = np.arange(len(ends), dtype=np.int32)
    both = np.concatenate([2 * numbers, 2 * numbers + 1]).astype(np.int32)
    order = np.lexsort((both, leaving))
    head = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(leaving, minlength=nodes), out=head[1:])
    return head, coming[order].astype(np.int32), both[order]


def _parts(ends: NDArray[np.int32], nodes: int) -> NDArray[np.int32]:
    """Number the parts that hang together, the one with the most nodes first."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not nodes:
        return np.zeros(0, dtype=np.int32)
    links = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    _, labels = connected_components(links.tocsr(), directed=False)
    sizes = np.bincount(labels)
    rank = np.empty(len(sizes), dtype=np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes), dtype=np.int32)
    return np.asarray(rank[labels])
