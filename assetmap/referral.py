"""
What is near a person, and helps: the shortlist that screen, shell and page all show.

Distances are straight lines; walking minutes come with the walk network. Nothing about the person is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely

from assetmap.access.gates import gates_of
from assetmap.assets import LISTS, Asset
from assetmap.crs import WGS84, reproject, reproject_all
from assetmap.errors import LayerError
from assetmap.freshness import day_text, is_overdue
from assetmap.hours import is_open
from assetmap.search import matching
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

SUGGESTED = frozenset({"published", "paused"})
"""Statuses that are ever suggested to anybody."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    One asset on a shortlist.

    `distance_m`: straight line to its nearest way in (0 inside it), None without origin or place. `lon`, `lat`:
    EPSG:4326, for a line on it, for an area inside it. `open_now`: None when not known. `why`: one sentence.
    """

    asset: Asset
    distance_m: float | None
    lon: float | None
    lat: float | None
    overdue: bool
    open_now: bool | None
    why: str
    fit: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """What is near, nearest first, and what helps without a place on the map (a phone line, an app)."""

    near: tuple[Found, ...] = ()
    elsewhere: tuple[Found, ...] = ()


def shortlist(  # noqa: PLR0913  each is a question that a page or a shell asks
    assets: Sequence[Asset] | GeoDataFrame,
    origin: Point | None,
    *,
    needs: Collection[str] = (),
    kinds: Collection[str] = (),
    text: str = "",
    limit: int = 8,
    on: date | datetime,
    metric_crs: str,
    review_weeks: Mapping[str, int] | None = None,
    gates: GeoDataFrame | None = None,
) -> Shortlist:
    """
    Rank the assets nearest to a person that meet all their needs.

    Parameters
    ----------
    assets
        As disclosed (blurred places are the blurred ones): assets, or a frame of them as `assets.to_frame` makes
        it, in any CRS. Drafts, closed, withdrawn and full ones are left out.
    origin
        Where the person sets out, EPSG:4326 (lon, lat). Not kept. None ranks by fit alone.
    needs, kinds
        Vocabulary keys or labels. An asset must meet every need and be of one of the kinds.
    text
        Words that it must have, all of them, as whole words (see `search`). Not kept, and never in `why`.
    limit
        Most of each of the two lists (≥ 1).
    on
        The day asked about; with a time of day, `open_now` is for that moment.
    metric_crs
        The place's own system in metres.
    review_weeks
        Kind → weeks between checks, where the place differs from the vocabulary.
    gates
        Ways into areas (points, any CRS). An area with gates is as near as the nearest; without, as its edge.

    Returns
    -------
    shortlist
        `near`: nearest first, to the metre; what fits better and was checked lately first among equals.

    Raises
    ------
    LayerError
        A frame has no CRS or lacks a required column.
    VocabularyError
        A need or a kind is not in the vocabulary.
    """
    words = vocabulary()
    rows = _rows(assets)
    open_to_all = (x for x in rows if x.status in SUGGESTED and x.takes_new != "full")
    asked = tuple(words.need(x) for x in needs)
    fitting = matching(open_to_all, text=text, needs=asked, kinds=[words.kind(x) for x in kinds])
    day = on.date() if isinstance(on, datetime) else on
    moment = on if isinstance(on, datetime) else None
    placed = [x for x in fitting if x[0].where is not None]
    distances = _distances(placed, origin, metric_crs=metric_crs, gates=gates)

    def found(item: tuple[Asset, float], distance: float | None) -> Found:
        asset, fit = item
        lon, lat = _point_of(asset)
        return Found(
            asset=asset, distance_m=_no_finer_than_shown(asset, distance), lon=lon, lat=lat, fit=fit,
            overdue=is_overdue(asset, on=day, review_weeks=review_weeks),
            open_now=None if moment is None else is_open(asset, moment.replace(tzinfo=None)),
            why=_why(asset, distance, needs=asked, searched=bool(text.strip()), on=day),
        )  # fmt: skip

    def rank(item: tuple[Asset, float], distance: float | None) -> tuple[float, float, bool, str, str]:
        asset, fit = item
        overdue = is_overdue(asset, on=day, review_weeks=review_weeks)
        return (round(distance or 0.0), -fit, overdue, asset.name.casefold(), asset.id)

    near = _best(
        [(x, None if origin is None else float(d)) for x, d in zip(placed, distances, strict=True)], limit, rank
    )
    elsewhere = _best([(x, None) for x in fitting if x[0].where is None], limit, rank)
    return Shortlist(near=tuple(found(*x) for x in near), elsewhere=tuple(found(*x) for x in elsewhere))


def found_json(found: Shortlist, *, origin: Point | None = None, snapped_m: float | None = None) -> dict[str, Any]:
    """Give a shortlist in the shape of `assetmap find --json`; what is not known is null."""
    return {
        "origin": None if origin is None else {"lon": origin.x, "lat": origin.y, "snapped_m": snapped_m},
        "assets": [_row_json(x) for x in found.near],
        "elsewhere": [_row_json(x) for x in found.elsewhere],
    }


def _row_json(found: Found) -> dict[str, Any]:
    asset = found.asset
    return {
        "id": asset.id,
        "short": asset.short,
        "name": asset.name,
        "kind": vocabulary().label(asset.kind),
        "lon": found.lon,
        "lat": found.lat,
        "distance_m": None if found.distance_m is None else round(found.distance_m),
        "distance_how": None if found.distance_m is None else "straight line",
        "walk_m": None,
        "walk_min": None,
        "steps": None,
        "checked_on": None if asset.checked_on is None else asset.checked_on.isoformat(),
        "how_checked": vocabulary().label(asset.how_checked) if asset.how_checked else None,
        "overdue": found.overdue,
        "open_now": found.open_now,
        "why": found.why,
    }


def _no_finer_than_shown(asset: Asset, distance: float | None) -> float | None:
    """A blurred place is a point of its street or neighbourhood: to the nearest 100 m is all that can be said."""
    if distance is None or asset.precision == "exact":
        return distance
    return max(100.0, float(round(distance, -2)))


def _best(items: list[tuple[tuple[Asset, float], float | None]], limit: int, rank: Any) -> list[Any]:
    """Sort only what can come out: among thousands the far ones never do."""
    most = max(1, limit)
    if len(items) > 4 * most and items[0][1] is not None:
        metres = np.array([distance for _, distance in items], dtype=float)
        furthest = np.partition(metres, most - 1)[most - 1]
        items = [item for item, metre in zip(items, metres, strict=True) if metre <= furthest + 1]
    return sorted(items, key=lambda x: rank(*x))[:most]


def _distances(
    placed: list[tuple[Asset, float]], origin: Point | None, *, metric_crs: str, gates: GeoDataFrame | None
) -> NDArray[np.float64]:
    """Measure from `origin` to each asset's nearest way in, metres in `metric_crs`."""
    if origin is None or not placed:
        return np.zeros(len(placed))
    shapes = reproject_all([asset.where for asset, _ in placed], WGS84, metric_crs)
    here = reproject(origin, WGS84, metric_crs)
    metres = np.asarray(shapely.distance(shapes, here), dtype=float)
    if gates is not None and len(gates):
        _go_through_gates(metres, shapes, here, _in_metres(gates, metric_crs))
    return metres


def _go_through_gates(
    metres: NDArray[np.float64], shapes: NDArray[Any], here: BaseGeometry, gates: NDArray[Any]
) -> None:
    """Replace the distance to an area's edge by that to its nearest gate, unless the person is in it already."""
    at_shape, at_gate = gates_of(shapes, gates)
    to_gates = np.full(len(shapes), np.inf)
    np.minimum.at(to_gates, at_shape, shapely.distance(gates[at_gate], here))
    far = np.isfinite(to_gates) & (metres > 0)
    metres[far] = np.maximum(to_gates[far], metres[far])


def _in_metres(frame: GeoDataFrame, metric_crs: str) -> NDArray[Any]:
    if frame.crs is None:
        raise LayerError("the gates have no coordinate reference system: say which one they are in.")
    shapes = reproject_all(frame.geometry.to_numpy(), frame.crs.to_string(), metric_crs)
    return np.asarray(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])


def _point_of(asset: Asset) -> tuple[float | None, float | None]:
    """Give a point of an asset to put its number at: on a line, inside an area."""
    if asset.where is None:
        return None, None
    x, y = shapely.get_coordinates(shapely.point_on_surface(asset.where))[0]
    return float(x), float(y)


def _why(asset: Asset, distance: float | None, *, needs: Sequence[str], searched: bool, on: date) -> str:
    """Say in one plain sentence why an asset is on the list."""
    words = vocabulary()
    if needs:
        said = f"It helps with {_joined([words.label(x) for x in needs])}"
    elif searched:
        said = "It fits your words"
    else:
        said = capital(words.label(asset.kind))
    is_claim = said.startswith("It ")
    if distance is not None:
        blurred = asset.precision != "exact"
        far = far_text(distance, about=blurred)
        said += f" and is {far}" if is_claim else f", {far}"
    elif asset.where is None:
        said += " and has no place on the map" if is_claim else ", with no place on the map"
    if asset.status == "paused":
        until = asset.paused_until
        if until is None:
            said += ", but it is paused for now"
        elif until > on:
            said += f", but it is paused until {day_text(until)}"
        else:
            said += f", but it was paused until {day_text(until)}"
    elif asset.takes_new == "waiting_list":
        said += ", but it has a waiting list"
    return f"{said}."


def far_text(distance_m: float, *, about: bool = False) -> str:
    """Say a straight-line distance as people do: `350 m away`, `1.2 km away`, `about 1 km away` of a blurred place."""
    if about:
        rounded = max(100, round(distance_m, -2))
        return f"about {rounded:.0f} m away" if rounded < 1000 else f"about {rounded / 1000:.1f} km away"
    if distance_m < 25:
        return "right there"
    return f"{(distance_m + 5) // 10 * 10:.0f} m away" if distance_m < 995 else f"{distance_m / 1000:.1f} km away"


def _joined(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _rows(assets: Sequence[Asset] | GeoDataFrame) -> Sequence[Asset]:
    """Take assets as they are; read a frame's rows, each checked again (for many, hand over the assets)."""
    if not hasattr(assets, "geometry"):
        return cast("Sequence[Asset]", assets)
    frame = cast("GeoDataFrame", assets)
    if frame.crs is None:
        raise LayerError("the assets have no coordinate reference system: say which one they are in.")
    missing = {"name", "kind", "id"} - set(frame.columns)
    if missing:
        raise LayerError(f"the assets lack the column {', '.join(sorted(missing))}.")
    shapes = reproject_all(frame.geometry.to_numpy(), frame.crs.to_string(), WGS84)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    return [_asset(record, shape) for record, shape in zip(records, shapes, strict=True)]


def _asset(record: Mapping[str, Any], where: Any) -> Asset:
    # A frame turns None beside whole numbers into NaN, and the numbers into floats.
    values = {k: v for k, v in record.items() if k in Asset.__dataclass_fields__ and (k in LISTS or not _is_nothing(v))}
    for name in ("min_age", "max_age", "depends_on", "capacity"):
        if name in values:
            values[name] = int(values[name])
    return Asset(where=where, **values)


def _is_nothing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124  NaN and NaT are what is not itself
