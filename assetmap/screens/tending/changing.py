"""A draft in the form of the Add screen, to be put right before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.screens import session
from assetmap.screens.form.answers import Answers
from assetmap.screens.form.look import LOOK
from assetmap.screens.form.questions import rest_questions, what_questions, who_questions, wrong
from assetmap.screens.form.where import on_map, take_drawn, where_answer, where_question
from assetmap.screens.livemap import drawn, livemap
from assetmap.screens.tending import words
from assetmap.screens.tending.queue import settled, tried
from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.base import Stored

_MAP = "change_live"


def begin(place: Place, tending: Tending, draft: Stored) -> None:
    """Open the form on a draft, with its true place."""
    tending.turn += 1
    tending.said, tending.change, tending.problem = "", None, ""
    where = place.store.exact_place(draft.asset.id) or draft.asset.where
    tending.form = Answers.of(draft.asset.changed(where=where), place=place, prefix=f"look{tending.turn}")
    tending.opened_version = draft.version


def form(place: Place, tending: Tending, draft: Stored) -> None:
    """Draw the form."""
    answers = tending.form
    if answers is None:
        return
    problems = answers.read().problems if answers.tried else {}
    st.html(LOOK)
    with st.container(key="add_all"):
        where, beside, rest = (st.container(key=f"add_{name}") for name in ("where", "map", "rest"))
    with where:
        st.html(f'<p class="said">You are changing <b>{html_text(draft.asset.name)}</b>.</p>')
        where_question(answers, place=place)
    with beside:
        livemap(session.view(place, **on_map(answers)), face="map", key=_MAP, on_drawn=_on_drawn(tending))
    with rest:
        where_answer(answers, problems.get("where", ""))
        _questions(tending)
        _save(place, tending, draft)


@st.fragment
def _questions(tending: Tending) -> None:
    """Ask everything but where: what is typed here reruns this part alone."""
    answers = tending.form
    if answers is None:  # saved by the same tap that left the last field: the whole page is another one now
        st.rerun()
    answers.gather()
    problems = answers.read().problems if answers.tried else {}
    what_questions(answers, problems)
    rest_questions(answers, problems)
    who_questions(answers, problems)


def _save(place: Place, tending: Tending, draft: Stored) -> None:
    answers = tending.form
    if answers is None:
        return
    with st.container(horizontal=True, gap="small", key="look_save"):
        for label, publish in (("Save and show it", True), ("Save, and decide later", False)):
            st.button(
                label, key=answers.key(f"save_{publish}"), type="primary" if publish else "secondary",
                on_click=_do, args=(place, tending, draft, publish),
            )  # fmt: skip
        st.button("Leave it as it was", key=answers.key("leave"), on_click=_leave, args=(tending,))
    if answers.tried and (problems := answers.read().problems):
        wrong(f"Still to do before it can be saved: {' '.join(problems.values())}")


def _do(place: Place, tending: Tending, draft: Stored, publish: bool) -> None:  # noqa: FBT001  # Streamlit's way
    answers = tending.form
    if answers is None:  # a second tap of the same button
        return
    answers.gather()
    answers.tried = True
    asset = answers.read().asset
    if asset is None:
        return

    def save() -> None:
        written = contributions.submit(
            place.store, asset, by=session.role(), publish=publish, expected=tending.opened_version,
            areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
        is_shown = "is changed and shown now" if publish else "is changed. Look at it once more"
        settled(tending, said=f"{words.named(asset)} {is_shown}.", change=written.change)
        tending.current = "" if publish else draft.asset.id

    tried(tending, save)


def _leave(tending: Tending) -> None:
    tending.form = None


def _on_drawn(tending: Tending) -> Callable[[], None]:
    def take() -> None:
        if tending.form is not None:
            with session.spoken(lambda said: setattr(tending, "problem", said)):
                take_drawn(tending.form, drawn(_MAP), place=session.opened())

    return take
