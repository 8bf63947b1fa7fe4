"""Draws the paper desk: whose it is, the photographs, and the dots one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.frame import style
from assetmap.screens.paper_desk.desk import desk_of
from assetmap.screens.paper_desk.reading import photos
from assetmap.screens.paper_desk.typing import typing
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.sessions import Session

ASKED = "workshop"
"""The word of the address that says which workshop: its short code."""
_NOT_FOR_YOU = N_("Paper is read by whoever leads the workshop, at their own computer.")
_NONE = N_("There is no workshop yet. Begin one on the screen “Workshop”, then come back with the paper.")


def paper_desk() -> None:
    """Draw the page."""
    st.html(style("paper_desk"))
    if session.role() != "steward":
        saying.note(_(_NOT_FOR_YOU))
        return
    place = session.opened()
    on = _asked(place)
    if on is None:
        saying.note(_(_NONE))
        return
    desk = desk_of(on.id)
    saying.heading(_("Paper from “{name}”", name=on.name))
    with st.container(key="paper_photos"):
        photos(place, on, desk)
    saying.heading(_("What is on it"), level=3)
    typing(place, on, desk)


def _asked(place: Place) -> Session | None:
    """Return the workshop of the address, also one that has ended; without one, the newest."""
    said = st.query_params.get(ASKED, "")
    if said:
        return place.store.sessions.get(said)
    there = place.store.sessions.all(by=session.by())
    return next((x for x in there if x.closed_on is None), there[0] if there else None)
