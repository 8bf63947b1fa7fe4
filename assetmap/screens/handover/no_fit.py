"""Nothing fits all that was asked: what to ask less of, one press each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.handover.finding import MANY, fits_further, way_out
from assetmap.screens.handover.how_far import look_further
from assetmap.screens.handover.letters import letters
from assetmap.screens.handover.more import FILTERS, said, take_away
from assetmap.screens.handover.saying import say
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.handover.box import Box
    from assetmap.screens.handover.finding import Sought
    from assetmap.search.index import Index

_BOX, _MORE = "refer_where", "refer_more_asked"


def nothing_fits(sought: Sought, assets: Sequence[Asset] | Index, *, place: Place, box: Box) -> None:
    """Say what to ask less of, and how many things would fit then."""
    further = 0 if sought.minutes is None else fits_further(sought, assets, place=place)
    if further:
        say(f"Nothing fits within {sought.minutes} minutes on foot. Further away {_fit(further)}.", mend=True)
        st.button("Look further", key="refer_further", on_click=look_further)
        return
    out = way_out(sought, assets, place=place)
    if out is None:
        say("Nothing fits all of this. Look for less at once:", mend=True)
        with st.container(horizontal=True, gap="small"):
            for part, (key, label) in _PARTS.items():
                if getattr(sought, part):
                    st.button(label, key=f"refer_clear_{part}", on_click=_clear, args=(key, box))
        return
    key, number = out
    what = "the words"
    if key:
        what = f"“{said(sought.filters, key) if key in sought.filters.asked else capital(vocabulary().label(key))}”"
    say(f"Nothing fits all of this. Without {what} {_fit(number)}.", mend=True)
    st.button(f"Take {letters(what)} away", key="refer_take_away", on_click=_take_away, args=(key, box))


def _fit(number: int) -> str:
    return "one thing fits" if number == 1 else f"{number}{' or more' if number >= MANY else ''} things fit"


_PARTS = {
    "needs": ("refer_needs", "Clear “What would help?”"),
    "groups": ("refer_groups", "Clear “What is it?”"),
    "kinds": ("refer_kinds", "Clear the kinds"),
    "words": (_BOX, "Clear the words"),
    "filters": (_MORE, "Clear “More to ask for”"),
}


def _clear(key: str, box: Box) -> None:
    if key == _MORE:
        for name in FILTERS:
            take_away(name)
        return
    st.session_state[key] = box.spelt if key == _BOX else []


def _take_away(key: str, box: Box) -> None:
    if not key:
        _clear(_BOX, box)
        return
    if key in FILTERS:
        take_away(key)
        return
    state = st.session_state
    for name in ("refer_needs", "refer_groups", "refer_kinds"):
        state[name] = [x for x in state.get(name) or [] if x != key]
