"""Lines that are left out of a print: of one place at a time, never its name, when it was checked, or a crisis line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.handover.saying import aside
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_OUT = "refer_left_out"
LABELS = {
    "about": N_("What it is"),
    "own_words": N_("What people say"),
    "when": N_("When and cost"),
    "where": N_("Where"),
    "way": N_("Way there"),
    "good_to_know": N_("Good to know"),
    "in_touch": N_("Get in touch"),
}


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What a page says of one place: its short code, how it is called, and the keys of its lines."""

    short: str
    name: str
    keys: tuple[str, ...]


def left_out(places: Sequence[Lines]) -> dict[str, frozenset[str]]:
    """Draw the lines of one place as chips that are taken off; returns what is left out of each."""
    by_short = {place.short: place for place in places}
    if st.session_state.get("refer_lines_of") not in by_short:
        st.session_state["refer_lines_of"] = places[0].short
    short = st.selectbox(
        _("Leave lines out of"), list(by_short), format_func=lambda x: by_short[x].name, key="refer_lines_of",
        filter_mode=None,
    )  # fmt: skip
    place, key = by_short[short], f"refer_lines_{short}"
    st.session_state[key] = [x for x in place.keys if x not in _of(short)]
    st.pills(
        _("On the page"), list(place.keys), format_func=lambda x: _(LABELS[x]), selection_mode="multi", wrap=True,
        key=key, on_change=_keep, args=(place,),
    )  # fmt: skip
    aside(_("The name and when it was checked always stay."))
    return {x: _of(x) for x in by_short if _of(x)}


def _keep(place: Lines) -> None:
    """Remember what was taken off, and what the place has no line for now as it was."""
    stays = st.session_state.get(f"refer_lines_{place.short}") or []
    all_ = st.session_state.setdefault(_LEFT_OUT, {})
    all_[place.short] = (_of(place.short) - set(place.keys)) | {x for x in place.keys if x not in stays}


def _of(short: str) -> frozenset[str]:
    return frozenset(st.session_state.get(_LEFT_OUT, {}).get(short, ()))
