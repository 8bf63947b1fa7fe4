"""What one steward is putting right about the card they look at, and what was just done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from assetmap import contributions
from assetmap.assets import named
from assetmap.disclosure import SHOWN
from assetmap.errors import AssetMapError, StoreError
from assetmap.freshness import day_text
from assetmap.roles import need_steward
from assetmap.screens.form import changing
from assetmap.screens.mending import suggesting
from assetmap.wording import N_, in_turn, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.contributions import Withdrawn
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.screens.form.changing import Changing, Kept
    from assetmap.screens.mending.suggesting import Suggesting
    from assetmap.store.base import Written

Question = Literal["", "checked", "pause", "away"]
UNDONE = N_("Undone: it is as it was before.")
SUGGESTED = N_("Thank you. It will change once somebody has looked at it.")


@dataclass(kw_only=True)
class Mending:
    """
    It lives in one person's session alone.

    Attributes
    ----------
    short
        The card that all of it is about.
    asking
        What is asked about it now.
    said, change
        What was just done, and the change that an *Undo* beside it takes back.
    problem
        What went wrong with it.
    form, turn
        The form in which it is changed, and how many there have been.
    suggesting, code
        The form in which a change is suggested, and the code for what was just suggested.
    asked
        What the fields around the map said before the form stood there.
    """

    short: str = ""
    asking: Question = ""
    said: str = ""
    change: int | None = None
    problem: str = ""
    form: Changing | None = None
    turn: int = 0
    suggesting: Suggesting | None = None
    code: str = ""
    asked: dict[str, Any] = field(default_factory=dict)

    def about(self, short: str) -> None:
        """Go to a card; what was said about another one is gone."""
        if short != self.short:
            self.short = short
            self.settled()

    def settled(self, said: str = "", change: int | None = None) -> None:
        """Go on after something was done."""
        self.said, self.change, self.problem, self.asking, self.code = said, change, "", "", ""

    def ask(self, question: Question) -> None:
        """Ask about the card, or stop asking."""
        self.settled()
        self.asking = question


def begin(place: Place, mending: Mending, asset: Asset, *, by: By) -> None:
    """Open the form, which says all there is, on what the card shows."""
    mending.turn += 1

    def open_() -> None:
        need_steward(by, "change this here")
        form = changing.begun(place, asset.id, prefix=f"mend{mending.turn}")
        if form.opened.asset.status not in SHOWN:
            raise StoreError(_("it is not on the map any more. Nothing was changed."))
        mending.form = form

    _tried(mending, open_)


def suggest(place: Place, mending: Mending, shown: Asset) -> None:
    """Open the form in which a change of what the card shows is suggested."""
    mending.turn += 1

    def open_() -> None:
        mending.suggesting = suggesting.begun(place, shown, prefix=f"suggest{mending.turn}")

    _tried(mending, open_)


def suggested(mending: Mending, code: str) -> None:
    """Go back to the card after a change was suggested."""
    mending.suggesting = None
    mending.settled(_(SUGGESTED))
    mending.code = code


def kept(mending: Mending, there: Kept) -> None:
    """Go back to the card after the form was saved."""
    asset = there.asset
    mending.form, mending.short = None, asset.short
    if asset.status == "closed":
        said = _("Saved. It has closed, and stays off the map.")
    elif asset.status not in SHOWN:
        said = _("Saved. It waits to be looked at before it shows.")
    else:
        said = _("Saved.") if asset.audience == "public" else _("Saved. It is off the public map now.")
    mending.settled(said, there.change)


def checked(place: Place, mending: Mending, asset: Asset, *, how: str, by: By) -> None:
    """Keep that somebody has made sure of it today."""
    today = datetime.now().astimezone().date()
    _written(mending, _("Thank you."), lambda: contributions.checked(place.store, asset.id, how=how, on=today, by=by))


def paused(place: Place, mending: Mending, asset: Asset, *, until: date | None, by: By) -> None:
    """Keep that it is not on, until a day or for now."""
    said = _("Paused until {day}.", day=day_text(until)) if until else _("Paused for now.")
    _written(mending, said, lambda: contributions.pause(place.store, asset.id, until=until, by=by))


def opened(place: Place, mending: Mending, asset: Asset, *, by: By) -> None:
    """End its pause."""
    _written(mending, _("It is open again."), lambda: contributions.open_again(place.store, asset.id, by=by))


def closed(place: Place, mending: Mending, asset: Asset, *, by: By) -> None:
    """Take it off the map, for it has ended."""
    said = _("{name} has closed: it is off the map.", name=named(asset))
    _written(mending, said, lambda: contributions.close(place.store, asset.id, by=by))


def withdrawn(place: Place, mending: Mending, asset: Asset, *, by: By) -> None:
    """Take it away for good, for somebody asked for it; no *Undo* is offered."""

    def withdraw() -> None:
        mending.settled(gone_words(contributions.withdraw(place.store, asset.id, by=by)))

    _tried(mending, withdraw)


def gone_words(done: Withdrawn) -> str:
    """Say that something was taken away, and what is still out of reach."""
    said = [_("It has been taken away, for good.")]
    if done.copies:
        said.append(
            ngettext(
                # translators: “Taken away” and “Look after” are what is pressed there, as you say them
                "A copy that was saved before still holds it: it is listed under “Taken away” in Look after.",
                "{n} copies that were saved before still hold it: they are listed under “Taken away” in Look after.",
                len(done.copies),
            )
        )
    if done.waits:
        said.append(
            _("Another program is reading just now, or the disk is full: the last of it goes at the next save.")
        )
    if done.unreached:
        files = in_turn(done.unreached)
        said.append(_("These backups in the place's own folder could not be opened: {files}.", files=files))
    return " ".join(said)


def undone(place: Place, mending: Mending, *, change: int, by: By) -> None:
    """Take back what was just done."""

    def undo() -> None:
        contributions.undo(place.store, change, by=by)
        mending.settled(_(UNDONE))

    _tried(mending, undo)


def _written(mending: Mending, said: str, doing: Callable[[], Written]) -> None:
    _tried(mending, lambda: mending.settled(said, doing().change))


def _tried(mending: Mending, doing: Callable[[], None]) -> None:
    """Do something; what the store refuses is a sentence."""
    mending.settled()
    try:
        doing()
    except AssetMapError as error:
        mending.problem = str(error)
