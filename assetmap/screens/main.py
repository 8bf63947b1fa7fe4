"""The script that Streamlit runs: opens the place, says where one is, and hands over to a screen."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import handover, session
from assetmap.screens.frame import banner, look

st.set_page_config(page_title="Community assets", layout="wide", initial_sidebar_state="collapsed")
screens = [
    st.Page("explore.py", title="Explore", default=True),
    st.Page("refer.py", title="Refer"),
]
with session.spoken(st.error):
    look(screens=len(screens))
    place = session.opened()
    banner(place.settings)
    chosen = st.navigation(screens, position="top")
    if chosen.title != "Refer":
        handover.forget()
    chosen.run()
