"""Mobilise: who does what by when, small grants asked for, and what partners bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import session
from assetmap.screens.hall import notes
from assetmap.screens.hall.meeting import told
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_PLAN, _GRANT, _PARTNER = "plan", "grant", "partner"
_LONGEST, _LINE = 1_000, 200


def agreeing(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    """Draw the stage."""
    left, right = st.columns(2, gap="large")
    with left:
        _plans(place, here, on, held)
    with right:
        _grants(place, here, on, held)
        _partners(place, here, on)


def _plans(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    key = here.key
    notes.asked(_("Who does what, by when?"))
    if on.closed_on is None:
        with st.form(key(_PLAN, "form"), border=False):
            st.text_input(
                _("What will be done?"), key=key(_PLAN, "words"), max_chars=_LONGEST, autocomplete="off",
                placeholder=_("open the hall on Thursday evenings"),
            )  # fmt: skip
            st.text_input(
                _("Which group or role does it? (the room sees it)"), key=key(_PLAN, "who"), max_chars=_LINE,
                autocomplete="off", placeholder=_("the chapel, two of us"),
            )  # fmt: skip
            st.text_input(
                _("By when?"), key=key(_PLAN, "due"), max_chars=_LINE, autocomplete="off",
                placeholder=_("before Christmas"),
            )  # fmt: skip
            _private(here, _PLAN)
            st.form_submit_button(_("Keep it"), key=key(_PLAN, "go"), on_click=_keep_plan, args=(place, here, on))
    said = place.store.sessions.notes(on.id, what="plan", by=session.by())
    lines = {x.id: [" · ".join(y for y in (x.who, x.due) if y)] if x.who or x.due else [] for x in said}
    notes.rows(place, here, said, near=_PLAN, held=held, lines=lines)


def _private(here: Hall, form: str) -> None:
    st.text_input(
        _("Whose name goes with it? (private: never on the big screen, never on paper)"), key=here.key(form, "person"),
        max_chars=_LINE, autocomplete="off",
    )  # fmt: skip
    st.text_input(
        _("How are they reached? (private, too)"), key=here.key(form, "contact"), max_chars=_LINE, autocomplete="off"
    )


def _typed(here: Hall, form: str, name: str) -> str:
    return " ".join(str(st.session_state.get(here.key(form, name)) or "").split())


def _said_privately(here: Hall, form: str) -> dict[str, str]:
    return {"person": _typed(here, form, "person"), "contact": _typed(here, form, "contact")}


def _keep_plan(place: Place, here: Hall, on: Session) -> None:
    notes.keep(
        place, here, on, form=_PLAN, said=_("Agreed, and kept."), what="plan", words=_typed(here, _PLAN, "words"),
        who=_typed(here, _PLAN, "who"), due=_typed(here, _PLAN, "due"), private=_said_privately(here, _PLAN),
    )  # fmt: skip


def _grants(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    key = here.key
    notes.asked(_("Small grants asked for"))
    if on.closed_on is None:
        with st.form(key(_GRANT, "form"), border=False):
            st.text_input(
                _("What is it for?"), key=key(_GRANT, "words"), max_chars=_LONGEST, autocomplete="off",
                placeholder=_("a tea urn and twelve chairs"),
            )  # fmt: skip
            left, right = st.columns(2)
            left.number_input(
                _("How much is asked for?"), min_value=0.0, value=None, step=10.0, format="%.2f",
                key=key(_GRANT, "amount"),
            )  # fmt: skip
            right.text_input(
                _("Which group asks?"), key=key(_GRANT, "who"), max_chars=_LINE, autocomplete="off"
            )  # fmt: skip
            _private(here, _GRANT)
            st.form_submit_button(_("Keep it"), key=key(_GRANT, "go"), on_click=_keep_grant, args=(place, here, on))
    said = place.store.sessions.notes(on.id, what="grant", by=session.by())
    lines = {
        x.id: [" · ".join(y for y in ("" if x.amount is None else number_text(x.amount), x.who) if y)] for x in said
    }
    notes.rows(place, here, said, near=_GRANT, held=held, lines=lines)


def _keep_grant(place: Place, here: Hall, on: Session) -> None:
    amount = st.session_state.get(here.key(_GRANT, "amount"))
    notes.keep(
        place, here, on, form=_GRANT, said=_("The grant that is asked for is kept."), what="grant",
        words=_typed(here, _GRANT, "words"), who=_typed(here, _GRANT, "who"),
        amount=None if amount is None else float(amount), private=_said_privately(here, _GRANT),
    )  # fmt: skip


def _partners(place: Place, here: Hall, on: Session) -> None:
    if on.closed_on is not None:
        return
    key = here.key
    notes.asked(_("What partners bring"))
    with st.form(key(_PARTNER, "form"), border=False):
        st.text_input(_("Which partner?"), key=key(_PARTNER, "who"), max_chars=_LINE, autocomplete="off")
        st.text_input(
            _("What do they bring?"), key=key(_PARTNER, "words"), max_chars=_LONGEST, autocomplete="off",
            placeholder=_("a room, an hour a week, a van"),
        )  # fmt: skip
        st.form_submit_button(_("Keep it"), key=key(_PARTNER, "go"), on_click=_keep_partner, args=(place, here, on))
    told(here, _PARTNER)


def _keep_partner(place: Place, here: Hall, on: Session) -> None:
    who, words = _typed(here, _PARTNER, "who"), _typed(here, _PARTNER, "words")
    if not who or not words:
        here.near, here.said, here.problem = _PARTNER, "", _("Type which partner it is, and what they bring.")
        return
    notes.keep(
        place,
        here,
        on,
        form=_PARTNER,
        said=_("Kept: it stands with what is agreed."),
        what="plan",
        words=words,
        who=who,
    )
