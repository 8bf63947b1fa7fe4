"""The workshop: begin one, lead it through its four stages, end it. For whoever looks after the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import workshop as gate
from assetmap.screens import frame, saying, session
from assetmap.screens.hall import (
    agreeing,
    connecting,
    ending,
    leaving,
    listening,
    mattering,
    papers,
    phoning,
    stages,
    starting,
    ways,
)
from assetmap.screens.hall.meeting import hall, meeting, told
from assetmap.screens.hall.words import ENDED_HERE, NOT_FOR_YOU, STAGE_ABOUT
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_PARTS: dict[str, Callable[[Place, Hall, Session, Collection[str]], None]] = {
    "listen": listening.listening,
    "connect": connecting.connecting,
    "purpose": mattering.mattering,
    "mobilise": agreeing.agreeing,
}


def workshop() -> None:
    """Draw the screen."""
    st.html(frame.style("hall"))
    if session.role() != "steward":
        st.html(f'<p class="empty">{html_text(_(NOT_FOR_YOU))}</p>')
        return
    place = session.opened()
    here = hall()
    on = meeting(place, here)
    if on is None:
        starting.start(place, here)
        starting.past(place, here)
        return
    stages.head(place, here, on, page="workshop")
    told(here, "stage")
    ways.ways(on)
    if on.closed_on is not None:
        saying.note(_(ENDED_HERE))
    else:
        saying.words(_(STAGE_ABOUT[on.stage]))
    held = gate.shown(place, on, audience="workshop").held
    with st.container(key=f"hall_part_{on.stage}"):
        _PARTS[on.stage](place, here, on, held)
    if on.closed_on is None:
        phoning.phoning(place, here, on)
        papers.papers(place, here, on)
    leaving.leaving(place, here, on)
    starting.settings(place, here, on)
    ending.ending(place, here, on)


if __name__ == "__main__":
    with session.spoken():
        workshop()
