"""What the quiet base map shows of a place's layers; the saved page and the tiles are both made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from assetmap.cartography.quietmap import street_rank
from assetmap.crs import WGS84

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

# Words of a settlement → rank; every other name is 3.
_NAMED = {"city": 0, "town": 0, "suburb": 1, "village": 1, "hamlet": 2}


class Layers(Protocol):
    """Whatever gives reference layers by name: a `Place`, or the layers that are about to become one."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a layer with a CRS, or None."""


@dataclass(frozen=True)
class Held:
    """Layers in hand, by name."""

    frames: Mapping[str, GeoDataFrame]

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a layer, or None."""
        return self.frames.get(name)


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Shapes (EPSG:4326) and the name of each, "" for none."""

    shapes: np.ndarray
    names: list[str]


@dataclass(frozen=True, kw_only=True)
class Streets(Shapes):
    """Lines with the rank of each street, see `cartography.quietmap.street_rank`."""

    ranks: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Content:
    """
    The base map before it is simplified for a face, EPSG:4326.

    `green` and `water` hold areas; `brooks`, `railway` and `streets` lines; `names` points as
    (longitude, latitude, name, rank), most important first.
    """

    green: Shapes
    water: Shapes
    brooks: Shapes
    railway: Shapes
    streets: Streets
    names: list[tuple[float, float, str, int]]

    def kinds(self) -> tuple[Shapes, Shapes, Shapes, Shapes, Streets]:
        """Return everything but the names of places."""
        return (self.green, self.water, self.brooks, self.railway, self.streets)

    def is_empty(self) -> bool:
        """Say whether there is nothing to draw."""
        return not self.names and not any(len(kind.shapes) for kind in self.kinds())


def content_of(layers: Layers) -> Content:
    """Gather what is drawn; a layer that is missing or empty is left out, a broken shape is mended."""
    water = _read(layers, "water")
    streets = _read(layers, "streets")
    classes = _texts(streets, "class")
    rank = {word: street_rank(word) for word in set(classes)}
    lines = _shapes(streets, dimension=1)
    return Content(
        green=_shapes(_read(layers, "green"), dimension=2),
        water=_shapes(water, dimension=2),
        brooks=_shapes(water, dimension=1),
        railway=_shapes(_read(layers, "railway"), dimension=1),
        streets=Streets(
            shapes=lines.shapes,
            names=lines.names,
            ranks=np.array([rank[word] for word in _of(streets, classes, dimension=1)], dtype=int),
        ),
        names=_names(_read(layers, "names")),
    )


def reach_of(layers: Layers, content: Content) -> tuple[float, float, float, float]:
    """
    Say how far the tiles of a place go: W, S, E, N in degrees.

    Its neighbourhoods and as much again on each side, 0.1 degrees at least; without neighbourhoods a degree around the
    middle of its streets. One street of a file that leads to the equator must not make a million tiles.
    """
    areas = _read(layers, "areas")
    if areas is not None:
        west, south, east, north = (float(x) for x in areas.total_bounds)
        wide, high = max(east - west, 0.1), max(north - south, 0.1)
        return (west - wide, south - high, east + wide, north + high)
    boxes = [shapely.bounds(kind.shapes) for kind in content.kinds() if len(kind.shapes)]
    boxes += [np.array([[x, y, x, y] for x, y, _, _ in content.names])] if content.names else []
    x, y = (float(np.median(np.vstack(boxes)[:, i : i + 3 : 2])) for i in (0, 1))
    return (x - 1, y - 1, x + 1, y + 1)


def within(content: Content, reach: tuple[float, float, float, float]) -> Content:
    """Cut away what lies beyond a box (EPSG:4326)."""
    west, south, east, north = reach
    names = [row for row in content.names if west <= row[0] <= east and south <= row[1] <= north]
    green, water, brooks, railway, streets = (_cut(kind, reach) for kind in content.kinds())
    ranks = content.streets.ranks[_inside(content.streets.shapes, reach)]
    return Content(
        green=green, water=water, brooks=brooks, railway=railway, names=names,
        streets=Streets(shapes=streets.shapes, names=streets.names, ranks=ranks),
    )  # fmt: skip


def _inside(shapes: np.ndarray, reach: tuple[float, float, float, float]) -> np.ndarray:
    return np.asarray(shapely.intersects(shapes, shapely.box(*reach)))


def _cut(kind: Shapes, reach: tuple[float, float, float, float]) -> Shapes:
    rows = np.flatnonzero(_inside(kind.shapes, reach))
    shapes = kind.shapes[rows]
    beyond = ~shapely.covers(shapely.box(*reach), shapes)
    shapes[beyond] = shapely.clip_by_rect(shapes[beyond], *reach)
    return Shapes(shapes=shapes, names=[kind.names[row] for row in rows.tolist()])


def _read(layers: Layers, name: str) -> GeoDataFrame | None:
    frame = layers.layer(name)
    if frame is None or not len(frame) or frame.crs is None:
        return None
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].to_crs(WGS84)
    frame = frame[np.isfinite(frame.geometry.bounds).all(axis=1).to_numpy()]
    return frame if len(frame) else None


def _texts(frame: GeoDataFrame | None, column: str) -> list[str]:
    if frame is None:
        return []
    if column not in frame:
        return [""] * len(frame)
    return [" ".join(word.split()) if isinstance(word, str) else "" for word in frame[column]]


def _of(frame: GeoDataFrame | None, texts: list[str], *, dimension: int) -> list[str]:
    if frame is None:
        return []
    right = shapely.get_dimensions(frame.geometry.to_numpy()) == dimension
    return [text for text, fits in zip(texts, right.tolist(), strict=True) if fits]


def _shapes(frame: GeoDataFrame | None, *, dimension: int) -> Shapes:
    if frame is None:
        return Shapes(shapes=np.empty(0, dtype=object), names=[])
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    shapes = shapely.force_2d(shapes[shapely.get_dimensions(shapes) == dimension])
    if dimension == 2:
        broken = ~shapely.is_valid(shapes)
        shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return Shapes(shapes=shapes, names=_of(frame, _texts(frame, "name"), dimension=dimension))


def _names(frame: GeoDataFrame | None) -> list[tuple[float, float, str, int]]:
    if frame is None:
        return []
    points = frame.geometry.representative_point()
    rows = []
    for x, y, name, what in zip(points.x, points.y, _texts(frame, "name"), _texts(frame, "what"), strict=True):
        said = what.casefold()
        if name:
            rows.append((float(x), float(y), name, next((rank for key, rank in _NAMED.items() if key in said), 3)))
    return sorted(rows, key=lambda row: row[3])
