"""
How a place is blurred: it snaps to its street or its neighbourhood, and never jitters.

An average of jittered points would give the true place away. The point that is shown depends on the street or the
neighbourhood alone; the door has no say in it, so nothing that is measured from it says more than the point does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from assetmap.crs import WGS84, metric_for, reproject, reproject_all

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry


def blurred(
    where: BaseGeometry | None, precision: str, *, areas: GeoDataFrame | None, streets: GeoDataFrame | None
) -> tuple[BaseGeometry | None, BaseGeometry | None]:
    """
    Split a true place into what may be shown and what must be kept apart.

    Parameters
    ----------
    where
        The true place, EPSG:4326, or None.
    precision
        `exact`, `street`, `neighbourhood` or `not_shown`.
    areas, streets
        The place's own layers (EPSG:4326). Without them a street becomes a neighbourhood, and a
        neighbourhood is not shown: what cannot be blurred is hidden.

    Returns
    -------
    shown, exact
        `shown` goes on the map; `exact` (None where nothing is hidden) into the store's own table.
    """
    shown, _ = blurred_as(where, precision, areas=areas, streets=streets)
    return shown, None if precision == "exact" else where


def blurred_as(
    where: BaseGeometry | None, precision: str, *, areas: GeoDataFrame | None, streets: GeoDataFrame | None
) -> tuple[BaseGeometry | None, str]:
    """
    Give what may be shown of a true place, and the precision that it is shown with.

    A door that its street would not hide is shown in its neighbourhood and says so: who knew that a street had been
    asked for could tell that it is a short one, or that the door is near its middle. Where nothing can be shown the
    precision stays what was asked for, so that it can be shown once there are neighbourhoods.
    """
    if where is None or precision == "exact":
        return where, precision
    if precision == "street":
        on_street = _on_street(where, streets)
        if on_street is not None:
            return on_street, precision
    if precision in {"street", "neighbourhood"}:
        inside = _in_neighbourhood(where, areas)
        return inside, precision if inside is None else "neighbourhood"
    return None, precision


def _in_neighbourhood(where: BaseGeometry, areas: GeoDataFrame | None) -> BaseGeometry | None:
    if areas is None or areas.empty:
        return None
    point = where.representative_point()
    hits = areas.sindex.query(point, predicate="intersects")
    if not len(hits):
        return None
    shown: BaseGeometry = areas.geometry.iloc[int(hits.min())].representative_point()
    return shown


_SHORTEST_STREET_M = 150
_LEAST_MOVED_M = 50
_FURTHEST_STREET_M = 500
_SAME_STREET_GAP_M = 30
"""Pieces of one name with a larger gap between them are two streets."""


def _on_street(where: BaseGeometry, streets: GeoDataFrame | None) -> BaseGeometry | None:
    """
    Give the middle of the whole street that a door lies on: the same point for every door of it.

    None where that would hide nothing: a street without a name or too short, or a door close to the middle.
    """
    if streets is None or streets.empty or "name" not in streets:
        return None
    point = where.representative_point()
    near = streets.iloc[streets.sindex.query(point.buffer(0.01))]
    if near.empty:
        return None
    metric = metric_for(point.x, point.y)
    away = shapely.distance(reproject_all(near.geometry, WGS84, metric), reproject(point, WGS84, metric))
    first = int(away.argmin())
    name = near["name"].iloc[first]
    if away[first] > _FURTHEST_STREET_M or not isinstance(name, str) or not name.strip():
        return None
    named = streets.geometry[streets["name"] == name]
    # Measured in metres of the name's own zone: at the edge of two zones a door's own would tell its side.
    west, south, east, north = named.total_bounds
    metric = metric_for((west + east) / 2, (south + north) / 2)
    here, pieces = reproject(point, WGS84, metric), reproject_all(named, WGS84, metric)
    # Pieces of the same name in another village are another street.
    patches = shapely.get_parts(shapely.union_all(shapely.buffer(pieces, _SAME_STREET_GAP_M / 2, quad_segs=2)))
    patch = patches[int(shapely.distance(patches, here).argmin())]
    street = shapely.union_all(pieces[shapely.intersects(pieces, patch)])
    # The point of the street nearest to its centre of weight: no door has a say in it.
    middle = _nearest_on(street, street.centroid)
    if street.length < _SHORTEST_STREET_M or middle.distance(here) < _LEAST_MOVED_M:
        return None
    return reproject(middle, metric, WGS84)


def _nearest_on(street: BaseGeometry, point: BaseGeometry) -> BaseGeometry:
    on_it: BaseGeometry = shapely.get_point(shapely.shortest_line(street, point), 0)
    return on_it
