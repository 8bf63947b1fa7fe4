"""
The base map cut into tiles, each with as much as is drawn at its zooms and no more.

A tile of zoom t is drawn 1,024 pixels wide or more: it serves the views of zoom t + 2 to t + 3, the deepest one all
beyond, the first one all before. `webmap/js/tiles.js` chooses by the same rule.

Lines end at the edge of a tile. Areas go a 64th of a tile beyond it, so that no seam shows; an edge of an outline that
lies on that outer border was cut and is no outline. What a name is written along is said once, in one tile.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from assetmap.basemap.vectortile import TileLayer
from assetmap.crs import WGS84, reproject_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely import LineString, Polygon

    from assetmap.basemap.content import Content

FIRST, DEEPEST = 7, 13
_AHEAD = 3
"""A tile of zoom t holds what is drawn at views below t + 3."""
_EXTENT, _DEEPEST_EXTENT = 4096, 8192
_BEYOND = 64
"""Areas go this part of a tile beyond its edge."""
_PIXELS = 1024
_LEAST_PIXELS = 2
_FINEST_M = 0.7
_EQUATOR_M = 40_075_016.7
# The zoom of the view from which each is drawn, as in `webmap/js/ground.js`.
STREETS_FROM = (0.0, 0.0, 11.0, 12.5, 14.0, 14.0)
RAILWAY_FROM = 10.0
NAMES_FROM = (9.0, 11.0, 12.5, 14.0)
AREA_NAMES_FROM = 15.0
STREET_NAMES_FROM = (14.5, 14.5, 15.5, 15.5, 15.5)
STRAIGHT_M = 4.0
"""A street's name is written along its longest stretch that is straight to this many metres."""

_Tile = tuple[int, int]


def tiles(content: Content, *, metric_crs: str) -> Iterator[tuple[int, int, int, bytes]]:
    """Give each tile that holds something, as (zoom, x, y, bytes)."""
    drawn = _drawn(content)
    labels = [*_place_names(content), *_area_names(content), *_street_names(content, metric_crs)]
    for zoom in range(FIRST, DEEPEST + 1):
        sheet = _Sheet(zoom)
        for kind in drawn:
            if _holds(zoom, kind.drawn_from):
                cut = _cut_areas if kind.what == "rings" else _cut_lines
                for at, parts in cut(kind.shapes, zoom).items():
                    sheet.layer(kind.layer, at).add(kind.what, parts, kind.said)
        for label in labels:
            if _holds(zoom, label.drawn_from):
                sheet.write(label)
        yield from sheet.tiles()


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """Shapes that are drawn alike (unit square), from one zoom of the view on."""

    layer: str
    what: Literal["lines", "rings"]
    shapes: np.ndarray
    drawn_from: float = 0.0
    said: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Label:
    """A name to be written: its layer, where (one point, or the two ends of a stretch; unit square), what is said."""

    layer: str
    points: np.ndarray
    said: dict[str, str | int]
    drawn_from: float


def _drawn(content: Content) -> list[_Drawn]:
    streets = _flat(content.streets.shapes)
    brooks, railway = (_joined(_flat(lines.shapes)) for lines in (content.brooks, content.railway))
    return [
        _Drawn(layer="water", what="rings", shapes=_flat(content.water.shapes)),
        _Drawn(layer="green", what="rings", shapes=_flat(content.green.shapes)),
        _Drawn(layer="brooks", what="lines", shapes=brooks),
        _Drawn(layer="railway", what="lines", shapes=railway, drawn_from=RAILWAY_FROM),
        *(
            _Drawn(
                layer="streets",
                what="lines",
                shapes=_joined(streets[content.streets.ranks == rank]),
                drawn_from=drawn_from,
                said={"rank": rank},
            )
            for rank, drawn_from in enumerate(STREETS_FROM)
        ),
    ]


class _Sheet:
    """All tiles of one zoom, being written."""

    def __init__(self, zoom: int) -> None:
        self.zoom = zoom
        self.extent = _extent(zoom)
        self._tiles: dict[_Tile, dict[str, TileLayer]] = {}

    def layer(self, name: str, at: _Tile) -> TileLayer:
        return self._tiles.setdefault(at, {}).setdefault(name, TileLayer(name, self.extent))

    def write(self, label: _Label) -> None:
        """Put a name into the tile in which its middle lies."""
        points = label.points * 2**self.zoom
        middle = np.floor(points.mean(axis=0)).astype(int)
        steps = np.rint((points - middle) * self.extent).astype(int)
        at = (int(middle[0]), int(middle[1]))
        if len(steps) > 1 and (steps[0] == steps[1]).all():
            return
        self.layer(label.layer, at).add("points" if len(steps) == 1 else "lines", [steps], label.said)

    def tiles(self) -> Iterator[tuple[int, int, int, bytes]]:
        for (x, y), layers in self._tiles.items():
            yield self.zoom, x, y, b"".join(layer.written() for layer in layers.values())


def _extent(zoom: int) -> int:
    return _DEEPEST_EXTENT if zoom == DEEPEST else _EXTENT


def _holds(zoom: int, drawn_from: float) -> bool:
    return zoom == DEEPEST or drawn_from < zoom + _AHEAD


def _unit(points: np.ndarray) -> np.ndarray:
    """Longitude and latitude to the unit square of Web Mercator: (0, 0) is north-west."""
    sine = np.sin(np.radians(np.clip(points[:, 1], -85.0, 85.0)))
    return np.column_stack([points[:, 0] / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)])


def _flat(shapes: np.ndarray) -> np.ndarray:
    return np.asarray(shapely.transform(shapes, _unit), dtype=object)


def _joined(lines: np.ndarray) -> np.ndarray:
    """Join lines end to end where just two meet: fewer points, and dashes that run on."""
    parts = shapely.get_parts(lines)
    if not len(parts):
        return np.empty(0, dtype=object)
    return np.asarray(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts))), dtype=object)


def _simplified(shapes: np.ndarray, zoom: int) -> np.ndarray:
    """Bring shapes to tiles of a zoom, and leave out what is less than half a pixel, in the deepest 0.7 m."""
    large = np.asarray(shapely.transform(shapes, lambda points: points * 2**zoom), dtype=object)
    if not len(large):
        return large
    tolerance = 0.4 / _PIXELS
    if zoom == DEEPEST:
        middle = float(np.nanmean(shapely.bounds(shapes)[:, 1]))
        narrow = 1 / math.cosh(math.pi * (1 - 2 * middle))
        tolerance = _FINEST_M / (_EQUATOR_M * narrow) * 2**zoom
    return np.asarray(shapely.simplify(large, tolerance), dtype=object)


def _touched(shapes: np.ndarray, beyond: float) -> dict[_Tile, list[int]]:
    """Say which shapes may reach into which tile."""
    found: dict[_Tile, list[int]] = defaultdict(list)
    bounds = shapely.bounds(shapes)
    low = np.floor(bounds[:, :2] - beyond).astype(int)
    high = np.floor(bounds[:, 2:] + beyond).astype(int)
    for row, ((west, north), (east, south)) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        for x in range(west, east + 1):
            for y in range(north, south + 1):
                found[x, y].append(row)
    return found


def _clipped(shapes: np.ndarray, at: _Tile, beyond: float) -> np.ndarray:
    x, y = at
    cut = shapely.clip_by_rect(shapes, x - beyond, y - beyond, x + 1 + beyond, y + 1 + beyond)
    return np.asarray(shapely.get_parts(shapely.get_parts(cut)), dtype=object)


def _cut_lines(lines: np.ndarray, zoom: int) -> dict[_Tile, list[np.ndarray]]:
    large, extent = _simplified(lines, zoom), _extent(zoom)
    cut: dict[_Tile, list[np.ndarray]] = {}
    for at, rows in _touched(large, 0.0).items():
        parts = [_steps(line, at, extent) for line in _clipped(large[rows], at, 0.0) if line.geom_type == "LineString"]
        if kept := [steps for steps in parts if len(steps) > 1]:
            cut[at] = kept
    return cut


def _cut_areas(areas: np.ndarray, zoom: int) -> dict[_Tile, list[np.ndarray]]:
    large, extent = _simplified(shapely.get_parts(areas), zoom), _extent(zoom)
    large = large[shapely.area(large) >= (_LEAST_PIXELS / _PIXELS) ** 2] if zoom < DEEPEST else large
    cut: dict[_Tile, list[np.ndarray]] = {}
    for at, rows in _touched(large, 1 / _BEYOND).items():
        rings: list[np.ndarray] = []
        for part in _clipped(large[rows], at, 1 / _BEYOND):
            if part.geom_type == "Polygon" and not part.is_empty:
                rings += _rings(part, at, extent)
        if rings:
            cut[at] = rings
    return cut


def _rings(area: Polygon, at: _Tile, extent: int) -> list[np.ndarray]:
    """Bring an area to the grid: its outer ring turns one way, its holes the other; nothing where it is too small."""
    out = []
    for number, ring in enumerate((area.exterior, *area.interiors)):
        steps = _steps(ring, at, extent)[:-1]
        x, y = steps.T
        turn = int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) if len(steps) > 2 else 0
        if turn:
            out.append(steps if (turn > 0) == (number == 0) else steps[::-1])
        elif number == 0:
            return []
    return out


def _steps(line: LineString, at: _Tile, extent: int) -> np.ndarray:
    steps = np.rint((shapely.get_coordinates(line) - at) * extent).astype(int)
    moves = np.ones(len(steps), dtype=bool)
    moves[1:] = (steps[1:, 0] != steps[:-1, 0]) | (steps[1:, 1] != steps[:-1, 1])
    return steps[moves]


def _place_names(content: Content) -> Iterator[_Label]:
    for longitude, latitude, name, rank in content.names:
        point = _unit(np.array([[longitude, latitude]]))
        yield _Label(layer="names", points=point, said={"name": name, "rank": rank}, drawn_from=NAMES_FROM[rank])


def _area_names(content: Content) -> Iterator[_Label]:
    """Write the name of a park or a lake in its middle, with how wide it is: in billionths of the world's width."""
    for kind in (content.green, content.water):
        named = [row for row, name in enumerate(kind.names) if name]
        boxes = shapely.bounds(_flat(kind.shapes[named]))
        for row, (west, north, east, south) in zip(named, boxes.tolist(), strict=True):
            yield _Label(
                layer="area_names",
                points=np.array([[(west + east) / 2, (north + south) / 2]]),
                said={"name": kind.names[row], "wide": round((east - west) * 1e9)},
                drawn_from=AREA_NAMES_FROM,
            )


def _street_names(content: Content, metric_crs: str) -> Iterator[_Label]:
    """Write the name of a street along its longest straight stretch."""
    streets = content.streets
    named = [row for row, name in enumerate(streets.names) if name and streets.ranks[row] < len(STREET_NAMES_FROM)]
    metric = reproject_all(streets.shapes[named], WGS84, metric_crs)
    parts, source = shapely.get_parts(shapely.simplify(metric, STRAIGHT_M), return_index=True)
    longest: dict[int, tuple[float, np.ndarray]] = {}
    for part, row in zip(parts, source.tolist(), strict=True):
        points = shapely.get_coordinates(part)
        lengths = np.hypot(*np.diff(points, axis=0).T)
        if len(lengths) and (best := float(lengths.max())) > longest.get(row, (0.0, None))[0]:
            at = int(lengths.argmax())
            longest[row] = (best, points[at : at + 2])
    stretches = [shapely.LineString(points) for _, points in longest.values()]
    for row, stretch in zip(longest, _flat(reproject_all(stretches, metric_crs, WGS84)), strict=True):
        rank = int(streets.ranks[named[row]])
        yield _Label(
            layer="street_names",
            points=shapely.get_coordinates(stretch),
            said={"name": streets.names[named[row]], "rank": rank},
            drawn_from=STREET_NAMES_FROM[rank],
        )
