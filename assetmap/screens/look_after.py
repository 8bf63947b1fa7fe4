"""Look after the map: drafts one by one, and what was done lately with *Undo*. For stewards."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import frame, session
from assetmap.screens.tending.drafts import drafts
from assetmap.screens.tending.lately import lately
from assetmap.screens.tending.queue import PARTS, Tending

_NOT_FOR_YOU = (
    '<p class="empty">This page is for whoever looks after this map, at their own computer. '
    "You can look around and add something: it is looked at here before it shows.</p>"
)


def look_after() -> None:
    """Draw the screen."""
    st.html(frame.style("tending"))
    if session.role() != "steward":
        st.html(_NOT_FOR_YOU)
        return
    place = session.opened()
    tending: Tending = st.session_state.setdefault("tending", Tending())
    if tending.form is None:
        st.session_state.setdefault("look_part", tending.part)
        st.segmented_control(
            "What to look after", PARTS, required=True, key="look_part", label_visibility="collapsed",
            on_change=_another, args=(tending,),
        )  # fmt: skip
    with st.container(key="look_after"):
        (drafts if tending.part == PARTS[0] else lately)(place, tending)


def _another(tending: Tending) -> None:
    tending.hush()
    tending.part = st.session_state["look_part"]
    tending.pages = [None]


if __name__ == "__main__":
    with session.spoken():
        look_after()
