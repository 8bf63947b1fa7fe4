"""
What is shown in the form of the Add screen, for somebody who would have it another way.

They begin from what they may see. What is hidden from them is not in the form, and what they leave as it is they do
not suggest: a place that stands blurred, or a line that is not shown, stays what it is behind it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.contributions.suggesting import suggest
from assetmap.disclosure import disclosed
from assetmap.errors import AssetMapError, StoreError, sentence
from assetmap.screens import circles, session
from assetmap.screens.bringing import bring
from assetmap.screens.form.answers import Answers
from assetmap.screens.form.questions import rest_questions, what_questions, who_questions, wrong
from assetmap.screens.form.values import still_to_do
from assetmap.screens.form.where import on_map, take_drawn, where_answer, where_question
from assetmap.screens.frame import style
from assetmap.screens.livemap import drawn, livemap
from assetmap.webmap.safe import bold, html_bold
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Stored

_LONGEST_WHY = 300
_NOTHING = N_("You have not changed anything yet. Change what is not right, then send it.")


@dataclass(kw_only=True)
class Suggesting:
    """
    What one person suggests about the card they look at; it lives in their session alone.

    Attributes
    ----------
    opened
        What stood there when they began; more than they may see, and never shown to them.
    seen
        What they were shown.
    token
        Names the form that is being filled in: sent twice, it counts once.
    tried, drawn
        How often it was tried to be sent, and how often when the page was drawn last.
    """

    answers: Answers
    opened: Stored
    seen: Asset
    why: str = ""
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    problem: str = ""
    ended: bool = False
    tried: int = 0
    drawn: int = 0


def begun(place: Place, seen: Asset, *, prefix: str) -> Suggesting:
    """
    Open the form on what somebody is shown.

    Raises
    ------
    StoreError
        It is not on the map any more.
    """
    there = place.store.get(seen.id)
    now = [] if there is None else disclosed([there.asset], audience=circles.circle())
    if there is None or not now:
        raise StoreError(_("it is not on the map any more."))
    [seen] = now  # as it is by now, not as it was when the card was drawn
    return Suggesting(answers=_form_of(place, seen, there, prefix=prefix), opened=there, seen=seen)


def wished(place: Place, suggesting: Suggesting) -> Asset | None:
    """Return what they were shown as they would have it; None where something in the form is missing or wrong."""
    answers, seen = suggesting.answers, suggesting.seen
    asset = answers.read().asset
    if asset is None:
        return None
    # A form writes some things its own way (spaces, times in words): what nobody touched is nobody's suggestion.
    untouched = _form_of(place, seen, suggesting.opened, prefix="").read().asset or seen
    theirs = {x.name: getattr(asset, x.name) for x in fields(asset)}
    return seen.changed(**{name: value for name, value in theirs.items() if value != getattr(untouched, name)})


def send(place: Place, suggesting: Suggesting, *, by: By) -> str | None:
    """Send what they suggest; gives the code for it. None where something is missing, and all that was typed stays."""
    answers, store = suggesting.answers, place.store
    answers.gather()
    answers.tried, suggesting.problem = True, ""
    suggesting.tried += 1
    asset = wished(place, suggesting)
    if asset is None:
        return None
    try:
        sent = suggest(
            store, asset, by=by, seen=suggesting.opened.version, why=suggesting.why.strip(),
            key=f"suggest:{suggesting.token}", areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
    except AssetMapError as error:
        suggesting.problem = sentence(error)
        return None
    if sent.number is None:
        suggesting.problem = _(_NOTHING)
        return None
    suggesting.ended = True
    return contributions.receipt_of(store, sent.number)


def _form_of(place: Place, seen: Asset, there: Stored, *, prefix: str) -> Answers:
    answers = Answers.of(seen, place=place, prefix=prefix)
    answers.values["agreed"] = bool(there.asset.consent)  # nobody here is asked whether a person agreed: they had
    return answers


def form(place: Place, suggesting: Suggesting, *, sent: Callable[[str], None], left: Callable[[], None]) -> None:
    """
    Draw the form.

    Parameters
    ----------
    sent, left
        What happens after it was sent, told the code for it, and after it was left.
    """
    suggesting.drawn = suggesting.tried
    answers = suggesting.answers
    map_key = answers.key("live")
    st.html(style("form"))
    with st.container(key="add_all"):
        where, beside, rest = (st.container(key=f"add_{name}") for name in ("where", "map", "rest"))
    with where:
        said = html_bold(
            _(
                "You suggest a change of {name}. It stays as it is until somebody has looked at what you write.",
                name=bold(suggesting.seen.name),
            )
        )
        st.html(f'<p class="said" role="status">{said}</p>')
        where_question(answers, place=place)
    with beside:
        livemap(
            session.view(place, at_top=True, **on_map(answers)), face="map", key=map_key,
            on_drawn=_on_drawn(suggesting, map_key),
        )  # fmt: skip
    with rest:
        where_answer(answers, answers.problems.get("where", ""))
        _questions(suggesting)
        _why(suggesting)
        _send(place, suggesting, sent=sent, left=left)
    with st.container(key="add_bring"):
        said = ".st-key-add_all .wrong" if suggesting.tried else ""
        bring(said, turn=str(suggesting.tried), key=answers.key("bring"))


@st.fragment
def _questions(suggesting: Suggesting) -> None:
    """Ask everything but where: what is typed here reruns this part alone."""
    if suggesting.ended or suggesting.tried != suggesting.drawn:
        st.rerun()
    answers = suggesting.answers
    answers.gather()
    problems = answers.problems
    what_questions(answers, problems)
    rest_questions(answers, problems)
    who_questions(answers, problems)


def _why(suggesting: Suggesting) -> None:
    key = suggesting.answers.key("reason")
    if suggesting.why:
        st.session_state.setdefault(key, suggesting.why)

    def keep() -> None:
        suggesting.why = str(st.session_state.get(key) or "")

    st.text_input(
        _("How do you know, or why? You need not say."), key=key, autocomplete="off", max_chars=_LONGEST_WHY,
        placeholder=_("I went there on Tuesday"), on_change=keep,
    )  # fmt: skip


def _send(place: Place, suggesting: Suggesting, *, sent: Callable[[str], None], left: Callable[[], None]) -> None:
    key = suggesting.answers.key

    def press() -> None:
        if suggesting.ended:  # a second tap of the same button
            return
        suggesting.why = str(st.session_state.get(key("reason")) or suggesting.why)
        with session.spoken(lambda said: setattr(suggesting, "problem", said)):
            code = send(place, suggesting, by=session.by())
            if code is not None:
                sent(code)

    def leave() -> None:
        suggesting.ended = True
        left()

    with st.container(horizontal=True, gap="small", key="look_save"):
        st.button(_("Send it"), key=key("send"), type="primary", on_click=press)
        st.button(_("Leave it as it is"), key=key("leave"), on_click=leave)
    problems = suggesting.answers.problems
    wrong(suggesting.problem or problems.get("form", "") or still_to_do(problems))


def _on_drawn(suggesting: Suggesting, key: str) -> Callable[[], None]:
    def take() -> None:
        with session.spoken(lambda said: setattr(suggesting, "problem", said)):
            take_drawn(suggesting.answers, drawn(key), place=session.opened())

    return take
