"""The script that Streamlit runs: opens the place, says where one is, and hands over to a screen."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import session
from assetmap.screens.frame import banner, look

st.set_page_config(page_title="Community assets", layout="wide", initial_sidebar_state="collapsed")
with session.spoken(st.error):
    look()
    place = session.opened()
    banner(place.settings)
    st.navigation([st.Page("explore.py", title="Explore", default=True)], position="top").run()
