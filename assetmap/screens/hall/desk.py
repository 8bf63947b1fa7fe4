"""The scribe's desk: the fields in the browser, and what becomes of what they send."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from shapely import Point

from assetmap import contributions
from assetmap.cartography.stickers import sticker_address
from assetmap.cartography.symbols import symbol_address
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import session
from assetmap.screens.hall import squares
from assetmap.screens.hall.keeping import Entry, Looked, keep, looked_up, read_entries
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import straight
from assetmap.wording import capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place
    from assetmap.store.sessions import Session

KEY = "scribe_desk"
_HERE = Path(__file__).parent
_DIGITS = "123456789"
_PICTURE_PX = 40
_MOST_DONE, _MOST_UNDO, _MOST_REFUSED = 200, 100, 20


@dataclass(kw_only=True)
class Desk:
    """
    What one scribe's window has done; what is kept is in the store.

    Attributes
    ----------
    session_id
        The workshop it is at.
    done
        Ids of what the browser sent and need not send again.
    changes
        Changes that the key takes back, the newest last, each with what it was called.
    told, found, tapped
        What the desk says next, with a number that grows; what is known of the last words for a place; the last tap.
    refused
        What could not be kept, with its words and why.
    placing
        The id of something that waits to be put on the map by the next tap, or "".
    focus
        Where the map goes, (lon, lat).
    """

    session_id: str
    done: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_DONE))
    changes: list[tuple[int, str]] = field(default_factory=list)
    told: tuple[int, str, bool] = (0, "", False)
    found: Looked | None = None
    tapped: tuple[int, tuple[float, float] | None, str] = (0, None, "")
    refused: dict[str, tuple[Entry, str]] = field(default_factory=dict)
    placing: str = ""
    focus: tuple[float, float] | None = None

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Let the desk say something."""
        self.told = (self.told[0] + 1, words, wrong)

    def can_be_taken_back(self, change: int, name: str) -> None:
        """Remember a change for the key that takes back."""
        self.changes = [*self.changes, (change, name)][-_MOST_UNDO:]


def desk_of(on: Session) -> Desk:
    """Return what this window has done at a workshop."""
    there: Desk | None = st.session_state.get("scribe")
    if there is None or there.session_id != on.id:
        there = st.session_state["scribe"] = Desk(session_id=on.id)
    return there


def _key(on: Session) -> str:
    """Name the desk of a workshop: what one sends is never taken for another's."""
    return f"{KEY}_{on.short}"


def take(place: Place, on: Session, desk: Desk) -> None:
    """Do what the browser has sent and was not done yet, in its order."""
    state = st.session_state.get(_key(on))
    for entry in read_entries(state.get("outbox") if state is not None else None):
        if entry.id not in desk.done:
            _do(place, on, desk, entry)


def _do(place: Place, on: Session, desk: Desk, entry: Entry) -> None:
    if entry.look:
        desk.found = looked_up(place, entry.look, things=session.everybody_sees(), on=on, sheet=squares.sheet())
        if desk.found.at is not None:
            desk.focus = desk.found.at
    elif entry.undo:
        undo(place, desk)
    elif entry.what:
        _keep(place, on, desk, entry)
    desk.done.append(entry.id)


def _keep(place: Place, on: Session, desk: Desk, entry: Entry) -> None:
    desk.refused.pop(entry.instead, None)
    try:
        written, asset = keep(place, on, entry, by=session.by(), things=session.everybody_sees(), sheet=squares.sheet())
    except AssetMapError as error:
        desk.refused[entry.id] = (entry, sentence(error))
        while len(desk.refused) > _MOST_REFUSED:
            del desk.refused[next(iter(desk.refused))]
        desk.say(_("Not saved. What you typed stands below."), wrong=True)
        return
    if not written.repeated:
        desk.can_be_taken_back(written.change, asset.name)
    desk.found = None
    desk.tapped = (desk.tapped[0], None, "")
    if asset.where is not None:
        middle = asset.where.representative_point()
        desk.focus = (middle.x, middle.y)
        desk.say(_("Saved: {name}", name=asset.name))
    elif entry.where and asset.precision != "not_shown":
        desk.say(_("Saved: {name}. Its place waits.", name=asset.name))
    else:
        desk.say(_("Saved: {name}", name=asset.name))


def undo(place: Place, desk: Desk) -> None:
    """Take back the last that was saved in this window."""
    while desk.changes:
        change, name = desk.changes.pop()
        try:
            done = contributions.undo(place.store, change, by=session.by())
        except AssetMapError as error:
            desk.say(sentence(error), wrong=True)
            return
        if done.versions:
            desk.say(_("Taken back: {name}", name=name))
            return
    desk.say(_("There is nothing to take back."), wrong=True)


def tapped(desk: Desk, shape: BaseGeometry | None) -> None:
    """Take a tap on the map for the thing that is being typed."""
    if not isinstance(shape, Point):
        return
    desk.tapped = (desk.tapped[0] + 1, (shape.x, shape.y), _("The spot you tapped on the map"))


def draw(on: Session, desk: Desk) -> None:
    """Draw the desk; nothing in it that is being typed is touched."""
    number, words, wrong = desk.told
    turn, at, spot = desk.tapped
    found = desk.found
    data = {
        "words": _words(),
        "choices": choices(on),
        "done": list(desk.done),
        "told": {"n": number, "text": straight(words), "wrong": wrong},
        "tapped": {"n": turn, "at": at, "words": spot},
        "found": None if found is None else {
            "typed": found.typed, "text": straight(found.said), "at": found.at,
            "likes": [straight(x) for x in found.likes],
        },
        "refused": [_refused(entry, why) for entry, why in desk.refused.values()],
        "can_undo": bool(desk.changes),
    }  # fmt: skip
    _component()(key=_key(on), data=data, height="content", on_outbox_change=_nothing)


def _refused(entry: Entry, why: str) -> dict[str, Any]:
    return {
        "id": entry.id, "what": entry.what, "where": entry.where, "at": entry.at, "which": entry.which,
        "hide": entry.hide, "why": straight(capital(why)),
    }  # fmt: skip


def choices(on: Session) -> list[dict[str, str]]:
    """Give the categories with the key of each: digits for the residents' own, the letters on the symbols for ours."""
    own = [
        {
            "id": f"own:{one.key}", "key": _DIGITS[at] if at < len(_DIGITS) else "", "word": straight(one.label),
            "picture": sticker_address(one.colour, one.shape, size_px=_PICTURE_PX), "own": "yes",
        }
        for at, one in enumerate(on.categories)
    ]  # fmt: skip
    words = vocabulary()
    ours = [
        {
            "id": f"kind:{kind.key}", "key": kind.letter, "word": capital(words.said(kind.key)),
            "picture": symbol_address(kind.key, size_px=_PICTURE_PX),
        }
        for kind in words.kinds.values()
    ]  # fmt: skip
    return own + ours


def _words() -> dict[str, str]:
    return {
        "what": _("What is it?"),
        "what_hint": _("As people say it. Then Enter."),
        "what_first": _("First type what it is."),
        "where": _("Where is it?"),
        "where_hint": _("A street, a postcode or a name; or tap the map. Enter goes on, also with nothing typed."),
        "which": _("Which is it? Press its key, or tap it."),
        "no_such_key": _("No category has this key."),
        "hide": _("A home or a refuge: nobody is shown where it is"),
        "saving": _("Saving …"),
        "undo": _("Take the last one back (Ctrl+Z)"),
        "again": _("Try again"),
    }


def _nothing() -> None:
    """The outbox is emptied while the page is drawn."""


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_scribe",
        js=(_HERE / "entry.js").read_text(encoding="utf-8"),
        css=(_HERE / "entry.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )
