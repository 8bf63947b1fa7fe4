"""A page as its template takes it: drawings in millimetres, and rooms with paragraphs in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assetmap.paper.code import SheetCode
    from assetmap.paper.layout import Box

_UNBROKEN = 45
"""A longer word is broken anyhow."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Words; `share` of the room's size; `level` of a heading or 0; `svg` stands before them."""

    words: str
    share: float = 1.0
    bold: bool = False
    level: int = 0
    above: float = 0.45
    svg: str = ""


@dataclass(frozen=True, kw_only=True)
class Room:
    """Paragraphs in a box, set between `most` and `least` points, as large as they fit."""

    box: Box
    paragraphs: Sequence[Paragraph]
    most: float
    least: float
    low: bool = False
    middle: bool = False
    turned: bool = False
    """Whether it runs from below to above."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet of paper; `map` as `mapped.as_json` lays it out."""

    width_mm: float
    height_mm: float
    svg: str
    rooms: Sequence[Room]
    map: dict[str, Any] | None = field(default=None, repr=False)  # JSON


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page and what its code says."""

    page: Page
    code: SheetCode


def as_json(page: Page, said: Callable[[str], str]) -> dict[str, Any]:  # JSON
    """Lay a page out for the template; every text goes through `said`, the one way in."""
    return {
        "width": page.width_mm, "height": page.height_mm, "svg": page.svg,
        "map": None if page.map is None else _map(page.map, said),
        "rooms": [_room(room, said) for room in page.rooms if room.paragraphs],
    }  # fmt: skip


def _map(laid: dict[str, Any], said: Callable[[str], str]) -> dict[str, Any]:  # JSON
    from assetmap.printing.voices import plain, runs_rtl

    texts = [row | {"text": said(row["text"]), "rtl": runs_rtl(row["text"])} for row in laid["texts"]]
    alt = "".join(x for x in said(plain(laid["alt"])) if x not in _SIGNS)
    return laid | {"texts": texts, "alt": alt}


_SIGNS = "\u200b\ue000\ue001\ue002"


def _room(room: Room, said: Callable[[str], str]) -> dict[str, Any]:  # JSON
    from assetmap.printing.voices import plain

    box = room.box
    words = (word for p in room.paragraphs for word in plain(p.words).split())
    longest = sorted((word for word in words if len(word) < _UNBROKEN), key=len)[-2:]
    return {
        "x": box.x, "y": box.y, "width": box.width, "height": box.height, "most": room.most, "least": room.least,
        "low": room.low, "middle": room.middle, "turn": 90 if room.turned else 0,
        "longest": [said(word) for word in longest],
        "paragraphs": [
            {"words": said(p.words), "share": p.share, "bold": p.bold, "level": p.level, "above": p.above if i else 0,
             "svg": p.svg}
            for i, p in enumerate(room.paragraphs)
        ],
    }  # fmt: skip
