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
from assetmap.wording import N_, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.store.people import Known

MAY = {
    "steward": N_("Look after the map: decide what is shown, and who may sign in"),
    "contributor": N_("Add things and suggest changes, which somebody looks at first"),
    "visitor": N_("Look only"),
}
SEES = {
    "public": N_("What everybody sees"),
    "partners": N_("Also what is meant for partners"),
    "workshop": N_("Also what is meant for the people who make this map"),
}
# translators: what somebody does, in a table
_SHORT = {
    "steward": N_("looks after the map"), "contributor": N_("adds and suggests"), "visitor": N_("looks only"),
}  # fmt: skip
_MADE, _SAID, _SURE = "people_made", "people_said", "people_sure"
_WITH = (N_("A passphrase"), N_("Their organisation’s account"))


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
    saying.heading(_("Who may sign in"))
    if said := st.session_state.pop(_SAID, None):
        saying.good(said)
    known = [one for one in store.everybody() if one.ended_on is None]
    if not store.has_steward():
        saying.note(
            _(
                "So far nobody signs in to look after this map: whoever sits at this computer does. As soon as you add "
                "somebody who looks after it, one signs in for that at this computer too. Begin with yourself."
            )
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
        saying.good(_("{name} may sign in now, with this passphrase.", name=kept.alias))
        copying.code(kept.passphrase, key="people_code")
        saying.words(
            _(
                "Write it down or copy it now: it is shown this once and cannot be found again. Give it to them "
                "yourself. Capitals and hyphens do not matter."
            )
        )
        if kept.is_locked:
            saying.words(_("From now on one signs in at this computer too, to look after the map."))
        st.button(_("It is written down"), key="people_written", type="primary", on_click=_written)


def _written() -> None:
    st.session_state.pop(_MADE, None)


def _table(known: Sequence[Known]) -> None:
    rows = [
        (
            one.alias,
            _(_SHORT[one.role]),
            pgettext("what somebody sees", "Everything") if one.role == STEWARD else _(SEES[one.audience]),
            pgettext("signs in with", "passphrase")
            if one.how == PASSPHRASE
            else pgettext("signs in with", "organisation"),
        )
        for one in known
    ]
    headings = (
        pgettext("a column of a table", "Name"), pgettext("a column of a table", "What they do"),
        pgettext("a column of a table", "What they see"), pgettext("a column of a table", "Signs in with"),
    )  # fmt: skip
    saying.table(headings, rows, caption=_("People who may sign in"))


def _change(place: Place, known: Sequence[Known]) -> None:
    saying.heading(_("Change or end"), level=3)
    by_id = {one.id: one for one in known}
    picked = st.selectbox(
        _("Whom?"), list(by_id), format_func=lambda one: by_id[one].alias, index=None,
        placeholder=_("Choose somebody"),
        key="people_whom", filter_mode=None,
    )  # fmt: skip
    if picked is None:
        return
    one = by_id[picked]
    role, circle = _asked(f"change_{one.id}", role=one.role, circle=one.audience)
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Save the change"), key="people_save", type="primary"):
            with session.spoken(trouble):
                place.store.people.change(one.id, role=role, audience=circle, by=session.by())
                _say(_("{name}: saved. It counts from their next step.", name=one.alias))
        if one.how == PASSPHRASE and st.button(_("Give a new passphrase"), key="people_renew"):
            with session.spoken(trouble):
                passphrase = made()
                place.store.people.renew(one.id, passphrase=passphrase, by=session.by())
                st.session_state[_MADE] = _Made(one.alias, passphrase)
                st.rerun()
        if st.button(_("Let them sign in no more"), key="people_end"):
            st.session_state[_SURE] = one.id
    if st.session_state.get(_SURE) == one.id:
        _end(place, one)


def _end(place: Place, one: Known) -> None:
    asked = _(
        "Shall {name} sign in no more? They are signed out at once. What they did stays in the history.",
        name=one.alias,
    )  # fmt: skip
    st.html(f'<p class="asked" role="alert">{html_text(asked)}</p>')
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Yes, no more"), key="people_end_yes", type="primary"):
            with session.spoken(trouble):
                place.store.people.end(one.id, by=session.by())
                st.session_state.pop(_SURE, None)
                _say(_("{name} signs in no more.", name=one.alias))
        if st.button(_("No, leave it"), key="people_end_no"):
            st.session_state.pop(_SURE, None)
            st.rerun()


def _add(place: Place) -> None:
    saying.heading(_("Add somebody"), level=3)
    turn = st.session_state.get("people_turn", 0)
    alias = st.text_input(
        _("Their first name"), key=f"people_name_{turn}", max_chars=40, autocomplete="off", placeholder="Jo"
    )
    saying.words(_("The history calls them by it. No surname, no address."))
    first = not place.store.people.has_steward()
    role, circle = _asked(f"add_{turn}", role=STEWARD if first else "contributor", circle=CIRCLES[0])
    email = None
    if openid_is_set():
        way = st.radio(_("They sign in with"), _WITH, format_func=_, key=f"people_way_{turn}")
        if way == _WITH[1]:
            email = st.text_input(_("Their e-mail address there"), key=f"people_email_{turn}", autocomplete="off")
            saying.words(_("It is not kept: only a mark by which it is known again."))
    if st.button(_("Add them"), key="people_add", type="primary"):
        with session.spoken(trouble):
            passphrase = made() if email is None else None
            store = place.store.people
            one = store.add(alias, role=role, audience=circle, passphrase=passphrase, email=email, by=session.by())
            st.session_state["people_turn"] = turn + 1
            if passphrase is not None:
                st.session_state[_MADE] = _Made(one.alias, passphrase, is_locked=first and role == STEWARD)
                st.rerun()
            _say(_("{name} may sign in now.", name=one.alias))


def _asked(key: str, *, role: str, circle: str) -> tuple[str, str]:
    """Ask what somebody may do and see."""
    state = st.session_state
    state.setdefault(f"people_role_{key}", role)  # not by `index`: `language` says what is chosen anew
    said = st.radio(_("What may they do?"), list(MAY), format_func=lambda x: _(MAY[x]), key=f"people_role_{key}")
    seen = circle
    if said == STEWARD:
        saying.words(_("Whoever looks after the map sees everything."))
    else:
        state.setdefault(f"people_circle_{key}", circle)
        seen = st.radio(
            _("What may they see?"), list(SEES), format_func=lambda x: _(SEES[x]), key=f"people_circle_{key}"
        )
    return said, seen


def _say(sentence: str) -> None:
    st.session_state[_SAID] = sentence
    st.rerun()


def sign_in_first() -> None:
    """Say to who may not be here where they sign in, if anybody can."""
    if said := signing.link("your_place"):
        st.html(f'<p class="plain">{said}</p>')
