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
from assetmap.wording import N_, capital, ngettext
from assetmap.wording import gettext as _

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
        say(
            f"{_('Nothing fits within {minutes} minutes on foot.', minutes=sought.minutes)} {_further(further)}",
            mend=True,
        )
        st.button(_("Look further"), key="refer_further", on_click=look_further)
        return
    out = way_out(sought, assets, place=place)
    if out is None:
        say(_("Nothing fits all of this. Look for less at once:"), mend=True)
        with st.container(horizontal=True, gap="small"):
            for part, (key, label) in _PARTS.items():
                if getattr(sought, part):
                    st.button(_(label), key=f"refer_clear_{part}", on_click=_clear, args=(key, box))
        return
    key, number = out
    # translators: what was typed; stands in “Without the words {n} things fit.” and “Take the words away”
    what = _("the words")
    if key:
        label = said(sought.filters, key) if key in sought.filters.asked else capital(vocabulary().said(key))
        what = _("“{label}”", label=label)
    say(f"{_('Nothing fits all of this.')} {_without(what, number)}", mend=True)
    st.button(_("Take {what} away", what=letters(what)), key="refer_take_away", on_click=_take_away, args=(key, box))


def _further(number: int) -> str:
    if number >= MANY:
        return ngettext("Further away {n} or more things fit.", "Further away {n} or more things fit.", number)
    return ngettext("Further away one thing fits.", "Further away {n} things fit.", number)


def _without(what: str, number: int) -> str:
    if number >= MANY:
        return ngettext(
            "Without {what} {n} or more things fit.", "Without {what} {n} or more things fit.", number, what=what
        )
    return ngettext("Without {what} one thing fits.", "Without {what} {n} things fit.", number, what=what)


_PARTS = {
    "needs": ("refer_needs", N_("Clear “What would help?”")),
    "groups": ("refer_groups", N_("Clear “What is it?”")),
    "kinds": ("refer_kinds", N_("Clear the kinds")),
    "words": (_BOX, N_("Clear the words")),
    "filters": (_MORE, N_("Clear “More to ask for”")),
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
