"""What a reader looks for on a sheet, drawn in millimetres: markers, codes, frame, grid, lines and boxes to tick."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import shapely

from assetmap.paper.code import encode, marker_id

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from assetmap.paper.code import SheetCode
    from assetmap.paper.layout import Box, Layout

INK = "#000000"
GRID = "#8A8A8A"
RULE = "#8A8A8A"
MARKERS = "DICT_ARUCO_MIP_36H12"
TAGS = "DICT_4X4_250"
_QUIET = 4


def page_svg(width_mm: float, height_mm: float, parts: Iterable[str]) -> str:
    """Put drawings together on a page whose units are millimetres."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:g}mm" height="{height_mm:g}mm" '
        f'viewBox="0 0 {width_mm:g} {height_mm:g}">{"".join(parts)}</svg>'
    )


def markers_markup(code: SheetCode, layout: Layout) -> str:
    """Draw the eight markers, each in its white."""
    out = []
    for marker in layout.markers:
        out.append(_white(marker.box, layout.marker_quiet_mm))
        out.append(cells_markup(aruco(MARKERS, marker_id(code, marker.k)), marker.box))
    return "".join(out)


def codes_markup(code: SheetCode, layout: Layout) -> str:
    """Draw the code as often as the layout has room for it."""
    import segno

    made = segno.make_qr(encode(code), version=4, error="q", boost_error=False)
    rows = tuple(tuple(bool(x) for x in row) for row in made.matrix)
    return "".join(_white(box, layout.code_quiet_mm) + cells_markup(rows, box) for box in layout.codes)


def frame_markup(layout: Layout) -> str:
    """Draw the edge of the map."""
    frame, line = layout.frame, layout.cross_line_mm
    return (
        f'<rect x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" height="{frame.height:g}" fill="none" '
        f'stroke="{INK}" stroke-width="{line:g}"/>'
    )


def crosses_markup(layout: Layout) -> str:
    """Draw crosses where lines of the grid meet, on white so that streets do not hide them, and ticks at the edge."""
    half = layout.cross_mm / 2
    trace = "".join(
        f"M{x - half:.4f} {y:.4f}H{x + half:.4f}M{x:.4f} {y - half:.4f}V{y + half:.4f}" for x, y in layout.crosses
    )
    frame, step = layout.frame, layout.grid_mm
    for i in range(1, round(frame.width / step)):
        x = frame.x + i * step
        trace += f"M{x:.4f} {frame.y:.4f}v{half:.4f}M{x:.4f} {frame.bottom:.4f}v{-half:.4f}"
    for j in range(1, round(frame.height / step)):
        y = frame.y + j * step
        trace += f"M{frame.x:.4f} {y:.4f}h{half:.4f}M{frame.right:.4f} {y:.4f}h{-half:.4f}"
    line = layout.cross_line_mm
    return (
        f'<path d="{trace}" stroke="#FFFFFF" stroke-width="{3 * line:g}" fill="none"/>'
        f'<path d="{trace}" stroke="{GRID}" stroke-width="{line:g}" fill="none"/>'
    )


def lines_markup(layout: Layout, asked: Container[str]) -> str:
    """Draw the lines of the companion sheet and, of their boxes, those that mean something."""
    frame, head = layout.frame, layout.head
    top = head.y if head is not None else frame.y
    rules, faint, boxes = [], [], []
    for row in layout.rows:
        rules.append(f"M{row.box.x:.4f} {row.box.y:.4f}H{row.box.right:.4f}")
        faint.append(f"M{row.write.x:.4f} {row.box.y + row.box.height / 2:.4f}h{row.write.width:.4f}")
        boxes += [
            f"M{b.x - _RIM / 2:.4f} {b.y - _RIM / 2:.4f}h{b.width + _RIM:.4f}v{b.height + _RIM:.4f}"
            f"h{-b.width - _RIM:.4f}z"
            for key, b in row.ticks.items()
            if key in asked
        ]
    rules.append(f"M{frame.x:.4f} {frame.bottom:.4f}H{frame.right:.4f}")
    rules += [f"M{x:.4f} {top:.4f}V{frame.bottom:.4f}" for x in _between(layout)]
    return (
        f'<path d="{"".join(rules)}" stroke="{RULE}" stroke-width=".3" fill="none"/>'
        f'<path d="{"".join(faint)}" stroke="{RULE}" stroke-width=".25" stroke-dasharray=".4 1.2" fill="none"/>'
        f'<path d="{"".join(boxes)}" stroke="{INK}" stroke-width="{_RIM}" fill="none"/>'
    )


_RIM = 0.4
"""Of a box to tick; it lies outside its white."""


def _between(layout: Layout) -> list[float]:
    """Say where rules part what is written, the kind, who leads and whether it may be printed."""
    row = layout.rows[0]
    ticks = row.ticks
    return [
        ticks["kind_1"].x - 1.4,
        (ticks["kind_10"].right + ticks["leads_1"].x) / 2,
        (ticks["leads_3"].right + ticks["print_yes"].x) / 2,
    ]


def cells_markup(rows: Sequence[Sequence[bool]], box: Box) -> str:
    """Draw the dark cells of a square code as one shape, so that no seam shows between them."""
    return (
        f'<path transform="translate({box.x:.6f} {box.y:.6f}) scale({box.width / len(rows):.9f})" fill="{INK}" '
        f'fill-rule="evenodd" d="{_cells(tuple(tuple(row) for row in rows))}"/>'
    )


@lru_cache(maxsize=512)
def _cells(rows: tuple[tuple[bool, ...], ...]) -> str:
    dark = [shapely.box(x, y, x + 1, y + 1) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    whole = shapely.union_all(dark)
    rings = shapely.get_rings(shapely.get_parts(whole))
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in shapely.get_coordinates(ring)[:-1].tolist()) + "Z" for ring in rings
    )


@lru_cache(maxsize=512)
def aruco(name: str, number: int) -> tuple[tuple[bool, ...], ...]:
    """Return the cells of a marker, True where dark, its rim included."""
    import cv2

    book = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, name))
    side = book.markerSize + 2
    picture = cv2.aruco.generateImageMarker(book, number, side)
    return tuple(tuple(bool(x < 128) for x in row) for row in picture.tolist())


def _white(box: Box, quiet: float) -> str:
    return (
        f'<rect x="{box.x - quiet:.4f}" y="{box.y - quiet:.4f}" width="{box.width + 2 * quiet:.4f}" '
        f'height="{box.height + 2 * quiet:.4f}" fill="#FFFFFF"/>'
    )
