"""A place made ready for its gaps: its homes, its assets and every walk between them of up to an hour, joined once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from assetmap.access.gates import gate_points
from assetmap.access.searching import at_spots, pairs_within
from assetmap.access.spots import join, join_shapes
from assetmap.crs import WGS84, reproject_all
from assetmap.deprivation import people_of
from assetmap.disclosure import shown_as
from assetmap.errors import LayerError
from assetmap.gaps.asking import LONGEST
from assetmap.gaps.doubts import sites_of
from assetmap.homes import Homes, homes_of
from assetmap.network import profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.access.searching import Pairs
    from assetmap.access.spots import Spots
    from assetmap.assets import Asset
    from assetmap.network import Profile, Walked, WalkGraph
    from assetmap.network.ground import Ground

NAMED_WITHIN_M = 1_500.0
"""A name of a village or a quarter is used for a neighbourhood whose middle is no further from it."""


_MOST_KEPT = 200
"""So many points that somebody tried are kept."""
_MOST_PAIRS = 40_000_000
"""About so many pairs fit in half a gigabyte; a place that has more within an hour's walk is joined less far."""
_NUMBERED = re.compile(r"\d")
_STEPS_MIN = (LONGEST, 45, 30, 20, 15)


class HasStreets(Protocol):
    """A place, as far as its gaps need one; `place.Place` is one."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a reference layer, EPSG:4326, or None."""

    def network(self) -> WalkGraph | None:
        """Return its streets, or None."""

    def ground(self) -> Ground | None:
        """Return what its streets cover, or None."""

    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is known of each layer's source."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """
    What does not change while somebody asks.

    n areas, s assets with a place, p homes.

    `areas`: `code`, `name`, geometry; EPSG:4326. `assets`: all kinds, as disclosed. `placeless`: those without a place.
    `pairs`: `owner` an asset, `node` a home, up to `longest` minutes. `people`: float64 (n), NaN unknown; `shared`:
    bool (n), whether a figure was shared out among parts. `wards`, `called`: (n), "" where the place does not say.
    `is_known`: bool (p), whether a street is near. `to_edge_m`: float64 (p), how far the street data surely go on.
    `inside`: int64 (s), the area that an asset stands in, -1 none. `about`: bool (s), shown only about where it is.
    `people_source`: one line, "" where there is none. `shapes`: (s), the assets,
    metres of the graph. `sites`: kind → what the base map shows of it, in the same.
    """

    areas: GeoDataFrame
    assets: tuple[Asset, ...]
    placeless: tuple[Asset, ...]
    homes: Homes
    pairs: Pairs
    people: NDArray[np.float64]
    shared: NDArray[np.bool_]
    profile: Profile
    walked: Walked = field(repr=False)
    stand: Spots = field(repr=False)
    is_known: NDArray[np.bool_]
    to_edge_m: NDArray[np.float64]
    inside: NDArray[np.int64]
    about: NDArray[np.bool_]
    wards: tuple[str, ...]
    called: tuple[str, ...]
    people_source: str = ""
    shapes: NDArray[np.object_] | None = field(default=None, repr=False)
    sites: Mapping[str, NDArray[np.object_]] = field(default_factory=dict, repr=False)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The areas' codes."""
        return tuple(str(x) for x in self.areas["code"])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The areas' official names."""
        return tuple(str(x) for x in self.areas["name"])

    @property
    def has_people(self) -> bool:
        """Whether there is an official figure for any area; else each counts as one."""
        return bool(np.isfinite(self.people).any())

    @property
    def longest(self) -> float:
        """So many minutes can be asked for: `LONGEST`, or fewer where the place is very large."""
        return min(float(LONGEST), self.profile.minutes(self.pairs.limit_mm))

    def area_at(self, lon: float, lat: float) -> int:
        """Say in which area a point lies, EPSG:4326; -1 where in none."""
        hits = self.areas.sindex.query(shapely.Point(lon, lat), predicate="intersects")
        return int(hits.min()) if len(hits) else -1

    def named(self, row: int) -> str:
        """Name an area as people do where the place has that, else as the office does."""
        return self.called[row] or self.names[row]

    def pairs_from(self, lon: float, lat: float) -> Pairs:
        """Search from a point where a place might be: which homes come to it within `longest` minutes; kept."""
        kept: dict[tuple[float, float], Pairs] = self._kept.setdefault("points", {})
        found = kept.get((lon, lat))
        if found is None:
            place = reproject_all([shapely.Point(lon, lat)], WGS84, self.walked.graph.crs)
            found = _pairs(self.walked, place, self.stand, limit_mm=self.pairs.limit_mm)
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[lon, lat] = found  # many may ask one model at once: what is kept is whole
        return found


def model_of(place: HasStreets, assets: Sequence[Asset], *, profile: str | Profile = "walking") -> Model:
    """
    Join a place's homes and assets over its streets. It takes a second for a city; keep the answer.

    Parameters
    ----------
    place
        With `areas` and streets; what else it has of `postcodes`, `population`, `gates`, `names`, `green` is used.
    assets
        As disclosed to whom the answer is for: what is blurred has its shown place.
    profile
        Walking, step-free or slow.

    Raises
    ------
    LayerError
        There are no areas, or no streets.
    SettingsError
        There is no such profile.
    """
    who = profile_of(profile)
    areas, graph = place.layer("areas"), place.network()
    if areas is None or areas.empty:
        raise LayerError("the place has no neighbourhoods yet: set it up first.")
    if graph is None or not graph.pieces:
        raise LayerError(
            "the place has no streets to walk on: set it up again with --osm (an OpenStreetMap extract) or --streets."
        )
    walked = graph.walked(who)
    homes = homes_of(areas, postcodes=place.layer("postcodes"), walked=walked)
    stand = join(walked, homes.xy)
    placed = [x for x in assets if x.where is not None and not x.where.is_empty and x.precision != "not_shown"]
    gates = place.layer("gates")
    shapes = reproject_all([x.where for x in placed], WGS84, graph.crs)
    pairs = _pairs(
        walked, shapes, stand, limit_mm=who.reach_mm(_longest(shapes, homes.xy, who)),
        gates=None if gates is None else shapely.get_coordinates(gate_points(gates, graph.crs)),
    )  # fmt: skip
    ground, people = place.ground(), _people(place)
    own = reproject_all(areas.geometry, WGS84, graph.crs)
    is_in = {id(x) for x in placed}
    return Model(
        areas=areas, assets=tuple(placed), placeless=tuple(x for x in assets if id(x) not in is_in),
        homes=homes, pairs=pairs, profile=who, walked=walked, stand=stand, **people,
        is_known=stand.is_joined,
        to_edge_m=np.full(len(homes.xy), np.inf) if ground is None else ground.to_edge_m(homes.xy),
        inside=_inside(own, shapes), about=np.array([shown_as(x) != "exact" for x in placed], dtype=bool),
        wards=_wards(areas), called=_called(areas, own, place.layer("names"), crs=graph.crs), sources=place.sources(),
        shapes=shapes, sites=sites_of(place.layer("green"), crs=graph.crs),
    )  # fmt: skip


def _pairs(
    walked: Walked, shapes: NDArray[Any], stand: Spots, *, limit_mm: int, gates: NDArray[np.float64] | None = None
) -> Pairs:
    """Find which homes come to each shape, metres, within a limit."""
    places = join_shapes(walked, shapes, gates=gates)
    return at_spots(walked, pairs_within(walked, places, limit_mm=limit_mm), places, stand)


def _longest(shapes: NDArray[Any], homes: NDArray[np.float64], who: Profile) -> float:
    """Choose how many minutes are joined: an hour, or less where more pairs than fit would lie within it, straight."""
    from scipy.spatial import cKDTree

    points = shapely.get_coordinates(shapely.centroid(shapes))
    if len(points) * len(homes) <= _MOST_PAIRS:
        return LONGEST
    near, far = cKDTree(points), cKDTree(homes)
    reach_m = [who.reach_mm(x) / 1000.0 for x in _STEPS_MIN]
    many = near.count_neighbors(far, reach_m)
    return next((x for x, pairs in zip(_STEPS_MIN, many, strict=True) if pairs <= _MOST_PAIRS), _STEPS_MIN[-1])


def _people(place: HasStreets) -> dict[str, Any]:
    """Give each area its people, NaN where there is no figure; whether it was shared out among parts; and whence."""
    areas, found = place.layer("areas"), people_of(place)
    assert areas is not None
    if found is None:
        return {"people": np.full(len(areas), np.nan), "shared": np.zeros(len(areas), dtype=bool)}
    known = np.where(found.people >= 0, found.people, np.nan)
    return {"people": known, "shared": found.shared, "people_source": found.source}


def _inside(areas: NDArray[Any], shapes: NDArray[Any]) -> NDArray[np.int64]:
    """Say in which area each asset stands (a point of it, where it is wide); of several the first."""
    inside = np.full(len(shapes), -1, dtype=np.int64)
    if len(shapes):
        of, hit = shapely.STRtree(areas).query(shapely.point_on_surface(shapes), predicate="intersects")
        for asset, area in zip(of[::-1].tolist(), hit[::-1].tolist(), strict=True):
            inside[asset] = area if inside[asset] < 0 else min(area, inside[asset])
    return inside


def _wards(areas: GeoDataFrame) -> tuple[str, ...]:
    for column in ("ward_name", "ward"):
        if column in areas:
            return tuple("" if x is None or x != x else str(x) for x in areas[column])  # noqa: PLR0124  NaN
    return ("",) * len(areas)


def _called(frame: GeoDataFrame, areas: NDArray[Any], names: GeoDataFrame | None, *, crs: str) -> tuple[str, ...]:
    """
    Name each area after what people call the spot nearest its middle, at most `NAMED_WITHIN_M` away.

    Only where its official name is one with a number, as “Bath 018D”: any other is what people say already.
    """
    if names is None or names.empty or "name" not in names:
        return ("",) * len(areas)
    named = names[names["name"].notna() & ~names.geometry.isna()]
    points = shapely.centroid(reproject_all(named.geometry, WGS84, crs))
    if not len(points):
        return ("",) * len(areas)
    middle = shapely.point_on_surface(areas)
    row, near = shapely.STRtree(points).query_nearest(middle, max_distance=NAMED_WITHIN_M, all_matches=False)
    called = np.full(len(areas), "", dtype=object)
    called[row] = named["name"].to_numpy(dtype=object)[near]
    return tuple(str(x) if _NUMBERED.search(str(own)) else "" for x, own in zip(called, frame["name"], strict=True))
