"""A place's own streets, green and water as the quiet map that the browser draws; no tiles, no internet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.cartography import palette
from assetmap.cartography.quietmap import street_rank
from assetmap.crs import WGS84
from assetmap.disclosure import SHOWN, disclosed
from assetmap.webmap.encode import Frame, encoded, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame

    from assetmap.place import Place

STREET_TOLERANCE_M = 4.0
AREA_TOLERANCE_M = 5.0
_RANKS = 6
_NAMED = {"city": 0, "town": 0, "suburb": 1, "village": 1, "hamlet": 2}
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
    "ink": palette.QUIET_INK,
}


def ground(place: Place) -> dict[str, Any]:
    """
    Write the quiet base map of a place as JSON values.

    Returns
    -------
    ground
        `frame` (see `encode.Frame`), `text` (names, once each), `green`, `water`, `brooks` and `streets` by rank
        as encoded shapes, `names` as (lon, lat, index, rank), `bounds` W, S, E, N. A layer that the place does not
        have is an empty text.
    """
    bounds = place_bounds(place)
    frame = Frame.around(bounds)
    names = _Names()
    crs = place.settings.metric_crs
    water = _layer(place, "water")
    green = _layer(place, "green")
    return {
        "frame": frame.record(),
        "bounds": [round(x, 5) for x in bounds],
        "green": _shapes(green, frame, names, crs, dimension=2),
        "water": _shapes(water, frame, names, crs, dimension=2),
        "brooks": _shapes(water, frame, names, crs, dimension=1),
        "streets": _streets(_layer(place, "streets"), frame, names, crs),
        "names": _points(_layer(place, "names"), names),
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

    def index(self, name: object) -> int:
        said = " ".join(name.split()) if isinstance(name, str) else ""
        if said not in self._at:
            self.texts.append(said)
            self._at[said] = len(self.texts)
        return self._at[said]


def _layer(place: Place, name: str) -> GeoDataFrame | None:
    frame = place.layer(name)
    if frame is None or not len(frame) or frame.crs is None:
        return None
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    return frame.to_crs(WGS84) if len(frame) else None


def _shapes(frame: GeoDataFrame | None, at: Frame, names: _Names, crs: str, *, dimension: int) -> str:
    if frame is None:
        return ""
    rows = frame[shapely.get_dimensions(frame.geometry.to_numpy()) == dimension]
    shapes = simplified(rows.geometry.to_numpy(), crs, tolerance_m=AREA_TOLERANCE_M)
    named = rows["name"].tolist() if "name" in rows else [""] * len(rows)
    return encoded(((names.index(n), 0, g) for n, g in zip(named, shapes, strict=True)), at)


def _streets(frame: GeoDataFrame | None, at: Frame, names: _Names, crs: str) -> list[str]:
    if frame is None:
        return [""] * _RANKS
    shapes = simplified(frame.geometry.to_numpy(), crs, tolerance_m=STREET_TOLERANCE_M)
    known: dict[object, int] = {}
    ranks = np.array(
        [
            known.setdefault(word, street_rank(word)) if isinstance(word, str) else street_rank("")
            for word in (frame["class"] if "class" in frame else [""] * len(frame))
        ]
    )
    named = np.array([names.index(x) for x in (frame["name"] if "name" in frame else [""] * len(frame))])
    # Streets near one another follow one another: the steps between them are short, and so is the text.
    starts = np.array([shapely.get_coordinates(g)[0] if not g.is_empty else (0.0, 0.0) for g in shapes])
    order = np.lexsort((starts[:, 0], np.floor(starts[:, 1] / 0.005)))
    return [encoded(((int(named[i]), 0, shapes[i]) for i in order if ranks[i] == rank), at) for rank in range(_RANKS)]


def _points(frame: GeoDataFrame | None, names: _Names) -> list[tuple[float, float, int, int]]:
    if frame is None or "name" not in frame:
        return []
    words = frame["what"] if "what" in frame else [""] * len(frame)
    points = frame.geometry.representative_point()
    out = []
    for point, name, what in zip(points, frame["name"], words, strict=True):
        said = what.casefold() if isinstance(what, str) else ""
        rank = next((value for key, value in _NAMED.items() if key in said), 3)
        if index := names.index(name):
            out.append((round(point.x, 5), round(point.y, 5), index, rank))
    return sorted(out, key=lambda row: row[3])


def _four(values: Iterable[float]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(x) for x in values)
    return (west, south, east, north)
