"""Printed number tags on a flattened map: a small marker whose pattern is its number."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.paper.reading.blob import Blob, disc

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.reading.flattening import Flat

    Mask = npt.NDArray[np.uint8]

_TAG_MM = (5.0, 26.0)


@cache
def _tag_detector() -> Any:
    import cv2

    settings = cv2.aruco.DetectorParameters()
    settings.adaptiveThreshWinSizeMin, settings.adaptiveThreshWinSizeMax, settings.adaptiveThreshWinSizeStep = 9, 69, 20
    settings.minMarkerPerimeterRate = 0.3
    settings.errorCorrectionRate = 0.0
    settings.maxErroneousBitsInBorderRate = 0.35
    settings.perspectiveRemovePixelPerCell = 10
    settings.perspectiveRemoveIgnoredMarginPerCell = 0.3
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_250), settings)


def tags_in(flat: Flat) -> list[Blob]:
    """Find printed number tags: their number is told by the pattern, with certainty."""
    import cv2

    grey = np.asarray(cv2.cvtColor(flat.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    found: list[Blob] = []
    for x, y, across in _dark_squares(grey, flat.dense):
        if any(abs(x - b.x) < b.across / 2 and abs(y - b.y) < b.across / 2 for b in found):
            continue
        reach = 0.95 * across
        x0, y0 = max(0, int(x - reach)), max(0, int(y - reach))
        part = grey[y0 : int(y + reach) + 1, x0 : int(x + reach) + 1]
        found += [b for b in _tags_of(part, (x0, y0), flat.dense) if all(_is_apart(b, o) for o in found)]
    return found


def _is_apart(one: Blob, other: Blob) -> bool:
    return bool(np.hypot(one.x - other.x, one.y - other.y) > 0.5 * min(one.across, other.across))


def _dark_squares(grey: Mask, dense: float) -> list[tuple[float, float, float]]:
    """Find what is dark, and about as wide as high, as a tag is: its middle and its width."""
    import cv2

    wide = round(2.0 * _TAG_MM[1] * dense) | 1
    share = 4.0 / dense if dense > 4.0 else 1.0
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    light = cv2.blur(small, (round(wide * share) | 1,) * 2)
    mm = dense * share
    found = []
    for depth in (0.62, 0.75, 0.88):
        dark = np.where(small < depth * light, 255, 0).astype(np.uint8)
        whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, disc(1.2 * mm))
        for rim in (dark, cv2.morphologyEx(whole, cv2.MORPH_OPEN, disc(2.5 * mm))):
            _count, _which, stats, _middles = cv2.connectedComponentsWithStats(
                np.asarray(rim, dtype=np.uint8), connectivity=4
            )
            for x, y, w, h, area in stats[1:]:
                across = max(w, h)
                if not _TAG_MM[0] * mm <= across <= 1.5 * _TAG_MM[1] * mm or min(w, h) < 0.6 * across:
                    continue
                if area < 0.3 * w * h:
                    continue
                found.append(((x + w / 2) / share, (y + h / 2) / share, across / share))
    return found


_TAG_PIXELS = 72.0
"""So wide a tag is made to be read: twelve to a cell."""


def _tags_of(part: Mask, at: tuple[int, int], dense: float) -> list[Blob]:
    """Read the tags in a part of a picture, made larger and sharper."""
    import cv2

    up = max(1.0, _TAG_PIXELS / (0.5 * max(part.shape)))
    large = cv2.resize(part, None, fx=up, fy=up, interpolation=cv2.INTER_CUBIC)
    large = cv2.addWeighted(large, 2.5, cv2.GaussianBlur(large, (0, 0), _TAG_PIXELS / 12), -1.5, 0)
    corners, ids, _ = _tag_detector().detectMarkers(large)
    found = []
    for ring, number in zip(corners, [] if ids is None else ids.ravel(), strict=True):
        ring_ = (ring.reshape(4, 2).astype(np.float64) + 0.5) / up - 0.5
        sides = np.linalg.norm(ring_ - np.roll(ring_, 1, axis=0), axis=1)
        across = float(sides.mean())
        if not _TAG_MM[0] <= across / dense <= _TAG_MM[1] or sides.min() < 0.8 * sides.max():
            continue
        x, y = ring_.mean(axis=0)
        found.append(Blob(float(x) + at[0], float(y) + at[1], across, "", "", 1.0, int(number)))
    return found
