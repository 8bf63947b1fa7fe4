"""Something said is put right at the desk: its name, its words, its category, and that its place is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import session
from assetmap.screens.hall.keeping import ELSE_KIND
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.desk import Desk
    from assetmap.screens.hall.said import Said
    from assetmap.store.sessions import Session

_MOST_NAME, _MOST_WORDS = 200, 1_000


def changing(place: Place, on: Session, desk: Desk, one: Said) -> None:
    """Ask what it should say."""
    code, own = one.asset.short, {f"own:{x.key}": x.label for x in on.categories}
    choices = [*own, *(f"kind:{x}" for x in vocabulary().kinds)]
    now = f"own:{one.member.category}" if f"own:{one.member.category}" in own else f"kind:{one.asset.kind}"
    with st.form(f"amend_{code}_{one.version}", border=False):
        st.text_input(
            _("What is it?"), value=one.asset.name, key=f"amend_name_{code}_{one.version}", max_chars=_MOST_NAME,
            autocomplete="off",
        )  # fmt: skip
        st.text_area(
            _("In their own words"), value=one.asset.own_words, key=f"amend_words_{code}_{one.version}",
            max_chars=max(_MOST_WORDS, len(one.asset.own_words)), height=100,
        )  # fmt: skip
        st.selectbox(
            _("Which is it?"), choices, index=choices.index(now), key=f"amend_which_{code}_{one.version}",
            format_func=lambda x: own.get(x) or capital(vocabulary().said(x.partition(":")[2])),
        )  # fmt: skip
        st.checkbox(
            _("A home or a refuge: nobody is shown where it is"), value=one.asset.precision == "not_shown",
            key=f"amend_hide_{code}_{one.version}",
        )  # fmt: skip
        st.form_submit_button(_("Save the change"), key=f"amend_go_{code}", on_click=_save, args=(place, on, desk, one))


def _save(place: Place, on: Session, desk: Desk, one: Said) -> None:
    state, end = st.session_state, f"{one.asset.short}_{one.version}"
    name = " ".join(str(state.get(f"amend_name_{end}") or "").split()) or one.asset.name
    way, _sep, key = str(state.get(f"amend_which_{end}") or "").partition(":")
    own = next((x for x in on.categories if way == "own" and x.key == key), None)
    kind = (own.kind or ELSE_KIND) if own is not None else key if way == "kind" else one.asset.kind
    fields: dict[str, object] = {"name": name, "kind": kind}
    words = str(state.get(f"amend_words_{end}") or "")
    if words != one.asset.own_words:
        fields["own_words"] = words.strip()
    if state.get(f"amend_hide_{end}"):
        fields |= {"precision": "not_shown", "audience": "workshop"}
    elif one.asset.precision == "not_shown":
        fields["precision"] = "exact"
    try:
        written = contributions.submit(
            place.store, one.asset.changed(**fields), by=session.by(), areas=place.layer("areas"),
            streets=place.layer("streets"), expected=one.version,
        )  # fmt: skip
        category = own.key if own is not None else ""
        if category != one.member.category:
            place.store.sessions.sort(one.asset.id, category=category, by=session.by())
        desk.can_be_taken_back(written.change, name)
        desk.say(_("Changed: {name}", name=name))
    except AssetMapError as error:
        desk.say(sentence(error), wrong=True)
