"""The searches with scipy and numpy alone: where numba is not, and to check it by."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.found import FURTHEST, NOBODY
from assetmap.access.spots import beside, open_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.access.seeds import Positions, Seeds
    from assetmap.access.spots import Spots
    from assetmap.network.graph import Walked

_OWNERS = 2**22
"""A length below 2³¹ and an owner below 2²² are exact in one float: length × 2²² + owner < 2⁵³."""
_AT_ONCE = 64
"""So many searches share one part of the graph."""


def stand(walked: Walked, xy: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Join places to the nearest point of an open street: piece (-1 where there is none), along, off; int32 (p)."""
    import shapely

    tree, numbers = open_pieces(walked)
    found = np.full((3, len(xy)), -1, dtype=np.int64)
    found[1:] = [[0], [FURTHEST + 1]]
    if len(numbers) and len(xy):
        places = np.asarray(shapely.points(xy))
        _, metres = tree.query_nearest(places, return_distance=True, all_matches=False)
        reach = (np.rint(metres * 1000.0) + 0.501) / 1000.0  # whatever is as near to the millimetre
        of, hit = tree.query(places, predicate="dwithin", distance=reach * (1.0 + 1e-12))
        along, off = beside(walked, numbers[hit], xy[of])
        order = np.lexsort((numbers[hit], off, of))
        _, one = np.unique(of[order], return_index=True)
        chosen = order[one]
        found[:, of[chosen]] = numbers[hit][chosen], along[chosen], off[chosen]
    return found[0].astype(np.int32), found[1].astype(np.int32), found[2].astype(np.int32)


def spread(walked: Walked, seeds: Seeds, *, toward: bool, limit_mm: int) -> NDArray[np.int64]:
    """Label every node with its nearest owner, int64 (n)."""
    labels = np.full(walked.graph.nodes, NOBODY)
    owners, rank = np.unique(seeds.owner, return_inverse=True)
    for start in range(0, len(owners), _OWNERS):
        some = (rank >= start) & (rank < start + _OWNERS)
        weights = seeds.mm[some] * float(_OWNERS) + (rank[some] - start)
        keys = _from_beyond(walked, seeds.node[some], weights, toward=toward, limit=(limit_mm + 1.0) * _OWNERS)
        near = np.flatnonzero(keys < (limit_mm + 1.0) * _OWNERS)
        whole = keys[near].astype(np.int64)
        who = owners[start + whole % _OWNERS].astype(np.int64)
        labels[near] = np.minimum(labels[near], (whole // _OWNERS << 32) | who)
    return labels


def spread_ranks(walked: Walked, seeds: Seeds, *, ranks: int, toward: bool, limit_mm: int) -> NDArray[np.int64]:
    """Label every node with its nearest owners, int64 (ranks, n); scipy has no such search, so this is plain Python."""
    graph = walked.graph
    labels = np.full((ranks, graph.nodes), NOBODY)
    head, to = graph.head.tolist(), graph.to.tolist()
    cost = (walked.in_mm if toward else walked.out_mm).tolist()
    waiting = list(zip(seeds.mm.tolist(), seeds.owner.tolist(), seeds.node.tolist(), strict=True))
    heapq.heapify(waiting)
    met: dict[int, list[int]] = {}
    while waiting:
        mm, owner, node = heapq.heappop(waiting)
        here = met.setdefault(node, [])
        if len(here) == ranks or owner in here:
            continue
        labels[len(here), node] = mm << 32 | owner
        here.append(owner)
        for arc in range(head[node], head[node + 1]):
            if cost[arc] >= 0 and mm + cost[arc] <= limit_mm:
                heapq.heappush(waiting, (mm + cost[arc], owner, to[arc]))
    return labels


def reach_each(
    walked: Walked, seeds: Seeds, head: NDArray[np.int64], *, toward: bool, limit_mm: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """
    Find the nodes within reach of each owner; returns head, node, mm as `found.Pairs` has them.

    Owners near each other are searched for together, on the part of the graph that any of them reaches.
    """
    owners = len(head) - 1
    own = np.flatnonzero(np.diff(head))
    xy = walked.graph.points[walked.graph.at[seeds.node[head[own]]]] if len(own) else np.zeros((0, 2))
    found: list[tuple[NDArray[Any], ...]] = [(np.zeros(0, np.int64),) * 3]
    handfuls = _near_each_other(xy)
    found += [_reach_some(walked, seeds, head, own[x], toward=toward, limit_mm=limit_mm) for x in handfuls]
    owner, node, mm = (np.concatenate(x) for x in zip(*found, strict=True))
    order = np.lexsort((node, mm, owner))
    counts = np.bincount(owner, minlength=owners)
    return np.concatenate([[0], np.cumsum(counts)]), node[order].astype(np.int32), mm[order].astype(np.int32)


def _near_each_other(xy: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Cut places into handfuls of neighbours."""
    if len(xy) <= _AT_ONCE:
        return [np.arange(len(xy))] if len(xy) else []
    wide = np.argmax(np.ptp(xy, axis=0))
    order = np.argsort(xy[:, wide], kind="stable")
    halves = order[: len(xy) // 2], order[len(xy) // 2 :]
    return [half[some] for half in halves for some in _near_each_other(xy[half])]


def _reach_some(
    walked: Walked, seeds: Seeds, head: NDArray[np.int64], some: NDArray[np.int64], *, toward: bool, limit_mm: int
) -> tuple[NDArray[Any], ...]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rows = np.concatenate([np.arange(head[x], head[x + 1]) for x in some])
    own = np.repeat(np.arange(len(some)), head[some + 1] - head[some])
    mm = seeds.mm[rows].astype(np.float64)
    union = _from_beyond(walked, seeds.node[rows], mm * _OWNERS, toward=toward, limit=float(limit_mm) * _OWNERS)
    inside = np.flatnonzero(np.isfinite(union))
    place = np.full(walked.graph.nodes, -1)
    place[inside] = np.arange(len(inside))
    data, to, first = _matrix(walked, toward=toward)
    many = first[inside + 1] - first[inside]
    arcs = np.repeat(first[inside] - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
    arcs, rows_of = arcs[place[to[arcs]] >= 0], np.repeat(np.arange(len(inside)), many)[place[to[arcs]] >= 0]
    start = place[seeds.node[rows]]
    within = start >= 0
    row = np.concatenate([rows_of, len(inside) + own[within]])
    col = np.concatenate([place[to[arcs]], start[within]])
    weight = np.concatenate([data[arcs] / _OWNERS, mm[within]])
    size = len(inside) + len(some)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))])
    beyond = csr_array((weight, col, indptr), shape=(size, size))
    lengths = dijkstra(beyond, indices=len(inside) + np.arange(len(some)), limit=float(limit_mm))[:, : len(inside)]
    owner, node = np.nonzero(lengths <= limit_mm)
    return some[owner], inside[node], lengths[owner, node].astype(np.int64)


def _from_beyond(
    walked: Walked, node: NDArray[Any], weights: NDArray[Any], *, toward: bool, limit: float
) -> NDArray[np.float64]:
    """Search from one more node that leads to all seeds; float64 (n), lengths × 2²² as the weights are."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    data, to, first = _matrix(walked, toward=toward)
    count = len(first) - 1
    grown = csr_array(
        (np.concatenate([data, weights]), np.concatenate([to, node.astype(to.dtype)]),
         np.concatenate([first, [len(data) + len(node)]])),
        shape=(count + 1, count + 1),
    )  # fmt: skip
    found: NDArray[np.float64] = dijkstra(grown, indices=count, limit=limit)[:count]
    return found


def _matrix(walked: Walked, *, toward: bool) -> tuple[NDArray[np.float64], NDArray[Any], NDArray[Any]]:
    """Return the arcs that are walked, with lengths × 2²²; made once. Not summed where pieces are parallel."""
    key = "arcs toward" if toward and walked.is_one_way else "arcs"
    kept = walked._kept  # noqa: SLF001  let go of with the graph
    if key not in kept:
        cost = walked.in_mm if toward else walked.out_mm
        is_open = cost >= 0
        first = np.concatenate([[0], np.cumsum(is_open)])[walked.graph.head]
        index = np.int32 if len(cost) < 2**31 - 2**24 else np.int64
        kept[key] = (cost[is_open] * float(_OWNERS), walked.graph.to[is_open].astype(index), first.astype(index))
    arcs: tuple[NDArray[np.float64], NDArray[Any], NDArray[Any]] = kept[key]
    return arcs


def at_positions(
    walked: Walked,
    labels: NDArray[np.int64],
    at: Positions,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    spots: Spots,
    *,
    ranks: int,
    toward: bool,
    limit_mm: int,
) -> NDArray[np.int64]:
    """Merge what a piece's two ends know, and the spots on the piece itself; labels (r, n) → int64 (ranks, homes)."""
    home, found = _candidates(walked, labels, at, ends)
    own_home, own = beside_spots(walked, at, spots, toward=toward)
    home, found = np.concatenate([home, own_home]), np.concatenate([found, own])
    near = found >> 32 <= limit_mm
    home, found = home[near], found[near]
    merged = np.full((ranks, at.homes), NOBODY)
    if ranks == 1:
        np.minimum.at(merged[0], home, found)
        return merged
    order = np.lexsort((found, found & 0xFFFFFFFF, home))
    home, found = home[order], found[order]
    fresh = np.ones(len(home), dtype=bool)  # of one owner's ways to a home the shortest
    fresh[1:] = (home[1:] != home[:-1]) | ((found[1:] & 0xFFFFFFFF) != (found[:-1] & 0xFFFFFFFF))
    home, found = home[fresh], found[fresh]
    order = np.lexsort((found, home))
    home, found = home[order], found[order]
    rank = np.arange(len(home)) - np.searchsorted(home, home)
    merged[rank[rank < ranks], home[rank < ranks]] = found[rank < ranks]
    return merged


def _candidates(
    walked: Walked, labels: NDArray[np.int64], at: Positions, ends: tuple[NDArray[np.int32], NDArray[np.int32]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    piece = at.piece
    homes, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for side, cost in enumerate(ends):
        some = np.flatnonzero(cost >= 0)
        node = walked.graph.ends[piece[some], side]
        for row in labels:
            met = row[node] != NOBODY
            total = (row[node[met]] >> 32) + cost[some[met]]
            short = total <= FURTHEST
            homes.append(at.of[some[met]][short])
            found.append((total[short] << 32) | (row[node[met]][short] & 0xFFFFFFFF))
    return np.concatenate(homes), np.concatenate(found)


def beside_spots(
    walked: Walked, at: Positions, spots: Spots, *, toward: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return homes and labels of the straight stretch between positions and spots on one piece."""
    from assetmap.access.seeds import ways

    some = np.flatnonzero(spots.piece >= 0)
    some = some[walked.is_open[spots.piece[some]]]
    piece = spots.piece[some].astype(np.int64)
    begin, end = at.of_pieces(piece)
    many = end - begin
    where = np.repeat(begin - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
    spot, piece = np.repeat(some, many), np.repeat(piece, many)
    there = spots.along_mm[spot].astype(np.int64) - at.along_mm[where]
    forward, backward = ways(walked, piece)
    onward, back = (forward, backward) if toward else (backward, forward)
    may = ((there >= 0) & onward) | ((there <= 0) & back)
    total = np.abs(there) + spots.off_mm[spot] + at.off_mm[where].astype(np.int64)
    may &= total <= FURTHEST
    return at.of[where[may]], (total[may] << 32) | spots.owner[spot[may]]


def pairs_at(
    walked: Walked,
    pairs: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    at: Positions,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    spots: Spots,
    *,
    limit_mm: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Turn pairs of owners and nodes into pairs of owners and homes; sorted as `found.Pairs` are."""
    head, node, mm = pairs
    owners = len(head) - 1
    graph = walked.graph
    owner = np.repeat(np.arange(owners), np.diff(head))
    arcs, of = _ragged(graph.head, node)
    piece, side = graph.piece[arcs] >> 1, graph.piece[arcs] & 1
    where, arc = _ragged(at.head, piece)
    cost = np.where(side[arc] == 0, ends[0][where], ends[1][where])
    total = mm[of[arc]].astype(np.int64) + cost
    keep = (cost >= 0) & (total <= limit_mm)
    own_home, own = beside_spots(walked, at, spots, toward=True)
    near = own >> 32 <= limit_mm
    homes = np.concatenate([at.of[where[keep]], own_home[near]])
    totals = np.concatenate([total[keep], own[near] >> 32])
    who = np.concatenate([owner[of[arc[keep]]], own[near] & 0xFFFFFFFF])
    order = np.lexsort((totals, homes, who))
    homes, totals, who = homes[order], totals[order], who[order]
    fresh = np.ones(len(who), dtype=bool)
    fresh[1:] = (homes[1:] != homes[:-1]) | (who[1:] != who[:-1])
    homes, totals, who = homes[fresh], totals[fresh], who[fresh]
    order = np.lexsort((homes, totals, who))
    ahead = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=owners))])
    return ahead, homes[order].astype(np.int32), totals[order].astype(np.int32)


def _ragged(head: NDArray[np.int64], rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the places `head[r]` to `head[r + 1]` of each row, and which of the rows given each is of."""
    rows = rows.astype(np.int64)
    many = head[rows + 1] - head[rows]
    of = np.repeat(np.arange(len(rows)), many)
    return np.repeat(head[rows] - (np.cumsum(many) - many), many) + np.arange(int(many.sum())), of


def searcher(walked: Walked, *, limit_mm: int) -> Any:
    """Return a search from one place."""

    def search(own: Seeds) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        _, node, mm = reach_each(walked, own, np.array([0, len(own.node)]), toward=True, limit_mm=limit_mm)
        return node, mm

    return search


def streets(walked: Walked) -> tuple[NDArray[Any], ...]:
    """Return what mending needs of the streets."""
    return walked.graph.head, walked.graph.to, walked.in_mm, walked.out_mm


def enter(streets: tuple[NDArray[Any], ...], own: Seeds, whose: int, *rest: Any) -> None:
    """Let one more owner into the nearest of its group."""
    _in_python("enter")(*streets[:3], own.node, own.mm, whose, *rest)


def withdraw(streets: tuple[NDArray[Any], ...], nodes: NDArray[np.int32], whose: int, *rest: Any) -> None:
    """Take one owner out of the nearest of its group."""
    mm, owner, (first, rows), group, limit_mm = rest
    _in_python("withdraw")(*streets, nodes, whose, mm, owner, first, rows, group, limit_mm)


def _in_python(name: str) -> Any:
    """Return a loop as it is in Python: what one change touches is small."""
    from assetmap.access import kernels_repair

    kernel = getattr(kernels_repair, name)
    return getattr(kernel, "py_func", kernel)
