"""
Where each pixel of a photograph looks on the paper: a pinhole with a bent lens, over a sheet that is not flat.

Paper coordinates are mm from the top left corner, x to the right, y down; z goes into the table, so that the camera is
at negative z. The sheet is a sum of cylinder waves: paper bends, but does not stretch, so waves pull its edges inwards
(to first order, each wave by itself).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.paper.plan import Shot

_FILM_MM = 36.0
_ROUNDS = 7


@dataclass(frozen=True)
class Surface:
    """A sheet's waves: direction, wave number, phase, height of each, and how far its lowest point is from zero."""

    waves: tuple[tuple[float, float, float, float], ...]
    middle: tuple[float, float]
    lowest: float

    @classmethod
    def of(cls, size: tuple[float, float], *, height_mm: float, wave_mm: float, rng: np.random.Generator) -> Surface:
        """Make three to five waves that add up to `height_mm` from the lowest to the highest point of the sheet."""
        middle = size[0] / 2, size[1] / 2
        if height_mm <= 0:
            return cls((), middle, 0.0)
        raw = tuple(
            (
                float(rng.uniform(0, math.pi)),
                2 * math.pi / (wave_mm * float(rng.uniform(1.0, 2.2))),
                float(rng.uniform(0, 2 * math.pi)),
                float(rng.uniform(0.4, 1.0)),
            )
            for _ in range(int(rng.integers(3, 6)))
        )
        u, v = np.meshgrid(np.linspace(0, size[0], 60), np.linspace(0, size[1], 60))
        heights = cls(raw, middle, 0.0).height(u, v)
        scale = height_mm / float(np.ptp(heights))
        waves = tuple((towards, k, phase, high * scale) for towards, k, phase, high in raw)
        return cls(waves, middle, float(heights.min()) * scale)

    def height(self, u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far points of the paper are above the table."""
        total = np.full(np.shape(u), -self.lowest)
        for towards, k, phase, high in self.waves:
            total += high * np.sin(k * self._along(u, v, towards) + phase)
        return total

    def slopes(self, u: NDArray[np.float64], v: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how steep the paper is along x and along y."""
        across, down = np.zeros(np.shape(u)), np.zeros(np.shape(u))
        for towards, k, phase, high in self.waves:
            steep = high * k * np.cos(k * self._along(u, v, towards) + phase)
            across += steep * math.cos(towards)
            down += steep * math.sin(towards)
        return across, down

    def pulled(self, u: NDArray[np.float64], v: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return by how much the waves pull points of the paper towards its middle."""
        across, down = np.zeros(np.shape(u)), np.zeros(np.shape(u))
        for towards, k, phase, high in self.waves:
            s = self._along(u, v, towards)
            wound = (high * k) ** 2 / 4 * (s + (np.sin(2 * (k * s + phase)) - math.sin(2 * phase)) / (2 * k))
            across += wound * math.cos(towards)
            down += wound * math.sin(towards)
        return across, down

    def _along(self, u: NDArray[np.float64], v: NDArray[np.float64], towards: float) -> NDArray[np.float64]:
        return (u - self.middle[0]) * math.cos(towards) + (v - self.middle[1]) * math.sin(towards)


@dataclass(frozen=True)
class Camera:
    """Where the camera stands, how it looks, and its lens; pixels from the outer corner of the top left one."""

    width: int
    height: int
    focal_px: float
    k1: float
    k2: float
    turned: NDArray[np.float64]
    place: NDArray[np.float64]

    def seen(
        self, surface: Surface, u: NDArray[np.float64], v: NDArray[np.float64], *, above: float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the pixels where points of the paper are seen (or what is `above` mm over them)."""
        across, down = surface.pulled(u, v)
        points = np.stack([u - across, v - down, -surface.height(u, v) - above], axis=-1) - self.place
        x, y, z = np.moveaxis(points @ self.turned.T, -1, 0)
        x, y = x / z, y / z
        r2 = x * x + y * y
        bend = 1 + self.k1 * r2 + self.k2 * r2 * r2
        return self.width / 2 + self.focal_px * x * bend, self.height / 2 + self.focal_px * y * bend

    def looks_at(
        self, surface: Surface, x_px: NDArray[np.float64], y_px: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the points of the paper that pixels look at; of the plane it lies in, outside the sheet."""
        x, y = (x_px - self.width / 2) / self.focal_px, (y_px - self.height / 2) / self.focal_px
        bent = np.hypot(x, y)
        straight = bent.copy()
        for _ in range(8):  # Newton
            r2 = straight * straight
            wrong = straight * (1 + self.k1 * r2 + self.k2 * r2 * r2) - bent
            straight -= wrong / np.maximum(1 + 3 * self.k1 * r2 + 5 * self.k2 * r2 * r2, 0.2)
        scale = np.divide(straight, bent, out=np.ones_like(bent), where=bent > 0)
        rays = np.stack([x * scale, y * scale, np.ones_like(x)], axis=-1) @ self.turned
        far = -self.place[2] / rays[..., 2]
        u, v = self.place[0] + far * rays[..., 0], self.place[1] + far * rays[..., 1]
        if not surface.waves:
            return u, v
        wide, high = 2 * surface.middle[0], 2 * surface.middle[1]
        for _ in range(_ROUNDS):
            on_u, on_v = np.clip(u, -20, wide + 20), np.clip(v, -20, high + 20)
            far = (-surface.height(on_u, on_v) - self.place[2]) / rays[..., 2]
            across, down = surface.pulled(on_u, on_v)
            u, v = self.place[0] + far * rays[..., 0] + across, self.place[1] + far * rays[..., 1] + down
        return u, v


def aimed(shot: Shot, size: tuple[float, float], surface: Surface, *, turn_deg: float, pixels: float) -> Camera:
    """
    Stand so that the whole sheet is in the picture, with the free rim that was drawn.

    Parameters
    ----------
    size
        Width and height of the paper in mm.
    turn_deg
        How the picture is turned about the camera's axis.
    pixels
        How many the picture has; its sides are 4 : 3, upright or not as the sheet asks.
    """
    turned = _turned(shot.of["tilt_deg"], shot.of["tilt_towards_deg"], turn_deg)
    edge = np.linspace(0, 1, 9)
    u = np.concatenate([edge, np.ones(9), edge, np.zeros(9)]) * size[0]
    v = np.concatenate([np.zeros(9), edge, np.ones(9), edge]) * size[1]
    long, short = round(math.sqrt(pixels * 4 / 3)), round(math.sqrt(pixels * 3 / 4))
    flat = np.stack([u - size[0] / 2, v - size[1] / 2, np.zeros_like(u)], axis=-1) @ turned.T
    width, height = (long, short) if np.ptp(flat[:, 0]) >= np.ptp(flat[:, 1]) else (short, long)
    focal = shot.of["focal_mm"] / _FILM_MM * long
    rim = shot.of["margin"] * long
    middle = np.array([size[0] / 2, size[1] / 2, 0.0])
    side = shot.stream(0).uniform(-1, 1, 2) * shot.of["off_centre"]

    def standing(far: float) -> Camera:
        return Camera(width, height, focal, shot.of["k1"], shot.of["k2"], turned, middle - far * turned[2])

    for _ in range(6):
        near, away = 0.5 * min(size), 30 * max(size)
        for _ in range(40):
            far = math.sqrt(near * away)
            x, y = standing(far).seen(surface, u, v)
            fits = np.ptp(x) <= width - 2 * rim and np.ptp(y) <= height - 2 * rim
            near, away = (near, far) if fits else (far, away)
        camera = standing(away)
        x, y = camera.seen(surface, u, v)
        free = np.array([width - 2 * rim - np.ptp(x), height - 2 * rim - np.ptp(y)]) / 2
        want = np.array([width / 2, height / 2]) + free * side
        off = np.array([x.min() + x.max(), y.min() + y.max()]) / 2 - want
        middle = middle + (off[0] * turned[0] + off[1] * turned[1]) * away / focal
    return camera


def _turned(tilt_deg: float, towards_deg: float, turn_deg: float) -> NDArray[np.float64]:
    """Return rows x, y (down), z (forward) of a camera that looks down, tilted about an axis in the paper, turned."""
    tilt, towards, turn = (math.radians(x) for x in (tilt_deg, towards_deg, turn_deg))
    axis = np.array([math.cos(towards), math.sin(towards), 0.0])
    cross = np.array([[0, 0, axis[1]], [0, 0, -axis[0]], [-axis[1], axis[0], 0]])
    tilted = np.eye(3) + math.sin(tilt) * cross + (1 - math.cos(tilt)) * cross @ cross
    about = np.array([[math.cos(turn), math.sin(turn), 0], [-math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    return np.asarray(about @ tilted)
