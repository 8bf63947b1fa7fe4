"""The atlas of gaps: a method, maps, a ranking and one page an area, to lay on the table of a meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from assetmap.assets.crediting import with_credit
from assetmap.disclosure import marked_for
from assetmap.errors import PrintError
from assetmap.printing.entries import Entry
from assetmap.printing.frame import Format, paper_of, points
from assetmap.printing.gap_atlas_areas import area_pages
from assetmap.printing.gap_atlas_besides import besides, may_be_lost, reasons_by_row
from assetmap.printing.gap_atlas_facts import facts_of
from assetmap.printing.gap_atlas_front import opening
from assetmap.printing.gap_atlas_maps import Drawer
from assetmap.printing.gap_atlas_parts import ending, overview, ranking
from assetmap.printing.gap_atlas_room import SECOND
from assetmap.printing.gap_atlas_words import command_of, foot_text, title_text
from assetmap.printing.head_and_foot import notice_text
from assetmap.printing.pdf import framed, page_count, sayer, typeset
from assetmap.printing.text import one_line, printable
from assetmap.printing.voices import theirs
from assetmap.wording import capital, day_text, ngettext, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from assetmap.gaps import Gaps
    from assetmap.printing.frame import Paper
    from assetmap.printing.mapped import PageSetting

ATLAS = Format(name="atlas", body=12, least=10, title=28, heading=18, entry=13, pin=22, map_share=0.5, street_names=14)
"""Type of a paper for a meeting: body 12, as councils print, and 10 in tables, under maps and on them."""
MOST_PAGES = 500
"""So many areas have a page, the largest gaps first; of more the shell asks which (`--areas`)."""
_AS_IT_IS = frozenset({"svg", "ink", "to", "label", "fill", "alt", "text"})
"""Keys of the laid-out values that hold no words."""
_DRAWN = 0.75
"""So much of the time is spent drawing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Atlas:
    """An atlas ready to be printed. `pages_of`: the codes of the areas that have a page, in its order."""

    language: str
    title: str
    subtitle: str
    foot: str
    paper: Paper
    pages_of: tuple[str, ...]
    left_out: int
    """How many areas have no page because there are too many."""
    content: Mapping[str, Any] = field(repr=False)
    """Every part in words and drawings, in the order it stands in."""
    _lacking: set[str] = field(repr=False, default_factory=set)

    def pdf(self) -> bytes:
        """Return the atlas as one PDF tagged to PDF/UA-1."""
        return self._pdf

    @cached_property
    def _pdf(self) -> bytes:
        with speaking(self.language):
            return cast("bytes", typeset(self._noting, template="gap_atlas.typ", kind="pdf"))

    @property
    def pages(self) -> int:
        """How many sheets of paper the PDF has."""
        return page_count(self._pdf)

    @property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that no font has, printed as □, in code point order."""
        _made = self._pdf
        return tuple(sorted(self._lacking))

    def _noting(self, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
        return self._values(lambda text: drawn(printable(text, lacking=self._lacking)))

    def _values(self, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
        said = sayer(self.paper, ATLAS, drawn, room=0.4)
        values = {
            **framed(self.paper, ATLAS, said, language=self.language, title=self.title, subtitle=self.subtitle),
            "subtitle": said(self.subtitle),
            "foot": said(self.foot),
            **cast("dict[str, Any]", _through(self.content, said)),
        }
        values["format"]["second"] = SECOND
        return values


def gap_atlas(  # noqa: PLR0913  (an atlas is its options, as on the shell)
    gaps: Gaps,
    *,
    place: PageSetting,
    on: date,
    audience: str = "public",
    areas: Collection[str] = (),
    paper: str = "A4",
    language: str = "en",
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    out: str = "atlas.pdf",
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Atlas:
    """
    Make the atlas of an answer.

    Parameters
    ----------
    gaps
        Of assets already past `disclosure`.
    place
        Settings and layers.
    on
        The date printed.
    audience
        The circle that the assets were disclosed to. What is fragile stands only in an atlas for partners or for the
        workshop; whatever is not for everybody says so on every page.
    areas
        Codes that get a page; all when empty, and never more than `MOST_PAGES`. Maps and ranking hold all areas anyhow.
    paper
        `A4` or `Letter`.
    language
        Of its own sentences (code or name of `wording.LANGUAGES`).
    sources
        `Place.sources()`: titles, publishers, years, licences.
    out
        The name of its file, for the command that makes it again.
    progress
        Is told what is being done, and which share is done.

    Raises
    ------
    LanguageError
        There is no such language.
    PrintError
        `paper` or a code in `areas` is not known.
    """
    sheet_of, settings = paper_of(paper), place.settings
    model = gaps.model
    written_in = settings.languages[0] if settings.languages else "en"
    rows = _rows(gaps, areas)
    missing: set[str] = set()
    with speaking(language) as tongue:
        progress(_("Reading"), 0.0)
        facts = facts_of(gaps)
        drawer = Drawer(
            place, metric_crs=settings.metric_crs, form=ATLAS, width=points(sheet_of.line_mm), lacking=missing
        )
        title = title_text(gaps.asked)
        # translators: “Bath · printed 21 Nov 2026”; small letters
        printed = _("printed {day}", day=day_text(on))
        name = theirs(one_line(settings.name, most=80), written_in)
        shown = [x for x, used in zip(model.assets, gaps.used, strict=True) if used]
        marked = marked_for(shown, audience=audience)
        lost = may_be_lost(gaps, on=on, audience=audience)
        far = capital(foot_text(gaps.asked, model.profile))
        foot = " · ".join([*([_(marked)] if marked else []), title, name, printed])
        command = command_of(gaps, out=out, areas=areas, language=tongue.code, paper=sheet_of.name, audience=audience)
        credit = with_credit(settings.credit("areas", "streets"), shown)
        content: dict[str, Any] = {
            "notice": notice_text([Entry(x, None, None) for x in shown], audience=audience, invented=settings.invented),
            **opening(gaps, tongue=tongue),
            "maps": overview(gaps, drawer, metric_crs=settings.metric_crs, credit=credit),
            "ranking": ranking(gaps, with_page=rows),
            "besides": besides(gaps, lost, on=on, written_in=written_in),
            "areas": area_pages(
                gaps, facts, rows, drawer=drawer, place=place, written_in=written_in,
                fragile=reasons_by_row(gaps, lost, on=on), paper=sheet_of, form=ATLAS,
                progress=lambda share: progress(_("Drawing"), share * _DRAWN),
            ),
            "ending": ending(gaps, sources=sources or {}, settings=settings, command=command, on=on),
        }  # fmt: skip
        content["lead"] += _whose_pages(rows, len(model.areas), chosen=bool(areas))
        progress(_("Setting"), _DRAWN)
    return Atlas(
        language=tongue.code,
        title=title,
        subtitle=f"{far} · {name} · {printed}",
        foot=foot,
        paper=sheet_of,
        pages_of=tuple(model.codes[row] for row in rows),
        left_out=0 if areas else len(model.areas) - len(rows),
        content=content,
        _lacking=missing,
    )


def _whose_pages(rows: Sequence[int], many: int, *, chosen: bool) -> list[str]:
    """Say of which areas there are pages, where it is not all of them."""
    if len(rows) == many:
        return []
    if chosen:
        return [ngettext("{n} neighbourhood that was asked for has a page.",
                         "{n} neighbourhoods that were asked for have a page.", len(rows))]  # fmt: skip
    return [ngettext("{n} neighbourhood has a page.", "The {n} neighbourhoods with the largest gaps have a page.",
                     len(rows))]  # fmt: skip


def _rows(gaps: Gaps, areas: Collection[str]) -> list[int]:
    """Choose whose pages are made: the largest gaps first, then what is not ranked, in the layer's order."""
    codes = {code: row for row, code in enumerate(gaps.model.codes)}
    wanted = list(dict.fromkeys(areas))
    unknown = [code for code in wanted if code not in codes]
    if unknown:
        raise PrintError(
            f"[areas] {one_line(', '.join(unknown[:5]), most=120)}: no neighbourhood has this code. `assetmap gaps` "
            "lists them."
        )
    rank = gaps.table["rank"].astype("float64").fillna(float("inf")).tolist()
    order = sorted(range(len(codes)), key=lambda row: (rank[row], row))
    chosen = {codes[code] for code in wanted} if wanted else set(order)
    return [row for row in order if row in chosen][:MOST_PAGES]


def _through(value: object, said: Callable[[str], str], key: str = "") -> object:
    """Send every text of a tree through `said`, the one way into a template."""
    if isinstance(value, str):
        return value if key in _AS_IT_IS else said(value)
    if isinstance(value, dict):
        return {name: _through(x, said, name) for name, x in value.items()}
    if isinstance(value, (list, tuple)):
        return [_through(x, said, key) for x in value]
    return value
