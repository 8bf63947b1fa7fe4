"""Your place: set it up from files, say what it is called and whom to ring, bring in lists, keep it safe."""

from __future__ import annotations

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.frame import style
from assetmap.screens.listing import bring_in
from assetmap.screens.setting_up.own_place import own_place
from assetmap.screens.setting_up.people import just_made, people, sign_in_first
from assetmap.screens.setting_up.places import next_time, places
from assetmap.screens.setting_up.settings_form import settings_form
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.wording import N_
from assetmap.wording import gettext as _

# By the English word for each, which the page's address holds whatever language is spoken.
PARTS = {
    N_("This place"): settings_form,
    N_("Set up a place"): own_place,
    N_("Bring in a list"): bring_in,
    N_("People"): people,
    N_("Places and backup"): places,
}
_ASKED = "part"  # in the page's address; a bare text here would be drawn by Streamlit


def your_place() -> None:
    """Draw the screen."""
    place = session.opened()
    st.html(style("setting_up"))
    just_made()
    if session.role() != "steward":
        who = _("Whoever looks after this map changes these things, at its own computer or signed in.")
        whom = place.settings.tell
        saying.note(f"{who} {_('If something is wrong, tell {whom}.', whom=whom)}" if whom else who)
        sign_in_first()
        return
    wanted = st.session_state.pop("go_to_part", None)
    if wanted in PARTS:
        st.session_state["part"] = wanted
    elif "part" not in st.session_state:
        first = "Set up a place" if place.settings.invented else "This place"
        asked = st.query_params.get(_ASKED, first)  # loaded again, or the app stopped and came back: where one was
        st.session_state["part"] = asked if asked in PARTS else first
    part = st.segmented_control(
        _("What to do"), list(PARTS), format_func=_, key="part", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    st.query_params[_ASKED] = part or "This place"
    said, wrong = st.session_state.pop("said", None), st.session_state.pop("said_trouble", None)
    if said:
        saying.good(said)
    if st.session_state.get("see_it"):
        st.switch_page("explore.py")
    if st.session_state.pop("kept", False):  # alone, so that it is in sight however far down one was
        next_time()
        saying.words(_("Next, say here whom people can ring and tell. Then bring in a list, or add things one by one."))
        with st.container(horizontal=True, gap="small"):
            st.button(_("See it on the map"), type="primary", key="see_it")
            st.button(_("Say whom to ring"), key="say_whom")
        return
    if wrong:
        trouble(wrong)
    PARTS[part or "This place"](place)


if __name__ == "__main__":
    with session.spoken(trouble):
        your_place()
