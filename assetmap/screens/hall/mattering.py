"""Find shared purpose: gaps that people feel, dots on what matters most, counted in from paper or put by phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.hall import notes
from assetmap.screens.hall.counting import counted, put_paper_dots
from assetmap.screens.hall.keeping import looked_up
from assetmap.screens.hall.meeting import told, tried
from assetmap.screens.hall.said import dots_wait, said_in
from assetmap.screens.handover.letters import letters
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session, Tally

_GAP, _DOTS = "gap", "dots"
_LONGEST, _MOST_DOTS = 500, 1_000
EVERY_S = 3


@dataclass(frozen=True)
class Target:
    """Something that dots may be put on."""

    id: str
    name: str
    is_gap: bool = False


def mattering(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    """Draw the stage."""
    left, right = st.columns(2, gap="large")
    with left:
        notes.asked(_("What is missing here?"))
        if on.closed_on is None:
            _ask(place, here, on)
        gaps = place.store.sessions.notes(on.id, what="gap", by=session.by())
        notes.rows(place, here, gaps, near=_GAP, held=held)
    with right:
        notes.asked(_("What matters most"))
        _ranked(place, on)
        if on.closed_on is None:
            _count_in(place, here, on)


def targets(place: Place, on: Session) -> list[Target]:
    """Return what dots may be put on: what was said and is not waiting, and the gaps that people feel."""
    found = [Target(x.asset.id, x.asset.name) for x in said_in(place, on) if not (x.waits or x.untyped)]
    gaps = place.store.sessions.notes(on.id, what="gap", by=session.by())
    return found + [Target(x.id, x.words, is_gap=True) for x in gaps]


def _ask(place: Place, here: Hall, on: Session) -> None:
    key = here.key
    with st.form(key(_GAP, "form"), border=False):
        st.text_input(
            _("What do people miss?"), key=key(_GAP, "words"), max_chars=_LONGEST, autocomplete="off",
            placeholder=_("somewhere warm to sit in the evening"),
        )  # fmt: skip
        st.text_input(
            _("Where, if anywhere?"), key=key(_GAP, "where"), max_chars=120, autocomplete="off",
            placeholder=_("a street, a postcode or a name"),
        )  # fmt: skip
        st.form_submit_button(_("Keep it"), key=key(_GAP, "go"), on_click=_keep_gap, args=(place, here, on))


def _keep_gap(place: Place, here: Hall, on: Session) -> None:
    state, key = st.session_state, here.key
    typed = " ".join(str(state.get(key(_GAP, "where")) or "").split())
    at = None
    if typed:
        at = looked_up(place, typed, things=session.everybody_sees()).at
        if at is None:
            here.near, here.said = _GAP, ""
            here.problem = _("We do not know this place. Try another name for it, or leave it empty.")
            return
    notes.keep(
        place, here, on, form=_GAP, said=_("Kept: the room may put dots on it."), what="gap",
        words=" ".join(str(state.get(key(_GAP, "words")) or "").split()), where=at,
    )  # fmt: skip


@st.fragment(run_every=EVERY_S)
def _ranked(place: Place, on: Session) -> None:
    """Rank by dots; looked at again every few seconds, for phones go on."""
    with session.spoken():
        if session.role() != "steward":
            st.rerun()
        tally = place.store.sessions.tally(on.id)
        found = sorted(
            ((tally[x.id], x) for x in targets(place, on) if x.id in tally and tally[x.id].dots),
            key=lambda x: (-x[0].dots, -x[0].people, x[1].name.casefold()),
        )
        if not found:
            saying.words(_("No dots yet."))
            return
        most = found[0][0].dots
        rows = "".join(
            f'<li><span dir="auto">{html_text(x.name)}</span><b>{html_text(_got(got))}</b>'
            f'<span class="bar" style="width:{100 * got.dots / most:.0f}%"></span></li>'
            for got, x in found
        )
        st.html(f'<ol class="tally">{rows}</ol>')


def _got(tally: Tally) -> str:
    dots = ngettext("one dot", "{n} dots", tally.dots, n=number_text(tally.dots))
    people = ngettext("one person", "{n} people", tally.people, n=number_text(tally.people))
    # translators: {dots} as “3 dots” or “one dot”, {people} as “2 people” or “one person”
    return _("{dots} from {people}", dots=dots, people=people)


def _count_in(place: Place, here: Hall, on: Session) -> None:
    there = targets(place, on)
    untyped = dots_wait(said_in(place, on))
    if untyped:
        saying.words(untyped)
    budget = on.budget
    said = (
        _("Each person may put as many dots as they like.")
        if budget is None
        else ngettext("Each person has one dot.", "Each person has {n} dots.", budget, n=number_text(budget))
    )
    saying.words(said)
    if not there:
        return
    part = st.expander(_("Count paper dots in"), key="hall_count", on_change="rerun")
    with part:
        if not part.open:
            return
        now = counted(place.store.sessions, on, [x.id for x in there])
        saying.words(_("How many dots are on it, and from how many people, if you know? Phones count by themselves."))
        with st.form(here.key(_DOTS, "form"), border=False):
            for one in there:
                dots, people = now.get(one.id, (0, 0))
                name, first, second = st.columns([5, 2, 2], vertical_alignment="center")
                name.html(f'<p class="plain" dir="auto">{html_text(one.name)}</p>')
                first.number_input(
                    _("Dots on {name}", name=letters(one.name)), min_value=0, max_value=_MOST_DOTS, value=dots,
                    key=here.key(_DOTS, f"n_{one.id[:8]}"), label_visibility="collapsed", help=None,
                )  # fmt: skip
                second.number_input(
                    _("People who put dots on {name}", name=letters(one.name)), min_value=0, max_value=_MOST_DOTS,
                    value=people or None, placeholder=_("people"), key=here.key(_DOTS, f"p_{one.id[:8]}"),
                    label_visibility="collapsed",
                )  # fmt: skip
            st.form_submit_button(
                _("Save the count"), key=here.key(_DOTS, "go"), on_click=_save_count, args=(place, here, on, there, now)
            )
    told(here, _DOTS)


def _save_count(
    place: Place, here: Hall, on: Session, there: Sequence[Target], now: dict[str, tuple[int, int]]
) -> None:
    state = st.session_state

    def save() -> str:
        for one in there:
            dots = int(state.get(here.key(_DOTS, f"n_{one.id[:8]}")) or 0)
            people = int(state.get(here.key(_DOTS, f"p_{one.id[:8]}")) or 0)
            if (dots, people) != now.get(one.id, (0, 0)):
                put_paper_dots(place.store.sessions, on, one.id, dots=dots, people=people, by=session.by())
        return _("The count is saved.")

    if tried(here, _DOTS, save):
        here.fresh(_DOTS)
