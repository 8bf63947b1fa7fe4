"""Whether the arrays of a walk graph fit together: the compiled searches trust every number in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.errors import LayerError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.network.graph import WalkGraph


def check_graph(graph: WalkGraph) -> None:
    """
    Look at a graph that came from elsewhere.

    Raises
    ------
    LayerError
        An array is of another kind or length, or leads to a node, a piece or a point that there is not.
    """
    if not _is_sound(graph):
        raise LayerError("the walk network does not fit together: set the place up again.")


def _is_sound(graph: WalkGraph) -> bool:
    points, nodes, pieces = len(graph.points), len(graph.at), len(graph.ends)
    wanted: dict[str, tuple[str, tuple[int, ...]]] = {
        "points": ("float64", (points, 2)), "first": ("int64", (pieces + 1,)), "along_mm": ("int32", (points,)),
        "ends": ("int32", (pieces, 2)), "flags": ("uint16", (pieces,)), "way": ("uint8", (pieces,)),
        "name": ("int32", (pieces,)), "at": ("int64", (nodes,)), "part": ("int32", (nodes,)),
        "head": ("int64", (nodes + 1,)), "to": ("int32", (2 * pieces,)), "piece": ("int32", (2 * pieces,)),
    }  # fmt: skip
    for field, (kind, shape) in wanted.items():
        array = getattr(graph, field)
        if array.dtype != np.dtype(kind) or array.shape != shape:
            return False
    steps = np.diff(graph.first)
    return bool(
        np.isfinite(graph.points).all()
        and _from_to(graph.first, points)
        and (steps >= 2).all()
        and _from_to(graph.head, 2 * pieces)
        and (np.diff(graph.head) >= 0).all()
        and _below(graph.ends, nodes)
        and _below(graph.at, points)
        and _below(graph.part, max(nodes, 1))
        and _below(graph.to, nodes)
        and _below(graph.piece, 2 * pieces)
        and _below(graph.way, len(graph.ways))
        and _below(graph.name, len(graph.names))
        and (graph.along_mm >= 0).all()
    )


def _from_to(array: NDArray[np.int64], end: int) -> bool:
    return bool(array[0] == 0 and array[-1] == end)


def _below(array: NDArray[np.generic], end: int) -> bool:
    return not array.size or bool(array.min() >= 0 and array.max() < end)
