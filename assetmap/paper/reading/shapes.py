"""Shapes of stickers: by how well the sticker's own outline covers what is seen; and dots that overlap, taken apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.uint8]
    Points = npt.NDArray[np.float64]

_SIDE = 64
_FILL = 26.0
"""Points of the picture in which shapes are compared: a shape's area is that of a square of so many."""


@dataclass(frozen=True)
class Shape:
    """A shape that was recognised: its name, its middle in pixels, its size across, and how well it fits (0 to 1)."""

    name: str
    middle: tuple[float, float]
    across: float
    fits: float


def _ring(name: str) -> Points:
    if name == "circle":
        angles = np.linspace(0, 2 * math.pi, 61)[:-1]
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)
    if name.startswith("star"):
        inner = float(name.removeprefix("star"))
        angles = np.arange(10) * math.pi / 5
        reach = np.where(np.arange(10) % 2 == 0, 1.0, inner)
        return np.stack([reach * np.sin(angles), -reach * np.cos(angles)], axis=1)
    if name.startswith("rhomb"):
        wide = float(name.removeprefix("rhomb"))
        return np.asarray([(0.0, -1.0), (wide, 0.0), (0.0, 1.0), (-wide, 0.0)])
    corners = {"triangle": 3, "square": 4, "pentagon": 5}[name]
    angles = np.arange(corners) * 2 * math.pi / corners + (math.pi / 4 if corners == 4 else 0)
    return np.stack([np.sin(angles), -np.cos(angles)], axis=1)


_FOLD = {"circle": 1, "triangle": 3, "square": 4, "pentagon": 5, "star0.38": 5, "star0.5": 5, "star0.6": 5,
         "rhomb0.55": 2, "rhomb0.68": 2, "rhomb0.8": 2}  # fmt: skip
_ACROSS = {"circle": 2.0, "square": math.sqrt(2), "triangle": math.sqrt(3), "pentagon": 1.902}
"""Size of a shape of radius 1 as people measure it: a star from tip to tip, a square along its side."""


@cache
def _templates() -> tuple[npt.NDArray[np.float32], list[tuple[str, float]], dict[str, float]]:
    """Draw every shape at every turn, of one area; with each shape's radius at that area."""
    import cv2

    masks, names, radii = [], [], {}
    for name, fold in _FOLD.items():
        ring = _ring(name)
        x, y = ring[:, 0], ring[:, 1]
        area = 0.5 * abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))))
        radius = _FILL / math.sqrt(area)
        radii[name] = radius
        for turn in np.arange(0, 360 / fold, 6.0) if fold > 1 else [0.0]:
            a = math.radians(float(turn))
            c, s = math.cos(a), math.sin(a)
            turned = ring @ np.asarray([[c, s], [-s, c]]) * radius + (_SIDE - 1) / 2
            canvas = np.zeros((_SIDE, _SIDE), np.uint8)
            cv2.fillPoly(canvas, [np.round(turned * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
            masks.append((canvas.ravel() > 127).astype(np.float32))
            names.append((name, float(turn)))
    return np.stack(masks), names, radii


def shape_of(mask: Mask) -> Shape:
    """Recognise the shape of one blob (255 where it is)."""
    import cv2

    moments = cv2.moments(mask, binaryImage=True)
    area = moments["m00"]
    x, y = moments["m10"] / area, moments["m01"] / area
    scale = _FILL / math.sqrt(area)
    middle = (_SIDE - 1) / 2
    matrix = np.asarray([[scale, 0, middle - scale * x], [0, scale, middle - scale * y]])
    seen = cv2.warpAffine(mask, matrix, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR).ravel() > 127
    seen = seen.astype(np.float32)
    masks, names, radii = _templates()
    both = masks @ seen
    likeness = both / (masks.sum(axis=1) + float(seen.sum()) - both)
    # a dot of a pen is never quite round
    likeness = likeness + np.asarray([0.012 if x == "circle" else 0.0 for x, _ in names], dtype=np.float32)
    best = int(np.argmax(likeness))
    name, turn = names[best]
    radius = radii[name] / scale
    across = _ACROSS.get(name, 2.0 if name.startswith("rhomb") else 1.902) * radius
    if name == "square" and abs(turn - 45) < 14:
        name, across = "diamond", across * math.sqrt(2)
    name = "star" if name.startswith("star") else "diamond" if name.startswith("rhomb") else name
    return Shape(name, (x, y), across, min(1.0, float(likeness[best])))


@dataclass(frozen=True)
class Circle:
    """A circle: its middle, its radius, how much of its rim is seen (0 to 1)."""

    x: float
    y: float
    radius: float
    rim: float


def circles_in(
    contour: Points, allowed: Mask, *, least: float, most: float, slack: float, seed: int = 11
) -> list[Circle]:
    """
    Find circles whose rims a contour follows, one after the other, the best first.

    Parameters
    ----------
    contour
        n × 2, pixels.
    allowed
        255 where a circle may lie: its own blob, and what may lie over it.
    least, most
        Radius, pixels.
    slack
        How far a rim may be off, pixels.
    """
    dice = np.random.default_rng(seed)
    left = np.asarray(contour, dtype=np.float64)
    found: list[Circle] = []
    while len(left) >= 12 and len(found) < 8:
        best = _best_circle(left, allowed, dice, (least, most, slack))
        if best is None:
            break
        circle = _tighter(left, best, slack)
        found.append(circle)
        away = np.abs(np.hypot(left[:, 0] - circle.x, left[:, 1] - circle.y) - circle.radius)
        left = left[away > 2.2 * slack]
    return found


def _best_circle(
    left: Points, allowed: Mask, dice: np.random.Generator, limits: tuple[float, float, float]
) -> Circle | None:
    least, most, slack = limits
    n = len(left)
    starts = dice.integers(0, n, 260)
    gaps = dice.integers(max(3, n // 24), max(4, n // 5), (260, 2))
    a, b, c = left[starts], left[(starts + gaps[:, 0]) % n], left[(starts + gaps.sum(axis=1)) % n]
    ab, ac = b - a, c - a
    d = 2 * (ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])
    d = np.where(np.abs(d) < 1e-6, np.nan, d)
    ab2, ac2 = (ab**2).sum(axis=1), (ac**2).sum(axis=1)
    x = a[:, 0] + (ac[:, 1] * ab2 - ab[:, 1] * ac2) / d
    y = a[:, 1] + (ab[:, 0] * ac2 - ac[:, 0] * ab2) / d
    r = np.hypot(x - a[:, 0], y - a[:, 1])
    good = np.isfinite(r) & (r >= least) & (r <= most)
    if not good.any():
        return None
    x, y, r = x[good], y[good], r[good]
    off = np.abs(np.hypot(left[None, :, 0] - x[:, None], left[None, :, 1] - y[:, None]) - r[:, None])
    score = (off < slack).sum(axis=1) / (2 * np.pi * r)
    for i in np.argsort(-score)[:8]:
        if score[i] < 0.33:
            break
        if _covered(allowed, float(x[i]), float(y[i]), float(r[i])) > 0.9:
            return Circle(float(x[i]), float(y[i]), float(r[i]), min(1.0, float(score[i])))
    return None


def _tighter(points: Points, circle: Circle, slack: float) -> Circle:
    """Fit a circle to the points near its rim (least squares, Kåsa 1976)."""
    away = np.abs(np.hypot(points[:, 0] - circle.x, points[:, 1] - circle.y) - circle.radius)
    near = points[away < 1.5 * slack]
    if len(near) < 8:
        return circle
    system = np.column_stack([2 * near, np.ones(len(near))])
    (x, y, c), *_ = np.linalg.lstsq(system, (near**2).sum(axis=1), rcond=None)
    radius = math.sqrt(max(c + x * x + y * y, 1e-6))
    if math.hypot(x - circle.x, y - circle.y) > 2 * slack or abs(radius - circle.radius) > 2 * slack:
        return circle
    return Circle(float(x), float(y), radius, circle.rim)


def _covered(allowed: Mask, x: float, y: float, r: float) -> float:
    """Say how much of a disc is allowed."""
    import cv2

    disc = np.zeros_like(allowed)
    cv2.circle(disc, (round(x), round(y)), max(1, round(r * 0.95)), 255, -1)
    inside = disc > 0
    total = math.pi * (r * 0.95) ** 2
    return float((allowed[inside] > 0).sum()) / max(total, 1.0)


def area_of(circles: list[Circle], shape: tuple[int, ...]) -> Mask:
    """Draw circles, filled."""
    import cv2

    canvas = np.zeros(shape[:2], np.uint8)
    for x in circles:
        cv2.circle(canvas, (round(x.x * 16), round(x.y * 16)), round(x.radius * 16), 255, -1, cv2.LINE_8, 4)
    return canvas
