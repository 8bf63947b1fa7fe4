"""How somebody walks, and how far at the most: folded, so that the list stays in sight."""

from __future__ import annotations

import streamlit as st

from assetmap.network.profiles import PROFILES
from assetmap.wording import gettext as _
from assetmap.wording import in_turn

_HOW, _MINUTES = "refer_how", "refer_minutes"
_WITHIN = (0, 5, 10, 15, 20, 30)


def how_far() -> tuple[str, int | None]:
    """Draw the choice; returns the profile, and the most minutes on foot or None."""
    state = st.session_state
    profile = str(state.setdefault(_HOW, "walking"))
    minutes = int(state.setdefault(_MINUTES, 0) or 0)
    with st.popover(_label(profile, minutes)):
        st.segmented_control(
            _("How do they walk?"), list(PROFILES), format_func=lambda key: PROFILES[key].said, required=True, key=_HOW
        )
        st.selectbox(_("How far at the most?"), _WITHIN, format_func=_within, key=_MINUTES, filter_mode=None)
    return profile, minutes or None


def look_further() -> None:
    """Take the most minutes away."""
    st.session_state[_MINUTES] = 0


def _within(minutes: int) -> str:
    return _("Within {minutes} minutes", minutes=minutes) if minutes else _("However far")


def _label(profile: str, minutes: int) -> str:
    said = [
        *([PROFILES[profile].said.lower()] if profile != "walking" else []),
        *([_("{minutes} min", minutes=minutes)] if minutes else []),
    ]
    # translators: {how} as “slow, 15 min”
    return _("On foot: {how}", how=in_turn(said)) if said else _("On foot")
