"""What one person did in one evening, and taking it back as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.contributions.deciding import was_asked_for
from assetmap.contributions.reasons import WITH_THE_REST
from assetmap.contributions.undoing import ASKED, Trail, again, waits_again
from assetmap.roles import need_steward
from assetmap.store.suggested import TURNED_DOWN, Decision
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assetmap.roles import By
    from assetmap.store.base import Edit, Store, Summary
    from assetmap.store.suggested import Suggestion

_ALL = 1_000_000
_TOGETHER = frozenset({"joined", "merged"})


@dataclass(frozen=True, kw_only=True)
class Evening:
    """What somebody did: changes newest first, and what they suggested, oldest first."""

    changes: tuple[Summary, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, kw_only=True)
class Left:
    """One asset of which not everything could be taken back, and why, in a sentence."""

    asset_id: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """
    What `undo_evening` did.

    Attributes
    ----------
    change
        The change that took it back, which `undo` takes back itself; None where nothing was written.
    assets, suggestions
        How many were put back, and how many suggestions were turned down.
    left
        What could not be taken back.
    """

    change: int | None
    assets: int
    suggestions: int
    left: tuple[Left, ...]


def evening(store: Store, by: str, since: datetime, until: datetime) -> Evening:
    """
    List what one person did from `since` on and before `until`.

    Parameters
    ----------
    by
        As the history has it: "steward: Jo", "contributor: Sam", "resident".
    """
    return Evening(
        changes=tuple(store.recent(_ALL, by=by, since=since, until=until)),
        suggestions=tuple(store.suggestions.made(by=by, since=since, until=until)),
    )


def who_did(store: Store, since: datetime, until: datetime) -> dict[str, int]:
    """Count who changed how many times in between, most first: whose evening may be asked for."""
    counts: dict[str, int] = {}
    for row in store.recent(_ALL, since=since, until=until):
        counts[row.by] = counts.get(row.by, 0) + 1
    return dict(sorted(counts.items(), key=lambda x: -x[1]))


def undo_evening(
    store: Store, by: str, since: datetime, until: datetime, *, by_whom: By, dry_run: bool = False
) -> TakenBack:
    """
    Take back all that one person did and nobody has touched since, newest first, in one change.

    What they suggested and nobody has decided about is turned down. What could not be taken back is listed with the
    reason; `undo` of the change brings everything back. With `dry_run` it is only said what it would be.

    Raises
    ------
    ConflictError
        Somebody changed one of the assets at this moment: nothing was written.
    """
    need_steward(by_whom, "undo")
    did = evening(store, by, since, until)
    changes = {x.change for x in did.changes}
    trails = _trails(store, changes)
    runs = _together({asset_id: _run(store, trail, changes) for asset_id, trail in trails.items()}, trails)
    edits: list[Edit] = []
    left: list[Left] = []
    deciding: list[Decision] = []
    undone: set[int] = set()
    for asset_id, trail in trails.items():
        run = runs[asset_id]
        if run:
            edits.append(trail.back_to(store, run[-1] - 1))
            undone.update(trail.change(x) for x in run)
            deciding += again(store, [x for version in run for x in trail.redone(version)])
        why = _why_left(store, trail, changes, run)
        if why:
            now = trail.versions.get(run[-1] - 1) if run else None
            name = (now.asset if now else trail.there.asset).name
            left.append(Left(asset_id=asset_id, name="" if was_asked_for(store, trail.there) else name, why=why))
    deciding = [x for x in deciding if x.change not in undone] + waits_again(store, sorted(undone))
    waiting = [Decision(id=x.id, decided=TURNED_DOWN, reason=WITH_THE_REST) for x in did.suggestions if x.waits]
    # What one took of one's own suggestions does not wait again only to be turned down.
    own = {x.id for x in did.suggestions}
    deciding = [
        Decision(id=x.id, decided=TURNED_DOWN, reason=WITH_THE_REST, expected=x.expected) if x.id in own else x
        for x in deciding
    ]
    change = None
    if dry_run:
        return TakenBack(change=None, assets=len(edits), suggestions=len(waiting), left=tuple(left))
    if edits:
        why = f"undo of what {by} did"
        change = store.write(edits, by=by_whom, why=why, deciding=[*deciding, *waiting]).change
    elif waiting:
        store.suggestions.decide(waiting, by=by_whom)
    return TakenBack(change=change, assets=len(edits), suggestions=len(waiting), left=tuple(left))


def _trails(store: Store, changes: set[int]) -> dict[str, Trail]:
    """Find every asset that changes touched, with what it has been."""
    ids = dict.fromkeys(asset_id for change in sorted(changes, reverse=True) for asset_id in store.before(change))
    there = {asset_id: store.get(asset_id) for asset_id in ids}
    return {asset_id: Trail.of(store, x) for asset_id, x in there.items() if x is not None}


def _run(store: Store, trail: Trail, changes: set[int]) -> list[int]:
    """List the versions that can be taken back, newest first: theirs from the newest that counts on, none between."""
    if was_asked_for(store, trail.there):
        return []
    run: list[int] = []
    at = trail.there.version
    while at > 0:
        if trail.change(at) in changes and trail.what(at) not in ASKED:
            run.append(at)
            at -= 1
            continue
        back = trail.put_back(at)  # somebody else's undo: what it put back counts
        if back is None:
            break
        at = back
    return run


def _together(runs: Mapping[str, list[int]], trails: Mapping[str, Trail]) -> dict[str, list[int]]:
    """Shorten runs so that of a merge both halves are taken back, or none."""
    out = dict(runs)
    while True:
        halves: dict[tuple[int, str], set[str]] = {}
        for asset_id, run in out.items():
            for version in run:
                if pair := _pair(trails[asset_id], version):
                    halves.setdefault(pair, set()).add(trails[asset_id].what(version))
        lone = {pair for pair, what in halves.items() if what != _TOGETHER}
        if not lone:
            return out
        for asset_id, run in out.items():
            at = next((i for i, x in enumerate(run) if _pair(trails[asset_id], x) in lone), len(run))
            out[asset_id] = run[:at]


def _pair(trail: Trail, version: int) -> tuple[int, str] | None:
    """Say of which merge a version is a half: a list may make many one by one change, each into another."""
    what = trail.what(version)
    if what not in _TOGETHER:
        return None
    is_of_two = " is now " in trail.rows[version].why
    into = trail.versions[version].into if what == "merged" else trail.there.asset.id
    return trail.change(version), "" if is_of_two else into or ""


def _why_left(store: Store, trail: Trail, changes: set[int], run: list[int]) -> str:
    """Say why not all that was done to an asset is taken back; "" where it is."""
    if was_asked_for(store, trail.there):
        return _("Somebody asked for it to be taken away. That is not undone.")
    why = ""
    at = run[-1] - 1 if run else trail.there.version
    while at > 0:
        if trail.change(at) in changes:
            if trail.what(at) in ASKED:
                return _("Whoever gave it asked for it to be shown to fewer people. That is not undone.")
            return why or _("What it was made one with has been changed since.")
        back = trail.put_back(at)
        why = why if back is not None else _("Somebody else has changed it since.")
        at = at - 1 if back is None else back
    return ""
