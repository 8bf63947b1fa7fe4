"""Colours on paper: the paper's own white is taken for white, and what is left is told by its hue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Values = npt.NDArray[np.float32]

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")
"""The keys of `store.sessions.COLOURS`, which this room does not know."""
_FILLED_MM = 32.0
"""What is narrower than this is a thing on paper, and not its light."""
_STEP_MM = 0.8
# Hue (degrees of CIELAB) up to which a colour goes, and the least chroma of it: printed greens, waters and streets are
# paler than any sticker, and skin paler than orange.
_HUES = ((15.0, 6), (42.5, 0), (78.0, 1), (120.0, 2), (215.0, 3), (301.0, 4), (332.0, 5), (361.0, 6))
_LEAST = np.asarray([28.0, 30.0, 40.0, 22.0, 23.0, 20.0, 24.0], dtype=np.float32)
_BLACK_LIGHT, _BLACK_CHROMA = 46.0, 18.0


@dataclass(frozen=True)
class Tints:
    """
    A flattened picture by colour.

    Attributes
    ----------
    label
        0 paper, else 1 + the index in `COLOURS`.
    lab
        CIELAB, the paper being white.
    burnt
        Where light was so strong that nothing can be told.
    """

    label: npt.NDArray[np.uint8]
    lab: Values
    burnt: npt.NDArray[np.bool_]


def white_of(pixels: Pixels, dense: float) -> Values:
    """Estimate the white of the paper everywhere: what is left when all that is narrow and dark is filled."""
    import cv2

    share = min(1.0, 1.0 / (_STEP_MM * dense))
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    reach = round(_FILLED_MM * dense * share) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(filled, (0, 0), max(1.0, 3.0 * dense * share))
    size = pixels.shape[1], pixels.shape[0]
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def tints_of(pixels: Pixels, dense: float, gain: Values | None = None) -> Tints:
    """Tell each point of a flattened picture by its colour; `gain` says how much paler it is than it should be."""
    import cv2

    soft = cv2.GaussianBlur(pixels, (0, 0), max(0.5, 0.18 * dense))
    white = np.maximum(white_of(pixels, dense), 12.0)
    lab: npt.NDArray[Any] = cv2.cvtColor(np.minimum(soft / white, 1.0).astype(np.float32), cv2.COLOR_RGB2Lab)
    if gain is not None:
        lab[..., 0] = 100 - (100 - lab[..., 0]) * gain
        lab[..., 1:] *= gain[..., None]
    return Tints(labels_of(lab), lab.astype(np.float32, copy=False), np.asarray(soft.min(axis=2) >= 250))


def labels_of(lab: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Label CIELAB values: 0 paper, else 1 + the index in `COLOURS`."""
    import cv2

    chroma, hue = cv2.cartToPolar(lab[..., 1], lab[..., 2], angleInDegrees=True)
    ends = np.asarray([x for x, _ in _HUES], dtype=np.float32)
    which = np.asarray([x for _, x in _HUES], dtype=np.uint8)
    table = which[np.minimum(np.searchsorted(ends, np.arange(361, dtype=np.float32), side="right"), len(which) - 1)]
    colour = table[hue.astype(np.uint16)]
    label = np.where(chroma >= _LEAST[colour], colour + 1, 0).astype(np.uint8)
    label[(lab[..., 0] < _BLACK_LIGHT) & (chroma < _BLACK_CHROMA)] = 8
    return label


def colour_of(lab: Values) -> str:
    """Name the colour of points of one dot (n × 3), by the middle of them."""
    middle = np.median(lab, axis=0)
    chroma = float(np.hypot(middle[1], middle[2]))
    if middle[0] < _BLACK_LIGHT + 4 and chroma < _BLACK_CHROMA:
        return "black"
    hue = float(np.degrees(np.arctan2(middle[2], middle[1])) % 360)
    return COLOURS[next(x for end, x in _HUES if hue <= end)]
