"""Which gates lead into which areas: the one rule, for walks and for straight lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

GATE_REACH_M = 15.0
"""A gate belongs to a park whose edge is this near: both are drawn to a few metres (OS Open Greenspace)."""


def gates_of(shapes: NDArray[Any], gates: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Pair areas with the gates that lead into them.

    Parameters
    ----------
    shapes
        Any shapes, metres of one CRS; only areas have gates.
    gates
        Points, metres of the same CRS. One may stand a little off the edge, or well inside: both lead in.

    Returns
    -------
    shape, gate
        int64 (p,) each: rows of `shapes` and of `gates`, by shape and then by gate.
    """
    none = np.zeros(0, dtype=np.int64)
    areas = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    if not len(areas) or not len(gates):
        return none, none
    at_area, at_gate = shapely.STRtree(gates).query(shapes[areas], predicate="dwithin", distance=GATE_REACH_M)
    order = np.lexsort((at_gate, at_area))
    return areas[at_area[order]].astype(np.int64), at_gate[order].astype(np.int64)
