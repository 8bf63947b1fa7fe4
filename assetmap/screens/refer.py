"""What is near somebody and helps, and one good page of it. Nothing typed here outlives the visit to this screen."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import frame, onfoot, session
from assetmap.screens.handover.asking import ask
from assetmap.screens.handover.listing import choose
from assetmap.screens.handover.making import make


def refer() -> None:
    """Draw the screen: what one asks, the list and the page."""
    place = session.opened()
    st.html(frame.style("handover"))
    with st.container(key="refer"):
        left, middle, right = st.columns([28, 33, 39], gap="small")
        with left:
            sought, box = ask(place)
        with middle:
            sought, chosen = choose(place, sought, box=box)
        with right, st.container(key="refer_side"):
            make(place, sought, chosen)
    onfoot.ready_soon(place, session.everybody_sees())


if __name__ == "__main__":
    with session.spoken():
        refer()
