"""Where words may stand on a sheet: what is left between its markers, its codes and its map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.paper.layout import Box

if TYPE_CHECKING:
    from assetmap.paper.layout import Layout

ENLARGED = {"A4": 1.0, "A3": 1.2, "A2": 1.5, "A1": 1.9}
"""
How many times larger than on A4 everything is that is read: names of streets are 12, 14, 18 and 23 points.

Somebody of eighty reads capitals without strain that are seen under 12 minutes of arc or more (twice the 5' of 6/6
sight and a fifth; letters of Atkinson Hyperlegible are 0.67 em high): 12 points at 80 cm, a sheet on one's lap or
table; 14 at 95 cm; 18 at 1.2 m, standing at a table; 23 at 1.5 m, standing before a wall.
"""
_BAND = 5.0
"""Of letters and figures round the map, on A4."""


def band_mm(layout: Layout) -> float:
    """Return how much room letters and figures of the grid have round the map."""
    return _BAND * ENLARGED[layout.paper]


def rooms_of(layout: Layout) -> dict[str, Box]:
    """Name the rooms of a map: `title`, `about` (top), `words`, `scale` (bottom), `left` and `right` (its sides)."""
    m = [marker.box for marker in layout.markers]
    gap, band, edge = layout.marker_quiet_mm + 1.5, band_mm(layout), m[0].x
    frame = layout.frame
    apart = band + 1.2 * ENLARGED[layout.paper]
    high, low = frame.y - apart - edge, frame.bottom + apart
    past_first, past_second = m[2].x - gap, m[6].right + gap
    if not layout.landscape:
        past_first = layout.codes[0].x - layout.code_quiet_mm - 1
        past_second = layout.codes[1].right + layout.code_quiet_mm + 1
    rooms = {
        "title": (m[0].right + gap, edge, m[1].x - gap, edge + high),
        "about": (m[1].right + gap, edge, past_first, edge + high),
        "scale": (past_second, low, m[5].x - gap, layout.height_mm - edge),
        "words": (m[5].right + gap, low, m[4].x - gap, layout.height_mm - edge),
        "left": (edge, m[0].bottom + gap, frame.x - apart, m[7].y - gap),
        "right": (frame.right + apart, m[3].bottom + gap, layout.width_mm - edge, m[4].y - gap),
    }
    return {name: Box(a, b, c - a, d - b) for name, (a, b, c, d) in rooms.items()}
