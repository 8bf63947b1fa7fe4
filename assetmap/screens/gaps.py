"""Where is need high and reach low? A map, the table that is its equal, a story for each neighbourhood, what if."""

from __future__ import annotations

import streamlit as st

from assetmap.errors import LayerError, sentence
from assetmap.screens import circles, frame, saying, session
from assetmap.screens.gapping import showing, telling, what_if
from assetmap.screens.gapping.answering import answer_for
from assetmap.screens.gapping.asking import ask, say_question
from assetmap.screens.gapping.faces import faces
from assetmap.screens.gapping.parts import parts
from assetmap.screens.livemap import drawn, livemap, picked


def gaps() -> None:
    """Draw the screen."""
    place = session.opened()
    st.html(frame.style("gapping"))
    choice, asked = ask(place)
    try:
        answer = answer_for(place, circles.seen(), choice, what_if.supposed().change, audience=circles.circle())
    except LayerError as error:
        saying.note(sentence(error))
        return
    say_question(asked, choice, by_need=answer.now.need is not None)
    faces()
    row = showing.chosen(answer.now)
    with st.container(key="gaps_said"):
        st.html(telling.numbers_shown(answer.now))
    left, right = st.columns([21, 29], gap="small")
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
            livemap(
                view, face="map", key="gaps_face", on_picked=lambda: showing.choose_asset(picked("gaps_face")),
                on_drawn=lambda: showing.tapped(answer.now, choice, drawn("gaps_face")),
            )  # fmt: skip
            showing.asset(answer.now)
        showing.downloads(place, answer.now)


if __name__ == "__main__":
    with session.spoken():
        gaps()
