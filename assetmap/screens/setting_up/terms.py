"""When school terms begin and end, a row each: whether what is on “in term time only” is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import streamlit as st

from assetmap.screens import saying
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.setup.editing import Seen

_DAY = "DD/MM/YYYY"


class _Form(Protocol):
    """What of the settings form is used here: what was read, and the rows of terms that it has."""

    read: Seen
    terms: list[int]
    next_term: int

    def key(self, name: str) -> str: ...


def school_terms(form: _Form) -> list[tuple[date | None, date | None]]:
    """Draw a row of two days for each term, and return what is in them."""
    with st.expander(_("School terms")):
        saying.words(
            _(
                "Some things are on in term time only, or only in the holidays. With the first and last day of each "
                "term, this map knows which of them are on."
            )
        )
        known = form.read.settings.school_terms
        rows = []
        for at, row in enumerate(form.terms, start=1):
            begins, ends = known[row] if row < len(known) else (None, None)
            with st.container(horizontal=True, vertical_alignment="bottom", key=form.key(f"term_{row}")):
                # translators: the first, second … school term: {row} is 1, 2 …
                first = st.date_input(
                    _("First day of term {row}", row=at), begins, format=_DAY, key=form.key(f"begins_{row}"), width=220
                )
                last = st.date_input(
                    _("Last day of term {row}", row=at), ends, format=_DAY, key=form.key(f"ends_{row}"), width=220
                )
                st.button(
                    _("Remove term {row}", row=at), key=form.key(f"term_off_{row}"), on_click=form.terms.remove,
                    args=(row,),
                )  # fmt: skip
            rows.append((first, last))
        st.button(_("Add a term"), key=form.key("add_term"), on_click=_add, args=(form,))
    return rows


def _add(form: _Form) -> None:
    form.terms.append(form.next_term)
    form.next_term += 1
