"""The quiet map as SVG: ground, label plates, pins, scale bar and north arrow, without a letter of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.cartography import palette
from assetmap.cartography.symbols import BOX, HERE, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assetmap.cartography.labels import Label
    from assetmap.cartography.pins import Box, Pin
    from assetmap.cartography.quietmap import QuietMap
    from assetmap.cartography.scale import ScaleBar

# Paths are written in tenths of a point, as whole numbers: a 28th of a millimetre, and quick to write.
_TENTHS = 10
# Rank of a street → its true width in metres, and the least and most it is drawn with, in points.
_WIDTHS = {0: (16, 3.4, 11), 1: (13, 2.8, 9.5), 2: (11, 2.0, 8.5), 3: (9, 1.3, 7), 4: (6, 0.9, 4.5), 5: (2, 0.8, 1.4)}
_MAIN = 1
_PATH = 5


def ground_markup(ground: QuietMap) -> str:
    """Draw land, green, water and streets, each kind in one path, streets with their casing beneath all of them."""
    window = ground.window
    out = [
        f'<rect width="{window.width:g}" height="{window.height:g}" fill="{palette.LAND}"/>',
        '<g transform="scale(.1)">',
    ]
    if len(ground.green):
        out.append(_path(_rings(ground.green), fill=palette.GREEN, stroke=palette.GREEN_EDGE, width=0.6))
    if len(ground.brooks):
        out.append(_path(_trace(ground.brooks), fill="none", stroke=palette.WATER_EDGE, width=1.6))
    if len(ground.water):
        # A river and the harbour it runs into are one water: no line between them.
        one_water = shapely.get_parts(shapely.union_all(ground.water))
        out.append(_path(_rings(one_water), fill=palette.WATER, stroke=palette.WATER_EDGE, width=0.6))
    drawn = {rank: _trace(lines) for rank, lines in sorted(ground.streets.items(), reverse=True) if len(lines)}
    for rank, trace in drawn.items():
        if rank == _PATH:
            out.append(_path(trace, fill="none", stroke=palette.STREET_CASING, width=1.1, dashes="30 20"))
        else:
            casing = palette.MAIN_CASING if rank <= _MAIN else palette.STREET_CASING
            width = _street_width(rank, window.points_per_m)
            out.append(_path(trace, fill="none", stroke=casing, width=width + (1.5 if rank <= _MAIN else 1.1)))
    for rank, trace in drawn.items():
        if rank != _PATH:
            fill = palette.MAIN_STREET if rank <= _MAIN else palette.STREET
            out.append(_path(trace, fill="none", stroke=fill, width=_street_width(rank, window.points_per_m)))
    out.append("</g>")
    return "".join(out)


def plates_markup(labels: Iterable[Label]) -> str:
    """Draw a soft white plate under each label, so that it reads over lines."""
    return "".join(
        f'<rect x="{-label.width / 2 - 2:.1f}" y="{-label.size * 0.56:.1f}" width="{label.width + 4:.1f}" '
        f'height="{label.size * 1.12:.1f}" rx="{label.size / 3:.1f}" fill="{_PLATES.get(label.what, palette.PAPER)}" '
        f'fill-opacity=".86" transform="translate({label.x:.1f} {label.y:.1f}) rotate({label.angle:.1f})"/>'
        for label in labels
    )


_PLATES = {"green": palette.GREEN, "water": palette.WATER, "area": palette.LAND}


def outline_markup(shapes: np.ndarray) -> str:
    """Outline the assets that are lines or areas (points of paper): a dark line on white, dashed for a walk."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    parts = parts[~shapely.is_empty(parts)]
    dimensions = shapely.get_dimensions(parts)
    areas, lines = _rings(parts[dimensions == 2]), _trace(parts[dimensions == 1])
    out = ""
    if areas:
        out += _path(areas, fill="none", stroke=palette.PAPER, width=3.6)
        out += _path(areas, fill="none", stroke=palette.OUTLINE, width=1.5)
    if lines:
        out += _path(lines, fill="none", stroke=palette.PAPER, width=5)
        out += _path(lines, fill="none", stroke=palette.OUTLINE, width=2.4, dashes="70 40")
    return f'<g transform="scale(.1)">{out}</g>' if out else ""


def routes_markup(lines: np.ndarray) -> str:
    """Draw ways on foot (points of paper): dots on white, as no other line of the map, and no photocopy loses them."""
    trace = _trace(shapely.get_parts(lines))
    if not trace:
        return ""
    rim = _path(trace, fill="none", stroke=palette.PAPER, width=3.8)
    return (
        f'<g transform="scale(.1)">{rim}{_path(trace, fill="none", stroke=palette.INK, width=2.1, dashes="0 46")}</g>'
    )


def leaders_markup(pins: Sequence[Pin]) -> str:
    """Draw a line from each pin that was moved to a dot at its true place."""
    moved = [pin for pin in pins if pin.is_moved]
    if not moved:
        return ""
    lines = "".join(f"M{pin.x:.1f} {pin.y:.1f}L{pin.true_x:.1f} {pin.true_y:.1f}" for pin in moved)
    rim = f'<path d="{lines}" stroke="{palette.PAPER}" stroke-width="4"/>'
    core = f'<path d="{lines}" stroke="{palette.INK}" stroke-width="1.6"/>'
    return (
        rim
        + core
        + "".join(
            f'<circle cx="{pin.true_x:.1f}" cy="{pin.true_y:.1f}" r="3" fill="{palette.INK}" stroke="{palette.PAPER}"/>'
            for pin in moved
        )
    )


def pin_markup(symbol: Symbol, *, x: float, y: float, size: float) -> str:
    """Draw a symbol without its sign, `size` points wide, with a white rim that sets it off from the streets."""
    rim = f'<path d="{symbol.path}" fill="none" stroke="{palette.PAPER}" stroke-width="4.5" stroke-linejoin="round"/>'
    return _placed(rim + symbol.shape, x=x, y=y, size=size)


def here_markup(*, x: float, y: float, size: float) -> str:
    """Draw the “you are here” mark."""
    return _placed(HERE, x=x, y=y, size=size)


def scale_markup(bar: ScaleBar, *, box: Box) -> str:
    """Draw a scale bar in its box; its words stand to the right of the bar."""
    left, top, right, bottom = box
    x, y = left + 7, (top + bottom) / 2
    end = x + bar.length
    ends = f"M{x:.1f} {y - 4:.1f}v8M{x:.1f} {y:.1f}H{end:.1f}M{end:.1f} {y - 4:.1f}v8"
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="4" '
        f'fill="{palette.PAPER}" fill-opacity=".9"/>'
        f'<path d="{ends}" fill="none" stroke="{palette.INK}" stroke-width="2"/>'
    )


def north_markup(*, box: Box, turn: float) -> str:
    """Draw a north arrow in its box, `turn` degrees clockwise; its N stands below."""
    left, top, right, bottom = box
    x = (left + right) / 2
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="4" '
        f'fill="{palette.PAPER}" fill-opacity=".9"/>'
        f'<path transform="translate({x:.1f} {top + 15:.1f}) rotate({turn:.1f})" d="M0 -11L6.5 10L0 5.5L-6.5 10Z" '
        f'fill="{palette.INK}" stroke-linejoin="round"/>'
    )


def _placed(markup: str, *, x: float, y: float, size: float) -> str:
    k = size / BOX
    return f'<g transform="translate({x - size / 2:.2f} {y - size / 2:.2f}) scale({k:.3f})">{markup}</g>'


def _street_width(rank: int, points_per_m: float) -> float:
    true_m, least, most = _WIDTHS[rank]
    return min(max(true_m * points_per_m, least), most)


def _path(trace: str, *, fill: str, stroke: str, width: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{trace}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width * _TENTHS:.0f}" '
        f'stroke-linecap="round" stroke-linejoin="round"{dashed}/>'
    )


def _rings(areas: np.ndarray) -> str:
    return _trace(shapely.get_rings(areas))


def _trace(lines: np.ndarray) -> str:
    """Write lines as one SVG path: whole tenths of a point, each step relative to the last."""
    if not len(lines):
        return ""
    points, line = shapely.get_coordinates(lines, return_index=True)
    tenths = np.rint(points * _TENTHS).astype(int)
    steps = np.diff(tenths, axis=0, prepend=[[0, 0]])
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    steps[starts] = tenths[starts]
    flat = steps.ravel().tolist()
    ends = [*starts[1:].tolist(), len(tenths)]
    return "".join(
        f"M{flat[2 * a]} {flat[2 * a + 1]}l{' '.join(map(str, flat[2 * a + 2 : 2 * b]))}"
        for a, b in zip(starts.tolist(), ends, strict=True)
        if b - a > 1
    )
