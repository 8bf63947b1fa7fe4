"""Which assets are within 1,200 m of every bend of every street, and how many."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.searching import at_points, pairs_within
from assetmap.bench.access.nearest import networkx_graph
from assetmap.bench.access.town import KINDS, OF_A_KIND, assets, bends, standing
from assetmap.bench.access.turns import timed, turns
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.access.searching import Pairs
    from assetmap.bench.access.town import Bends, Town

LIMIT_MM = 1_200_000
GOALS = {"networkx": "≥ 1,000 ×", "scipy": "no goal", "pandana": "≥ 30 ×", "pandana, with its preparation": "≥ 150 ×"}
_SAMPLED = 200
_AT_ONCE = 40


def rows(town: Town, *, short: bool = False) -> list[Row]:
    """Measure against networkx from homes, scipy from the assets, and pandana where somebody installed it."""
    walked = town.graph.walked()
    apart = bends(town.graph)
    at = assets(town.graph, KINDS * (5 if short else OF_A_KIND))
    spots = standing(town.graph, at)

    def ours() -> Pairs:
        return at_points(walked, pairs_within(walked, spots, limit_mm=LIMIT_MM), spots)

    ours()
    seconds, given = turns({"ours": ours}, rounds=2 if short else 5)
    mine, counts = seconds["ours"], given["ours"].counts
    pairs = f"{len(given['ours'].mm):,} pairs kept"
    taken, theirs = timed(lambda: _scipy(apart, apart.vertex[at]))
    return [
        _networkx(town, apart, apart.vertex[at], counts, mine, many=20 if short else _SAMPLED),
        _row(town, "scipy", mine, taken, equal=np.array_equal(counts, theirs[apart.vertex]),
             note=f"{pairs}; scipy's dijkstra from each asset, with the limit, once"),
        *_pandana(town, apart, apart.vertex[at], counts, mine),
    ]  # fmt: skip


def _scipy(apart: Bends, sources: NDArray[np.int64]) -> NDArray[np.int64]:
    from scipy.sparse.csgraph import dijkstra

    matrix = apart.matrix()
    counts = np.zeros(apart.many, dtype=np.int64)
    for start in range(0, len(sources), _AT_ONCE):
        found = dijkstra(matrix, indices=sources[start : start + _AT_ONCE], limit=float(LIMIT_MM))
        counts += np.isfinite(found).sum(axis=0)
    return counts


def _networkx(
    town: Town, apart: Bends, sources: NDArray[np.int64], counts: NDArray[np.int64], mine: float, *, many: int
) -> Row:
    if importlib.util.find_spec("networkx") is None:
        return _row(town, "networkx", mine, None, equal=None, note="networkx is not installed")
    import networkx as nx

    graph = networkx_graph(apart).reverse(copy=False)
    homes = np.random.default_rng(3).choice(apart.many, many, replace=False)
    at = np.bincount(sources, minlength=apart.many)

    def theirs() -> list[int]:
        lengths = [nx.single_source_dijkstra_path_length(graph, int(x), cutoff=LIMIT_MM) for x in homes]
        return [int(at[np.fromiter(x, dtype=np.int64)].sum()) for x in lengths]

    taken, found = timed(theirs)
    own = np.zeros(apart.many, dtype=np.int64)
    own[apart.vertex] = counts
    return _row(
        town, "networkx", mine, taken / many * apart.many, equal=own[homes].tolist() == found,
        note=f"networkx from {many} homes of {apart.many:,}, multiplied; compared for those",
    )  # fmt: skip


def _pandana(town: Town, apart: Bends, sources: NDArray[np.int64], counts: NDArray[np.int64], mine: float) -> list[Row]:
    names = ("pandana", "pandana, with its preparation")
    if importlib.util.find_spec("pandana") is None:
        return [_row(town, x, mine, None, equal=None, note="pandana is not installed") for x in names]
    import pandana
    import pandas as pd

    place = np.empty((apart.many, 2))
    place[apart.vertex] = town.graph.points

    def prepared() -> Any:
        made = pandana.Network(
            pd.Series(place[:, 0]), pd.Series(place[:, 1]), pd.Series(apart.start), pd.Series(apart.to),
            pd.DataFrame({"mm": apart.mm.astype(float)}), twoway=False,
        )  # fmt: skip
        made.precompute(LIMIT_MM)
        return made

    before, network = timed(prepared)

    def asked() -> NDArray[np.int64]:
        network.set(pd.Series(sources), variable=pd.Series(np.ones(len(sources))), name="assets")
        found = network.aggregate(LIMIT_MM, type="count", decay="flat", name="assets")
        return np.asarray(found, dtype=np.int64)

    taken, theirs = timed(asked)
    same = np.array_equal(counts, theirs[apart.vertex])
    return [
        _row(town, names[0], mine, taken, equal=same, note="its count of assets, once"),
        _row(town, names[1], mine, before + taken, equal=same, note="building and precomputing counted in"),
    ]


def _row(town: Town, peer: str, ours: float, theirs: float | None, *, equal: bool | None, note: str = "") -> Row:
    return Row(
        work=f"{town.name}: assets within 1,200 m, from every bend", peer=peer,
        ours=ours * 1000, theirs=None if theirs is None else theirs * 1000, unit="ms",
        ratio=None if theirs is None else theirs / ours, goal=GOALS[peer], equal=equal,
        note="; ".join(x for x in (town.note, note) if x),
    )  # fmt: skip
