"""
Where the street data say something, and where they end: outside nothing is known, which is not "nothing there".

A file of streets does not say how far it goes, so its ground is drawn from the streets themselves: they, what lies
between them across up to `GAP_M`, and what they enclose; cut to what a setup read of the file, where that is noted.
Limits: where streets end at the sea, at a moor or a broad river, the ground ends too, although nothing is missing there
(give the sea as `besides`). Where a file was cut along a winding border, bays of up to `GAP_M` across count as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from assetmap.network.graph import WalkGraph

KNOWN_M = 500.0
"""Within this of a street, straight, a place is on known ground."""
GAP_M = 2_000.0
"""Fields, a park, a railway yard: so broad a space without a street, between streets, is known to have none."""
_CELL_M = 100.0
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """
    What the streets of a graph cover.

    `graph`: the streets. `shape`: the area that they cover, metres in `graph.crs`; empty where there are none. It is
    drawn in cells of `cell_m`, 100 m and in a country more, so its edge lies up to a cell beyond the last street.
    """

    graph: WalkGraph
    shape: BaseGeometry
    cell_m: float = _CELL_M

    def known(self, xy: ArrayLike) -> NDArray[np.bool_]:
        """Say which places (p, 2), metres in `graph.crs`, are within `KNOWN_M` of a street of the source."""
        places = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        found = np.zeros(len(places), dtype=bool)
        sound = np.flatnonzero(np.isfinite(places).all(axis=1))
        if self.graph.pieces and len(sound):
            near = self._streets.query_nearest(
                shapely.points(places[sound]), max_distance=KNOWN_M, return_distance=False, all_matches=False
            )
            found[sound[near[0]]] = True
        return found

    def to_edge_m(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Return how far the ground surely goes on around each place (p, 2), straight, metres; 0 outside of it."""
        places = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        far = np.zeros(len(places))
        sound = np.flatnonzero(np.isfinite(places).all(axis=1))
        if len(sound) and not self.shape.is_empty:
            inside = sound[shapely.contains_xy(self.shape, *places[sound].T)]
            if len(inside):
                _, away = self._edge.query_nearest(
                    shapely.points(places[inside]), return_distance=True, all_matches=False
                )
                far[inside] = np.maximum(away - self.cell_m, 0.0)
        return far

    def comes_to_edge(self, xy: ArrayLike, *, reach_m: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """
        Say whether somebody who goes `reach_m` from each place may come to where the street data end.

        Nobody who walks that far on streets is further away straight, so a False is sure, but for the bays that this
        module names; a True is not.
        """
        return np.asarray(self.to_edge_m(xy) < reach_m)

    @cached_property
    def _streets(self) -> Any:
        of_point = np.repeat(np.arange(self.graph.pieces), np.diff(self.graph.first))
        lines: Any = shapely.linestrings(self.graph.points, indices=of_point)
        return shapely.STRtree(lines)

    @cached_property
    def _edge(self) -> Any:
        """The stretches of the outline."""
        rings: Any = shapely.get_rings(shapely.get_parts(self.shape))
        points, ring = shapely.get_coordinates(rings, return_index=True)
        go_on = ring[1:] == ring[:-1]
        stretches: Any = shapely.linestrings(np.stack([points[:-1][go_on], points[1:][go_on]], axis=1))
        return shapely.STRtree(stretches)


def ground_of(graph: WalkGraph, *, besides: BaseGeometry | None = None) -> Ground:
    """
    Draw the ground of a graph; keep the answer, it takes a tenth of a second for a city.

    Parameters
    ----------
    besides
        Where nobody walks and nothing is missing, as the sea; metres in `graph.crs`. It counts as covered, and so does
        what lies between it and the streets, across up to `GAP_M`.
    """
    shape: BaseGeometry = shapely.Polygon()
    cell = _CELL_M
    if graph.pieces:
        points = _along(graph)
        cell = _cell(points)
        water = None if besides is None else shapely.make_valid(besides)
        shape = _closed(points, cell, water=water)
        if water is not None:
            shape = shapely.union_all([shape, water])
        within = graph.source.get("within")
        if isinstance(within, str):
            shape = shapely.intersection(shape, shapely.make_valid(shapely.from_wkt(within)))
        areas = [x for x in shapely.get_parts(shape) if x.geom_type == "Polygon"]
        shape = shapely.MultiPolygon(areas)
        shapely.prepare(shape)
    return Ground(graph=graph, shape=shape, cell_m=cell)


def _along(graph: WalkGraph) -> NDArray[np.float64]:
    """Return points along all streets, no two neighbours further apart than half a cell."""
    start, run = graph.points[:-1], np.diff(graph.points, axis=0)
    is_within = np.ones(len(run), dtype=bool)
    is_within[graph.first[1:-1] - 1] = False
    start, run = start[is_within], run[is_within]
    count = np.maximum(np.ceil(np.hypot(*run.T) / (_CELL_M / 2)).astype(np.int64), 1)
    which = np.repeat(np.arange(len(run)), count)
    inner = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    between = start[which] + run[which] * (inner / count[which])[:, None]
    return np.concatenate([between, graph.points[graph.first[1:] - 1]])


def _cell(points: NDArray[np.float64]) -> float:
    """Choose cells that a country's ground still fits in memory with."""
    span = points.max(axis=0) - points.min(axis=0) + 2 * GAP_M
    return max(_CELL_M, float(np.sqrt(span.prod() / _MOST_CELLS)))


def _closed(points: NDArray[np.float64], cell: float, *, water: BaseGeometry | None) -> BaseGeometry:
    """Draw the cells that hold a point, or lie between or within those that do."""
    from scipy.ndimage import binary_fill_holes, distance_transform_edt

    low = points.min(axis=0) - GAP_M
    span = points.max(axis=0) + GAP_M - low
    shape = tuple((np.ceil(span / cell)).astype(int) + 1)
    at = ((points - low) / cell).astype(np.int64)
    is_sure = np.zeros(shape, dtype=bool)
    is_sure[at[:, 0], at[:, 1]] = True
    if water is not None:
        shapely.prepare(water)
        x, y = (low[axis] + (np.arange(shape[axis]) + 0.5) * cell for axis in (0, 1))
        is_sure |= shapely.contains_xy(water, *np.meshgrid(x, y, indexing="ij"))
    reach = GAP_M / 2 / cell
    wide = binary_fill_holes(distance_transform_edt(~is_sure) <= reach)
    ground = (distance_transform_edt(wide) > reach) | is_sure
    return _drawn(ground, low, cell)


def _drawn(ground: NDArray[np.bool_], low: NDArray[np.float64], cell: float) -> BaseGeometry:
    """Draw the outline of cells: a box a run of them in each row, and all made one."""
    padded = np.zeros((ground.shape[0], ground.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ground
    turns = np.diff(padded, axis=1)
    row, start = np.nonzero(turns == 1)
    _, stop = np.nonzero(turns == -1)
    west, south = low[0] + row * cell, low[1] + start * cell
    boxes: Any = shapely.box(west, south, west + cell, low[1] + stop * cell)
    return shapely.union_all(boxes)
