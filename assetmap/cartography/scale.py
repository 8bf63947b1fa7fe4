"""The window a map looks through, its scale bar and its north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assetmap.crs import WGS84, transformer
from assetmap.wording import N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

MM_PER_PT = 25.4 / 72
"""A point is 1/72 inch."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """
    A rectangle of ground on a rectangle of paper.

    `west`, `south`, `east`, `north` in metres of the place's metric CRS; `width`, `height` in points. The
    two have the same aspect.
    """

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    @property
    def points_per_m(self) -> float:
        """Points of paper to a metre of ground."""
        return self.width / (self.east - self.west)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        return self.west, self.south, self.east, self.north

    def to_page(self, points: np.ndarray) -> np.ndarray:
        """Turn metric coordinates, shape (n, 2), into points of paper from the top left corner, shape (n, 2)."""
        k = self.points_per_m
        return np.column_stack([(points[:, 0] - self.west) * k, (self.north - points[:, 1]) * k])


def fit(
    points: Sequence[tuple[float, float]], *, width: float, height: float, margin: float, min_width_m: float = 700.0
) -> Window:
    """
    Choose the smallest window that shows all points.

    Parameters
    ----------
    points
        At least one, metric x and y.
    width, height
        Of the map on paper, in points of type.
    margin
        Left free on every side, in points of type.
    min_width_m
        The window is never narrower: a closer look shows no more than this.
    """
    xy = np.asarray(points, dtype=float)
    west, south = xy.min(axis=0)
    east, north = xy.max(axis=0)
    m_per_pt = max((east - west) / (width - 2 * margin), (north - south) / (height - 2 * margin), min_width_m / width)
    mid_x, mid_y = (west + east) / 2, (south + north) / 2
    half_w, half_h = width * m_per_pt / 2, height * m_per_pt / 2
    return Window(
        west=mid_x - half_w, south=mid_y - half_h, east=mid_x + half_w, north=mid_y + half_h, width=width, height=height
    )


@dataclass(frozen=True, kw_only=True)
class ScaleBar:
    """A round length of ground: `length_m` metres are `length` points of paper."""

    length_m: float
    length: float
    words: str


def scale_bar(window: Window, *, longest: float) -> ScaleBar:
    """Choose the longest round length (1, 2 or 5 times a power of ten) that is at most `longest` points."""
    room_m = longest / window.points_per_m
    power = 10.0 ** math.floor(math.log10(room_m))
    length_m = next(step * power for step in (5, 2, 1) if step * power <= room_m)
    return ScaleBar(length_m=length_m, length=length_m * window.points_per_m, words=distance_words(length_m))


def distance_words(metres: float) -> str:
    """Say a length as people do: to ten metres below a kilometre, to a tenth of a kilometre above."""
    if metres < 995:
        tens = round(metres / 10) * 10 if metres >= 10 else max(round(metres), 0)
        return ngettext("{n} metre", "{n} metres", tens)
    return _("{number} km", number=number_text(round(metres / 1000, 1) if metres < 9950 else round(metres / 1000)))


def north_turn(lon: float, lat: float, *, metric_crs: str) -> float:
    """
    Return by how many degrees true north lies clockwise from the top of a map in `metric_crs`.

    A grid's north leans away from true north, by up to 3° in Britain.
    """
    change = transformer(WGS84, metric_crs)
    x0, y0 = change.transform(lon, lat)
    x1, y1 = change.transform(lon, min(lat + 0.001, 90.0))
    return math.degrees(math.atan2(x1 - x0, y1 - y0))


# translators: directions, as in “250 metres to the north”
WINDS = (
    N_("north"), N_("north-east"), N_("east"), N_("south-east"), N_("south"), N_("south-west"), N_("west"),
    N_("north-west"),
)  # fmt: skip
"""The eight winds, clockwise."""


def compass_words(dx: float, dy: float) -> str:
    """Say a direction (metres east and north) as one of eight winds."""
    return _(WINDS[wind_of(dx, dy)])


def wind_of(dx: float, dy: float) -> int:
    """Number a direction (metres east and north) as one of `WINDS`."""
    return round(math.degrees(math.atan2(dx, dy)) / 45) % 8
