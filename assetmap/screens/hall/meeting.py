"""Which workshop is on in this window, what was just done in it, and how it is changed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.errors import AssetMapError, ConflictError, sentence
from assetmap.screens import session
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place
    from assetmap.store.sessions import Session

_KEY = "hall"
_TRIES = 4


@dataclass(kw_only=True)
class Hall:
    """
    What one window does in a workshop; it lives in its session alone, and the workshop in the store.

    Attributes
    ----------
    chosen
        The id of the workshop that is open here; "" the list of all; None whichever goes on.
    said, problem, near
        What was just done or went wrong, and beside which part it is said.
    turns
        How often a form of each name was sent: the next one has new fields, which are empty.
    asking
        What is asked about once more: `close`, `withdraw`, or "".
    """

    chosen: str | None = None
    said: str = ""
    problem: str = ""
    near: str = ""
    turns: dict[str, int] = field(default_factory=dict)
    asking: str = ""

    def turn(self, name: str) -> int:
        """Return how often a form was sent."""
        return self.turns.get(name, 0)

    def key(self, name: str, part: str) -> str:
        """Name a field of a form, anew each time the form was sent."""
        return f"hall_{name}_{part}_{self.turn(name)}"

    def fresh(self, name: str) -> None:
        """Empty a form: it was kept."""
        self.turns[name] = self.turn(name) + 1

    def hush(self) -> None:
        """Say no more of what was done."""
        self.said = self.problem = self.near = ""


def hall() -> Hall:
    """Return what this window does."""
    here: Hall = st.session_state.setdefault(_KEY, Hall())
    return here


def meeting(place: Place, here: Hall) -> Session | None:
    """Return the workshop that is open in this window: the one chosen, else the newest that goes on."""
    if here.chosen == "":
        return None
    there = place.store.sessions.all(by=session.by())
    if here.chosen is not None:
        found = next((x for x in there if x.id == here.chosen), None)
        if found is not None:
            return found
        here.chosen = None
    found = next((x for x in there if x.closed_on is None), None)
    if found is not None:
        here.chosen = found.id  # it stays open here when somebody begins another one elsewhere
    return found


def changed(place: Place, on: Session, **fields: Any) -> Session:
    """
    Keep fields of a workshop, whoever else changes it meanwhile.

    Raises
    ------
    AssetMapError
        It could not be kept.
    """
    sessions = place.store.sessions
    for _try in range(_TRIES):
        try:
            return sessions.change(dataclasses.replace(on, **fields), by=session.by())
        except ConflictError:
            there = sessions.get(on.id)
            if there is None:
                raise
            on = there
    return sessions.change(dataclasses.replace(on, **fields), by=session.by())


def tried(here: Hall, near: str, doing: Callable[[], str]) -> bool:
    """Do something; what it returns is said beside `near`, and so is what the store refuses."""
    here.hush()
    here.near = near
    try:
        here.said = doing()
    except AssetMapError as error:
        here.problem = sentence(error)
        return False
    return True


def told(here: Hall, near: str) -> None:
    """Say what was just done or went wrong, where it belongs."""
    from assetmap.screens import saying

    with st.container():
        if here.near != near:
            return
        if here.problem:
            saying.trouble(here.problem)
        elif here.said:
            saying.good(here.said)


def ended() -> str:
    """Say that nothing more comes into a workshop that is closed."""
    from assetmap.screens.hall.words import ENDED

    return _(ENDED)
