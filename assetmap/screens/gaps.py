"""Where is need high and reach low? A map, the table that is its equal, a story for each neighbourhood, what if."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import LayerError
from assetmap.screens import circles, frame, saying, session
from assetmap.screens.gapping import showing, telling, what_if
from assetmap.screens.gapping.answering import answer_for
from assetmap.screens.gapping.asking import ask, say_question
from assetmap.screens.gapping.faces import faces
from assetmap.screens.gapping.parts import WHAT_IF, parts
from assetmap.screens.livemap import drawn, livemap, picked
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place


def gaps() -> None:
    """Draw the screen."""
    place = session.opened()
    st.html(frame.style("gapping"))
    choice, asked = ask(place)
    try:
        answer = answer_for(place, circles.seen(), choice, what_if.supposed().change, audience=circles.circle())
    except LayerError:
        saying.note(_why_not(place))
        return
    say_question(asked, choice, by_need=answer.now.need is not None)
    faces()
    row = showing.chosen(answer.now)
    with st.container(key="gaps_said"):
        st.html(telling.numbers_shown(answer.now))
    with st.container(key="gaps_noted"):
        st.html(f'<p class="gaps-about">{html_text(telling.about_numbers(answer.now))}</p>')
        if more := telling.unlisted(answer.now):
            saying.note(more)
        if not answer.now.supplied.capacities.counts.any():
            saying.note(_("Nothing of what is asked for is on this map."))
    left, right = st.columns([24, 26], gap="small")
    with st.container(key="gaps_beneath"):  # drawn before what stands above it: the map shows what is found here
        spots = parts(place, answer, choice, row=row)
    view = showing.view(place, answer, choice, row=row, spots=spots)
    with left:
        with st.container(key="gaps_table"):
            livemap(
                view, face="table", key="gaps_rows",
                on_picked=lambda: showing.choose_row(answer.now, picked("gaps_rows")),
            )  # fmt: skip
        with st.container(key="gaps_story"):
            showing.story(answer.now, row)
    with right:
        with st.container(key="gaps_map"):
            if what_if.supposed().is_adding:
                saying.note(_("Tap where the new place would be."))
            else:
                what_if.told(answer, aloud=st.session_state.get("gaps_part") != WHAT_IF)
            livemap(
                view, face="map", key="gaps_face", on_picked=lambda: showing.choose_asset(picked("gaps_face")),
                on_drawn=lambda: showing.tapped(answer.now, choice, drawn("gaps_face")),
            )  # fmt: skip
            showing.asset(answer.now)
        showing.downloads(place, answer.now, choice)


def _why_not(place: Place) -> str:
    areas = place.layer("areas")
    if areas is None or areas.empty:
        return _("The neighbourhoods of this place are not known here, so where gaps are cannot be told.")
    return _("The streets of this place are not known here, so nobody can say what is in walking distance.")


if __name__ == "__main__":
    with session.spoken():
        gaps()
