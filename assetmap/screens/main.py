"""The script that Streamlit runs: opens the place, says where one is, and hands over to a screen."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from assetmap.screens import handover, homes, language, linked, onfoot, saying, session
from assetmap.screens.frame import banner, look, phone_menu
from assetmap.screens.pulse import pulse
from assetmap.screens.signing import ask_again, ask_openid
from assetmap.wording import gettext as _
from assetmap.wording import pgettext

language.begin()
st.set_page_config(page_title=_("Community assets"), layout="wide", initial_sidebar_state="collapsed")
screens = [
    st.Page("explore.py", title=_("Explore"), default=True),
    st.Page("add.py", title=pgettext("the screen to add something on", "Add")),
    st.Page("refer.py", title=pgettext("the screen to suggest a group to somebody", "Refer")),
    st.Page("gaps.py", title=pgettext("the screen that shows where need is high and reach is low", "Gaps")),
]
# Whoever does not look after the map is shown no doors that stay shut; an old bookmark still leads to a sentence.
shown: Literal["visible", "hidden"] = "visible" if session.role() == "steward" else "hidden"
looking_after = [
    st.Page(
        "workshop.py", title=pgettext("the screen to lead a meeting about the map from", "Workshop"), visibility=shown
    ),
    st.Page("look_after.py", title=_("Look after"), visibility=shown),
    st.Page("your_place.py", title=_("Your place"), visibility=shown),
]
# Reached from the screen Workshop, each in a window of its own.
wall = st.Page("big_screen.py", title=_("Big screen"), visibility="hidden")
in_the_hall = [
    wall,
    st.Page("scribe.py", title=_("The scribe’s page"), visibility="hidden"),
    st.Page("paper_in.py", title=_("What came on paper"), visibility="hidden"),
]
with session.spoken():
    look()
    chosen = st.navigation([*screens, *looking_after, *in_the_hall], position="top")
    phone_menu([*screens, *(looking_after if shown == "visible" else [])])
    with saying.opening():
        homes.follow()
        place = session.opened()
    ask_openid()
    if chosen is not wall:
        banner(place.settings, first=chosen is screens[0], page=chosen.url_path)
    ask_again(chosen.url_path)
    if chosen is not screens[2] and (asked := linked.chips_asked()):
        st.switch_page(screens[2], query_params=asked)
    if chosen is not screens[2]:
        handover.forget()
    if chosen is not screens[0]:
        onfoot.forget()
    chosen.run()
    language.say_unread()
    with st.container(key="pulse_box"):
        pulse()
