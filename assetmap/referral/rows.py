"""A row of an index as it is shown: how far, when it was checked, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.freshness import checked_text
from assetmap.hours import is_open
from assetmap.referral.found import Found
from assetmap.referral.reasons import asks, busy_text, reason, why
from assetmap.walking import Walk

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.referral.asking import Asked


def found_row(asked: Asked, row: int, *, fit: float, lacks: str = "") -> Found:
    """Make a row of the shortlist."""
    asset, here = asked.index.assets[row], asked.here
    from_there = None if here is None else here.from_there
    metres = metres_of(asked, row)
    walk = None if from_there is None or metres is None else from_there.walk(asset.id)
    way = None if from_there is None or metres is None else from_there.way(asset.id)
    lon, lat = _point_of(asset)
    unknown = [name for name, met in asked.answers.items() if met[row] == 0]
    ask = asks(asset, unknown, filters=asked.filters)
    helps = sorted((x for x in asset.needs if x in asked.needs or x in asked.meant), key=lambda x: x not in asked.needs)
    fits_words = asked.has_words and not helps and not lacks
    said = why(asset, needs=helps, fits_words=fits_words, metres=metres, walk=walk, on=asked.on)
    short = reason(asset, needs=helps, fits_words=fits_words, on=asked.on)
    times = (asked.handed or {}).get(asset.id, 0)
    known_walk = walk or Walk()
    return Found(
        asset=asset, distance_m=metres, lon=lon, lat=lat, fit=fit,
        overdue=bool(asked.is_overdue(row)),
        open_now=None if asked.at is None else is_open(asset, asked.at, terms=asked.terms),
        why=" ".join((said, *ask)), reason=" ".join((short, *ask)),
        checked=checked_text(asset, on=asked.on, review_weeks=asked.review_weeks),
        walk_m=known_walk.metres, walk_min=known_walk.minutes, walk_is_about=known_walk.is_about,
        walk_why_not=known_walk.why_not, steps=None if way is None else way.steps, way=way,
        not_known=tuple(unknown), ask=ask, lacks=lacks, busy=busy_text(asset, times) if asked.is_busy[row] else "",
    )  # fmt: skip


def metres_of(asked: Asked, row: int) -> float | None:
    """Measure the straight line to one row, no finer than it is shown; None without a place, or from nowhere."""
    asset, here = asked.index.assets[row], asked.here
    if here is None or asset.where is None or asset.where.is_empty:
        return None
    metres = float(here.metres(np.array([row], dtype=np.int32))[0])
    return metres if asset.precision == "exact" else max(100.0, float(round(metres, -2)))


def _point_of(asset: Asset) -> tuple[float | None, float | None]:
    """Give a point of an asset to put its number at: on a line, inside an area."""
    if asset.where is None:
        return None, None
    x, y = shapely.get_coordinates(shapely.point_on_surface(asset.where))[0]
    return float(x), float(y)
