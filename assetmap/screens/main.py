"""The script that Streamlit runs: opens the place, says where one is, and hands over to a screen."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import handover, homes, saying, session
from assetmap.screens.frame import banner, look, phone_menu

st.set_page_config(page_title="Community assets", layout="wide", initial_sidebar_state="collapsed")
screens = [
    st.Page("explore.py", title="Explore", default=True),
    st.Page("add.py", title="Add"),
    st.Page("refer.py", title="Refer"),
    st.Page("look_after.py", title="Look after"),
    st.Page("your_place.py", title="Your place"),
]
with session.spoken(st.error):
    look()
    chosen = st.navigation(screens, position="top")
    phone_menu(screens)
    with saying.opening():
        homes.follow()
        place = session.opened()
    banner(place.settings, first=chosen.title == "Explore")
    if chosen.title != "Refer":
        handover.forget()
    chosen.run()
