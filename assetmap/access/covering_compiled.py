"""Choosing what to cover, compiled; imported only where numba is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba as _numba  # noqa: F401  without it the loops would be Python's, and numpy is faster
import numpy as np

from assetmap.access import kernels_covering
from assetmap.access.compiled import steady

if TYPE_CHECKING:
    from numpy.typing import NDArray


def greedy(
    head: NDArray[Any],
    demand: NDArray[Any],
    turned: tuple[NDArray[Any], NDArray[Any]],
    weight: NDArray[np.float64],
    new: int,
) -> NDArray[np.int64]:
    """As `covering_plain.greedy`."""
    own = steady(head, np.int64), steady(demand, np.int32), steady(turned[0], np.int64), steady(turned[1], np.int32)
    chosen: NDArray[np.int64] = kernels_covering.greedy(*own, steady(weight, np.float64), new)
    return chosen


def exchange(
    head: NDArray[Any], demand: NDArray[Any], weight: NDArray[np.float64], chosen: NDArray[np.int64]
) -> NDArray[np.int64]:
    """As `covering_plain.exchange`."""
    better = chosen.copy()
    kernels_covering.exchange(steady(head, np.int64), steady(demand, np.int32), steady(weight, np.float64), better)
    return better
