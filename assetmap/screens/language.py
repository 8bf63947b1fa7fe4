"""Which language somebody reads the app in: chosen above every screen, kept for this visit in their session alone."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assetmap.errors import AssetMapError
from assetmap.screens import session
from assetmap.webmap.safe import html_text
from assetmap.wording import LANGUAGES, ask_elsewhere
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.settings import PlaceSettings

KEY = "language"
_LISTS = ("overlay", "refer_minutes", "refer_day", "refer_hour", "refer_spoken")
_RTL = """<style>
.stMainBlockContainer, [data-testid="stHeader"] { direction: rtl; }
.stMainBlockContainer { --onward: left; }
.stMainBlockContainer input, .stMainBlockContainer textarea { unicode-bidi: plaintext; }
</style>"""


def language() -> str:
    """Return the code of the language that whoever is at this page reads; English where nobody is."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return "en"
    return str(st.session_state.get(KEY) or "en")


ask_elsewhere(language)


def begin() -> None:
    """Begin in the browser's own language where the place speaks it, else in the place's first."""
    if KEY in st.session_state:
        return
    with contextlib.suppress(AssetMapError, OSError):  # what is wrong with it is said where it is opened
        own = _own(session.opened().settings)
        asked = str(st.context.locale or "").partition("-")[0]
        st.session_state[KEY] = asked if asked in own else own[0]


def choose(place: PlaceSettings) -> None:
    """Draw the choice: the place's own languages first."""
    own = _own(place)
    st.session_state.setdefault(KEY, own[0])
    codes = [*own, *(code for code in LANGUAGES if code not in own)]
    with st.container(key="language_box"):
        st.selectbox(
            _("Language"), codes, format_func=lambda code: LANGUAGES[code].name, key=KEY, filter_mode=None,
            label_visibility="collapsed", on_change=_said_anew,
        )  # fmt: skip


def _said_anew() -> None:
    """Hand what is chosen in lists to the browser again: it would go on showing it as it was called before."""
    for key in _LISTS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def laid_out() -> None:
    """Lay the screen out as the language is written."""
    if LANGUAGES[language()].rtl:
        st.html(_RTL)


def say_unread() -> None:
    """Say where nobody whose language it is has read our sentences yet."""
    chosen = LANGUAGES[language()]
    if not chosen.checked_by:
        said = _("These words have not been checked by a native reader yet. What people wrote is as they wrote it.")
        st.html(f'<p class="unread" lang="{chosen.code}" dir="auto">{html_text(said)}</p>')


def _own(place: PlaceSettings) -> list[str]:
    return [code for code in place.languages if code in LANGUAGES] or ["en"]
