"""Light and what files say of it: sRGB (IEC 61966-2-1) to linear and back, and CIE L*a*b* for colours' spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])


def _decoded(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _encoded(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055)


LIGHT = np.round(_decoded(np.arange(256) / 255) * 65535).astype(np.uint16)
"""From a byte of sRGB to light in 16 bits."""
BYTE = (_encoded(np.arange(65536) / 65535) * 255).astype(np.float32)
"""From light in 16 bits to sRGB, 0 to 255, unrounded."""


def linear(rgb: ArrayLike) -> NDArray[np.float64]:
    """Return the light (0 to 1, blue first as OpenCV has it) of an sRGB colour."""
    return _decoded(np.asarray(rgb, float) / 255)[::-1]


def srgb_of_lab(rgb: ArrayLike, shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift an sRGB colour in L*, a*, b*; what sRGB cannot show is cut."""
    xyz = _TO_XYZ @ _decoded(np.asarray(rgb, float) / 255) / _WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    lab = np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]) + shift
    y = (lab[0] + 16) / 116
    f = np.array([y + lab[1] / 500, y, y - lab[2] / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    return np.clip(_encoded(np.clip(np.linalg.inv(_TO_XYZ) @ xyz, 0, 1)) * 255, 0, 255)
