"""
Where a gap may be one of the data alone: what the base map shows and nobody has listed, and long ways round.

Of Bath's five largest gaps in growing spaces, by the eight community gardens on the council's list, all five have
allotments on Ordnance Survey's map within a quarter of an hour that are not on that list, and one has a garden at 510 m
that the streets, which come without their footpaths, lead 1,600 m to. Of places that are not on this map only the layer
`green` tells, of three kinds. How much such sites would change is drawn in `uncertain`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import WGS84, reproject_all

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied

SHOWN_AS = {
    "growing_space": frozenset({"allotments or community growing spaces", "allotments"}),
    "green_place": frozenset({
        "public park or garden", "park", "garden", "nature reserve", "common", "village green", "recreation ground",
    }),
    "play_or_sport_place": frozenset({
        "play space", "playground", "playing field", "tennis court", "bowling green", "other sports facility",
    }),
}  # fmt: skip
"""Kind → what the layer `green` calls it, in small letters: OS Open Greenspace's functions, OpenStreetMap's values."""
SAME_M = 100.0
"""An asset of the kind so near to a site is that site."""
DETOUR = 1.3
"""Streets are so much longer than the straight way, as a rule of thumb; our assumption."""
_MOST_LOOKED_AT = 4_000_000
"""Homes times sites; of a larger place not all homes are looked at, for what is only drawn."""
LONG = 2.0
"""From so many times the straight way on, a walk is a long way round."""


def sites_of(green: GeoDataFrame | None, *, crs: str) -> dict[str, NDArray[np.object_]]:
    """Sort the sites of the layer `green` by the kind that they would be, metres."""
    if green is None or green.empty or "what" not in green:
        return {}
    what = green["what"].astype("object").fillna("").astype(str).str.strip().str.casefold()
    rows = {kind: np.flatnonzero(what.isin(words) & ~green.geometry.isna()) for kind, words in SHOWN_AS.items()}
    return {kind: reproject_all(green.geometry.iloc[at], WGS84, crs) for kind, at in rows.items() if len(at)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Unlisted:
    """
    The sites of the base map that are no asset. `kind`: of each of u.

    `weights`: the mean weight of each for an area's homes, a sparse matrix (u, n), as far as a walk of `DETOUR` times
    the straight way is: of a site that is no asset no walk was joined.
    """

    kind: tuple[str, ...]
    weights: Any


def sites_unlisted(model: Model, asked: Asked) -> Unlisted:
    """Return what the base map shows of the kinds asked for and this map does not have; what was last asked is kept."""
    kinds = _kinds(model, asked)
    key = ("sites", tuple(kinds), asked.minutes, asked.decay)
    kept = model._kept.get("sites")  # noqa: SLF001  kept with the model, so that it is let go of with it
    if kept is None or kept[0] != key:
        kept = key, _sites_unlisted(model, asked, kinds)
        model._kept["sites"] = kept  # noqa: SLF001  many may ask one model at once: what is kept is whole
    found: Unlisted = kept[1]
    return found


def _sites_unlisted(model: Model, asked: Asked, kinds: list[str]) -> Unlisted:
    from scipy.sparse import csr_array

    some = [_not_assets(model, kind) for kind in kinds]
    kind = tuple(x for x, sites in zip(kinds, some, strict=True) for _ in range(len(sites)))
    if not kind:
        return Unlisted(kind=(), weights=csr_array((0, len(model.areas))))
    sites, limit_mm = np.concatenate(some), model.profile.reach_mm(asked.minutes)
    homes = _some_homes(model, math.ceil(len(sites) * len(model.homes.xy) / _MOST_LOOKED_AT))
    known = np.bincount(model.homes.area[homes], minlength=len(model.areas))
    points: Any = shapely.points(model.homes.xy[homes])
    site, home = shapely.STRtree(points).query(sites, predicate="dwithin", distance=limit_mm / 1000.0 / DETOUR)
    straight_m = shapely.distance(sites[site], points[home])
    mm = np.minimum(np.rint(straight_m * DETOUR * 1000.0).astype(np.int64), limit_mm)
    area = model.homes.area[homes[home]]
    weight = asked.decays(model.profile)(mm) / known[area]
    return Unlisted(kind=kind, weights=csr_array((weight, (site, area)), shape=(len(sites), len(known))))


def _some_homes(model: Model, step: int) -> NDArray[np.int64]:
    """Return the known homes, or of each area every so-manieth of them."""
    homes = np.flatnonzero(model.is_known)
    homes = homes[np.argsort(model.homes.area[homes], kind="stable")]
    many = np.bincount(model.homes.area[homes], minlength=len(model.areas))
    place = np.arange(len(homes)) - np.repeat(np.cumsum(many) - many, many)
    some: NDArray[np.int64] = homes[place % step == 0]
    return some


def _kinds(model: Model, asked: Asked) -> list[str]:
    """Return the kinds asked for of which the base map tells; none where a need was asked for, or no home is there."""
    return [] if asked.needs or not len(model.homes.xy) else [x for x in asked.kinds if x in model.sites]


def unlisted(model: Model, asked: Asked) -> NDArray[np.int64]:
    """
    Count the sites of the kinds asked for that are near half of an area's homes and are no asset, int64 (n).

    Near: so far straight that it would be within reach, with `DETOUR`. 0 where no kind or a need was asked for: of all
    kinds, and of what a place helps with, the base map says nothing.
    """
    out = np.zeros(len(model.areas), dtype=np.int64)
    kinds = _kinds(model, asked)
    if not kinds:
        return out
    key = ("unlisted", tuple(kinds), asked.minutes)
    kept = model._kept.get("unlisted")  # noqa: SLF001  kept with the model, so that it is let go of with it
    if kept is None or kept[0] != key:
        sites = np.concatenate([_not_assets(model, kind) for kind in kinds])
        kept = key, _near(model, sites, model.profile.reach_mm(asked.minutes) / 1000.0 / DETOUR)
        model._kept["unlisted"] = kept  # noqa: SLF001  many may ask one model at once: what is kept is whole
    found: NDArray[np.int64] = kept[1]
    return found


def long_ways(model: Model, found: Supplied, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """
    Find the areas where more than half of the homes reach nothing that is near in a straight line, bool (n).

    Near: so far straight that it would be within reach, with `DETOUR`; and the way to the nearest is `LONG` times as
    long at least. Something lies in between, a river or a railway, or a path that the streets do not have. `counts`:
    int64 (p), how many each home reaches.
    """
    rows = np.flatnonzero(found.capacities.counts[: len(found.rows)])
    if model.shapes is None or not len(rows):
        return np.zeros(len(model.areas), dtype=bool)
    key = (found.rows[rows].tobytes(), found.limit_mm)
    kept = model._kept.get("ways")  # noqa: SLF001  kept with the model, so that it is let go of with it
    if kept is None or kept[0] != key:
        kept = key, _is_long(model, found, rows)
        model._kept["ways"] = kept  # noqa: SLF001
    return median_of(model, (kept[1] & (counts == 0)).astype(np.int64)) > 0


def _is_long(model: Model, found: Supplied, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each home whether the nearest of some rows is near straight, beyond reach on foot and a long way round."""
    assert model.shapes is not None
    walk_mm = np.full(len(model.homes.xy), np.inf)
    is_one = np.isin(found.pairs.owner, rows)
    np.minimum.at(walk_mm, found.pairs.node[is_one], found.pairs.mm[is_one])
    without = np.flatnonzero(model.is_known & (walk_mm > found.limit_mm))
    tree: Any = shapely.STRtree(list(model.shapes[found.rows[rows]]))
    points: Any = shapely.points(model.homes.xy[without])
    (home, _), straight_m = tree.query_nearest(
        points, max_distance=found.limit_mm / 1000.0 / DETOUR, return_distance=True, all_matches=False
    )
    is_long = np.zeros(len(walk_mm), dtype=bool)
    is_long[without[home]] = walk_mm[without[home]] >= LONG * 1000.0 * straight_m
    return is_long


def _home_tree(model: Model) -> Any:
    if "home_tree" not in model._kept:  # noqa: SLF001
        points: Any = shapely.points(model.homes.xy)
        model._kept["home_tree"] = shapely.STRtree(points)  # noqa: SLF001
    return model._kept["home_tree"]  # noqa: SLF001


def _not_assets(model: Model, kind: str) -> NDArray[np.object_]:
    sites = model.sites[kind]
    own = np.array([x.kind == kind for x in model.assets], dtype=bool)
    if model.shapes is None or not own.any():
        return sites
    tree: Any = shapely.STRtree(list(model.shapes[own]))
    return np.delete(sites, np.unique(tree.query(sites, predicate="dwithin", distance=SAME_M)[0]))


def _near(model: Model, sites: NDArray[np.object_], reach_m: float) -> NDArray[np.int64]:
    """Give each area the (lower) median over its known homes of how many sites are so near, straight."""
    _, home = _home_tree(model).query(sites, predicate="dwithin", distance=reach_m)
    return median_of(model, np.bincount(home, minlength=len(model.homes.xy)))


def median_of(model: Model, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of counts at homes the lower median over each area's known homes, int64 (n); 0 where none is known."""
    area = model.homes.area[model.is_known]
    known = np.bincount(area, minlength=len(model.areas))
    order = np.lexsort((counts[model.is_known], area))
    out, some = np.zeros(len(known), dtype=np.int64), known > 0
    first = np.cumsum(known) - known
    out[some] = counts[model.is_known][order][(first + (known - 1) // 2)[some]]
    return out
