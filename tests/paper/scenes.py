"""Tables with several papers on them, and what else people photograph; each from a seed of its own."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.paper.camera import Surface, aimed
from tests.paper.marks import Mark, Texture, stick, strewn
from tests.paper.photograph import filed, taken, turn
from tests.paper.plan import Shot
from tests.paper.settings import PHOTOGRAPH, SEED
from tests.paper.sheets import Spec, sketched
from tests.paper.table import table
from tests.paper.tones import LIGHT, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.paper.sheets import Sheet

PPM = 8.0
"""Pixels to a mm of what is laid on tables here."""
_MILD = {
    "tilt_deg": 8.0, "turn_deg": 94.0, "turn_kind": 0.1, "margin": 0.03, "focal_mm": 27.0, "jpeg": 90.0,
    "white": 225.0, "noise": 2.0, "k1": -0.02, "k2": 0.0,
}  # fmt: skip


def shot(case: int, **of: float) -> Shot:
    """Return a photograph without faults, but for those named."""
    mild = {name: setting.best for name, setting in PHOTOGRAPH.items()}
    mild |= {"k1": 0.0, "k2": 0.0, "warmth": 0.0, "green": 0.0, "thumb": 1.0, "coffee": 1.0, "exif": 0.0}
    return Shot(900, case, mild | _MILD | of)


def plain(number: int = 901, **spec: object) -> Sheet:
    """Return an A4 sheet of the demo town with a printing of its own for each number."""
    return sketched(replace(Spec(number, "demo", "A4", landscape=True, dpi=203), **spec))  # type: ignore[arg-type]


def dotted(sheet: Sheet, case: int) -> tuple[Texture, list[Mark]]:
    """Stick dots on a copy of a sheet."""
    frame = sheet.layout.frame
    rng = np.random.default_rng((SEED, 4000, case))
    marks = strewn(sheet.code.paper, (frame.x, frame.y, frame.width, frame.height), tags=False, rng=rng)
    texture = sheet.texture(PPM)
    stick(texture, marks, rng=rng)
    return texture, marks


class Table:
    """A table of so many mm, seen from above; papers and things are laid on it one after another."""

    def __init__(self, width_mm: float, height_mm: float, kind: str = "wood") -> None:
        self.size = (width_mm, height_mm)
        rng = np.random.default_rng((SEED, 5000))
        under = table(rng, kind)
        high, wide = round(height_mm * PPM), round(width_mm * PPM)
        many = 2 + int(max(wide, high) / PPM * under.ppm) // under.pixels.shape[0]
        tiled = np.tile(under.pixels, (many, many, 1))[: round(height_mm * under.ppm), : round(width_mm * under.ppm)]
        self.top = Texture(np.asarray(cv2.resize(tiled, (wide, high))), PPM)

    def lay(self, paper: Texture, at_mm: tuple[float, float], *, turned_deg: float = 0.0, scale: float = 1.0) -> Table:
        """Lay a paper with its middle at a point."""
        high, wide = paper.pixels.shape[:2]
        a = math.radians(turned_deg)
        factor = scale * PPM / paper.ppm
        c, s = factor * math.cos(a), factor * math.sin(a)
        x, y = at_mm[0] * PPM, at_mm[1] * PPM
        matrix = np.array([[c, -s, x - c * wide / 2 + s * high / 2], [s, c, y - s * wide / 2 - c * high / 2]])
        size = self.top.pixels.shape[1], self.top.pixels.shape[0]
        self.top.pixels = np.asarray(
            cv2.warpAffine(
                paper.pixels, matrix, size, dst=self.top.pixels, flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_TRANSPARENT,
            )
        )  # fmt: skip
        return self

    def photographed(self, case: int, *, pixels: float = 5e6, mirrored: bool = False, **of: float) -> bytes:
        """Take a photograph of all of it."""
        one = shot(case, **of)
        surface = Surface.of(
            self.size, height_mm=one.of["wrinkle_mm"], wave_mm=one.of["wrinkle_wave_mm"], rng=one.stream(1)
        )
        camera = aimed(one, self.size, surface, turn_deg=turn(one), pixels=pixels)
        picture, _, _ = taken(self.top, camera, surface, one, size=self.size)
        return filed(np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture, one)


def newspaper(width_mm: float, height_mm: float) -> Texture:
    """Columns of grey words and two photographs."""
    rng = np.random.default_rng((SEED, 6000))
    page = Texture(np.full((round(height_mm * PPM), round(width_mm * PPM), 3), LIGHT[228], np.uint16), PPM)
    for column in np.arange(5, width_mm - 35, 42):
        y = 6.0
        while y < height_mm - 6:
            if rng.random() < 0.02:
                box = np.add([[0, 0], [38, 0], [38, 26], [0, 26]], (column, y))
                page.ink(box, linear(rng.uniform(40, 200, 3)))
                y += 30
                continue
            x = column
            while x < column + 36:
                long = rng.uniform(2, 7)
                page.pen(np.array([[x, y], [min(x + long, column + 38), y]]), linear((60, 60, 60)), thick_mm=1.1)
                x += long + 1.2
            y += 2.8
    return page


def white(width_mm: float, height_mm: float, tone: int = 250) -> Texture:
    """Bare paper."""
    return Texture(np.full((round(height_mm * PPM), round(width_mm * PPM), 3), LIGHT[tone], np.uint16), PPM)


def poster(*, text: str = "", dictionary: int | None = None, ids: tuple[int, ...] = ()) -> Texture:
    """An A4 paper of somebody else, with a square code or markers on it."""
    page = white(297, 210)
    if text:
        import segno

        cells = np.array([list(row) for row in segno.make(text, error="q", micro=False).matrix]) > 0
        squares(page, cells, (120, 70), 60)
    if dictionary is not None:
        known = cv2.aruco.getPredefinedDictionary(dictionary)
        places = ((10, 10), (140, 10), (267, 10), (267, 95), (267, 180), (140, 180), (10, 180), (10, 95))
        for at, number in zip(places, ids, strict=False):
            side = known.markerSize + 2
            squares(page, cv2.aruco.generateImageMarker(known, number, side) < 128, at, 20)
    return page


def squares(page: Texture, cells: NDArray[np.bool_], at: tuple[float, float], size_mm: float) -> None:
    """Draw a square code."""
    cell = size_mm / cells.shape[0]
    for row, column in zip(*np.nonzero(cells), strict=True):
        x, y = at[0] + column * cell, at[1] + row * cell
        page.ink(np.array([[x, y], [x + cell, y], [x + cell, y + cell], [x, y + cell]]), np.zeros(3))


def chessboard() -> Texture:
    """A board of 8 × 8."""
    page = white(210, 210)
    squares(page, np.indices((8, 8)).sum(axis=0) % 2 == 0, (5, 5), 200)
    return page


def cat() -> Texture:
    """Something furry: a body, a head with ears and eyes, and 16,000 hairs."""
    rng = np.random.default_rng((SEED, 7000))
    page = white(400, 300, 150)
    parts = [((220, 180), (120, 70)), ((110, 130), (52, 46)), ((85, 85), (16, 26)), ((135, 82), (16, 26)),
             ((345, 130), (14, 80))]  # fmt: skip
    fur = ((196, 140, 84), (150, 96, 52), (226, 190, 150), (90, 60, 40))
    circle = np.linspace(0, 2 * math.pi, 60)
    for (x, y), (a, b) in parts:
        page.ink(np.stack([x + a * np.cos(circle), y + b * np.sin(circle)], axis=-1), linear(fur[0]))
    for _ in range(9000):
        (x, y), (a, b) = parts[int(rng.choice(5, p=[0.6, 0.25, 0.04, 0.04, 0.07]))]
        r, angle = math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi)
        at = np.array([x + a * r * math.cos(angle), y + b * r * math.sin(angle)])
        stripe = math.sin(at[0] / 9 + 0.4 * math.sin(at[1] / 14)) > 0.5
        tone = linear(np.array(fur[int(rng.integers(1, 4) if stripe else rng.integers(0, 3))]) * rng.uniform(0.8, 1.1))
        lean = angle + rng.normal(0, 0.5)
        hair = at + np.outer([0, 0.5, 1], [math.cos(lean), math.sin(lean)]) * rng.uniform(5, 12)
        page.pen(hair, tone, thick_mm=0.7)
    for x in (92, 128):
        page.ink(np.stack([x + 7 * np.cos(circle), 122 + 6 * np.sin(circle)], axis=-1), linear((170, 190, 60)))
        page.ink(np.stack([x + 1.6 * np.cos(circle), 122 + 5 * np.sin(circle)], axis=-1), np.zeros(3))
    return page


def screened(paper: Texture) -> Texture:
    """What a screen shows of a paper: stripes of red, green and blue, bright, a dark rim; moiré is the camera's."""
    high, wide = (round(a / paper.ppm * 4.0) for a in paper.pixels.shape[:2])  # 4 pixels to a mm: 102 to an inch
    shown = cv2.resize(paper.pixels, (wide, high), interpolation=cv2.INTER_AREA)
    glass = np.zeros((high * 3, wide * 3, 3), np.uint16)
    for i in range(3):
        for row, column in itertools.product(range(3), range(3)):
            own = 1.0 if column == 2 - i else 0.4
            glass[row::3, column::3, i] = shown[..., i] * (own if row < 2 else 0.3)
    rim = 36
    glass = cv2.copyMakeBorder(glass, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(900, 900, 900))
    return Texture(np.asarray(glass), 12.0)


def photocopied(paper: Texture, *, scale: float, stretch: float = 1.0) -> Texture:
    """A grey copy: harsher, larger or smaller, perhaps drawn out in one direction."""
    grey = (paper.pixels @ np.array([0.1, 0.6, 0.3])).astype(np.float32) / 65535
    grey = np.clip((grey - 0.12) * 1.25, 0.01, 0.95)
    wide, high = round(paper.pixels.shape[1] * scale * stretch), round(paper.pixels.shape[0] * scale)
    grey = cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA)
    return Texture(np.repeat((grey * 65535).astype(np.uint16)[..., None], 3, axis=2), paper.ppm)
