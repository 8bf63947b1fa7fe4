"""What a workshop leaves behind: a page to take home, the list for the next day, and all of it as one file."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import workshop
from assetmap.freshness import today
from assetmap.screens import saying, session
from assetmap.screens.hall.meeting import told, tried
from assetmap.screens.hall.words import AUDIENCE_WORDS
from assetmap.screens.steady import steadily
from assetmap.wording import LANGUAGES, N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_NEAR, _GONE = "leaving", "withdrawing"
_MADE = "hall_left"
_FORMATS = {"clear": N_("Clear print"), "large": N_("Large print"), "easy": N_("Easy read")}
_WHOLE = {
    "public": N_("For everybody"), "partners": N_("For partners"), "workshop": N_("For the people of the room"),
}  # fmt: skip
_MOST = 60


def leaving(place: Place, here: Hall, on: Session) -> None:
    """Draw what stays of a workshop."""
    part = st.expander(
        _("Leave something behind"), expanded=on.closed_on is not None, key=f"hall_leave_{on.closed_on is None}",
        on_change="rerun",
    )  # fmt: skip
    with part:
        if not part.open:  # what is to be done tomorrow takes a moment to find out
            return
        saying.words(
            _(
                "What we said, what mattered most and what we agreed, on a page to take home. "
                "What stands in private fields is left out. Read it through before you hand it on."
            )
        )
        _page(place, here, on)
        saying.heading(_("Tomorrow"), level=3)
        _tomorrow(place, on)
        saying.heading(_("Take the whole workshop along"), level=3)
        _files(place, on)
        saying.heading(_("Take the whole workshop back"), level=3)
        _withdraw(place, here, on)


def _page(place: Place, here: Hall, on: Session) -> None:
    languages = [x for x in place.settings.languages if x in LANGUAGES] or ["en"]
    languages = list(dict.fromkeys([on.language if on.language in LANGUAGES else "en", *languages, *LANGUAGES]))
    with st.form("hall_leave_form", border=False):
        left, middle, right = st.columns(3)
        left.selectbox(
            _("How is it set?"), list(_FORMATS), format_func=lambda x: _(_FORMATS[x]), key="hall_leave_format"
        )
        middle.selectbox(
            _("Language"), languages, format_func=lambda x: LANGUAGES[x].name, key="hall_leave_language"
        )  # fmt: skip
        right.selectbox(
            _("Who will read it?"), list(reversed(AUDIENCE_WORDS)), format_func=lambda x: _(AUDIENCE_WORDS[x]),
            index=list(reversed(AUDIENCE_WORDS)).index(on.audience), key="hall_leave_audience",
        )  # fmt: skip
        st.form_submit_button(_("Make the page"), key="hall_leave_make", on_click=_make, args=(place, here, on))
    told(here, _NEAR)
    made = st.session_state.get(_MADE)
    if made is None or made[0] != on.id:
        return
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Save the page (PDF)"), data=made[1], file_name=f"workshop-{on.short}-page.pdf", mime="application/pdf",
            type="primary", on_click="ignore", key="hall_leave_pdf",
        )  # fmt: skip
        st.download_button(
            _("Save the page for the web"), data=made[2], file_name=f"workshop-{on.short}-page.html", mime="text/html",
            on_click="ignore", key="hall_leave_html",
        )  # fmt: skip


def _make(place: Place, here: Hall, on: Session) -> None:
    state = st.session_state

    def make() -> str:
        from assetmap.printing.session import session_page

        audience = state["hall_leave_audience"]
        seen = workshop.shown(place, on, audience=audience)
        page = steadily(
            session_page, place, on, seen, on=today(), format=state["hall_leave_format"], audience=audience,
            language=state["hall_leave_language"],
        )  # fmt: skip
        state[_MADE] = (on.id, steadily(page.pdf), steadily(page.html).encode())
        said = _("The page is ready.")
        if seen.held_back:
            said += " " + ngettext(
                "One thing said is kept private.", "{n} things said are kept private.", seen.held_back,
                n=number_text(seen.held_back),
            )  # fmt: skip
        return said

    state.pop(_MADE, None)
    tried(here, _NEAR, make)


def _tomorrow(place: Place, on: Session) -> None:
    """Say what is to be done the next day; it names people, for who looks after the map alone."""
    to_do = workshop.tomorrow(place, on, by=session.by())
    said = []
    if to_do.drafts:
        many = len(to_do.drafts)
        said.append(
            ngettext(
                "Look at one draft on the page Look after.", "Look at {n} drafts on the page Look after.", many,
                n=number_text(many),
            )
        )  # fmt: skip
    if to_do.to_place:
        many = len(to_do.to_place)
        said.append(
            ngettext("Put one thing on the map.", "Put {n} things on the map.", many, n=number_text(many))
        )  # fmt: skip
    if to_do.duplicates:
        many = len(to_do.duplicates)
        said.append(
            ngettext("Look at one pair that may be the same.", "Look at {n} pairs that may be the same.", many,
                     n=number_text(many))
        )  # fmt: skip
    for note in to_do.to_ring[:_MOST]:
        person, contact = note.private.get("person") or note.private.get("told_by") or "", note.private["contact"]
        said.append(_("Ring {who}: {contact}, about “{words}”", who=person or _("them"), contact=contact,
                      words=note.words[:80]))  # fmt: skip
    said += [" · ".join(x for x in (note.due, note.who, note.words) if x) for note in to_do.plans[:_MOST]]
    for note in to_do.grants[:_MOST]:
        amount = "" if note.amount is None else number_text(note.amount)
        said.append(" · ".join(x for x in (_("Grant asked for"), amount, note.words) if x))
    if not said:
        saying.words(_("Nothing is left to do."))
        return
    saying.words(_("For whoever looks after the map alone: it names people. Do not hand it on."))
    saying.listed(said)


def _files(place: Place, on: Session) -> None:
    with st.container(horizontal=True, gap="small"):
        for audience, label in _WHOLE.items():
            st.download_button(
                _(label), data=partial(_file, place, on, audience=audience), file_name=f"workshop-{on.short}.zip",
                mime="application/zip", on_click="ignore", key=f"hall_take_{audience}",
            )  # fmt: skip
        st.download_button(
            _("All of it, with what is private"), data=partial(_file, place, on, private=True),
            file_name=f"workshop-{on.short}-private.zip", mime="application/zip", on_click="ignore",
            key="hall_take_private",
        )  # fmt: skip


def _file(place: Place, on: Session, *, audience: str = "workshop", private: bool = False) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"workshop-{on.short}{'-private' if private else ''}.zip"
        workshop.export_session(place, on, path, by=session.by(), audience=audience, private=private)
        return path.read_bytes()


def _withdraw(place: Place, here: Hall, on: Session) -> None:
    saying.words(
        _("Everything that came from it goes for good: from the map, from what is printed next, and from the history. "
          "It cannot be undone. To do so, type its name.")
    )  # fmt: skip
    with st.form("hall_withdraw_form", border=False):
        st.text_input(_("The name of the workshop"), key="hall_withdraw_name", autocomplete="off")
        st.form_submit_button(
            _("Take the whole workshop back"), key="hall_withdraw", on_click=_take_back, args=(place, here, on)
        )
    told(here, _GONE)


def _take_back(place: Place, here: Hall, on: Session) -> None:
    typed = " ".join(str(st.session_state.get("hall_withdraw_name") or "").split())
    if typed.casefold() != " ".join(on.name.split()).casefold():
        here.near, here.said, here.problem = _GONE, "", _("That is not its name. Nothing was changed.")
        return

    def back() -> str:
        done = workshop.withdraw(place, on, by=session.by())
        here.chosen, here.asking = "", ""
        st.session_state.pop(_MADE, None)
        st.session_state.pop("hall_papers", None)
        said = _("The workshop was taken back, with everything that came from it.")
        if done.copies:
            names = ", ".join(sorted({x.name for x in done.copies}))
            said += " " + _("These copies outside may still hold some of it: {names}.", names=names)
        return said

    if tried(here, _GONE, back):
        here.near = "start"
