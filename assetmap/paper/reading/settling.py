"""A sheet that was found is placed, and how far off that may be is estimated; or it is refused, and why is measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.layout import Box
from assetmap.paper.reading import blaming, flattening
from assetmap.paper.reading.finding import Candidate, points_of
from assetmap.paper.reading.markers import refined
from assetmap.paper.reading.placing import Field, Fixed, Placed, field_of, lens_of

if TYPE_CHECKING:
    from assetmap.paper.layout import Layout
    from assetmap.paper.reading.flattening import Source
    from assetmap.paper.reading.markers import Grey
    from assetmap.paper.reading.placing import Lens, Points

MOST_OFF_MM = 2.5
"""A sheet on which things may be farther off than that (95 %) is refused."""
_LEAST_AREA = 0.6
"""How much of the sheet the fixed points must go round."""
_LEAST_DENSE = 1.0
"""Pixels that a millimetre must have: a dot of 8 mm is 8 of them."""
_HAND_TRUST_MM = 3.0
_MARKER_TRUST_MM, _CROSS_TRUST_MM, _FRAME_TRUST_MM = 0.25, 0.35, 0.35


@dataclass
class Settled:
    """A sheet that was placed (`placed`), or not (`fault`, a key of `saying.CAUSES`)."""

    placed: Placed | None = None
    error_mm: float | None = None
    fault: str = ""
    warnings: list[str] = field(default_factory=list)


def settle(grey: Grey, source: Source, sheet: Candidate) -> Settled:
    """Place a sheet by its markers, then by what is printed within its frame."""
    if sheet.fault:
        return Settled(fault=sheet.fault)
    plan = sheet.layout
    fault = blaming.of_markers(grey, sheet, plan)
    if fault:
        return Settled(fault=fault)
    assert sheet.h is not None
    sheet.markers = {x.id % 8: x for x in refined(grey, sheet.markers.values())}
    paper, seen, _ = points_of(sheet, plan)
    size = grey.shape[1], grey.shape[0]
    lens = lens_of(paper, seen, sheet.h, size=size, bends=len(sheet.markers) >= 4)
    found = by_print(source, sheet, plan, lens)
    return judged(grey, sheet, plan, found)


@dataclass
class Fitted:
    placed: Placed
    off: Points
    paper: Points
    left_out: Points
    inside: int = 0
    sought: int = 0


def _markers(sheet: Candidate, plan: Layout, lens: Lens) -> tuple[Points, Points]:
    """Give the middles of the markers, on the paper and as they would lie on a flat one."""
    ks = sorted(sheet.markers)
    paper = np.asarray([plan.markers[k].box.centre for k in ks], dtype=np.float64).reshape(-1, 2)
    corners = np.asarray([lens.on_paper(sheet.markers[k].corners) for k in ks]).reshape(-1, 4, 2)
    own = np.asarray([plan.markers[k].box.corners for k in ks], dtype=np.float64).reshape(-1, 4, 2)
    return paper, paper + (corners - own).mean(axis=1)


def by_print(source: Source, sheet: Candidate, plan: Layout, lens: Lens) -> Fitted:
    """Fit the bend of the paper to markers, then to crosses and the frame as well, twice."""
    mark_paper, mark_flat = _markers(sheet, plan, lens)
    trust = np.full(len(mark_paper), _MARKER_TRUST_MM)
    span = max(plan.width_mm, plan.height_mm)
    bend, left_out = Field(), np.full(mark_flat.shape, np.nan)
    if len(mark_paper) >= 5:
        bend, left_out = field_of(Fixed(mark_paper, mark_flat, trust), span=span)
    fitted = Fitted(Placed(lens, bend), mark_flat - mark_paper, mark_paper, left_out)
    frame = plan.frame
    margin = 3.5
    around = Box(frame.x - margin, frame.y - margin, frame.width + 2 * margin, frame.height + 2 * margin)
    sought = len(plan.crosses) + flattening.frame_places(plan)
    for _ in range(2):
        flat = flattening.flatten(source, fitted.placed, around)
        # A companion sheet has rules of its rows where a map has its frame.
        framed = (np.empty((0, 2)), np.empty((0, 2))) if plan.rows else flattening.frame_in(flat, plan)
        found = [flattening.crosses_in(flat, plan), framed]
        paper = np.concatenate([x for x, _ in found])
        if len(paper) < 4:
            return fitted
        there = np.concatenate([x for _, x in found])
        # where it is in the flat picture, by the field that flattened it, on a paper without a field
        known = np.where(np.isfinite(there), there, paper)
        pure = known + fitted.placed.bend.off(known)
        pure = np.where(np.isfinite(there), pure, np.nan)
        trusts = np.concatenate(
            [np.full(len(found[0][0]), _CROSS_TRUST_MM), np.full(len(found[1][0]), _FRAME_TRUST_MM)]
        )
        fixed = Fixed(
            np.concatenate([mark_paper, paper]),
            np.concatenate([mark_flat, pure]),
            np.concatenate([trust, trusts]),
        )
        bend, left_out = field_of(fixed, span=span)
        inside = int(np.isfinite(left_out[len(mark_paper) :]).any(axis=1).sum())
        fitted = Fitted(Placed(lens, bend), fixed.flat - fixed.paper, fixed.paper, left_out, inside, sought)
    return fitted


def judged(grey: Grey, sheet: Candidate, plan: Layout, found: Fitted) -> Settled:
    """Estimate how far off things may be, and refuse what is too far."""
    away = found.left_out
    both = np.hypot(np.nan_to_num(away[:, 0]), np.nan_to_num(away[:, 1]))
    known = both[np.isfinite(away).any(axis=1)]
    error = float(np.quantile(known, 0.95)) if len(known) >= 4 else None
    if error is None:
        lens = found.placed.lens
        paper, seen, _ = points_of(sheet, plan)
        off = np.linalg.norm(lens.on_paper(seen) - paper, axis=1)
        error = float(np.quantile(off, 0.95)) * 2 + 0.5
    error = max(error, 0.2)
    settled = Settled(found.placed, round(error, 2))
    if flattening.density(found.placed, plan.frame) < _LEAST_DENSE:
        return Settled(fault="too_small")
    if not _sound(found.placed, plan):
        return Settled(fault="unsure")
    if error > MOST_OFF_MM:
        return Settled(fault=blaming.of_error(grey, sheet))
    if float(np.nanmax(np.abs(found.off))) > 4.0:
        settled.warnings.append("creased")
    if len(sheet.markers) < len(plan.markers) - 1:
        settled.warnings.append("few")
    return settled


def _sound(placed: Placed, plan: Layout) -> bool:
    """Say whether the sheet is seen from its front, everywhere, without a fold of the picture itself."""
    xs = np.linspace(plan.frame.x, plan.frame.right, 9)
    ys = np.linspace(plan.frame.y, plan.frame.bottom, 9)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    seen = placed.seen(grid.reshape(-1, 2)).reshape(9, 9, 2)
    right, down = seen[:-1, 1:] - seen[:-1, :-1], seen[1:, :-1] - seen[:-1, :-1]
    area = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
    return bool((area > 0).all() and area.max() < 60 * area.min())
