"""What stands around every screen: the name of the place, whether it is invented, and the way things look."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import homes, language, session, signing
from assetmap.screens.unfinished import unfinished
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

    from assetmap.settings import PlaceSettings


def look() -> None:
    """Give the screens their look."""
    st.html(style())


@cache
def style(room: str = "") -> str:
    """Return the look of one room of the screens (its `look.css`), or of all, as markup for `st.html`."""
    return f"<style>{(Path(__file__).parent / room / 'look.css').read_text(encoding='utf-8')}</style>"


def phone_menu(screens: Sequence[StreamlitPage]) -> None:
    """Name the screens in one row, for a narrow screen, where Streamlit would hide them behind a sign."""
    with st.container(key="phone_menu", horizontal=True, gap=None):
        for screen in screens:
            st.page_link(screen)


def banner(place: PlaceSettings, *, first: bool, page: str = "") -> None:
    """
    Say which place this is, of the demo town that it is invented, who has signed in; and offer the languages.

    Parameters
    ----------
    first
        Whether this is the first screen, where somebody new is told what they may do now.
    page
        The screen's word in its address, to come back to from signing in.
    """
    _elsewhere()
    language.choose(place)
    language.laid_out()
    _named(place, first=first, page=page)


def _named(place: PlaceSettings, *, first: bool, page: str) -> None:
    said = html_text(_("This town and everything in it are invented, to look around in."))
    invented = f"<p>{said}</p>" if place.invented else ""
    person = session.person()
    link = "" if person is not None else signing.link(page)
    name = f'<div class="place"><h1>{html_text(place.name)}</h1>{invented}{link}</div>'
    if person is not None:
        with st.container(key="top_row", horizontal=True, gap="small", vertical_alignment="center"):
            st.html(name)
            signing.who(person)
        return
    if not (first and place.invented) or st.session_state.get(_LOOKED) or session.role() != "steward":
        st.html(name)
        return
    with st.container(key="first_run", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(name, width="content")
        st.button(_("Look around"), key="look_around", on_click=_look_around)
        if st.button(_("Set up your own place"), key="set_up_own"):
            _look_around()
            st.session_state["go_to_part"] = "Set up a place"
            st.switch_page("your_place.py")
        if st.button(_("Start a workshop"), key="start_workshop"):
            _look_around()
            st.switch_page("workshop.py")


def _elsewhere() -> None:
    """Tell whoever stays with something unfinished that another place is open for everybody."""
    if homes.shown() == homes.current():
        return
    said = (
        _("Another place is open now. Write your code down first, then press “Go there”.")
        if unfinished() == "saved"
        else _("Another place is open now. Finish here first, then press “Go there”.")
    )
    with st.container(key="elsewhere", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="notice" role="status">{html_text(said)}</p>')
        st.button(_("Go there"), key="go_there", on_click=homes.go)


_LOOKED = "looked_around"


def _look_around() -> None:
    st.session_state[_LOOKED] = True
