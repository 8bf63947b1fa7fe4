"""Stories: in the words of whoever tells them, about something on the map or not, perhaps in their own voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import session
from assetmap.screens.hall import notes
from assetmap.screens.hall.words import AUDIENCE_WORDS
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_FORM = "story"
_SOUNDS = ("wav", "mp3", "m4a", "ogg", "oga", "webm", "aac", "flac")
_LONGEST, _LINE = 4_000, 200


def stories(place: Place, here: Hall, on: Session, *, held: Collection[str]) -> None:
    """Ask for a story, and list those that were told."""
    notes.asked(_("Stories"))
    there = notes.things(place, on)
    key = here.key
    if on.closed_on is None:
        with st.form(key(_FORM, "form"), border=False):
            st.text_area(
                _("The story, in their own words"), key=key(_FORM, "words"), max_chars=_LONGEST, height=100,
                placeholder=_("Kept letter for letter, just as it is told"),
            )  # fmt: skip
            st.selectbox(
                _("What is it about?"), ["", *there], key=key(_FORM, "about"),
                format_func=lambda x: there[x] if x in there else _("nothing on the map"),
            )  # fmt: skip
            st.text_input(
                _("Who told it? (private: never on the big screen, never on paper)"), key=key(_FORM, "told_by"),
                max_chars=_LINE, autocomplete="off",
            )  # fmt: skip
            st.radio(
                _("Who may hear it?"), list(AUDIENCE_WORDS), index=list(AUDIENCE_WORDS).index(on.audience),
                format_func=lambda x: _(AUDIENCE_WORDS[x]), key=key(_FORM, "audience"), horizontal=True,
            )  # fmt: skip
            st.checkbox(_("Show it on the big screen"), key=key(_FORM, "shown"))
            with st.expander(_("Record it, or bring a recording")):
                st.audio_input(_("Record it here, if they agree"), key=key(_FORM, "recorded"))
                st.file_uploader(_("Or bring a recording"), type=list(_SOUNDS), key=key(_FORM, "brought"))
            st.form_submit_button(
                _("Keep the story"), key=key(_FORM, "go"), on_click=_keep, args=(place, here, on)
            )  # fmt: skip
    told = place.store.sessions.notes(on.id, what="story", by=session.by())
    lines = {
        x.id: [
            *([_("About {name}", name=there[x.about[0]])] if x.about and x.about[0] in there else []),
            _(AUDIENCE_WORDS[x.audience]),
        ]
        for x in told
    }
    notes.rows(place, here, told, near=_FORM, held=held, lines=lines)


def _keep(place: Place, here: Hall, on: Session) -> None:
    state, key = st.session_state, here.key
    sound = state.get(key(_FORM, "recorded")) or state.get(key(_FORM, "brought"))
    about = state.get(key(_FORM, "about")) or ""
    notes.keep(
        place, here, on, form=_FORM, said=_("The story is kept."), what="story",
        words=str(state.get(key(_FORM, "words")) or "").strip(), about=(about,) if about else (),
        audience=state.get(key(_FORM, "audience")) or on.audience, shown=bool(state.get(key(_FORM, "shown"))),
        private={"told_by": str(state.get(key(_FORM, "told_by")) or "").strip()},
        audio=None if sound is None else (sound.type or "audio/wav", sound.getvalue()),
    )  # fmt: skip
