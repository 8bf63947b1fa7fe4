"""A place that was tapped, drawn or typed: whether it lies here at all, and how to say it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from assetmap.crs import WGS84, metric_for, reproject, reproject_all
from assetmap.gazetteer import locate
from assetmap.wording import gettext as _
from assetmap.wording import number_text, spoken

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place

_BESIDE_M = 80
_DEGREES = 0.0015  # more than `_BESIDE_M` everywhere between the polar circles


def checked_place(where: BaseGeometry, *, place: Place) -> None:
    """
    Let a place pass that lies in the place or just around it.

    Raises
    ------
    PlaceError
        It lies or reaches far outside, in one sentence that helps.
    """
    west, south, east, north = where.bounds
    for lon, lat in {(west, south), (west, north), (east, south), (east, north)}:
        locate(f"{lat:.6f}, {lon:.6f}", place=place)


def told_place(where: BaseGeometry | None, *, place: Place) -> str:
    """Say in words where something was put: by which street, how long a line is, how large an area."""
    if where is None:
        return ""
    point = where.representative_point()
    metric = metric_for(point.x, point.y)
    street = _street(point, metric=metric, place=place)
    if where.geom_type in {"LineString", "MultiLineString"}:
        far = _length(reproject(where, WGS84, metric).length)
        return _("A walk of {far} by {street}.", far=far, street=street) if street else _("A walk of {far}.", far=far)
    if where.geom_type in {"Polygon", "MultiPolygon"}:
        return _("An area by {street}.", street=street) if street else _("An area.")
    return _("The pin stands by {street}.", street=street) if street else _("The pin stands where you tapped.")


def _length(metres: float) -> str:
    if metres < 950:
        return _("{metres} m", metres=round(metres / 10) * 10)
    return _("{number} km", number=f"{metres / 1000:.1f}" if spoken() == "en" else number_text(metres / 1000))


def _street(point: shapely.Point, *, metric: str, place: Place) -> str:
    """Name the street within a few steps of a point, or ""."""
    streets = place.layer("streets")
    if streets is None or streets.empty or "name" not in streets:
        return ""
    near = streets.iloc[streets.sindex.query(point.buffer(_DEGREES))]
    near = near[near["name"].fillna("").astype(str).str.strip() != ""]
    if near.empty:
        return ""
    distances = shapely.distance(reproject_all(near.geometry, WGS84, metric), reproject(point, WGS84, metric))
    first = int(distances.argmin())
    return str(near["name"].iloc[first]).strip() if distances[first] <= _BESIDE_M else ""
