"""The nearest of each kind from every bend of every street."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.searching import at_points, nearest
from assetmap.bench.access.town import KINDS, OF_A_KIND, assets, bends, standing
from assetmap.bench.access.turns import timed, turns
from assetmap.bench.rows import Row
from assetmap.network import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.bench.access.town import Town

GOALS = {"scipy": 2, "networkx": 50}


def rows(town: Town, *, short: bool = False) -> list[Row]:
    """Measure against scipy's `dijkstra` and networkx, both from all assets of a kind at once."""
    walked = town.graph.walked()
    apart = bends(town.graph)
    at = assets(town.graph, KINDS * (5 if short else OF_A_KIND))
    kind = np.arange(len(at)) % KINDS
    spots = standing(town.graph, at)

    def ours() -> NDArray[np.int32]:
        return at_points(walked, nearest(walked, spots, kind, count=KINDS), spots).mm

    ours()
    matrix = apart.matrix()
    sources = [np.unique(apart.vertex[at[kind == x]]) for x in range(KINDS)]

    def scipy() -> NDArray[np.float64]:
        from scipy.sparse.csgraph import dijkstra

        return np.stack([dijkstra(matrix, indices=x, min_only=True) for x in sources])

    seconds, given = turns({"ours": ours, "scipy": scipy}, rounds=2 if short else 7)
    oracle = _whole(given["scipy"])[:, apart.vertex]
    made = [_row(town, "scipy", seconds["ours"], seconds["scipy"], equal=np.array_equal(given["ours"], oracle))]
    if importlib.util.find_spec("networkx") is None:
        return [*made, _row(town, "networkx", seconds["ours"], None, equal=None, note="networkx is not installed")]
    graph = networkx_graph(apart)
    taken, found = timed(lambda: [_networkx(graph, x) for x in sources])
    theirs = np.full((KINDS, apart.many), int(NEVER), dtype=np.int64)
    for row, lengths in enumerate(found):
        theirs[row, np.fromiter(lengths, dtype=np.int64)] = np.fromiter(lengths.values(), dtype=np.int64)
    same = np.array_equal(given["ours"], theirs[:, apart.vertex])
    return [*made, _row(town, "networkx", seconds["ours"], taken, equal=same, note="networkx once")]


def networkx_graph(apart: Any) -> Any:
    """Make networkx's graph, of the walks turned round."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(apart.many))
    graph.add_weighted_edges_from(zip(apart.to.tolist(), apart.start.tolist(), apart.mm.tolist(), strict=True))
    return graph


def _networkx(graph: Any, sources: NDArray[np.int64]) -> dict[int, int]:
    import networkx as nx

    found: dict[int, int] = nx.multi_source_dijkstra_path_length(graph, set(sources.tolist()))
    return found


def _whole(lengths: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.where(np.isinf(lengths), float(NEVER), lengths).astype(np.int64)


def _row(town: Town, peer: str, ours: float, theirs: float | None, *, equal: bool | None, note: str = "") -> Row:
    graph = town.graph
    said = f"{graph.nodes:,} crossings and ends, {graph.pieces:,} pieces, {len(graph.points):,} bends"
    return Row(
        work=f"{town.name}: nearest of each of {KINDS} kinds, from every bend", peer=peer,
        ours=ours * 1000, theirs=None if theirs is None else theirs * 1000, unit="ms",
        ratio=None if theirs is None else theirs / ours, goal=f"≥ {GOALS[peer]} ×", equal=equal,
        note="; ".join(x for x in (town.note, said, note) if x),
    )  # fmt: skip
