"""
One drawing of each asset symbol: the shape says the family, the letter the kind, a number the row of a list.

The same drawing goes on the screen, the shared web page and paper. The outline is dark and the sign
reaches 4.5 : 1 on its fill, so a grey photocopy can be read as well. A draft is hollow; an overdue one
is faded and carries a small clock; both are also said in words wherever they are shown.
"""

from __future__ import annotations

import base64
import html
import math
from dataclasses import dataclass
from functools import lru_cache

from assetmap.cartography.palette import FADED_INK, INK, PAPER, ink_on, mixed
from assetmap.vocabulary import vocabulary

BOX = 24
"""Symbols are drawn in a box of 24 by 24 units."""
FONT = "Atkinson Hyperlegible, Noto Sans, Noto Sans Arabic, sans-serif"


def _star() -> str:
    # Five fat points: an inner radius of 0.66 leaves room for two digits.
    corners = []
    for i in range(10):
        radius = 11.6 if i % 2 == 0 else 7.7
        angle = math.radians(36 * i - 90)
        corners.append(f"{12 + radius * math.cos(angle):.2f} {12.4 + radius * math.sin(angle):.2f}")
    return "M" + "L".join(corners) + "Z"


# Shape → its path and where the middle of its sign lies, in the 24-unit box.
SHAPES: dict[str, tuple[str, float, float]] = {
    "circle": ("M12 1.5A10.5 10.5 0 1 1 12 22.5A10.5 10.5 0 1 1 12 1.5Z", 12, 12),
    "square": ("M2.5 2.5H21.5V21.5H2.5Z", 12, 12),
    "diamond": ("M12 0.9L23.1 12L12 23.1L0.9 12Z", 12, 12),
    "house": ("M12 1.2L22.6 9.6V22.2H1.4V9.6Z", 12, 13.8),
    "leaf": ("M21.8 2.2V12.2A9.8 9.8 0 1 1 12 2.2Z", 12, 12.2),
    "hexagon": ("M6.4 2.2H17.6L23 12L17.6 21.8H6.4L1 12Z", 12, 12),
    "triangle": ("M12 0.9L23.4 22.2H0.6Z", 12, 15.9),
    "cross": ("M7 1.5H17V7H22.5V17H17V22.5H7V17H1.5V7H7Z", 12, 12),
    "tag": ("M1.4 3.4H15.6L23 12L15.6 20.6H1.4Z", 10.8, 12),
    "star": (_star(), 12, 12.4),
}


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """
    A symbol taken apart: `shape` is SVG markup without text, in a box of 24 units.

    `sign` (a letter or number) belongs at `x`, `y` (its middle) in `ink`, bold, `size` units high.
    """

    shape: str
    path: str
    """The outline alone, as SVG path data."""
    sign: str
    ink: str
    x: float
    y: float
    size: float


@lru_cache(maxsize=1024)  # a few hundred drawings; nothing that anybody typed
def symbol(kind: str, *, number: int | None = None, status: str = "published", overdue: bool = False) -> Symbol:
    """
    Draw the symbol of a kind without its sign, and say where the sign goes.

    Parameters
    ----------
    kind
        A kind's key or label.
    number
        Its row in a list; takes the place of the kind's letter.
    status
        A `draft` is hollow.
    overdue
        Faded, with a small clock.

    Raises
    ------
    VocabularyError
        `kind` is not in the vocabulary.
    """
    words = vocabulary()
    row = words.kinds[words.kind(kind)]
    group = words.groups[row.group]
    path, x, y = SHAPES[group.shape]
    fill, line, ink = group.colour, INK, ink_on(group.colour)
    if overdue:
        fill, line, ink = mixed(fill, PAPER, 0.65), FADED_INK, INK
    if status == "draft":
        fill, ink = PAPER, INK
    sign = row.letter if number is None else str(number)
    dashes = ' stroke-dasharray="3 1.6"' if status == "draft" else ""
    shape = f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="1.5" stroke-linejoin="round"{dashes}/>'
    if overdue:
        shape += (
            f'<circle cx="20" cy="4" r="3.6" fill="{PAPER}" stroke="{INK}" stroke-width="1"/>'
            f'<path d="M20 1.8V4L21.7 5" fill="none" stroke="{INK}" stroke-width="1" stroke-linecap="round"/>'
        )
    size = 12.5 if len(sign) == 1 else 11 if len(sign) == 2 else 8.5
    return Symbol(shape=shape, path=path, sign=sign, ink=ink, x=x, y=y, size=size)


def symbol_svg(
    kind: str, *, size_px: int = 24, number: int | None = None, status: str = "published", overdue: bool = False
) -> str:
    """
    Draw the symbol of a kind as a whole SVG, `size_px` wide and high.

    It is hidden from screen readers: what it says always stands beside it in words.
    See `symbol` for the parameters.
    """
    drawn = symbol(kind, number=number, status=status, overdue=overdue)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px}" height="{size_px}" viewBox="0 0 {BOX} {BOX}" '
        f'aria-hidden="true" focusable="false">{drawn.shape}'
        f'<text x="{drawn.x}" y="{drawn.y + 0.36 * drawn.size:.2f}" text-anchor="middle" '
        f'font-family="{FONT}" font-weight="700" font-size="{drawn.size}" fill="{drawn.ink}">'
        f"{html.escape(drawn.sign)}</text></svg>"
    )


def symbol_address(
    kind: str, *, size_px: int = 24, number: int | None = None, status: str = "published", overdue: bool = False
) -> str:
    """Draw the symbol of a kind as an address that holds the picture itself: for where no markup may stand."""
    drawn = symbol_svg(kind, size_px=size_px, number=number, status=status, overdue=overdue)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


def here_svg(*, size_px: int = 24) -> str:
    """Draw the “you are here” mark: a target, unlike every asset's shape."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px}" height="{size_px}" viewBox="0 0 {BOX} {BOX}" '
        f'aria-hidden="true" focusable="false">{HERE}</svg>'
    )


HERE = (
    f'<circle cx="12" cy="12" r="11" fill="{PAPER}" stroke="{PAPER}" stroke-width="2"/>'
    f'<circle cx="12" cy="12" r="9" fill="{PAPER}" stroke="{INK}" stroke-width="3"/>'
    f'<circle cx="12" cy="12" r="4" fill="{INK}"/>'
)
