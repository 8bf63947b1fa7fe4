"""Which assets are within 1,200 m of every bend of every street, and how many of each kind."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.searching import at_points, pairs_within
from assetmap.bench.access.apart import apart
from assetmap.bench.access.nearest import networkx_graph
from assetmap.bench.access.town import KINDS, OF_A_KIND, assets, bends, standing
from assetmap.bench.access.turns import timed, turns
from assetmap.bench.rows import Row
from assetmap.network import keep_graph, open_graph

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
    streets = bends(town.graph)
    at = assets(town.graph, KINDS * (5 if short else OF_A_KIND))
    spots = standing(town.graph, at)

    kind = np.sort(np.arange(len(at)) % KINDS)

    def ours() -> tuple[Pairs, NDArray[np.int64]]:
        found = at_points(walked, pairs_within(walked, spots, limit_mm=LIMIT_MM), spots)
        counts = np.empty((KINDS, found.nodes), dtype=np.int64)
        for row in range(KINDS):  # assets are in the order of their kinds: each kind's pairs lie together
            first, last = found.head[np.searchsorted(kind, [row, row + 1])]
            counts[row] = np.bincount(found.node[first:last], minlength=found.nodes)
        return found, counts

    ours()
    seconds, given = turns({"ours": ours}, rounds=2 if short else 5)
    mine, (found, counts) = seconds["ours"], given["ours"]
    pairs = f"{len(found.mm):,} pairs kept"
    taken, theirs = timed(lambda: _scipy(streets, streets.vertex[at], kind))
    return [
        _networkx(town, streets, streets.vertex[at], kind, counts, mine, many=20 if short else _SAMPLED),
        _row(town, "scipy", mine, taken, equal=np.array_equal(counts, theirs[:, streets.vertex]),
             note=f"{pairs}; scipy's dijkstra from each asset, with the limit, once"),
        *_pandana(town, at, kind, counts, mine),
    ]  # fmt: skip


def _scipy(streets: Bends, sources: NDArray[np.int64], kind: NDArray[np.int64]) -> NDArray[np.int64]:
    from scipy.sparse.csgraph import dijkstra

    matrix = streets.matrix()
    counts = np.zeros((KINDS, streets.many), dtype=np.int64)
    for row in range(KINDS):
        own = sources[kind == row]
        for start in range(0, len(own), _AT_ONCE):
            found = dijkstra(matrix, indices=own[start : start + _AT_ONCE], limit=float(LIMIT_MM))
            counts[row] += np.isfinite(found).sum(axis=0)
    return counts


def _networkx(
    town: Town,
    streets: Bends,
    sources: NDArray[np.int64],
    kind: NDArray[np.int64],
    counts: NDArray[np.int64],
    mine: float,
    *,
    many: int,
) -> Row:
    if importlib.util.find_spec("networkx") is None:
        return _row(town, "networkx", mine, None, equal=None, note="networkx is not installed")
    import networkx as nx

    graph = networkx_graph(streets).reverse(copy=False)
    homes = np.random.default_rng(3).choice(streets.many, many, replace=False)
    at = np.zeros((KINDS, streets.many), dtype=np.int64)
    np.add.at(at, (kind, sources), 1)

    def theirs() -> NDArray[np.int64]:
        lengths = [nx.single_source_dijkstra_path_length(graph, int(x), cutoff=LIMIT_MM) for x in homes]
        return np.stack([at[:, np.fromiter(x, dtype=np.int64)].sum(axis=1) for x in lengths], axis=1)

    taken, found = timed(theirs)
    own = np.zeros((KINDS, streets.many), dtype=np.int64)
    own[:, streets.vertex] = counts
    return _row(
        town, "networkx", mine, taken / many * streets.many, equal=np.array_equal(own[:, homes], found),
        note=f"networkx from {many} homes of {streets.many:,}, multiplied; compared for those",
    )  # fmt: skip


def _pandana(
    town: Town, at: NDArray[np.int64], kind: NDArray[np.int64], counts: NDArray[np.int64], mine: float
) -> list[Row]:
    names = ("pandana", "pandana, with its preparation")
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        keep_graph(town.graph, folder)
        for name, array in (("at", at), ("kind", kind), ("counts", counts)):
            np.save(Path(folder) / f"{name}.npy", array)
        said = apart("within:pandana", folder=folder)
    if "missing" in said:
        return [_row(town, x, mine, None, equal=None, note=f"{said['missing']} is not installed") for x in names]
    note = "its count of each kind, once, in a process of its own"
    if said["others"]:
        note += f"; {said['others']} of {counts.size:,} counts differ"
    before, asked = said["prepared"], said["asked"]
    return [
        _row(town, names[0], mine, asked, equal=said["others"] == 0, note=note),
        _row(town, names[1], mine, before + asked, equal=said["others"] == 0, note="building and precomputing counted"),
    ]


def pandana(folder: str) -> dict[str, Any]:
    """Let pandana count, and say where it counts otherwise than we."""
    import pandana
    import pandas as pd

    graph = open_graph(folder)
    assert graph is not None
    streets = bends(graph)
    at, kind, counts = (np.load(Path(folder) / f"{x}.npy") for x in ("at", "kind", "counts"))
    place = np.empty((streets.many, 2))
    place[streets.vertex] = graph.points

    def prepared() -> Any:
        made = pandana.Network(
            pd.Series(place[:, 0]), pd.Series(place[:, 1]), pd.Series(streets.start), pd.Series(streets.to),
            pd.DataFrame({"metres": (streets.mm + 0.25) / 1000.0}), twoway=False,  # cut to whole millimetres there
        )  # fmt: skip
        made.precompute(LIMIT_MM / 1000.0)
        return made

    before, network = timed(prepared)

    def asked() -> NDArray[np.int64]:
        found = []
        for row in range(KINDS):
            own = streets.vertex[at[kind == row]]
            network.set(pd.Series(own), variable=pd.Series(np.ones(len(own))), name="assets")
            found.append(network.aggregate(LIMIT_MM / 1000.0, type="count", decay="flat", name="assets").to_numpy())
        return np.asarray(np.rint(found), dtype=np.int64)

    taken, theirs = timed(asked)
    return {"prepared": before, "asked": taken, "others": int((counts != theirs[:, streets.vertex]).sum())}


def _row(town: Town, peer: str, ours: float, theirs: float | None, *, equal: bool | None, note: str = "") -> Row:
    return Row(
        work=f"{town.name}: assets of each of {KINDS} kinds within 1,200 m, from every bend", peer=peer,
        ours=ours * 1000, theirs=None if theirs is None else theirs * 1000, unit="ms",
        ratio=None if theirs is None else theirs / ours, goal=GOALS[peer], equal=equal,
        note="; ".join(x for x in (town.note, note) if x),
    )  # fmt: skip
