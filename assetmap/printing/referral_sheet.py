"""The page a GP or link worker hands over: what is near a person, on a map and in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING

from assetmap.assets.crediting import with_credit
from assetmap.errors import PrintError
from assetmap.network import profile_of
from assetmap.printing import in_touch
from assetmap.printing.easy_parts import easy_parts
from assetmap.printing.easy_words import TURNS, easy_item
from assetmap.printing.frame import format_of, paper_of, points
from assetmap.printing.head_and_foot import crisis_line, notes_text, nothing_text, notice_text, on_foot_text, tell_text
from assetmap.printing.mapped import PINS_A_MAP, PageSetting, caption, chunks_of
from assetmap.printing.pdf import page_count, to_pdf, to_pictures, unprintable
from assetmap.printing.qr import page_code
from assetmap.printing.sheet import Section, Sheet
from assetmap.printing.text import one_line
from assetmap.printing.voices import kept_as_it_is, theirs
from assetmap.printing.web import to_html
from assetmap.printing.words import intro_text, item_of
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, day_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from shapely import Point

    from assetmap.printing.entries import Entry
    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.words import Item

_DRAWN = ("streets", "green", "water", "names", "gates", "postcodes")
"""Layers that a page is made of: whose they are stands under the map."""
_TITLES = {"near": N_("Places near you"), "touch": N_("Keeping in touch")}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page ready to be printed. Nothing of it is written anywhere until it is asked for."""

    sheet: Sheet = field(repr=False)
    paper: Paper
    format: Format
    _missing: frozenset[str] = field(repr=False, default=frozenset())

    def pdf(self) -> bytes:
        """Return the page as a PDF tagged to PDF/UA-1."""
        return self._pdf

    def pictures(self) -> tuple[bytes, ...]:
        """Return the page as it will print, one SVG picture a sheet of paper."""
        return to_pictures(self.sheet, paper=self.paper, format=self.format)

    def html(self) -> str:
        """Return the same page as one HTML file that needs nothing else."""
        return to_html(self.sheet, paper=self.paper, format=self.format)

    @cached_property
    def _pdf(self) -> bytes:
        return to_pdf(self.sheet, paper=self.paper, format=self.format)

    @cached_property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that no font has, printed as □, in code point order."""
        return tuple(sorted(self._missing | unprintable(self.sheet, paper=self.paper, format=self.format)))

    @property
    def pages(self) -> int:
        """How many sheets of paper the PDF has."""
        return page_count(self._pdf)


def referral_page(  # noqa: PLR0913  (a page is its options, as on the shell)
    rows: Sequence[Entry],
    *,
    origin: Point | None,
    place: PageSetting,
    on: date,
    page: str = "near",
    format: str = "clear",  # noqa: A002  (the shell's own word: --format)
    paper: str = "A4",
    show_here: bool = True,
    greeting: str = "",
    needs: Sequence[str] = (),
    audience: str = "public",
    profile: str = "walking",
    language: str = "en",
    who: str = "",
    when: str = "",
    how: str = "",
    leave_out: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Page:
    """
    Make the page of what is near a person.

    Parameters
    ----------
    rows
        In the order they are to be printed, already past `disclosure`. What has no place is listed apart,
        under “By phone or online”.
    origin
        Where the person sets out, EPSG:4326, or None. Only its mark on the map is kept.
    place
        Settings and layers.
    on
        The date printed, and the day that decides whether a check is overdue.
    page
        `near`, or `touch` (for ongoing severe trouble: who will be in touch, then who gets in touch by themselves,
        then the other lists).
    format
        `clear` (14 pt), `large` (18 pt) or `easy` (short sentences, a picture beside each).
    paper
        `A4` or `Letter`.
    show_here
        Whether “You are here” is drawn, and the window widened to hold it.
    greeting
        A sentence of one's own at the top, in place of the usual one; never a name.
    needs
        Keys or labels of what the person would like, for the sentence at the top.
    audience
        The circle that `rows` were disclosed to; where it is not the public, or one of them is not for it, the page
        says so.
    profile
        Who walks the minutes of `rows` (key or label of `network.PROFILES`).
    language
        What the page's own sentences are said in (code or name of `wording.LANGUAGES`); what people wrote stays as
        it is written.
    who, when, how
        On a page for keeping in touch: who will be in touch with the person, when, and how to reach them. For this
        print alone, kept nowhere; what is empty is a line to write on.
    leave_out
        Short code of an asset → keys of `words.FACTS` that are not said of it on this print.

    Returns
    -------
    page
        Ready to be printed; no text in it can make that fail.

    Raises
    ------
    LanguageError
        There is no such language.
    PrintError
        `page`, `format` or `paper` is not known.
    SettingsError
        There is no such profile.
    VocabularyError
        A need is not in the vocabulary.
    """
    walks_as = profile_of(profile).key
    if page not in _TITLES:
        raise PrintError("[page] this page is not known: choose near or touch.")
    sheet_of, form, settings = paper_of(paper), format_of(format), place.settings
    written_in = settings.languages[0] if settings.languages else "en"
    missing: set[str] = set()
    is_touch = page == "touch"
    rows = in_touch.in_order(rows) if is_touch else rows
    placed = [row for row in rows if row.asset.where is not None]
    elsewhere = [row for row in rows if row.asset.where is None]

    def said_of(row: Entry, *, number: int | None, street: str = "", turns: int = 0) -> Item:
        said = partial(easy_item, asked=[vocabulary().need(x) for x in needs]) if form.is_easy else item_of
        return said(
            row, number=number, on=on, review_weeks=settings.review_weeks, street=street, turns=turns,
            written_in=written_in, leave_out=leave_out.get(row.asset.short, ()),
        )  # fmt: skip

    with speaking(language) as tongue:
        chunks = chunks_of(
            placed,
            origin=origin if show_here else None,
            place=place,
            on=on,
            width=points(sheet_of.line_mm),
            form=form,
            missing=missing,
        )
        if form.is_easy and not rows:  # a map of nothing is no help
            chunks = []
        apart = _apart(elsewhere, said_of)

        def sections(turns: int, told: int) -> tuple[Section, ...]:
            near = [chunk.section(said_of, turns=turns, told=told) for chunk in chunks]
            if is_touch and not rows:
                return () if form.is_easy else (Section(heading="", words=nothing_text()),)
            if is_touch:
                items = [item for section in (*near, apart) for item in section.items]
                said = dict(zip(map(id, [*placed, *elsewhere]), items, strict=True))
                return in_touch.sections_of(rows, [said[id(x)] for x in rows], [s.map for s in near if s.items])
            return (*near, *([apart] if elsewhere else []))

        on_foot = on_foot_text(walks_as) if any(row.walk_min for row in rows) else ""
        usual = in_touch.opening() if is_touch else ([intro_text(needs)] if rows else [])
        intro = [kept_as_it_is(one_line(greeting))] if greeting.strip() else usual
        intro += [x for x in ("" if rows or is_touch else nothing_text(), on_foot) if x]
        # translators: “Bath · printed 21 Nov 2026”; small letters
        printed = _("printed {day}", day=day_text(on))
        told = sections(0, 0)
        drawn = any(chunk.map is not None for chunk in chunks)
        shown = [row.asset for row in rows]
        credit = theirs(one_line(with_credit(settings.credit(*_DRAWN) if drawn else "", shown)), written_in)
        sheet = Sheet(
            language=tongue.code,
            title=_(_TITLES[page]),
            subtitle=f"{theirs(one_line(settings.name, most=80), written_in)} · {printed}",
            printed=printed,
            notice=notice_text(rows, audience=audience, invented=settings.invented),
            intro=tuple(intro),
            arranged=in_touch.arranged(who, when, how) if is_touch else (),
            sections=told,
            crisis=tuple(crisis_line(line, written_in) for line in settings.crisis_lines),
            tell=tell_text(one_line(settings.tell), written_in),
            sources=" ".join([*caption(rows, chunks, settings, on), credit]).strip(),
            qr=page_code(settings.published_address, shorts=[row.asset.short for row in rows], on=on),
            notes=(*notes_text(told, tongue), *([credit] if credit and not drawn else [])),
        )
        if form.is_easy:
            easy = easy_parts(
                sheet, needs=needs, greeting=greeting, has_here=show_here and origin is not None, is_touch=is_touch,
                on_foot=on_foot,
            )  # fmt: skip
            sheet = replace(sheet, intro=(), easy=easy)
        if show_here and origin is not None:
            sheet = _with_ways(sheet, sections, rows, paper=sheet_of, form=form)
        sheet = _roomy(sheet, paper=sheet_of, form=form)
    return Page(sheet=sheet, paper=sheet_of, format=form, _missing=frozenset(missing))


def _apart(elsewhere: Sequence[Entry], said_of: Callable[..., Item]) -> Section:
    """List what has no place on the map."""
    remote = all(map(_is_remote, elsewhere))
    return Section(
        heading=_("By phone or online") if remote else _("Ask first: no place on the map"),
        items=tuple(said_of(row, number=None) for row in elsewhere),
    )


_TURNS = ((6, 1.0), (3, 1.0), (3, 0.5))
"""So many turns are told of the ways to such a share of the places, the first of them; else none."""

_MORE_PAGES = {"large": 1}
"""Format → so many pages more may they take."""


def _with_ways(
    sheet: Sheet,
    sections: Callable[[int, int], tuple[Section, ...]],
    rows: Sequence[Entry],
    *,
    paper: Paper,
    form: Format,
) -> Sheet:
    """Tell the ways on foot, as far as there is room: who needs large print reads a way more easily than the map."""
    if not any(row.on_foot for row in rows) or len(rows) > PINS_A_MAP:
        return sheet
    if form.is_easy:
        return replace(sheet, sections=sections(TURNS, len(rows)))
    most = page_count(to_pdf(sheet, paper=paper, format=form)) + _MORE_PAGES.get(form.name, 0)
    for turns, share in _TURNS:
        told = replace(sheet, sections=sections(turns, ceil(share * len(rows))))
        if page_count(to_pdf(told, paper=paper, format=form)) <= most:
            return told
    return sheet


def _roomy(sheet: Sheet, *, paper: Paper, form: Format) -> Sheet:
    """Give the sentences and pictures of an easy page more room where that takes no more paper."""
    if sheet.easy is None or sum(len(section.items) for section in sheet.sections) > PINS_A_MAP:
        return sheet
    wider = replace(sheet, easy=replace(sheet.easy, is_roomy=True))
    most = page_count(to_pdf(sheet, paper=paper, format=form))
    return wider if page_count(to_pdf(wider, paper=paper, format=form)) <= most else sheet


def _is_remote(row: Entry) -> bool:
    return row.asset.kind == "online_or_phone_help" or bool({"by_phone", "online"} & set(row.asset.offered))
