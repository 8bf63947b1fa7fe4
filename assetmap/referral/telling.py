"""A shortlist in the shape of `assetmap find --json`: fields are added, and never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.assets.crediting import sources_of_assets
from assetmap.vocabulary import label_of, vocabulary

if TYPE_CHECKING:
    from shapely import Point

    from assetmap.referral.found import Found, Shortlist


def found_json(found: Shortlist, *, origin: Point | None = None) -> dict[str, Any]:
    """Give a shortlist in the shape of `assetmap find --json`; what is not known is null."""
    snapped = None if found.snapped_m is None else round(found.snapped_m, 1)
    return {
        "origin": None if origin is None else {"lon": origin.x, "lat": origin.y, "snapped_m": snapped},
        "assets": [_row_json(x) for x in found.near],
        "elsewhere": [_row_json(x) for x in found.elsewhere],
        "not_known": [_row_json(x) for x in found.not_known],
        "almost": [_row_json(x) for x in found.almost],
        "why_not_on_foot": found.origin_why_not or None,
        "sources": sources_of_assets(x.asset for x in (*found.near, *found.elsewhere, *found.not_known, *found.almost)),
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
        "checked": found.checked,
        "fit": round(found.fit, 3),
        "not_known": [label_of(x) for x in found.not_known],
        "lacks": found.lacks or None,
        "busy": found.busy or None,
    }


def _walk_how(found: Found) -> str | None:
    if found.walk_min is None:
        return found.walk_why_not or None
    return "about, to 5 minutes: it is not shown where it is" if found.walk_is_about else "along the streets"
