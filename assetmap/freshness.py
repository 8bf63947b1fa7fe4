"""When something was last checked, how, and whether it is time to ring: the same answer everywhere."""

from __future__ import annotations

from datetime import timedelta
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


def due_on(asset: Asset, review_weeks: Mapping[str, int] | None = None) -> date | None:
    """Return the day the next check is due, or None where the asset was never checked."""
    if asset.checked_on is None:
        return None
    weeks = (review_weeks or {}).get(asset.kind, vocabulary().kinds[asset.kind].review_weeks)
    return asset.checked_on + timedelta(weeks=weeks)


def is_overdue(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> bool:
    """Say whether a check is overdue on a day; what was never checked is."""
    due = due_on(asset, review_weeks)
    return due is None or due < on


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
    when = day_text(asset.checked_on)
    if overdue:
        return f"Ring before you go: last checked {when}." if asset.phone else f"Not checked since {when}."
    return f"{_HOW.get(asset.how_checked, 'Checked')}, {when}."
