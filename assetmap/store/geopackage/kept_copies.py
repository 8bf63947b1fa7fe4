"""Copies of the store that lie in its own home: backups, and the stores that a restore put aside."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import sys
import time
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError, StoreError
from assetmap.files import UNFINISHED, whole_file
from assetmap.store.geopackage import blobs, erasing, schema, sessions_gone
from assetmap.store.geopackage.connections import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assetmap.store.geopackage.erasing import Known
    from assetmap.store.geopackage.sessions_gone import GoneSession

LOGS = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"
_BUSY_S = 2.0
_STALE_S = 3600.0
_WRITER = re.compile(rf"{re.escape(UNFINISHED)}(\d+)-")


def erase(live: Path, gone: Sequence[Known], sessions: Sequence[GoneSession] = ()) -> tuple[str, ...]:
    """
    Make every kept copy anew that still holds what was taken away, without it.

    Returns
    -------
    unreached
        Names of files that could not be opened or written, by name.
    """
    sweep(live)
    unreached = []
    for path in _candidates(live):
        try:
            make_anew(path, gone, sessions)
        except (sqlite3.Error, AssetMapError, OSError):
            unreached.append(path.name)
    return tuple(sorted(unreached))


def settle(path: Path, gone: Sequence[Known], sessions: Sequence[GoneSession] = ()) -> None:
    """Take out of a copy that nobody else has open yet what was taken away since it was begun."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
        if _holds(copy, gone, sessions):
            _clean(copy, gone, sessions)


def sweep(live: Path) -> None:
    """Delete what writers left half done beside the store when they were ended."""
    for folder in (live.parent, live.parent / "backups"):
        for path in folder.glob(f"{UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if path.is_file() and not _is_being_written(path):
                    path.unlink()


def _is_being_written(path: Path) -> bool:
    written = _WRITER.match(path.name)
    if written is None or sys.platform == "win32" or int(written[1]) == os.getpid():
        return time.time() - path.stat().st_mtime < _STALE_S
    try:
        os.kill(int(written[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return time.time() - path.stat().st_mtime < _STALE_S


def _candidates(live: Path) -> Iterator[Path]:
    """Name what calls itself a store, or is a database, in the home's own folder and in `backups`."""
    for path in sorted([*live.parent.glob("*"), *(live.parent / "backups").rglob("*")]):
        own = path.name.startswith(live.name) and path.parent == live.parent
        if own or path.name.startswith(UNFINISHED) or path.name.endswith(LOGS) or not path.is_file():
            continue
        with contextlib.suppress(OSError):
            with path.open("rb") as handle:
                head = handle.read(len(_MAGIC))
            if head == _MAGIC or (head and path.suffix.lower() == ".gpkg"):
                yield path
            continue
        yield path  # it cannot be read: whoever opens it says so


def make_anew(path: Path, gone: Sequence[Known], sessions: Sequence[GoneSession] = ()) -> None:
    """
    Write a copy anew without what was taken away, where it holds that; it is whole at every moment.

    Raises
    ------
    StoreError
        It is damaged.
    sqlite3.Error, AssetMapError, OSError
        It cannot be opened or written.
    """
    # Opened for writing: what lies in a log beside it is folded in.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)) as kept:
        try:
            schema.schema_of(kept)
        except StoreError:
            return  # a database of something else
        if kept.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StoreError(f"{path.name} is damaged.")
        if not _holds(kept, gone, sessions):
            return
        with whole_file(path, force=True, mode=PRIVATE) as new:
            with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as copy:
                kept.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                _clean(copy, gone, sessions)
            kept.close()
            shutil.copystat(path, new)  # it is as old as it was
    for ending in LOGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _holds(copy: sqlite3.Connection, gone: Sequence[Known], sessions: Sequence[GoneSession]) -> bool:
    """Say whether a copy has words of what was taken away, or was made while the store still had to be rewritten."""
    if not schema.schema_of(copy):
        return False
    if _with_words(copy, gone) or sessions_gone.there(copy, sessions):
        return True
    return erasing.keeps_account(copy) and bool(erasing.owed(copy))


def _with_words(copy: sqlite3.Connection, gone: Sequence[Known]) -> list[str]:
    said = "SELECT 1 FROM assets WHERE id = ? AND name <> ''"
    return [x.asset_id for x in gone if copy.execute(said, (x.asset_id,)).fetchone() is not None]


def _clean(copy: sqlite3.Connection, gone: Sequence[Known], sessions: Sequence[GoneSession]) -> None:
    blobs.register(copy)
    copy.execute("PRAGMA synchronous = OFF")  # nobody's file yet: `whole_file` asks the disk before it takes its name
    copy.execute("PRAGMA secure_delete = ON")
    cursor = copy.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    sessions_gone.bury(cursor, sessions_gone.there(copy, sessions), owed=0)
    erasing.empty(cursor, _with_words(copy, gone), secret=None, in_copy=True)
    if erasing.keeps_account(copy):
        erasing.say_when(cursor, gone)
        cursor.execute("UPDATE tombstones SET owed = 0")
    if sessions_gone.knows(copy):
        cursor.execute("UPDATE session_tombstones SET owed = 0")
    cursor.execute("COMMIT")
    copy.execute("VACUUM")
