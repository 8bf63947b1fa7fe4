"""The end of a workshop: closed with one question, opened again, taken along whole, or taken back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.hall.meeting import told, tried
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_NEAR = "ending"


def ending(place: Place, here: Hall, on: Session) -> None:
    """Offer what may be done with a workshop as a whole."""
    with st.container(horizontal=True, gap="small", key="hall_ending", vertical_alignment="center"):
        if on.closed_on is not None:
            st.button(_("Open it again"), key="hall_again", type="primary", on_click=_again, args=(place, here, on))
        elif here.asking == "close":
            saying.note(_("End it? Phones cannot send any more. You can open it again."))
            st.button(_("Yes, end it"), key="hall_close_yes", type="primary", on_click=_close, args=(place, here, on))
            st.button(_("No, go on"), key="hall_close_no", on_click=_ask, args=(here, ""))
        else:
            st.button(_("End the workshop"), key="hall_close", on_click=_ask, args=(here, "close"))
        st.button(_("All workshops"), key="hall_all", on_click=_all, args=(here,))
    told(here, _NEAR)


def _ask(here: Hall, what: str) -> None:
    here.hush()
    here.asking = what


def _all(here: Hall) -> None:
    here.hush()
    here.asking, here.chosen = "", ""


def _close(place: Place, here: Hall, on: Session) -> None:
    here.asking = ""

    def close() -> str:
        here.chosen = place.store.sessions.close(on.id, by=session.by()).id  # it stays open in this window
        return _("The workshop has ended. Thank you, everybody.")

    tried(here, _NEAR, close)


def _again(place: Place, here: Hall, on: Session) -> None:
    def again() -> str:
        here.chosen = place.store.sessions.open_again(on.id, by=session.by()).id
        return _("It goes on. The door for phones is shut until you open it.")

    tried(here, _NEAR, again)
