"""
A place's assets on foot: how many minutes from where somebody sets out, by which way, and in words.

`walks_of(graph, assets)` joins assets to the streets once; `walks.from_origin(point)` answers for one person. What is
joined is kept; where a person sets out is not, and what is worked out from it is theirs alone.

What is blurred enters by the point that is shown and by nothing else: minutes to it are rounded and said as "about",
and it has no way, no line and no words. What is not shown enters not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
import shapely

from assetmap.access.gates import gate_points
from assetmap.access.spots import FAR_M, Spots, join, join_shapes
from assetmap.access.telling import (
    MOST,
    Stretch,
    Turn,
    about_minutes,
    has_steps,
    legs_of,
    steps_words,
    told,
    way_words,
    whole_minutes,
)
from assetmap.cartography.scale import distance_words
from assetmap.crs import WGS84, reproject, reproject_all
from assetmap.disclosure import shown_as
from assetmap.network import NEVER, profile_of
from assetmap.wording import N_, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import LineString, Point

    from assetmap.access.searching import Journeys
    from assetmap.access.searching import Way as Found
    from assetmap.assets import Asset
    from assetmap.network import Walked, WalkGraph
    from assetmap.network.profiles import Profile


class WhyNot(str):
    """
    Why there is no walk, in English, as files and other programs get it; `why_words` says it in the language spoken.

    `metres`: to the nearest street, where that is said.
    """

    __slots__ = ("message", "metres")
    message: str
    metres: float

    def __new__(cls, message: str, *, metres: float = 0.0) -> Self:
        with speaking("en"):
            why = super().__new__(cls, _why(message, metres))
        why.message, why.metres = message, metres
        return why

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.message, self.metres)


def why_words(why: str) -> str:
    """Say in the language spoken why there is no walk; "" stays "", and what nobody here has said stays as it is."""
    return _why(why.message, why.metres) if isinstance(why, WhyNot) else why


def _again(message: str, metres: float) -> WhyNot:
    return WhyNot(message, metres=metres)


def _why(message: str, metres: float) -> str:
    return _(message, far=distance_words(metres), most=f"{FAR_M:.0f}")


# translators: these reasons stand within a sentence: “350 m away in a straight line (no walking route)”
_NOT_KNOWN = WhyNot(N_("how far it is on foot is not known"))
_NOT_FROM_HERE = WhyNot(N_("how far it is on foot from here is not known"))
_NO_ROUTE = WhyNot(N_("no walking route"))
_NO_STEP_FREE_ROUTE = WhyNot(N_("no step-free route"))
_NO_STREETS = WhyNot(N_("there are no streets"))
_FAR_FROM_STREETS = N_("no street within {most} m (the nearest is {far} away)")
_NOT_COVERED = N_("the street data does not cover this (its nearest street is {far} away)")


@dataclass(frozen=True, kw_only=True)
class Walk:
    """
    How far one asset is on foot.

    `metres`: along the streets, None for what is blurred. `minutes`: at the profile's pace; of what is blurred rounded
    to 5, as it is shown; None where there is no walk or none is known, and then `why_not` says why
    (in English; `why_words` says it in the language spoken).
    """

    metres: float | None = None
    minutes: float | None = None
    is_about: bool = False
    why_not: str = ""

    @property
    def shown_minutes(self) -> int | None:
        """Minutes as they are shown, and as they decide the order."""
        return None if self.minutes is None else whole_minutes(self.minutes)


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """
    The way to one asset. Where somebody set out stands in it: never kept, never logged.

    `line`: EPSG:4326, from where they set out to the asset's nearest way in. `steps`: None where the streets do not
    say. `arcs`, `from_mm`, `to_mm`: as `telling.legs_of` takes them.
    """

    line: LineString = field(repr=False)
    steps: bool | None
    graph: WalkGraph = field(repr=False)
    arcs: NDArray[np.int32] = field(repr=False)
    from_mm: int = field(repr=False)
    to_mm: int = field(repr=False)

    @cached_property
    def legs(self) -> tuple[Stretch, ...]:
        """What is told of the way, in no language yet."""
        return legs_of(self.graph, self.arcs, from_mm=self.from_mm, to_mm=self.to_mm)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Tell the way turn by turn, in the language spoken."""
        return told(self.legs)

    def words(self, *, most: int | None = MOST, with_steps: bool = True) -> str:
        """Say the way in one sentence, with at most so many turns, and whether there are steps."""
        return way_words(self.turns, most=most, ends=steps_words(self.steps) if with_steps else "")


@dataclass(frozen=True, kw_only=True, eq=False)
class Walks:
    """
    The assets that some circle may see, joined to the streets as one profile walks them.

    Parameters
    ----------
    row
        Asset → its row in `goals` and `shapes`.
    goals
        Where they stand on the streets.
    shapes
        What is shown of each, metres in the graph's system.
    blurred
        bool (a): which are not shown where they are.
    """

    walked: Walked = field(repr=False)
    row: Mapping[str, int] = field(repr=False)
    goals: Spots = field(repr=False)
    shapes: NDArray[Any] = field(repr=False)
    blurred: NDArray[np.bool_] = field(repr=False)

    @property
    def profile(self) -> Profile:
        """Who is walking."""
        return self.walked.profile

    @property
    def knows_steps(self) -> bool:
        """Whether the streets say where steps are."""
        return self.walked.graph.knows_steps

    def from_origin(self, origin: Point) -> FromHere:
        """Measure the walks of somebody who sets out at `origin` (EPSG:4326). Not kept, and nothing of it is."""
        from assetmap.access.searching import journey

        here = reproject(origin, WGS84, self.walked.graph.crs)
        x, y = shapely.get_coordinates(here)[0].tolist()
        start = join(self.walked, [(x, y)])
        found = journey(self.walked, start, self.goals) if start.is_joined[0] else None
        inside = (shapely.get_dimensions(self.shapes) == 2) & shapely.intersects(self.shapes, here)
        return FromHere(off_mm=int(start.off_mm[0]), walks=self, here=(x, y), found=found, inside=inside)

    @cached_property
    def off_mm(self) -> NDArray[np.int64]:
        """Give how far each asset is from a street, int64 (a), and `NEVER` where there is no street at all."""
        off = np.full(len(self.shapes), int(NEVER), dtype=np.int64)
        np.minimum.at(off, self.goals.owner, self.goals.off_mm.astype(np.int64))
        return off

    @cached_property
    def ground(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the streets, metres."""
        points = self.walked.graph.points
        if not len(points):
            return 0.0, 0.0, 0.0, 0.0
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def no_street(self, off_mm: int, *, xy: tuple[float, float]) -> str:
        """Say why somewhere is joined to no street."""
        if off_mm >= NEVER:
            return _NO_STREETS
        west, south, east, north = self.ground
        x, y = xy
        if west - FAR_M <= x <= east + FAR_M and south - FAR_M <= y <= north + FAR_M:
            return WhyNot(_FAR_FROM_STREETS, metres=off_mm / 1000.0)
        return WhyNot(_NOT_COVERED, metres=off_mm / 1000.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class FromHere:
    """
    The walks of one person to all assets. Not for keeping: where they set out stands in it.

    `off_mm`: how far they are from the street that they are joined to, or from the nearest where they are joined to
    none.
    """

    off_mm: int = field(repr=False)
    walks: Walks = field(repr=False)
    here: tuple[float, float] = field(repr=False)
    found: Journeys | None = field(repr=False)
    inside: NDArray[np.bool_] = field(repr=False)

    @property
    def why_not(self) -> str:
        """Say why nothing is known on foot from here; "" where it is."""
        return "" if self.found is not None else self.walks.no_street(self.off_mm, xy=self.here)

    @property
    def snapped_m(self) -> float | None:
        """How many metres they are from the street that they are joined to; None where there is none."""
        return None if self.found is None else self.off_mm / 1000.0

    def walk(self, asset_id: str) -> Walk:
        """Measure the walk to one asset."""
        walks = self.walks
        row = walks.row.get(asset_id)
        if row is None:
            return Walk(why_not=_NOT_KNOWN)
        is_blurred = bool(walks.blurred[row])
        if self.inside[row] and not is_blurred:
            return Walk(metres=0.0, minutes=0.0)
        if self.found is None:
            return Walk(why_not=_NOT_FROM_HERE)
        mm = int(self.found.mm[row])
        if mm == NEVER:
            return Walk(why_not=self._no_way(row, is_blurred=is_blurred))
        minutes = walks.profile.minutes(mm)
        if is_blurred:
            return Walk(minutes=float(about_minutes(minutes)), is_about=True)
        return Walk(metres=mm / 1000.0, minutes=minutes)

    def way(self, asset_id: str) -> Way | None:
        """Give the way to one asset; None where there is none, and to what is blurred always."""
        walks = self.walks
        row = walks.row.get(asset_id)
        if row is None or self.found is None or walks.blurred[row] or self.inside[row]:
            return None
        shape = walks.shapes[row]
        goal = (shape.x, shape.y) if shape.geom_type == "Point" else None
        found = self.found.way(row, start_xy=self.here, goal_xy=goal)
        return None if found is None else _way(walks.walked.graph, found)

    def _no_way(self, row: int, *, is_blurred: bool) -> str:
        """Say why there is no walk to an asset: of what is blurred not even how far its streets are."""
        walks = self.walks
        if is_blurred:
            return _NOT_KNOWN
        if not walks.goals.is_joined[row]:
            point = walks.shapes[row].centroid
            return walks.no_street(int(walks.off_mm[row]), xy=(point.x, point.y))
        return _NO_STEP_FREE_ROUTE if walks.profile.leaves_out else _NO_ROUTE


def walks_of(
    graph: WalkGraph, assets: Sequence[Asset], *, profile: str | Profile = "walking", gates: GeoDataFrame | None = None
) -> Walks:
    """
    Join assets to the streets. Worth keeping under the store's mark, the circle that they were disclosed to and the
    profile: it takes a moment, and holds nothing of any person.

    Parameters
    ----------
    graph
        The place's streets.
    assets
        As disclosed: what is blurred has its shown place, what is not shown is passed over.
    profile
        Key or label of `network.PROFILES`.
    gates
        Ways into areas (points, any CRS).

    Raises
    ------
    LayerError
        `gates` have no CRS.
    SettingsError
        There is no such profile.
    """
    walked = graph.walked(profile)
    placed = [x for x in assets if x.where is not None and not x.where.is_empty and x.precision != "not_shown"]
    shapes = reproject_all([x.where for x in placed], WGS84, graph.crs)
    gated = None if gates is None else shapely.get_coordinates(gate_points(gates, graph.crs))
    return Walks(
        walked=walked,
        row={x.id: i for i, x in enumerate(placed)},
        goals=join_shapes(walked, shapes, gates=gated),
        shapes=shapes,
        blurred=np.array([shown_as(x) != "exact" for x in placed], dtype=bool),
    )


class Streets(Protocol):
    """What walks need of a place; `place.Place` is one."""

    def network(self) -> WalkGraph | None:
        """Return its streets, or None."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a reference layer, or None."""


def walks_at(place: Streets, assets: Sequence[Asset], *, profile: str | Profile = "walking") -> Walks | None:
    """
    Join a place's assets (as disclosed) to its own streets, areas by its own gates; None where it has no streets.

    Raises
    ------
    LayerError
        Its streets or its gates are damaged.
    SettingsError
        There is no such profile.
    """
    graph = place.network()
    if graph is None or not graph.pieces:
        profile_of(profile)
        return None
    return walks_of(graph, assets, profile=profile, gates=place.layer("gates"))


def _way(graph: WalkGraph, found: Found) -> Way:
    arcs = np.array([2 * x.piece + (not x.is_forward) for x in found.stretches], dtype=np.int32)
    first, last = found.stretches[0], found.stretches[-1]
    line = shapely.linestrings(found.line) if len(found.line) > 1 else shapely.linestrings(found.line.repeat(2, axis=0))
    return Way(
        line=reproject(line, graph.crs, WGS84),  # type: ignore[arg-type]
        steps=has_steps(graph, arcs), graph=graph, arcs=arcs, from_mm=first.from_mm, to_mm=last.to_mm,
    )  # fmt: skip
