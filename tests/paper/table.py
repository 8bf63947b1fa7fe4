"""What lies under the paper: wood, a dark top, a checked cloth, white laminate (hard: white on white), carpet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.paper.marks import Texture
from tests.paper.settings import SEED
from tests.paper.tones import LIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PPM, _WIDE = 1.5, 1024
KINDS = ("wood", "dark", "cloth", "white", "carpet")


def table(rng: np.random.Generator, kind: str = "") -> Texture:
    """Make a piece of table that can be laid side by side without end."""
    return _table(kind or str(rng.choice(KINDS)), int(rng.integers(3)))


@lru_cache(maxsize=15)
def _table(kind: str, which: int) -> Texture:
    rng = np.random.default_rng((SEED, 2000, KINDS.index(kind), which))
    grain = _cloud(rng, 2.0) * 0.3 + _cloud(rng, 12.0) * 0.7
    if kind == "wood":
        long = cv2.blur(_cloud(rng, 1.0), (181, 3)) * 6
        tones = np.stack([75 + 14 * long, 110 + 20 * long, 150 + 24 * long], axis=-1)
        tones[:: 140 + int(rng.integers(60))] *= 0.55
    elif kind == "dark":
        tones = np.stack([38 + 6 * grain, 36 + 6 * grain, 40 + 6 * grain], axis=-1)
    elif kind == "cloth":
        y, x = np.mgrid[0:_WIDE, 0:_WIDE] // int(rng.choice([16, 32]))
        colour = rng.uniform(40, 170, 3)
        check = ((x % 2) + (y % 2))[..., None] / 2
        tones = 235 * (1 - check) + colour * check + 5 * grain[..., None]
    elif kind == "white":
        tones = np.stack([232 + 3 * grain, 236 + 3 * grain, 238 + 3 * grain], axis=-1)
    else:
        tones = rng.uniform(50, 140, 3) + 22 * _cloud(rng, 1.5)[..., None] + 8 * grain[..., None]
    return Texture(LIGHT[np.clip(tones, 0, 255).astype(np.uint8)], _PPM)


def _cloud(rng: np.random.Generator, soft: float) -> NDArray[np.float32]:
    raw = rng.standard_normal((_WIDE, _WIDE), dtype=np.float32)
    smooth = cv2.GaussianBlur(raw, (0, 0), soft, borderType=cv2.BORDER_REFLECT)
    return np.asarray(smooth / smooth.std())
