"""
Forgetting for good: in the live file, in its log, and in every copy kept beside it.

An asset that somebody asked to be taken away keeps its id, its short code and the day. Everything else goes, first as
rows, in one transaction, then as bytes: the file is rewritten (`secure_delete` does not reach what SQLite once moved
from page to page), the log is emptied, and kept copies are made anew without it. What cannot be done at once, since
another program reads, stays *owed* in the store, and is done when the store is next opened or written.
"""

from __future__ import annotations

import contextlib
import hmac
import re
import secrets
import sqlite3
import struct
import time
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from assetmap.assets import in_languages
from assetmap.errors import StoreError
from assetmap.store.base import Written
from assetmap.store.erasing import UNASKED, TakenAway
from assetmap.store.geopackage import (
    made_one,
    meeting_strands,
    people,
    reading,
    records,
    schema,
    sessions_assets,
    sessions_gone,
    sessions_rows,
    what_ifs,
    writing,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from assetmap.roles import By

FILE, LOG, COPIES = 1, 2, 4
"""What may be owed of an erasure: the file rewritten, its log emptied, kept copies made anew."""
_ALL = FILE | LOG | COPIES
_PATIENCE_S = 5.0
_WORDLESS = re.compile(r"[0-9A-Fa-f-]{16,80}")  # a key of such letters says nothing: it may stay
_ROLES = frozenset({"visitor", "contributor", "steward", "resident"})
_KNOWN_BY = b"assetmap taken away 1\0"
# Tables of which whole rows are about one asset; an older file lacks some.
_ABOUT_IT = ("exact_versions", "exact_places", "suggestions", "handouts", "calls", "strands", "met_versions")
_NODE, _CELL = struct.Struct(">HH"), 24


class Known(NamedTuple):
    """A row of what was taken away."""

    asset_id: str
    made_on: str
    made_by: str
    known_by: bytes | None


def erase(
    connection: sqlite3.Connection,
    asset_ids: Iterable[str],
    *,
    by: By,
    why: str,
    on: datetime | None,
    in_copy: bool = False,
    alone: bool = False,
    session: str = "",
) -> Written:
    """
    Erase assets as rows, in one transaction; what is erased already is left out. See `store.base.Store.erase`.

    With `in_copy` it has been decided elsewhere what goes: nothing goes with it. With `session` a whole workshop goes,
    and all assets that came from it.
    """
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    people.still(cursor, by)
    whole = sessions_rows.found(cursor, session) if session else None
    ids = list(dict.fromkeys(asset_ids)) + (sessions_assets.all_of(cursor, whole.id) if whole else [])
    for asset_id in ids:
        if cursor.execute("SELECT 1 FROM assets WHERE id = ?", (asset_id,)).fetchone() is None:
            raise StoreError(f"there is no asset “{asset_id[:40]}”. Nothing was changed. Look its code up again.")
    when = writing.moment(on)
    if whole:
        gone = sessions_gone.GoneSession(whole.id, whole.short, when, records.plain(str(by)))
        sessions_gone.bury(cursor, [gone], owed=_ALL)
    written = within(cursor, ids, by=by, why=why, on=when, in_copy=in_copy, alone=alone)
    cursor.execute("COMMIT")
    return written


def within(  # see `erase`
    cursor: sqlite3.Cursor, ids: Sequence[str], *, by: By, why: str, on: str, in_copy: bool = False, alone: bool = False
) -> Written:
    """Erase assets that are there, inside a transaction, as one change; see `erase`."""
    stays: dict[str, int] = {}
    if alone:
        ids, stays = made_one.alone(cursor, ids)
    elif not in_copy:
        ids = made_one.together(cursor, ids)
    ids = [x for x in ids if not reading.is_erased(cursor, x)]
    if not ids:
        newest = cursor.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0]
        return Written(change=newest, versions={})
    change = writing.new_change(cursor, by=by, why=why, on=on)
    versions = {asset_id: _away(cursor, asset_id, change) for asset_id in ids}
    for asset_id, at in stays.items():
        made_one.part(cursor, asset_id, at, change)
    empty(cursor, ids, secret=reading.secret(cursor), in_copy=in_copy)
    return Written(change=change, versions=versions)


def taken_away(connection: sqlite3.Connection, limit: int) -> list[TakenAway]:
    """List what was taken away for good, newest first."""
    rows = connection.execute(
        "SELECT a.id, a.short, t.made_on, t.made_by, t.owed FROM tombstones t JOIN assets a ON a.id = t.asset_id "
        "ORDER BY t.made_on DESC, a.fid DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return [
        TakenAway(
            asset_id=row[0], short=row[1], on=datetime.fromisoformat(row[2]), by=row[3],
            waits=bool(row[4] & (FILE | LOG)), is_kept=bool(row[4] & COPIES),
        )
        for row in rows
    ]  # fmt: skip


def taken_numbers(connection: sqlite3.Connection, numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Find which numbers in a source belonged to something taken away for good: number → its id."""
    there = dict(connection.execute("SELECT known_by, asset_id FROM tombstones WHERE known_by NOT NULL").fetchall())
    secret = reading.secret(connection) if there else None
    if secret is None:
        return {}
    return {x: there[mark] for x in numbers if (mark := _known_by(secret, *x)) in there}


def earlier(connection: sqlite3.Connection) -> None:
    """Erase what was withdrawn on request before stores could; inside the transaction that brings a file forward."""
    ids = [one.asset_id for one in asked_for(connection)]
    if ids:
        if reading.secret(connection) is None:
            connection.execute(schema.KEEP_OWN_KEY, (secrets.token_bytes(32),))
        empty(connection.cursor(), ids, secret=reading.secret(connection))


def asked_for(connection: sqlite3.Connection) -> list[Known]:
    """List what somebody asked to be withdrawn, erased or not, in a file of any schema."""
    rows = connection.execute(
        "SELECT a.id, c.made_on, c.made_by, v.what FROM assets a "
        "JOIN versions v ON v.asset_id = a.id AND v.version = a.version JOIN changes c ON c.change = v.change "
        "WHERE a.status = 'withdrawn'"
    ).fetchall()
    there = {one.asset_id: one for one in known(connection)}
    return [
        there.get(asset_id) or Known(asset_id, on, by, None) for asset_id, on, by, what in rows if what not in UNASKED
    ]


def empty(cursor: sqlite3.Cursor, ids: Sequence[str], *, secret: bytes | None, in_copy: bool = False) -> None:
    """
    Take everything out of assets but id, short code and newest version, inside a transaction.

    Works on files of every schema: tables that an older one lacks are passed over. With `in_copy` nobody follows the
    file's changes: what still stands on what was taken in is put back, too.
    """
    tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    touched: set[int] = set()
    called: set[str] = set()
    for asset_id in ids:
        short, source, number, version, change = cursor.execute(
            "SELECT short, source, source_id, version, change FROM assets WHERE id = ?", (asset_id,)
        ).fetchone()
        record = empty_record(asset_id, short)
        if "suggestions" in tables:  # before there were any, nothing was made one
            made_one.take_out(cursor, asset_id, also_newest=in_copy)
        if "strands" in tables:
            meeting_strands.take_out(cursor, asset_id)
        names = _names(cursor, asset_id)
        called |= names
        if "what_ifs" in tables:
            what_ifs.take_out(cursor, asset_id, names)
        if "session_assets" in tables:
            sessions_gone.take_out(cursor, asset_id, names)
        rows = cursor.execute("SELECT change, version, what FROM versions WHERE asset_id = ?", (asset_id,)).fetchall()
        # The change by which it went stays as it is: who, when, why.
        touched |= {x for x, at, what in rows if not (at == version and what == "withdrawn")}
        for table in _ABOUT_IT:
            if table in tables:
                cursor.execute(f"DELETE FROM {table} WHERE asset_id = ?", (asset_id,))
        cursor.execute("DELETE FROM versions WHERE asset_id = ? AND version <> ?", (asset_id, version))
        cursor.execute(
            "UPDATE versions SET what = 'withdrawn', record = ?, geom = NULL WHERE asset_id = ?", (record, asset_id)
        )
        cursor.execute(
            "UPDATE assets SET geom = NULL, name = '', kind = '', status = 'withdrawn', audience = 'workshop', "
            "shown_as = 'not_shown', source = '', source_id = '', record = ? WHERE id = ?",
            (record, asset_id),
        )
        if "tombstones" in tables:
            on, by = cursor.execute("SELECT made_on, made_by FROM changes WHERE change = ?", (change,)).fetchone()
            known_by = _known_by(secret, source, number) if secret and source and number else None
            cursor.execute("INSERT INTO tombstones VALUES (?, ?, ?, ?, ?)", (asset_id, on, by, known_by, _ALL))
        if "apart" in tables:
            cursor.execute("DELETE FROM apart WHERE ? IN (one, other)", (asset_id,))
    _forget_changes(cursor, touched, called)
    _clean_index(cursor)


def bury(cursor: sqlite3.Cursor, asset_id: str, *, short: str, fid: int, change: int) -> None:
    """Keep in a restored store that something it does not know was taken away; under `fid` where that is free."""
    record = empty_record(asset_id, short)
    free = cursor.execute("SELECT 1 FROM assets WHERE fid = ?", (fid,)).fetchone() is None
    cursor.execute(
        "INSERT INTO assets (fid, id, short, name, kind, status, audience, shown_as, source, source_id, version, "
        "change, record) VALUES (?, ?, ?, '', '', 'withdrawn', 'workshop', 'not_shown', '', '', 1, ?, ?)",
        (fid if free else None, asset_id, short, change, record),
    )
    cursor.execute(
        "INSERT INTO versions (asset_id, version, change, what, record) VALUES (?, 1, ?, 'withdrawn', ?)",
        (asset_id, change, record),
    )
    cursor.execute("INSERT INTO tombstones VALUES (?, '', '', NULL, ?)", (asset_id, _ALL))


def known(connection: sqlite3.Connection) -> list[Known]:
    """List all that was taken away for good; nothing in a file of an older schema."""
    if not keeps_account(connection):
        return []
    rows = connection.execute("SELECT asset_id, made_on, made_by, known_by FROM tombstones").fetchall()
    return [Known(*row) for row in rows]


def keeps_account(connection: sqlite3.Connection) -> bool:
    """Say whether a file's schema knows of what was taken away."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tombstones'").fetchone()
    return found is not None


def say_when(cursor: sqlite3.Cursor, gone: Iterable[Known]) -> None:
    """Keep in a copy when and by whom its assets went, as the live store knows it."""
    for one in gone:
        cursor.execute(
            "UPDATE tombstones SET made_on = ?, made_by = ?, known_by = coalesce(?, known_by) WHERE asset_id = ?",
            (one.made_on, one.made_by, one.known_by, one.asset_id),
        )


def owed(connection: sqlite3.Connection) -> int:
    """Say what has still to be done of erasures: a sum of `FILE`, `LOG` and `COPIES`."""
    rows = [
        connection.execute(
            f"SELECT max(owed & 1), max(owed & 2), max(owed & 4) FROM {table} WHERE owed <> 0"
        ).fetchone()
        for table in _tombstones(connection)
    ]
    return sum(max(parts) for parts in zip(*([x or 0 for x in row] for row in rows), strict=True))


def settle(connection: sqlite3.Connection, live: Path, *, patience_s: float = _PATIENCE_S) -> tuple[str, ...]:
    """
    Do what is owed, as far as it can be done now.

    Parameters
    ----------
    patience_s
        How long to wait for others who read or write, in seconds.

    Returns
    -------
    unreached
        Names of kept copies that could not be opened or written. What else could not be done stays `owed`.
    """
    from assetmap.store.geopackage import kept_copies

    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    until = time.monotonic() + patience_s
    try:
        connection.execute(f"PRAGMA busy_timeout = {round(min(patience_s, 1.0) * 1000)}")
        with contextlib.suppress(sqlite3.Error):
            _rewrite(connection)
            while not _empty_log(connection) and time.monotonic() < until:
                time.sleep(0.05)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")
    ids = _owing(connection, COPIES)
    unreached = kept_copies.erase(live, known(connection), sessions_gone.gone(connection)) if ids else ()
    if not unreached:
        _settled(connection, ids, COPIES)
    return unreached


def settle_quickly(connection: sqlite3.Connection) -> None:
    """Do what is owed of the file and its log, if nobody is in the way."""
    if not owed(connection) & (FILE | LOG):
        return
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        with contextlib.suppress(sqlite3.Error):
            _rewrite(connection)
            _empty_log(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")


def _rewrite(connection: sqlite3.Connection) -> None:
    ids = _owing(connection, FILE)  # what is erased while it is rewritten is owed afterwards too
    if ids:
        connection.execute("VACUUM")
        _settled(connection, ids, FILE)


def _empty_log(connection: sqlite3.Connection) -> bool:
    ids = _owing(connection, LOG)
    if ids:
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        _settled(connection, ids, LOG)
    return True


def _tombstones(connection: sqlite3.Connection) -> dict[str, str]:
    """Name the tables of what is owed, each with its column of ids: an older file knows no workshops."""
    return {"tombstones": "asset_id"} | ({"session_tombstones": "session"} if sessions_gone.knows(connection) else {})


def _owing(connection: sqlite3.Connection, what: int) -> list[tuple[str, str]]:
    return [
        (table, one)
        for table, column in _tombstones(connection).items()
        for (one,) in connection.execute(f"SELECT {column} FROM {table} WHERE owed <> 0 AND owed & ?", (what,))
    ]


def _settled(connection: sqlite3.Connection, ids: Sequence[tuple[str, str]], what: int) -> None:
    if ids:
        columns = _tombstones(connection)
        connection.execute("BEGIN IMMEDIATE")
        for table, one in ids:
            connection.execute(f"UPDATE {table} SET owed = owed & ~? WHERE {columns[table]} = ?", (what, one))
        connection.execute("COMMIT")


def _away(cursor: sqlite3.Cursor, asset_id: str, change: int) -> int:
    """Add the version by which an asset goes; `empty` writes its record."""
    [version] = cursor.execute("SELECT version + 1 FROM assets WHERE id = ?", (asset_id,)).fetchone()
    cursor.execute(
        "INSERT INTO versions (asset_id, version, change, what, record) VALUES (?, ?, ?, 'withdrawn', '')",
        (asset_id, version, change),
    )
    cursor.execute("UPDATE assets SET version = ?, change = ? WHERE id = ?", (version, change, asset_id))
    return int(version)


def empty_record(asset_id: str, short: str) -> str:
    """Write what remains of an asset."""
    fields = {"id": asset_id, "short": short, "name": "", "kind": "", "status": "withdrawn", "audience": "workshop"}
    return records.to_text(records.to_asset(fields | {"precision": "not_shown"}, None))


def _known_by(secret: bytes, source: str, number: str) -> bytes:
    parts = (source.encode("utf-8", "surrogatepass"), number.encode("utf-8", "surrogatepass"))
    said = b"".join(len(part).to_bytes(4) + part for part in parts)
    return hmac.digest(secret, _KNOWN_BY + said, "sha256")


def _names(cursor: sqlite3.Cursor, asset_id: str) -> set[str]:
    rows = cursor.execute("SELECT record FROM versions WHERE asset_id = ? AND record <> ''", (asset_id,)).fetchall()
    found = records.from_texts([x for (x,) in rows])
    said = [
        text for row in found for texts in in_languages.known(row.get("said_in")).values() for text in texts.items()
    ]
    names = (*(row.get("name") for row in found), *(text for field, text in said if field == "name"))
    return {name for x in names if (name := str(x or "").strip())}


def _forget_changes(cursor: sqlite3.Cursor, touched: Iterable[int], called: Collection[str]) -> None:
    """
    Leave of a change that concerned nothing else only when it was, and the role of who made it.

    Why others were changed as well stays, without the name of what is forgotten.
    """
    # The longest first, of which others may be parts.
    names = re.compile("|".join(re.escape(x) for x in sorted(called, key=len, reverse=True)) or "(?!)", re.IGNORECASE)
    for change in touched:
        others = cursor.execute(
            "SELECT 1 FROM versions v JOIN assets a ON a.id = v.asset_id WHERE v.change = ? AND a.name <> '' LIMIT 1",
            (change,),
        ).fetchone()
        if others is not None:
            [why] = cursor.execute("SELECT why FROM changes WHERE change = ?", (change,)).fetchone()
            if names.search(why):
                cursor.execute("UPDATE changes SET why = ? WHERE change = ?", (names.sub("…", why), change))
            continue
        [by] = cursor.execute("SELECT made_by FROM changes WHERE change = ?", (change,)).fetchone()
        role = str(by).partition(":")[0].strip().lower()
        cursor.execute(
            "UPDATE changes SET why = '', made_by = ? WHERE change = ?", (role if role in _ROLES else "", change)
        )
        for (key,) in cursor.execute("SELECT key FROM keys WHERE change = ?", (change,)).fetchall():
            if not _WORDLESS.fullmatch(key):
                cursor.execute("DELETE FROM keys WHERE key = ?", (key,))


def _clean_index(cursor: sqlite3.Cursor) -> None:
    """Zero what the R-tree leaves behind the last cell of a node: boxes of what has gone from it."""
    for number, data in cursor.execute("SELECT nodeno, data FROM rtree_assets_geom_node").fetchall():
        _, cells = _NODE.unpack_from(data)
        end = _NODE.size + cells * _CELL
        if any(data[end:]):
            clean = data[:end] + bytes(len(data) - end)
            cursor.execute("UPDATE rtree_assets_geom_node SET data = ? WHERE nodeno = ?", (clean, number))
