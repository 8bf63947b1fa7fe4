"""
“What is in walking distance?”, asked on Explore: a tap or a place that is typed, and how somebody walks.

Where somebody sets out lives in this browser's session alone, until they put it away or leave the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shapely
import streamlit as st

from assetmap.errors import PlaceError, sentence
from assetmap.gazetteer import locate
from assetmap.network.profiles import PROFILES
from assetmap.screens import circles, frame, session
from assetmap.screens.livemap import drawn
from assetmap.screens.onfoot.kept import walks_for
from assetmap.screens.onfoot.reach import TIMES, Reach, reach_from
from assetmap.screens.steady import steadily
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.place import Place

_PREFIX, _KEY = "on_foot_", "on_foot_asked"
_WHERE, _HOW = "on_foot_where", "on_foot_how"


@dataclass(kw_only=True)
class OnFoot:
    """What one person asks."""

    is_open: bool = False
    at: Point | None = None
    label: str = ""
    rough: bool = False
    typed: bool = False
    problem: str = ""
    has_streets: bool = True

    @property
    def mode(self) -> Literal["look", "start", "walk"]:
        """What a tap on the map does."""
        if not (self.is_open and self.has_streets):
            return "look"
        return "start" if self.at is None else "walk"


def offer() -> OnFoot:
    """Draw the one button that begins it and puts it away again; returns what is asked."""
    asked = _asked()
    st.button(
        _("Everything again") if asked.is_open else _("In walking distance?"), key="on_foot_button", on_click=_turn
    )
    return asked


def ask(place: Place, shown: Sequence[Asset]) -> Reach | None:
    """Draw the box and the choice of how somebody walks, and the answer; None where there is none yet."""
    asked = _asked()
    if not asked.is_open:
        return None
    st.html(frame.style("onfoot"))
    with st.container(key="on_foot", horizontal=True, gap="small", vertical_alignment="center"):
        st.text_input(
            _("Where does the walk begin?"), key=_WHERE, autocomplete="off", label_visibility="collapsed",
            placeholder=_("postcode, street or place"), on_change=_find, args=(place,),
        )  # fmt: skip
        st.segmented_control(
            _("How somebody walks"), list(PROFILES), format_func=lambda key: PROFILES[key].said, default="walking",
            required=True, key=_HOW, label_visibility="collapsed",
        )  # fmt: skip
        return _answer(place, asked, shown)


def _answer(place: Place, asked: OnFoot, shown: Sequence[Asset]) -> Reach | None:
    profile = str(st.session_state.get(_HOW) or "walking")
    walks = steadily(walks_for, place, circles.seen(), audience=circles.circle(), profile=profile)
    asked.has_streets = walks is not None
    if walks is None:
        _say(_("The streets of this place are not known here, so nobody can say what is in walking distance."))
        return None
    if asked.problem:
        _say(asked.problem, mend=True)
    if asked.at is None:
        if not asked.problem:
            _say(_("Tap the map where the walk begins, or type a place. It is not kept."))
        return None
    reach = steadily(reach_from, walks, asked.at, shown, ground=steadily(place.ground))
    if reach.why_not:
        _say(_("From {place}: {why_not}.", place=asked.label, why_not=reach.why_not), mend=True)
        return reach
    said = [_("From {place}: {what}.", place=asked.label, what=_counted(reach))]
    if asked.rough:
        said.append(_("That is a long street or a large place: it is measured from its middle."))
    if not walks.knows_steps:
        said.append(_("Steps not known here."))
    if reach.at_edge:
        said.append(_("The streets we know may end near here: beyond them nothing is known."))
    _say(" ".join(said))
    return reach


def tapped() -> None:
    """Take the point that was tapped on the map, where one was asked for."""
    asked, point = _asked(), drawn("map")
    if not (asked.is_open and isinstance(point, shapely.Point)):
        return
    asked.at, asked.label, asked.rough, asked.typed = point, _("where you tapped"), False, False
    asked.problem = ""
    st.session_state[_WHERE] = ""


def forget() -> None:
    """Drop what was asked; for whoever leaves the screen."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(_PREFIX):
            del st.session_state[key]


def _asked() -> OnFoot:
    asked: OnFoot = st.session_state.setdefault(_KEY, OnFoot())
    return asked


def _turn() -> None:
    was_open = _asked().is_open
    forget()
    st.session_state[_KEY] = OnFoot(is_open=not was_open)


def _find(place: Place) -> None:
    asked, text = _asked(), str(st.session_state.get(_WHERE) or "")
    if not text.strip():
        return
    try:
        found = steadily(locate, text, place=place, things=session.everybody_sees())
    except PlaceError as error:
        asked.problem = sentence(error)
        asked.at = None
        return
    asked.at, asked.label, asked.rough, asked.typed = found.point, found.label, found.rough, True
    asked.problem = ""


def _counted(reach: Reach) -> str:
    soon, later, last = TIMES
    if reach.many and reach.many[-1]:
        near, nearer, far = reach.many
        return _(
            "{near} within {soon} minutes' walk, {nearer} within {later}, {far} within {last}",
            near=near, nearer=nearer, far=far, soon=soon, later=later, last=last,
        )  # fmt: skip
    if reach.nearest is None:
        return _("nothing within {last} minutes' walk", last=last)
    name, walk = reach.nearest
    return _("nothing within {last} minutes' walk; the nearest is {name}, {walk}", last=last, name=name, walk=walk)


def _say(text: str, *, mend: bool = False) -> None:
    st.html(f'<p class="{"notice" if mend else "asked"} on_foot_said" role="status">{html_text(text)}</p>')
