"""Keeping what a form says: save it once, show it, take it back."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap import contributions
from assetmap.disclosure import SHOWN, disclosed
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.roles import is_steward
from assetmap.screens.form.answers import Answers
from assetmap.screens.form.values import values_of
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Stored, Written

_MOST_SHOWN = 200
_NEAR = 0.003
"""Degrees around a place in which a draft may be the same thing."""


@dataclass(kw_only=True)
class Saved:
    """
    What was just saved, and the receipt for it.

    Attributes
    ----------
    change
        The last change that was made of it here: only what nobody has changed since is undone.
    is_shown_here, is_hidden_again
        Whether that change showed it, and whether showing it was taken back.
    is_suggested
        It is shown, and stays as it is until somebody has looked at the change.
    """

    asset: Asset
    change: int
    receipt: str
    is_again: bool = False
    is_shown_here: bool = False
    is_hidden_again: bool = False
    is_suggested: bool = False


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
    code, opened
        The receipt with which something is being changed, and what was opened; "" and None for a new one.
    theirs
        What somebody else has made of it since, where it is asked whose stands.
    aside
        A form that was begun before a receipt was opened.
    waits, waits_code
        Numbers of what was suggested with the last code that opened and still waits, and that code.
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
    opened: Stored | None = None
    theirs: Stored | None = None
    was_shown: bool = False
    aside: Answers | None = None
    receipt_problem: str = ""
    is_leaving: bool = False
    waits: tuple[int, ...] = ()
    waits_code: str = ""
    misses: int = 0
    not_before: float = 0.0
    tries: int = 0
    """How often something was tried to be saved, opened or taken away: each time leads to its answer."""
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
        self.opened = self.theirs = None
        self.waits, self.waits_code = (), ""
        self.said = self.problem = self.receipt_problem = ""


def shown(adding: Adding) -> tuple[object, ...]:
    """
    Return what the screen outside the questions shows.

    Whoever types and at once presses a button sends both in one message, which the browser takes for a matter of the
    questions alone: where this is another than `drawn`, the whole screen has to be drawn again.
    """
    answers = adding.answers
    saved = adding.saved and (adding.saved.asset, adding.saved.change)
    theirs = adding.theirs and adding.theirs.version
    said = (
        adding.said,
        adding.problem,
        adding.receipt_problem,
        adding.is_leaving,
        adding.code,
        adding.waits,
        adding.tries,
    )
    return (adding.turn, saved, theirs, *said, answers.tried, answers.way, answers.where, answers.said, answers.wrong)


def save(adding: Adding, *, place: Place, by: By, on: date, over: bool = False) -> None:
    """
    Save the form. What is missing is said beside its field; nothing that was typed is lost, whatever happens.

    Where somebody else has changed it meanwhile, `theirs` is what they made of it and nothing is written.

    Parameters
    ----------
    over
        Save it over what somebody else has made of it since, as it was shown to who saves.

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
    # What a resident has just told nobody has checked; how they know stays, for whoever looks at it.
    asset = said.asset if is_steward(by) or adding.code else said.asset.changed(checked_on=None)
    store = place.store
    try:
        written = _written(adding, asset, place=place, by=by, over=over)
    except ConflictError:
        there = contributions.by_receipt(store, adding.code) if adding.code else store.get(said.asset.id)
        if adding.opened is None or there is None or there.version == adding.opened.version:
            raise
        if not _is_in_nobodys_way(adding.opened, there):
            adding.theirs = there
            return
        was_shown = adding.was_shown
        go_on_from(adding, there)
        save(adding, place=place, by=by, on=on)
        if adding.saved is not None and adding.was_shown and not was_shown:
            adding.said = _("Somebody has shown it meanwhile. It stays so until your change has been looked at.")
        return
    there = store.get(said.asset.id)
    if there is None:
        raise StoreError(
            _("it was saved and is gone again: please look at the list, and add it anew if it is missing.")
        )
    adding.theirs = None
    is_suggested = isinstance(written, contributions.ByReceipt) and written.suggestion is not None
    own = contributions.own_by_receipt(store, adding.code) if adding.code else there
    adding.saved = Saved(
        asset=asset.changed(status=there.asset.status) if is_suggested else there.asset,
        change=written.change,
        receipt=contributions.receipt(store, own.asset.id),
        is_again=bool(adding.code),
        is_suggested=is_suggested,
    )
    if there.asset.id not in adding.mine:
        adding.mine.append(there.asset.id)


def _written(adding: Adding, asset: Asset, *, place: Place, by: By, over: bool) -> Written:
    """Write the form down once, however often it is sent."""
    store, areas, streets, key = place.store, place.layer("areas"), place.layer("streets"), f"form:{adding.token}"
    opened, theirs = adding.opened, adding.theirs
    if opened is None:
        return contributions.submit(store, asset, by=by, areas=areas, streets=streets, key=key, expected=0)
    expected = opened.version
    if over and theirs is not None:
        expected = theirs.version
        # What the form does not ask for is theirs, and so is the true place behind a pin that nobody moved.
        unmoved = opened.asset.precision != "exact" and asset.where == opened.asset.where
        base = theirs.asset if unmoved else theirs.asset.changed(where=asset.where)
        answers = dataclasses.replace(adding.answers, base=base, where=base.where)
        asset = answers.read().asset or asset
    if is_steward(by):
        return contributions.submit(store, asset, by=by, areas=areas, streets=streets, key=key, expected=expected)
    return contributions.change_by_receipt(
        store, adding.code, asset, areas=areas, streets=streets, key=key, expected=expected
    )


def _is_in_nobodys_way(opened: Stored, there: Stored) -> bool:
    """Say whether somebody else has changed nothing that stands in the form."""
    was, now = ({**values_of(x.asset), "how_checked": None} for x in (opened, there))
    return was == now and opened.asset.where == there.asset.where and there.asset.status in {"draft", *SHOWN}


def go_on_from(adding: Adding, there: Stored) -> None:
    adding.opened, adding.theirs, adding.answers.base = there, None, there.asset
    adding.was_shown = there.asset.status in SHOWN and there.asset.audience == "public"


def show_now(adding: Adding, *, place: Place, by: By) -> None:
    """Approve what was just saved, for whoever may."""
    if adding.saved is not None:
        written = contributions.approve(place.store, [adding.saved.asset.id], by=by)
        if written.versions:
            adding.saved.change, adding.saved.is_shown_here = written.change, True
        _look_again(adding, place=place)
        adding.said = ""


def may_undo(saved: Saved, *, by: By) -> bool:
    """Say whether *Undo* is offered: nobody but who looks after the map puts back what was there before."""
    return not saved.is_again or (is_steward(by) and not saved.is_hidden_again)


def undo(adding: Adding, *, place: Place, by: By) -> None:
    """
    Take back the last step: that it is shown, or that it was saved; then what was typed stands in the form again.

    Raises
    ------
    ConflictError
        Somebody has changed it since; nothing was undone.
    PermissionDeniedError
        It was there before, and who asks does not look after the map.
    """
    saved, store = adding.saved, place.store
    if saved is None:
        return
    if not may_undo(saved, by=by):
        raise PermissionDeniedError(_("it was there before: open it again with its code to change it."))
    there = store.get(saved.asset.id)
    if there is None or there.change != saved.change:
        if there is None or there.asset.status == "withdrawn":
            raise ConflictError(_("it has been taken away meanwhile: there is nothing to undo."))
        raise ConflictError(
            _(
                "somebody has changed it since, so nothing was undone. To take it away all the same, open it with its "
                "code and press “Take it away”."
            )
        )
    if saved.is_shown_here:
        saved.change = contributions.undo(store, saved.change, by=by).change
        saved.is_shown_here, saved.is_hidden_again = False, True
        _look_again(adding, place=place)
        adding.said = _("Taken back: it is not shown any more.")
        return
    if saved.is_hidden_again:
        contributions.reject(store, [saved.asset.id], by=by, seen={saved.asset.id: there.version})
    elif is_steward(by):
        contributions.undo(store, saved.change, by=by)
    else:
        contributions.withdraw_by_receipt(store, saved.receipt)
    answers = adding.answers
    if saved.is_again:
        adding.fresh()
        adding.said = _("Taken back: it is as it was before.")
        return
    adding.mine = [x for x in adding.mine if x != saved.asset.id]
    adding.fresh(
        Answers(prefix="", values=dict(answers.values), way=answers.way, where=answers.where, said=answers.said)
    )
    adding.said = _("Taken back. What you typed is still here, if you would like to change it and save again.")


def stop_changing(adding: Adding, said: str = "") -> None:
    """Leave what was opened as it is, and go back to the form that was begun before."""
    aside, adding.aside = adding.aside, None
    adding.fresh(aside)
    adding.said = said


def take_theirs(adding: Adding) -> None:
    """Leave it as somebody else has made it."""
    stop_changing(adding, _("It stays as it is now, and nothing of yours was saved."))


def own_drafts(adding: Adding, *, place: Place) -> tuple[Asset, ...]:
    """Return what this person added and not everybody sees yet, for their own map alone."""
    rows = [place.store.get(asset_id) for asset_id in adding.mine[-_MOST_SHOWN:]]
    hidden = [x.asset for x in rows if x and not (x.asset.status in SHOWN and x.asset.audience == "public")]
    return tuple(disclosed(hidden, audience="workshop", statuses={"draft", *SHOWN}))


def waiting(adding: Adding, *, place: Place, by: By) -> tuple[Asset, ...]:
    """Return the drafts that whoever adds may know of: all of them for a steward, for others their own alone."""
    if not is_steward(by):
        return own_drafts(adding, place=place)
    store, where = place.store, adding.answers.where
    if where is None or adding.answers.way == "nowhere":
        rows = [store.get(asset_id) for asset_id in store.ids(statuses={"draft"}, listed=False)[-_MOST_SHOWN:]]
    else:
        west, south, east, north = where.bounds
        rows = [*store.read(bbox=(west - _NEAR, south - _NEAR, east + _NEAR, north + _NEAR), statuses={"draft"})]
    return tuple(disclosed([row.asset for row in rows if row], audience="workshop", statuses={"draft"}))


def _look_again(adding: Adding, *, place: Place) -> None:
    there = place.store.get(adding.saved.asset.id) if adding.saved else None
    if adding.saved is not None and there is not None:
        adding.saved.asset = there.asset
