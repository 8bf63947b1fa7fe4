"""Which gates lead into which areas: the one rule, for walks and for straight lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import reproject_all
from assetmap.errors import LayerError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

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


def gate_points(gates: GeoDataFrame, metric_crs: str) -> NDArray[Any]:
    """
    Give a layer's gates in `metric_crs`, without the empty ones.

    Raises
    ------
    LayerError
        The layer has no CRS.
    """
    if gates.crs is None:
        raise LayerError("the gates have no coordinate reference system: say which one they are in.")
    points = reproject_all(gates.geometry.to_numpy(), gates.crs.to_string(), metric_crs)
    return np.asarray(points[~(shapely.is_missing(points) | shapely.is_empty(points))])


def straight_m(shapes: NDArray[Any], here: BaseGeometry, *, gates: NDArray[Any] | None) -> NDArray[np.float64]:
    """
    Measure from a point to each shape's nearest way in, metres in a straight line, float64 (s); all in one CRS.

    To an area with gates it is the nearest gate, unless the person is in it already; to any other shape its edge.
    """
    metres = np.asarray(shapely.distance(shapes, here), dtype=np.float64)
    if gates is None:
        return metres
    at_shape, at_gate = gates_of(shapes, gates)
    to_gates = np.full(len(shapes), np.inf)
    np.minimum.at(to_gates, at_shape, shapely.distance(gates[at_gate], here))
    far = np.isfinite(to_gates) & (metres > 0)
    metres[far] = np.maximum(to_gates[far], metres[far])
    return metres
