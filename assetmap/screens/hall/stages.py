"""The head of a workshop: what it is called and asks, and the four words, with the one that the room is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import AssetMapError, sentence
from assetmap.screens.hall.meeting import changed
from assetmap.screens.hall.words import STAGE_WORDS
from assetmap.store.sessions import STAGES
from assetmap.webmap.safe import html_text
from assetmap.wording import day_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session


def head(place: Place, here: Hall, on: Session, *, page: str) -> None:
    """Draw the head; whoever leads the workshop goes on, or back, by tapping a word."""
    about = " · ".join(x for x in (on.where, day_text(on.on)) if x)
    small = " small" if page == "scribe" else ""
    asked = f'<p class="question" dir="auto">{html_text(on.question)}</p>' if on.question else ""
    st.html(
        f'<header class="hall{small}"><h2 dir="auto">{html_text(on.name)}</h2>'
        f'<p class="about" dir="auto">{html_text(about)}</p>{asked}</header>'
    )
    key = f"hall_stage_{page}"
    st.session_state[key] = on.stage
    st.pills(
        _("Where the workshop is"),
        list(STAGES),
        format_func=_stage,
        required=True,
        wrap=True,
        key=key,
        label_visibility="collapsed",
        disabled=on.closed_on is not None,
        on_change=_go,
        args=(place, here, on, key),
    )


def _stage(stage: str) -> str:
    return f"{STAGES.index(stage) + 1} · {_(STAGE_WORDS[stage])}"


def _go(place: Place, here: Hall, on: Session, key: str) -> None:
    wanted = st.session_state[key] or on.stage
    here.hush()
    try:
        changed(place, on, stage=wanted)
    except AssetMapError as error:
        here.near, here.problem = "stage", sentence(error)
