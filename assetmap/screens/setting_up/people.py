"""Who may sign in: add somebody, give them another role or passphrase, end it. For whoever looks after the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.passphrases import made
from assetmap.roles import CIRCLES, STEWARD
from assetmap.screens import copying, saying, session, signing
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.screens.whose import openid_is_set
from assetmap.store.people import PASSPHRASE
from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.store.people import Known

MAY = {
    "steward": "Look after the map: decide what is shown, and who may sign in",
    "contributor": "Add things and suggest changes, which somebody looks at first",
    "visitor": "Look only",
}
SEES = {
    "public": "What everybody sees",
    "partners": "Also what is meant for partners",
    "workshop": "Also what is meant for the people who make this map",
}
_SHORT = {"steward": "looks after the map", "contributor": "adds and suggests", "visitor": "looks only"}
_MADE, _SAID, _SURE = "people_made", "people_said", "people_sure"
_WITH = ("A passphrase", "Their organisation’s account")


@dataclass(frozen=True)
class _Made:
    """A passphrase that was just made, to be shown this once, and for whom."""

    alias: str
    passphrase: str
    is_locked: bool = False
    """Whether from now on one signs in at this computer too."""


def people(place: Place) -> None:
    """Draw the part."""
    store = place.store.people
    saying.heading("Who may sign in")
    if said := st.session_state.pop(_SAID, None):
        saying.good(said)
    known = [one for one in store.everybody() if one.ended_on is None]
    if not store.has_steward():
        saying.note(
            "So far nobody signs in to look after this map: whoever sits at this computer does. As soon as you add "
            "somebody who looks after it, one signs in for that at this computer too. Begin with yourself."
        )
    if known:
        _table(known)
        _change(place, known)
    _add(place)


def just_made() -> None:
    """Show a passphrase that was just made, until it is written down; also to who must sign in themselves now."""
    kept: _Made | None = st.session_state.get(_MADE)
    if kept is None:
        return
    with st.container(key="people_made_box"):
        saying.good(f"{kept.alias} may sign in now, with this passphrase.")
        copying.code(kept.passphrase, key="people_code")
        saying.words(
            "Write it down or copy it now: it is shown this once and cannot be found again. Give it to them yourself. "
            "Capitals and hyphens do not matter."
        )
        if kept.is_locked:
            saying.words("From now on one signs in at this computer too, to look after the map.")
        st.button("It is written down", key="people_written", type="primary", on_click=_written)


def _written() -> None:
    st.session_state.pop(_MADE, None)


def _table(known: Sequence[Known]) -> None:
    rows = [
        (
            one.alias,
            _SHORT[one.role],
            "Everything" if one.role == STEWARD else SEES[one.audience],
            "passphrase" if one.how == PASSPHRASE else "organisation",
        )
        for one in known
    ]
    saying.table(("Name", "What they do", "What they see", "Signs in with"), rows, caption="People who may sign in")


def _change(place: Place, known: Sequence[Known]) -> None:
    saying.heading("Change or end", level=3)
    by_id = {one.id: one for one in known}
    picked = st.selectbox(
        "Whom?", list(by_id), format_func=lambda one: by_id[one].alias, index=None, placeholder="Choose somebody",
        key="people_whom", filter_mode=None,
    )  # fmt: skip
    if picked is None:
        return
    one = by_id[picked]
    role, circle = _asked(f"change_{one.id}", role=one.role, circle=one.audience)
    with st.container(horizontal=True, gap="small"):
        if st.button("Save the change", key="people_save", type="primary"):
            with session.spoken(trouble):
                place.store.people.change(one.id, role=role, audience=circle, by=session.by())
                _say(f"{one.alias}: saved. It counts from their next step.")
        if one.how == PASSPHRASE and st.button("Give a new passphrase", key="people_renew"):
            with session.spoken(trouble):
                passphrase = made()
                place.store.people.renew(one.id, passphrase=passphrase, by=session.by())
                st.session_state[_MADE] = _Made(one.alias, passphrase)
                st.rerun()
        if st.button("Let them sign in no more", key="people_end"):
            st.session_state[_SURE] = one.id
    if st.session_state.get(_SURE) == one.id:
        _end(place, one)


def _end(place: Place, one: Known) -> None:
    st.html(
        f'<p class="asked" role="alert">Shall {html_text(one.alias)} sign in no more? They are signed out at once. '
        "What they did stays in the history.</p>"
    )
    with st.container(horizontal=True, gap="small"):
        if st.button("Yes, no more", key="people_end_yes", type="primary"):
            with session.spoken(trouble):
                place.store.people.end(one.id, by=session.by())
                st.session_state.pop(_SURE, None)
                _say(f"{one.alias} signs in no more.")
        if st.button("No, leave it", key="people_end_no"):
            st.session_state.pop(_SURE, None)
            st.rerun()


def _add(place: Place) -> None:
    saying.heading("Add somebody", level=3)
    turn = st.session_state.get("people_turn", 0)
    alias = st.text_input(
        "Their first name", key=f"people_name_{turn}", max_chars=40, autocomplete="off", placeholder="Jo"
    )
    saying.words("The history calls them by it. No surname, no address.")
    first = not place.store.people.has_steward()
    role, circle = _asked(f"add_{turn}", role=STEWARD if first else "contributor", circle=CIRCLES[0])
    email = None
    if openid_is_set():
        way = st.radio("They sign in with", _WITH, key=f"people_way_{turn}")
        if way == _WITH[1]:
            email = st.text_input("Their e-mail address there", key=f"people_email_{turn}", autocomplete="off")
            saying.words("It is not kept: only a mark by which it is known again.")
    if st.button("Add them", key="people_add", type="primary"):
        with session.spoken(trouble):
            passphrase = made() if email is None else None
            store = place.store.people
            one = store.add(alias, role=role, audience=circle, passphrase=passphrase, email=email, by=session.by())
            st.session_state["people_turn"] = turn + 1
            if passphrase is not None:
                st.session_state[_MADE] = _Made(one.alias, passphrase, is_locked=first and role == STEWARD)
                st.rerun()
            _say(f"{one.alias} may sign in now.")


def _asked(key: str, *, role: str, circle: str) -> tuple[str, str]:
    """Ask what somebody may do and see."""
    said = st.radio(
        "What may they do?",
        list(MAY),
        index=list(MAY).index(role),
        format_func=MAY.__getitem__,
        key=f"people_role_{key}",
    )
    seen = circle
    if said == STEWARD:
        saying.words("Whoever looks after the map sees everything.")
    else:
        seen = st.radio(
            "What may they see?", list(SEES), index=list(SEES).index(circle), format_func=SEES.__getitem__,
            key=f"people_circle_{key}",
        )  # fmt: skip
    return said, seen


def _say(sentence: str) -> None:
    st.session_state[_SAID] = sentence
    st.rerun()


def sign_in_first() -> None:
    """Say to who may not be here where they sign in, if anybody can."""
    if said := signing.link("your_place"):
        st.html(f'<p class="plain">{said}</p>')
