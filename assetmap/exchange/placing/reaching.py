"""A place as importing needs it: how far it reaches, in which metres it is measured, where its postcodes are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import shapely

from assetmap.crs import BRITISH_NATIONAL_GRID
from assetmap.exchange.placing.coordinates import finite

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.settings import PlaceSettings

FAR_M = 10_000
"""How far beyond the place's own bounds a row may lie: people cross the border to the next town's hall."""
_EARTH_DEGREE_M = 111_320.0
# Great Britain and near waters, as in `crs`: what metres must lead to where no place is at hand.
_BRITAIN = shapely.box(-9.01, 49.75, 2.01, 61.01)


class Whereabouts(Protocol):
    """A place, as far as importing needs one."""

    @property
    def settings(self) -> PlaceSettings:
        """Its settings."""

    def layer(self, name: str) -> GeoDataFrame | None:
        """Return one of its reference layers, EPSG:4326."""


@dataclass
class Reach:
    """How far a place reaches; the whole world where there is none. What it knows of the place is read once."""

    place: Whereabouts | None = None
    bounds: tuple[float, float, float, float] | None = field(default=None, init=False)
    _postcodes: dict[str, tuple[float, float]] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.place is None:
            return
        self.bounds = self.place.settings.bounds
        if self.bounds is None:
            areas = self.place.layer("areas")
            if areas is not None and len(areas):
                west, south, east, north = (float(x) for x in areas.total_bounds)
                self.bounds = (west, south, east, north)

    @property
    def metric_crs(self) -> str:
        """The system in which eastings and northings are meant."""
        return self.place.settings.metric_crs if self.place is not None else BRITISH_NATIONAL_GRID

    @property
    def postcodes(self) -> dict[str, tuple[float, float]]:
        """The middle of each postcode of the place: `BA11AA` → longitude, latitude."""
        if self._postcodes is None:
            self._postcodes = _postcodes_of(self.place)
        return self._postcodes

    def near(self, where: BaseGeometry) -> bool:
        """Say whether a shape is on the earth, and in reach of the place where there is one."""
        west, south, east, north = where.bounds
        if not finite(west, south, east, north) or min(west, -east) < -180 or min(south, -north) < -90:
            return False
        x, y = (west + east) / 2, (south + north) / 2
        return (x, y) != (0.0, 0.0) and (self.bounds is None or self.off_m(x, y) <= FAR_M)

    def near_from_metres(self, where: BaseGeometry) -> bool:
        """Say the same of what was metres: where there is no place, it must lead to Britain."""
        if self.bounds is not None:
            return self.near(where)
        return bool(_BRITAIN.contains(where))

    def off_m(self, x: float, y: float) -> float:
        """Say how far a point lies from the place's bounds: metres, on a flat earth, good enough for "far"."""
        assert self.bounds is not None
        west, south, east, north = self.bounds
        dx, dy = max(west - x, 0.0, x - east), max(south - y, 0.0, y - north)
        return math.hypot(dx * math.cos(math.radians((south + north) / 2)), dy) * _EARTH_DEGREE_M


def middle(where: BaseGeometry) -> tuple[float, float]:
    """Give the middle of a shape's bounds."""
    west, south, east, north = where.bounds
    return (west + east) / 2, (south + north) / 2


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Say how far two points (longitude, latitude) are from each other: metres, on a flat earth."""
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * _EARTH_DEGREE_M


def _postcodes_of(place: Whereabouts | None) -> dict[str, tuple[float, float]]:
    if place is None:
        return {}
    layer = place.layer("postcodes")
    if layer is None or layer.empty:
        return {}
    codes = layer["postcode"].astype(str).str.replace(" ", "").str.upper()
    return dict(zip(codes, zip(layer.geometry.x.tolist(), layer.geometry.y.tolist(), strict=True), strict=True))
