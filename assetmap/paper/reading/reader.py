"""A picture in, sheets out. Everything here looks into a stranger's picture, and runs behind the walls alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.paper.layout import Box
from assetmap.paper.reading import blaming, dots, finding, flattening, hands, lines, pictures, settling
from assetmap.paper.reading.found import SheetRead
from assetmap.paper.reading.saying import refused, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetmap.paper.layout import Layout
    from assetmap.paper.reading.finding import Candidate
    from assetmap.paper.reading.markers import Grey
    from assetmap.paper.reading.pictures import Pixels

_PREVIEW = 900
"""Pixels along the longer side of a preview."""


def read(
    content: bytes, name: str, *, corners: Sequence[tuple[float, float]] | None = None, expected: str = ""
) -> list[SheetRead]:
    """Read the sheets in a picture; see `read_picture`."""
    del name
    return list(sheets(content, corners=corners, expected=expected))


def sheets(
    content: bytes, *, corners: Sequence[tuple[float, float]] | None = None, expected: str = ""
) -> Iterator[SheetRead]:
    """Give the sheets in a picture, one after the other."""
    import cv2

    cv2.setNumThreads(1)
    if corners is not None and any(x > 2 for point in corners for x in point):  # pixels, of a larger picture perhaps
        wide, high = pictures.size_of(content) or (0, 0)
        corners = [(x / wide, y / high) for x, y in corners] if wide and high else corners
    try:
        for page in pictures.pages(content):
            yield from _page(page, corners, expected)
    except pictures.UnreadableError as error:
        yield SheetRead(refused=refused(error.key))


def _page(pixels: Pixels, corners: Sequence[tuple[float, float]] | None, expected: str) -> Iterator[SheetRead]:
    import cv2

    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if min(grey.shape) < 64:
        yield SheetRead(refused=refused("too_small"), preview=_small(pixels))
        return
    if corners is not None:
        yield _by_hand(pixels, grey, corners, expected)
        return
    found = finding.find(grey)
    warnings: list[str] = []
    nothing = not any(x.markers for x in found.sheets)
    if found.mirrored or (nothing and finding.mirrored_markers(grey)):
        pixels, grey = np.ascontiguousarray(pixels[:, ::-1]), np.ascontiguousarray(grey[:, ::-1])
        found = finding.find(grey)
        warnings = ["mirrored"]
    if not found.sheets:
        key = next(iter(found.faults), "") or blaming.of_picture(grey)
        yield SheetRead(refused=refused(key), preview=_small(pixels))
        return
    source, greys = flattening.Source(pixels), flattening.Source(grey)
    for sheet in found.sheets:
        settled = settling.settle(grey, greys, sheet)
        settled.warnings += warnings
        yield _told(sheet, settled, source, pixels)


def _told(sheet: Candidate, settled: settling.Settled, source: flattening.Source, pixels: Pixels) -> SheetRead:
    if settled.placed is None or sheet.code is None:
        key = settled.fault or "unsure"
        return SheetRead(code=sheet.code, text=sheet.text, refused=refused(key), preview=_small(pixels))
    code, plan, placed = sheet.code, sheet.layout, settled.placed
    if code.kind == "lines":
        flat = flattening.flatten(source, placed, _whole(plan), dense=lines.DENSE)
        told = lines.read(flat, plan)
        return SheetRead(
            code=code, text=sheet.text, placed=True, error_mm=settled.error_mm, lines=told, preview=_small(flat.pixels),
            warnings=tuple(map(warning, settled.warnings)),
        )  # fmt: skip
    flat = flattening.flatten(source, placed, plan.frame)
    found, more = dots.read(flat, code, plan)
    return SheetRead(
        code=code, text=sheet.text, placed=True, error_mm=settled.error_mm, dots=found, preview=_small(flat.pixels),
        warnings=tuple(map(warning, [*settled.warnings, *more])),
    )  # fmt: skip


def _whole(plan: Layout) -> Box:
    frame = plan.frame
    return Box(frame.x - 2, frame.y - 2, frame.width + 4, frame.height + 4)


def _by_hand(pixels: Pixels, grey: Grey, corners: Sequence[tuple[float, float]], expected: str) -> SheetRead:
    source, greys = flattening.Source(pixels), flattening.Source(grey)
    sheet, settled = hands.settle(grey, greys, corners, expected)
    return _told(sheet, settled, source, pixels)


def _small(pixels: Pixels) -> bytes:
    """Give a small JPEG of it."""
    import cv2

    share = min(1.0, _PREVIEW / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share))
    return dots.jpeg(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), quality=70)
