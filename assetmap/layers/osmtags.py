"""OpenStreetMap tags and what they mean here: what one walks on, and the reference layers of a place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from assetmap.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    Tags = Mapping[str, tuple[str, ...]]

GATE_M = 15
"""A gate belongs to a green space whose edge it stands on; mappers place both by eye."""
_FOR_GOOD = frozenset(("highway", "foot", "area"))
"""What these keys close, foot=yes does not open."""


class Tagged(Protocol):
    """One thing's tags: a dict, or the reader's own."""

    def get(self, key: str, /) -> str | None:
        """Return the value of a key, or None."""


@dataclass(frozen=True, kw_only=True)
class OfKind:
    """What makes a kind: any of `tags`, and any of `also` where there are some; `ask` is asked for in their place."""

    kind: str
    tags: Tags
    also: Tags
    ask: Tags


@dataclass(frozen=True, kw_only=True)
class Never:
    """What is left out, why, and how that is said; `words` are looked for in the texts of all kinds but `not_for`."""

    why: str
    said: str
    tags: Tags
    words: tuple[str, ...]
    not_for: frozenset[str]


@dataclass(frozen=True)
class OsmTags:
    """The table `data/vocabulary/osm_tags.toml`. A tag table maps keys to values, of which `*` is any."""

    kinds: tuple[OfKind, ...]
    layers: Mapping[str, Tags]
    never: tuple[Never, ...]
    not_walkable: Tags
    walkable: Tags
    squares: Tags
    not_on_wheels: Tags
    wheel_barriers: Tags
    closing_barriers: Tags
    for_whom: Mapping[str, str]
    helps_with: Mapping[str, str]

    def wanted(self, *, layers: bool = True) -> dict[str, bool | list[str]]:
        """Return all tags of interest, streets apart, as OSMnx asks for them; without `layers`, those of assets."""
        asked: dict[str, set[str]] = {}
        for table in [*(x.ask or x.tags for x in self.kinds), *(self.layers.values() if layers else ())]:
            for key, values in table.items():
                asked.setdefault(key, set()).update(values)
        return {key: True if "*" in values else sorted(values) for key, values in sorted(asked.items())}


@cache
def osm_tags() -> OsmTags:
    """Read the table."""
    raw = tomllib.loads(shipped("data", "vocabulary", "osm_tags.toml").read_text(encoding="utf-8"))
    return OsmTags(
        kinds=tuple(
            OfKind(kind=x["kind"], **{key: _table(x.get(key, {})) for key in ("tags", "also", "ask")})
            for x in raw["kinds"]
        ),
        layers={name: _table(tags) for name, tags in raw["layers"].items()},
        never=tuple(
            Never(
                why=x["why"],
                said=x["said"],
                tags=_table(x["tags"]),
                words=tuple(x.get("words", ())),
                not_for=frozenset(x.get("not_for", ())),
            )
            for x in raw["never"]
        ),
        not_walkable=_table(raw["not_walkable"]),
        walkable=_table(raw["walkable"]),
        squares=_table(raw["squares"]),
        not_on_wheels=_table(raw["not_on_wheels"]),
        wheel_barriers=_table(raw["wheel_barriers"]),
        closing_barriers=_table(raw["closing_barriers"]),
        for_whom=raw["for_whom"],
        helps_with=raw["helps_with"],
    )


def _table(raw: Mapping[str, list[str]]) -> Tags:
    return {key: tuple(values) for key, values in raw.items()}


def tagged(frame: DataFrame, tags: Tags) -> np.ndarray:
    """Say which rows carry any of the tags; a key that no row has is no column, and fits none."""
    hit = np.zeros(len(frame), dtype=bool)
    for key, values in tags.items():
        if key in frame:
            cells = frame[key]
            hit |= (cells.notna() if "*" in values else cells.isin(values)).to_numpy()
    return hit


def fits(tags: Tagged, table: Tags) -> bool:
    """Say whether one thing carries any of the tags."""
    return any((value := tags.get(key)) is not None and (value in few or "*" in few) for key, few in table.items())


def is_walkable(tags: Tagged) -> bool:
    """Say whether people may walk on a way; the one rule for the streets on the map and for the walk network."""
    words = osm_tags()
    if tags.get("highway") is None:
        return False
    closed = [key for key, values in words.not_walkable.items() if tags.get(key) in values]
    if "area" in closed and fits(tags, words.squares):
        closed.remove("area")
    return not closed or (_FOR_GOOD.isdisjoint(closed) and fits(tags, words.walkable))


def streets_of(frame: GeoDataFrame) -> GeoDataFrame:
    """Keep the lines that one may walk on: `id`, `name`, `class` (the value of highway), geometry."""
    if frame.empty or "highway" not in frame:
        return _empty(["id", "name", "class"])
    lines = np.isin(shapely.get_type_id(frame.geometry.to_numpy()), (1, 5))
    kept = frame[lines & _walkable_rows(frame)]
    return _columns(kept, **{"class": kept["highway"]})


def _walkable_rows(frame: DataFrame) -> np.ndarray:
    words = osm_tags()
    keys = [key for key in {"highway", *words.not_walkable, *words.walkable, *words.squares} if key in frame]
    cells = frame[keys].astype("object").where(frame[keys].notna(), None)
    known: dict[tuple[str | None, ...], bool] = {}
    rows = list(cells.itertuples(index=False, name=None))
    for row in set(rows):
        known[row] = is_walkable(dict(zip(keys, row, strict=True)))
    return np.array([known[row] for row in rows], dtype=bool)


def layer_of(frame: GeoDataFrame, layer: str) -> GeoDataFrame:
    """Keep what makes `green`, `water`, `gates` or `names`: `id`, `name`, `what`, geometry."""
    words = osm_tags()
    if frame.empty:
        return _empty(["id", "name", "what"])
    shapes = {"green": (3, 6), "water": (1, 3, 5, 6), "gates": (0,), "names": (0,)}[layer]
    kept = frame[tagged(frame, words.layers[layer]) & np.isin(shapely.get_type_id(frame.geometry.to_numpy()), shapes)]
    if layer in ("green", "gates"):
        kept = kept[~tagged(kept, {"access": ("private", "no")})]
    return _columns(kept, what=_first_value(kept, words.layers[layer]))


def gates_of(points: GeoDataFrame, green: GeoDataFrame, metric_crs: str) -> GeoDataFrame:
    """Keep the gates on the edge of a green space: `id`, `site` (the id in `green`), geometry."""
    gates = layer_of(points, "gates")
    if gates.empty or green.empty:
        return _empty(["id", "site"])
    edges = green.to_crs(metric_crs).geometry.boundary.to_numpy()
    here = gates.to_crs(metric_crs).geometry.to_numpy()
    at, which = shapely.STRtree(edges).query_nearest(here, max_distance=GATE_M, all_matches=False)
    kept = gates.iloc[at][["id", "geometry"]].reset_index(drop=True)
    kept.insert(1, "site", green["id"].to_numpy(dtype=object)[which])
    return kept


def _first_value(frame: DataFrame, tags: Tags) -> list[str]:
    """Return the tag's value that put each row in, as words: `village_green` is “Village green”."""
    words = np.full(len(frame), "", dtype=object)
    for key, values in tags.items():
        if key in frame:
            cells = frame[key].astype("object").where(frame[key].notna(), "").astype(str)
            fits = ((words == "") & ((cells != "") if "*" in values else cells.isin(values))).to_numpy()
            words[fits] = cells[fits].str.replace("_", " ").str.capitalize()
    return list(words)


def _columns(kept: GeoDataFrame, **more: Any) -> GeoDataFrame:
    import geopandas as gpd

    name = kept["name"] if "name" in kept else [""] * len(kept)
    made = gpd.GeoDataFrame({"id": kept["id"], "name": name, **more}, geometry=kept.geometry, crs=kept.crs)
    made["name"] = made["name"].astype("object").where(made["name"].notna(), "").astype(str)
    return made.reset_index(drop=True)


def _empty(columns: list[str]) -> GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame({column: [] for column in columns}, geometry=[], crs="EPSG:4326")
