"""A dot as it is found, before it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.uint8]


@dataclass
class Blob:
    """One dot, in pixels of the flattened picture."""

    x: float
    y: float
    across: float
    colour: str
    shape: str
    sure: float
    number: int | None = None


def disc(across: float) -> Mask:
    """Give a round kernel so many pixels across."""
    import cv2

    size = max(1, round(across)) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), dtype=np.uint8)
