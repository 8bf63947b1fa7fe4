"""
One drawing of each category that residents make on the spot: the shape and colour of a sticker that shops sell.

The same drawing goes on the screen, the wall, the phones and the printed legend. The outline is dark and the sign, a
number or the key to press, reaches 4.5 : 1 on its fill: a grey photocopy is told apart by the shape.
"""

from __future__ import annotations

import base64
import html
import math
from functools import lru_cache

from assetmap.cartography.palette import INK, ink_on
from assetmap.cartography.symbols import BOX, FONT
from assetmap.cartography.symbols import SHAPES as OURS
from assetmap.wording import N_


def _pentagon() -> str:
    corners = []
    for i in range(5):
        angle = math.radians(72 * i - 90)
        corners.append(f"{12 + 11.6 * math.cos(angle):.2f} {12.8 + 11.6 * math.sin(angle):.2f}")
    return "M" + "L".join(corners) + "Z"


# Shape → its path and where the middle of its sign lies, in the box of 24 units; the keys of `store.sessions.SHAPES`.
SHAPES: dict[str, tuple[str, float, float]] = {
    **{name: OURS[name] for name in ("circle", "square", "triangle", "star", "diamond")},
    "pentagon": (_pentagon(), 12, 12.8),
}
COLOURS: dict[str, str] = {
    "red": "#D93025", "orange": "#F28A1C", "yellow": "#FFD92E", "green": "#2E9E44", "blue": "#1E6FD0",
    "purple": "#7B3FA0", "pink": "#F48FB1", "black": "#1A1A1A",
}  # fmt: skip
"""The colours of stickers as a screen and a printer show them; the keys of `store.sessions.COLOURS`."""
# translators: the colours of stickers
COLOUR_WORDS: dict[str, str] = {
    "red": N_("red"), "orange": N_("orange"), "yellow": N_("yellow"), "green": N_("green"), "blue": N_("blue"),
    "purple": N_("purple"), "pink": N_("pink"), "black": N_("black"),
}  # fmt: skip
# translators: the shapes of stickers
SHAPE_WORDS: dict[str, str] = {
    "circle": N_("circle"), "square": N_("square"), "triangle": N_("triangle"), "star": N_("star"),
    "diamond": N_("diamond"), "pentagon": N_("pentagon"),
}  # fmt: skip


@lru_cache(maxsize=512)  # a few hundred drawings; the sign is a number or a key, nothing that anybody wrote
def sticker_svg(colour: str, shape: str, *, sign: str = "", size_px: int = 24) -> str:
    """
    Draw a sticker as a whole SVG, `size_px` wide and high; hidden from screen readers, for its word stands beside it.

    Parameters
    ----------
    colour, shape
        Keys of `COLOURS` and `SHAPES`.
    sign
        Up to three characters in it.
    """
    path, x, y = SHAPES[shape]
    fill = COLOURS[colour]
    size = 12.5 if len(sign) == 1 else 11 if len(sign) == 2 else 8.5
    said = (
        f'<text x="{x}" y="{y + 0.36 * size:.2f}" text-anchor="middle" font-family="{FONT}" font-weight="700" '
        f'font-size="{size}" fill="{ink_on(fill)}">{html.escape(sign)}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px}" height="{size_px}" viewBox="0 0 {BOX} {BOX}" '
        f'aria-hidden="true" focusable="false"><path d="{path}" fill="{fill}" stroke="{INK}" stroke-width="1.5" '
        f'stroke-linejoin="round"/>{said if sign else ""}</svg>'
    )


def sticker_address(colour: str, shape: str, *, sign: str = "", size_px: int = 24) -> str:
    """Draw a sticker as an address that holds the picture itself: for where no markup may stand."""
    drawn = sticker_svg(colour, shape, sign=sign, size_px=size_px)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
