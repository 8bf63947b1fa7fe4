"""What is measured on: the streets of Porto where the real files are, else a grid; and the same again and again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.spots import Spots
from assetmap.network import make_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.network import WalkGraph

PORTO = "osm/porto_roads.osm.pbf"
PORTO_CRS = "EPSG:32629"
KINDS, OF_A_KIND = 8, 250
NO_FILES = "no real files (set ASSETMAP_REALDATA to the folder that holds them): a grid of streets instead"
_APART_M = 500.0
"""Between two copies of a town, bridged by the streets that join them."""
_BRIDGES = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Town:
    """Streets, what they are called in a row, what a note has to say, and the extract they come from, if any."""

    graph: WalkGraph
    name: str
    note: str = ""
    extract: Path | None = None


def extract() -> Path | None:
    """Find Porto's streets in the folder that `ASSETMAP_REALDATA` names."""
    folder = os.environ.get("ASSETMAP_REALDATA")
    path = Path(folder) / PORTO if folder else None
    return path if path is not None and path.is_file() else None


def town(*, side: int | None = None) -> Town:
    """Make the town; `side`: a grid of so many streets each way, whatever files there are."""
    path = extract()
    if side is not None or path is None:
        return Town(graph=grid(side or 150), name="a grid", note="" if side else NO_FILES)
    from assetmap.network.from_extract import graph_from_extract

    return Town(graph=graph_from_extract(path, crs=PORTO_CRS), name="Porto", extract=path)


def grid(side: int, *, seed: int = 7) -> WalkGraph:
    """Lay `side` streets each way, 100 m apart, every block with two bends, a tenth of the blocks left out."""
    chance = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate([
        np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1),
        np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1),
    ])  # fmt: skip
    pairs = pairs[chance.random(len(pairs)) > 0.1]
    used, ends = np.unique(pairs, return_inverse=True)
    xy = np.stack(np.divmod(used, side), axis=1) * 100.0 + chance.uniform(-20, 20, (len(used), 2))
    a, b = (xy[x] for x in ends.reshape(-1, 2).T)
    bends = [a + (b - a) * share + chance.uniform(-8, 8, a.shape) for share in (1 / 3, 2 / 3)]
    points = np.stack([a, *bends, b], axis=1).reshape(-1, 2).round(3) + np.array([530_000.0, 4_555_000.0])
    return make_graph(
        crs=PORTO_CRS, points=points, first=np.arange(len(a) + 1) * 4, ends=ends.reshape(-1, 2),
        source={"kind": "grid", "knows_steps": True},
    )  # fmt: skip


def tiled(graph: WalkGraph, times: int) -> WalkGraph:
    """Lay copies of a town beside each other, west to east, neighbours joined by a few streets."""
    if times == 1:
        return graph
    wide = float(np.ptp(graph.points[:, 0])) + _APART_M
    shift = np.arange(times)
    xy = graph.node_xy()
    whole = np.flatnonzero(graph.part == 0)
    order = whole[np.argsort(xy[whole, 0], kind="stable")]
    west, east = order[:_BRIDGES], order[::-1][:_BRIDGES]
    bridges = np.concatenate(
        [np.stack([east + at * graph.nodes, west + (at + 1) * graph.nodes], 1) for at in shift[:-1]]
    )
    moved = np.concatenate([graph.points + np.array([wide * at, 0.0]) for at in shift])
    over = np.stack([
        np.concatenate([xy[east] + np.array([wide * at, 0.0]) for at in shift[:-1]]),
        np.concatenate([xy[west] + np.array([wide * (at + 1), 0.0]) for at in shift[:-1]]),
    ], axis=1).reshape(-1, 2)  # fmt: skip
    many = np.concatenate([np.tile(np.diff(graph.first), times), np.full(len(bridges), 2)])
    return make_graph(
        crs=graph.crs, points=np.concatenate([moved, over]), first=np.concatenate([[0], np.cumsum(many)]),
        ends=np.concatenate([*(graph.ends + at * graph.nodes for at in shift), bridges]),
        flags=np.concatenate([np.tile(graph.flags, times), np.zeros(len(bridges), dtype=graph.flags.dtype)]),
        source={**graph.source, "tiles": times},
    )  # fmt: skip


def assets(graph: WalkGraph, many: int, *, seed: int = 11) -> NDArray[np.int64]:
    """Choose points of the streets (rows of `graph.points`) to put assets at: any bend, not only crossings."""
    return np.sort(np.random.default_rng(seed).choice(len(graph.points), many, replace=many > len(graph.points)))


def standing(graph: WalkGraph, at: NDArray[np.int64]) -> Spots:
    """Let one asset stand on each of some points, as `spots.join` would, which asks a tree of all pieces first."""
    piece = np.searchsorted(graph.first, at, side="right") - 1
    return Spots(
        piece=piece.astype(np.int32), along_mm=graph.along_mm[at], off_mm=np.zeros(len(at), dtype=np.int32),
        owner=np.arange(len(at)), owners=len(at),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Bends:
    """
    Streets as peers take them: every bend a node. The peers' graph, and the oracle's.

    `vertex`: int64 (k), the node of each of `graph.points`. `start`, `to`: int64 (a), `mm`: int64 (a): walks in one
    direction, the shortest of each pair.
    """

    many: int
    vertex: NDArray[np.int64]
    start: NDArray[np.int64]
    to: NDArray[np.int64]
    mm: NDArray[np.int64]

    def matrix(self, *, toward: bool = True) -> Any:  # scipy's, untyped
        """Return scipy's matrix; `toward`: of the walks turned round, to search from where people go."""
        from scipy.sparse import csr_array

        ends = (self.to, self.start) if toward else (self.start, self.to)
        return csr_array((self.mm.astype(np.float64), ends), shape=(self.many, self.many))


def bends(graph: WalkGraph, profile: str = "walking") -> Bends:
    """Take the pieces apart."""
    walked = graph.walked(profile)
    inner = np.ones(len(graph.points), dtype=bool)
    inner[graph.first[:-1]] = inner[graph.first[1:] - 1] = False
    vertex = np.empty(len(graph.points), dtype=np.int64)
    vertex[inner] = graph.nodes + np.arange(int(inner.sum()))
    vertex[graph.first[:-1]], vertex[graph.first[1:] - 1] = graph.ends.T
    leg = np.ones(len(graph.points), dtype=bool)
    leg[graph.first[1:] - 1] = False
    at = np.flatnonzero(leg)
    piece = np.repeat(np.arange(graph.pieces), np.diff(graph.first))[at]
    mm = (graph.along_mm[at + 1] - graph.along_mm[at]).astype(np.int64)
    forward, backward = _open_ways(walked)
    start = np.concatenate([vertex[at][forward[piece]], vertex[at + 1][backward[piece]]])
    to = np.concatenate([vertex[at + 1][forward[piece]], vertex[at][backward[piece]]])
    mm = np.concatenate([mm[forward[piece]], mm[backward[piece]]])
    order = np.lexsort((mm, to, start))
    start, to, mm = start[order], to[order], mm[order]
    shortest = np.ones(len(start), dtype=bool)
    shortest[1:] = (start[1:] != start[:-1]) | (to[1:] != to[:-1])
    shortest &= start != to
    many = graph.nodes + int(inner.sum())
    return Bends(many=many, vertex=vertex, start=start[shortest], to=to[shortest], mm=mm[shortest])


def _open_ways(walked: Any) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which pieces are walked from start to end, and which from end to start."""
    graph = walked.graph
    forward, backward = np.zeros(graph.pieces, dtype=bool), np.zeros(graph.pieces, dtype=bool)
    taken = graph.piece[walked.out_mm >= 0]
    forward[taken[taken & 1 == 0] >> 1] = True
    backward[taken[taken & 1 == 1] >> 1] = True
    return forward, backward
