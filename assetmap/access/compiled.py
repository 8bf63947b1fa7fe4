"""The searches by compiled kernels; imported only where numba is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba as _numba  # noqa: F401  without it the loops would be Python's, and scipy is faster
import numpy as np

from assetmap.access import kernels, kernels_bends, kernels_between, kernels_joining, kernels_repair
from assetmap.access.found import FURTHEST, NOBODY, apart
from assetmap.access.seeds import ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from assetmap.access.seeds import Positions, Seeds
    from assetmap.access.spots import Spots
    from assetmap.network.graph import Walked


_CELL_M = 20.0
"""No cell is smaller."""


def steady(array: NDArray[Any], kind: Any = None) -> NDArray[Any]:
    """Return a view that is read-only and in one stretch: one layout for mapped and for own arrays alike."""
    same = np.ascontiguousarray(array, dtype=kind).view(np.ndarray)
    view: NDArray[Any] = same.view()
    view.flags.writeable = False
    return view


def _streets(walked: Walked, *, toward: bool) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    cost = walked.in_mm if toward else walked.out_mm
    return steady(walked.graph.head, np.int64), steady(walked.graph.to, np.int32), steady(cost, np.int32)


def _labels(seeds: Seeds) -> NDArray[Any]:
    return steady((seeds.mm << 32) | seeds.owner, np.int64)


def stand(walked: Walked, xy: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """As `plain.stand`, by a grid of cells in place of a tree."""
    graph = walked.graph
    points, along = steady(graph.points, np.float64), steady(graph.along_mm, np.int32)
    piece = np.full(len(xy), -1, dtype=np.int32)
    on, off = np.zeros(len(xy), dtype=np.int32), np.full(len(xy), FURTHEST + 1, dtype=np.int32)
    if walked.is_open.any() and len(xy):
        kernels_joining.stand(points, along, *_cells(walked), steady(xy, np.float64), piece, on, off)
    return piece, on, off


def _cells(walked: Walked) -> tuple[Any, ...]:
    """Return the grid of open legs: its south-west corner, a cell's side, columns, rows, and what crosses them."""
    kept = walked._kept  # noqa: SLF001  let go of with the graph
    if "cells" not in kept:
        graph = walked.graph
        points, first = steady(graph.points, np.float64), steady(graph.first, np.int64)
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        cell = max(_CELL_M, float(np.sqrt((east - west) * (north - south) / len(points))), (east - west) / 1e5)
        cell = max(cell, (north - south) / 1e5)
        wide, high = int((east - west) // cell) + 1, int((north - south) // cell) + 1
        head = np.zeros(wide * high + 1, dtype=np.int64)
        none = np.zeros(0, dtype=np.int32)
        given = points, first, steady(walked.is_open), float(west), float(south), cell, wide, high
        kernels_joining.cells_of(*given, head, none, none)
        np.cumsum(head, out=head)
        legs, pieces = np.empty(head[-1], dtype=np.int32), np.empty(head[-1], dtype=np.int32)
        kernels_joining.cells_of(*given, head[:-1].copy(), legs, pieces)
        kept["cells"] = (*given[3:], steady(head), steady(legs), steady(pieces))
    cells: tuple[Any, ...] = kept["cells"]
    return cells


def spread(walked: Walked, seeds: Seeds, *, toward: bool, limit_mm: int) -> NDArray[np.int64]:
    """As `plain.spread`."""
    labels = np.full(walked.graph.nodes, NOBODY)
    streets = _streets(walked, toward=toward)
    kernels.spread(*streets, steady(seeds.node, np.int32), _labels(seeds), labels, np.int64(limit_mm))
    return labels


def spread_ranks(walked: Walked, seeds: Seeds, *, ranks: int, toward: bool, limit_mm: int) -> NDArray[np.int64]:
    """As `plain.spread_ranks`."""
    labels = np.full((walked.graph.nodes, ranks), NOBODY)
    streets = _streets(walked, toward=toward)
    kernels.spread_ranks(*streets, steady(seeds.node, np.int32), _labels(seeds), labels, np.int64(limit_mm))
    return np.ascontiguousarray(labels.T)


def reach_each(
    walked: Walked, seeds: Seeds, head: NDArray[np.int64], *, toward: bool, limit_mm: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """As `plain.reach_each`."""
    streets = _streets(walked, toward=toward)
    known = np.full(walked.graph.nodes, limit_mm + 1, dtype=np.int32)
    return _reach(streets, seeds, head, known, limit_mm)


def _reach(
    streets: tuple[NDArray[Any], ...], seeds: Seeds, head: NDArray[np.int64], known: NDArray[np.int32], limit_mm: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    node, mm = steady(seeds.node, np.int32), steady(seeds.mm, np.int64)
    begins, nodes, lengths = kernels.reach_each(*streets, steady(head, np.int64), node, mm, known, np.int64(limit_mm))
    return begins, nodes, lengths


def searcher(walked: Walked, *, limit_mm: int) -> Callable[[Seeds], tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Return a search from one place that asks for no memory of the size of the graph again."""
    streets = _streets(walked, toward=True)
    known = np.full(walked.graph.nodes, limit_mm + 1, dtype=np.int32)

    def search(own: Seeds) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        _, node, mm = _reach(streets, own, np.array([0, len(own.node)]), known, limit_mm)
        return node, mm

    return search


def streets(walked: Walked) -> tuple[NDArray[Any], ...]:
    """Return what mending needs of the streets: ways out, costs of coming and of leaving."""
    return (*_streets(walked, toward=True), steady(walked.out_mm, np.int32))


def enter(
    streets: tuple[NDArray[Any], ...],
    own: Seeds,
    whose: int,
    mm: NDArray[np.int32],
    owner: NDArray[np.int32],
    limit_mm: int,
) -> None:
    """Let one more owner into the nearest of its group."""
    head, to, cost, _ = streets
    kernels_repair.enter(head, to, cost, steady(own.node), steady(own.mm), whose, mm, owner, limit_mm)


def withdraw(
    streets: tuple[NDArray[Any], ...],
    nodes: NDArray[np.int32],
    whose: int,
    mm: NDArray[np.int32],
    owner: NDArray[np.int32],
    index: tuple[NDArray[np.int32], NDArray[np.int64]],
    group: int,
    limit_mm: int,
) -> None:
    """Take one owner out of the nearest of its group."""
    head, to, cost, onward = streets
    kernels_repair.withdraw(
        head, to, cost, onward, steady(nodes), whose, mm, owner, index[0], index[1], group, limit_mm
    )  # fmt: skip


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
    """As `plain.at_positions`."""
    merged = np.full((at.homes, ranks), NOBODY)
    along, off, of, start, end = _positions(at, ends)
    known = steady(labels.reshape(-1, 1) if len(labels) == 1 else labels.T, np.int64)
    limit = np.int64(limit_mm)
    kernels_between.merge_ends(
        steady(at.piece, np.int32), steady(walked.graph.ends, np.int32), start, end, of, known, merged, limit
    )  # fmt: skip
    piece, where, owner, onward, back = _standing(walked, spots, toward=toward)
    begin, until = (steady(x, np.int64) for x in at.of_pieces(piece))
    kernels_between.merge_beside(begin, until, along, off, of, where, owner, onward, back, merged, limit)
    return merged.reshape(1, -1) if ranks == 1 else np.ascontiguousarray(merged.T)


def at_bends(
    walked: Walked,
    mm: NDArray[np.int32],
    owner: NDArray[np.int32],
    spots: Spots,
    *,
    groups: NDArray[np.int64],
    toward: bool,
    limit_mm: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Tell at every bend the nearest of each row (rows, n); in row i the spots of group i count."""
    graph = walked.graph
    first, along, limit = steady(graph.first, np.int64), steady(graph.along_mm, np.int32), np.int64(limit_mm)
    may = _ways(walked, toward=toward)
    bend_mm = np.empty((len(mm), len(along)), dtype=np.int32)
    bend_owner = np.empty_like(bend_mm)
    piece, where, whose, ahead, behind = _standing(walked, spots, toward=toward)
    ends = steady(graph.ends, np.int32)
    kinds = groups[whose] if len(whose) else whose
    for row in range(len(mm)):
        into = bend_mm[row], bend_owner[row]
        kernels_bends.bends_between(first, along, ends, may, steady(mm[row]), steady(owner[row]), *into, limit)
        own = np.flatnonzero(kinds == row)
        some = (steady(x) for x in (piece[own], where[:, own], whose[own], ahead[own], behind[own]))
        kernels_bends.bends_beside(first, along, *some, *into, limit)
    return bend_mm, bend_owner


def pairs_at(
    walked: Walked,
    pairs: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    at: Positions,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    spots: Spots,
    *,
    limit_mm: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """As `plain.pairs_at`."""
    owner_head, node, mm = pairs
    along, off, of, start, end = _positions(at, ends)
    spot_head, piece, where, onward, back = _by_owner(walked, spots)
    begins, keys = kernels_between.pairs_between(
        steady(walked.graph.head, np.int64), steady(walked.graph.piece, np.int32),
        steady(owner_head, np.int64), steady(node, np.int32), steady(mm, np.int32),
        steady(at.head, np.int64), along, off, of, start, end,
        spot_head, piece, where, onward, back, at.homes, min(limit_mm, FURTHEST),
    )  # fmt: skip
    lengths, home = apart(keys)
    return begins, home, lengths


def pairs_at_bends(
    walked: Walked,
    pairs: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    spots: Spots,
    *,
    limit_mm: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Turn pairs of owners and nodes into pairs of owners and bends."""
    graph = walked.graph
    owner_head, node, mm = pairs
    begins, bends, lengths = kernels_bends.pairs_of_bends(
        steady(graph.head, np.int64), steady(graph.piece, np.int32),
        steady(owner_head, np.int64), steady(node, np.int32), steady(mm, np.int32),
        steady(graph.first, np.int64), steady(graph.along_mm, np.int32), steady(graph.ends, np.int32),
        _ways(walked, toward=True), *_by_owner(walked, spots), min(limit_mm, FURTHEST),
    )  # fmt: skip
    return begins, bends, lengths


def _ways(walked: Walked, *, toward: bool) -> NDArray[Any]:
    """Return of each piece whether one may go on to its start (1), to its end (2), and whether it is open (4)."""
    forward, backward = ways(walked, slice(None))
    onward, back = (backward, forward) if toward else (forward, backward)
    return steady(onward * np.uint8(1) + back * np.uint8(2) + walked.is_open * np.uint8(4), np.uint8)


def _by_owner(walked: Walked, spots: Spots) -> tuple[NDArray[Any], ...]:
    """Return where each owner's spots begin, and spots by owner and piece."""
    piece, where, owner, onward, back = _standing(walked, spots, toward=True)
    order = np.lexsort((piece, owner))
    head = np.searchsorted(owner[order], np.arange(spots.owners + 1))
    return steady(head, np.int64), *(steady(x) for x in (piece[order], where[:, order], onward[order], back[order]))


def _positions(at: Positions, ends: tuple[NDArray[np.int32], NDArray[np.int32]]) -> tuple[NDArray[Any], ...]:
    return (
        steady(at.along_mm, np.int32), steady(at.off_mm, np.int32), steady(at.of, np.int64),
        steady(ends[0], np.int32), steady(ends[1], np.int32),
    )  # fmt: skip


def _standing(walked: Walked, spots: Spots, *, toward: bool) -> tuple[NDArray[Any], ...]:
    """Return piece, along and off, owner of spots on open pieces; whether one comes from before them, from beyond."""
    some = np.flatnonzero(spots.piece >= 0)
    some = some[walked.is_open[spots.piece[some]]]
    forward, backward = ways(walked, spots.piece[some])
    onward, back = (forward, backward) if toward else (backward, forward)
    return (
        steady(spots.piece[some], np.int32), steady(np.stack([spots.along_mm[some], spots.off_mm[some]]), np.int32),
        steady(spots.owner[some], np.int64), steady(onward), steady(back),
    )  # fmt: skip
