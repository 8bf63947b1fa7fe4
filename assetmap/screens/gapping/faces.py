"""On a phone one thing at a time: the map, the table, or what is asked and supposed."""

from __future__ import annotations

import streamlit as st

from assetmap.wording import N_, pgettext
from assetmap.wording import gettext as _

MAP, TABLE, ASK = "map", "table", "ask"
_SAID = {MAP: N_("Map"), TABLE: N_("Table")}
_HIDDEN = {
    MAP: ("gaps_table", "gaps_choices"),
    TABLE: ("gaps_map", "gaps_choices"),
    ASK: ("gaps_map", "gaps_table", "gaps_story", "gaps_files", "gaps_parts"),
}

_MAP_FIRST = '[data-testid="stColumn"]:has(.st-key-gaps_story), [data-testid]:has(> .st-key-gaps_noted) { order: 1; }'
"""Numbers and map first, then what they are of, and how to choose a neighbourhood."""


def faces() -> None:
    """Draw the switch, which a wide screen does not show, and hide what is not looked at."""
    st.session_state.setdefault("gaps_look", st.session_state.get("gaps_looked", MAP))
    look = st.segmented_control(
        _("Show"), [MAP, TABLE, ASK], format_func=_face, required=True, key="gaps_look", label_visibility="collapsed",
        width="stretch",
    )  # fmt: skip
    st.session_state["gaps_looked"] = look
    hidden = ", ".join(f".st-key-{x}, [data-testid]:has(> .st-key-{x})" for x in _HIDDEN[look or MAP])
    order = _MAP_FIRST if look in (None, MAP) else ""
    st.html(f"<style>@media (max-width: 640px) {{ {hidden} {{ display: none; }} {order} }}</style>")


def _face(face: str) -> str:
    return _(_SAID[face]) if face in _SAID else pgettext("choose what is asked", "Choose")
