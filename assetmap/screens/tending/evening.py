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
from assetmap.store.suggested import TAKEN, TAKEN_BACK, TURNED_DOWN, WAITS
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, capital, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.contributions.evenings import Left, TakenBack
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending

_DAY, _WHO = "evening_day", "evening_who"
_MOST = 40
# translators: a suggestion, in a list of what somebody did in a day, and what became of it
_SUGGESTED = {
    WAITS: N_("A change suggested"),
    TAKEN: N_("A change suggested, taken"),
    TURNED_DOWN: N_("A change suggested, turned down"),
    TAKEN_BACK: N_("A change suggested, taken back"),
}


def ask(place: Place, tending: Tending) -> None:
    """Ask of whom and of which day."""
    with st.expander(_("Undo everything somebody did in a day"), key="evening_ask"):
        on = st.date_input(
            _("On which day?"), value=today(), max_value=today(), format="DD/MM/YYYY", key=_DAY, width=170
        )
        people = contributions.who_did(place.store, *_day(on))
        if not people:
            st.html(f'<p class="aside" role="status">{html_text(_("Nobody did anything on that day."))}</p>')
            return
        who: str = st.selectbox(_("Who?"), list(people), format_func=lambda by: _did(by, people[by]), key=_WHO)
        st.button(_("See what that was"), key="evening_see", on_click=_see, args=(tending, who, on))


def evening(place: Place, tending: Tending, who: str, on: date) -> None:
    """Say what it was, what would be undone and what stays; and ask once more."""
    since, until = _day(on)
    did = contributions.evening(place.store, who, since, until)
    would = contributions.undo_evening(place.store, who, since, until, by_whom=session.by(), dry_run=True)
    said = html_text(_("What {who} did on {day}", who=words.who(who), day=day_text(on)))
    rows = [words.done(row) for row in did.changes[:_MOST]]
    rows += [_(_SUGGESTED[x.decided]) for x in did.suggestions[:_MOST]]
    more = len(did.changes) + len(did.suggestions) - len(rows)
    rows += [ngettext("and {n} more", "and {n} more", more, n=number_text(more))] if more > 0 else []
    with st.container(key="evening"):
        st.html(f'<h2 class="begin">{said}</h2>')
        saying.listed(rows)
        st.html(f'<div class="will"><p>{html_text(_would(would))}</p></div>')
        if would.left:
            left = "".join(f"<li>{html_text(_left(place, x))}</li>" for x in would.left[:_MOST])
            head = html_text(_("This stays as it is"))
            st.html(f'<section class="notice"><h3>{head}</h3><ul>{left}</ul></section>')
        with st.container(horizontal=True, gap="small"):
            if would.assets or would.suggestions:
                st.button(_("Undo all of it"), key="evening_yes", type="primary", on_click=_undo,
                          args=(place, tending, who, on))  # fmt: skip
            st.button(_("No, leave it"), key="evening_no", on_click=_leave, args=(tending,))


def _day(on: date) -> tuple[datetime, datetime]:
    since = datetime.combine(on, time()).astimezone()
    return since, datetime.combine(on + timedelta(days=1), time()).astimezone()


def _did(by: str, many: int) -> str:
    # translators: {who} as “A resident (Jo)”, who did something so often
    return ngettext("{who}, once", "{who}, {n} times", many, who=capital(words.who(by)), n=number_text(many))


def _would(would: TakenBack) -> str:
    assets, suggestions = would.assets, would.suggestions
    put_back = ngettext("one is put back as it was", "{n} are put back as they were", assets, n=number_text(assets))
    turned_down = ngettext(
        "one suggestion is turned down", "{n} suggestions are turned down", suggestions, n=number_text(suggestions)
    )
    if assets and suggestions:
        # translators: “one is put back as it was” or “3 are …”, and “one suggestion is turned down” or “3 …”
        what = _("{put_back}, and {turned_down}", put_back=put_back, turned_down=turned_down)
    else:
        what = put_back if assets else turned_down
    if not assets and not suggestions:
        return _("Nothing of it can be undone any more.")
    return capital(_("{what}. It is one change, which can be undone itself.", what=what))


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
        said, stays = _("What was suggested is turned down."), len(back.left)
        if back.assets:
            many = back.assets
            said = ngettext("One is put back as before.", "{n} are put back as before.", many, n=number_text(many))
        if stays:
            # translators: {n} of what somebody did could not be put back as before
            said = f"{said} {ngettext('{n} could not be.', '{n} could not be.', stays, n=number_text(stays))}"
        settled(tending, said=said, change=back.change)

    tried(tending, undo)
