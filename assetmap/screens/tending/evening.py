"""Everything one person did in a day, taken back as one: first what that is, and what of it stays."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.freshness import day_text, today
from assetmap.screens import saying, session
from assetmap.screens.tending import words
from assetmap.screens.tending.queue import settled, tried
from assetmap.webmap.safe import html_text
from assetmap.wording import capital

if TYPE_CHECKING:
    from datetime import date

    from assetmap.contributions.evenings import Left, TakenBack
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending

_DAY, _WHO = "evening_day", "evening_who"
_MOST = 40


def ask(place: Place, tending: Tending) -> None:
    """Ask of whom and of which day."""
    with st.expander("Undo everything somebody did in a day", key="evening_ask"):
        on = st.date_input("On which day?", value=today(), max_value=today(), format="DD/MM/YYYY", key=_DAY, width=170)
        people = contributions.who_did(place.store, *_day(on))
        if not people:
            st.html('<p class="aside" role="status">Nobody did anything on that day.</p>')
            return
        who: str = st.selectbox("Who?", list(people), format_func=lambda by: _did(by, people[by]), key=_WHO)
        st.button("See what that was", key="evening_see", on_click=_see, args=(tending, who, on))


def evening(place: Place, tending: Tending, who: str, on: date) -> None:
    """Say what it was, what would be undone and what stays; and ask once more."""
    since, until = _day(on)
    did = contributions.evening(place.store, who, since, until)
    would = contributions.undo_evening(place.store, who, since, until, by_whom=session.by(), dry_run=True)
    said = html_text(f"What {words.who(who)} did on {day_text(on)}")
    rows = [words.done(row) for row in did.changes[:_MOST]]
    rows += [f"A change suggested{'' if x.waits else f', {x.decided}'}" for x in did.suggestions[:_MOST]]
    more = len(did.changes) + len(did.suggestions) - len(rows)
    rows += [f"and {more:,} more"] if more > 0 else []
    with st.container(key="evening"):
        st.html(f'<h2 class="begin">{said}</h2>')
        saying.listed(rows)
        st.html(f'<div class="will"><p>{html_text(_would(would))}</p></div>')
        if would.left:
            left = "".join(f"<li>{html_text(_left(place, x))}</li>" for x in would.left[:_MOST])
            st.html(f'<section class="notice"><h3>This stays as it is</h3><ul>{left}</ul></section>')
        with st.container(horizontal=True, gap="small"):
            if would.assets or would.suggestions:
                st.button("Undo all of it", key="evening_yes", type="primary", on_click=_undo,
                          args=(place, tending, who, on))  # fmt: skip
            st.button("No, leave it", key="evening_no", on_click=_leave, args=(tending,))


def _day(on: date) -> tuple[datetime, datetime]:
    since = datetime.combine(on, time()).astimezone()
    return since, datetime.combine(on + timedelta(days=1), time()).astimezone()


def _did(by: str, many: int) -> str:
    return f"{capital(words.who(by))}, {'once' if many == 1 else f'{many:,} times'}"


def _would(would: TakenBack) -> str:
    parts = []
    if would.assets:
        parts.append(
            "One is put back as it was" if would.assets == 1 else f"{would.assets:,} are put back as they were"
        )
    if would.suggestions:
        one = "one suggestion is turned down"
        parts.append(one if would.suggestions == 1 else f"{would.suggestions:,} suggestions are turned down")
    if not parts:
        return "Nothing of it can be undone any more."
    said = ", and ".join(parts)
    return f"{said[0].upper()}{said[1:]}. It is one change, which can be undone itself."


def _left(place: Place, one: Left) -> str:
    there = None if one.name else place.store.get(one.asset_id)
    return f"{there.asset.short if there else one.name}: {one.why}"


def _see(tending: Tending, who: str, on: date) -> None:
    tending.hush()
    tending.evening = (who, on)


def _leave(tending: Tending) -> None:
    tending.hush()
    tending.evening = None


def _undo(place: Place, tending: Tending, who: str, on: date) -> None:
    def undo() -> None:
        back = contributions.undo_evening(place.store, who, *_day(on), by_whom=session.by())
        tending.evening = None
        left = f" {len(back.left):,} could not be." if back.left else ""
        many = "One is" if back.assets == 1 else f"{back.assets:,} are"
        said = f"{many} put back as before.{left}" if back.assets else f"What was suggested is turned down.{left}"
        settled(tending, said=said, change=back.change)

    tried(tending, undo)
