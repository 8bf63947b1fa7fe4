"""What the columns of a list hold: guessed, shown with what stands in them, and put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.exchange.meanings import MEANINGS
from assetmap.screens import saying
from assetmap.webmap.safe import html_text
from assetmap.wording import apart, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.screens.listing.held import Held
    from assetmap.staging import Column, Staging

_MOST = 60
_NAMED = 6


def columns(held: Held, staging: Staging, *, turn: int) -> None:
    """Draw the part; open where no column of names was found, and for whoever has more to put right then."""
    used = [x for x in staging.columns if x.meaning]
    # translators: on a fold: how many columns of a list are used
    title = _("What the columns hold: {used} of {all} are used", used=number_text(len(used)),
              all=number_text(len(staging.columns)))  # fmt: skip
    held.open = held.open or not has_names(staging)
    unused = [x.heading for x in staging.columns if not x.meaning and x.samples]
    if unused:
        few = apart([x[:40] for x in unused[:_NAMED]])
        more = len(unused) - _NAMED
        # translators: headings of columns of a list, of which nothing comes in
        saying.words(
            _("Nothing is taken from these columns: {names}.", names=few) if more <= 0
            else ngettext("Nothing is taken from these columns: {names}; and {n} more.",
                          "Nothing is taken from these columns: {names}; and {n} more.", more, names=few,
                          n=number_text(more))
        )  # fmt: skip
    with st.expander(title, expanded=held.open, key=f"list_fold_{turn}"):  # the key keeps it open as its words change
        saying.words(
            _("This was guessed from the headings. Put right what is wrong: the next list like this one is then read "
              "the same way.")
        )  # fmt: skip
        shown = (
            staging.columns if len(staging.columns) <= _MOST else sorted(staging.columns, key=lambda x: not x.meaning)
        )
        order = {x.heading: at for at, x in enumerate(staging.columns)}
        with st.container(key="list_columns", gap=None):
            for column in shown[:_MOST]:
                _column(held, column, key=f"list_column_{turn}_{order[column.heading]}")
        if len(staging.columns) > _MOST:
            more = len(staging.columns) - _MOST
            saying.words(ngettext("And {n} more, which is not used.", "And {n} more, which are not used.", more,
                                  n=number_text(more)))  # fmt: skip


def has_names(staging: Staging) -> bool:
    """Whether the names are found, wherever they stand."""
    return not staging.trouble or any(x.meaning == "name" for x in staging.columns)


def _column(held: Held, column: Column, *, key: str) -> None:
    known = list(MEANINGS)
    meaning = column.meaning if column.meaning in MEANINGS else ""
    if st.session_state.get(key) not in known or column.heading not in held.meanings:
        st.session_state[key] = meaning
    with st.container(key=f"{key}_row", horizontal=True, gap="small", vertical_alignment="center"):
        said = "".join(f"<li>{html_text(x)}</li>" for x in column.samples)
        before = f'<span class="aside">{html_text(_("as last time"))}</span>' if column.remembered else ""
        nothing = f'<p class="aside">{html_text(_("nothing in it"))}</p>'
        st.html(
            f'<section class="column" dir="auto"><h4>{html_text(column.heading)} {before}</h4>'
            f"{f'<ul>{said}</ul>' if said else nothing}</section>"
        )
        st.selectbox(
            # translators: {heading} is the heading of a column in somebody's list; label of the list of what it holds
            _("What “{heading}” holds", heading=_plain(column.heading)), known, format_func=lambda x: _(MEANINGS[x]),
            key=key, on_change=_changed, args=(held, column.heading, key), label_visibility="collapsed",
        )  # fmt: skip


def _changed(held: Held, heading: str, key: str) -> None:
    held.meanings[heading] = st.session_state[key]
    held.forget_decisions()


def _plain(heading: str) -> str:
    """Give a heading as a label says it: without signs that would be read as markup."""
    return "".join(x if x.isalnum() or x in " ,." else " " for x in heading)[:60].strip()


def sheets(held: Held, names: Sequence[str], *, turn: int) -> None:
    """Ask which of several sheets or layers it is."""
    if len(names) < 2:
        return
    key = f"list_table_{turn}"
    best = held.sheets.best.table
    if st.session_state.get(key) not in names:
        st.session_state[key] = held.table or best
    st.selectbox(
        _("Which part of the file?"), list(names), key=key, on_change=_other_sheet, args=(held, key), filter_mode=None
    )
    saying.words(
        _("It has {names}.", names=", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")),
    )


def _other_sheet(held: Held, key: str) -> None:
    held.table = st.session_state[key]
    held.meanings, held.accepted = {}, set()
    held.forget_decisions()
