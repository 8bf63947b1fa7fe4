"""The scribe's page: what it is, where, which; then the pin is there, and the first field waits again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from shapely import Point

from assetmap.screens import frame, saying, session
from assetmap.screens.hall import coming, desk, squares, stages
from assetmap.screens.hall.meeting import hall, meeting
from assetmap.screens.hall.said import on_map, said_in
from assetmap.screens.hall.words import ENDED, NOT_FOR_YOU
from assetmap.screens.livemap import drawn, livemap
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.desk import Desk
    from assetmap.store.sessions import Session

_MAP = "scribe_live"


def scribe() -> None:
    """Draw the screen."""
    st.html(frame.style("hall"))
    if session.role() != "steward":
        st.html(f'<p class="empty">{html_text(_(NOT_FOR_YOU))}</p>')
        return
    place = session.opened()
    here = hall()
    on = meeting(place, here)
    if on is None:
        st.html(f'<p class="empty">{html_text(_("No workshop is open. Begin one on the page Workshop."))}</p>')
        st.page_link("workshop.py", label=_("Go to the workshop"))
        return
    with st.container(key="scribe_head", horizontal=True, gap="small", vertical_alignment="center"):
        stages.head(place, here, on, page="scribe")
        st.page_link("workshop.py", label=_("Back to the workshop"))
    if on.closed_on is not None:
        saying.note(_(ENDED))
        return
    at_desk = desk.desk_of(on)
    desk.take(place, on, at_desk)
    mark = place.store.mark()
    with st.container(key="scribe"):
        with st.container(key="scribe_left"), st.container(key="scribe_desk_box"):
            desk.draw(on, at_desk)
            squares.ask()
        with st.container(key="scribe_right"):
            with st.container(key="scribe_map"):
                _map(place, on, at_desk)
            with st.container(key="scribe_coming"):
                coming.coming(place, on, at_desk, (mark, at_desk.told[0]))


def _map(place: Place, on: Session, at_desk: Desk) -> None:
    assets, pictures = on_map(on, said_in(place, on))
    at = at_desk.tapped[1]
    view = session.view(
        place, extra=assets, drawn_as=pictures, mode="put", shown=(), focus=at or at_desk.focus, around=on.bounds,
        kept=f"scribe {on.short}",
    )  # fmt: skip
    livemap(view, face="map", key=_MAP, on_drawn=lambda: _tapped(place, at_desk))


def _tapped(place: Place, at_desk: Desk) -> None:
    shape = drawn(_MAP)
    if not isinstance(shape, Point):
        return
    if at_desk.placing:
        coming.put_there(place, at_desk, (shape.x, shape.y))
    else:
        desk.tapped(at_desk, shape)


if __name__ == "__main__":
    with session.spoken():
        scribe()
