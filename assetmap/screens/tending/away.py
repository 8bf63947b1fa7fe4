"""What is not on the map any more: taken away because somebody asked for it, or turned away and only hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.assets import named
from assetmap.contributions.reasons import reason_words
from assetmap.freshness import day_text
from assetmap.screens import saying, session
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.screens.tending.stories import older_words
from assetmap.store.copies import BACKUP, DATA, PACK, PAGE
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, in_turn
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.base import Store, Stored
    from assetmap.store.copies import Copy
    from assetmap.store.erasing import TakenAway

_MOST_TAKEN = 50
_MOST_HIDDEN = 40
# translators: what a copy is, behind its name; data: a file of the places, for other programs
_WHAT = {
    PAGE: N_("a map as a page"), DATA: N_("data"), BACKUP: N_("a backup, with drafts and exact places"),
    PACK: N_("the whole place, with everything in it"),
}  # fmt: skip


def away(place: Place, tending: Tending) -> None:
    """Draw both lists."""
    what_was_done(place, tending)
    taken = place.store.taken_away(_MOST_TAKEN)
    hidden = hidden_ones(place.store)
    if not taken and not hidden:
        st.html(f'<p class="empty" role="status">{html_text(_("Nothing has been taken away."))}</p>')
        return
    if taken:
        _copies(place, tending, taken)
        saying.heading(_("Taken away because somebody asked"))
        saying.words(
            _("It is gone for good: from the map, its history and the copies kept here. This is all that is left.")
        )
        saying.listed(_taken_words(x) for x in taken)
    if hidden:
        _begin(
            _("Hidden, and can be brought back"),
            _("Turned away, or added and undone. Nobody asked for it to go, so it is kept."),
        )
        with st.container(key="hidden", gap=None):
            for there in hidden[:_MOST_HIDDEN]:
                _hidden(place, tending, there)
        if len(hidden) > _MOST_HIDDEN:
            st.html(f'<p class="aside">{html_text(older_words(len(hidden) - _MOST_HIDDEN))}</p>')


def copies_out(store: Store, taken: list[TakenAway] | None = None) -> dict[int, tuple[Copy, list[str]]]:
    """Find the copies that have left the house and still hold what was taken away: their number → short codes."""
    out: dict[int, tuple[Copy, list[str]]] = {}
    for one in store.taken_away(_MOST_TAKEN) if taken is None else taken:
        for copy in store.copies.of(one.asset_id):
            out.setdefault(copy.id, (copy, []))[1].append(one.short)
    return out


def hidden_ones(store: Store) -> list[Stored]:
    """List what was turned away or undone, the newest first; not what was made one with another."""
    rows = [
        there
        for there in store.read(statuses=["withdrawn"])
        if there.asset.name
        and store.now_under(there.asset.id) is None
        and not contributions.was_asked_for(store, there)
    ]
    return sorted(rows, key=lambda there: -there.change)


def _begin(heading: str, said: str) -> None:
    st.html(f'<h2 class="begin">{html_text(heading)}</h2><p class="aside">{html_text(said)}</p>')


def _copies(place: Place, tending: Tending, taken: list[TakenAway]) -> None:
    out = copies_out(place.store, taken)
    if not out:
        return
    _begin(
        _("Copies that were handed out, and still hold it"),
        _("Ask whoever has one to delete it and to take a new one. Who took a copy is not kept."),
    )
    with st.container(key="copies_out", gap=None):
        for copy, shorts in out.values():
            _copy(place, tending, copy, shorts)


def _copy(place: Place, tending: Tending, copy: Copy, shorts: list[str]) -> None:
    what = _(_WHAT.get(copy.what, N_("a copy")))
    taken = _("Taken on {day}. It holds {codes}.", day=day_text(copy.on.astimezone().date()), codes=in_turn(shorts))
    with st.container(key=f"copy_{copy.id}"):
        said, doings = st.columns([3, 1], vertical_alignment="center", gap="small")
        said.html(
            f'<div class="change"><p><b>{html_text(copy.name)}</b>, {html_text(what)}</p>'
            f'<p class="aside">{html_text(taken)}</p></div>'
        )
        with doings.container(horizontal=True, gap="small", horizontal_alignment="right"):
            if tending.asking == (copy.id, "gone"):
                st.button(_("Yes, it is deleted"), key=f"gone_yes_{copy.id}", type="primary", on_click=_gone,
                          args=(place, tending, copy))  # fmt: skip
                st.button(_("No"), key=f"gone_no_{copy.id}", on_click=tending.hush)
            else:
                st.button(_("They have deleted it"), key=f"gone_{copy.id}", on_click=_ask, args=(tending, copy))


def _ask(tending: Tending, copy: Copy) -> None:
    tending.hush()
    tending.asking = (copy.id, "gone")


def _gone(place: Place, tending: Tending, copy: Copy) -> None:
    def gone() -> None:
        place.store.copies.gone(copy.id)
        settled(tending, said=_("Noted: {name} is deleted.", name=copy.name))

    tried(tending, gone)


def _taken_words(one: TakenAway) -> str:
    said = [_("{code}, taken away on {day}.", code=one.short, day=day_text(one.on.astimezone().date()))]
    if one.waits:
        said.append(_("Another program still has it open: the last of it goes when that is closed."))
    if one.is_kept:
        command = f"assetmap withdraw {one.short}"
        said.append(_("A backup here could not be opened: `{command}` says which.", command=command))
    return " ".join(said)


def _hidden(place: Place, tending: Tending, there: Stored) -> None:
    last = place.store.history(there.asset.id)[-1]
    day = day_text(last.on.astimezone().date())
    if last.what != "rejected":
        how = _("Undone on {day}", day=day)
    elif last.why:
        how = _("Turned away on {day}: {why}", day=day, why=reason_words(last.why))
    else:
        how = _("Turned away on {day}", day=day)
    with st.container(key=f"hidden_{there.asset.short}"):
        said, doings = st.columns([3, 1], vertical_alignment="center", gap="small")
        said.html(
            f'<div class="change"><p><b>{html_text(there.asset.name)}</b></p>'
            f'<p class="aside">{html_text(how)}</p></div>'
        )
        with doings.container(horizontal=True, gap="small", horizontal_alignment="right"):
            st.button(_("Bring it back"), key=f"back_{there.asset.short}_{there.version}", on_click=_back,
                      args=(place, tending, there))  # fmt: skip


def _back(place: Place, tending: Tending, there: Stored) -> None:
    def back() -> None:
        written = contributions.bring_back(place.store, there.asset.id, by=session.by(), expected=there.version)
        settled(tending, said=_("{name} waits among the drafts again.", name=named(there.asset)), change=written.change)

    tried(tending, back)
