"""Two copies of a store become one again: see `store.meetings`."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.roles import need_steward
from assetmap.store.base import Edit
from assetmap.store.geopackage import (
    blobs,
    copies,
    erasing,
    meeting_besides,
    meeting_rows,
    meeting_strands,
    people,
    reading,
    schema,
    sessions_assets,
    sessions_gone,
    writing,
)
from assetmap.store.geopackage.meeting_plan import Plan, Turn, asset_of, decided_text, plan
from assetmap.store.geopackage.meeting_strands import STATUS, WHERE
from assetmap.store.meetings import Changed, Met, Together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool
    from assetmap.store.geopackage.meeting_rows import Joined

_FORGOTTEN = "forgotten in another copy of the map"
_MET = "two copies of the map met"
_HELD = ("withdrawn", "closed")


@dataclass(frozen=True, kw_only=True)
class _Forgotten:
    """What was taken away for good, and workshops that were taken back: here, and in the other copy."""

    ours: frozenset[str]
    theirs: Mapping[str, erasing.Known]
    our_sessions: frozenset[str]
    their_sessions: Sequence[sessions_gone.GoneSession]

    @property
    def ids(self) -> frozenset[str]:
        return self.ours | self.theirs.keys()

    @property
    def sessions(self) -> frozenset[str]:
        return self.our_sessions | {x.session for x in self.their_sessions}


class GeoPackageMeetings:
    """What `store.meetings.Meetings` promises."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def compare(self, other: Path, *, now: datetime) -> Met:
        """Say what putting together would do here; nothing is changed."""
        with self._pool.borrow() as mine, _opened(other) as theirs:
            mine.execute("BEGIN")
            try:
                forgotten = _forgotten(mine, theirs)
                _clean(theirs, forgotten)
                turns = plan(
                    mine, theirs, gone=forgotten.ids, choices={}, now=now, areas=None, streets=None
                )  # fmt: skip
                rows = _rows(mine, theirs, forgotten)
                besides = meeting_besides.count(mine, theirs, gone=forgotten.ids)
                return _met(mine, theirs, turns, rows=rows, besides=besides, forgotten=forgotten, now=now)
            finally:
                mine.execute("ROLLBACK")

    def put_together(
        self,
        other: Path,
        *,
        choices: Mapping[str, str],
        by: By,
        now: datetime,
        areas: GeoDataFrame | None = None,
        streets: GeoDataFrame | None = None,
    ) -> Together:
        """Bring what the other copy knows into this one, in one transaction; see `store.meetings.Meetings`."""
        need_steward(by, "bring two copies together")
        with self._pool.borrow() as mine, _opened(other) as theirs:
            cursor = mine.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            people.still(cursor, by)
            forgotten = _forgotten(mine, theirs)
            _clean(theirs, forgotten)
            turns = plan(
                mine, theirs, gone=forgotten.ids, choices=choices, now=now, areas=areas, streets=streets
            )  # fmt: skip
            rows = _rows(mine, theirs, forgotten)
            besides = meeting_besides.count(mine, theirs, gone=forgotten.ids)
            met = _met(mine, theirs, turns, rows=rows, besides=besides, forgotten=forgotten, now=now)
            newest = cursor.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0]
            is_known = forgotten.theirs.keys() <= forgotten.ours and not any(x.new for x in turns.turns.values())
            if met.is_nothing and is_known and not any(x.stamps for x in rows.values()):
                cursor.execute("ROLLBACK")
                return Together(change=newest, versions={}, met=met, repeated=True)
            on = writing.moment(now)
            _forget(cursor, theirs, forgotten, by=by, on=on)
            _narrow(cursor, turns, by=by, on=on)
            _arrive(cursor, turns, by=by, on=on)
            change = writing.new_change(cursor, by=by, why=_MET, on=on)
            versions = _write(cursor, turns, change)
            for kind in meeting_rows.KINDS:
                meeting_rows.write(cursor, kind, rows[kind])
            meeting_besides.write(cursor, theirs, turns.turns, gone=forgotten.ids, change=change)
            copies.carry(theirs, mine)
            cursor.execute(
                "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
                "WHERE table_name = 'assets'"
            )
            cursor.execute("COMMIT")
            unreached = erasing.settle(mine, self._pool.path) if met.gone or met.gone_sessions else ()
            waits = bool(erasing.owed(mine) & (erasing.FILE | erasing.LOG))
        return Together(change=change, versions=versions, met=met, waits=waits, unreached=unreached)


@contextlib.contextmanager
def _opened(other: Path) -> Iterator[sqlite3.Connection]:
    """Open the other copy, a file that is nobody else's; what was forgotten here is taken out of it."""
    theirs = sqlite3.connect(other, isolation_level=None)
    with contextlib.closing(theirs):
        blobs.register(theirs)
        theirs.execute("PRAGMA synchronous = OFF")
        if not schema.is_current(theirs):
            schema.migrate(theirs)
        yield theirs


def _forgotten(mine: sqlite3.Connection, theirs: sqlite3.Connection) -> _Forgotten:
    return _Forgotten(
        ours=frozenset(x.asset_id for x in erasing.known(mine)),
        theirs={x.asset_id: x for x in erasing.known(theirs)},
        our_sessions=frozenset(x.session for x in sessions_gone.gone(mine)),
        their_sessions=sessions_gone.gone(theirs),
    )


def _clean(theirs: sqlite3.Connection, forgotten: _Forgotten) -> None:
    """Take out of the other copy what was forgotten here: nothing of it comes back in the words of others."""
    cursor = theirs.cursor()
    ids = [
        x for (x,) in cursor.execute("SELECT id FROM assets WHERE name <> ''").fetchall() if x in forgotten.ours
    ]  # fmt: skip
    cursor.execute("BEGIN IMMEDIATE")
    erasing.within(cursor, ids, by="steward", why="", on=writing.moment(None), in_copy=True)
    cursor.execute("COMMIT")


def _forget(
    cursor: sqlite3.Cursor, theirs: sqlite3.Connection, forgotten: _Forgotten, *, by: By, on: str
) -> None:  # fmt: skip
    """Take away for good what somebody asked the other copy to forget."""
    new = [x for x in forgotten.theirs if x not in forgotten.ours]
    here = {x for (x,) in cursor.execute("SELECT id FROM assets").fetchall()}
    there = [x for x in new if x in here]
    written = erasing.within(cursor, there, by=by, why=_FORGOTTEN, on=on, alone=True)
    missing = [x for x in new if x not in here]
    if missing:
        change = written.change if written.versions else writing.new_change(cursor, by=by, why=_FORGOTTEN, on=on)
        taken = {x for (x,) in cursor.execute("SELECT short FROM assets").fetchall()}
        for asset_id in missing:
            [short] = theirs.execute("SELECT short FROM assets WHERE id = ?", (asset_id,)).fetchone()
            erasing.bury(cursor, asset_id, short=short if short not in taken else f"~{asset_id}", fid=0, change=change)
            cursor.execute("UPDATE tombstones SET made_on = ?, made_by = ? WHERE asset_id = ?", (on, str(by), asset_id))
    known = [(x.known_by, x.asset_id) for x in forgotten.theirs.values() if x.known_by is not None]
    cursor.executemany("UPDATE tombstones SET known_by = coalesce(known_by, ?) WHERE asset_id = ?", known)
    sessions = [x for x in forgotten.their_sessions if x.session not in forgotten.our_sessions]
    sessions_gone.bury(cursor, sessions, owed=erasing.FILE | erasing.LOG | erasing.COPIES)


def _narrow(cursor: sqlite3.Cursor, turns: Plan, *, by: By, on: str) -> None:
    """Show to fewer people, or less exactly, what somebody asked the other copy for: a change that nobody undoes."""
    change = 0
    for turn in turns.turns.values():
        narrow = {x for x in ("audience", WHERE) if turn.target.get(x) != turn.ours.values.get(x)}
        if not turn.is_narrowed or not narrow or turn.status == "withdrawn":
            continue
        change = change or writing.new_change(cursor, by=by, why=_MET, on=on)
        values = dict(turn.ours.values)
        for name in narrow:
            values.pop(name, None)
            if name in turn.target:
                values[name] = turn.target[name]
        _keep(cursor, turn, asset_of(values, asset_id=turn.asset_id, short=turn.short), what="narrowed", change=change)
        _said(cursor, turn.asset_id, turn.ours.version + 1, narrow)
        turn.ours.version += 1
        turn.ours.values = values


def _arrive(cursor: sqlite3.Cursor, turns: Plan, *, by: By, on: str) -> None:
    """
    Bring in first what is new here and that something else is made one with.

    Were it both at once, it would never have been without the other, and would go with it (`made_one.alone`).
    """
    change = 0
    for turn in turns.turns.values():
        if not turn.is_joined or turn.ours.version or turn.status == "withdrawn":
            continue
        change = change or writing.new_change(cursor, by=by, why=_MET, on=on)
        edit = asset_of(turn.target, asset_id=turn.asset_id, short=turn.short)
        _keep(cursor, turn, edit, what="added", change=change)
        _said(cursor, turn.asset_id, 1, turn.decided)
        meeting_strands.keep(cursor, turn.asset_id, turn.new, since=0, at=1, met=change)
        turn.ours.version, turn.ours.values, turn.new, turn.decided = 1, dict(turn.target), [], set()


def _write(cursor: sqlite3.Cursor, turns: Plan, change: int) -> dict[str, int]:
    versions = {}
    for turn in turns.turns.values():
        at = 0
        since = turn.ours.version
        if turn.is_written:
            what = "added" if not since else "joined" if turn.is_joined else "met"
            if turn.status == "withdrawn":
                what = turn.target[STATUS][2]
            edit = asset_of(turn.target, asset_id=turn.asset_id, short=turn.short)
            at = _keep(cursor, turn, edit, what=what, change=change)
            _said(cursor, turn.asset_id, at, turn.decided)
            versions[turn.asset_id] = at
        if turn.new:
            meeting_strands.keep(cursor, turn.asset_id, turn.new, since=since, at=at, met=change)
    sessions_assets.decided(
        cursor, [asset_of(x.target, asset_id=x.asset_id, short=x.short) for x in turns.turns.values() if x.is_written]
    )
    return versions


def _keep(cursor: sqlite3.Cursor, turn: Turn, edit: Edit, *, what: str, change: int) -> int:
    edit = Edit(
        asset=edit.asset, exact=edit.exact, expected=turn.ours.version, what=what,
        # One change makes many one: what leads nowhere says so by its own id, lest it lead to any of the others.
        into=(turn.into or turn.asset_id) if what == "merged" else None,
    )  # fmt: skip
    [row] = writing.prepared([edit])
    return writing.keep(cursor, row, change)


def _said(cursor: sqlite3.Cursor, asset_id: str, version: int, decided: set[str]) -> None:
    cursor.execute("INSERT INTO met_versions VALUES (?, ?, ?)", (asset_id, version, decided_text(decided)))


def _rows(mine: sqlite3.Connection, theirs: sqlite3.Connection, forgotten: _Forgotten) -> dict[str, Joined]:
    def is_gone(key: str, parts: meeting_rows.Parts) -> bool:
        names = {*key.split(" "), parts.get("session", "")}
        return not names.isdisjoint(forgotten.ids) or not names.isdisjoint(forgotten.sessions)

    return {
        kind: meeting_rows.joined(meeting_rows.read(mine, kind), meeting_rows.read(theirs, kind), is_gone=is_gone)
        for kind in meeting_rows.KINDS
    }


def _met(
    mine: sqlite3.Connection,
    theirs: sqlite3.Connection,
    turns: Plan,
    *,
    rows: Mapping[str, Joined],
    besides: Mapping[str, int],
    forgotten: _Forgotten,
    now: datetime,
) -> Met:
    changed = [_changed(x) for x in turns.turns.values() if x.is_other]
    ours, others = reading.secret(mine), reading.secret(theirs)
    said = "SELECT mark FROM change_marks"
    marks = {x for (x,) in mine.execute(said)}, {x for (x,) in theirs.execute(said)}
    [newest] = theirs.execute("SELECT coalesce(max(made_on), '') FROM changes").fetchone()
    ahead = (datetime.fromisoformat(newest) - now).total_seconds() if newest else 0
    here = {x for (x,) in mine.execute("SELECT id FROM assets WHERE name <> ''")}
    counts = Counter({kind: len(x.changed) for kind, x in rows.items()}) + Counter(besides)
    return Met(
        changed=tuple(changed), questions=tuple(turns.questions),
        gone=tuple(x for x in forgotten.theirs if x in here),
        gone_sessions=sum(x.session not in forgotten.our_sessions for x in forgotten.their_sessions),
        rows=dict(counts), codes=turns.codes, same=tuple(turns.same),
        drafts=sum(not x.ours.version and x.status == "draft" for x in turns.turns.values()),
        is_kin=not marks[0] or not marks[1] or not marks[0].isdisjoint(marks[1]),
        has_own_secret=ours is not None and others is not None and ours != others,
        clock_ahead_s=max(0, round(ahead)),
    )  # fmt: skip


def _changed(turn: Turn) -> Changed:
    fields = [x for x in meeting_strands.difference(turn.ours.values, turn.target) if x != "name" or turn.ours.version]
    was = turn.ours.values[STATUS][0] if turn.ours.version else ""
    if not turn.ours.version:
        what = "new" if turn.status not in _HELD else "out"
    elif was not in _HELD and turn.status in _HELD:
        what = "out"
    else:
        what = "back" if was in _HELD and turn.status not in _HELD else "changed"
    return Changed(
        asset_id=turn.asset_id, short=turn.short, name=str(turn.target["name"]), what=what, fields=tuple(fields)
    )  # fmt: skip
