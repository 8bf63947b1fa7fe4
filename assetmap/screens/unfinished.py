"""What somebody has begun or has just saved in their session, so that it is not lost when another place is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from assetmap.screens.form.keeping import Adding
    from assetmap.screens.mending.state import Mending
    from assetmap.screens.tending.queue import Tending

_ASKED_FOR_SOMEBODY = ("refer_where", "refer_greeting")


def unfinished() -> Literal["", "begun", "saved"]:
    """Say what this session would lose: a form that was begun, or the code of what was just saved."""
    state = st.session_state
    adding: Adding | None = state.get("adding")
    mending: Mending | None = state.get("mending")
    if (adding is not None and adding.saved is not None) or (mending is not None and mending.code):
        return "saved"
    if adding is not None:
        adding.answers.gather()
    tending: Tending | None = state.get("tending")
    is_begun = (
        (adding is not None and (bool(adding.code) or adding.answers.is_begun or adding.aside is not None))
        or (tending is not None and tending.form is not None)
        or (mending is not None and (mending.form is not None or mending.suggesting is not None))
        or any(state.get(key) for key in _ASKED_FOR_SOMEBODY)
    )
    return "begun" if is_begun else ""
