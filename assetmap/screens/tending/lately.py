"""What was done lately, newest first: what, by whom, when, and *Undo* where it is possible."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.disclosure import SHOWN
from assetmap.screens import session
from assetmap.screens.tending import evening, words
from assetmap.screens.tending.done import take_back, what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.base import Summary

PAGE = 15
_MANY = 20
"""Assets from which on a doing is asked about once more."""


def lately(place: Place, tending: Tending) -> None:
    """Draw a page of changes."""
    what_was_done(place, tending)
    if tending.evening is not None:
        evening.evening(place, tending, *tending.evening)
        return
    rows = place.store.recent(PAGE + 1, before=tending.pages[-1])
    if not rows:
        st.html(f'<p class="empty">{html_text(_("Nothing has been added yet."))}</p>')
    else:
        evening.ask(place, tending)
    with st.container(key="lately", gap=None):
        for row in rows[:PAGE]:
            _row(place, tending, row)
    _pages(tending, rows)


def _row(place: Place, tending: Tending, row: Summary) -> None:
    now, many = datetime.now().astimezone(), sum(row.counts.values())
    refused = words.why_not(row)
    said = f"<b>{html_text(words.done(row, is_shown_too=_is_shown_too(place, row)))}</b>"
    # translators: who did something, and when: “By a resident (Jo), today at 14:05.”
    by = html_text(f"{_('By {who}, {when}.', who=words.who(row.by), when=words.when(row.on, now=now))} {refused}")
    with st.container(key=f"change_{row.change}"):
        words_, doings = st.columns([3, 1], vertical_alignment="center", gap="small")
        words_.html(f'<div class="change"><p>{said}</p><p class="aside">{by}</p></div>')
        with doings.container(horizontal=True, gap="small", horizontal_alignment="right"):
            if row.drafts > 1:
                _button(place, tending, row, "show", many)
            if not refused:
                _button(place, tending, row, "undo", many)
        if tending.asking is not None and tending.asking[0] == row.change:
            _ask(place, tending, row, many)


def _is_shown_too(place: Place, row: Summary) -> bool:
    """Say whether whoever changed a draft showed it in the same step."""
    if set(row.counts) != {"changed"} or not row.name:
        return False
    was = place.store.before(row.change).get(row.asset_id)
    now = next((x.record.get("status") for x in place.store.history(row.asset_id) if x.change == row.change), None)
    return was is not None and was[0].status == "draft" and now in SHOWN


def _button(place: Place, tending: Tending, row: Summary, doing: str, many: int) -> None:
    key = f"{doing}_{row.change}"
    label = _("Undo") if doing == "undo" else words.show_all(row.drafts, of=many)
    if many > _MANY or doing == "show":
        st.button(label, key=key, on_click=_ask_about, args=(tending, row.change, doing))
    else:
        st.button(label, key=key, on_click=_doing(place, tending, row.change, doing))


def _ask(place: Place, tending: Tending, row: Summary, many: int) -> None:
    doing = tending.asking[1] if tending.asking else ""
    drafts = row.drafts
    if doing == "show":
        said = ngettext(
            "Show {n} to everybody they are meant for?", "Show {n} to everybody they are meant for?", drafts,
            n=number_text(drafts),
        )  # fmt: skip
        yes = ngettext("Yes, show {n}", "Yes, show {n}", drafts, n=number_text(drafts))
    else:
        said = ngettext("Undo all {n}?", "Undo all {n}?", many, n=number_text(many))
        yes = ngettext("Yes, undo {n}", "Yes, undo {n}", many, n=number_text(many))
    st.html(f'<p class="asked" role="alert"><b>{html_text(said)}</b></p>')
    with st.container(horizontal=True, gap="small"):
        st.button(yes, key=f"yes_{row.change}", type="primary", on_click=_doing(place, tending, row.change, doing))
        st.button(_("No, leave it"), key=f"no_{row.change}", on_click=_ask_about, args=(tending, 0, ""))


def _ask_about(tending: Tending, change: int, doing: str) -> None:
    tending.hush()
    tending.asking = (change, doing) if change else None


def _doing(place: Place, tending: Tending, change: int, doing: str) -> Callable[[], None]:
    def show() -> None:
        written = contributions.approve_change(place.store, change, by=session.by())
        shown = len(written.versions)
        said = ngettext("{n} are shown now.", "{n} are shown now.", shown, n=number_text(shown))
        settled(tending, said=said, change=written.change)

    return lambda: tried(tending, show) if doing == "show" else take_back(place, tending, change)


def _pages(tending: Tending, rows: list[Summary]) -> None:
    if len(rows) <= PAGE and len(tending.pages) == 1:
        return
    with st.container(horizontal=True, gap="small"):
        if len(tending.pages) > 1:
            st.button(pgettext("a page of a list", "Newer"), key="newer", on_click=_turn, args=(tending, None))
        if len(rows) > PAGE:
            st.button(
                pgettext("a page of a list", "Older"),
                key="older",
                on_click=_turn,
                args=(tending, rows[PAGE - 1].change),
            )


def _turn(tending: Tending, before: int | None) -> None:
    tending.hush()
    if before is None:
        tending.pages.pop()
    else:
        tending.pages.append(before)
