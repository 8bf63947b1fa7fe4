"""
Our own small pictures, beside the sentences of an easy page: plain outlines, as clear in black and white.

One of each kind, one of each need, and one for each thing to know of a place. They say nothing by themselves: the
sentence stands beside each.
"""

from __future__ import annotations

from assetmap.cartography.pictures.facts import FACTS
from assetmap.cartography.pictures.kinds import KINDS
from assetmap.cartography.pictures.needs import NEEDS
from assetmap.cartography.pictures.strokes import GRID

__all__ = ["FACTS", "KINDS", "NEEDS", "PICTURES", "picture_svg"]

PICTURES = KINDS | NEEDS | FACTS
"""Kind, need or fact → its drawing, as SVG markup on a grid of 48."""


def picture_svg(name: str, *, size_px: float = GRID) -> str:
    """
    Draw a picture as a whole SVG, `size_px` wide and high.

    It is hidden from screen readers: what it says always stands beside it in words.

    Raises
    ------
    KeyError
        There is no such picture.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px:g}" height="{size_px:g}" '
        f'viewBox="0 0 {GRID} {GRID}" aria-hidden="true" focusable="false">{PICTURES[name]}</svg>'
    )
