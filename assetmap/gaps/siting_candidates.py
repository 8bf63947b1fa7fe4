"""Where something new could go: places on the map first; where asked, postcodes, or points along the streets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from assetmap.access.searching import at_spots, pairs_within
from assetmap.access.spots import join, open_pieces
from assetmap.crs import WGS84, reproject_all
from assetmap.errors import LayerError, SettingsError
from assetmap.homes import ROUGH_QUALITY
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model

VENUES, POSTCODES, STREETS = "venues", "postcodes", "streets"
WHERE = (VENUES, POSTCODES, STREETS)
"""What can be chosen from."""
EVERY_M = 250.0
"""One point of the streets is tried for each square of so many metres: three minutes' walk."""
_ROOMS = ("indoor_place",)
"""What holds a group, a class, advice, food help …"""
_GROUNDS = ("indoor_place", "green_place", "play_or_sport_place")
"""What holds something out of doors: the ground of a hall, a park, a playing field."""
_OUTDOORS = ("green_place", "growing_space", "play_or_sport_place", "water_place", "walk_or_route", "hill_or_view")


class HasLayers(Protocol):
    """As much of a place as its candidates need."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a reference layer, EPSG:4326, or None."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """
    Somewhere that something new could go. EPSG:4326.

    `row`: of the model's assets where it is one of them, else -1. `short`: that asset's, or "". `area`: the code of
    the neighbourhood that it stands in, or "".
    """

    lon: float
    lat: float
    name: str = ""
    is_venue: bool = False
    short: str = ""
    area: str = ""
    row: int = -1


def candidates_of(place: HasLayers, model: Model, asked: Asked, *, where: str = VENUES) -> tuple[Candidate, ...]:
    """
    List where it could go.

    Parameters
    ----------
    place
        With `postcodes` or `streets`, where these are asked for.
    where
        One of `WHERE`.

    Raises
    ------
    LayerError
        The place has no postcodes.
    SettingsError
        `where` is none of those.
    """
    if where == VENUES:
        return venues(model, asked)
    if where not in WHERE:
        raise SettingsError(f"[candidates] choose one of {', '.join(WHERE)}.")
    kept: dict[str, tuple[Candidate, ...]] = model._kept.setdefault("candidates", {})  # noqa: SLF001  goes with it
    if where not in kept:
        kept[where] = (_postcodes if where == POSTCODES else _street_points)(place, model)
    return kept[where]


def venues(model: Model, asked: Asked) -> tuple[Candidate, ...]:
    """
    List the places on the map that could hold it.

    Indoor places; for something out of doors also green and sporting ones. Not what is one already, and not what is
    shown only about where it is, for nobody could tell whether it is near.
    """
    kinds = _GROUNDS if asked.kinds and set(asked.kinds) <= set(_OUTDOORS) else _ROOMS
    rows = [
        x
        for x, asset in enumerate(model.assets)
        if asset.kind in kinds and not model.about[x] and not asked.fits(asset)
    ]
    return tuple(venue(model, x) for x in rows)


def venue(model: Model, row: int) -> Candidate:
    """Make a candidate of an asset on the map."""
    asset, inside = model.assets[row], int(model.inside[row])
    assert asset.where is not None  # the model has only those
    point = shapely.point_on_surface(asset.where)
    return Candidate(
        lon=float(point.x), lat=float(point.y), name=asset.name, is_venue=True, short=asset.short,
        area=model.codes[inside] if inside >= 0 else "", row=row,
    )  # fmt: skip


def kinds_of_venues(asked: Asked) -> str:
    """Name in English what could hold it."""
    words = vocabulary()
    out = bool(asked.kinds) and set(asked.kinds) <= set(_OUTDOORS)
    return ", ".join(words.label(x) for x in (_GROUNDS if out else _ROOMS))


def with_areas(model: Model, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Say of each in which neighbourhood it stands, where it does not say so itself."""
    blank = [i for i, x in enumerate(candidates) if not x.area]
    if not blank:
        return tuple(candidates)
    points = shapely.points([(candidates[i].lon, candidates[i].lat) for i in blank])
    of, hit = shapely.STRtree(model.areas.geometry.to_numpy()).query(points, predicate="intersects")
    out = list(candidates)
    for at, area in zip(of[::-1].tolist(), hit[::-1].tolist(), strict=True):
        out[blank[at]] = replace(out[blank[at]], area=model.codes[area])
    return tuple(out)


def reach_of(
    model: Model, candidates: Sequence[Candidate], *, limit_mm: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """
    Say which homes come to each within the limit: where each begins (c + 1), the homes (p); and which have a street
    near, bool (c). Those on the map were searched for already; what was last asked for is kept.
    """
    key = limit_mm, tuple(candidates)
    kept = model._kept.get("sited")  # noqa: SLF001  kept with the model, so that it is let go of with it
    if kept is None or kept[0] != key:
        kept = key, _reach_of(model, candidates, limit_mm=limit_mm)
        model._kept["sited"] = kept  # noqa: SLF001
    found: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]] = kept[1]
    return found


def _reach_of(
    model: Model, candidates: Sequence[Candidate], *, limit_mm: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    known = np.array([x.row for x in candidates], dtype=np.int64)
    has_street = np.ones(len(candidates), dtype=bool)
    homes: list[NDArray[Any]] = [np.zeros(0, dtype=np.int32)] * len(candidates)
    fresh = np.flatnonzero(known < 0)
    if len(fresh):
        walked = model.walked
        points = [shapely.Point(candidates[x].lon, candidates[x].lat) for x in fresh.tolist()]
        spots = join(walked, shapely.get_coordinates(reproject_all(points, WGS84, walked.graph.crs)))
        found = at_spots(walked, pairs_within(walked, spots, limit_mm=limit_mm), spots, model.stand)
        has_street[fresh] = spots.is_joined
        for at, x in enumerate(fresh.tolist()):
            homes[x] = found.node[found.head[at] : found.head[at + 1]]
    head, node, mm = model.pairs.head, model.pairs.node, model.pairs.mm
    for x in np.flatnonzero(known >= 0).tolist():
        own = slice(int(head[known[x]]), int(head[known[x] + 1]))
        homes[x] = node[own][mm[own] <= limit_mm]
    begins = np.concatenate([[0], np.cumsum([len(x) for x in homes])]).astype(np.int64)
    return begins, np.concatenate([np.zeros(0, dtype=np.int32), *homes]).astype(np.int32), has_street


def _postcodes(place: HasLayers, model: Model) -> tuple[Candidate, ...]:
    frame = place.layer("postcodes")
    if frame is None or frame.empty:
        raise LayerError("the place has no postcodes: choose --candidates streets, or set it up again with them.")
    codes = set(model.codes)
    good = frame["area"].astype(str).isin(codes).to_numpy() & ~frame.geometry.isna().to_numpy()
    good &= ~frame.geometry.is_empty.to_numpy()
    if "quality" in frame:
        good &= frame["quality"].to_numpy() < ROUGH_QUALITY
    some = frame[good]
    names = some["postcode"].astype(str) if "postcode" in some else [""] * len(some)
    return tuple(
        Candidate(lon=float(point.x), lat=float(point.y), name=name, area=str(area))
        for point, name, area in zip(some.geometry, names, some["area"], strict=True)
    )


def _street_points(place: HasLayers, model: Model) -> tuple[Candidate, ...]:
    """Choose in each square of `EVERY_M` the point of an open street that is nearest to its middle."""
    graph = model.walked.graph
    tree, _ = open_pieces(model.walked)
    points = shapely.get_coordinates(shapely.segmentize(tree.geometries, EVERY_M / 2))
    if not len(points):
        return ()
    cell = np.floor(points / EVERY_M)
    off = np.hypot(*(points - (cell + 0.5) * EVERY_M).T)
    order = np.lexsort((off, cell[:, 1], cell[:, 0]))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (np.diff(cell[order], axis=0) != 0).any(axis=1)
    chosen = np.asarray(shapely.points(points[order[fresh]]))
    own = reproject_all(model.areas.geometry, WGS84, graph.crs)
    at, area = shapely.STRtree(own).query(chosen, predicate="intersects")
    _, one = np.unique(at, return_index=True)
    called = _streets_called(place, chosen[at[one]], crs=graph.crs)
    lonlat = shapely.get_coordinates(reproject_all(chosen[at[one]], graph.crs, WGS84)).round(6).tolist()
    return tuple(
        Candidate(lon=lon, lat=lat, name=name, area=model.codes[of])
        for (lon, lat), name, of in zip(lonlat, called, area[one].tolist(), strict=True)
    )


def _streets_called(place: HasLayers, points: NDArray[Any], *, crs: str) -> list[str]:
    frame = place.layer("streets")
    if frame is None or frame.empty or "name" not in frame or not len(points):
        return [""] * len(points)
    named = frame[frame["name"].fillna("").astype(str).str.strip() != ""]
    if named.empty:
        return [""] * len(points)
    tree = shapely.STRtree(reproject_all(named.geometry, WGS84, crs))
    of, near = tree.query_nearest(points, max_distance=EVERY_M, all_matches=False)
    out = [""] * len(points)
    texts = named["name"].astype(str).to_numpy()
    for x, hit in zip(of.tolist(), near.tolist(), strict=True):
        out[x] = str(texts[hit])
    return out
