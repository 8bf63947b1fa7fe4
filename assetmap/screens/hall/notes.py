"""What was said besides things on the map, one row each: on the big screen or not, and taken back."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.assets import new_id
from assetmap.screens import saying, session
from assetmap.screens.hall.meeting import told, tried
from assetmap.screens.hall.said import said_in
from assetmap.store.sessions import Note
from assetmap.webmap.safe import html_text, straight
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_MOST_OF_MAP = 1_500
_MOST_ROWS = 100
_UNSAID = "hall_unsaid"


def keep(place: Place, here: Hall, on: Session, *, form: str, said: str, **fields: Any) -> bool:
    """Keep what a form says, shown to the room unless it says otherwise, and empty the form; `said` tells so."""
    audio = fields.pop("audio", None)

    def say() -> str:
        whole: dict[str, Any] = {"audience": on.audience, "shown": True} | fields
        note = Note(id=new_id(), session=on.id, **whole)
        place.store.sessions.say(note, by=session.by(), audio=audio)
        return said

    if not tried(here, form, say):
        return False
    here.fresh(form)
    return True


def rows(
    place: Place,
    here: Hall,
    notes: Sequence[Note],
    *,
    near: str,
    held: Collection[str],
    lines: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """
    Draw what was said, the newest first.

    Parameters
    ----------
    near
        The form beside which what was done is said.
    held
        Ids of what is kept from the room although it was to be shown.
    lines
        Id → further lines beneath its words.
    """
    told(here, near)
    _undo(place, here, near)
    with st.container(key=f"hall_rows_{near}"):
        for note in reversed(notes[-_MOST_ROWS:]):
            with st.container(key=f"hall_row_{note.id[:8]}"):
                st.html(_sentence(note, held=note.id in held, lines=(lines or {}).get(note.id, ())))
                _heard(place, note)
                with st.container(horizontal=True, gap="small"):
                    st.button(
                        _("Take it off the big screen") if note.shown else _("Show it to the room"),
                        key=f"hall_show_{note.id[:8]}", on_click=_show, args=(place, here, note, near),
                    )  # fmt: skip
                    st.button(
                        _("Take it back"), key=f"hall_unsay_{note.id[:8]}", on_click=_unsay,
                        args=(place, here, note, near),
                    )  # fmt: skip


def _sentence(note: Note, *, held: bool, lines: Sequence[str]) -> str:
    words = f'<p dir="auto"><b>{html_text(note.words, as_typed=True)}</b></p>' if note.words.strip() else ""
    rest = "".join(f'<p dir="auto">{html_text(x)}</p>' for x in lines)
    private = "".join(
        f'<p class="private" dir="auto">{html_text(x)}</p>' for x in _private(note) if x
    )  # fmt: skip
    kept = ""
    if held:
        said = _("Kept from the big screen and from paper: it names somebody, or is not for the room.")
        kept = f'<p class="private">{html_text(said)}</p>'
    return f'<div class="sentence">{words}{rest}{private}{kept}</div>'


def _private(note: Note) -> Iterator[str]:
    told_by, person, contact = (note.private.get(x, "") for x in ("told_by", "person", "contact"))
    if told_by:
        yield _("Private: told by {name}", name=told_by)
    if person:
        yield _("Private: {name}", name=person)
    if contact:
        yield _("Private: reached by {contact}", contact=contact)


def _heard(place: Place, note: Note) -> None:
    if not note.has_audio:
        return
    key = f"hall_hear_{note.id[:8]}"
    if st.session_state.get(key):
        found = place.store.sessions.audio(note.id, by=session.by())
        if found is not None:
            st.audio(found[1], format=found[0])
            return
    st.button(_("Listen to it"), key=f"{key}_it", on_click=_hear, args=(key,))


def _hear(key: str) -> None:
    st.session_state[key] = True


def _show(place: Place, here: Hall, note: Note, near: str) -> None:
    def show() -> str:
        place.store.sessions.show(note.session, [note.id], shown=not note.shown, by=session.by())
        return _("It is off the big screen.") if note.shown else _("The room sees it now.")

    tried(here, near, show)


def _unsay(place: Place, here: Hall, note: Note, near: str) -> None:
    def unsay() -> str:
        place.store.sessions.unsay(note.id, by=session.by())
        st.session_state[_UNSAID] = (near, note)
        return _("Taken back.")

    tried(here, near, unsay)


def _undo(place: Place, here: Hall, near: str) -> None:
    """Offer to bring back what was just taken back."""
    kept: tuple[str, Note] | None = st.session_state.get(_UNSAID)
    if kept is None or kept[0] != near or here.near != near or not here.said:
        return
    st.button(_("Undo"), key=f"hall_undo_{near}", shortcut="Ctrl+Z", on_click=_bring_back, args=(place, here, kept))


def _bring_back(place: Place, here: Hall, kept: tuple[str, Note]) -> None:
    near, note = kept

    def bring_back() -> str:
        place.store.sessions.say(dataclasses.replace(note), by=session.by())
        return _("It is there again.")

    if tried(here, near, bring_back):
        st.session_state.pop(_UNSAID, None)


def things(place: Place, on: Session) -> dict[str, str]:
    """Return what may be chosen, id → name: what was said here first, then what everybody sees on the map."""
    found = {x.asset.id: x.asset for x in said_in(place, on) if not x.untyped}
    everybody = session.everybody_sees()
    if len(everybody) <= _MOST_OF_MAP:
        found |= {x.id: x for x in sorted(everybody, key=lambda x: x.name.casefold()) if x.id not in found}
    many = Counter(straight(x.name) for x in found.values())  # two of one name are told apart by their codes
    return {
        key: straight(x.name) if many[straight(x.name)] == 1 else f"{straight(x.name)} ({x.short})"
        for key, x in found.items()
    }


def asked(text: str) -> None:
    """Say what a form is for."""
    saying.heading(text, level=3)
