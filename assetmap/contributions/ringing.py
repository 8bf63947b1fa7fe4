"""Ringing round: what to ask about today, and what the answers change."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.edits import found, kept_edit
from assetmap.disclosure import SHOWN, disclosed
from assetmap.errors import ConflictError, StoreError
from assetmap.freshness import day_text, is_to_check, pause_is_over
from assetmap.roles import need
from assetmap.store.ringing import ANSWERS, CHANGED, CLOSED, NOT_REACHED, STILL_RIGHT
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Store, Stored, Written
    from assetmap.store.ringing import Call

REST_DAYS = 3
"""So many days pass before what was not reached comes back."""
MANY_TRIES = 3
"""After so many calls that reached nobody an asset stands behind the others."""
_COUNTED_DAYS = 365
"""Pages handed out before that say little about who goes there now."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What whoever rings has before them: an asset's version, and the newest call about it (0: none)."""

    version: int
    call: int


@dataclass(frozen=True, kw_only=True)
class ToAsk:
    """
    One asset to ask about.

    Attributes
    ----------
    seen
        To be handed back with the answer.
    handed_out
        On how many pages it was handed to somebody in the last twelve months.
    tries
        How many calls have reached nobody since it was last checked.
    pause_over
        It was paused until a day that has come: is it on again?
    """

    asset: Asset
    seen: Seen
    handed_out: int
    tries: int
    pause_over: bool


@dataclass(frozen=True, kw_only=True)
class Round:
    """
    What to ask about today.

    Attributes
    ----------
    to_ring, to_walk
        With a telephone, and without one: somebody walks past, writes, or looks it up.
    ringing, walking
        How many there are in all, `limit` or no limit.
    later
        How many wait a few days because nobody was reached.
    """

    to_ring: tuple[ToAsk, ...]
    to_walk: tuple[ToAsk, ...]
    ringing: int
    walking: int
    later: int


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an answer did; `change` is what `undo` takes back, None where nothing about the asset was changed."""

    asset: Asset
    change: int | None
    call: Call


def due(
    store: Store,
    *,
    on: date,
    review_weeks: Mapping[str, int] | None = None,
    limit: int | None = None,
    audience: str | None = None,
) -> Round:
    """
    Say what to ask about today: what is shown and overdue (`freshness.is_to_check`).

    The order: what was not reached three times stands last; then what was handed out most in the last twelve months,
    then what was checked longest ago (never checked before all), then the name. What reached nobody comes back after
    `REST_DAYS` days. What is paused until a day to come is left alone until then.

    Parameters
    ----------
    review_weeks
        The place's own intervals (kind → weeks).
    limit
        Most rows of each list.
    audience
        Only what this circle may see, as for a sheet of paper. The rows are whole all the same: whoever puts them out
        passes them through `disclosure.disclosed`. None is for whoever looks after the map: all that is shown.
    """
    calls: dict[str, list[Call]] = {}
    for call in store.calls.about():
        calls.setdefault(call.asset_id, []).append(call)
    counts = store.calls.counts(since=on - timedelta(days=_COUNTED_DAYS))
    rows, later = [], 0
    for there in store.read(statuses=SHOWN):
        if not is_to_check(there.asset, on=on, review_weeks=review_weeks):
            continue
        if audience is not None and not disclosed([there.asset], audience=audience):
            continue
        made = calls.get(there.asset.id, [])
        tries = _tries(there.asset, made, on=on)
        if tries and on < tries[-1] + timedelta(days=REST_DAYS):
            later += 1
            continue
        rows.append(
            ToAsk(
                asset=there.asset,
                seen=Seen(version=there.version, call=made[-1].number if made else 0),
                handed_out=counts.get(there.asset.id, 0),
                tries=len(tries),
                pause_over=pause_is_over(there.asset, on=on),
            )
        )
    rows.sort(key=_order)
    to_ring = [row for row in rows if row.asset.phone.strip()]
    to_walk = [row for row in rows if not row.asset.phone.strip()]
    return Round(
        to_ring=tuple(to_ring[:limit]),
        to_walk=tuple(to_walk[:limit]),
        ringing=len(to_ring),
        walking=len(to_walk),
        later=later,
    )


def answered(store: Store, asset_id: str, answer: str, *, by: By, on: datetime, seen: Seen, how: str = "") -> Answered:
    """
    Keep what a call has brought.

    `still_right` keeps a check, and ends a pause whose day has come; `closed` takes it off the map: both are one
    change that `undo` takes back. `changed` says that somebody is about to put it right, and `could_not_reach` that
    nobody answered: neither changes the asset, and neither counts as a check.

    Parameters
    ----------
    on
        When it was, in the place's own time: its day is the day of the check.
    seen
        What was on the list that was rung from.
    how
        `phoned` or `visited`; by default `phoned` where there is a telephone.

    Raises
    ------
    ConflictError
        Somebody else has rung in between, or has changed what was asked about; nothing was kept.
    PermissionDeniedError
        `by` does not look after the map.
    StoreError
        There is no such answer or asset, or it is not shown (any more); nothing was kept.
    """
    need(by, "call")
    if answer not in ANSWERS:
        raise StoreError(f"there is no such answer to a call: choose one of {', '.join(ANSWERS)}.")
    [there] = found(store, [asset_id])
    asset = there.asset
    made = store.calls.about(asset.id)
    if made and made[-1].number != seen.call:
        raise ConflictError(_just_rung(asset, made[-1], on), theirs=made[-1])
    if asset.status not in SHOWN:
        raise StoreError(_("{name} is not on the map any more. Nothing was changed.", name=named(asset)))
    written = None
    if answer in {STILL_RIGHT, CLOSED}:
        if there.version != seen.version:
            raise ConflictError(
                _(
                    "{name} was changed by somebody else while you asked. Nothing was changed. Look at it again.",
                    name=named(asset),
                ),
                theirs=there,
            )
        written = _kept(store, there, answer, by=by, on=on.date(), how=how or _how(asset))
    try:
        call = store.calls.note(asset.id, answer, by=by, on=on, after=None if written else seen.call)
    except ConflictError:  # in this very moment
        theirs = store.calls.about(asset.id)[-1]
        raise ConflictError(_just_rung(asset, theirs, on), theirs=theirs) from None
    now = store.get(asset.id)
    return Answered(asset=now.asset if now else asset, change=written.change if written else None, call=call)


def _kept(store: Store, there: Stored, answer: str, *, by: By, on: date, how: str) -> Written:
    fields: dict[str, object] = {"how_checked": how, "checked_on": on, "checked_by": str(by)}
    status, what = there.asset.status, "checked"
    if answer == CLOSED:
        status = what = "closed"
    elif pause_is_over(there.asset, on=on):
        status, what = "published", "reopened"
        fields["paused_until"] = None
    edit = kept_edit(store, there, status=status, what=what)
    return store.write([dataclasses.replace(edit, asset=edit.asset.changed(**fields))], by=by)


def _how(asset: Asset) -> str:
    return "phoned" if asset.phone.strip() else "visited"


def _tries(asset: Asset, made: Sequence[Call], *, on: date) -> list[date]:
    """Return the days of calls that reached nobody since what is known was made sure of."""
    since = asset.checked_on or date.min
    if asset.paused_until is not None and pause_is_over(asset, on=on):
        since = max(since, asset.paused_until - timedelta(days=1))
    days = [call.on.astimezone().date() for call in made if call.answer == NOT_REACHED]
    return [day for day in days if day > since]


def _order(row: ToAsk) -> tuple[bool, int, date, str, str]:
    asset = row.asset
    return (
        row.tries >= MANY_TRIES,
        -row.handed_out,
        asset.checked_on or date.min,
        asset.name.casefold(),
        asset.id,
    )


# translators: {who} has rung about {name} and heard this; {when} as “at 14:05” or “on 3 Nov 2026”
_SAID = {
    STILL_RIGHT: N_("{who} has rung {name} {when}: it is still right. Nothing was changed."),
    CHANGED: N_("{who} has rung {name} {when}: something has changed there. Nothing was changed."),
    CLOSED: N_("{who} has rung {name} {when}: it has closed. Nothing was changed."),
    NOT_REACHED: N_("{who} has rung {name} {when}: nobody was reached. Nothing was changed."),
}


def _just_rung(asset: Asset, call: Call, now: datetime) -> str:
    then = call.on.astimezone(now.tzinfo)
    time = f"{then.hour}:{then.minute:02d}"
    is_today = then.date() == now.date()
    when = _("at {time}", time=time) if is_today else _("on {day}", day=day_text(then.date()))
    alias = call.by.partition(":")[2].strip()
    return _(_SAID[call.answer], who=alias or _("somebody"), name=named(asset), when=when)
