"""Why a sheet cannot be placed: measured where a marker should be, so that what is said is what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.reading.saying import CORNERS

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.layout import Layout
    from assetmap.paper.reading.finding import Candidate
    from assetmap.paper.reading.markers import Grey, Points

LEAST_AREA = 0.6
"""How much of the ring of all markers those that are seen must go round."""
_CORNER_KS = (0, 2, 4, 6)
_GLARE, _DARK = 250, 45
_SOFT, _LEAST_WRITTEN = 0.13, 0.025
_MODULE_SHARP = 0.10
"""A marker whose steps from black to white take longer than most of a module is blurred."""


def of_markers(grey: Grey, sheet: Candidate, plan: Layout) -> str:
    """Say what is wrong with the markers that are seen, or ""."""
    if sheet.h is None or len(sheet.markers) < 2:
        return _overall(grey, sheet) or "corners_missing"
    corners = [k for k in _CORNER_KS if k in sheet.markers]
    area = _area([plan.markers[k].box.centre for k in sheet.markers])
    whole = _area([x.box.centre for x in plan.markers])
    if len(sheet.markers) >= 4 and len(corners) >= 2 and area >= LEAST_AREA * whole:
        return ""
    if len(corners) >= 3 and area >= 0.45 * whole:
        return ""
    missing = [k for k in _CORNER_KS if k not in sheet.markers]
    causes = [_at(grey, sheet, plan, k) for k in missing]
    if len(missing) == 1:
        light = causes[0] in {"glare", "too_blurred", "too_dark"}
        return causes[0] if light else f"{causes[0]} {CORNERS[missing[0] // 2]}"
    for cause in ("glare", "too_blurred", "too_dark"):
        if cause in causes:
            return cause
    return "corners_missing"


def of_error(grey: Grey, sheet: Candidate) -> str:
    """Say why what is fixed on a sheet does not agree."""
    if _blurred(grey, sheet):
        return "too_blurred"
    return "bent" if len(sheet.markers) >= 5 else "unsure"


def of_picture(grey: Grey) -> str:
    """Say why nothing was found in a picture."""

    from assetmap.paper.reading.markers import reduced

    small, _ = reduced(grey, 800)
    if float(np.quantile(small, 0.98)) < _DARK:
        return "too_dark"
    low, top = (float(x) for x in np.quantile(small, (0.02, 0.98)))
    if top - low > 60 and _written(small, top) > _LEAST_WRITTEN and _softest(small) / (top - low) < _SOFT:
        return "too_blurred"
    return "no_sheet"


def _written(grey: Grey, top: float) -> float:
    """Say how much of the largest white thing in a picture is dark: a sheet is printed on, a blank one is not."""
    import cv2

    white = np.where(grey > 0.62 * top, 255, 0).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(white)
    if count < 2:
        return 0.0
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[largest, cv2.CC_STAT_AREA] < 0.08 * grey.size:
        return 0.0
    hull = cv2.convexHull(np.argwhere(parts == largest)[:, ::-1].astype(np.int32))
    inside = np.zeros_like(grey)
    cv2.fillConvexPoly(inside, hull, 255)
    inner = cv2.erode(inside, np.ones((31, 31), np.uint8))
    there = grey[inner > 0]
    return float((there < 0.75 * np.median(there)).mean()) if there.size > 2_000 else 0.0


def _softest(grey: Grey) -> float:
    """Say how steep the steepest edges are, along the way in which they are least so."""
    import cv2

    values = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    right, down = np.diff(values, axis=1)[:-1], np.diff(values, axis=0)[:, :-1]
    angles = np.arange(0, np.pi, np.pi / 8)
    return min(float(np.quantile(np.abs(np.cos(a) * right + np.sin(a) * down)[::2, ::2], 0.995)) for a in angles)


def _overall(grey: Grey, sheet: Candidate) -> str:
    if sheet.h is None and not sheet.codes:
        return ""
    return "too_blurred" if _blurred(grey, sheet) else ""


def _area(points: list[tuple[float, float]]) -> float:
    import cv2

    if len(points) < 3:
        return 0.0
    hull = cv2.convexHull(np.asarray(points, dtype=np.float32))
    return float(cv2.contourArea(hull))


def _at(grey: Grey, sheet: Candidate, plan: Layout, k: int) -> str:
    """Say why a marker is not seen: `corner_outside`, `corner_covered`, or the light."""
    assert sheet.h is not None
    quad = _seen(sheet.h, np.asarray(plan.markers[k].box.corners, dtype=np.float64))
    high, wide = grey.shape[:2]
    if ((quad < 2) | (quad > (wide - 3, high - 3))).any():
        return "corner_outside"
    patch = _patch(grey, quad)
    if float((patch >= _GLARE).mean()) > 0.5:
        return "glare"
    low, top = np.quantile(patch, (0.03, 0.97))
    if top < _DARK:
        return "too_dark"
    if _blurred(grey, sheet) and top - low > 40:
        return "too_blurred"
    return "corner_covered"


def _blurred(grey: Grey, sheet: Candidate) -> bool:
    """Say whether the markers or codes that are seen are blurred: how steep black turns to white, a module."""
    steep = []
    for marker in sheet.markers.values():
        patch = _patch(grey, marker.corners).astype(np.float32)
        spread = float(np.quantile(patch, 0.95) - np.quantile(patch, 0.05))
        if spread > 20:
            steps = np.abs(np.diff(patch, axis=1))
            steep.append(float(np.quantile(steps, 0.97)) / spread)
    if not steep:
        for code in sheet.codes:
            patch = _patch(grey, code.corners, side=33 * 8).astype(np.float32)
            spread = float(np.quantile(patch, 0.95) - np.quantile(patch, 0.05))
            steep.append(float(np.quantile(np.abs(np.diff(patch, axis=1)), 0.97)) / max(spread, 20.0))
    return bool(steep) and float(np.median(steep)) < _MODULE_SHARP


def _patch(grey: Grey, quad: Points, *, side: int = 64) -> npt.NDArray[np.uint8]:
    import cv2

    flat = np.asarray([(0, 0), (side, 0), (side, side), (0, side)], dtype=np.float32)
    there = cv2.getPerspectiveTransform(flat, quad.astype(np.float32))
    return np.asarray(
        cv2.warpPerspective(
            grey, there, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
        ),
        dtype=np.uint8,
    )


def _seen(h: Points, paper: Points) -> Points:
    import cv2

    return np.asarray(cv2.perspectiveTransform(paper.reshape(-1, 1, 2), h).reshape(-1, 2))
