"""What people leave on a sheet: stickers, felt-pen dots, figures, number tags, words, coffee; and the truth of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.paper import settings
from tests.paper.plan import drawn
from tests.paper.tones import linear, srgb_of_lab

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FINE = 4
"""Edges of marks are drawn so many times finer than the paper's pixels."""


@dataclass(frozen=True)
class Mark:
    """
    One dot: the truth.

    Attributes
    ----------
    x_mm, y_mm
        Middle of its area, from the top left corner of the paper.
    number
        Of a printed tag; a handwritten figure is none (nobody guesses it).
    way
        "sticker", "felt" or "tag".
    under
        Whether another is stuck over its edge.
    """

    x_mm: float
    y_mm: float
    colour: str
    shape: str
    size_mm: float
    number: int | None = None
    way: str = "sticker"
    figure: bool = False
    under: bool = False


@dataclass
class Texture:
    """Paper as light: linear 16-bit BGR, and how many of its pixels make a mm."""

    pixels: NDArray[np.uint16]
    ppm: float

    def ink(self, outline: NDArray[np.float64], bgr: NDArray[np.float64], *, cover: float = 1.0) -> None:
        """Fill a closed outline (mm) with a colour (linear, 0 to 1); `cover` below 1 lets the paper through."""
        box = self._box(outline)
        if box is None:
            return
        x, y, wide, high = box
        mask = np.zeros((high * _FINE, wide * _FINE), np.uint8)
        points = (outline * self.ppm - (x, y)) * _FINE - 0.5
        cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, shift=4)
        self._lay(mask, box, bgr, cover)

    def pen(self, line: NDArray[np.float64], bgr: NDArray[np.float64], *, thick_mm: float, cover: float = 0.9) -> None:
        """Draw a line (mm) with a pen."""
        box = self._box(line, thick_mm)
        if box is None:
            return
        x, y, wide, high = box
        mask = np.zeros((high * _FINE, wide * _FINE), np.uint8)
        points = np.round(((line * self.ppm - (x, y)) * _FINE - 0.5) * 16).astype(np.int32)
        thick = max(1, round(thick_mm * self.ppm * _FINE))
        cv2.polylines(mask, [points], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_8, shift=4)
        self._lay(mask, box, bgr, cover)

    def dye(self, share: NDArray[np.float64], at_mm: tuple[float, float], bgr: NDArray[np.float64]) -> None:
        """Let a see-through colour soak in: `share` is how much, pixel by pixel, its top left corner at `at_mm`."""
        x, y = (round(a * self.ppm) for a in at_mm)
        high, wide = self.pixels.shape[:2]
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + share.shape[1], wide), min(y + share.shape[0], high)
        if x1 <= x0 or y1 <= y0:
            return
        part = share[y0 - y : y1 - y, x0 - x : x1 - x, None]
        here = self.pixels[y0:y1, x0:x1]
        here[:] = (here * (1 - part * (1 - bgr))).astype(np.uint16)

    def _box(self, points: NDArray[np.float64], more_mm: float = 0.0) -> tuple[int, int, int, int] | None:
        high, wide = self.pixels.shape[:2]
        x0, y0 = np.floor((points.min(axis=0) - more_mm) * self.ppm).astype(int) - 1
        x1, y1 = np.ceil((points.max(axis=0) + more_mm) * self.ppm).astype(int) + 1
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, wide), min(y1, high)
        return (int(x0), int(y0), int(x1 - x0), int(y1 - y0)) if x1 > x0 and y1 > y0 else None

    def _lay(
        self, mask: NDArray[np.uint8], box: tuple[int, int, int, int], bgr: NDArray[np.float64], cover: float
    ) -> None:
        x, y, wide, high = box
        share = cv2.resize(mask, (wide, high), interpolation=cv2.INTER_AREA)[..., None] * (cover / 255.0)
        here = self.pixels[y : y + high, x : x + wide]
        here[:] = (here * (1 - share) + 65535 * bgr * share).astype(np.uint16)


def outline(shape: str, size_mm: float, *, turned: float) -> NDArray[np.float64]:
    """Return a shape's outline (mm) about the middle of its area; `size_mm` is the circle that holds it."""
    r = size_mm / 2
    if shape == "star":
        radii = np.tile([r, r * 0.45], 5)
        angles = turned + np.arange(10) * math.pi / 5
    else:
        corners = {"circle": 72, "square": 4, "triangle": 3, "diamond": 4, "pentagon": 5}[shape]
        radii = np.full(corners, r)
        angles = turned + np.arange(corners) * 2 * math.pi / corners
        if shape == "diamond":  # taller than wide, unlike a square that is turned
            x, y = np.cos(angles - turned) * r * 0.62, np.sin(angles - turned) * r
            c, s = math.cos(turned), math.sin(turned)
            return np.stack([x * c - y * s, x * s + y * c], axis=-1)
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=-1)


def strewn(paper: str, frame: tuple[float, float, float, float], *, tags: bool, rng: np.random.Generator) -> list[Mark]:
    """Strew dots over a frame (x, y, width, height in mm), apart from each other but for those that overlap."""
    count = int(rng.integers(settings.DOTS[paper][0], settings.DOTS[paper][1] + 1))
    marks: list[Mark] = []
    numbers = rng.permutation(np.arange(1, 60))
    for i in range(count):
        mark = _one(rng, paper=paper, number=int(numbers[i]), tags=tags)
        for _ in range(200):
            rim = mark.size_mm / 2
            x = frame[0] + rng.uniform(rim, frame[2] - rim)
            y = frame[1] + rng.uniform(rim, frame[3] - rim)
            if all(math.hypot(x - m.x_mm, y - m.y_mm) > _reach(mark) + _reach(m) + 0.5 for m in marks):
                marks.append(_put(mark, x, y))
                break
    _overlap(marks, frame, rng)
    return marks


def stick(texture: Texture, marks: list[Mark], *, rng: np.random.Generator) -> None:
    """Put the marks on the paper in their order, with words beside some."""
    for mark in marks:
        if rng.random() < settings.HANDWRITING and mark.way != "tag":
            _word(texture, mark, rng)
    for mark in marks:
        if mark.way == "felt":
            _felt(texture, mark, rng)
        elif mark.way == "tag":
            _tag(texture, mark, rng)
        else:
            _sticker(texture, mark, rng)


def spill(texture: Texture, size: tuple[float, float], *, rng: np.random.Generator) -> None:
    """Spill coffee somewhere: the ring of a cup, or a spot."""
    ppm = min(texture.ppm, 4.0)
    r = rng.uniform(34, 42)
    wide = round(2.6 * r * ppm)
    y, x = np.mgrid[0:wide, 0:wide] / ppm - 1.3 * r
    angle = np.arctan2(y, x)
    far = np.hypot(x, y) + 1.2 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.6 * np.sin(7 * angle + rng.uniform(0, 6))
    if rng.random() < 0.6:
        share = np.exp(-(((far - r) / 1.8) ** 2)) * (0.35 + 0.25 * np.sin(angle + rng.uniform(0, 6)))
    else:
        far /= rng.uniform(0.4, 0.9)
        share = 0.22 / (1 + np.exp((far - r * 0.8) * 1.5)) + 0.2 * np.exp(-(((far - r * 0.8) / 1.5) ** 2))
    share = cv2.resize(np.clip(share, 0, 1), None, fx=texture.ppm / ppm, fy=texture.ppm / ppm)
    at = rng.uniform(-r, size[0] - r), rng.uniform(-r, size[1] - r)
    texture.dye(share, (float(at[0]), float(at[1])), linear((110, 64, 24)))


def _one(rng: np.random.Generator, *, paper: str, number: int, tags: bool) -> Mark:
    if tags and rng.random() < settings.TAG:
        return Mark(0, 0, "", "", 7.2 if paper in ("A4", "A3") else 15.0, number=number, way="tag")
    if rng.random() < settings.FELT_PEN:
        colour = str(rng.choice(list(settings.FELT)))
        return Mark(0, 0, colour, "circle", float(rng.uniform(*settings.FELT_MM)), way="felt")
    colour = str(rng.choice(list(settings.COLOURS)))
    shape = drawn(tuple(settings.SHAPES.items()), float(rng.random()))
    size = float(drawn(settings.STICKER_MM, float(rng.random())))
    if shape != "circle":
        size = max(size, settings.SMALLEST_SHAPE_MM)
    return Mark(0, 0, colour, shape, size, figure=size >= 12 and rng.random() < settings.FIGURE)


def _put(mark: Mark, x: float, y: float, *, under: bool = False) -> Mark:
    return Mark(
        float(x), float(y), mark.colour, mark.shape, mark.size_mm, number=mark.number, way=mark.way, figure=mark.figure,
        under=under,
    )  # fmt: skip


def _reach(mark: Mark) -> float:
    """Return how far a mark covers the paper from its middle; a tag's label reaches far to one side."""
    if mark.way != "tag":
        return mark.size_mm / 2
    wide, high = settings.TAG_LABEL_MM["small" if mark.size_mm < 10 else "large"]
    return wide - high / 2


def _overlap(marks: list[Mark], frame: tuple[float, float, float, float], rng: np.random.Generator) -> None:
    """Stick one more circle over the edge of some, in their colour or another."""
    for i, mark in enumerate(list(marks)):
        if mark.way != "sticker" or mark.shape != "circle" or rng.random() >= settings.OVERLAP:
            continue
        size = float(drawn(settings.STICKER_MM, float(rng.random())))
        colour = mark.colour if rng.random() < 0.5 else str(rng.choice(list(settings.COLOURS)))
        for _ in range(20):
            angle, far = rng.uniform(0, 2 * math.pi), rng.uniform(0.6, 0.95) * (size + mark.size_mm) / 2
            x, y = mark.x_mm + far * math.cos(angle), mark.y_mm + far * math.sin(angle)
            inside = frame[0] + size / 2 < x < frame[0] + frame[2] - size / 2
            inside = inside and frame[1] + size / 2 < y < frame[1] + frame[3] - size / 2
            free = all(
                math.hypot(x - m.x_mm, y - m.y_mm) > size / 2 + _reach(m) + 0.5 for j, m in enumerate(marks) if j != i
            )
            if inside and free:
                marks[i] = _put(mark, mark.x_mm, mark.y_mm, under=True)
                marks.append(Mark(float(x), float(y), colour, "circle", size))
                break


def _sticker(texture: Texture, mark: Mark, rng: np.random.Generator) -> None:
    at = np.array([mark.x_mm, mark.y_mm])
    edge = outline(mark.shape, mark.size_mm, turned=float(rng.uniform(0, 2 * math.pi))) + at
    makers = settings.COLOURS[mark.colour]
    maker = makers[int(rng.integers(len(makers)))]
    bgr = linear(srgb_of_lab(maker, rng.normal(0, settings.SPREAD_LAB)))
    texture.ink(edge + 0.25, np.zeros(3), cover=0.18)
    texture.ink(edge, bgr)
    if mark.figure:
        dark = mark.colour in ("black", "purple", "blue")
        pen = linear((235, 235, 235)) if dark and rng.random() < 0.3 else linear((28, 28, 60))
        _figures(texture, at, mark.size_mm * 0.5, pen, rng)


def _felt(texture: Texture, mark: Mark, rng: np.random.Generator) -> None:
    """Fill a blob round and round; its truth stays the middle of its outline."""
    angles = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    wave = sum(rng.normal(0, 0.05) * np.cos(n * angles + rng.uniform(0, 6)) for n in (2, 3, 5))
    edge = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * (mark.size_mm / 2 * (1 + wave))[:, None]
    edge += np.array([mark.x_mm, mark.y_mm]) - _middle(edge)
    bgr = linear(srgb_of_lab(settings.FELT[mark.colour], rng.normal(0, settings.SPREAD_LAB)))
    texture.ink(edge, bgr, cover=float(rng.uniform(0.8, 0.95)))
    middle = np.array([mark.x_mm, mark.y_mm])
    turns = np.linspace(0, 2 * math.pi * 3, 60)
    spiral = np.stack([np.cos(turns), np.sin(turns)], axis=-1) * (np.linspace(0.1, 0.42, 60) * mark.size_mm)[:, None]
    texture.pen(middle + spiral, bgr * 0.8, thick_mm=1.4, cover=0.5)


def _middle(edge: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = edge[:, 0], edge[:, 1]
    nx, ny = np.roll(x, -1), np.roll(y, -1)
    cross = x * ny - nx * y
    return np.array([((x + nx) * cross).sum(), ((y + ny) * cross).sum()]) / (3 * cross.sum())


def _tag(texture: Texture, mark: Mark, rng: np.random.Generator) -> None:
    """Stick a label of number tags: its black square is what counts, and the figure stands beside it."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_250)
    cells = cv2.aruco.generateImageMarker(dictionary, int(mark.number or 0), 6) < 128
    wide, high = settings.TAG_LABEL_MM["small" if mark.size_mm < 10 else "large"]
    turned = math.radians(float(rng.normal(0, 12)))
    c, s = math.cos(turned), math.sin(turned)
    at = np.array([mark.x_mm, mark.y_mm])

    def placed(points: list[tuple[float, float]]) -> NDArray[np.float64]:
        return np.array(points) @ np.array([[c, s], [-s, c]]) + at

    left, top = -high / 2, -high / 2
    label = placed([(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)])
    texture.ink(label + 0.2, np.zeros(3), cover=0.15)
    texture.ink(label, np.full(3, 0.97))
    cell = mark.size_mm / 6
    for row, column in zip(*np.nonzero(cells), strict=True):
        x, y = (column - 3) * cell, (row - 3) * cell
        texture.ink(placed([(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)]), np.zeros(3))
    for i, figure in enumerate(str(mark.number)):
        for stroke in _STROKES[figure]:
            line = [(high / 2 + (i * 0.7 + x * 0.55 + 0.1) * high * 0.6, (y - 0.5) * high * 0.6) for x, y in stroke]
            texture.pen(placed(line), np.full(3, 0.01), thick_mm=high * 0.09, cover=1.0)


def _figures(
    texture: Texture, at: NDArray[np.float64], high_mm: float, bgr: NDArray[np.float64], rng: np.random.Generator
) -> None:
    text = str(int(rng.integers(1, 30)))
    turned = rng.normal(0, 0.15)
    c, s = math.cos(turned), math.sin(turned)
    for i, figure in enumerate(text):
        for stroke in _STROKES[figure]:
            line = np.array(stroke, float) * [0.55, 1.0] * high_mm
            line = line + rng.normal(0, 0.03 * high_mm, line.shape)
            line[:, 0] += (i - len(text) / 2) * high_mm * 0.62
            line[:, 1] -= high_mm / 2
            texture.pen(_smooth(line @ [[c, s], [-s, c]]) + at, bgr, thick_mm=float(rng.uniform(0.6, 1.3)))


_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0)]],
    "1": [[(0.3, 0.25), (0.6, 0), (0.6, 1)]],
    "2": [[(0.1, 0.25), (0.5, 0), (0.9, 0.3), (0.1, 1), (0.95, 1)]],
    "3": [[(0.1, 0.1), (0.6, 0), (0.8, 0.25), (0.4, 0.48), (0.9, 0.72), (0.5, 1), (0.1, 0.9)]],
    "4": [[(0.6, 0), (0.1, 0.65), (0.95, 0.65)], [(0.7, 0.4), (0.7, 1)]],
    "5": [[(0.85, 0), (0.2, 0), (0.15, 0.45), (0.7, 0.45), (0.85, 0.75), (0.5, 1), (0.1, 0.9)]],
    "6": [[(0.8, 0.05), (0.3, 0.4), (0.15, 0.75), (0.5, 1), (0.85, 0.75), (0.5, 0.5), (0.2, 0.7)]],
    "7": [[(0.1, 0), (0.9, 0), (0.4, 1)]],
    "8": [[(0.5, 0.45), (0.15, 0.2), (0.5, 0), (0.85, 0.2), (0.15, 0.75), (0.5, 1), (0.85, 0.75), (0.5, 0.45)]],
    "9": [[(0.8, 0.25), (0.5, 0), (0.2, 0.25), (0.5, 0.5), (0.8, 0.25), (0.7, 1)]],
}


def _word(texture: Texture, mark: Mark, rng: np.random.Generator) -> None:
    """Scribble a word beside a dot: loops of a biro, or a felt pen's strokes; sometimes an arrow to it."""
    thick = float(rng.choice([0.4, 0.5, 0.7, 1.6, 2.2], p=[0.3, 0.3, 0.2, 0.1, 0.1]))
    high, letters = max(rng.uniform(3, 7), 5 * thick), int(rng.integers(4, 12))
    t = np.linspace(0, letters, letters * 10)
    x = t * high * 0.55 + high * 0.35 * np.sin(2 * math.pi * t)
    y = -high * 0.5 * np.sin(2 * math.pi * t + 1.1) * (0.6 + 0.6 * np.abs(np.sin(1.7 * t + rng.uniform(0, 6))))
    turned = rng.normal(0, 0.12)
    c, s = math.cos(turned), math.sin(turned)
    line = np.stack([x, y], axis=-1) @ [[c, s], [-s, c]]
    side = rng.choice([-1, 1])
    start = np.array([mark.x_mm + mark.size_mm * 0.7, mark.y_mm + side * mark.size_mm * 0.3])
    if mark.x_mm > texture.pixels.shape[1] / texture.ppm * 0.65:
        start[0] = mark.x_mm - mark.size_mm * 0.7 - np.ptp(x)
    pens = ((20, 22, 30), (24, 40, 120), (30, 60, 170), (190, 30, 40), (70, 70, 74), (20, 120, 70))
    pen = linear(pens[int(rng.integers(len(pens)))])
    texture.pen(line + start, pen, thick_mm=thick)


def _smooth(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round a line's corners by cutting them twice, as hands do."""
    for _ in range(2):
        cut = np.stack([line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75], axis=1).reshape(-1, 2)
        line = np.concatenate([line[:1], cut, line[-1:]])
    return line
