"""What a workshop takes along on paper: maps to stick dots on, numbered lines, a key to stickers, number tags."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from assetmap.errors import PrintError
from assetmap.paper.code import place_code
from assetmap.printing.frame import Format
from assetmap.printing.frame import Paper as Sheet
from assetmap.printing.pdf import framed, page_count, sayer, typeset
from assetmap.printing.text import one_line, printable
from assetmap.printing.voices import theirs
from assetmap.printing.workshop.beside import guide, legend, tags
from assetmap.printing.workshop.companion import MOST_NUMBERS, companion_sheets
from assetmap.printing.workshop.ground import in_metres, tiled
from assetmap.printing.workshop.parts import Page, as_json
from assetmap.printing.workshop.sheets import LONGEST, map_sheets
from assetmap.wording import day_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assetmap.assets import Asset
    from assetmap.paper.code import SheetCode
    from assetmap.printing.mapped import PageSetting
    from assetmap.printing.workshop.ground import Tiling
    from assetmap.store.sessions import Session

_FORM = Format(name="workshop", body=14, least=8, title=20, heading=16, entry=14, pin=20, map_share=1)
_A4 = Sheet(name="A4", width_mm=210.0, height_mm=297.0)
_ISSUE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True, eq=False)
class Papers:
    """The sheets of a workshop, ready to be printed."""

    language: str
    title: str
    subtitle: str
    tiling: Tiling
    codes: tuple[SheetCode, ...]
    """Of the sheets that have one: of the first page, the second, …; the last pages have none."""
    pages: tuple[Page, ...] = field(repr=False)
    _lacking: set[str] = field(repr=False, default_factory=set)

    def pdf(self) -> bytes:
        """Return them as one PDF tagged to PDF/UA-1."""
        return self._pdf

    @cached_property
    def _pdf(self) -> bytes:
        with speaking(self.language):
            return cast("bytes", typeset(self._values, template="workshop/workshop.typ", kind="pdf"))

    @property
    def page_count(self) -> int:
        """How many sheets of paper the PDF has."""
        return page_count(self._pdf)

    @property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that no font has, printed as □, in code point order."""
        _made = self._pdf
        return tuple(sorted(self._lacking))

    def _values(self, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
        said = sayer(_A4, _FORM, lambda text: drawn(printable(text, lacking=self._lacking)), room=0.4)
        return {
            **framed(_A4, _FORM, said, language=self.language, title=self.title, subtitle=self.subtitle),
            "pages": [as_json(page, said) for page in self.pages],
        }


def workshop_papers(  # noqa: PLR0913  (papers are their options, as on the shell)
    place: PageSetting,
    session: Session,
    *,
    paper: str = "A4",
    sheets: int = 1,
    overlap_mm: float = 20.0,
    language: str = "",
    bounds: tuple[float, float, float, float] | None = None,
    ground: tuple[float, float, float, float] | None = None,
    lines: int = 30,
    assets: Sequence[Asset] = (),
    issue: str = "",
) -> Papers:
    """
    Make the papers of a workshop.

    Parameters
    ----------
    place
        Settings and layers.
    paper
        `A4`, `A3`, `A2` or `A1`: of the map; all else is A4.
    sheets
        At most so many maps side by side.
    language
        Of the sheets' own sentences; the workshop's own when empty.
    bounds, ground
        West, south, east, north in EPSG:4326, or in metres of the place's own system; else those of the workshop, else
        of the whole place.
    lines
        How many numbered lines to write on (rounded up to full sheets of ten); 0 for none.
    assets
        What is known already, drawn small; past `disclosure` for everybody.
    issue
        Six characters that tell this printing from others; made afresh when empty.

    Raises
    ------
    PrintError, PaperError, LanguageError
        What was asked for cannot be printed.
    """
    settings = place.settings
    if ground is None:
        shown = bounds or session.bounds or settings.bounds
        if shown is None:
            raise PrintError("[bounds] nobody knows yet how far this place reaches: say --near or --area.")
        ground = in_metres(shown, metric_crs=settings.metric_crs)
    tiling = tiled(ground, paper=paper, sheets=sheets, overlap_mm=overlap_mm)
    if not 0 <= lines <= MOST_NUMBERS:
        raise PrintError(f"[lines] numbers end at {MOST_NUMBERS}: say fewer lines.")
    issue = issue or "".join(secrets.choice(_ISSUE) for _i in range(6))
    with speaking(language or session.language) as tongue:
        maps = map_sheets(
            place, session, tiling=tiling, place_short=place_code(settings.name), issue=issue, assets=assets
        )
        crs = int(settings.metric_crs.rpartition(":")[2])
        written = companion_sheets(
            place, session, lines=lines, place_short=place_code(settings.name), issue=issue, crs=crs
        )
        rest = [guide(session, tiling, lines=lines), legend(session), *tags(lines, paper=paper)]
        name = theirs(one_line(session.name, most=LONGEST), session.language)
        title = _("Papers for {workshop}", workshop=name)
        subtitle = " · ".join([theirs(one_line(settings.name, most=80), session.language), day_text(session.on)])
    return Papers(
        language=tongue.code, title=title, subtitle=subtitle, tiling=tiling,
        codes=tuple(x.code for x in (*maps, *written)), pages=(*(x.page for x in (*maps, *written)), *rest),
    )  # fmt: skip
