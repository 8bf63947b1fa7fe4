"""What stands on a page, before it is set in type: the PDF and the HTML page are two settings of one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.wording import gettext as _
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.qr import QrCode
    from assetmap.printing.words import Item
    from assetmap.settings import CrisisLine


@dataclass(frozen=True, kw_only=True)
class Told:
    """Short sentences, one under another, and the picture of ours that stands beside them (`cartography.pictures`)."""

    picture: str
    words: tuple[str, ...]
    strong: bool = False
    fact: str = ""
    """Which fact of an asset it tells."""


@dataclass(frozen=True, kw_only=True)
class EasyParts:
    """What the easy format says beside its lists."""

    opening: tuple[Told, ...]
    on_the_map: tuple[Told, ...]
    """Beside every map."""
    last: tuple[Told, ...]
    """After the lists."""
    crisis: tuple[Told, ...]
    """Before the crisis lines."""
    closing: tuple[Told, ...]
    is_roomy: bool = False
    """Whether each sentence has a line of its own and a larger picture: where that takes no more paper."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, a sentence, a map, and a list; any of them may be missing."""

    heading: str
    words: str = ""
    items: tuple[Item, ...] = ()
    map: DrawnMap | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole page in words and drawings; `language` is that of its own sentences."""

    language: str
    title: str
    subtitle: str
    """The place and the date printed."""
    printed: str
    """The date alone, at the foot of every sheet of paper."""
    notice: str
    """Said in a frame at the top: that the town is invented; or empty."""
    intro: tuple[str, ...]
    arranged: tuple[tuple[str, str], ...] = field(repr=False)
    """Who will be in touch, when and how: the question, and what was typed for this print alone or "" to write on."""
    sections: tuple[Section, ...]
    crisis: tuple[CrisisLine, ...]
    tell: str
    sources: str
    """Attribution, printed under every map."""
    notes: tuple[str, ...]
    """Small, at the end: which language people wrote in, and that a translation has not been checked."""
    qr: QrCode | None
    easy: EasyParts | None = None
    """What the easy format says in place of `intro`, and around the lists; None in the other formats."""

    def lines(self) -> list[str]:
        """Return everything that it says, in the order it stands in: for who cannot see it."""
        with speaking(self.language):
            return [x for x in self._said() if x.strip()]

    def _said(self) -> list[str]:
        opening = self.easy.opening if self.easy else ()
        said = [self.title, self.subtitle, self.notice, *self.intro, *_words(opening)]
        said += [_("{label}: {text}", label=asked, text=typed) for asked, typed in self.arranged]
        for section in self.sections:
            said += [section.heading, section.words]
            if section.map is not None:
                said += [section.map.words, *_words(self.easy.on_the_map if self.easy else ())]
            for item in section.items:
                name = item.name if item.number is None else f"{item.number}. {item.name}"
                facts = [_("{label}: {text}", label=fact.label, text=fact.text) for fact in item.facts]
                said += [name, item.distance, item.about, item.own_words, *facts, item.checked, *_words(item.told)]
        said += _words(self.easy.last if self.easy else ())
        if self.crisis:
            lines = [_("{name}: {contact}", name=x.name, contact=x.contact) for x in self.crisis]
            said += [_("In a crisis"), *(_words(self.easy.crisis) if self.easy else lines)]
        said += [*(_words(self.easy.closing) if self.easy else (self.tell, *self.notes)), self.sources]
        return said


def _words(told: Iterable[Told]) -> list[str]:
    return [words for one in told for words in one.words]
