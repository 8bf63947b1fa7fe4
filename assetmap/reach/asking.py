"""The question: which share of the people of each neighbourhood has something within so many minutes on foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.searching import at_spots, nearest, pairs_within
from assetmap.access.spots import join, join_shapes
from assetmap.crs import WGS84, reproject_all
from assetmap.disclosure import shown_as
from assetmap.errors import LayerError, SettingsError
from assetmap.homes import Homes, homes_of
from assetmap.network import PROFILES, profile_of
from assetmap.reach.tallying import FEW_HOMES, PEOPLE_TO, Seen, rows
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.network import Profile, Walked, WalkGraph
    from assetmap.network.ground import Ground

LONGEST = 120
"""Minutes; two hours on foot is not near for anybody."""
FLAGS = {
    "not_known": "no street is known near any home: nothing can be said, which is not the same as nothing there",
    "some_not_known": "some homes have no street within 500 m: low counts them as without, high as with",
    "edge": "some walks come to where the street data end: there may be more beyond",
    "few_homes": f"fewer than {FEW_HOMES} homes are counted: one more or less changes the share a lot",
    "steps_not_known": "the street data do not say where steps are: the true share may be anything below this one",
}


@dataclass(frozen=True, kw_only=True)
class Reached:
    """
    The answer.

    `areas`: a row a neighbourhood, in the order of the layer. `kinds`: a row a kind, over the whole place. `method`:
    how it was counted, and what it does not say.
    """

    areas: tuple[dict[str, Any], ...]
    kinds: tuple[dict[str, Any], ...]
    method: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the shape that scripts rely on; the sources are the place's."""
        return {"areas": list(self.areas), "kinds": list(self.kinds), "method": self.method, "sources": []}


def reach(  # noqa: PLR0913  each is a layer of the place
    graph: WalkGraph | None,
    assets: Sequence[Asset],
    *,
    areas: GeoDataFrame | None,
    minutes: float = 15,
    kinds: Collection[str] = (),
    profile: str | Profile = "walking",
    postcodes: GeoDataFrame | None = None,
    population: Mapping[str, int] | None = None,
    gates: GeoDataFrame | None = None,
    ground: Ground | None = None,
) -> Reached:
    """
    Measure from every home to the assets, over the streets.

    Parameters
    ----------
    graph
        The place's streets. None where it has none.
    assets
        As disclosed (a blurred one has its shown place), EPSG:4326. Assets without a place are left out. Those outside
        the areas count.
    areas
        `code`, `name`, geometry; EPSG:4326.
    minutes
        At the profile's pace, more than 0 and up to `LONGEST`.
    kinds
        Vocabulary keys or labels; all when empty. A share is of people with at least one asset of any of them.
    profile
        Walking, step-free or slow.
    postcodes
        `area`, geometry (points, EPSG:4326), perhaps `quality`: where people set out, each counting the same. Areas
        without are counted from points along their streets.
    population
        Code → people.
    gates
        Ways into areas, points of any CRS.
    ground
        What the streets cover (`Place.ground`); None where nobody asks whether walks come to its edge.

    Raises
    ------
    LayerError
        There are no streets, or no areas.
    SettingsError
        The minutes are none or too many, or there is no such profile.
    VocabularyError
        There is no such kind.
    """
    if not 0 < minutes <= LONGEST:
        raise SettingsError(f"[minutes] choose from 1 to {LONGEST}.")
    who = profile_of(profile)
    words = vocabulary()
    chosen = tuple(dict.fromkeys(words.kind(x) for x in kinds)) or tuple(words.kinds)
    if areas is None or areas.empty:
        raise LayerError("the place has no neighbourhoods yet: set it up first.")
    if graph is None or not graph.pieces:
        raise LayerError(
            "the place has no streets to walk on: set it up again with --osm (an OpenStreetMap extract) or --streets."
        )
    walked = graph.walked(who)
    homes = homes_of(areas, postcodes=postcodes, walked=walked)
    of_kind = [x for x in assets if x.kind in chosen]
    counted = [x for x in of_kind if x.where is not None]
    seen = _seen(
        walked, homes, counted, kinds=chosen, limit_mm=who.reach_mm(minutes), gates=_metres(gates, graph.crs),
        ground=ground,
    )  # fmt: skip
    labels = [words.label(x) for x in chosen]
    made = rows(
        [(str(code), str(name)) for code, name in zip(areas["code"], areas["name"], strict=True)], seen,
        kinds=labels, people=population or {}, taken_from=homes.taken_from, minutes=who.minutes,
    )  # fmt: skip
    if who.key == "step_free" and not graph.knows_steps:
        made = [x | {"low": None, "flags": [*x["flags"], "steps_not_known"]} for x in made]
    return Reached(
        areas=tuple(made),
        kinds=tuple(_by_kind(made, labels, [words.label(x.kind) for x in counted])),
        method=_method(minutes, who, labels if kinds else None, homes, of_kind),
    )


def _seen(
    walked: Walked, homes: Homes, assets: Sequence[Asset], *, kinds: Sequence[str], limit_mm: int,
    gates: NDArray[np.float64] | None, ground: Ground | None,
) -> Seen:  # fmt: skip
    stand = join(walked, homes.xy)
    places = join_shapes(walked, reproject_all([x.where for x in assets], WGS84, walked.graph.crs), gates=gates)
    # Two groups a kind: what is shown where it is, and what is shown in its street or neighbourhood.
    group = np.array([2 * kinds.index(x.kind) + (shown_as(x) != "exact") for x in assets], dtype=np.int64)
    mm = at_spots(walked, nearest(walked, places, group, count=2 * len(kinds)), places, stand).mm
    pairs = at_spots(walked, pairs_within(walked, places, limit_mm=limit_mm), places, stand)
    return Seen(
        area=homes.area, is_known=stand.is_joined, mm=np.minimum(mm[0::2], mm[1::2]), certain_mm=mm[0::2],
        assets=pairs.counts, limit_mm=limit_mm,
        at_edge=np.zeros(len(homes.xy), dtype=bool) if ground is None
        else ground.comes_to_edge(homes.xy, reach_m=limit_mm / 1000.0),
    )  # fmt: skip


def _metres(gates: GeoDataFrame | None, crs: str) -> NDArray[np.float64] | None:
    if gates is None or gates.empty:
        return None
    shapes = gates.geometry[~(gates.geometry.is_empty | gates.geometry.isna())]
    return shapely.get_coordinates(reproject_all(shapes, gates.crs.to_string(), crs))


def _by_kind(made: Sequence[dict[str, Any]], labels: Sequence[str], assets: Sequence[str]) -> list[dict[str, Any]]:
    """Add up each kind over the areas, weighted by people where all have a figure, else by homes."""
    known = [x for x in made if x["share"] is not None]
    by_people = all(x["people"] is not None for x in known)
    weights = [float(x["people"] if by_people else x["homes"]) for x in known]
    out = []
    for label in labels:
        shares = [x["kinds"][label]["share"] for x in known]
        share = float(np.average(shares, weights=weights)) if sum(weights) else None
        out.append({
            "kind": label, "assets": assets.count(label), "share": None if share is None else round(share, 4),
            "areas_below_half": sum(x < 0.5 for x in shares), "areas_known": len(known),
        })  # fmt: skip
    return out


def _method(
    minutes: float, who: Profile, kinds: Sequence[str] | None, homes: Homes, assets: Sequence[Asset]
) -> dict[str, Any]:
    placed = [x for x in assets if x.where is not None]
    taken = sorted(set(homes.taken_from) - {""})
    return {
        "minutes": minutes,
        "profile": who.label.lower(),
        "profiles": [x.label.lower() for x in PROFILES.values()],
        "metres_a_minute": who.metres_a_minute,
        "pace": who.source,
        "kinds": list(kinds) if kinds is not None else "all",
        "assets": len(placed),
        "about": sum(shown_as(x) != "exact" for x in placed),
        "without_a_place": len(assets) - len(placed),
        "paused": sum(x.status == "paused" for x in placed),
        "homes_from": taken,
        "people": f"spread evenly over the homes counted in each neighbourhood, rounded to {PEOPLE_TO}",
        "score": "share of people with at least one asset of these kinds within reach",
        "rank": "1 = least reach; equal shares have one rank",
        "low": "only assets shown where they are; homes with no street within 500 m count as without",
        "high": "homes with no street within 500 m, and homes whose walk comes to where the street data end, "
        "count as with",
        "flags": dict(FLAGS),
        "does_not_say": [
            "whether an asset is open, has room, is free or is meant for everybody (see the assets themselves)",
            "how steep, lit, safe or busy the way is, or how long one waits to cross",
            "who lives at a postcode: each counts the same",
            "what nobody has put on the map yet, beyond the neighbourhoods above all",
        ],
    }
