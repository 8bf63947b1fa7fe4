"""
Ways as they were drawn, to pieces between crossings and ends: `pieces_of(Ways(…), crs=…)` is a walk graph.

Two ways meet where they have a point in common, by its number: `numbered` gives equal numbers to equal coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.network.graph import WalkGraph, make_graph
from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

CRUMB_M = 250.0
"""A part that is cut off and has less street in all is left out: a drawn driveway, a path on a roof."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """
    Ways as they were drawn: w ways over p numbered points.

    Parameters
    ----------
    xy
        float64 (p, 2): the points' coordinates, metres in a metric system. Points that no way uses are allowed.
    at
        int (r): the numbers in `xy` of the points of all ways, one way after another.
    first
        int64 (w + 1): way i has `at[first[i]:first[i + 1]]`. A way of one point, or of one point again and again,
        is passed over.
    flags, way, name, ways, names
        As in `WalkGraph`, a row a way; `flags` of `profiles`, one-way on foot being along the way's points.
    """

    xy: NDArray[np.float64]
    at: NDArray[np.int64]
    first: NDArray[np.int64]
    flags: NDArray[np.uint16]
    way: NDArray[np.uint8]
    name: NDArray[np.int32]
    ways: tuple[str, ...] = ("",)
    names: tuple[str, ...] = ("",)

    def rows(self, which: NDArray[np.bool_]) -> Ways:
        """Keep some of the ways (bool (w)), over the same points."""
        sizes = np.diff(self.first)
        return replace(
            self, at=self.at[np.repeat(which, sizes)], first=_heads(sizes[which]),
            flags=self.flags[which], way=self.way[which], name=self.name[which],
        )  # fmt: skip

    def over(self, xy: NDArray[np.float64]) -> Ways:
        """Give the points other coordinates."""
        return replace(self, xy=xy)


def numbered(
    points: ArrayLike,
    first: ArrayLike,
    *,
    flags: ArrayLike | None = None,
    way: ArrayLike | None = None,
    name: ArrayLike | None = None,
    ways: Sequence[str] = ("",),
    names: Sequence[str] = ("",),
) -> Ways:
    """
    Make ways of lines that meet where their coordinates are equal to the bit.

    `points` float64 (r, 2), one line after another; line i has the points `first[i]` to `first[i + 1]`.
    """
    lines = np.ascontiguousarray(points, dtype=np.float64).reshape(-1, 2) + 0.0  # -0.0 is 0.0
    found, at = np.unique(lines.view(np.complex128).ravel(), return_inverse=True)
    count = len(np.asarray(first)) - 1
    return Ways(
        xy=found.view(np.float64).reshape(-1, 2), at=at.ravel(), first=np.asarray(first, dtype=np.int64),
        flags=np.zeros(count, dtype=np.uint16) if flags is None else np.asarray(flags, dtype=np.uint16),
        way=np.zeros(count, dtype=np.uint8) if way is None else np.asarray(way, dtype=np.uint8),
        name=np.zeros(count, dtype=np.int32) if name is None else np.asarray(name, dtype=np.int32),
        ways=tuple(ways), names=tuple(names),
    )  # fmt: skip


def pieces_of(
    ways: Ways, *, crs: str, source: Mapping[str, Any] | None = None, crumb_m: float = CRUMB_M, merge: bool = True
) -> WalkGraph:
    """
    Cut ways where they meet and end, join what only goes on, leave crumbs out, and make the graph.

    Parameters
    ----------
    crs
        The system of `ways.xy`.
    source
        As in `WalkGraph`; its `left_out` comes back with `crumbs` added: `{"parts", "pieces", "metres"}`.
    crumb_m
        Parts with less street than this are left out; the longest part always stays. 0 keeps everything.
    merge
        Two pieces that meet where nothing else does become one where name, class and flags are equal; or never.

    Returns
    -------
    graph
        Shortest ways between crossings are as long as over the points. Rings, parallel pieces and loops are kept.
        Nodes and pieces are numbered along a curve that fills the ground: neighbours there are neighbours in memory.
    """
    cut = _cut(without_repeats(ways))
    if merge:
        cut = _merged(cut)
    kept, crumbs = _without_crumbs(cut, ways.xy, crumb_m)
    said = dict(source or {})
    said["left_out"] = {**said.get("left_out", {}), "crumbs": crumbs}
    return _graph(kept, ways, crs=crs, source=said)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cut:
    """Pieces: `at` and `first` as in `Ways`, with the nodes (numbers of points) at both ends and each piece's way."""

    at: NDArray[np.int64]
    first: NDArray[np.int64]
    flags: NDArray[np.uint16]
    way: NDArray[np.uint8]
    name: NDArray[np.int32]

    @property
    def ends(self) -> NDArray[np.int64]:
        return np.stack([self.at[self.first[:-1]], self.at[self.first[1:] - 1]], axis=1)

    def rows(self, which: NDArray[Any], *, is_turned: NDArray[np.bool_] | None = None) -> _Cut:
        """Take pieces in another order, some from their end to their start."""
        turned = np.zeros(len(which), dtype=bool) if is_turned is None else is_turned
        size = (self.first[1:] - self.first[:-1])[which]
        first = _heads(size)
        inner = np.arange(first[-1]) - np.repeat(first[:-1], size)
        start = np.where(turned, self.first[1:][which] - 1, self.first[:-1][which])
        at = self.at[np.repeat(start, size) + inner * np.repeat(np.where(turned, -1, 1), size)]
        flags = np.where(turned, _turned(self.flags[which]), self.flags[which])
        return _Cut(at=at, first=first, flags=flags, way=self.way[which], name=self.name[which])


def _heads(sizes: NDArray[Any]) -> NDArray[np.int64]:
    heads = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=heads[1:])
    return heads


def _turned(flags: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the flags as seen by somebody who comes the other way."""
    one_way = np.uint16(FORWARD_ONLY | BACKWARD_ONLY)
    swapped = ((flags & FORWARD_ONLY) // FORWARD_ONLY * BACKWARD_ONLY) | (
        (flags & BACKWARD_ONLY) // BACKWARD_ONLY * FORWARD_ONLY
    )
    return ((flags & ~one_way) | swapped).astype(np.uint16)


def without_repeats(ways: Ways) -> Ways:
    """Pass over a point that is the one before it again, then ways of fewer than two points."""
    at, sizes = np.asarray(ways.at, dtype=np.int64), np.diff(ways.first)
    stays = np.ones(len(at), dtype=bool)
    stays[1:] = at[1:] != at[:-1]
    stays[ways.first[:-1][sizes > 0]] = True
    owner = np.repeat(np.arange(len(sizes)), sizes)
    count = np.bincount(owner[stays], minlength=len(sizes))
    is_way = count >= 2
    stays &= is_way[owner]
    return replace(
        ways, at=at[stays], first=_heads(count[is_way]),
        flags=ways.flags[is_way], way=ways.way[is_way], name=ways.name[is_way],
    )  # fmt: skip


def _cut(ways: Ways) -> _Cut:
    """Cut every way at its ends and wherever a point is used more than once."""
    uses = np.bincount(ways.at, minlength=len(ways.xy))
    is_cut = uses[ways.at] > 1
    is_start, is_end = np.zeros((2, len(ways.at)), dtype=bool)
    is_start[ways.first[:-1]] = True
    is_end[ways.first[1:] - 1] = True
    is_cut |= is_start | is_end
    starts, stops = np.flatnonzero(is_cut & ~is_end), np.flatnonzero(is_cut & ~is_start)
    size = stops - starts + 1
    first = _heads(size)
    inner = np.arange(first[-1]) - np.repeat(first[:-1], size)
    owner = np.searchsorted(ways.first, starts, side="right") - 1
    return _Cut(
        at=ways.at[np.repeat(starts, size) + inner], first=first,
        flags=ways.flags[owner], way=ways.way[owner], name=ways.name[owner],
    )  # fmt: skip


def _merged(cut: _Cut) -> _Cut:
    """Join chains of pieces that meet two by two and are alike; a piece is drawn on as its lower-numbered end was."""
    onward = _onward(cut)
    arcs = np.arange(len(onward))
    before = np.where(onward[arcs ^ 1] >= 0, onward[arcs ^ 1] ^ 1, -1)
    head, rank = _ranked(before)
    # Each chain is there from both its ends; the one that sets out at the lower piece counts.
    tail = head[arcs ^ 1] ^ 1
    order = np.flatnonzero((head >> 1 < tail >> 1) | ((head == tail) & (head & 1 == 0)))
    order = order[np.lexsort((rank[order], head[order]))]
    chained = cut.rows(order >> 1, is_turned=(order & 1).astype(bool))
    goes_on = rank[order] > 0
    is_repeat = np.zeros(len(chained.at), dtype=bool)
    is_repeat[chained.first[:-1][goes_on]] = True
    sizes = np.diff(chained.first) - goes_on
    starts = np.flatnonzero(~goes_on)
    return _Cut(
        at=chained.at[~is_repeat], first=_heads(np.add.reduceat(sizes, starts) if len(starts) else starts),
        flags=chained.flags[starts], way=chained.way[starts], name=chained.name[starts],
    )  # fmt: skip


def _onward(cut: _Cut) -> NDArray[np.int64]:
    """
    Say, for each way along a piece (`2 * piece`, turned `+ 1`), which one it simply goes on to, or -1.

    That is where exactly two ends meet, of two pieces that are alike. A ring of such pieces is cut at one place.
    """
    ends = cut.ends
    count = len(ends)
    onward = np.full(2 * count, -1, dtype=np.int64)
    if not count:
        return onward
    # An arc arrives where it ends: 2 i at ends[i, 1], 2 i + 1 at ends[i, 0].
    arrives = ends[:, ::-1].ravel()
    order = np.argsort(arrives, kind="stable")
    node = arrives[order]
    starts = np.flatnonzero(np.r_[True, node[1:] != node[:-1]])
    pairs = starts[np.diff(np.r_[starts, len(node)]) == 2]
    one, other = order[pairs], order[pairs + 1]
    a, b = one >> 1, other >> 1
    leaving = other ^ 1
    seen = np.where(one & 1, _turned(cut.flags[a]), cut.flags[a])
    then = np.where(leaving & 1, _turned(cut.flags[b]), cut.flags[b])
    alike = (a != b) & (cut.name[a] == cut.name[b]) & (cut.way[a] == cut.way[b]) & (seen == then)
    one, other = one[alike], other[alike]
    stays = _not_closing(one >> 1, other >> 1, count)
    one, other = one[stays], other[stays]
    onward[one], onward[other] = other ^ 1, one ^ 1
    return onward


def _not_closing(a: NDArray[np.int64], b: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Of the joints between pieces `a` and `b`, leave out one in each ring, so that every chain has two ends."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    chains, label = connected_components(links.tocsr(), directed=False)
    is_ring = np.bincount(label[a], minlength=chains) == np.bincount(label, minlength=chains)
    stays = np.ones(len(a), dtype=bool)
    rings, at = np.unique(label[a], return_index=True)
    stays[at[is_ring[rings]]] = False
    return stays


def _ranked(before: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Follow what comes before to the head of each chain, by doubling; returns the head and how far it is."""
    arcs = np.arange(len(before))
    jump = np.where(before >= 0, before, arcs)
    rank = (before >= 0).astype(np.int64)
    while True:
        further = jump[jump]
        if np.array_equal(further, jump):
            return jump, rank
        rank = rank + rank[jump]
        jump = further


def _without_crumbs(cut: _Cut, xy: NDArray[np.float64], crumb_m: float) -> tuple[_Cut, dict[str, Any]]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    crumbs: dict[str, Any] = {"parts": 0, "pieces": 0, "metres": 0}
    if not len(cut.flags) or crumb_m <= 0:
        return cut, crumbs
    stretches = np.zeros(len(cut.at) + 1)
    np.cumsum(np.hypot(*np.diff(xy[cut.at], axis=0).T), out=stretches[1:-1])
    length = stretches[cut.first[1:] - 1] - stretches[cut.first[:-1]]
    ends = cut.ends
    links = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(len(xy), len(xy)))
    _, label = connected_components(links.tocsr(), directed=False)
    of_piece = label[ends[:, 0]]
    street = np.bincount(of_piece, weights=length)
    is_crumb = (street < crumb_m) & (np.bincount(of_piece) > 0)
    is_crumb[np.argmax(street)] = False
    goes = is_crumb[of_piece]
    crumbs = {"parts": int(is_crumb.sum()), "pieces": int(goes.sum()), "metres": round(float(length[goes].sum()))}
    return cut.rows(np.flatnonzero(~goes)), crumbs


def _graph(cut: _Cut, ways: Ways, *, crs: str, source: Mapping[str, Any]) -> WalkGraph:
    """Number nodes and pieces along a curve that fills the ground, and make the graph."""
    nodes, ends = np.unique(cut.ends, return_inverse=True)
    ends = ends.reshape(-1, 2)
    rank = np.empty(len(nodes), dtype=np.int64)
    rank[np.argsort(_curve(ways.xy[nodes]), kind="stable")] = np.arange(len(nodes))
    ends = rank[ends]
    order = np.lexsort((ends.max(axis=1), ends.min(axis=1)))
    cut = cut.rows(order)
    return make_graph(
        crs=crs, points=ways.xy[cut.at], first=cut.first, ends=ends[order],
        flags=cut.flags, way=cut.way, name=cut.name, ways=ways.ways, names=ways.names, source=source,
    )  # fmt: skip


def _curve(xy: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return each point's place on the Z-order curve through all of them, 2³¹ steps a side."""
    if not len(xy):
        return np.zeros(0, dtype=np.uint64)
    low = xy.min(axis=0)
    span = max(float((xy.max(axis=0) - low).max()), 1.0)
    cell = ((xy - low) / span * (2**31 - 1)).astype(np.uint64)
    for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
                        (2, 0x3333333333333333), (1, 0x5555555555555555)):  # fmt: skip
        cell = (cell | (cell << np.uint64(shift))) & np.uint64(mask)
    return np.asarray(cell[:, 0] | (cell[:, 1] << np.uint64(1)))
