"""What is within so many minutes of where somebody sets out: which, how far, and the ground. Keeps nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.telling import walk_words
from assetmap.crs import WGS84, reproject_all
from assetmap.wording import capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.network.ground import Ground
    from assetmap.walking import FromHere, Walk, Walks

TIMES = (5, 10, 15)
"""Minutes."""
_FINE_M = 3.0
"""An outline on the screen need not be truer than this."""
_HOLE_M2 = 40_000.0
"""Smaller holes, as the inside of a block of houses, are not drawn: a hundred of them hide what the outline says."""
_UNITS = 1e5  # of a degree: about a metre


@dataclass(frozen=True, kw_only=True)
class Reach:
    """
    What is within `TIMES` on foot of one point, and the outlines of that. Not for keeping: the point stands in it.

    `order`: short codes, the nearest first. `heads`: headings, each with the short code that it stands above. `notes`:
    short code → what is said of the walk. `many`: how many are within each time. `nearest`: where none is, the name of
    the nearest and its walk. `outlines`: a list of rings a time, see `packed`. `at_edge`: whether the streets that
    are known may end within the longest time. `why_not`: why nothing is known on foot from there, or "".
    """

    order: tuple[str, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    many: tuple[int, ...] = ()
    nearest: tuple[str, str] | None = None
    outlines: tuple[list[list[int]], ...] = field(default=(), repr=False)
    at_edge: bool = False
    why_not: str = ""


def reach_from(walks: Walks, origin: Point, shown: Sequence[Asset], *, ground: Ground | None = None) -> Reach:
    """
    Measure from where somebody sets out.

    Parameters
    ----------
    walks
        Of what is shown, or of more.
    origin
        EPSG:4326.
    shown
        Assets, of which the walks are wanted.
    ground
        What the place's streets cover.
    """
    here = walks.from_origin(origin)
    if here.why_not:
        return Reach(why_not=here.why_not)
    placed = [asset for asset in shown if asset.id in walks.row]
    known = [(asset, here.walk(asset.id)) for asset in placed]
    walked = [(asset, walk) for asset, walk in known if walk.minutes is not None]
    walked.sort(key=lambda one: (one[1].shown_minutes or 0, one[0].name.casefold()))
    near = [(asset, walk) for asset, walk in walked if (walk.minutes or 0) <= TIMES[-1]]
    bands = _bands(near)
    beside = _beside(here, known)
    sections = [
        *((_("Within {minutes} minutes", minutes=time), rows) for time, rows in bands),
        (_("Near, but not on foot as far as we know"), beside),
    ]
    return Reach(
        order=tuple(asset.short for _, rows in sections for asset, _ in rows),
        heads=tuple((f"{title} ({len(rows)})", rows[0][0].short) for title, rows in sections if rows),
        notes={asset.short: _said(walk) for _, rows in sections for asset, walk in rows},
        many=tuple(int(x) for x in np.cumsum([len(rows) for _, rows in bands])),
        nearest=None if near or not walked else (walked[0][0].name, _said(walked[0][1]).lower()),
        outlines=_outlines(walks, here),
        at_edge=ground is not None and bool(ground.comes_to_edge([here.here], reach_m=_furthest_m(walks))[0]),
    )


def packed(shape: Any) -> list[list[int]]:
    """
    Write a polygon's rings (EPSG:4326) as whole numbers: lon, lat of the first point, then the steps, in 1e-5 degrees.

    Every ring stands for itself, holes too: drawn by the even-odd rule they are holes again.
    """
    rings = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            whole = np.rint(shapely.get_coordinates(ring) * _UNITS).astype(np.int64)
            steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            rings.append(steps[np.any(steps != 0, axis=1)].ravel().tolist())
    return rings


def _bands(near: list[tuple[Asset, Walk]]) -> list[tuple[int, list[tuple[Asset, Walk]]]]:
    """Part what is near by the time that it is first within; a walk that is just longer is not within."""
    least = [next(time for time in TIMES if (walk.minutes or 0) <= time) for _, walk in near]
    return [(time, [row for row, own in zip(near, least, strict=True) if own == time]) for time in TIMES]


def _beside(here: FromHere, known: list[tuple[Asset, Walk]]) -> list[tuple[Asset, Walk]]:
    """Find what is near as the crow flies and has no known walk: it is not passed over in silence."""
    rest = [(asset, walk) for asset, walk in known if walk.minutes is None]
    if not rest:
        return []
    walks = here.walks
    rows = [walks.row[asset.id] for asset, _ in rest]
    metres = shapely.distance(walks.shapes[rows], shapely.Point(here.here))
    return [row for row, metre in zip(rest, metres, strict=True) if metre <= _furthest_m(walks)]


def _furthest_m(walks: Walks) -> float:
    return walks.profile.reach_mm(TIMES[-1]) / 1000.0


def _said(walk: Walk) -> str:
    if walk.minutes is None:
        return capital(walk.why_not)
    if walk.metres == 0:
        return _("Right there")
    return capital(walk_words(walk.minutes, about=walk.is_about))


def _without_small_holes(shape: Any) -> Any:
    parts = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area >= _HOLE_M2])
        for part in shapely.get_parts(shape)
    ]
    return shapely.MultiPolygon(parts)


def _outlines(walks: Walks, here: FromHere) -> tuple[list[list[int]], ...]:
    from assetmap.access.isochrone import isochrone
    from assetmap.access.spots import join

    walked = walks.walked
    areas = isochrone(walked, join(walked, [here.here]), TIMES, starts=[here.here])
    plain = [_without_small_holes(shapely.simplify(area, _FINE_M)) for area in areas]
    drawn = reproject_all(plain, walked.graph.crs, WGS84)
    return tuple(packed(area) for area in drawn)
