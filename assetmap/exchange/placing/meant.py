"""
What coordinates that cannot be right are likely to mean: found and proposed, never taken unasked.

Each guess is a way in which people and programs really spoil coordinates: the two swapped, a minus lost, metres
where degrees should be. A guess counts only where it leads to the place at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

    _Near = Callable[[BaseGeometry], bool]

SWAPPED = "latitude and longitude stand in each other's place: swap the two."
# Extent of the British National Grid in metres (EPSG registry, area of use of EPSG:27700).
GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)
_WEB_MERCATOR = "EPSG:3857"
_NAMES = {
    BRITISH_NATIONAL_GRID: "the British National Grid",
    _WEB_MERCATOR: "Web Mercator, the metres of web maps",
    WGS84: "longitude and latitude",
}
_LARGEST_DEGREES = 360.0
_MOST_DIGITS_LOST = 15


@dataclass(frozen=True)
class Guess:
    """What is wrong, how it would be mended, and where it would be (EPSG:4326; None: nowhere, but kept)."""

    key: str
    what: str
    mend: str
    where: BaseGeometry | None


class Unplaced(Exception):  # noqa: N818  a row's own trouble, turned into a Problem at once
    """One way of finding a row failed: in which column, why, how to mend it, and what could be meant."""

    def __init__(self, column: str | None, what: str, mend: str, *, guess: Guess | None = None) -> None:
        super().__init__(what)
        self.column, self.what, self.mend, self.guess = column, what, mend, guess


NOT_FINITE = ("not a number", "one of its coordinates says NaN or infinity: draw the shape again.")


_DONE = {
    "swapped": "latitude and longitude were put in each other's place.",
    "sign": "the minus that was missing was put back.",
    "wrapped": "360 was taken away from the longitude.",
    "degrees": "they are degrees, and were taken as longitude and latitude.",
    "decimal": "the decimal points that were lost on the way were put back.",
    "mixed": "of several sorts of shape only the largest was kept.",
}


def done(guess: Guess) -> str:
    """Say of a guess that was accepted what was done."""
    if guess.where is None:
        return "it was kept without a place on the map: look it up later."
    if guess.key == "swapped" and "easting" in guess.mend:
        return "easting and northing were put in each other's place."
    if guess.key == "swapped" and guess.mend != SWAPPED:
        return "latitude and longitude were put in each other's place, and the minus that was missing was put back."
    if guess.key == "metres":
        said = re.search(r"these are metres of (.+): turn", guess.mend)
        return f"they are metres{f' of {said[1]}' if said else ''}, and were turned into degrees."
    return _DONE.get(guess.key) or f"{guess.mend} So they were read."


def nowhere(key: str, what: str) -> Guess:
    """Guess that nothing is known: the row can be kept without a place."""
    return Guess(key, what, "keep it without a place on the map, and look it up later.", None)


def in_degrees(where: BaseGeometry) -> bool:
    """True where the numbers are small enough to be degrees."""
    return max(map(abs, where.bounds)) <= _LARGEST_DEGREES


def called(crs: str) -> str:
    """Name a coordinate system for people."""
    return _NAMES.get(crs, crs)


def meant_by(where: BaseGeometry, *, near: _Near, metric_crs: str) -> Guess | None:
    """
    Say what coordinates meant as longitude and latitude could mean instead.

    Parameters
    ----------
    where
        The shape as it was read, not in reach of the place.
    near
        Whether a shape (EPSG:4326) is in reach.
    metric_crs
        In which metres people of the place measure.

    Returns
    -------
    guess
        The likeliest way it was spoiled, or None where no way leads to the place.
    """
    for key, what, mend, shape in _ways(where, metric_crs):
        if shape is not None and near(shape):
            return Guess(key, what, mend, shape)
    return None


def meant_in_metres(x: float, y: float, *, near: _Near, metric_crs: str) -> Guess | None:
    """Say what eastings and northings could mean that are degrees, swapped, or metres of another system."""
    point = shapely.Point(x, y)
    if abs(x) <= 180 and abs(y) <= 180:
        mend = "eastings and northings are metres, and these are degrees: take them as longitude and latitude."
        for shape in (point, _flipped(point)):
            if near(shape):
                return Guess("degrees", "degrees, not metres", mend, shape)
        found = meant_by(point, near=near, metric_crs=metric_crs)
        return (
            None if found is None else Guess("degrees", "degrees, not metres", f"{mend} And: {found.mend}", found.where)
        )
    for what, said, where in _metres(point, metric_crs):
        if where is not None and near(where):
            key = "swapped" if what == "swapped" else "metres"
            return Guess(key, what if key == "swapped" else "other metres", said, where)
    return None


def meant_without_crs(where: BaseGeometry, *, near: _Near, metric_crs: str) -> Guess | None:
    """Say in which system a shape could be whose file names none."""
    what, start = "no coordinate system", "the file does not say in which coordinates its shapes are. "
    if in_degrees(where):
        if near(where):
            return Guess("crs", what, f"{start}They look like longitude and latitude.", where)
        found = meant_by(where, near=near, metric_crs=metric_crs)
        return None if found is None else Guess("crs", what, f"{start}If degrees, then: {found.mend}", found.where)
    for crs in dict.fromkeys((metric_crs, BRITISH_NATIONAL_GRID, _WEB_MERCATOR)):
        shape = projected(where, crs)
        if shape is not None and near(shape):
            return Guess("crs", what, f"{start}They look like {called(crs)}.", shape)
    return None


def projected(where: BaseGeometry, crs: str) -> BaseGeometry | None:
    """Turn metres of a system into longitude and latitude; None where they are none of its."""
    west, south, east, north = where.bounds
    if crs == BRITISH_NATIONAL_GRID and not (
        GRID[0] <= west <= east <= GRID[2] and GRID[1] <= south <= north <= GRID[3]
    ):
        return None
    try:
        shape = reproject(where, crs, WGS84)
    except Exception:  # noqa: BLE001  pyproj on a code that nobody registered, or numbers it cannot turn
        return None
    return shape if np.isfinite(shapely.get_coordinates(shape)).all() else None


def _ways(where: BaseGeometry, metric_crs: str) -> Iterator[tuple[str, str, str, BaseGeometry | None]]:
    if in_degrees(where):
        yield "swapped", "swapped", SWAPPED, _flipped(where)
        for x, y, said in ((-1, 1, "longitude"), (1, -1, "latitude"), (-1, -1, "longitude and the latitude")):
            mend = f"the {said} seems to have lost {'its' if x + y == 0 else 'their'} minus: put it back."
            yield "sign", "a minus is missing", mend, _scaled(where, x, y)
        mend = f"{SWAPPED} One of them seems to have lost its minus too."
        for x, y in ((-1, 1), (1, -1), (-1, -1)):
            yield "swapped", "swapped", mend, _scaled(_flipped(where), x, y)
        if where.bounds[2] > 180:
            mend = "the longitude was counted from 0 to 360: take 360 away."
            yield "wrapped", "a longitude above 180", mend, shapely.transform(where, lambda a: a - [360.0, 0.0])
        return
    for what, mend, shape in _metres(where, metric_crs):
        yield "metres", "metres, not degrees" if what != "swapped" else what, mend, shape
    yield from _points_lost(where)


def _metres(where: BaseGeometry, metric_crs: str) -> Iterator[tuple[str, str, BaseGeometry | None]]:
    for crs in dict.fromkeys((metric_crs, BRITISH_NATIONAL_GRID, _WEB_MERCATOR)):
        yield (
            "metres, not degrees",
            f"these are metres of {called(crs)}: turn them into degrees.",
            projected(where, crs),
        )
    for crs in dict.fromkeys((metric_crs, BRITISH_NATIONAL_GRID)):
        mend = f"easting and northing ({called(crs)}) stand in each other's place: swap the two."
        yield "swapped", mend, projected(_flipped(where), crs)


def _points_lost(where: BaseGeometry) -> Iterator[tuple[str, str, str, BaseGeometry | None]]:
    """51380000, -2360000: a spreadsheet of another country took the decimal point for a mark between thousands."""
    if where.geom_type != "Point":
        return
    x, y = where.bounds[:2]
    mend = "the decimal points were lost on the way: put them back."
    for y_at in range(_MOST_DIGITS_LOST):
        lat = y / 10**y_at
        if abs(lat) > 90:
            continue
        for x_at in range(_MOST_DIGITS_LOST):
            lon = x / 10**x_at
            if abs(lon) <= 180 and (x_at or y_at):
                yield "decimal", "no decimal point", mend, shapely.Point(lon, lat)


def _flipped(where: BaseGeometry) -> BaseGeometry:
    return shapely.transform(where, lambda a: a[:, ::-1])


def _scaled(where: BaseGeometry, x: float, y: float) -> BaseGeometry:
    def turned(points: np.ndarray) -> Any:
        return points * [x, y]

    return shapely.transform(where, turned)
