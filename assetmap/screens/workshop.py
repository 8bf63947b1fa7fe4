"""The workshop: begin one, lead it through its four stages, end it. For whoever looks after the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import frame, saying, session
from assetmap.screens.hall import ending, listening, stages, starting, ways
from assetmap.screens.hall.meeting import hall, meeting, told
from assetmap.screens.hall.words import ENDED, NOT_FOR_YOU, STAGE_ABOUT
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_PARTS: dict[str, Callable[[Place, Hall, Session], None]] = {
    "listen": listening.listening,
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
        saying.note(_(ENDED))
    else:
        saying.words(_(STAGE_ABOUT[on.stage]))
    part = _PARTS.get(on.stage)
    if part is not None:
        with st.container(key="hall_part"):
            part(place, here, on)
    starting.settings(place, here, on)
    ending.ending(place, here, on)


if __name__ == "__main__":
    with session.spoken():
        workshop()
