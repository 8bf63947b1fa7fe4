"""The papers of a workshop: maps to stick dots on, lines to write on, a key to the stickers, number tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.paper.layout import PAPERS
from assetmap.screens import saying, session
from assetmap.screens.hall import squares
from assetmap.screens.hall.meeting import told, tried
from assetmap.screens.steady import steadily
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_NEAR = "papers"
_MADE = "hall_papers"
_MOST_SHEETS, _MOST_LINES = 24, 300


def papers(place: Place, here: Hall, on: Session) -> None:
    """Offer to make the papers, and hand them over."""
    with st.expander(_("Paper for the tables and the wall"), key="hall_paper"):
        saying.words(
            _("A map to stick dots on, lines to write on with their numbers, and what the stickers mean. Photograph "
              "them afterwards: the dots come back.")
        )  # fmt: skip
        with st.form("hall_papers_form", border=False):
            left, middle, right = st.columns(3)
            left.selectbox(_("Size of the map"), list(PAPERS), index=1, key="hall_papers_size")
            middle.number_input(
                _("Sheets side by side"), min_value=1, max_value=_MOST_SHEETS, value=1, key="hall_papers_sheets"
            )
            right.number_input(
                _("Numbered lines"), min_value=0, max_value=_MOST_LINES, value=30, step=10, key="hall_papers_lines"
            )
            st.checkbox(_("Show small what is on the map already"), key="hall_papers_known")
            st.form_submit_button(_("Make the papers"), key="hall_papers_make", on_click=_make, args=(place, here, on))
        told(here, _NEAR)
        made = st.session_state.get(_MADE)
        if made is not None and made[0] == on.id:
            st.download_button(
                _("Save the papers (PDF)"), data=made[1], file_name=f"workshop-{on.short}.pdf", mime="application/pdf",
                type="primary", on_click="ignore", key="hall_papers_save",
            )  # fmt: skip


def _make(place: Place, here: Hall, on: Session) -> None:
    state = st.session_state

    def make() -> str:
        from assetmap.printing.workshop import workshop_papers

        known = session.everybody_sees() if state["hall_papers_known"] else ()
        made = steadily(
            workshop_papers, place, on, paper=state["hall_papers_size"], sheets=int(state["hall_papers_sheets"]),
            lines=int(state["hall_papers_lines"]), assets=known,
        )  # fmt: skip
        content = steadily(made.pdf)
        state[_MADE] = (on.id, content)
        squares.hangs(state["hall_papers_size"], int(state["hall_papers_sheets"]))
        pages = made.page_count
        said = ngettext("One page is ready.", "{n} pages are ready.", pages, n=number_text(pages))
        if made.unprintable:
            said += " " + _("No font has {signs}: they are printed as □.", signs=" ".join(made.unprintable))
        return said

    state.pop(_MADE, None)
    tried(here, _NEAR, make)
