"""Keeping what a form says: save it once, show it, take it back, open it again with a receipt."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap import contributions
from assetmap.disclosure import SHOWN, disclosed
from assetmap.errors import PermissionDeniedError, StoreError, sentence
from assetmap.screens.form.answers import Answers

if TYPE_CHECKING:
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.place import Place

_LONGEST_PAUSE_S = 30
_MOST_SHOWN = 200
GONE = "It has been taken away: it can be changed no more. Add it anew if you like."


@dataclass(kw_only=True)
class Saved:
    """What was just saved, by which change, and the receipt for it."""

    asset: Asset
    change: int
    receipt: str
    is_again: bool = False


@dataclass(kw_only=True)
class Adding:
    """
    What one person is doing on the Add screen; it lives in their session alone.

    Attributes
    ----------
    turn
        Grows with every new form, so that its widgets are new ones.
    token
        Names the form that is being filled in: saved twice, it counts once.
    saved, said, problem
        What was just saved, a sentence about what was just done, and what went wrong with it.
    mine
        Ids of what was added in this session.
    code, opened_version
        The receipt with which something is being changed, and the version that was opened; "" for a new one.
    aside
        A form that was begun before a receipt was opened.
    misses, not_before
        Wrong codes in a row, and the clock (seconds) before which no other is tried.
    """

    answers: Answers
    turn: int = 0
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    saved: Saved | None = None
    said: str = ""
    problem: str = ""
    mine: list[str] = field(default_factory=list)
    code: str = ""
    opened_version: int = 0
    was_shown: bool = False
    aside: Answers | None = None
    receipt_problem: str = ""
    is_leaving: bool = False
    misses: int = 0
    not_before: float = 0.0
    drawn: tuple[object, ...] = ()
    """What `shown` was when the whole screen was drawn last."""

    @classmethod
    def begun(cls) -> Adding:
        """Return an empty form's state."""
        return cls(answers=Answers(prefix="add0"))

    def fresh(self, answers: Answers | None = None) -> None:
        """Begin a new form, or take up one that was laid aside."""
        self.turn += 1
        self.token = uuid.uuid4().hex
        self.answers = answers or Answers(prefix="")
        self.answers.prefix = f"add{self.turn}"
        self.saved, self.code, self.was_shown, self.is_leaving = None, "", False, False
        self.said = self.problem = self.receipt_problem = ""


def shown(adding: Adding) -> tuple[object, ...]:
    """
    Return what the screen outside the questions shows.

    Whoever types and at once presses a button sends both in one message, which the browser takes for a matter of the
    questions alone: where this is another than `drawn`, the whole screen has to be drawn again.
    """
    answers = adding.answers
    saved = adding.saved and (adding.saved.asset, adding.saved.change)
    said = (adding.said, adding.problem, adding.receipt_problem, adding.is_leaving, adding.code)
    return (adding.turn, saved, *said, answers.tried, answers.way, answers.where, answers.said, answers.wrong)


def save(adding: Adding, *, place: Place, role: str, on: date) -> None:
    """
    Save the form. What is missing is said beside its field; nothing that was typed is lost, whatever happens.

    Raises
    ------
    AssetMapError
        The store could not keep it.
    """
    if adding.saved is not None:  # a second click of the same button
        return
    answers = adding.answers
    answers.gather()
    answers.tried = True
    said = answers.read(heard_on=None if adding.code else on)
    adding.problem, adding.said = said.problems.get("form", ""), ""
    if said.asset is None:
        return
    store, areas, streets, key = place.store, place.layer("areas"), place.layer("streets"), f"form:{adding.token}"
    if adding.code:
        written = contributions.change_by_receipt(
            store, adding.code, said.asset, areas=areas, streets=streets, key=key, expected=adding.opened_version
        )
    else:
        written = contributions.submit(
            store, said.asset, by=_by(role), areas=areas, streets=streets, key=key, expected=0
        )
    there = store.get(said.asset.id)
    if there is None:
        raise StoreError("it was saved and is gone again: please look at the list, and add it anew if it is missing.")
    adding.saved = Saved(
        asset=there.asset,
        change=written.change,
        receipt=contributions.receipt(store, there.asset.id),
        is_again=bool(adding.code),
    )
    if there.asset.id not in adding.mine:
        adding.mine.append(there.asset.id)


def show_now(adding: Adding, *, place: Place, role: str) -> None:
    """Approve what was just saved, for whoever may."""
    if adding.saved is not None:
        contributions.approve(place.store, [adding.saved.asset.id], by=_by(role))
        _look_again(adding, place=place)
        adding.said = ""


def undo(adding: Adding, *, place: Place, role: str) -> None:
    """Take back what was just saved; what was typed stands in the form again."""
    saved = adding.saved
    if saved is None:
        return
    store = place.store
    there = store.get(saved.asset.id)
    if role == "steward" and there is not None and there.change == saved.change:
        contributions.undo(store, saved.change, by=_by(role))
    elif saved.is_again:
        raise PermissionDeniedError("it has been changed since: open it again with its code to change it.")
    elif role == "steward":
        contributions.withdraw(store, saved.asset.id, by=_by(role))
    else:
        contributions.withdraw_by_receipt(store, saved.receipt)
    answers = adding.answers
    if saved.is_again:
        adding.fresh()
        adding.said = "Taken back: it is as it was before."
        return
    adding.mine = [x for x in adding.mine if x != saved.asset.id]
    adding.fresh(
        Answers(prefix="", values=dict(answers.values), way=answers.way, where=answers.where, said=answers.said)
    )
    adding.said = "Taken back. What you typed is still here, if you would like to change it and save again."


def open_receipt(adding: Adding, typed: str, *, place: Place, now_s: float) -> None:
    """Open what a receipt was given for, in the same form. A wrong code is a sentence and a short, growing pause."""
    adding.receipt_problem = ""
    if not typed.strip():
        adding.receipt_problem = "Type the code from your receipt first, for example 7K2MXQ-9F3T-VW2A."
        return
    if now_s < adding.not_before:
        left = math.ceil(adding.not_before - now_s)
        adding.receipt_problem = f"Please wait {left} second{'s' if left > 1 else ''}, then try again."
        return
    try:
        there = contributions.by_receipt(place.store, typed)
    except PermissionDeniedError as error:
        adding.misses += 1
        adding.not_before = now_s + min(_LONGEST_PAUSE_S, 2 ** (adding.misses - 1))
        adding.receipt_problem = sentence(error)
        return
    adding.misses = 0
    if there.asset.status in {"withdrawn", "closed"}:
        adding.receipt_problem = GONE
        return
    adding.answers.gather()
    aside = adding.answers if adding.saved is None and not adding.code and adding.answers.is_begun else adding.aside
    adding.fresh(Answers.of(there.asset, place=place, prefix=""))
    adding.aside, adding.code, adding.opened_version = aside, typed, there.version
    adding.was_shown = there.asset.status in SHOWN and there.asset.audience == "public"


def stop_changing(adding: Adding, said: str = "") -> None:
    """Leave what was opened as it is, and go back to the form that was begun before."""
    aside, adding.aside = adding.aside, None
    adding.fresh(aside)
    adding.said = said


def take_away(adding: Adding, *, place: Place) -> None:
    """Withdraw what a receipt was given for."""
    contributions.withdraw_by_receipt(place.store, adding.code)
    stop_changing(adding, "It has been taken away, from the map, the lists and what is printed from now on.")


def own_drafts(adding: Adding, *, place: Place) -> tuple[Asset, ...]:
    """Return what this person added and not everybody sees yet, for their own map alone."""
    rows = [place.store.get(asset_id) for asset_id in adding.mine[-_MOST_SHOWN:]]
    hidden = [x.asset for x in rows if x and not (x.asset.status in SHOWN and x.asset.audience == "public")]
    return tuple(disclosed(hidden, audience="workshop", statuses={"draft", *SHOWN}))


def _look_again(adding: Adding, *, place: Place) -> None:
    there = place.store.get(adding.saved.asset.id) if adding.saved else None
    if adding.saved is not None and there is not None:
        adding.saved.asset = there.asset


def _by(role: str) -> str:
    return "steward" if role == "steward" else "resident"
