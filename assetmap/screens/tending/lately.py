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
        st.html('<p class="empty">Nothing has been added yet.</p>')
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
    by = html_text(f"By {words.who(row.by)}, {words.when(row.on, now=now)}. ") + html_text(refused)
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
    label = "Undo" if doing == "undo" else f"Show all {row.drafts:,}"
    if many > _MANY or doing == "show":
        st.button(label, key=key, on_click=_ask_about, args=(tending, row.change, doing))
    else:
        st.button(label, key=key, on_click=_doing(place, tending, row.change, doing))


def _ask(place: Place, tending: Tending, row: Summary, many: int) -> None:
    doing = tending.asking[1] if tending.asking else ""
    said = f"Show {row.drafts:,} to everybody they are meant for?" if doing == "show" else f"Undo all {many:,}?"
    st.html(f'<p class="asked" role="alert"><b>{said}</b></p>')
    with st.container(horizontal=True, gap="small"):
        yes = f"Yes, show {row.drafts:,}" if doing == "show" else f"Yes, undo {many:,}"
        st.button(yes, key=f"yes_{row.change}", type="primary", on_click=_doing(place, tending, row.change, doing))
        st.button("No, leave it", key=f"no_{row.change}", on_click=_ask_about, args=(tending, 0, ""))


def _ask_about(tending: Tending, change: int, doing: str) -> None:
    tending.hush()
    tending.asking = (change, doing) if change else None


def _doing(place: Place, tending: Tending, change: int, doing: str) -> Callable[[], None]:
    def show() -> None:
        written = contributions.approve_change(place.store, change, by=session.by())
        settled(tending, said=f"{len(written.versions):,} are shown now.", change=written.change)

    return lambda: tried(tending, show) if doing == "show" else take_back(place, tending, change)


def _pages(tending: Tending, rows: list[Summary]) -> None:
    if len(rows) <= PAGE and len(tending.pages) == 1:
        return
    with st.container(horizontal=True, gap="small"):
        if len(tending.pages) > 1:
            st.button("Newer", key="newer", on_click=_turn, args=(tending, None))
        if len(rows) > PAGE:
            st.button("Older", key="older", on_click=_turn, args=(tending, rows[PAGE - 1].change))


def _turn(tending: Tending, before: int | None) -> None:
    tending.hush()
    if before is None:
        tending.pages.pop()
    else:
        tending.pages.append(before)
