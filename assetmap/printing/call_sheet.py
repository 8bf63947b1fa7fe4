"""A list to ring round from, on paper: one call a row, with boxes to tick and a line to write on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from assetmap.assets.crediting import attributions_of
from assetmap.disclosure import disclosed
from assetmap.freshness import day_text, last_checked
from assetmap.printing.entries import Entry
from assetmap.printing.frame import format_of, paper_of
from assetmap.printing.pdf import framed, page_count, sayer, typeset
from assetmap.printing.text import NAME_MOST, one_line, printable, together
from assetmap.printing.web import Markup, element, page_style, whole_page
from assetmap.printing.words import item_of
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.contributions.ringing import ToAsk
    from assetmap.printing.frame import Format, Paper
    from assetmap.settings import PlaceSettings

ANSWERS = ("Still right", "Changed", "Closed", "Could not reach")
_NOTE = "Note:"
_TO_FILL_IN = ("Who rings:", "Day:")
_MOST = 260
"""Longest that is said of one thing here: who rings asks about the rest."""
_NOBODY = "Nothing is due today. Thank you for asking."
_ASK = "Read out what stands here and ask whether it is still right. Tick one box, and write what has changed."
_PUBLIC = "This sheet holds only what everybody may see on the map."
_WALK = "No telephone number is known: walk past, write, or look it up."


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """One call. `asked` are sentences of their own: that a pause is over, that nobody was reached."""

    name: str
    phone: str
    ask_for: str
    asked: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CallSection:
    """A heading, what is said below it, and its calls."""

    heading: str
    intro: tuple[str, ...]
    rows: tuple[CallRow, ...]


@dataclass(frozen=True, kw_only=True)
class CallSheet:
    """A whole list in words, ready to be printed."""

    title: str
    subtitle: str
    notice: str
    intro: tuple[str, ...]
    sections: tuple[CallSection, ...]
    paper: Paper
    format: Format

    @property
    def calls(self) -> int:
        """How many rows it has."""
        return sum(len(section.rows) for section in self.sections)

    def pdf(self) -> bytes:
        """Return the sheet as a PDF tagged to PDF/UA-1."""
        return self._pdf

    @cached_property
    def _pdf(self) -> bytes:
        return cast("bytes", typeset(self._values, template="call_sheet.typ", kind="pdf"))

    @property
    def pages(self) -> int:
        """How many sheets of paper the PDF has."""
        return page_count(self._pdf)

    @cached_property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that no font has, printed as □, in code point order."""
        lacking: set[str] = set()
        self._values(lambda text: printable(text, lacking=lacking))
        return tuple(sorted(lacking))

    def html(self) -> str:
        """Return the same sheet as one HTML file that needs nothing else."""
        parts = [element("p", words, class_="notice") for words in (self.notice,) if words]
        parts += [element("p", together(words)) for words in self.intro]
        if self.calls:
            parts += [element("p", f"{words} ", element("span", class_="line"), class_="fill") for words in _TO_FILL_IN]
        for section in self.sections:
            parts += [element("h2", section.heading)] if section.heading else []
            parts += [element("p", words) for words in section.intro]
            parts += [_web_row(row) for row in section.rows]
        subtitle = element("p", together(self.subtitle), class_="subtitle")
        main = element("main", element("h1", self.title), subtitle, *parts)
        style = page_style(self.paper, self.format) + _STYLE
        return whole_page(main, title=f"{self.title}: {self.subtitle}", language="en", style=style)

    def _values(self, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
        said = sayer(self.paper, self.format, drawn, room=0.5)
        return {
            **framed(self.paper, self.format, said, language="en", title=self.title, subtitle=self.subtitle),
            "subtitle": said(self.subtitle),
            "foot": said(f"{self.title} · {self.subtitle}"),
            "notice": said(self.notice),
            "intro": [said(words) for words in self.intro],
            "to_fill_in": list(_TO_FILL_IN) if self.calls else [],
            "answers": list(ANSWERS),
            "note": _NOTE,
            "sections": [
                {
                    "heading": said(section.heading),
                    "intro": [said(words) for words in section.intro],
                    "rows": [
                        {
                            "name": said(row.name),
                            "phone": said(row.phone),
                            "ask_for": said(row.ask_for),
                            "asked": [said(words) for words in row.asked],
                            "facts": [[label, said(text)] for label, text in row.facts],
                        }
                        for row in section.rows
                    ],
                }
                for section in self.sections
            ],
        }


def call_sheet(
    to_ring: Sequence[ToAsk],
    to_walk: Sequence[ToAsk] = (),
    *,
    settings: PlaceSettings,
    on: date,
    format: str = "clear",  # noqa: A002  (the shell's own word: --format)
    paper: str = "A4",
) -> CallSheet:
    """
    Make the sheet for whoever rings round today.

    Parameters
    ----------
    to_ring, to_walk
        In the order of `contributions.ringing.due`. What not everybody may see is left out, and of the rest every
        field that they may not.
    settings
        The place's name, whom the sheet goes back to, and its review intervals.
    format
        `clear` (14 pt) or `large` (18 pt).
    paper
        `A4` or `Letter`.

    Raises
    ------
    PrintError
        `format` or `paper` is not known.
    """
    with speaking("en"):  # for whoever looks after the map
        return _sheet(to_ring, to_walk, settings=settings, on=on, paper=paper_of(paper), form=format_of(format))


def _sheet(
    to_ring: Sequence[ToAsk], to_walk: Sequence[ToAsk], *, settings: PlaceSettings, on: date, paper: Paper, form: Format
) -> CallSheet:
    sections, number = [], 0
    shown: list[Asset] = []
    for heading, intro, asked in (("To ring", (), to_ring), ("To walk past", (_WALK,), to_walk)):
        rows = []
        for one in asked:
            for asset in disclosed([one.asset]):
                number += 1
                shown.append(asset)
                rows.append(_row(one, Entry(asset, None, None), number, settings=settings, on=on))
        if rows:
            sections.append(CallSection(heading=heading, intro=intro, rows=tuple(rows)))
    back = one_line(settings.tell, most=120)
    hand_back = f"Give it back to {back}{'' if back[-1] in '.!?' else '.'}" if back else ""
    return CallSheet(
        title="Calls to make",
        subtitle=f"{one_line(settings.name, most=80)} · {day_text(on)}",
        notice="An invented town: none of these places is real." if settings.invented else "",
        intro=tuple(x for x in (_ASK, f"{_PUBLIC} {hand_back}".strip(), *attributions_of(None, shown)) if x)
        if number
        else (_NOBODY,),
        sections=tuple(sections),
        paper=paper,
        format=form,
    )


def _row(one: ToAsk, entry: Entry, number: int, *, settings: PlaceSettings, on: date) -> CallRow:
    asset = entry.asset
    item = item_of(entry, number=None, on=on, review_weeks=settings.review_weeks)
    when = next((fact for fact in item.facts if fact.key == "when"), None)
    asked = []
    if one.pause_over and asset.paused_until is not None:
        asked.append(f"It was paused until {day_text(asset.paused_until)}: is it on again?")
    if one.tries:
        asked.append("Nobody was reached once before." if one.tries == 1 else f"Not reached {one.tries} times so far.")
    ways = " or ".join(one_line(x, most=120) for x in (asset.email, asset.website) if x.strip())
    facts = (
        (when.label, when.text) if when is not None else ("", ""),
        ("Where", _where(asset)),
        ("What we say", item.about),
        ("Write or look", "" if asset.phone.strip() else ways),
        ("", last_checked(asset)),
    )
    who = one_line(asset.contact_name, most=80)
    return CallRow(
        name=f"{number}. {one_line(asset.name, most=NAME_MOST) or '□'}",
        phone=one_line(asset.phone, most=80),
        ask_for=f" · ask for {who}" if who else "",
        asked=tuple(asked),
        facts=tuple((label, one_line(text, most=_MOST)) for label, text in facts if text.strip()),
    )


def _where(asset: Asset) -> str:
    address, postcode = one_line(asset.address), one_line(asset.postcode)
    if postcode.casefold() in address.casefold():
        return address
    return ", ".join(x for x in (address, postcode) if x)


def _web_row(row: CallRow) -> Markup:
    number: list[str | Markup] = [element("strong", together(row.phone)), row.ask_for] if row.phone else []
    boxes = [element("li", element("span", class_="tick"), " ", words) for words in ANSWERS]
    return element(
        "section",
        element(
            "div",
            element("h3", row.name),
            *(element("p", element("strong", words)) for words in row.asked),
            *([element("p", *number, class_="phone")] if number else []),
            *(_web_fact(label, text) for label, text in row.facts),
        ),
        element("ul", *boxes, class_="boxes"),
        element("p", f"{_NOTE} ", element("span", class_="line"), class_="fill"),
        class_="call",
    )


def _web_fact(label: str, text: str) -> Markup:
    return element("p", *([element("strong", f"{label}: ")] if label else []), together(text))


_STYLE = (
    ".call{border-top:.8pt solid #1a1a1a;padding:.6em 0 .3em;break-inside:avoid;display:grid;gap:0 1.2em;"
    "grid-template-columns:1fr auto}.call .fill{grid-column:1/-1}.boxes{list-style:none;padding:0}"
    ".tick{display:inline-block;width:.9em;height:.9em;border:1.1pt solid #1a1a1a;border-radius:1.5pt;"
    "vertical-align:-.12em;margin-right:.3em}.phone strong{font-size:1.25em}"
    "@media (max-width:34em){.call{grid-template-columns:1fr}}"
)
