"""The marks of the atlas's maps as SVG: classes with hatches that a photocopy keeps, an area's edge, homes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.cartography import palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assetmap.cartography.quietmap import QuietMap
    from assetmap.cartography.scale import Window
    from assetmap.printing.drawnmap import MapText

HATCHES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "": (),
    "lines": ((45.0, 5.0, 0.6),),
    "cross": ((45.0, 6.0, 0.5), (-45.0, 6.0, 0.5)),
}
"""Name → lines at so many degrees, so many points apart, so many points wide: what a photocopy keeps of a class."""
_VEIL = 0.5
"""So white is what lies outside the area of a page."""
_TENTHS = 10


@dataclass(frozen=True, kw_only=True)
class Fill:
    """How an area is drawn: its colour, the name of its hatch, and the sign in it where there is room."""

    colour: str
    hatch: str = ""
    sign: str = ""
    strong: bool = False
    """Whether its edge is drawn thick."""


def swatch(fill: Fill, *, wide: float = 30.0, high: float = 15.0) -> str:
    """Draw a class for the legend, as a whole SVG."""
    shape = np.array([shapely.box(0.5, 0.5, wide - 0.5, high - 0.5)], dtype=object)
    markup = "".join([*fills_markup(shape, [fill]), edges_markup(shape, [fill])])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}pt" height="{high:g}pt" '
        f'viewBox="0 0 {wide:g} {high:g}">{markup}</svg>'
    )


def fills_markup(shapes: NDArray[np.object_], fills: Sequence[Fill]) -> list[str]:
    """Fill the areas, one path a colour, and hatch them, one path a hatch: cut to the areas, with no pattern."""
    out = []
    for colour in dict.fromkeys(fill.colour for fill in fills):
        rows = [i for i, fill in enumerate(fills) if fill.colour == colour]
        out.append(f'<path d="{_area_path(shapes[rows])}" fill="{colour}" fill-rule="evenodd"/>')
    for name in dict.fromkeys(fill.hatch for fill in fills if fill.hatch):
        rows = [i for i, fill in enumerate(fills) if fill.hatch == name]
        whole = shapely.union_all(shapes[rows])
        for angle, apart, wide in HATCHES[name]:
            lines = shapely.intersection(_ruled(whole.bounds, angle, apart), whole)
            out.append(f'<path d="{_line_path(lines)}" fill="none" stroke="{palette.INK}" stroke-width="{wide:g}"/>')
    return out


def edges_markup(shapes: NDArray[np.object_], fills: Sequence[Fill]) -> str:
    out = f'<path d="{_area_path(shapes)}" fill="none" stroke="{palette.FADED_INK}" stroke-width=".5"/>'
    strong = [i for i, fill in enumerate(fills) if fill.strong]
    if strong:
        path = _area_path(shapes[strong])
        out += f'<path d="{path}" fill="none" stroke="{palette.INK}" stroke-width="1.8" stroke-linejoin="round"/>'
    return out


def lines_markup(ground: QuietMap) -> str:
    """Draw the main streets and the water as thin lines over the classes: to find one's way, no more."""
    out = ""
    if len(ground.water):
        out += f'<path d="{_area_path(ground.water)}" fill="{palette.WATER}" fill-rule="evenodd"/>'
    mains = [lines for rank, lines in sorted(ground.streets.items()) if rank <= 1 and len(lines)]
    if mains:
        path = _line_path(np.concatenate(mains))
        out += f'<path d="{path}" fill="none" stroke="{palette.PAPER}" stroke-width="1.8" stroke-opacity=".8"/>'
        out += f'<path d="{path}" fill="none" stroke="{palette.MAIN_CASING}" stroke-width=".7"/>'
    return out


def veil_markup(outline: shapely.Geometry, window: Window) -> str:
    """Pale what lies outside the area, and draw its edge."""
    rest = shapely.difference(shapely.box(0, 0, window.width, window.height), outline)
    return (
        f'<path d="{_area_path(np.array([rest], dtype=object))}" fill="{palette.PAPER}" fill-opacity="{_VEIL}" '
        'fill-rule="evenodd"/>'
        f'<path d="{_area_path(np.array([outline], dtype=object))}" fill="none" stroke="{palette.PAPER}" '
        'stroke-width="4.4" stroke-linejoin="round"/>'
        f'<path d="{_area_path(np.array([outline], dtype=object))}" fill="none" stroke="{palette.INK}" '
        'stroke-width="2" stroke-dasharray="9 3" stroke-linejoin="round"/>'
    )


def homes_markup(points: NDArray[np.float64], reached: NDArray[np.bool_]) -> str:
    """Draw where people set out: a dot where something is in reach, a ring where nothing is."""
    near, far = (np.unique(np.rint(points[x] * _TENTHS), axis=0) / _TENTHS for x in (reached, ~reached))
    out = ""
    if len(far):
        path = "".join(f"M{x:g} {y:g}h0" for x, y in far.tolist())
        out += f'<path d="{path}" fill="none" stroke="{palette.INK}" stroke-width="5.4" stroke-linecap="round"/>'
        out += f'<path d="{path}" fill="none" stroke="{palette.PAPER}" stroke-width="3.4" stroke-linecap="round"/>'
    if len(near):
        path = "".join(f"M{x:g} {y:g}h0" for x, y in near.tolist())
        out += f'<path d="{path}" fill="none" stroke="{palette.PAPER}" stroke-width="5.8" stroke-linecap="round"/>'
        out += f'<path d="{path}" fill="none" stroke="{palette.OUTLINE}" stroke-width="4.8" stroke-linecap="round"/>'
    return out


def _ruled(bounds: tuple[float, float, float, float], angle: float, apart: float) -> shapely.Geometry:
    """Rule parallel lines over some bounds; they fall in with those of every other area."""
    west, north, east, south = bounds
    reach = max(abs(west), abs(east)) + max(abs(north), abs(south)) + apart
    steps = np.arange(-np.ceil(reach / apart), np.ceil(reach / apart) + 1) * apart
    turn = np.radians(angle)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    middle = steps[:, None] * across
    ends = np.stack([middle - along * reach * 2, middle + along * reach * 2], axis=1)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    return shapely.MultiLineString(lines[shapely.intersects(lines, shapely.box(*bounds))].tolist())


def _area_path(shapes: NDArray[np.object_]) -> str:
    parts = shapely.get_parts(shapely.get_parts(np.asarray(shapes, dtype=object)))
    return _line_path(shapely.get_rings(parts[shapely.get_dimensions(parts) == 2]), close="Z")


def _line_path(lines: NDArray[np.object_] | shapely.Geometry, *, close: str = "") -> str:
    """Write lines as one path in tenths of a point."""
    parts = shapely.get_parts(shapely.get_parts(np.atleast_1d(np.asarray(lines, dtype=object))))
    parts = parts[(shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)]
    if not len(parts):
        return ""
    points, line = shapely.get_coordinates(parts, return_index=True)
    starts = np.flatnonzero(np.diff(line, prepend=-1)).tolist()
    said = [f"{x:g} {y:g}" for x, y in np.round(points, 1).tolist()]
    ends = [*starts[1:], len(said)]
    return "".join(f"M{'L'.join(said[a:b])}{close}" for a, b in zip(starts, ends, strict=True))


def signs_markup(texts: Sequence[MapText]) -> str:
    """Draw a pale plate under each sign, so that it reads over lines."""
    return "".join(
        f'<circle cx="{t.x:.1f}" cy="{t.y:.1f}" r="{t.size * 0.66:.1f}" fill="{palette.PAPER}" fill-opacity=".82"/>'
        for t in texts
        if t.ink == palette.INK
    )
