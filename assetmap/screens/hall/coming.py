"""What came in by phone or on paper, one below the other: let it be seen, not this one, or put it on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.disclosure.names import says_how_to_reach
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import saying, session
from assetmap.screens.hall.amending import changing
from assetmap.screens.hall.keeping import looked_up, put
from assetmap.screens.hall.said import kind_words, picture, said_in
from assetmap.screens.hall.words import HOW_WORDS
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.desk import Desk
    from assetmap.screens.hall.said import Said
    from assetmap.store.sessions import Session

EVERY_S = 2
"""How often it is looked whether a phone has sent something."""
_MOST, _MOST_LAST = 30, 12


@st.fragment(run_every=EVERY_S)
def coming(place: Place, on: Session, desk: Desk, drawn: tuple[str, int]) -> None:
    """
    Draw what waits, and look again every few seconds; what is typed elsewhere on the page stays.

    Parameters
    ----------
    drawn
        The store's mark and the number of what the desk said when the whole page was drawn: with others the map has
        more to show, or the desk more to say.
    """
    with session.spoken():
        # Asked each time: who signs out, or loses the role, takes what waits along.
        if session.role() != "steward" or (place.store.mark(), desk.told[0]) != drawn:
            st.rerun()
        _drawn(place, on, desk)


def _drawn(place: Place, on: Session, desk: Desk) -> None:
    there = said_in(place, on)
    waiting = [x for x in there if x.waits]
    placeless = [x for x in there if not x.waits and x.lacks_place]
    saying.heading(_("From phones and paper"), level=3)
    if not waiting:
        said = _("What people send stands here, and nobody sees it until you say so.")
        st.html(f'<p class="aside">{html_text(said)}</p>')
    else:
        said = ngettext("One waits for you.", "{n} wait for you.", len(waiting), n=number_text(len(waiting)))
        st.html(f'<p class="count" role="status">{html_text(said)}</p>')
    for one in waiting[:_MOST]:
        _one(place, on, desk, one)
    if placeless:
        saying.heading(_("Waits to be put on the map"), level=3)
        for one in placeless[:_MOST]:
            _one(place, on, desk, one)
    before = [x for x in there if not (x.waits or x.lacks_place or x.untyped)]
    if not before:
        return
    part = st.expander(_("What was said last"), key="scribe_last", on_change="rerun")
    with part:
        for one in reversed(before[-_MOST_LAST:]) if part.open else ():
            _one(place, on, desk, one)


def _one(place: Place, on: Session, desk: Desk, one: Said) -> None:
    code, shown = one.asset.short, one.member.shown
    with st.container(key=f"came_{code}", border=True):
        st.html(_about(on, one))
        with st.container(horizontal=True, gap="small", key=f"came_do_{code}"):
            st.button(
                _("Take it off the big screen") if shown else _("Show"), key=f"came_show_{code}",
                type="primary" if one.waits else "secondary", on_click=_show, args=(place, on, desk, one),
            )  # fmt: skip
            st.button(_("Not this"), key=f"came_not_{code}", on_click=_not_this, args=(place, desk, one))
            if one.asset.where is None and one.asset.precision != "not_shown":
                is_placing = desk.placing == one.asset.id
                st.button(
                    _("Leave it without a place") if is_placing else _("Put it on the map"),
                    key=f"came_put_{code}", on_click=_place_it, args=(desk, "" if is_placing else one.asset.id),
                )  # fmt: skip
            with st.popover(_("Change"), key=f"came_change_{code}"):
                changing(place, on, desk, one)
        if desk.placing == one.asset.id:
            _placing(place, desk, one)


def _about(on: Session, one: Said) -> str:
    where = one.member.said_where
    lines = [html_text(f"{kind_words(on, one)} · {_(HOW_WORDS[one.member.how])}")]
    if where:
        lines.append(html_text(_("Where: {words}", words=where)))
    elif one.asset.where is None:
        lines.append(html_text(_("no place on the map")))
    own = one.asset.own_words
    quoted = f'<p><q dir="auto">{html_text(own, as_typed=True)}</q></p>' if own.strip() else ""
    rest = "".join(f"<p>{x}</p>" for x in lines)
    if says_how_to_reach(one.asset.name) or says_how_to_reach(own):
        quoted += f'<p class="private">{html_text(_("A number or e-mail stands in it."))}</p>'
    return (
        f'<div class="came"><img alt="" src="{picture(on, one)}"><div><h4 dir="auto">{html_text(one.asset.name)}</h4>'
        f"{rest}{quoted}</div></div>"
    )


def _placing(place: Place, desk: Desk, one: Said) -> None:
    with st.form(f"placing_{one.asset.short}", border=False):
        st.text_input(
            _("Tap the map, or type a street, a postcode or a name"), value=one.member.said_where,
            key=f"placing_where_{one.asset.short}", autocomplete="off",
        )  # fmt: skip
        st.form_submit_button(_("Find"), key=f"placing_find_{one.asset.short}", on_click=_find, args=(place, desk, one))


def _place_it(desk: Desk, asset_id: str) -> None:
    desk.placing = asset_id


def _find(place: Place, desk: Desk, one: Said) -> None:
    typed = str(st.session_state.get(f"placing_where_{one.asset.short}") or "")
    found = looked_up(place, typed, things=session.everybody_sees())
    if found.at is None:
        desk.say(_("We do not know this place. Try another name for it, or tap the map."), wrong=True)
        return
    put_there(place, desk, found.at)


def put_there(place: Place, desk: Desk, at: tuple[float, float]) -> None:
    """Put what waits for a place there."""
    asset_id, desk.placing = desk.placing, ""
    try:
        written = put(place, asset_id, at, by=session.by())
        there = place.store.get(asset_id)
        name = there.asset.name if there is not None else ""
        desk.can_be_taken_back(written.change, name)
        desk.focus = at
        desk.say(_("On the map: {name}", name=name))
    except AssetMapError as error:
        desk.say(sentence(error), wrong=True)


def _show(place: Place, on: Session, desk: Desk, one: Said) -> None:
    shown = not one.member.shown
    try:
        place.store.sessions.show(on.id, [one.asset.id], shown=shown, by=session.by())
        name = one.asset.name
        desk.say(_("The room sees it now: {name}", name=name) if shown else _("Off the big screen: {name}", name=name))
    except AssetMapError as error:
        desk.say(sentence(error), wrong=True)


def _not_this(place: Place, desk: Desk, one: Said) -> None:
    try:
        written = contributions.reject(
            place.store, [one.asset.id], by=session.by(), seen={one.asset.id: one.version}
        )  # fmt: skip
        desk.can_be_taken_back(written.change, one.asset.name)
        desk.say(_("Not this one: {name}. Ctrl+Z brings it back.", name=one.asset.name))
    except AssetMapError as error:
        desk.say(sentence(error), wrong=True)
