"""Look after the map: calls, drafts, changes people suggest, and what was done. For stewards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import frame, safekeeping, saying, session
from assetmap.screens.bringing import bring
from assetmap.screens.tending import parts
from assetmap.screens.tending.away import away
from assetmap.screens.tending.calls import calls
from assetmap.screens.tending.changes import changes
from assetmap.screens.tending.drafts import drafts
from assetmap.screens.tending.lately import lately
from assetmap.screens.tending.queue import Tending
from assetmap.screens.tending.twins import twins
from assetmap.webmap.safe import html_text
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place

_NOT_FOR_YOU = N_(
    "This page is for whoever looks after this map, at their own computer. You can look around and add something: it "
    "is looked at here before it shows."
)
_DRAWN: dict[str, Callable[[Place, Tending], None]] = {
    "calls": calls,
    "drafts": drafts,
    "changes": changes,
    "alike": twins,
    "done": lately,
    "away": away,
}
_ANSWER = ".st-key-look_after .wrong, .st-key-look_done .said, .st-key-pair .pair"


def look_after() -> None:
    """Draw the screen."""
    st.html(frame.style("tending"))
    if session.role() != "steward":
        st.html(f'<p class="empty">{html_text(_(_NOT_FOR_YOU))}</p>')
        return
    place = session.opened()
    tending: Tending = st.session_state.setdefault("tending", Tending())
    if tending.form is None:
        counts = parts.waits(place)
        parts.begin(tending, counts)
        parts.row(tending, counts)
    with st.container(key="look_after"):
        _DRAWN[tending.part](place, tending)
    if tending.form is None and (why := safekeeping.trouble(place.home)):
        saying.note(_("The copy of the day could not be kept in the place's own folder: {why}", why=why))
    with st.container(key="look_bring"):
        # Who decides by keyboard is led to what was said of it, and goes on from there.
        bring(_ANSWER if tending.answered else "", turn=str(tending.answered), key="look_answer")


if __name__ == "__main__":
    with session.spoken():
        look_after()
