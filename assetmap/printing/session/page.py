"""The page of a workshop, set in type."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from assetmap.cartography.pictures import PICTURES, picture_svg
from assetmap.cartography.symbols import symbol
from assetmap.printing.easy_parts import PICTURE_PT
from assetmap.printing.pdf import framed, laid_map, page_count, sayer, typeset
from assetmap.printing.session.web import to_html
from assetmap.printing.text import printable
from assetmap.printing.voices import kept_as_it_is
from assetmap.wording import gettext as _
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.session.sheet import Leaflet, Part, Pinned

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'


@dataclass(frozen=True, kw_only=True)
class SessionPage:
    """A page ready to be printed."""

    leaflet: Leaflet = field(repr=False)
    paper: Paper
    format: Format
    _missing: frozenset[str] = field(repr=False, default=frozenset())

    def pdf(self) -> bytes:
        """Return the page as a PDF tagged to PDF/UA-1."""
        return self._pdf

    @cached_property
    def _pdf(self) -> bytes:
        with speaking(self.leaflet.language):
            return cast("bytes", typeset(self._values, template="session/session.typ", kind="pdf"))

    def html(self) -> str:
        """Return the same page as one HTML file that needs nothing else."""
        with speaking(self.leaflet.language):
            return to_html(self.leaflet, paper=self.paper, format=self.format)

    @property
    def pages(self) -> int:
        """How many sheets of paper the PDF has."""
        return page_count(self._pdf)

    @cached_property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that no font has, printed as □, in code point order."""
        lacking = set(self._missing)
        with speaking(self.leaflet.language):
            self._values(lambda text: printable(text, lacking=lacking))
        return tuple(sorted(lacking))

    def _values(self, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
        sheet, form = self.leaflet, self.format
        said = sayer(self.paper, form, drawn)
        return {
            **framed(self.paper, form, said, language=sheet.language, title=sheet.title, subtitle=sheet.subtitle),
            "easy": form.is_easy,
            "picture": PICTURE_PT,
            "pictures": {name: picture_svg(name) for name in PICTURES} if form.is_easy else {},
            "subtitle": said(sheet.subtitle),
            "foot": said(sheet.foot),
            "notice": said(sheet.notice),
            "asked": said(sheet.asked),
            "question": said(sheet.question),
            "parts": [self._part(part, said) for part in sheet.parts],
            "closing": [{"words": said(x.words), "picture": x.picture, "strong": x.strong} for x in sheet.closing],
            "sources": said(sheet.sources),
            "notes": [said(words) for words in sheet.notes],
            "on_the_web": said(_("See these places on the web:")),
            "qr": None if sheet.qr is None else {
                "svg": sheet.qr.svg, "side": sheet.qr.side_mm, "address": said(kept_as_it_is(sheet.qr.address)),
                "words": _("QR code that opens this page on the web: {address}", address=sheet.qr.address),
            },
        }  # fmt: skip

    def _part(self, part: Part, said: Callable[[str], str]) -> dict[str, Any]:  # JSON
        return {
            "heading": said(part.heading),
            "picture": part.picture,
            "lines": [{"words": said(x.words), "picture": x.picture, "strong": x.strong} for x in part.lines],
            "map": laid_map(part.map) if part.map is not None else None,
            "pinned": [self._pinned(row, said) for row in part.pinned],
            "quotes": [[said(line) for line in words.split("\n") if line.strip()] for words in part.quotes],
            "listed": [said(words) for words in part.listed],
            "bars": [{"name": said(x.name), "words": said(x.words), "share": x.share} for x in part.bars],
            "tasks": [{"words": said(x.words), "facts": [said(fact) for fact in x.facts]} for x in part.tasks],
        }

    def _pinned(self, row: Pinned, said: Callable[[str], str]) -> dict[str, Any]:  # JSON
        sign = symbol(row.kind, number=row.number, status=row.status)
        return {
            "symbol": {
                "svg": f"{_SVG}{sign.shape}</svg>",
                "sign": sign.sign, "ink": sign.ink, "x": sign.x, "y": sign.y,
                "pt": round(max(sign.size * self.format.pin / 24, self.format.least), 1),
            },
            "name": said(row.name),
            "about": said(row.about),
            "own": [said(line) for line in row.own_words.split("\n") if line.strip()],
        }  # fmt: skip
