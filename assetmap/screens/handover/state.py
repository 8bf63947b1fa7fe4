"""What the Refer screen remembers while somebody is on it, in this browser's session alone, and how it forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from assetmap.screens.doors import page as page_door
from assetmap.screens.handover.more import EMPTY

if TYPE_CHECKING:
    from assetmap.screens.doors.page import HeldPage

PREFIX = "refer_"
"""Every key of the screen begins with this: that is how it is forgotten whole."""
_KEPT = 2
"""The page on the screen, and the one before: somebody may press Print while a new one is being made."""


def forget() -> None:
    """Drop everything that was typed, chosen and made; for whoever leaves the screen."""
    for page in _pages():
        page_door.let_go(page)
    for key in [str(key) for key in st.session_state]:
        if key.startswith(PREFIX):
            del st.session_state[key]


def start_again() -> None:
    """Drop everything, and empty the fields that stand on the screen."""
    now = epoch()
    forget()
    st.session_state["refer_epoch"] = now + 1
    st.session_state["refer_where"] = ""
    st.session_state["refer_map"] = False
    st.session_state["refer_needs"] = st.session_state["refer_groups"] = []
    st.session_state.update({key: [] if value == [] else value for key, value in EMPTY.items()})
    st.session_state["refer_how"], st.session_state["refer_minutes"] = "walking", 0


def epoch() -> int:
    """Return a number that changes with each person the screen is used for: ticks of an earlier one do not count."""
    return int(st.session_state.get("refer_epoch", 0))


def next_person() -> None:
    """Begin a new epoch: what was ticked by hand for somebody else is not theirs."""
    st.session_state["refer_epoch"] = epoch() + 1
    for key in ("refer_by_hand", "refer_more"):
        st.session_state.pop(key, None)
    drop_pages()


def forget_own_words() -> None:
    """Empty what was written for one print: who will be in touch with one person is never on another's page."""
    for key in ("refer_greeting", "refer_who", "refer_when", "refer_reach"):
        if key in st.session_state:
            st.session_state[key] = ""
    st.session_state.pop("refer_left_out", None)


def drop_pages() -> None:
    """Let go of the pages that were made."""
    for page in _pages():
        page_door.let_go(page)
    st.session_state.pop("refer_pages", None)


def kept_page(pdf: bytes) -> HeldPage | None:
    """Return the page on the screen, where it is the same and may still be offered."""
    pages = _pages()
    if pages and pages[-1].is_fresh and pages[-1].parts.get("print", (b"",))[0] == pdf:
        return pages[-1]
    return None


def keep_page(page: HeldPage) -> None:
    """Hold a page, and let go of those before the last."""
    page_door.hold(page)
    pages = [*_pages(), page]
    for old in pages[:-_KEPT]:
        page_door.let_go(old)
    st.session_state["refer_pages"] = pages[-_KEPT:]


def _pages() -> list[HeldPage]:
    return cast("list[HeldPage]", st.session_state.get("refer_pages", []))
