"""What `catchments` does most, compiled: both steps in one pass over the pairs, in the order that scipy adds up in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.compiled import steady
from assetmap.access.kernels import compiled_late

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.access.catchments import Catchments, Decay
    from assetmap.access.found import Pairs


def scores(catchments: Catchments, capacity: NDArray[np.float64], population: NDArray[np.float64]) -> NDArray[Any]:
    """Score catchments in zones, with arrays of one layout each, so that the loop compiles once."""
    zone = steady(catchments.code, np.uint8), steady(catchments.decay.table)
    pairs = steady(catchments.head, np.int64), steady(catchments.demand, np.int32)
    out: NDArray[Any] = _scores(*pairs, *zone, steady(capacity), steady(population))
    return out


def scores_of(
    pairs: Pairs, decay: Decay, capacity: NDArray[np.float64], population: NDArray[np.float64]
) -> NDArray[Any]:
    """Score pairs in zones as they are: nothing is weighed before, copied or kept."""
    given = steady(pairs.head, np.int64), steady(pairs.node, np.int32), steady(pairs.mm, np.int32)
    zones = steady(np.array(decay.edges_mm), np.int32), steady(np.array(decay.weights), np.float64)
    out: NDArray[Any] = _scores_of(*given, *zones, steady(capacity), steady(population))
    return out


@compiled_late
def _scores_of(head: Any, demand: Any, mm: Any, edges: Any, weights: Any, capacity: Any, population: Any) -> Any:
    """
    As `_scores`, term by term; pairs are nearest first, so that each zone is a stretch of them.

    Places are numbers without a sign: what may be below 0 is looked at before each read, which takes a third longer.
    """
    out = np.zeros(len(population))
    zones, one = len(edges), np.uint64(1)
    ends = np.empty(zones, dtype=np.uint64)
    for supply in range(len(head) - 1):
        shared = 0.0
        at, last = np.uint64(head[supply]), np.uint64(head[supply + 1])
        for zone in range(zones):
            weight, edge = weights[zone], edges[zone]
            while at < last and mm[at] <= edge:
                shared += weight * population[np.uint64(demand[at])]
                at += one
            ends[zone] = at
        if shared > 0.0 and capacity[supply] > 0.0:
            each = capacity[supply] / shared
            at = np.uint64(head[supply])
            for zone in range(zones):
                more, end = weights[zone] * each, ends[zone]
                while at < end:
                    out[np.uint64(demand[at])] += more
                    at += one
    return out


@compiled_late
def _scores(head: Any, demand: Any, zone: Any, table: Any, capacity: Any, population: Any) -> Any:
    """Add up who shares a supply, and give each of them what it has for one."""
    out = np.zeros(len(population))
    for supply in range(len(head) - 1):
        shared = 0.0
        for at in range(head[supply], head[supply + 1]):
            shared += table[zone[at]] * population[demand[at]]
        if shared > 0.0 and capacity[supply] > 0.0:
            each = capacity[supply] / shared
            for at in range(head[supply], head[supply + 1]):
                out[demand[at]] += table[zone[at]] * each
    return out
