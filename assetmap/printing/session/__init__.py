"""What a workshop leaves behind: what was said, what mattered most, what was agreed, on a page to take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.printing.frame import format_of, paper_of, points
from assetmap.printing.session.next_day import next_day_page
from assetmap.printing.session.page import SessionPage
from assetmap.printing.session.saying import leaflet_of
from assetmap.wording import speaking

if TYPE_CHECKING:
    from datetime import date

    from assetmap.place import Place
    from assetmap.store.sessions import Session
    from assetmap.workshop import Shown

__all__ = ["SessionPage", "next_day_page", "session_page"]


def session_page(
    place: Place,
    session: Session,
    shown: Shown,
    *,
    on: date,
    format: str = "clear",  # noqa: A002  (the shell's own word: --format)
    paper: str = "A4",
    audience: str = "",
    language: str = "",
) -> SessionPage:
    """
    Make the page that a workshop leaves behind.

    Parameters
    ----------
    shown
        What may stand on it: `workshop.shown` for the same audience. No name of anybody is in that.
    on
        The date printed.
    format
        `clear` (14 pt), `large` (18 pt) or `easy` (short sentences, a picture beside each).
    paper
        `A4` or `Letter`.
    audience
        Whom `shown` was asked for; what is not for everybody says so on every sheet of paper. "": the workshop's own.
    language
        Of the page's own sentences (code or name of `wording.LANGUAGES`); "": the workshop's.

    Raises
    ------
    LanguageError
        There is no such language.
    PrintError
        `format` or `paper` is not known.
    """
    sheet_of, form = paper_of(paper), format_of(format)
    missing: set[str] = set()
    with speaking(language or session.language) as tongue:
        leaflet = leaflet_of(
            place, session, shown, on=on, form=form, width=points(sheet_of.line_mm),
            audience=audience or session.audience, tongue=tongue, missing=missing,
        )  # fmt: skip
    return SessionPage(leaflet=leaflet, paper=sheet_of, format=form, _missing=frozenset(missing))
