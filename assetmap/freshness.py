"""When something was last checked, how, and whether it is time to ring: the same answer everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, day_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assetmap.assets import Asset

__all__ = [
    "checked_text", "day_text", "due_on", "is_overdue", "is_to_check", "last_checked", "pause_is_over", "today",
]  # fmt: skip

_HOW = {
    "visited": N_("Checked by a visit, {day}."),
    "phoned": N_("Checked by phone, {day}."),
    "resident": N_("A resident told us, {day}."),
    "website": N_("Checked on its website, {day}."),
    "imported": N_("Taken from a list, {day}."),
}


def today() -> date:
    """Return the day it is in the place: by this machine's own clock and time zone, never by UTC's."""
    return datetime.now().astimezone().date()


def due_on(asset: Asset, review_weeks: Mapping[str, int] | None = None) -> date | None:
    """
    Return the last day for which what is known holds, or None where the asset was never checked.

    A check holds for the weeks that `review_weeks` (a place's own) or the vocabulary gives its kind. A pause until a
    day holds until the evening before, unless somebody has checked since that day.
    """
    if asset.checked_on is None:
        return None
    weeks = (review_weeks or {}).get(asset.kind, vocabulary().kinds[asset.kind].review_weeks)
    due = asset.checked_on + timedelta(weeks=weeks)
    if asset.status == "paused" and asset.paused_until is not None and asset.checked_on < asset.paused_until:
        return min(due, asset.paused_until - timedelta(days=1))
    return due


def is_overdue(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> bool:
    """Say whether a check is overdue on a day: not yet on the day it is due; what was never checked is."""
    due = due_on(asset, review_weeks)
    return due is None or due < on


def is_to_check(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> bool:
    """Say whether somebody should ask now: it is overdue, and not paused until a day that is still to come."""
    waits = asset.status == "paused" and asset.paused_until is not None and on < asset.paused_until
    return not waits and is_overdue(asset, on=on, review_weeks=review_weeks)


def pause_is_over(asset: Asset, *, on: date) -> bool:
    """Say whether an asset was paused until a day that has come, and nobody has checked since."""
    until = asset.paused_until
    if asset.status != "paused" or until is None:
        return False
    return until <= on and (asset.checked_on is None or asset.checked_on < until)


def checked_text(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> str:
    """
    Say in one sentence when and how an asset was last checked, and what to do where that is overdue.

    “Ring before you go” only where there is somebody to ring; a hill is “not checked since”.
    """
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    if asset.checked_on is None:
        return _("Ring before you go: we have not checked this.") if asset.phone else _("Not checked yet.")
    if overdue and pause_is_over(asset, on=on):
        return _("Ring before you go: it may not be on again.") if asset.phone else _("It may not be on again.")
    day = day_text(asset.checked_on)
    if overdue and asset.phone:
        return _("Ring before you go: last checked {day}.", day=day)
    return _("Not checked since {day}.", day=day) if overdue else last_checked(asset)


def last_checked(asset: Asset) -> str:
    """Say when and how an asset was last checked, whether or not that is long ago: for whoever checks it now."""
    if asset.checked_on is None:
        return _("Not checked yet.")
    day = day_text(asset.checked_on)
    return _(_HOW[asset.how_checked], day=day) if asset.how_checked in _HOW else _("Checked, {day}.", day=day)
