"""The sheets that are photographed: which place, which paper, which way up, which tile of a wall."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from pyproj import Transformer

from assetmap.paper.code import SheetCode, encode, group_of
from tests.paper import printed
from tests.paper.marks import Texture, outline
from tests.paper.settings import SEED
from tests.paper.tones import LIGHT, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.paper.layout import Layout

_INCH_MM = 25.4
_PAPER = 252
"""How white paper is, of 255, in light that is just bright enough."""


@dataclass(frozen=True)
class Spec:
    """
    What is printed.

    Attributes
    ----------
    dpi
        At which the page is made a picture: as fine as any photograph here sees it.
    tile
        Which sheet, of how many, of a wall.
    across_m
        How much ground is asked for along the longer side.
    aside
        How far the middle of the map is from the middle of the place, in degrees.
    """

    number: int
    place: str
    paper: str
    landscape: bool
    dpi: int
    tile: tuple[int, int] = (1, 1)
    across_m: float = 2800.0
    aside: tuple[float, float] = (0.0, 0.0)


SHEETS = {
    x.number: x
    for x in (
        Spec(1, "demo", "A4", landscape=True, dpi=300),
        Spec(2, "demo", "A4", landscape=False, dpi=300, across_m=1500, aside=(-0.008, 0.002)),
        Spec(3, "demo", "A3", landscape=False, dpi=300, across_m=1900),
        Spec(4, "demo", "A3", landscape=True, dpi=300, across_m=3500),
        Spec(5, "demo", "A2", landscape=True, dpi=200),
        Spec(6, "demo", "A1", landscape=True, dpi=200, across_m=2300, aside=(0.006, -0.002)),
        Spec(7, "bath", "A1", landscape=True, dpi=200, across_m=4500),
        Spec(8, "bath", "A4", landscape=True, dpi=300, across_m=1200),
        Spec(9, "bath", "A3", landscape=True, dpi=300, tile=(2, 4), across_m=5000),
        Spec(10, "bath", "A3", landscape=True, dpi=300, tile=(3, 4), across_m=2600, aside=(0.01, 0.004)),
        Spec(11, "bath", "A1", landscape=False, dpi=200, across_m=6000),
        Spec(12, "bath", "A2", landscape=False, dpi=200, across_m=1800, aside=(-0.006, 0.003)),
    )
}
"""By number; odd ones are open, even ones held out."""


@dataclass(frozen=True)
class Sheet:
    """A printed sheet: its code, and what it looks like as light (linear, blue first, 1 = paper)."""

    number: int
    code: SheetCode
    pixels: NDArray[np.uint16] = field(repr=False)
    ppm: float = 0.0
    has_tags: bool = False

    @property
    def layout(self) -> Layout:
        """Where things are on it."""
        return self.code.layout

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""
        return self.layout.width_mm, self.layout.height_mm

    def texture(self, ppm: float) -> Texture:
        """Return a copy to draw on, no finer than asked for."""
        if ppm >= self.ppm * 0.97:
            return Texture(self.pixels.copy(), self.ppm)
        wide, high = round(self.size[0] * ppm), round(self.size[1] * ppm)
        ppm = wide / self.size[0]
        return Texture(np.asarray(cv2.resize(self.pixels, (wide, high), interpolation=cv2.INTER_AREA)), ppm)

    def lonlat(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Return where on earth a point of the paper is: reckoned here, not by the code that is tested."""
        west, south, east, north = self.code.bounds
        frame = self.layout.frame
        easting = west + (x_mm - frame.x) / frame.width * (east - west)
        northing = north - (y_mm - frame.y) / frame.height * (north - south)
        lon, lat = _to_degrees(self.code.crs).transform(easting, northing)
        return float(lon), float(lat)

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        """Return easting and northing of a place in the sheet's own system."""
        x, y = _to_degrees(self.code.crs).transform(lon, lat, direction="INVERSE")
        return float(x), float(y)

    @property
    def metres_a_mm(self) -> float:
        """How many metres a mm of the paper is."""
        return (self.code.bounds[2] - self.code.bounds[0]) / self.layout.frame.width


@lru_cache(maxsize=8)
def _to_degrees(crs: int) -> Transformer:
    return Transformer.from_crs(crs, 4326, always_xy=True)


@lru_cache(maxsize=1)
def sheet(number: int) -> Sheet:
    """Return a sheet by its number, as it was printed (`printed.prepare`)."""
    spec = SHEETS[number]
    code = printed.code_of(spec)
    picture = LIGHT[printed.page_of(spec, dpi=spec.dpi)]
    picture = np.minimum(picture, LIGHT[_PAPER])
    return Sheet(number, code, picture, picture.shape[1] / code.layout.width_mm, has_tags=True)


def sketched(spec: Spec, *, dpi: float | None = None, issue: str = "", bounds: tuple[float, ...] = ()) -> Sheet:
    """Draw a sheet without the program's printer: everything a reader looks for, on a map that looks like one."""
    rng = np.random.default_rng((SEED, 1000, spec.number))
    code = SheetCode(
        kind="map", place=spec.place.upper()[:6], session="HALL26", sheet=spec.tile[0], sheets=spec.tile[1],
        issue=issue or f"T{spec.number:05d}", paper=spec.paper, landscape=spec.landscape, crs=27700,
        bounds=_bounds(spec, bounds),
    )  # fmt: skip
    return drawn_of(spec.number, code, ppm=(dpi or spec.dpi) / _INCH_MM, rng=rng)


def _bounds(spec: Spec, bounds: tuple[float, ...]) -> tuple[float, float, float, float]:
    if bounds:
        west, south, east, north = bounds
        return west, south, east, north
    wide, high = (3600.0, 2700.0) if spec.landscape else (2700.0, 3600.0)
    west, south = 373_000.0 + 3_600 * (spec.tile[0] - 1), 163_000.0
    return west, south, west + wide, south + high


def drawn_of(number: int, code: SheetCode, *, ppm: float, rng: np.random.Generator, streets: int = 60) -> Sheet:
    """Draw the sheet of a code."""
    layout = code.layout
    page = Texture(
        np.full((round(layout.height_mm * ppm), round(layout.width_mm * ppm), 3), LIGHT[_PAPER], np.uint16), ppm
    )
    _map(page, layout, rng, streets)
    black = np.zeros(3)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36H12)
    for marker in layout.markers:
        cells = cv2.aruco.generateImageMarker(dictionary, 8 * group_of(code) + marker.k, 8) < 128
        _cells(page, cells, (marker.x, marker.y), marker.size)
    import segno

    qr = np.array([list(row) for row in segno.make(encode(code), error="q", micro=False).matrix]) > 0
    for box in layout.codes:
        _cells(page, qr, (box.x, box.y), box.width)
    frame = layout.frame
    for (x0, y0), (x1, y1) in zip(frame.corners, frame.corners[1:] + frame.corners[:1], strict=True):
        page.pen(np.array([[x0, y0], [x1, y1]]), black, thick_mm=0.3, cover=0.8)
    grey = linear((120, 120, 120))
    arm = layout.cross_mm / 2
    for x, y in layout.crosses:
        for dx, dy in ((arm, 0), (0, arm)):
            page.pen(np.array([[x - dx, y - dy], [x + dx, y + dy]]), grey, thick_mm=layout.cross_line_mm, cover=1.0)
    return Sheet(number, code, page.pixels, ppm)


def _cells(page: Texture, cells: NDArray[np.bool_], at: tuple[float, float], size_mm: float) -> None:
    cell = size_mm / cells.shape[0]
    for row, column in zip(*np.nonzero(cells), strict=True):
        x, y = at[0] + column * cell, at[1] + row * cell
        page.ink(np.array([[x, y], [x + cell, y], [x + cell, y + cell], [x, y + cell]]), np.zeros(3))


def _map(page: Texture, layout: Layout, rng: np.random.Generator, streets: int) -> None:
    """Draw parks, water, streets and words in pale colours, inside the frame."""
    frame = layout.frame
    unit = frame.width / 200
    whole = Texture(
        page.pixels[_rows(frame.y, frame.bottom, page.ppm), _rows(frame.x, frame.right, page.ppm)], page.ppm
    )
    pale = ((222, 238, 214), (214, 230, 244), (238, 236, 230))
    for _ in range(10):
        shape = outline("circle", float(rng.uniform(20, 60)) * unit, turned=0.0)
        shape *= 1 + 0.2 * np.sin(np.linspace(0, 4 * np.pi, len(shape)) + rng.uniform(0, 6))[:, None]
        whole.ink(shape + rng.uniform(0, 1, 2) * (frame.width, frame.height), linear(pale[int(rng.integers(3))]))
    for _ in range(streets):
        towards = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.25, 12))
        steps = np.stack([np.cos(towards), np.sin(towards)], axis=-1) * rng.uniform(4, 14) * unit
        line = np.cumsum(steps, axis=0) + rng.uniform(0, 1, 2) * (frame.width, frame.height)
        thick = float(rng.choice([0.5, 0.8, 1.4])) * max(1.0, unit * 0.7)
        whole.pen(line, linear((188, 188, 190)), thick_mm=thick, cover=1.0)
        if rng.random() < 0.5:
            high, wide = whole.pixels.shape[:2]
            mask = np.zeros((high, wide), np.uint8)
            word = "".join(rng.choice(list("aeinorstlmpdh"), int(rng.integers(5, 10)))).title()
            at = tuple(int(a) for a in line[5] * page.ppm)
            scale = 2.6 * unit**0.5 * page.ppm / 22
            cv2.putText(
                mask, word, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, max(1, round(0.3 * page.ppm)), cv2.LINE_AA
            )
            whole.pixels[mask > 100] = LIGHT[70]


def _rows(least: float, most: float, ppm: float) -> slice:
    return slice(round(least * ppm), round(most * ppm))
