"""Whole copies out of a store that is in use, and back into it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from assetmap.errors import AssetMapError, ExchangeError, StoreError
from assetmap.files import UNFINISHED, whole_file
from assetmap.store.base import Edit
from assetmap.store.erasing import UNASKED
from assetmap.store.geopackage import (
    blobs,
    checking,
    copies,
    erasing,
    kept_copies,
    narrowing,
    people,
    reading,
    schema,
    sessions_gone,
    strange,
    writing,
)
from assetmap.store.geopackage.connections import BUSY_S, PRIVATE, PRIVATE_FOLDER, connect, refuse_network, said

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESTORED = "restored: withdrawn before"
_DATABASE = b"SQLite format 3\0"


def copy_out(connection: sqlite3.Connection, live: Path, path: Path) -> None:
    """Copy the store as it is at this moment to `path`: one plain file without a log."""
    if _same_file(live, path):
        raise StoreError(f"{path.name} is the store itself: give the backup another name.")
    try:
        with whole_file(path, force=True, mode=PRIVATE) as new:  # drafts and exact places are in it
            copy = sqlite3.connect(new, isolation_level=None)
            with contextlib.closing(copy), said(path):
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            with said(path):
                kept_copies.settle(new, erasing.known(connection), sessions_gone.gone(connection))
        # Only now does whoever takes something away see it among the copies: what went meanwhile goes here too.
        with said(path):
            kept_copies.make_anew(path, erasing.known(connection), sessions_gone.gone(connection))
    except ExchangeError as error:
        raise StoreError(str(error)) from None


def restore(path: str | os.PathLike[str], home_file: str | os.PathLike[str]) -> Path | None:
    """
    Put a backup in the store's place, also while others have the store open.

    Parameters
    ----------
    path
        What `backup` wrote, by this program or an older one.
    home_file
        The live store, `assets.gpkg` of a home; it may be missing or damaged. What it has withdrawn stays
        withdrawn in what is restored.

    Returns
    -------
    kept
        Where the store as it was before now lies, in `backups/` beside it; None where there was none.

    Raises
    ------
    StoreError
        The file is no backup, is damaged or comes from a newer program, or the store cannot be written. The
        live store is as it was.
    """
    source, live = Path(path).absolute(), Path(home_file).absolute()
    refuse_network(live)
    if not source.is_file():
        raise StoreError(f"there is no file {source.name}: give the name of a backup. Nothing was changed.")
    if _same_file(source, live):
        raise StoreError(f"{source.name} is the store itself: give the name of a backup.")
    _refuse_others(source)
    try:
        live.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        # Looked at and brought forward as a copy beside the store: the backup itself stays as it is.
        with _aside(live.parent) as draft:
            _validated(source, draft, secret=_secret_of(live))
            kept = _replace(draft, live)
    except ExchangeError as error:
        raise StoreError(str(error)) from None
    return kept


def _refuse_others(source: Path) -> None:
    """Say what a file is instead that is no database at all; what cannot be read is said later."""
    try:
        with source.open("rb") as file:
            start = file.read(len(_DATABASE))
    except OSError:
        return
    if not start or start == _DATABASE:
        return
    if start.startswith(b"PK"):
        raise StoreError(
            f"{source.name} is a zip file, not a backup: what `assetmap pack` wrote is opened with `assetmap unpack`. "
            "Nothing was changed."
        )
    what = "another kind of file, or damaged" if b"\0" in start else "a text or a table"
    raise StoreError(
        f"{source.name} is {what}, not a backup: `assetmap backups` lists the copies that are kept, and a list comes "
        "in with `assetmap import`. Nothing was changed."
    )


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give an empty file of the owner's alone; whatever becomes of it, it goes (`kept_copies.sweep`)."""
    descriptor, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{os.getpid()}-", suffix=".gpkg", dir=folder)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for ending in ("", *kept_copies.LOGS):
            Path(name + ending).unlink(missing_ok=True)


def _secret_of(live: Path) -> bytes | None:
    """Look for the live store's secret, where it can be read."""
    if not live.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{live.as_uri()}?mode=ro", uri=True)) as connection:
            return reading.secret(connection)
    except sqlite3.Error:  # no store of ours, or one of an older form
        return None


def _validated(source: Path, draft: Path, *, secret: bytes | None) -> None:
    with said(source):
        given = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
        copy = sqlite3.connect(draft, isolation_level=None)
        with contextlib.closing(given), contextlib.closing(copy):
            if schema.schema_of(given) == 0:
                raise StoreError(f"{source.name} is empty: it is not a backup. Nothing was changed.")
            given.backup(copy)
            if strange.holds_others(copy):  # before anything in it can run
                raise StoreError(
                    f"{source.name} holds what no backup of ours does: take one that this program made. "
                    "Nothing was changed."
                )
            copy.execute("PRAGMA journal_mode = DELETE")
            blobs.register(copy)
            if not schema.is_current(copy):
                schema.migrate(copy, secret=secret)
            copy.execute(schema.NEW_GENERATION)  # what was kept under the numbers that come again is not what it was
            people.sign_out_everybody(copy)
            sessions_gone.shut_doors(copy)
    problems = checking.report(draft).problems
    if problems:
        raise StoreError(f"{source.name} is damaged: {problems[0]} Nothing was changed. Take another backup.")


def _carry_withdrawals(live: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """
    Withdraw in the copy what the live store has withdrawn.

    What somebody asked for is erased there, as one change; of what the copy does not know only that comes along: the
    next import must not bring it back.
    """
    try:
        schema.schema_of(live)
        asked_for = erasing.asked_for(live)
        sessions = sessions_gone.gone(live)
        hidden = live.execute(
            "SELECT a.id, v.what FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
            "WHERE a.status = 'withdrawn'"
        ).fetchall()
    except (sqlite3.DatabaseError, StoreError):
        return  # no store of ours
    blobs.register(copy)
    edits = []
    for asset_id, what in hidden:
        if what not in UNASKED:
            continue
        there = reading.one(copy, asset_id)
        if there is None:
            with contextlib.suppress(AssetMapError, shapely.GEOSException, ValueError, TypeError, KeyError):
                there = reading.one(live, asset_id)
                edits += [Edit(asset=there.asset, what=what)] if there else []
        elif there.asset.status != "withdrawn" and what != "merged":  # before it was merged, it stood for itself
            place = reading.true_place(copy, asset_id)
            edits.append(Edit(asset=there.asset.changed(status="withdrawn"), exact=place, what=what))
    writing.write(copy, writing.prepared(edits), by="steward", key=None, why=_RESTORED, on=None)
    _carry_erasures(live, copy, asked_for)
    copy.execute("BEGIN IMMEDIATE")
    sessions_gone.bury(copy.cursor(), sessions, owed=erasing.COPIES)
    copy.execute("COMMIT")
    if sessions:
        copy.execute("VACUUM")


def _carry_erasures(live: sqlite3.Connection, copy: sqlite3.Connection, gone: list[erasing.Known]) -> None:
    here = {asset_id for (asset_id,) in copy.execute("SELECT id FROM assets")}
    there = [one.asset_id for one in gone if one.asset_id in here]
    written = erasing.erase(copy, there, by="steward", why=_RESTORED, on=None, in_copy=True)
    cursor = copy.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    new = [one for one in gone if one.asset_id not in here]
    if new:
        change = written.change
        if not written.versions:
            change = writing.new_change(cursor, by="steward", why=_RESTORED, on=writing.moment(None))
        for one in new:
            said = "SELECT short, fid FROM assets WHERE id = ?"
            short, fid = live.execute(said, (one.asset_id,)).fetchone()
            erasing.bury(cursor, one.asset_id, short=short, fid=fid, change=change)
    erasing.say_when(cursor, gone)
    # What came since the backup is not there, but copies may hold it under its number: nothing else gets that.
    [newest] = live.execute("SELECT coalesce(max(fid), 0) FROM assets").fetchone()
    cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'assets'", (newest,))
    cursor.execute("COMMIT")
    if erasing.owed(copy):
        copy.execute("VACUUM")


def _carry_secret(live: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Keep the live store's secret where the backup is older than it: receipts that were given out stay good."""
    with contextlib.suppress(sqlite3.DatabaseError):  # no store of ours, or one of an older form
        there = reading.secret(live)
        if there is not None:
            copy.execute(schema.KEEP_OWN_KEY, (there,))


def _replace(draft: Path, live: Path) -> Path | None:
    if not live.exists():
        _install(draft, live)
        return None
    kept = _kept_name(live)
    kept.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as given:
        try:
            connection = connect(live)
        except (sqlite3.DatabaseError, StoreError):
            connection = None
        if connection is not None:
            with contextlib.closing(connection), said(live):
                if _is_readable(connection):
                    copy_out(connection, live, kept)
                    _carry_withdrawals(connection, given)
                    narrowing.carry(connection, given)
                    _carry_secret(connection, given)
                    people.carry(connection, given)
                    if erasing.keeps_account(connection):
                        copies.carry(connection, given)
                    # One transaction on the live file: whoever has it open reads on, then sees what was restored.
                    given.backup(connection)
                    erasing.settle(connection, live)
                    return kept
    # It cannot be read: it is kept as it is, log and all, and the backup takes its place.
    for ending in ("", *kept_copies.LOGS):
        part = live.with_name(live.name + ending)
        if part.exists():
            _copy_private(part, kept.with_name(kept.name + ending))
    for ending in kept_copies.LOGS:
        live.with_name(live.name + ending).unlink(missing_ok=True)
    _install(draft, live)
    return kept


def _install(draft: Path, live: Path) -> None:
    _copy_private(draft, live)


def _copy_private(one: Path, other: Path) -> None:
    with whole_file(other, force=True, mode=PRIVATE) as new:
        shutil.copyfile(one, new)


def _is_readable(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _kept_name(live: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return live.parent / "backups" / f"before-restore-{stamp}.gpkg"


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
