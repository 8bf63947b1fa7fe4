"""What lies in and around a place: postcodes, streets, green space and its gates, cut to the place and a margin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import WGS84, metric_for_frame, reproject, transformer
from assetmap.errors import LayerError
from assetmap.layers import check, in_our_words
from assetmap.setup.joining import codes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.layers import Card, Reading
    from assetmap.setup.report import Draft

MARGIN_M = 1_500
"""How far beyond the place its surroundings are kept: people cross the border, and 15 minutes' walk is 1.2 km."""


@dataclass(frozen=True)
class Reach:
    """The place with its margin: `shape` and `bounds` (W, S, E, N) in EPSG:4326."""

    areas: GeoDataFrame
    shape: BaseGeometry
    bounds: tuple[float, float, float, float]

    def holds(self, shapes: Any) -> np.ndarray:
        """Say which shapes (EPSG:4326) touch the place or its margin."""
        array = np.asarray(shapes, dtype=object)
        inside = np.zeros(len(array), dtype=bool)
        shapely.prepare(self.shape)
        inside[shapely.STRtree(array).query(self.shape, predicate="intersects")] = True
        return inside


def reach_of(areas: GeoDataFrame) -> Reach:
    """Draw the margin around the neighbourhoods of a place, in its own metres."""
    metric = metric_for_frame(areas)
    whole = shapely.union_all(areas.to_crs(metric).geometry.to_numpy())
    wide = whole.simplify(20).buffer(MARGIN_M, quad_segs=4)
    shape = reproject(wide, metric, WGS84)
    west, south, east, north = shape.bounds
    return Reach(areas, shape, (west, south, east, north))


def add_shapes(reading: Reading, layer: str, reach: Reach, *, draft: Draft, on: str) -> None:
    """Add `streets`, `green`, `gates` or `names` from an official file."""
    if layer == "streets":
        _refuse_other_shapes(reading)
    frame, problems = check(reading.frame, reading.card)
    frame = in_our_words(frame[reach.holds(frame.geometry)], reading.card)
    if frame.empty:
        raise LayerError(f"nothing in {reading.file} lies in the place: is it of another part of the country?")
    rows = set(frame.index + 1) | {None}
    draft.problems(reading.file, [x for x in problems if x.row in rows or not x.kept])
    columns = {
        "streets": ["name", "class", *(["level"] if _has_levels(frame) else []), "geometry"],
        "green": ["id", "name", "what", "geometry"],
        "gates": ["id", "site", "geometry"],
        "names": ["name", "what", "geometry"],
    }[layer]
    if layer == "names":
        frame = frame.assign(name=[_as_said(x) for x in frame["name"]])
    draft.layers[layer] = frame[columns].reset_index(drop=True)
    draft.used(reading.file, reading.card, read=reading.rows, used=len(frame), layers=[layer], on=on)


def _as_said(name: object) -> str:
    """Write a name as people do; maps have those of towns in capitals."""
    text = str(name)
    return " ".join(x.capitalize() for x in text.split()) if text.isupper() else text


def _refuse_other_shapes(reading: Reading) -> None:
    """Say what a file holds that has the headings of streets, and no line."""
    kinds = set(reading.frame.geom_type.dropna())
    if kinds and not kinds & {"LineString", "MultiLineString", "GeometryCollection"}:
        found = (
            "points" if kinds <= {"Point", "MultiPoint"} else "areas" if "Point" not in kinds else "points and areas"
        )
        raise LayerError(f"{reading.file} holds {found} and no lines: streets are lines.")


def _has_levels(frame: GeoDataFrame) -> bool:
    """Say whether streets are told apart by what passes over what."""
    return "level" in frame and not frame["level"].fillna("").astype(str).str.strip().isin(["", "0"]).all()


def add_postcodes(readings: Sequence[Reading], card: Card, reach: Reach, *, draft: Draft, on: str) -> None:
    """
    Add the layer `postcodes` from any number of files of points, and the ONS lookup where it is given.

    A postcode's neighbourhood is the one the ONS says, if its codes are of the boundaries' vintage, else the one its
    point lies in. Without a point it is placed in the middle of its neighbourhood (quality 100, as it were).
    """
    import geopandas as gpd
    import pandas as pd

    points = _near([x for x in readings if x.card.geometry == "point"], reach, draft=draft, on=on)
    tables = [x for x in readings if x.card.geometry != "point"]
    frames = []
    for reading in points:
        frame, problems = check(reading.frame, reading.card)
        frame = frame[reach.holds(frame.geometry)]
        draft.problems(reading.file, [x for x in problems if not x.kept])
        draft.used(reading.file, reading.card, read=reading.rows, used=len(frame), layers=["postcodes"], on=on)
        frames.append(_tidy(frame))
    made = pd.concat(frames, ignore_index=True) if frames else None
    if made is not None:
        made = made.drop_duplicates("postcode").reset_index(drop=True)
        made["area"] = _area_of(made, reach.areas)
    for reading in tables:
        made = _with_lookup(reading, made, card, reach, draft=draft, on=on)
    if made is None or made.empty:
        raise LayerError("no postcode of the files given lies in the place: are they of another part of the country?")
    made = gpd.GeoDataFrame(made, geometry="geometry", crs=WGS84).sort_values("postcode")
    draft.layers["postcodes"] = made[["postcode", "area", "quality", "geometry"]].reset_index(drop=True)


def _near(readings: Sequence[Reading], reach: Reach, *, draft: Draft, on: str) -> list[Reading]:
    """Cut each file to the place; one that is of another part of the country is left out if another is not."""
    windows = [_window(x, reach) for x in readings]
    away = [x for x, near in zip(readings, windows, strict=True) if near.frame.empty]
    if away and len(away) == len(readings):
        names = " or ".join(x.file for x in away)
        raise LayerError(f"no postcode in {names} lies in the place: is it of another part of the country?")
    for reading in away:
        draft.warnings.append(f"no postcode in {reading.file} lies in the place: it was left out.")
        draft.used(reading.file, reading.card, read=reading.rows, used=0, layers=[], on=on)
    return [x for x in windows if not x.frame.empty]


def _window(reading: Reading, reach: Reach) -> Reading:
    """Pass over points far away before they are checked: the national file has 1.7 million."""
    import pandas as pd

    west, south, east, north = transformer(WGS84, reading.card.crs).transform_bounds(*reach.bounds)
    found = {x: x for x in ("x", "y")} if reading.card.headerless else reading.card.found_in(reading.frame.columns)
    x = pd.to_numeric(reading.frame[found["x"]], errors="coerce")
    y = pd.to_numeric(reading.frame[found["y"]], errors="coerce")
    inside = ((x >= west) & (x <= east) & (y >= south) & (y <= north)).to_numpy()
    return replace(reading, frame=reading.frame[inside])


def _tidy(frame: DataFrame) -> DataFrame:
    """Write every postcode in its two parts: “BA2 3QE”."""
    bare = frame["postcode"].str.upper().str.replace(" ", "", regex=False)
    tidy = frame.assign(postcode=bare.str[:-3] + " " + bare.str[-3:])
    if "quality" not in tidy:
        tidy["quality"] = 100.0
    tidy["quality"] = tidy["quality"].fillna(100).astype("int64")
    return tidy[["postcode", "quality", "geometry"]]


def _area_of(points: DataFrame, areas: GeoDataFrame) -> list[str]:
    """Return the code of the neighbourhood each point lies in; "" for the margin."""
    tree = shapely.STRtree(areas.geometry.to_numpy())
    at, which = tree.query(np.asarray(points["geometry"], dtype=object), predicate="intersects")
    codes = np.full(len(points), "", dtype=object)
    codes[at[::-1]] = areas["code"].to_numpy(dtype=object)[which[::-1]]  # on a border the first code counts
    return list(codes)


def _with_lookup(
    reading: Reading, made: DataFrame | None, card: Card, reach: Reach, *, draft: Draft, on: str
) -> DataFrame | None:
    import pandas as pd

    if reading.card.vintage != card.vintage or reading.card.codes != card.codes:
        told = (
            f"{reading.file} places postcodes in {reading.card.codes} {reading.card.vintage} and the boundaries are "
            f"{card.codes} {card.vintage}"
        )
        if made is None:
            raise LayerError(f"{told}: give Code-Point Open, or boundaries of {reading.card.vintage}.")
        draft.warnings.append(f"{told}: each postcode's neighbourhood is taken from its point.")
        draft.used(reading.file, reading.card, read=reading.rows, used=0, layers=[], on=on)
        return made
    inside = codes_of(reading, "area").isin(list(reach.areas["code"])).to_numpy()
    table, problems = check(reading.frame[inside], reading.card)
    draft.problems(reading.file, problems)
    ended = int((table["ended"] != "").sum())
    table = table[table["ended"] == ""]
    if ended:
        draft.warnings.append(f"{reading.file}: {ended:,} postcodes are no longer in use and were left out.")
    middle = dict(zip(reach.areas["code"], reach.areas.geometry.representative_point(), strict=True))
    placed = _tidy(table.assign(geometry=[middle[x] for x in table["area"]]))
    placed["area"] = table["area"].to_numpy()
    draft.used(reading.file, reading.card, read=reading.rows, used=len(placed), layers=["postcodes"], on=on)
    if made is None:
        draft.warnings.append(
            f"{reading.file} has no points: every postcode is placed in the middle of its neighbourhood. "
            f"Add Code-Point Open for distances that can be trusted."
        )
        return placed
    said = made["postcode"].map(placed.set_index("postcode")["area"])
    made = made.assign(area=said.where(said.notna(), made["area"]))
    rest = placed[~placed["postcode"].isin(made["postcode"])]
    if len(rest):
        draft.warnings.append(
            f"{len(rest):,} postcodes have no point: they stand in the middle of their neighbourhood."
        )
    return pd.concat([made, rest], ignore_index=True)
