"""Shapes that cannot be kept as they are: outlines that cross themselves, collections of several sorts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely

from assetmap.crs import WGS84, metric_for, reproject
from assetmap.exchange.placing.meant import Guess, Unplaced

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KINDS = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})


def mixed(where: BaseGeometry, column: str) -> Unplaced:
    """Refuse a shape of several sorts; propose its largest sort (outlines before lines before points)."""
    mend = f"a {where.geom_type} cannot be kept: an asset is a point, a line or an area."
    if where.geom_type != "GeometryCollection":
        return Unplaced(column, "a mixed shape", mend)
    parts = [x for x in shapely.get_parts(where) if x.geom_type in KINDS and not x.is_empty]
    largest = max((shapely.get_dimensions(x) for x in parts), default=-1)
    main = shapely.union_all([x for x in parts if shapely.get_dimensions(x) == largest])
    if main.is_empty or main.geom_type not in KINDS:
        return Unplaced(column, "a mixed shape", mend)
    sort = ("points", "lines", "outlines")[largest]
    guess = Guess("mixed", "a mixed shape", f"it holds several sorts of shape: keep only its {sort}.", main)
    return Unplaced(column, "a mixed shape", mend, guess=guess)


def mended(where: BaseGeometry, column: str | None) -> tuple[BaseGeometry, str]:
    """Mend an outline; say where it crossed itself and what that did to its size."""
    reason = re.search(r"^([\w -]+?)\s*\[([-\d.e]+) ([-\d.e]+)\]", shapely.is_valid_reason(where))
    whole = shapely.make_valid(where, method="structure", keep_collapsed=False)
    dimension = shapely.get_dimensions(where)
    if whole.geom_type == "GeometryCollection":
        whole = shapely.union_all([x for x in shapely.get_parts(whole) if shapely.get_dimensions(x) == dimension])
    if whole.is_empty or whole.geom_type not in KINDS or not whole.is_valid:
        mend = "the outline crosses itself and nothing is left when it is mended: draw it again."
        raise Unplaced(column, "crosses itself", mend)
    at = f" near {float(reason[3]):.5f}, {float(reason[2]):.5f} (latitude, longitude)" if reason else ""
    metric = metric_for(*shapely.get_coordinates(whole.representative_point())[0])
    before, after = (shapely.area(reproject(x, WGS84, metric)) / 10_000 for x in (where, whole))
    size = (
        f"its area was {before:,.2f} ha and is {after:,.2f} ha"
        if abs(before - after) >= 0.005
        else "its area is the same"
    )
    return whole, f"The outline crossed itself{at} and was mended; {size}. Look at it."
