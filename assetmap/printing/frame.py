"""The page frame: paper in millimetres, type in points, the same for everything that is printed."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.cartography.scale import MM_PER_PT
from assetmap.errors import PrintError


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A sheet; `margin_mm` on every side holds nothing but the foot line."""

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float = 15.0

    @property
    def line_mm(self) -> float:
        """Width between the margins."""
        return self.width_mm - 2 * self.margin_mm


@dataclass(frozen=True, kw_only=True)
class Format:
    """
    Sizes of type in points. Nothing on a page, its map included, is smaller than `least`.

    Clear print: body 14, nothing under 12. Large print: body 18, nothing under 16, laid out again and not
    enlarged. (UK Association for Accessible Formats, clear and large print guidance, 2012 and later.) Easy: short
    sentences with a picture beside each, nothing under 14.
    """

    name: str
    body: float
    least: float
    title: float
    heading: float
    entry: float
    pin: float
    map_share: float
    """Height of the map as a share of its width."""
    street_names: int = 24
    """Most names of streets on the map."""

    @property
    def is_easy(self) -> bool:
        """Whether it is told in short sentences and pictures."""
        return self.name == "easy"


PAPERS = {
    "a4": Paper(name="A4", width_mm=210.0, height_mm=297.0),
    "letter": Paper(name="Letter", width_mm=215.9, height_mm=279.4),
}
FORMATS = {
    "clear": Format(name="clear", body=14, least=12, title=26, heading=18, entry=16, pin=30, map_share=0.45),
    "large": Format(name="large", body=18, least=16, title=32, heading=24, entry=21, pin=38, map_share=0.62),
    "easy": Format(
        name="easy", body=14, least=14, title=28, heading=20, entry=18, pin=38, map_share=0.6, street_names=8
    ),
}
QR_MM = 28.0
"""Side of a QR code without its quiet zone; 25 mm is the least that old cameras read at arm's length."""


def paper_of(name: str) -> Paper:
    """Return a paper by name, any case."""
    try:
        return PAPERS[name.strip().lower()]
    except KeyError:
        raise PrintError("[paper] this paper is not known: choose A4 or Letter.") from None


def format_of(name: str) -> Format:
    """Return a format by name."""
    try:
        return FORMATS[name.strip().lower()]
    except KeyError:
        raise PrintError("[format] this format is not known: choose clear, large or easy.") from None


def points(mm: float) -> float:
    """Turn millimetres into points."""
    return mm / MM_PER_PT
