"""The quiet base map: a place's own streets, green and water, cut to a window and simplified for its size on paper."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from assetmap.crs import WGS84, reproject_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.cartography.scale import Window

# Words of a street's class → rank, the first that fits: 0 and 1 are main streets, 4 yards and drives, 5 paths.
# Covers OS OpenMap Local's `classification` and OpenStreetMap's `highway`.
_RANKS = (
    (("motorway", "trunk", "primary", "a road"), 0),
    (("b road", "secondary"), 1),
    (("restricted", "access", "service", "living", "pedestrian", "private", "shared", "track", "alley"), 4),
    (("foot", "path", "steps", "cycle", "bridle", "corridor"), 5),
    (("minor", "tertiary"), 2),
)
LOCAL_STREET = 3

# The widest window, in metres, in which streets of each rank are still drawn.
_DRAWN_BELOW_M = (float("inf"), 60_000.0, 25_000.0, 9_000.0, 4_500.0, 3_000.0)


class LayerSource(Protocol):
    """Whatever can give reference layers by name: a `Place`, or a stand-in in a test."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a layer with a CRS, or None."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something on the map that has a name: `geometry` in points of paper, `rank` as of streets."""

    name: str
    geometry: BaseGeometry
    rank: int = LOCAL_STREET


@dataclass(frozen=True, kw_only=True)
class QuietMap:
    """
    The ground of a map, in points of paper from the top left corner of `window`.

    `streets` holds the lines of each rank (see `street_rank`), `green` and `water` areas, `brooks` water
    lines; `named_*` what could carry a label.
    """

    window: Window
    streets: dict[int, np.ndarray]
    green: np.ndarray
    water: np.ndarray
    brooks: np.ndarray
    named_streets: list[Named] = field(default_factory=list)
    named_areas: list[tuple[str, Named]] = field(default_factory=list)
    """Each with what it is: `green` or `water`."""
    named_points: list[Named] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    """A layer in metres, ready to be asked what lies in a window."""

    geometries: np.ndarray
    tree: shapely.STRtree
    names: list[str]
    what: list[str]
    ranks: np.ndarray

    def inside(self, bounds: tuple[float, float, float, float]) -> np.ndarray:
        return np.sort(self.tree.query(shapely.box(*bounds)))


# One entry a layer in use, dropped with the layer itself. It depends on the layer alone: nothing of what
# was asked for (an origin, a window) is ever kept.
_prepared: dict[int, tuple[weakref.ref[GeoDataFrame], str, _Prepared]] = {}


def cut(place: LayerSource, window: Window, *, metric_crs: str) -> QuietMap:
    """
    Cut a place's layers `streets`, `green`, `water` and `names` to a window.

    Parameters
    ----------
    place
        Gives the layers, in any CRS; one that is missing is left out.
    window
        In metres of `metric_crs`.
    metric_crs
        The place's own system, an EPSG code.

    Returns
    -------
    ground
        Simplified to a seventh of a millimetre; at wide windows the small streets are left out.
    """
    streets, named_streets = _streets(_ready(place.layer("streets"), metric_crs), window)
    green, named_green = _areas(_ready(place.layer("green"), metric_crs), window, "green")
    water_layer = _ready(place.layer("water"), metric_crs)
    water, named_water = _areas(water_layer, window, "water")
    return QuietMap(
        window=window,
        streets=streets,
        green=green,
        water=water,
        brooks=_lines_of(water_layer, window),
        named_streets=named_streets,
        named_areas=named_green + named_water,
        named_points=_points(_ready(place.layer("names"), metric_crs), window),
    )


def street_rank(words: str) -> int:
    """Return the rank of a street's class: 0 (A roads and more) to 5 (paths); what is not known is a local street."""
    said = words.casefold()
    return next((rank for keys, rank in _RANKS if any(key in said for key in keys)), LOCAL_STREET)


def _ready(frame: GeoDataFrame | None, metric_crs: str) -> _Prepared | None:
    if frame is None or not len(frame) or frame.crs is None:
        return None
    kept = _prepared.get(id(frame))
    if kept is not None and kept[0]() is frame and kept[1] == metric_crs:
        return kept[2]
    key = id(frame)
    made = _prepare(frame, metric_crs)
    _prepared[key] = (weakref.ref(frame, lambda _: _prepared.pop(key, None)), metric_crs, made)
    return made


def _prepare(frame: GeoDataFrame, metric_crs: str) -> _Prepared:
    source = WGS84 if frame.crs.to_epsg() == 4326 else frame.crs.to_wkt()
    shapes = reproject_all(frame.geometry.to_numpy(), source, metric_crs)
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes = shapes[usable]
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    columns = {
        column: [x if isinstance(x, str) else "" for x in frame[column].to_numpy()[usable]]
        if column in frame
        else [""] * len(shapes)
        for column in ("name", "class", "what")
    }
    ranks = {words: street_rank(words) for words in set(columns["class"])}
    return _Prepared(
        geometries=shapes,
        tree=shapely.STRtree(shapes),
        names=columns["name"],
        what=columns["what"],
        ranks=np.array([ranks[words] for words in columns["class"]], dtype=int),
    )


def _clipped(layer: _Prepared, rows: np.ndarray, window: Window, tolerance: float) -> np.ndarray:
    """Clip some rows to the window with a little beyond it, and bring them to points of paper."""
    beyond = 8 / window.points_per_m
    west, south, east, north = window.bounds
    shapes = shapely.clip_by_rect(layer.geometries[rows], west - beyond, south - beyond, east + beyond, north + beyond)
    shapes = np.asarray(shapely.transform(shapes, window.to_page), dtype=object)
    return np.asarray(shapely.simplify(shapes, tolerance, preserve_topology=False), dtype=object)


def _streets(layer: _Prepared | None, window: Window) -> tuple[dict[int, np.ndarray], list[Named]]:
    if layer is None:
        return {}, []
    wide_m = window.east - window.west
    rows = layer.inside(window.bounds)
    deepest = max(rank for rank, most in enumerate(_DRAWN_BELOW_M) if wide_m <= most)
    rows = rows[layer.ranks[rows] <= deepest]
    shapes = _clipped(layer, rows, window, 0.4)
    ranks = layer.ranks[rows]
    by_rank = {int(rank): _parts(shapes[ranks == rank], dimension=1) for rank in np.unique(ranks)}
    return by_rank, _by_name(layer, rows, shapes, ranks)


def _by_name(layer: _Prepared, rows: np.ndarray, shapes: np.ndarray, ranks: np.ndarray) -> list[Named]:
    """Gather the lines of each street under its name; they are joined up only where a label is tried."""
    numbers: dict[str, int] = {}
    number = np.array(
        [numbers.setdefault(name, len(numbers)) if (name := layer.names[row].strip()) else -1 for row in rows.tolist()],
        dtype=int,
    )
    parts, source = shapely.get_parts(shapes, return_index=True)
    usable = (number[source] >= 0) & (shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)
    parts, source = parts[usable], source[usable]
    if not len(parts):
        return []
    order = np.argsort(number[source], kind="stable")
    present, index = np.unique(number[source][order], return_inverse=True)
    gathered = shapely.multilinestrings(parts[order], indices=index)
    main = np.full(len(numbers), 9)
    np.minimum.at(main, number[source], ranks[source])
    names = list(numbers)
    return [
        Named(name=names[i], geometry=lines, rank=int(main[i]))
        for i, lines in zip(present.tolist(), gathered, strict=True)
    ]


def _areas(layer: _Prepared | None, window: Window, what: str) -> tuple[np.ndarray, list[tuple[str, Named]]]:
    if layer is None:
        return np.empty(0, dtype=object), []
    rows = layer.inside(window.bounds)
    shapes = _clipped(layer, rows, window, 0.4)
    is_area = shapely.get_dimensions(shapes) == 2
    named = [
        (what, Named(name=layer.names[row].strip(), geometry=shape))
        for row, shape in zip(rows[is_area].tolist(), shapes[is_area], strict=True)
        if layer.names[row].strip()
    ]
    return _parts(shapes[is_area], dimension=2), named


def _lines_of(layer: _Prepared | None, window: Window) -> np.ndarray:
    if layer is None:
        return np.empty(0, dtype=object)
    return _parts(_clipped(layer, layer.inside(window.bounds), window, 0.4), dimension=1)


# What a row of the `names` layer must be to be drawn: where people live, not every wood and farm.
_SETTLED = (
    "settlement",
    "suburb",
    "town",
    "village",
    "hamlet",
    "city",
    "quarter",
    "neighbourhood",
    "populated",
    "locality",
)


def _points(layer: _Prepared | None, window: Window) -> list[Named]:
    if layer is None:
        return []
    rows = [
        row
        for row in layer.inside(window.bounds).tolist()
        if layer.names[row].strip() and (not layer.what[row] or any(x in layer.what[row].casefold() for x in _SETTLED))
    ]
    shapes = shapely.transform(shapely.point_on_surface(layer.geometries[rows]), window.to_page)
    return [Named(name=layer.names[row].strip(), geometry=shape) for row, shape in zip(rows, shapes, strict=True)]


def _parts(shapes: Sequence[BaseGeometry] | np.ndarray, *, dimension: int) -> np.ndarray:
    """Take multi-part shapes apart and keep the lines (1) or areas (2)."""
    parts = np.asarray(shapely.get_parts(shapely.get_parts(np.asarray(shapes, dtype=object))), dtype=object)
    return np.asarray(parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)])
