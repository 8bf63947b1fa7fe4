"""What stands on the page that a workshop leaves behind, before it is set in type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.qr import QrCode


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence of ours; `picture` stands beside it in the easy format (`cartography.pictures`)."""

    words: str
    picture: str = ""
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """An asset by its number on the map; None where it has no place."""

    number: int | None
    kind: str
    status: str
    name: str
    about: str
    own_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What got dots: `share` is its part of the most that anything got, 0 to 1."""

    name: str
    words: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do, with a box to tick; `facts` are who, by when, how much."""

    words: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the page; any of its lists may be empty. `quotes` are what people said, letter for letter."""

    heading: str
    picture: str
    lines: tuple[Line, ...] = ()
    map: DrawnMap | None = None
    pinned: tuple[Pinned, ...] = ()
    quotes: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """The whole page; `language` is that of its own sentences."""

    language: str
    title: str
    subtitle: str
    foot: str
    notice: str
    asked: str
    question: str
    parts: tuple[Part, ...]
    closing: tuple[Line, ...]
    sources: str
    notes: tuple[str, ...] = ()
    qr: QrCode | None = field(default=None, repr=False)

    def lines(self) -> list[str]:
        """Return everything that it says, in the order it stands in."""
        said = [self.title, self.subtitle, self.notice, self.asked, self.question]
        for part in self.parts:
            said += [part.heading, *(x.words for x in part.lines)]
            said += [part.map.words] if part.map is not None else []
            for row in part.pinned:
                said += [row.name if row.number is None else f"{row.number}. {row.name}", row.about, row.own_words]
            said += [*part.quotes, *part.listed]
            for bar in part.bars:
                said += [bar.name, bar.words]
            for task in part.tasks:
                said += [task.words, *task.facts]
        said += [*(x.words for x in self.closing), *self.notes, self.sources]
        return [x for x in said if x.strip()]
