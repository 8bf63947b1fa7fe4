"""Which language somebody reads the app in: chosen above every screen, kept until they close their browser."""

from __future__ import annotations

import contextlib
from fnmatch import fnmatchcase
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
COOKIE = "assetmap_language"
"""What a browser keeps of the choice while it is open, so that a page that is loaded again speaks as it did."""
_ASKED = "in"
"""The word of an address that says which language to begin in."""
_CHOSEN = "language_was_chosen"
_LISTS = (
    "overlay", "refer_minutes", "refer_day", "refer_hour", "refer_spoken",
    "gaps_how", "gaps_index", "gaps_where", "gaps_next_kind", "gaps_new_kind",
    # The form, each of which begins its keys another way, and Look after
    "*_only_*", "*_how_checked", "*_led_by", "evening_who",
    # Your place; the last part of such a key is another one for each row or turn
    "part", "list_kind_*", "list_how_*", "list_newer_*", "list_column_*", "list_rows_*",
    "own_what", "own_which_*", "own_district", "own_overlay", "places_which",
    "people_role_*", "people_circle_*", "people_way_*", "place_*_languages",
    # The paper desk
    "paper_which *", "paper_audience *",
)  # fmt: skip
"""Keys of lists whose choices are called otherwise in each language. None of them may be drawn with a default."""
_RTL = """<style>
.stMainBlockContainer, [data-testid="stHeader"] { direction: rtl; }
.stMainBlockContainer { --onward: left; }
.stMainBlockContainer input, .stMainBlockContainer textarea { unicode-bidi: plaintext; }
@media (min-width: 641px) {
  .stMain button[data-variant="segmented_control"] { margin-right: 0; }
  .stMain button[data-variant="segmented_control"][aria-checked="false"] { border-color: #C9C5B8 !important; }
  .stMain button[data-variant="segmented_control"]:not(:last-child) { margin-left: -1px; }
  .stMain button[data-variant="segmented_control"]:not(:only-child):first-child { border-radius: 0 .5rem .5rem 0; }
  .stMain button[data-variant="segmented_control"]:not(:only-child):last-child { border-radius: .5rem 0 0 .5rem; }
}
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
    said = st.query_params.get(_ASKED, "")  # come back from a page that spoke it, as the one to sign in at
    if _ASKED in st.query_params:
        del st.query_params[_ASKED]
    if said not in LANGUAGES:
        said = str(st.context.cookies.to_dict().get(COOKIE, ""))
    if said in LANGUAGES:
        st.session_state[KEY] = said
        return
    with contextlib.suppress(AssetMapError, OSError):  # what is wrong with it is said where it is opened
        own = _own(session.opened().settings)
        asked = str(st.context.locale or "").partition("-")[0]
        st.session_state[KEY] = asked if asked in own else own[0]


def chosen() -> str:
    """Return the code of the language that somebody chose on this visit; "" where nobody did."""
    return language() if st.session_state.get(_CHOSEN) else ""


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
    st.session_state[_CHOSEN] = True
    for key in [str(x) for x in st.session_state]:
        if any(fnmatchcase(key, x) for x in _LISTS) and st.session_state[key] is not None:
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
