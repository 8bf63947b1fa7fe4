"""
Markers and codes in a picture: where they are, whatever the light.

Markers are squares of DICT_ARUCO_MIP_36H12; eight of one group belong to a sheet, and its code says which group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import PaperError
from assetmap.paper.code import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from assetmap.paper.code import SheetCode

    Grey = npt.NDArray[np.uint8]
    Points = npt.NDArray[np.float64]

_LOOKED_AT = 1_700
"""Pixels along the longer side of what is searched first."""
_MODULES = 8
_FORMS = "QRCode"


@dataclass(frozen=True)
class Seen:
    """A marker: its id, and its corners in the picture (4 × 2, clockwise from its own top left)."""

    id: int
    corners: Points

    @property
    def centre(self) -> Points:
        """Its middle in the picture."""
        return np.asarray(self.corners.mean(axis=0))

    @property
    def side(self) -> float:
        """Its mean side, pixels."""
        return float(np.linalg.norm(self.corners - np.roll(self.corners, 1, axis=0), axis=1).mean())


@dataclass(frozen=True)
class Code:
    """
    A code: its text, its corners in the picture (4 × 2, clockwise from its own top left) and what it says.

    `fault` is a key of `saying.CAUSES` where it says nothing that can be used.
    """

    text: str
    corners: Points
    code: SheetCode | None
    fault: str = ""
    mirrored: bool = False


def reduced(grey: Grey, longest: int = _LOOKED_AT) -> tuple[Grey, float]:
    """Give a picture with at most `longest` pixels along its longer side, and how much smaller it is."""
    import cv2

    share = longest / max(grey.shape)
    if share >= 1:
        return grey, 1.0
    size = round(grey.shape[1] * share), round(grey.shape[0] * share)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), share


def evened(grey: Grey) -> Grey:
    """Even out light and shadow."""
    import cv2

    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(12, 12)).apply(grey), dtype=np.uint8)


@cache
def _detector(smallest: float, windows: tuple[int, int, int]) -> Any:
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36H12)
    settings = cv2.aruco.DetectorParameters()
    settings.adaptiveThreshWinSizeMin, settings.adaptiveThreshWinSizeMax, settings.adaptiveThreshWinSizeStep = windows
    settings.minMarkerPerimeterRate = smallest
    settings.polygonalApproxAccuracyRate = 0.05
    settings.perspectiveRemovePixelPerCell = 6
    settings.perspectiveRemoveIgnoredMarginPerCell = 0.2
    settings.errorCorrectionRate = 0.6
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_NONE
    return cv2.aruco.ArucoDetector(dictionary, settings)


def find_markers(grey: Grey, *, smallest: float = 0.02, windows: tuple[int, int, int] = (5, 45, 20)) -> list[Seen]:
    """
    Find markers.

    Parameters
    ----------
    smallest
        The least girth of one, as a share of the picture's longer side.
    windows
        Least and most pixels over which light is evened out, and the step between.
    """
    corners, ids, _ = _detector(smallest, windows).detectMarkers(grey)
    if ids is None:
        return []
    return [Seen(int(i), c.reshape(4, 2).astype(np.float64)) for i, c in zip(ids.ravel(), corners, strict=True)]


def refined(grey: Grey, seen: Iterable[Seen]) -> list[Seen]:
    """Find corners to a part of a pixel in the whole picture, where lines of the marker's rim cross."""
    import cv2

    found = []
    for marker in seen:
        reach = int(np.clip(marker.side / _MODULES * 0.7, 2, 14))
        corners = marker.corners.astype(np.float32).reshape(-1, 1, 2)
        criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.01)
        cv2.cornerSubPix(grey, corners, (reach, reach), (-1, -1), criteria)
        moved = corners.reshape(4, 2).astype(np.float64)
        far = np.linalg.norm(moved - marker.corners, axis=1) > 1.5 * reach
        moved[far] = marker.corners[far]
        found.append(Seen(marker.id, moved))
    return found


def find_codes(grey: Grey) -> list[Code]:
    """Find QR codes and say what each is."""
    import zxingcpp

    found = []
    formats = getattr(zxingcpp.BarcodeFormat, _FORMS)
    for barcode in zxingcpp.read_barcodes(grey, formats=formats):
        place = barcode.position
        corners = [
            (p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        ]  # fmt: skip
        text = barcode.text
        code, fault = understood(text)
        ring = np.asarray(corners, dtype=np.float64)
        found.append(Code(text, ring, code, fault, mirrored=_turns_left(ring)))
    return found


def _turns_left(ring: Points) -> bool:
    x, y = ring[:, 0], ring[:, 1]
    return bool(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) < 0)


def understood(text: str) -> tuple[SheetCode | None, str]:
    """Say what a code is, or why it cannot be used."""
    try:
        return decode(text), ""
    except PaperError as error:
        said = str(error)
    if said.startswith("[code] not ours"):
        return None, "not_ours"
    return None, "newer_form" if said.startswith("[code] newer") else "code_damaged"


def grouped(seen: Sequence[Seen]) -> dict[int, list[Seen]]:
    """Put markers together by their group."""
    groups: dict[int, list[Seen]] = {}
    for marker in seen:
        groups.setdefault(marker.id // 8, []).append(marker)
    return groups


def moved(seen: Iterable[Seen], share: float, offset: tuple[float, float] = (0.0, 0.0)) -> list[Seen]:
    """Give markers that were found in a part or a smaller copy of a picture as they are in the whole."""
    # The middle of the first pixel is (0, 0) in both.
    return [Seen(x.id, (x.corners + 0.5) / share - 0.5 + np.asarray(offset)) for x in seen]
