"""How cost grows: copies of the town laid beside each other and joined, the nearest of one kind from every bend."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.searching import at_points, costs
from assetmap.bench.access.apart import apart
from assetmap.bench.access.town import NO_FILES, OF_A_KIND, assets, bends, extract, standing, tiled, town
from assetmap.bench.access.turns import turns
from assetmap.bench.rows import Row
from assetmap.network import NEVER, keep_graph, open_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from assetmap.network import WalkGraph

GOAL, GOAL_MB = 2.5, 1_024


def rows(sizes: tuple[int, ...], *, side: int | None = None) -> Iterator[Row]:
    """Measure each size in processes of its own: both in turns, then each alone for its memory."""
    name = "a grid" if side is not None or extract() is None else "Porto"
    note = NO_FILES if side is None and extract() is None else ""
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        for times in sizes:
            home = str(Path(folder) / str(times))
            said = apart("growing:lay", home=home, times=times, side=side)
            both = apart("growing:both", home=home, rounds=3)
            work = f"{name} × {times}: nearest of one kind, {said['bends']:,} nodes"
            words = "; ".join(x for x in (note, f"{said['assets']:,} assets, {said['pieces']:,} pieces") if x)
            yield Row(
                work=work, peer="scipy", ours=both["ours"] * 1000, theirs=both["scipy"] * 1000, unit="ms",
                ratio=both["scipy"] / both["ours"], goal=f"≥ {GOAL} ×", equal=both["equal"],
                note=f"{words}; {both['ours'] / said['bends'] * 1e9:.0f} ns a node",
            )  # fmt: skip
            mine, theirs = (apart(f"growing:alone_{x}", home=home)["peak_mb"] for x in ("ours", "scipy"))
            yield Row(
                work=f"{work}: memory, whole process", peer="scipy", ours=mine, theirs=theirs, unit="MB",
                ratio=theirs / mine if mine and theirs else None, goal=f"≤ {GOAL_MB:,} MB", equal=None,
                note="the mapped graph counted in",
            )  # fmt: skip


def lay(home: str, times: int, side: int | None) -> dict[str, Any]:
    """Make a town of so many copies and keep it."""
    graph = tiled(town(side=side).graph, times)
    keep_graph(graph, home)
    inner = len(graph.points) - 2 * graph.pieces
    return {"bends": graph.nodes + inner, "pieces": graph.pieces, "assets": OF_A_KIND * times}


def both(home: str, rounds: int) -> dict[str, Any]:
    """Take turns, and compare."""
    graph = _opened(home)
    mine, theirs = _ours(graph), _scipy(graph)
    mine()
    seconds, given = turns({"ours": mine, "scipy": theirs}, rounds=rounds)
    vertex = bends(graph).vertex
    other = np.where(np.isinf(given["scipy"]), float(NEVER), given["scipy"]).astype(np.int64)
    return {**seconds, "equal": bool(np.array_equal(given["ours"], other[vertex]))}


def alone_ours(home: str) -> dict[str, Any]:
    """Search once, ours alone."""
    return {"total": int(_ours(_opened(home))().sum(dtype=np.int64))}


def alone_scipy(home: str) -> dict[str, Any]:
    """Search once, scipy alone."""
    found = _scipy(_opened(home))()
    return {"total": float(found[np.isfinite(found)].sum())}


def _opened(home: str) -> WalkGraph:
    graph = open_graph(home)
    assert graph is not None
    return graph


def _at(graph: WalkGraph) -> NDArray[np.int64]:
    return assets(graph, OF_A_KIND * int(graph.source.get("tiles", 1)))


def _ours(graph: WalkGraph) -> Any:
    walked = graph.walked()
    spots = standing(graph, _at(graph))
    return lambda: at_points(walked, costs(walked, spots), spots)


def _scipy(graph: WalkGraph) -> Any:
    from scipy.sparse.csgraph import dijkstra

    apart_ = bends(graph)
    matrix, sources = apart_.matrix(), np.unique(apart_.vertex[_at(graph)])
    return lambda: dijkstra(matrix, indices=sources, min_only=True)
