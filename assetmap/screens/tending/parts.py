"""The row of what there is to look after, with how much waits in each; where one is stays through other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.tending.away import copies_out
from assetmap.screens.tending.calls import due_today
from assetmap.screens.tending.queue import PARTS
from assetmap.screens.tending.twins import alike_pairs
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending

_KEY = "look_part"
_FIRST = ("drafts", "changes", "calls", "alike")
"""Where somebody begins who has not chosen: at the first in which something waits."""


def waits(place: Place) -> dict[str, int]:
    """Count what waits, by part; nothing waits in what was done."""
    due = due_today(place)
    return {
        "calls": due.ringing + due.walking,
        "drafts": len(place.store.ids(statuses=["draft"])),
        "changes": place.store.suggestions.count(),
        "alike": len(alike_pairs(place)),
        "away": len(copies_out(place.store)),
    }


def begin(tending: Tending, counts: Mapping[str, int]) -> None:
    """Choose a part for who has not chosen any."""
    if tending.part not in PARTS:
        tending.part = next((part for part in _FIRST if counts.get(part)), "drafts")


def row(tending: Tending, counts: Mapping[str, int]) -> None:
    """Draw the row."""
    st.session_state[_KEY] = tending.part
    st.pills(
        _("What to look after"),
        list(PARTS),
        format_func=lambda part: _part_words(part, counts.get(part, 0)),
        required=True,
        wrap=True,
        key=_KEY,
        label_visibility="collapsed",
        on_change=_go,
        args=(tending,),
    )


def _part_words(part: str, waiting: int) -> str:
    return f"{_(PARTS[part])} ({number_text(waiting)})" if waiting else _(PARTS[part])


def _go(tending: Tending) -> None:
    tending.go(st.session_state[_KEY] or tending.part)
