"""A row of an index as it is shown: how far, when it was checked, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.freshness import checked_text
from assetmap.hours import is_open
from assetmap.referral.found import Found
from assetmap.referral.reasons import asks, busy_text, why_and_reason
from assetmap.walking import Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.referral.asking import Asked


def found_rows(
    asked: Asked, found: Sequence[tuple[int, float]], *, lacks: Sequence[str] | None = None
) -> tuple[Found, ...]:
    """Make rows of the shortlist, each of a row of the index and its fit; `lacks` says of each what it lacks."""
    rows = np.array([row for row, _ in found], dtype=np.int32)
    metres = metres_of(asked, rows)
    overdue = asked.is_overdue(rows).tolist()
    return tuple(
        _found_row(
            asked, row, fit=fit, metres=metres[i], is_overdue=overdue[i], lacks="" if lacks is None else lacks[i]
        )
        for i, (row, fit) in enumerate(found)
    )


def _found_row(asked: Asked, row: int, *, fit: float, metres: float | None, is_overdue: bool, lacks: str) -> Found:
    asset, here = asked.index.assets[row], asked.here
    from_there = None if here is None else here.from_there
    walk = None if from_there is None or metres is None else from_there.walk(asset.id)
    way = None if from_there is None or metres is None else from_there.way(asset.id)
    lon, lat = _point_of(asset)
    unknown = [name for name, met in asked.answers.items() if met[row] == 0]
    ask = asks(asset, unknown, filters=asked.filters) if unknown else ()
    needs, meant = asked.needs, asked.meant
    helps = sorted((x for x in asset.needs if x in needs or x in meant), key=lambda x: x not in needs)
    fits_words = asked.has_words and not helps and not lacks
    said, short = why_and_reason(asset, needs=helps, fits_words=fits_words, metres=metres, walk=walk, on=asked.on)
    times = (asked.handed or {}).get(asset.id, 0)
    known_walk = walk or Walk()
    return Found(
        asset=asset, distance_m=metres, lon=lon, lat=lat, fit=fit,
        overdue=is_overdue,
        open_now=None if asked.at is None else is_open(asset, asked.at, terms=asked.terms),
        why=" ".join((said, *ask)), reason=" ".join((short, *ask)),
        checked=checked_text(asset, on=asked.on, review_weeks=asked.review_weeks),
        walk_m=known_walk.metres, walk_min=known_walk.minutes, walk_is_about=known_walk.is_about,
        walk_why_not=known_walk.why_not, steps=None if way is None else way.steps, way=way,
        not_known=tuple(unknown), ask=ask, lacks=lacks, busy=busy_text(asset, times) if asked.is_busy[row] else "",
    )  # fmt: skip


def metres_of(asked: Asked, rows: NDArray[np.int32]) -> list[float | None]:
    """Measure the straight line to rows, no finer than it is shown; None without a place, or from nowhere."""
    here = asked.here
    if here is None:
        return [None] * len(rows)
    assets = [asked.index.assets[row] for row in rows.tolist()]
    placed = [i for i, asset in enumerate(assets) if asset.where is not None and not asset.where.is_empty]
    measured: list[float | None] = [None] * len(rows)
    for i, metres in zip(placed, here.metres(rows[placed]).tolist(), strict=True):
        measured[i] = metres if assets[i].precision == "exact" else max(100.0, float(round(metres, -2)))
    return measured


def _point_of(asset: Asset) -> tuple[float | None, float | None]:
    """Give a point of an asset to put its number at: on a line, inside an area."""
    where = asset.where
    if where is None:
        return None, None
    if isinstance(where, shapely.Point) and not where.is_empty:
        return where.x, where.y
    x, y = shapely.get_coordinates(shapely.point_on_surface(where))[0]
    return float(x), float(y)
