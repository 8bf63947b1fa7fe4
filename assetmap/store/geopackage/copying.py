"""Whole copies: out by SQLite's own backup, and back by rename after a look inside."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.geopackage.binary import register
from assetmap.store.geopackage.checking import find_damage
from assetmap.store.geopackage.faults import said_plainly
from assetmap.store.geopackage.schema import APPLICATION_ID, NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs", "9p", "davfs"})
_MOUNTS = Path("/proc/mounts")


def back_up(connection: sqlite3.Connection, path: Path, *, live: Path) -> None:
    """
    Copy the store to `path`, whole or not at all, while others go on reading and writing.

    Raises
    ------
    StoreError
        `path` is the live file itself, its folder cannot be written, or the disk is full.
    """
    if path.resolve() == live.resolve():
        raise StoreError("the backup cannot be the place's own file: choose another name.")
    with _new_beside(path) as new:
        with said_plainly(), contextlib.closing(sqlite3.connect(new, isolation_level=None)) as copy:
            connection.backup(copy)
            # One file that stands alone: no write-ahead log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        _put_in_place(new, path)


def restore(copy: Path, path: Path) -> None:
    """
    Put the store's copy `copy` at `path`; the file that was there is kept as `NAME.before-restore`.

    Nobody else may have the place open.

    Raises
    ------
    StoreError
        `copy` is not a whole store, or comes from a newer version; nothing was changed.
    """
    if not copy.is_file():
        raise StoreError(f"{copy.name} is not there: give the file that `assetmap backup` wrote.")
    _must_be_whole(copy)
    with _new_beside(path) as new:
        with said_plainly(), contextlib.closing(sqlite3.connect(f"file:{_quoted(copy)}?mode=ro", uri=True)) as source:
            with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as target:
                source.backup(target)
        if path.exists():
            _keep_aside(path)
        _put_in_place(new, path)


def refuse_network_drive(path: Path) -> None:
    """Refuse a folder on a network drive, where file locks do not hold and edits are lost."""
    if not _MOUNTS.exists():
        return
    folder = path.resolve().parent
    best, kind = "", ""
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        point, system = (line.split(" ") + ["", "", ""])[1:3]
        point = point.replace("\\040", " ")
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, system
    if kind in _NETWORK:
        raise StoreError(
            "the place lies on a network drive, where edits can be lost: keep it on this machine's own disk."
        )


def _must_be_whole(copy: Path) -> None:
    with said_plainly(), contextlib.closing(sqlite3.connect(f"file:{_quoted(copy)}?mode=ro", uri=True)) as source:
        register(source)
        source.isolation_level = None
        if source.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError(f"{copy.name} is not a backup of a place.")
        version = source.execute("PRAGMA user_version").fetchone()[0]
        if not 1 <= version <= NEWEST:
            raise StoreError(f"{copy.name} is not from this assetmap or an older one: install the newer version first.")
        if version == NEWEST and (problems := find_damage(source).problems):
            raise StoreError(f"{copy.name} is damaged ({problems[0]}): choose another backup.")


def _keep_aside(path: Path) -> None:
    """Fold the log of the present store into its file, and keep that beside."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=5)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = path.with_suffix(".before-restore")
    kept.unlink(missing_ok=True)
    os.link(path, kept)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


@contextlib.contextmanager
def _new_beside(path: Path) -> Iterator[Path]:
    new: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", suffix=".tmp", dir=path.parent)
        os.close(handle)
        new = Path(name)
        yield new
    except OSError as error:
        raise StoreError(f"{path.name} could not be written: {error.strerror}. Nothing was changed.") from None
    finally:
        if new is not None:
            for leftover in (new, Path(f"{new}-wal"), Path(f"{new}-shm"), Path(f"{new}-journal")):
                with contextlib.suppress(OSError):
                    leftover.unlink(missing_ok=True)


def _put_in_place(new: Path, path: Path) -> None:
    with new.open("rb") as handle:
        os.fsync(handle.fileno())
    new.replace(path)


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))
