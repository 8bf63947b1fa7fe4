"""A sheet whose corners were pointed at by hand: they say where to look, and what is printed says where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.code import group_of
from assetmap.paper.reading import finding, settling
from assetmap.paper.reading.markers import find_codes, reduced, understood
from assetmap.paper.reading.placing import lens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.paper.code import SheetCode
    from assetmap.paper.reading.flattening import Source
    from assetmap.paper.reading.markers import Grey, Points

_LEAST_INSIDE = 0.45
"""How many of the crosses and of the places of the frame's line must be where they should be."""


def settle(
    grey: Grey,
    source: Source,
    corners: Sequence[tuple[float, float]],
    expected: str,
) -> tuple[finding.Candidate, settling.Settled]:
    """Place a sheet by the corners of its frame, and prove it by what is printed."""
    import cv2

    high, wide = grey.shape[:2]
    ring = np.asarray(corners, dtype=np.float64)
    if ring.shape != (4, 2) or not np.isfinite(ring).all() or not _goes_right(ring * (wide, high)):
        return finding.Candidate(), settling.Settled(fault="hand_wrong")
    ring = ring * (wide, high) - 0.5
    code, text, fault = _code(grey, ring, expected)
    if code is None:
        return finding.Candidate(), settling.Settled(fault=fault)
    plan = code.layout
    h = cv2.getPerspectiveTransform(np.asarray(plan.frame.corners, np.float32), ring.astype(np.float32))
    first = np.asarray(h, dtype=np.float64)
    sheet = finding.Candidate(code, text, {}, [], first)
    group = group_of(code)
    for marker in plan.markers:
        found = finding.marker_at(grey, first, marker, 8 * group + marker.k, reach=1.2)
        if found is not None:
            sheet.markers[marker.k] = found
    paper = np.asarray(plan.frame.corners, dtype=np.float64)
    seen, weights = ring, np.full(4, 0.3)
    if sheet.markers:
        own, there, _ = finding.points_of(sheet, plan)
        paper, seen = np.concatenate([paper, own]), np.concatenate([seen, there])
        weights = np.concatenate([weights, np.ones(len(own))])
    lens = lens_of(paper, seen, first, size=(wide, high), weights=weights, bends=len(sheet.markers) >= 4)
    fitted = settling.by_print(source, sheet, plan, lens)
    if len(sheet.markers) < 4 and fitted.inside < max(8, _LEAST_INSIDE * fitted.sought):
        return sheet, settling.Settled(fault="hand_wrong")
    settled = settling.judged(grey, sheet, plan, fitted)
    if settled.placed is not None:
        settled.warnings = [x for x in settled.warnings if x != "few"] + ["hand"]
    elif settled.fault in {"bent", "unsure"}:
        settled.fault = "hand_wrong"
    return sheet, settled


def _goes_right(ring: Points) -> bool:
    """Say whether four points go clockwise round something that bulges everywhere."""
    side = np.roll(ring, -1, axis=0) - ring
    after = np.roll(side, -1, axis=0)
    return bool((side[:, 0] * after[:, 1] - side[:, 1] * after[:, 0] > 16).all())


def _code(grey: Grey, ring: Points, expected: str) -> tuple[SheetCode | None, str, str]:
    """Read the code in the picture; where none can be read, the one that was given."""
    import cv2

    small, _ = reduced(grey)
    codes = [x for x in find_codes(small) if x.code is not None]
    if not codes:
        for plan in finding.plans():
            h = cv2.getPerspectiveTransform(np.asarray(plan.frame.corners, np.float32), ring.astype(np.float32))
            codes = [x for x in finding.codes_at(grey, plan, np.asarray(h, dtype=np.float64)) if x.code is not None]
            if codes:
                break
    texts = {x.text for x in codes}
    if len(texts) > 1:
        return None, "", "mixed"
    if codes:
        return codes[0].code, codes[0].text, ""
    if not expected:
        return None, "", "code_unreadable"
    code, fault = understood(expected)
    return code, expected, "not_this" if fault else ""
