"""
Who may see what: audience × precision × status. Every output passes through `disclosed`.

Blurring snaps to the neighbourhood or the street and never jitters: an average of jittered points would
give the true place away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from assetmap.crs import WGS84, metric_for, reproject, reproject_all
from assetmap.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

AUDIENCES = ("public", "partners", "workshop")
"""From the widest circle to the smallest: who may see `workshop` may see the others."""
SHOWN = frozenset({"published", "paused"})
"""What a map or page shows; drafts, closed and withdrawn assets are for stewards."""

# Fields that would give a blurred place away, in order of how much is left: with `street` the address goes,
# with `neighbourhood` and `not shown` so do the ways in.
_PLACE_FIELDS = {
    "exact": (),
    "street": ("address", "postcode"),
    "neighbourhood": ("address", "postcode", "transport"),
    "not_shown": ("address", "postcode", "transport"),
}
# A publisher's number (a UPRN is one front door) and a mend (of which outline) tell where a blurred asset is.
_BETRAYING = ("source_id", "repairs")
# Never for the public: how an asset is held up, and the words of a consent.
_INNER_FIELDS = ("checked_by", "consent", "consent_on")


def disclosed(assets: Iterable[Asset], *, audience: str = "public", statuses: Collection[str] = SHOWN) -> list[Asset]:
    """
    Give only what `audience` may see, field by field.

    Parameters
    ----------
    assets
        As the store holds them: `where` is already the blurred place (see `blurred`).
    audience
        `public`, `partners` or `workshop`: sees what is meant for it and for wider circles.
    statuses
        Which statuses pass; a withdrawn asset never does.

    Returns
    -------
    shown
        Copies without the fields that the audience may not see, in the order given.
    """
    if audience not in AUDIENCES:
        raise AssetError(f"[audience] choose one of {', '.join(AUDIENCES)}.")
    may_see = AUDIENCES[: AUDIENCES.index(audience) + 1]
    out = []
    for asset in assets:
        if asset.audience not in may_see or asset.status not in statuses or asset.status == "withdrawn":
            continue
        hide: dict[str, object] = dict.fromkeys(_PLACE_FIELDS[asset.precision], "")
        hide |= {name: None if name.endswith("_on") else "" for name in _INNER_FIELDS}
        if asset.precision != "exact":
            hide |= dict.fromkeys(_BETRAYING, "")
        if asset.precision == "not_shown":
            hide["where"] = None
        out.append(asset.changed(**{name: value for name, value in hide.items() if getattr(asset, name) != value}))
    return out


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
    if where is None or precision == "exact":
        return where, None
    if precision == "street":
        shown = _on_street(where, streets)
        if shown is not None:
            return shown, where
    if precision in {"street", "neighbourhood"}:
        return _in_neighbourhood(where, areas), where
    return None, where


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
    metric = metric_for(point.x, point.y)
    here = reproject(point, WGS84, metric)
    near = streets.iloc[streets.sindex.query(point.buffer(0.01))]
    if near.empty:
        return None
    distances = shapely.distance(reproject_all(near.geometry, WGS84, metric), here)
    first = int(distances.argmin())
    name = near["name"].iloc[first]
    if distances[first] > _FURTHEST_STREET_M or not isinstance(name, str) or not name.strip():
        return None
    pieces = reproject_all(streets.geometry[streets["name"] == name], WGS84, metric)
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
