"""What stands on a page, before it is set in type: the PDF and the HTML page are two settings of one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.qr import QrCode
    from assetmap.printing.words import Item
    from assetmap.settings import CrisisLine


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, perhaps a map, and a list; either may be missing."""

    heading: str
    items: tuple[Item, ...] = ()
    map: DrawnMap | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole page in words and drawings; `language` is that of its own sentences."""

    language: str
    title: str
    subtitle: str
    """The place and the date printed."""
    notice: str
    """Said in a frame at the top: that the town is invented; or empty."""
    intro: tuple[str, ...]
    to_fill_in: tuple[str, ...]
    """Questions with a line to write on."""
    sections: tuple[Section, ...]
    crisis: tuple[CrisisLine, ...]
    crisis_first: bool
    tell: str
    sources: str
    """Attribution, printed under every map."""
    qr: QrCode | None
