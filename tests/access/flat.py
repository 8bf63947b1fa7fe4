"""
An oracle that shares nothing with what it checks: every bend, spot and home is a node of its own, each stretch an arc.

Lengths from all places to everything are one table, made by scipy or by networkx; what a measure ought to say is read
off that table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from assetmap.access import Spots
from assetmap.network import NEVER, make_graph
from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY, STEPS


@dataclass
class Case:
    """Streets as one profile walks them, places, and homes."""

    walked: object
    spots: Spots
    homes: Spots


@dataclass
class Table:
    """Whole millimetres from each place to each node, bend and home, or the other way; inf where there is no walk."""

    nodes: np.ndarray
    bends: np.ndarray
    homes: np.ndarray


def table(case: Case, *, toward: bool = True, by: str = "scipy") -> Table:
    graph, is_open = case.walked.graph, case.walked.is_open
    arcs: list[tuple[object, object, int]] = [(("node", i), ("node", i), 0) for i in range(graph.nodes)]
    at_end = {}
    for piece in range(graph.pieces):
        a, b = int(graph.first[piece]), int(graph.first[piece + 1])
        length = int(graph.along_mm[b - 1])
        start, end = (("node", int(x)) for x in graph.ends[piece])
        at_end |= {a: start, b - 1: end}
        if not is_open[piece]:
            continue
        stations = [(int(graph.along_mm[x]), 1, ("bend", x)) for x in range(a, b)]
        for kind, spots in (("spot", case.spots), ("home", case.homes)):
            stations += [
                (int(spots.along_mm[x]), 1, (kind, x)) for x in np.flatnonzero(spots.piece == piece).tolist()
            ]  # fmt: skip
        stations = [(0, 0, start), *sorted(stations), (length, 2, end)]
        for (low, _, one), (high, _, other) in pairwise(stations):
            if not graph.flags[piece] & BACKWARD_ONLY or low == high:
                arcs.append((one, other, high - low))
            if not graph.flags[piece] & FORWARD_ONLY or low == high:
                arcs.append((other, one, high - low))
    for kind, whole, spots in (("spot", "place", case.spots), ("home", "household", case.homes)):
        for x in np.flatnonzero(spots.piece >= 0).tolist():
            if is_open[spots.piece[x]]:
                goes, comes = ((kind, x), (whole, int(spots.owner[x]))), ((whole, int(spots.owner[x])), (kind, x))
                ends_here = (whole == "place") == toward
                arcs.append((*(goes if ends_here else comes), int(spots.off_mm[x])))
    if toward:
        arcs = [(other, one, mm) for one, other, mm in arcs]
    names: dict[object, int] = {}
    for one, other, _ in arcs:
        names.setdefault(one, len(names))
        names.setdefault(other, len(names))
    rows = (_by_scipy if by == "scipy" else _by_networkx)(arcs, names, case.spots.owners)

    def columns(keys):
        whole = np.concatenate([rows, np.full((len(rows), 1), np.inf)], axis=1)
        return whole[:, [names.get(x, len(names)) for x in keys]]

    points = len(graph.points)
    return Table(
        nodes=columns([("node", x) for x in range(graph.nodes)]),
        bends=columns([at_end.get(x, ("bend", x)) for x in range(points)]),
        homes=columns([("household", x) for x in range(case.homes.owners)]),
    )


def _by_scipy(arcs, names, owners):
    arcs = sorted((names[one], names[other], mm) for one, other, mm in arcs)
    row, col, mm = (np.array(x) for x in zip(*arcs, strict=True))
    head = np.searchsorted(row, np.arange(len(names) + 1))
    lengths = csr_array((mm.astype(float), col, head), shape=(len(names), len(names)))
    rows = np.full((owners, len(names)), np.inf)
    for owner in range(owners):
        if ("place", owner) in names:
            rows[owner] = dijkstra(lengths, indices=names["place", owner])
    return rows


def _by_networkx(arcs, names, owners):
    graph = nx.MultiDiGraph()
    graph.add_weighted_edges_from(arcs)
    rows = np.full((owners, len(names)), np.inf)
    for owner in range(owners):
        if ("place", owner) in graph:
            for name, mm in nx.single_source_dijkstra_path_length(graph, ("place", owner)).items():
                rows[owner, names[name]] = mm
    return rows


def ranked(rows: np.ndarray, *, count: int, limit_mm: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Read off the table who is nearest, next …, the lowest of those equally far first: lengths and owners."""
    size = rows.shape[1]
    rows = np.where(rows <= (NEVER - 1 if limit_mm is None else limit_mm), rows, np.inf)
    rows = np.concatenate([rows, np.full((count, size), np.inf)])
    order = np.argsort(rows, axis=0, kind="stable")[:count]
    mm = np.take_along_axis(rows, order, axis=0)
    return np.where(np.isfinite(mm), mm, NEVER).astype(np.int64), np.where(np.isfinite(mm), order, -1)


def read_pairs(rows: np.ndarray, limit_mm: int) -> list[tuple[int, int, int]]:
    """Read off the table all pairs within a limit: owner, length, node; in this order."""
    return sorted((int(o), int(rows[o, x]), int(x)) for o, x in zip(*np.nonzero(rows <= limit_mm), strict=True))


@st.composite
def cases(draw, *, most_pieces: int = 9) -> Case:
    """Streets of a few metres, so that ties, islands, parallel pieces, loops and lengths of 0 come about often."""
    pieces = draw(st.integers(1, most_pieces))
    nodes = st.integers(0, draw(st.integers(0, 7)))
    _, ends = np.unique(draw(st.lists(st.tuples(nodes, nodes), min_size=pieces, max_size=pieces)), return_inverse=True)
    bends = draw(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=pieces, max_size=pieces))
    flags = st.sampled_from([0, 0, 0, FORWARD_ONLY, BACKWARD_ONLY, STEPS])
    flags = np.array(draw(st.lists(flags, min_size=pieces, max_size=pieces)))
    flags[[not np.ptp(x) for x in bends]] &= STEPS  # what has no length has no direction
    graph = make_graph(
        crs="EPSG:27700",
        points=[(x, 0) for xs in bends for x in xs],
        first=np.cumsum([0, *map(len, bends)]),
        ends=ends.reshape(-1, 2),
        flags=flags,
    )
    walked = graph.walked(draw(st.sampled_from(["walking", "step_free"])))
    return Case(walked=walked, spots=draw(spots(walked)), homes=draw(spots(walked)))


@st.composite
def spots(draw, walked, *, most: int = 6) -> Spots:
    """A few places, some with several spots, some with none, some joined to nothing."""
    owners = draw(st.integers(0, most))
    rows = []
    for owner in range(owners):
        for _ in range(draw(st.sampled_from([1, 1, 1, 2, 0]))):
            piece = draw(st.integers(-1, walked.graph.pieces - 1))
            length = int(walked.graph.length_mm[piece]) if piece >= 0 else 0
            along = draw(st.sampled_from([0, length, length // 2, draw(st.integers(0, length))]))
            rows.append((piece, along, draw(st.sampled_from([0, 0, 1, 500, 1000])), owner))
    rows = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Spots(
        piece=rows[:, 0].astype(np.int32), along_mm=rows[:, 1].astype(np.int32),
        off_mm=rows[:, 2].astype(np.int32), owner=rows[:, 3], owners=owners,
    )  # fmt: skip
