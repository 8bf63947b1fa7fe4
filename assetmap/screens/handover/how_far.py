"""How somebody walks, and how far at the most: folded, so that the list stays in sight."""

from __future__ import annotations

import streamlit as st

from assetmap.network.profiles import PROFILES

_HOW, _MINUTES = "refer_how", "refer_minutes"
_WITHIN = (0, 5, 10, 15, 20, 30)


def how_far() -> tuple[str, int | None]:
    """Draw the choice; returns the profile, and the most minutes on foot or None."""
    state = st.session_state
    profile = str(state.setdefault(_HOW, "walking"))
    minutes = int(state.setdefault(_MINUTES, 0) or 0)
    with st.popover(_label(profile, minutes)):
        st.segmented_control(
            "How do they walk?", list(PROFILES), format_func=lambda key: PROFILES[key].label, required=True, key=_HOW
        )
        st.selectbox("How far at the most?", _WITHIN, format_func=_within, key=_MINUTES, filter_mode=None)
    return profile, minutes or None


def look_further() -> None:
    """Take the most minutes away."""
    st.session_state[_MINUTES] = 0


def _within(minutes: int) -> str:
    return f"Within {minutes} minutes" if minutes else "However far"


def _label(profile: str, minutes: int) -> str:
    said = [
        *([PROFILES[profile].label.lower()] if profile != "walking" else []),
        *([f"{minutes} min"] if minutes else []),
    ]
    return f"On foot: {', '.join(said)}" if said else "On foot"
