"""Where the people of each neighbourhood set out: its postcodes, else points along its streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.access.spots import open_pieces
from assetmap.crs import WGS84, reproject_all

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.network import Walked

ROUGH_QUALITY = 50
"""Code-Point Open: from here on a postcode's point is not from its addresses; it may be the middle of the area."""
EVERY_M = 50.0
"""Where there are no postcodes, one point for so much street."""
POSTCODES, STREETS = "postcodes", "streets"


@dataclass(frozen=True, kw_only=True, eq=False)
class Homes:
    """
    p points where people set out; those of an area count the same.

    `xy`: float64 (p, 2), metres of the graph. `area`: int64 (p), row of the areas, in rising order. `taken_from`: for
    each area `postcodes`, `streets`, or "" where there is neither.
    """

    xy: NDArray[np.float64]
    area: NDArray[np.int64]
    taken_from: tuple[str, ...]


def homes_of(areas: GeoDataFrame, *, postcodes: GeoDataFrame | None, walked: Walked) -> Homes:
    """
    Choose where people set out.

    Parameters
    ----------
    areas
        `code`, geometry; EPSG:4326.
    postcodes
        `area` (code), geometry (points, EPSG:4326), perhaps `quality`; postcodes without a point of their own are
        left out. None where the place has no list.
    walked
        The streets, for areas without postcodes: a point every `EVERY_M` of street inside.
    """
    crs = walked.graph.crs
    xy, area = _postcodes(areas, postcodes, crs=crs)
    without = np.setdiff1d(np.arange(len(areas)), area)
    shapes = reproject_all(areas.geometry.iloc[without], WGS84, crs)
    more, of = _along_streets(walked, shapes)
    xy, area = np.concatenate([xy, more]), np.concatenate([area, without[of]])
    order = np.argsort(area, kind="stable")
    taken = np.full(len(areas), "", dtype=object)
    taken[np.setdiff1d(area, without)] = POSTCODES
    taken[without[np.unique(of)]] = STREETS
    return Homes(xy=xy[order], area=area[order], taken_from=tuple(taken))


def _postcodes(
    areas: GeoDataFrame, postcodes: GeoDataFrame | None, *, crs: str
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    if postcodes is None or postcodes.empty:
        return np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    row = {str(code): at for at, code in enumerate(areas["code"])}
    area = np.array([row.get(str(code), -1) for code in postcodes["area"]], dtype=np.int64)
    shapes = postcodes.geometry.to_numpy()
    good = (area >= 0) & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if "quality" in postcodes:
        good &= postcodes["quality"].to_numpy() < ROUGH_QUALITY
    return shapely.get_coordinates(reproject_all(shapes[good], WGS84, crs)).reshape(-1, 2), area[good]


def _along_streets(walked: Walked, shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Put points on the open streets inside each shape, `EVERY_M` apart, one at least on each stretch that long."""
    if not len(shapes) or not walked.is_open.any():
        return np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    tree, _ = open_pieces(walked)
    of, line = tree.query(shapes, predicate="intersects")
    inside = shapely.intersection(tree.geometries[line], shapes[of])
    parts, which = shapely.get_parts(inside, return_index=True)
    metres = shapely.length(parts)
    many = np.floor(metres / EVERY_M + 0.5).astype(np.int64)
    many = np.where(metres > 0, many, 0)
    step = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    along = (step + 0.5) * np.repeat(metres / np.maximum(many, 1), many)
    points = shapely.line_interpolate_point(np.repeat(parts, many), along)
    return shapely.get_coordinates(points).reshape(-1, 2), np.repeat(of[which], many)
