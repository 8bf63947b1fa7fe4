"""
Extracts of OpenStreetMap as lists of a place: what lies elsewhere is left out, and what has gone from them is found.

An extract is cut along somebody else's borders: a county's for a town. What of it lies beyond the place is not wrong,
and is counted in one sentence.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.crs import WGS84, reproject
from assetmap.exchange.placing.reaching import Reach
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.osm_cells import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.exchange.placing.reaching import Whereabouts
    from assetmap.exchange.sheets import Row, Sheet

BEYOND_M = 1_500
"""What lies so far beyond the place is still its people's: the online door asks as far."""
MOST_GONE = 0.5
"""Where more than this share of what an extract covers had gone, it is not a newer one but holds something else."""
_FEW = 20
_LINES = (1, 5)
_ROUNDING_M = 50


def is_extract(sheet: Sheet) -> bool:
    """Say whether a sheet came from OpenStreetMap itself."""
    return sheet.source == SOURCE


def in_reach(sheet: Sheet, place: Whereabouts | None) -> Sheet:
    """
    Leave out what of an extract lies beyond the place and its nearest surroundings; long routes are cut to them.

    Returns
    -------
    sheet
        Its rows keep their numbers. Any other list comes back as it is: what is far outside there is a mistake, and
        told row by row.
    """
    reach = Reach(place)
    if not is_extract(sheet) or place is None or reach.bounds is None or not sheet.rows:
        return sheet
    ground, shapes = _ground(place, reach), _shapes(sheet.rows)
    shapely.prepare(ground)
    is_near = shapely.intersects(ground, shapes) | shapely.is_missing(shapes)
    rows = tuple(
        _cut(row, shape, ground, reach)
        for row, shape, near in zip(sheet.rows, shapes, is_near, strict=True)
        if near
    )  # fmt: skip
    if rows == sheet.rows:
        return sheet
    away = len(sheet.rows) - len(rows)
    if not away:
        return dataclasses.replace(sheet, rows=rows)
    mend = f"{away:,} of the extract's {len(sheet.rows):,} places lie elsewhere, and were left out."
    if not rows:
        mend = f"all {away:,} places of the extract lie elsewhere: is it of another part of the country?"
    told = Problem(None, None, "elsewhere", mend, kept=True)
    return dataclasses.replace(sheet, rows=rows, problems=(*sheet.problems, told))


def gone(sheet: Sheet, here: Iterable[Asset]) -> list[Asset]:
    """
    Say what came from OpenStreetMap once and is not in an extract that covers its place.

    It may have been deleted there, or be private, closed or a refuge by now: an extract does not say, and nor do we.

    Parameters
    ----------
    sheet
        The whole extract, before `in_reach`.
    here
        What came from OpenStreetMap, at its true place.

    Returns
    -------
    gone
        [] where so much is missing that the extract must be one of something else.
    """
    rows = [x for x in sheet.rows if x.shape is not None]
    if not is_extract(sheet) or len(rows) < _FEW:
        return []
    shapes = _shapes(rows)
    known = {x.cells.get("source_id") for x in rows}
    middles = shapely.centroid(shapes[~np.isin(shapely.get_type_id(shapes), _LINES)])
    covered = shapely.convex_hull(shapely.multipoints(middles))
    ours = [x for x in here if x.source_id and x.where is not None and shapely.covers(covered, x.where.centroid)]
    lost = [x for x in ours if x.source_id not in known]
    return lost if len(lost) <= max(_FEW, MOST_GONE * len(ours)) else []


def is_older(asset: Asset, here: Asset) -> bool:
    """Say whether an extract knows an older edition of a thing than the one that was brought in last."""
    old, new = here.source_version, asset.source_version
    return asset.source == SOURCE and old.isdigit() and new.isdigit() and int(new) < int(old)


def is_untimed(asset: Asset) -> bool:
    """Say whether an extract has opening hours of a thing that cannot be read as times: it is silent about neither."""
    return asset.source == SOURCE and bool(asset.hours_text) and not asset.schedules


def _shapes(rows: Iterable[Row]) -> NDArray[np.object_]:
    """Read the shapes as they came, None where one cannot be: that is told when the row is read."""
    found = [x.shape if isinstance(x.shape, bytes) else None for x in rows]
    shapes: NDArray[np.object_] = shapely.from_wkb(np.array(found, dtype=object), on_invalid="ignore")
    return shapes


def _ground(place: Whereabouts, reach: Reach) -> BaseGeometry:
    """Draw the place with its nearest surroundings."""
    areas = place.layer("areas")
    assert reach.bounds is not None
    whole = shapely.box(*reach.bounds) if areas is None or areas.empty else shapely.union_all(areas.geometry.to_numpy())
    ground = reproject(whole, WGS84, place.settings.metric_crs)
    wide = ground.buffer(BEYOND_M, quad_segs=4).simplify(_ROUNDING_M)
    return reproject(wide, place.settings.metric_crs, WGS84)


def _cut(row: Row, shape: BaseGeometry | None, ground: BaseGeometry, reach: Reach) -> Row:
    """Cut a long route to the part that is near; its middle may be in another county."""
    if shape is None or reach.near(shape) or shapely.get_type_id(shape) not in _LINES:
        return row
    part = shapely.intersection(shape, ground)
    lines = [x for x in shapely.get_parts(part) if shapely.get_type_id(x) in _LINES]
    whole = shapely.line_merge(shapely.multilinestrings(lines)) if lines else shape
    return dataclasses.replace(row, shape=bytes(shapely.to_wkb(whole)))
