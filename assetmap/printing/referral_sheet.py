"""The page a GP or link worker hands over: what is near a person, on a map and in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Protocol

from assetmap.disclosure import marked_for
from assetmap.errors import PrintError
from assetmap.freshness import day_text, is_overdue
from assetmap.network import profile_of
from assetmap.printing import in_touch
from assetmap.printing.drawnmap import Mark, drawn_map
from assetmap.printing.frame import format_of, paper_of, points
from assetmap.printing.pdf import page_count, to_pdf, to_pictures, unprintable
from assetmap.printing.qr import page_code
from assetmap.printing.sheet import Section, Sheet
from assetmap.printing.text import one_line
from assetmap.printing.web import to_html
from assetmap.printing.words import intro_text, item_of
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from geopandas import GeoDataFrame
    from shapely import Point

    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.entries import Entry
    from assetmap.printing.frame import Format, Paper
    from assetmap.settings import PlaceSettings

PINS_A_MAP = 20
"""A longer list gets a map for each so many: more numbers on one map cannot be told apart."""

_DRAWN = ("streets", "green", "water", "names", "gates", "postcodes")
"""Layers that a page is made of: whose they are stands under the map."""
_CLOCK = "A clock on a pin: not checked lately."
_DOTS = "Dotted lines: ways on foot."
_STEPS_NOT_KNOWN = "Steps on the way: not known."
_ON_FOOT = {
    "slow": "Minutes are for somebody who walks slowly.",
    "step_free": "Minutes are by ways without steps, as far as steps are known.",
}
_TITLES = {"near": "Places near you", "touch": "Keeping in touch"}
_NOTHING = (
    "We have not found a place like this near you yet. That does not mean there is none. "
    "Please ask the person who gave you this page: they may know of one, or can look again with you."
)


class PageSetting(Protocol):
    """What a page needs of a place: its settings and its reference layers. `place.Place` is one."""

    @property
    def settings(self) -> PlaceSettings:
        """Name, crisis lines, whom to tell, published address, attributions."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a reference layer, or None."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page ready to be printed. Nothing of it is written anywhere until it is asked for."""

    sheet: Sheet
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
    with speaking(language) as tongue:
        walks_as = profile_of(profile).key
        if page not in _TITLES:
            raise PrintError("[page] this page is not known: choose near or touch.")
        sheet_of, form, settings = paper_of(paper), format_of(format), place.settings
        missing: set[str] = set()
        is_touch = page == "touch"
        rows = in_touch.in_order(rows) if is_touch else rows
        placed = [row for row in rows if row.asset.where is not None]
        elsewhere = [row for row in rows if row.asset.where is None]

        chunks = _chunks(
            placed,
            origin=origin if show_here else None,
            place=place,
            on=on,
            width=points(sheet_of.line_mm),
            form=form,
            missing=missing,
        )
        apart = Section(
            heading="By phone or online" if all(map(_is_remote, elsewhere)) else "Ask first: no place on the map",
            items=tuple(item_of(row, number=None, on=on, review_weeks=settings.review_weeks) for row in elsewhere),
        )

        def sections(turns: int, told: int) -> tuple[Section, ...]:
            near = [
                chunk.section(on=on, review_weeks=settings.review_weeks, turns=turns, told=told) for chunk in chunks
            ]
            if is_touch:
                items = [item for section in (*near, apart) for item in section.items]
                said = dict(zip(map(id, [*placed, *elsewhere]), items, strict=True))
                return in_touch.sections_of(rows, [said[id(x)] for x in rows], [s.map for s in near if s.items])
            return (*near, *([apart] if elsewhere else []))

        usual = in_touch.opening() if is_touch else ([intro_text(needs)] if rows else [])
        intro = [one_line(greeting)] if greeting.strip() else usual
        if not rows:
            intro.append(_NOTHING)
        if any(row.walk_min for row in rows):
            intro += [_ON_FOOT[walks_as]] if walks_as in _ON_FOOT else []
        teller = one_line(settings.tell)
        marked = marked_for([row.asset for row in rows], audience=audience)
        notices = [
            f"{marked}: please do not hand this page on." if marked else "",
            "An invented town: none of these places is real." if settings.invented else "",
        ]
        sheet = Sheet(
            language=tongue.code,
            title=_TITLES[page],
            subtitle=f"{one_line(settings.name, most=80)} · printed {day_text(on)}",
            notice=" ".join(filter(None, notices)),
            intro=tuple(intro),
            arranged=in_touch.arranged(who, when, how) if is_touch else (),
            sections=sections(0, 0),
            crisis=settings.crisis_lines,
            tell=f"Tell {teller}{'' if teller[-1] in '.!?' else '.'}"
            if teller
            else "Tell the person who gave it to you.",
            sources=" ".join([*_caption(rows, chunks, settings, on), one_line(settings.credit(*_DRAWN))]).strip(),
            qr=page_code(settings.published_address, shorts=[row.asset.short for row in rows], on=on),
        )
        if show_here and origin is not None:
            sheet = _with_ways(sheet, sections, rows, paper=sheet_of, form=form)
        return Page(sheet=sheet, paper=sheet_of, format=form, _missing=frozenset(missing))


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
    most = page_count(to_pdf(sheet, paper=paper, format=form)) + _MORE_PAGES.get(form.name, 0)
    for turns, share in _TURNS:
        told = replace(sheet, sections=sections(turns, ceil(share * len(rows))))
        if page_count(to_pdf(told, paper=paper, format=form)) <= most:
            return told
    return sheet


def _caption(rows: Sequence[Entry], chunks: Sequence[_Chunk], settings: PlaceSettings, on: date) -> list[str]:
    """Say what the signs of the map mean, and what is not known of the ways."""
    said = []
    if any(chunk.map is not None and chunk.map.has_routes for chunk in chunks):
        said.append(_DOTS)
    if any(row.on_foot is not None and row.steps is None for row in rows):
        said.append(_STEPS_NOT_KNOWN)
    if _any_overdue(rows, settings, on):
        said.append(_CLOCK)
    return said


def _any_overdue(rows: Sequence[Entry], settings: PlaceSettings, on: date) -> bool:
    return any(
        row.asset.where is not None and is_overdue(row.asset, on=on, review_weeks=settings.review_weeks) for row in rows
    )


def _is_remote(row: Entry) -> bool:
    return row.asset.kind == "online_or_phone_help" or bool({"by_phone", "online"} & set(row.asset.offered))


@dataclass(frozen=True, kw_only=True)
class _Chunk:
    """As many places as share a map, numbered from `first`."""

    first: int
    rows: Sequence[Entry]
    map: DrawnMap | None

    def section(self, *, on: date, review_weeks: Mapping[str, int], turns: int, told: int) -> Section:
        streets = self.map.streets if self.map is not None else ("",) * len(self.rows)
        items = tuple(
            item_of(
                row,
                number=self.first + i,
                on=on,
                review_weeks=review_weeks,
                street=streets[i],
                turns=turns if self.first + i <= told else 0,
            )
            for i, row in enumerate(self.rows)
        )
        last = self.first + len(self.rows) - 1
        heading = f"Numbers {self.first} to {last}" if self.first > 1 else ""
        return Section(heading=heading, items=items, map=self.map)


def _chunks(
    placed: Sequence[Entry],
    *,
    origin: Point | None,
    place: PageSetting,
    on: date,
    width: float,
    form: Format,
    missing: set[str],
) -> list[_Chunk]:
    """Draw a map for every `PINS_A_MAP` places; with none, the map alone."""
    settings = place.settings
    parts = [placed[i : i + PINS_A_MAP] for i in range(0, len(placed), PINS_A_MAP)] or [[]]
    chunks = []
    for c, rows in enumerate(parts):
        first = c * PINS_A_MAP + 1
        drawn = drawn_map(
            [
                Mark(
                    number=first + i,
                    asset=row.asset,
                    distance_m=row.distance_m,
                    overdue=is_overdue(row.asset, on=on, review_weeks=settings.review_weeks),
                    route=row.on_foot.line if row.on_foot is not None else None,
                )
                for i, row in enumerate(rows)
            ],
            origin=origin,
            place=place,
            metric_crs=settings.metric_crs,
            width=width,
            format=form,
            lacking=missing,
        )
        if rows or drawn:
            chunks.append(_Chunk(first=first, rows=rows, map=drawn))
    return chunks
