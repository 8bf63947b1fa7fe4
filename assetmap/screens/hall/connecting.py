"""Connect: what goes with what, and which group knows which, as one sentence each and as lines on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
import streamlit as st

from assetmap.assets import Asset
from assetmap.screens import session
from assetmap.screens.hall import notes
from assetmap.screens.hall.said import on_map, said_in
from assetmap.screens.livemap import livemap
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Note, Session

_FORM = "link"
_LINE = 80
_SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 24 24"><circle cx="12" cy="12" r="5" '
    'fill="#FFFFFF" stroke="#1A1A1A" stroke-width="1.5"/><path d="M9.5 12H14.5" stroke="#1A1A1A" stroke-width="1.6"/>'
    "</svg>"
)


def connecting(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    """Draw the stage."""
    left, right = st.columns(2, gap="large")
    said = place.store.sessions.notes(on.id, what="link", by=session.by())
    with left:
        notes.asked(_("What goes with what?"))
        if on.closed_on is None:
            _ask(place, here, on)
        notes.rows(place, here, said, near=_FORM, held=held)
    with right, st.container(key="hall_map"):
        _map(place, on, said)


def _ask(place: Place, here: Hall, on: Session) -> None:
    there = notes.things(place, on)
    key = here.key
    with st.form(key(_FORM, "form"), border=False):
        _choose(here, "one", _("This one"), there)
        st.text_input(
            _("does what with"), key=key(_FORM, "verb"), max_chars=_LINE, autocomplete="off",
            placeholder=_("uses, knows, shares a kitchen with, sends people to"),
        )  # fmt: skip
        _choose(here, "other", _("that one?"), there)
        st.text_input(
            _("Who knows whom? (private: never on the big screen, never on paper)"), key=key(_FORM, "person"),
            max_chars=200, autocomplete="off",
        )  # fmt: skip
        st.form_submit_button(_("Keep the link"), key=key(_FORM, "go"), on_click=_keep, args=(place, here, on, there))


def _choose(here: Hall, part: str, label: str, there: Mapping[str, str]) -> None:
    st.selectbox(
        label, ["", *there], key=here.key(_FORM, part),
        format_func=lambda x: there[x] if x in there else _("Choose one"),
    )  # fmt: skip


def _keep(place: Place, here: Hall, on: Session, there: dict[str, str]) -> None:
    state, key = st.session_state, here.key
    one, other = (str(state.get(key(_FORM, x)) or "") for x in ("one", "other"))
    verb = " ".join(str(state.get(key(_FORM, "verb")) or "").split())
    if one not in there or other not in there or one == other:
        here.near, here.said, here.problem = _FORM, "", _("Choose two different things.")
        return
    first, second = (_name(place, x) for x in (one, other))
    words = (
        # translators: two names, and what somebody typed between them: “The lunch club uses the chapel’s hall”
        _("{one} {does} {other}", one=first, does=verb, other=second)
        if verb
        else _("{one} and {other} go together", one=first, other=second)
    )
    notes.keep(
        place, here, on, form=_FORM, said=_("The link is kept."), what="link", words=words, about=(one, other),
        private={"person": str(state.get(key(_FORM, "person")) or "").strip()},
    )  # fmt: skip


def _name(place: Place, asset_id: str) -> str:
    there = place.store.get(asset_id)
    return "" if there is None else " ".join(there.asset.name.split())


def _map(place: Place, on: Session, said: Sequence[Note]) -> None:
    assets, pictures = on_map(on, said_in(place, on))
    at = {x.id: x.where.representative_point() for x in (*session.everybody_sees(), *assets) if x.where is not None}
    lines = []
    for note in said:
        if len(note.about) == 2 and all(x in at for x in note.about) and at[note.about[0]] != at[note.about[1]]:
            line = shapely.LineString([at[x] for x in note.about])
            lines.append(Asset(id=note.id, name=note.words[:200], kind="informal_get_together", where=line))
    ends = {x for note in said for x in note.about} - {x.id for x in assets}
    view = session.view(
        place,
        extra=(*lines, *(x for x in session.everybody_sees() if x.id in ends), *assets),
        drawn_as=pictures | {x.short: _SIGN for x in lines},
        shown=(),
        around=on.bounds,
        kept=f"links {on.short}",
    )
    livemap(view, face="map", key="hall_links")
