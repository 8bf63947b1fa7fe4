"""What `catchments` does most, compiled: both steps in one pass over the pairs, in the order that scipy adds up in."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def scores(head: Any, demand: Any, zone: Any, table: Any, capacity: Any, population: Any) -> Any:
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
