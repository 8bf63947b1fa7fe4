"""A workshop is begun, found again among the past ones, and its few settings are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from shapely import Point

from assetmap import workshop
from assetmap.freshness import today
from assetmap.screens import saying, session
from assetmap.screens.hall.meeting import changed, told, tried
from assetmap.screens.hall.words import AUDIENCE_WORDS, QUESTION
from assetmap.screens.handover.letters import letters
from assetmap.webmap.safe import html_text
from assetmap.wording import day_text, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.base import Bounds
    from assetmap.store.sessions import Session

_MOST_NAME, _MOST_LINE, _MOST_DOTS = 120, 300, 50


def start(place: Place, here: Hall) -> None:
    """Ask what a workshop needs: its name alone must be said."""
    saying.heading(_("Start a workshop"))
    saying.words(
        _("People say what does them good, and it goes on the map while they speak. Only the name is needed; all of it "
          "can be changed later.")
    )  # fmt: skip
    key = here.key
    with st.form(here.key("start", "form"), border=False):
        _fields(here, "start", None)
        st.form_submit_button(
            _("Start the workshop"), key=key("start", "go"), type="primary", on_click=_start, args=(place, here)
        )
    told(here, "start")


def _fields(here: Hall, form: str, on: Session | None) -> None:
    """Draw the fields of a workshop, with what it says already."""
    key = here.key
    st.text_input(
        _("What is it called?"), value=on.name if on else "", key=key(form, "name"), max_chars=_MOST_NAME,
        autocomplete="off", placeholder=_("Tea and maps"),
    )  # fmt: skip
    left, right = st.columns(2)
    left.text_input(
        _("In which hall?"), value=on.where if on else "", key=key(form, "where"), max_chars=_MOST_NAME,
        autocomplete="off", placeholder=_("The room shows it, so that people know they are right here."),
    )  # fmt: skip
    right.date_input(_("On which day?"), value=on.on if on else today(), format="DD/MM/YYYY", key=key(form, "on"))
    st.text_input(
        _("What do you ask people?"), value=on.question if on else _(QUESTION), key=key(form, "question"),
        max_chars=_MOST_LINE, autocomplete="off",
    )  # fmt: skip
    _part_of_map(here, form, on)
    st.radio(
        _("Who may see what is said?"),
        list(AUDIENCE_WORDS),
        index=list(AUDIENCE_WORDS).index(on.audience) if on else 0,
        format_func=lambda x: _(AUDIENCE_WORDS[x]),
        key=key(form, "audience"),
        horizontal=True,
        help=_(
            "Things and stories begin with this. Each can be told to more people later, once those who said it agree."
        ),
    )  # fmt: skip
    st.number_input(
        _("How many dots has each person, for what matters most? Leave it empty for as many as they like"),
        min_value=1, max_value=_MOST_DOTS, value=on.budget if on else 5, step=1, key=key(form, "budget"), width=320,
    )  # fmt: skip


def _part_of_map(here: Hall, form: str, on: Session | None) -> None:
    """Ask what the map shows, on the screens and on paper."""
    left, right = st.columns([2, 1])
    is_part = on is not None and on.bounds is not None
    left.text_input(
        _("Which part of the map? A postcode, a street or a village; leave it empty for the whole place"),
        key=here.key(form, "near"), max_chars=_MOST_NAME, autocomplete="off",
        placeholder=_("As it is now") if is_part else "",
    )  # fmt: skip
    now = [_AS_NOW] if is_part else []
    right.selectbox(
        _("How much of it?"), [*now, *_ACROSS_M, _WHOLE], index=0 if is_part else 1, key=here.key(form, "across"),
        format_func=lambda x: _across_words(int(x)),
    )  # fmt: skip


_ACROSS_M = (1000, 2000, 5000, 10000)
_WHOLE, _AS_NOW = 0, -1


def _across_words(across_m: int) -> str:
    if across_m == _AS_NOW:
        return _("As it is now")
    if across_m == _WHOLE:
        return _("The whole place")
    # translators: so wide is what a map shows; “km” as your language writes kilometres
    return _("{n} km across", n=across_m // 1000)


def _bounds(place: Place, here: Hall, form: str, on: Session | None) -> Bounds | None:
    """Say what the map is to show; None for the whole place."""
    near = str(st.session_state.get(here.key(form, "near")) or "").strip()
    across = int(st.session_state.get(here.key(form, "across")) or _WHOLE)
    now = on.bounds if on is not None else None
    if across == _WHOLE:
        return None
    if near:
        return workshop.part_of_map(place, near, across_m=across if across > 0 else _ACROSS_M[1])
    if now is None or across == _AS_NOW:
        return now
    west, south, east, north = now
    middle = Point((west + east) / 2, (south + north) / 2)
    return workshop.square_about(middle, across_m=across, metric_crs=place.settings.metric_crs)


def _said(here: Hall, form: str) -> dict[str, Any]:
    state, key = st.session_state, here.key
    return {
        "name": str(state.get(key(form, "name")) or "").strip(),
        "where": str(state.get(key(form, "where")) or "").strip(),
        "on": state.get(key(form, "on")) or today(),
        "question": str(state.get(key(form, "question")) or "").strip(),
        "audience": state.get(key(form, "audience")) or "workshop",
        "budget": state.get(key(form, "budget")),
    }


def _start(place: Place, here: Hall) -> None:
    said = _said(here, "start")
    if not said["name"]:
        here.near, here.problem, here.said = "start", _("Give it a name, so that you find it again."), ""
        return

    def begin() -> str:
        bounds = _bounds(place, here, "start", None)
        here.chosen = workshop.begin(place, language=spoken(), bounds=bounds, by=session.by(), **said).id
        return ""

    if tried(here, "start", begin):
        here.fresh("start")


def settings(place: Place, here: Hall, on: Session) -> None:
    """Let what was said at the start be changed."""
    with st.expander(_("Change its name, question or who may see it"), key="hall_settings"):
        form = f"settings{on.version}"
        with st.form(here.key(form, "form"), border=False):
            _fields(here, form, on)
            st.form_submit_button(
                _("Save the change"), key=here.key(form, "go"), on_click=_change, args=(place, here, on, form)
            )
    told(here, "settings")


def _change(place: Place, here: Hall, on: Session, form: str) -> None:
    said = _said(here, form)
    if not said["name"]:
        here.near, here.problem, here.said = "settings", _("Give it a name, so that you find it again."), ""
        return

    def keep() -> str:
        changed(place, on, bounds=_bounds(place, here, form, on), **said)
        return _("Changed.")

    tried(here, "settings", keep)


def past(place: Place, here: Hall) -> None:
    """List the workshops there were, and those that go on, to be opened here."""
    there = place.store.sessions.all(by=session.by())
    if not there:
        return
    saying.heading(_("Workshops so far"))
    with st.container(key="hall_rows_past"):
        for one in there:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"hall_past_{one.short}"):
                said = " · ".join(x for x in (one.where, day_text(one.on), _state(one)) if x)
                st.html(
                    f'<div class="sentence"><p dir="auto"><b>{html_text(one.name)}</b></p>'
                    f"<p>{html_text(said)}</p></div>"
                )
                st.button(
                    _("Open {name}", name=letters(one.name)), key=f"hall_open_{one.short}", on_click=_open,
                    args=(here, one),
                )  # fmt: skip


def _state(one: Session) -> str:
    return _("it goes on") if one.closed_on is None else _("ended")


def _open(here: Hall, one: Session) -> None:
    here.hush()
    here.asking, here.chosen = "", one.id
