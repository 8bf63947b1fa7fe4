"""A place's own streets, green and water as the quiet map that the browser draws; no tiles, no internet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.basemap import content_of
from assetmap.cartography import palette
from assetmap.crs import WGS84
from assetmap.disclosure import SHOWN, disclosed
from assetmap.webmap.encode import Frame, encoded, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame

    from assetmap.basemap import Shapes, Streets
    from assetmap.place import Place

STREET_TOLERANCE_M = 4.0
AREA_TOLERANCE_M = 5.0
_RANKS = 6
_BRITAIN_WIDE = (-6.0, 50.0, 2.0, 56.0)
COLOURS: dict[str, str] = {
    "land": palette.LAND,
    "green": palette.GREEN,
    "greenEdge": palette.GREEN_EDGE,
    "water": palette.WATER,
    "waterEdge": palette.WATER_EDGE,
    "street": palette.STREET,
    "casing": palette.STREET_CASING,
    "main": palette.MAIN_STREET,
    "mainCasing": palette.MAIN_CASING,
    "railway": palette.RAILWAY,
    "ink": palette.QUIET_INK,
}


def ground(place: Place) -> dict[str, Any]:
    """
    Write the quiet base map of a place as JSON values.

    Returns
    -------
    ground
        `frame` (see `encode.Frame`), `text` (names, once each), `green`, `water`, `brooks`, `railway` and `streets`
        by rank as encoded shapes, `names` as (lon, lat, index, rank), `bounds` W, S, E, N. A layer that the place
        does not have is an empty text.
    """
    bounds = place_bounds(place)
    frame = Frame.around(bounds)
    names = _Names()
    drawn = content_of(place)
    crs = place.settings.metric_crs
    return {
        "frame": frame.record(),
        "bounds": [round(x, 5) for x in bounds],
        "green": _areas(drawn.green, frame, names, crs),
        "water": _areas(drawn.water, frame, names, crs),
        "brooks": _lines(drawn.brooks, frame, names, crs),
        "railway": _lines(drawn.railway, frame, names, crs),
        "streets": _streets(drawn.streets, frame, names, crs),
        "names": [(round(x, 5), round(y, 5), names.index(name), rank) for x, y, name, rank in drawn.names],
        "text": names.texts,
    }


def place_bounds(place: Place) -> tuple[float, float, float, float]:
    """Return W, S, E, N (EPSG:4326) of a place: as set, else of its areas, streets or of what may be shown."""
    if place.settings.bounds is not None:
        west, south, east, north = place.settings.bounds
        return (west, south, east, north)
    for name in ("areas", "streets", "green"):
        frame = _layer(place, name)
        if frame is not None:
            return _four(frame.total_bounds)
    # The middle of the bounds goes to the browser: what is hidden has no say in it.
    shown = disclosed(row.asset for row in place.store.read(statuses=SHOWN))
    shapes = [asset.where for asset in shown if asset.where is not None]
    if shapes:
        west, south, east, north = _four(shapely.total_bounds(shapes))
        return (west - 0.01, south - 0.01, east + 0.01, north + 0.01)
    return _BRITAIN_WIDE


class _Names:
    """Every name once; index 0 is no name."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._at: dict[str, int] = {"": 0}

    def index(self, name: str) -> int:
        if name not in self._at:
            self.texts.append(name)
            self._at[name] = len(self.texts)
        return self._at[name]


def _areas(areas: Shapes, at: Frame, names: _Names, crs: str) -> str:
    """Write areas whose outer rings all turn one way: where two overlap, both are filled."""
    shapes = simplified(areas.shapes, crs, tolerance_m=AREA_TOLERANCE_M)
    return _encoded(shapely.orient_polygons(shapes), areas.names, at, names)


def _lines(lines: Shapes, at: Frame, names: _Names, crs: str) -> str:
    return _encoded(simplified(lines.shapes, crs, tolerance_m=STREET_TOLERANCE_M), lines.names, at, names)


def _encoded(shapes: np.ndarray, named: list[str], at: Frame, names: _Names) -> str:
    return encoded(((names.index(name), 0, shape) for name, shape in zip(named, shapes, strict=True)), at)


def _streets(streets: Streets, at: Frame, names: _Names, crs: str) -> list[str]:
    shapes = simplified(streets.shapes, crs, tolerance_m=STREET_TOLERANCE_M)
    if not len(shapes):
        return [""] * _RANKS
    # Streets near one another follow one another: the steps between them are short, and so is the text.
    starts = np.array([shapely.get_coordinates(g)[0] if not g.is_empty else (0.0, 0.0) for g in shapes])
    order = np.lexsort((starts[:, 0], np.floor(starts[:, 1] / 0.005)))
    out = []
    for rank in range(_RANKS):
        rows = [i for i in order.tolist() if streets.ranks[i] == rank]
        out.append(_encoded(shapes[rows], [streets.names[i] for i in rows], at, names))
    return out


def _layer(place: Place, name: str) -> GeoDataFrame | None:
    frame = place.layer(name)
    if frame is None or not len(frame) or frame.crs is None:
        return None
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    return frame.to_crs(WGS84) if len(frame) else None


def _four(values: Iterable[float]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(x) for x in values)
    return (west, south, east, north)
