"""When something was last checked, how, and whether it is time to ring: the same answer everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assetmap.assets import Asset

_HOW = {
    "visited": "Checked by a visit",
    "phoned": "Checked by phone",
    "resident": "A resident told us",
    "website": "Checked on its website",
    "imported": "Taken from a list",
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


def day_text(day: date) -> str:
    """Write a day as `3 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"


def checked_text(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> str:
    """
    Say in one sentence when and how an asset was last checked, and what to do where that is overdue.

    “Ring before you go” only where there is somebody to ring; a hill is “not checked since”.
    """
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    if asset.checked_on is None:
        return "Ring before you go: we have not checked this." if asset.phone else "Not checked yet."
    if overdue and pause_is_over(asset, on=on):
        return "Ring before you go: it may not be on again." if asset.phone else "It may not be on again."
    when = day_text(asset.checked_on)
    if overdue:
        return f"Ring before you go: last checked {when}." if asset.phone else f"Not checked since {when}."
    return last_checked(asset)


def last_checked(asset: Asset) -> str:
    """Say when and how an asset was last checked, whether or not that is long ago: for whoever checks it now."""
    if asset.checked_on is None:
        return "Not checked yet."
    return f"{_HOW.get(asset.how_checked, 'Checked')}, {day_text(asset.checked_on)}."
