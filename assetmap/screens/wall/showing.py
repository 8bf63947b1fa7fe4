"""Draws the big screen and asks every two seconds what is new; nothing is sent to the browser while nothing is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.assets.crediting import with_credit
from assetmap.screens import saying, session
from assetmap.screens.frame import style
from assetmap.screens.grounds import credited
from assetmap.screens.livemap import base_path, loader
from assetmap.screens.livemap.script import script_read
from assetmap.screens.wall.telling import told
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.sessions import Session

EVERY_S = 2
ASKED = "workshop"
"""The word of the address that says which workshop: its short code."""
_DRAWN = ("streets", "green", "water", "names")
_NOT_FOR_YOU = N_("The big screen is opened by whoever leads the workshop, at their own computer.")
_NONE = N_("There is no workshop yet. Begin one on the screen “Workshop”, then open this again.")
_GONE = N_("This workshop is not here. Open the big screen from the page Workshop.")


def wall() -> None:
    """Draw the big screen."""
    if session.role() == "steward":
        st.html(style("wall"))
    _live()


def wall_address(on: Session) -> str:
    """Return where the big screen of a workshop opens."""
    return f"{base_path(str(st.get_option('server.baseUrlPath') or ''))}/big_screen?{ASKED}={on.short}"


@st.fragment(run_every=EVERY_S)
def _live() -> None:
    if session.role() != "steward":  # asked each time: who signs out takes the screen along
        saying.note(_(_NOT_FOR_YOU))
        return
    place = session.opened()
    found = _asked(place)
    if found is None:
        saying.note(_(_GONE if st.query_params.get(ASKED) else _NONE))
        return
    _component()(key=f"wall_{found.short}", data=_data(place, found), height="content")


def _asked(place: Place) -> Session | None:
    """Return the workshop of the address; without one, the newest that goes on."""
    said = st.query_params.get(ASKED, "")
    if said:
        return place.store.sessions.get(said)
    there = place.store.sessions.all(by=session.by())
    return next((x for x in there if x.closed_on is None), None)


def _data(place: Place, found: Session) -> dict[str, Any]:
    from assetmap import workshop
    from assetmap.screens.doors import phones

    shown = workshop.shown(place, found, audience="workshop")
    members = place.store.sessions.members(found.id)
    ground = session.view(place).ground
    credit = with_credit(credited(place, *_DRAWN), shown.assets)
    door = (f"{phones.address()}/join", phones.join_qr_svg(found)) if phones.address() else ("", "")
    return told(found, shown, members, ground=ground, attribution=credit, door=door)


def _component() -> Any:  # Streamlit's renderer
    return _made(loader(script_read()[1], base_path(str(st.get_option("server.baseUrlPath") or ""))))


@cache
def _made(js: str) -> Any:
    return st.components.v2.component("assetmap_wall", js=js, isolate_styles=True)
