"""The street that something is near, for what has no address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import LineString

from assetmap.crs import WGS84, reproject, reproject_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.printing.mapped import PageSetting

_NEAR_M = 150.0
_REACH_DEG = 0.005
"""Wide enough for `_NEAR_M` wherever there are streets."""


def streets_near(assets: Iterable[Asset], *, place: PageSetting) -> dict[str, str]:
    """
    Give short code → the nearest named street, of what is shown where it is and has no address.

    It depends on nothing but the asset: not on who sets out, and from where.
    """
    streets = place.layer("streets")
    if streets is None or streets.empty or "name" not in streets:
        return {}
    said = {}
    for asset in assets:
        if asset.where is None or asset.precision != "exact" or asset.address.strip():
            continue
        name = _street(_middle(asset.where), streets, metric_crs=place.settings.metric_crs)
        if name:
            said[asset.short] = name
    return said


def _middle(where: BaseGeometry) -> Point:
    if isinstance(where, LineString):
        return where.interpolate(0.5, normalized=True)
    return shapely.point_on_surface(where)


def _street(point: Point, streets: GeoDataFrame, *, metric_crs: str) -> str:
    around = shapely.box(point.x - _REACH_DEG, point.y - _REACH_DEG, point.x + _REACH_DEG, point.y + _REACH_DEG)
    near = streets.iloc[streets.sindex.query(around)]
    near = near[near["name"].fillna("").astype(str).str.strip() != ""]
    if near.empty:
        return ""
    shapes = reproject_all(near.geometry.to_numpy(), WGS84, metric_crs)
    away = shapely.distance(shapes, reproject(point, WGS84, metric_crs))
    first = int(np.argmin(away))
    return str(near["name"].iloc[first]).strip() if away[first] <= _NEAR_M else ""
