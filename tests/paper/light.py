"""The light on a table in a hall: a window at one side, a lamp, somebody's shadow, a lamp's mirror image, waves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.paper.camera import Camera, Surface
    from tests.paper.plan import Shot


@dataclass(frozen=True)
class Light:
    """
    Light at the middles of blocks of pixels, one more block on each side.

    Attributes
    ----------
    on
        What white paper sends back, blue, green, red, 1 = as bright as a file can say.
    glare
        What shines on top, whatever is printed there.
    """

    on: NDArray[np.float64]
    glare: NDArray[np.float64]
    block: int

    def at(self, y_px: float, x_px: float) -> NDArray[np.float64]:
        """Return `on` at a pixel."""
        return np.asarray(self.on[self._place(y_px, x_px)])

    def glare_at(self, y_px: float, x_px: float) -> float:
        """Return `glare` at a pixel."""
        return float(self.glare[self._place(y_px, x_px)])

    def _place(self, y_px: float, x_px: float) -> tuple[int, int]:
        down, across = int(y_px // self.block) + 1, int(x_px // self.block) + 1
        return min(max(down, 0), self.glare.shape[0] - 1), min(max(across, 0), self.glare.shape[1] - 1)


def lit(
    shot: Shot,
    surface: Surface,
    size: tuple[float, float],
    *,
    u: NDArray[np.float64],
    v: NDArray[np.float64],
    camera: Camera,
    block: int,
) -> Light:
    """Light a table as drawn for a photograph; `u`, `v` are the points of the paper that blocks look at."""
    of, rng = shot.of, shot.stream(8)
    wide, high = size
    on_u, on_v = np.clip(u, -30, wide + 30), np.clip(v, -30, high + 30)
    towards = math.radians(of["uneven_towards_deg"])
    half = (abs(wide * math.cos(towards)) + abs(high * math.sin(towards))) / 2
    share = ((u - wide / 2) * math.cos(towards) + (v - high / 2) * math.sin(towards)) / half / 2 + 0.5
    field = of["uneven"] ** np.clip(share, -0.3, 1.3)
    across, down = surface.slopes(on_u, on_v)
    steep = math.radians(rng.uniform(30, 65))
    lean = (across * math.cos(towards) + down * math.sin(towards)) / math.tan(steep)
    field *= np.clip((1 + lean) / np.sqrt(1 + across**2 + down**2), 0.3, 1.6)
    fall = math.cos(math.atan(0.5 * camera.width / camera.focal_px)) ** 4
    y, x = np.mgrid[0 : u.shape[0], 0 : u.shape[1]] * 1.0
    rim = ((x / u.shape[1] - 0.5) ** 2 + (y / u.shape[0] - 0.5) ** 2) * 2
    field *= 1 - 0.4 * (1 - fall) * rim  # phones mend most of their vignetting
    field *= 1 - of["shadow"] * _shadow(shot, size, u, v, rng)
    inside = (u > 0) & (v > 0) & (u < wide) & (v < high)
    field /= np.percentile(field[inside], 97)
    white = (of["white"] / 255) ** 2.2
    colour = np.array([math.exp(-of["warmth"] / 2), math.exp(of["green"]), math.exp(of["warmth"] / 2)])
    on = white * field[..., None] * colour / colour.max()
    spread = of["glare_mm"] * math.sqrt(wide * high / (210 * 297))
    middle = rng.uniform(0.05, 0.95, 2) * size
    turned, flat = rng.uniform(0, math.pi), rng.uniform(0.45, 1.0)
    a = (u - middle[0]) * math.cos(turned) + (v - middle[1]) * math.sin(turned)
    b = -(u - middle[0]) * math.sin(turned) + (v - middle[1]) * math.cos(turned)
    glare = of["glare"] * white * np.exp(-((a / spread) ** 2 + (b / (spread * flat)) ** 2) / 2)
    return Light(on, glare, block)


def _shadow(
    shot: Shot,
    size: tuple[float, float],
    u: NDArray[np.float64],
    v: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return 1 in the shadow, 0 outside, with its soft edge: a straight edge across the sheet, or an arm and a hand."""
    soft = max(shot.of["shadow_soft_mm"], 0.5)
    towards = rng.uniform(0, 2 * math.pi)
    middle = rng.uniform(0.2, 0.8, 2) * size
    along = (u - middle[0]) * math.cos(towards) + (v - middle[1]) * math.sin(towards)
    if shot.of["shadow_shape"] < 0.5:
        depth = along
    else:
        depth = np.full(u.shape, -1e6)
        wrist = middle + 90 * np.array([math.cos(towards), math.sin(towards)])
        far = middle + 900 * np.array([math.cos(towards), math.sin(towards)])
        parts = [(far, wrist, 42.0), (wrist, middle + 0.4 * (wrist - middle), 48.0)]
        for i in range(4):
            aside = towards + math.pi + (i - 1.5) * 0.22
            tip = middle + 55 * np.array([math.cos(aside), math.sin(aside)])
            parts.append((middle + 0.4 * (wrist - middle), tip, 11.0))
        for one, other, r in parts:
            line = other - one
            share = np.clip(((u - one[0]) * line[0] + (v - one[1]) * line[1]) / (line @ line), 0, 1)
            away = np.hypot(u - one[0] - share * line[0], v - one[1] - share * line[1])
            depth = np.maximum(depth, r - away)
    return 1 / (1 + np.exp(-np.clip(4 * depth / soft, -40, 40)))
