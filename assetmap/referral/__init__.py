"""
What is near a person, and helps: the shortlist that screen, shell and page all show.

By minutes on foot where the streets are known (`walking`), else by the straight line. Nothing about the person is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.gates import gate_points, straight_m
from assetmap.access.telling import walk_words
from assetmap.crs import WGS84, reproject, reproject_all
from assetmap.freshness import day_text, is_overdue
from assetmap.hours import is_open
from assetmap.referral.filters import NOTHING, Filters
from assetmap.referral.found import Found, Shortlist
from assetmap.referral.framed import rows_of
from assetmap.search import matching
from assetmap.vocabulary import vocabulary
from assetmap.walking import Walk
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.hours import Terms
    from assetmap.walking import FromHere, Walks

__all__ = ["NOTHING", "SUGGESTED", "Filters", "Found", "Shortlist", "far_text", "found_json", "shortlist"]

SUGGESTED = frozenset({"published", "paused"})
"""Statuses that are ever suggested to anybody."""


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
    walks: Walks | None = None,
    minutes: float | None = None,
    filters: Filters = NOTHING,  # noqa: ARG001  answered next
    handed: Mapping[str, int] | None = None,  # noqa: ARG001  answered next
    terms: Terms = (),  # noqa: ARG001  answered next
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
    walks
        The same assets joined to the streets (`walking.walks_of`); None where there are no streets.
    minutes
        Only what is within so many minutes on foot; needs an origin. What is not known to be further, and may be
        within by the straight line, is told apart as `not_known`.
    filters
        What it must be; see `Filters`. What nobody knows stays, after what is known, and `ask` says so.
    handed
        Asset → how often it was handed out this month (`store.calls.counts`); past its capacity it comes last.
    terms
        First and last days of the place's school terms (`settings.terms`).

    Returns
    -------
    shortlist
        `near`: by minutes as they are shown, then what has no walk by the straight line to the metre; what fits better
        and was checked lately first among equals.

    Raises
    ------
    LayerError
        A frame has no CRS or lacks a required column.
    VocabularyError
        A need or a kind is not in the vocabulary.
    """
    words = vocabulary()
    rows = rows_of(assets)
    open_to_all = (x for x in rows if x.status in SUGGESTED and x.takes_new != "full")
    asked = tuple(words.need(x) for x in needs)
    fitting = matching(open_to_all, text=text, needs=asked, kinds=[words.kind(x) for x in kinds])
    day = on.date() if isinstance(on, datetime) else on
    moment = on if isinstance(on, datetime) else None
    placed = [x for x in fitting if x[0].where is not None]
    distances = _distances(placed, origin, metric_crs=metric_crs, gates=gates)
    from_there = None if walks is None or origin is None else walks.from_origin(origin)
    here = from_there if from_there is not None and not from_there.why_not else None
    rows_near = [
        _Near(asset=asset, fit=fit, metres=None if origin is None else float(metres), walk=_walk(here, asset))
        for (asset, fit), metres in zip(placed, distances, strict=True)
    ]

    def found(row: _Near) -> Found:
        asset, walk = row.asset, row.walk or Walk()
        lon, lat = _point_of(asset)
        way = None if here is None else here.way(asset.id)
        return Found(
            asset=asset, distance_m=_no_finer_than_shown(asset, row.metres), lon=lon, lat=lat, fit=row.fit,
            overdue=is_overdue(asset, on=day, review_weeks=review_weeks),
            open_now=None if moment is None else is_open(asset, moment.replace(tzinfo=None)),
            why=_why(row, needs=asked, searched=bool(text.strip()), on=day),
            walk_m=walk.metres, walk_min=walk.minutes, walk_is_about=walk.is_about, walk_why_not=walk.why_not,
            steps=None if way is None else way.steps, way=way,
        )  # fmt: skip

    def ranked(rows: list[_Near]) -> tuple[Found, ...]:
        def rank(row: _Near) -> tuple[int, int, float, bool, str, str]:
            overdue = is_overdue(row.asset, on=day, review_weeks=review_weeks)
            return (*row.far, -row.fit, overdue, row.asset.name.casefold(), row.asset.id)

        return tuple(found(row) for row in sorted(_best(rows, limit), key=rank)[: max(1, limit)])

    within, not_known = _within(rows_near, minutes, walks=walks) if origin is not None else (rows_near, [])
    return Shortlist(
        near=ranked(within),
        elsewhere=ranked([_Near(asset=asset, fit=fit) for asset, fit in fitting if asset.where is None]),
        not_known=ranked(not_known),
        origin_why_not="" if from_there is None else from_there.why_not,
        snapped_m=None if here is None else here.snapped_m,
    )


@dataclass(frozen=True, kw_only=True)
class _Near:
    """An asset that fits, how far it is in a straight line, and its walk; None where it is not known or not asked."""

    asset: Asset
    fit: float
    metres: float | None = None
    walk: Walk | None = None

    @property
    def far(self) -> tuple[int, int]:
        """By what it is ranked first: the minutes shown; without, after all of those, the metres."""
        minutes = self.walk.shown_minutes if self.walk is not None else None
        return (1, round(self.metres or 0.0)) if minutes is None else (0, minutes)


def _walk(here: FromHere | None, asset: Asset) -> Walk | None:
    return None if here is None else here.walk(asset.id)


_PACE_M = 80.0
"""Metres a minute that decide what may be within reach where there are no streets (`network.PROFILES`, walking)."""


def _within(rows: list[_Near], minutes: float | None, *, walks: Walks | None) -> tuple[list[_Near], list[_Near]]:
    """Part what is within so many minutes from what may be: as the crow flies it is no further than one can walk."""
    if minutes is None:
        return rows, []
    reach_m = minutes * (_PACE_M if walks is None else walks.profile.metres_a_minute)
    within, not_known = [], []
    for row in rows:
        if row.walk is not None and row.walk.minutes is not None:
            if row.walk.minutes <= minutes:
                within.append(row)
        elif (row.metres or 0.0) <= reach_m:
            not_known.append(row)
    return within, not_known


def found_json(found: Shortlist, *, origin: Point | None = None) -> dict[str, Any]:
    """Give a shortlist in the shape of `assetmap find --json`; what is not known is null."""
    snapped = None if found.snapped_m is None else round(found.snapped_m, 1)
    return {
        "origin": None if origin is None else {"lon": origin.x, "lat": origin.y, "snapped_m": snapped},
        "assets": [_row_json(x) for x in found.near],
        "elsewhere": [_row_json(x) for x in found.elsewhere],
        "not_known": [_row_json(x) for x in found.not_known],
        "why_not_on_foot": found.origin_why_not or None,
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
        "walk_m": None if found.walk_m is None else round(found.walk_m),
        "walk_min": None if found.walk_min is None else round(found.walk_min, 1),
        "walk_how": _walk_how(found),
        "steps": found.steps,
        "way": (found.way.words(most=None) or None) if found.way is not None else None,
        "checked_on": None if asset.checked_on is None else asset.checked_on.isoformat(),
        "how_checked": vocabulary().label(asset.how_checked) if asset.how_checked else None,
        "overdue": found.overdue,
        "open_now": found.open_now,
        "why": found.why,
    }


def _walk_how(found: Found) -> str | None:
    if found.walk_min is None:
        return found.walk_why_not or None
    return "about, to 5 minutes: it is not shown where it is" if found.walk_is_about else "along the streets"


def _no_finer_than_shown(asset: Asset, distance: float | None) -> float | None:
    """A blurred place is a point of its street or neighbourhood: to the nearest 100 m is all that can be said."""
    if distance is None or asset.precision == "exact":
        return distance
    return max(100.0, float(round(distance, -2)))


def _best(rows: list[_Near], limit: int) -> list[_Near]:
    """Sort only what can come out: among thousands the far ones never do."""
    most = max(1, limit)
    if len(rows) <= 4 * most:
        return rows
    far = np.array([row.far for row in rows], dtype=np.int64) @ np.array([2**40, 1])
    furthest = np.partition(far, most - 1)[most - 1]
    return [row for row, how_far in zip(rows, far, strict=True) if how_far <= furthest]


def _distances(
    placed: list[tuple[Asset, float]], origin: Point | None, *, metric_crs: str, gates: GeoDataFrame | None
) -> NDArray[np.float64]:
    """Measure from `origin` to each asset's nearest way in, metres in `metric_crs`."""
    if origin is None or not placed:
        return np.zeros(len(placed))
    shapes = reproject_all([asset.where for asset, _ in placed], WGS84, metric_crs)
    here = reproject(origin, WGS84, metric_crs)
    known = gate_points(gates, metric_crs) if gates is not None and len(gates) else None
    return straight_m(shapes, here, gates=known)


def _point_of(asset: Asset) -> tuple[float | None, float | None]:
    """Give a point of an asset to put its number at: on a line, inside an area."""
    if asset.where is None:
        return None, None
    x, y = shapely.get_coordinates(shapely.point_on_surface(asset.where))[0]
    return float(x), float(y)


def _why(row: _Near, *, needs: Sequence[str], searched: bool, on: date) -> str:
    """Say in one plain sentence why an asset is on the list."""
    words, asset = vocabulary(), row.asset
    if needs:
        said = f"It helps with {_joined([words.label(x) for x in needs])}"
    elif searched:
        said = "It fits your words"
    else:
        said = capital(words.label(asset.kind))
    is_claim = said.startswith("It ")
    if row.metres is not None:
        far = _far(row, is_claim=is_claim)
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


def _far(row: _Near, *, is_claim: bool) -> str:
    """Say minutes where they are known, else the straight line, and that it is one where there might be minutes."""
    metres, walk = row.metres or 0.0, row.walk
    straight = far_text(metres, about=row.asset.precision != "exact")
    if walk is None:
        return straight
    if walk.minutes is None:
        return f"{straight} in a straight line ({walk.why_not})"
    if walk.metres == 0:
        return far_text(0)
    return f"{walk_words(walk.minutes, about=walk.is_about)}{' away' if is_claim else ''}"


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
