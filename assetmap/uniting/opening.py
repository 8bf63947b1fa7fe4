"""
The other copy, opened as a stranger's file: looked at before it is read, and never written.

A home that somebody works in is copied as it is at that moment. What lies in the copy is then held against the form of
a store, down to each table and trigger, brought forward and looked over, as `unpack` and `restore` do.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.files import UNFINISHED
from assetmap.store.geopackage import restore
from assetmap.store.geopackage.connections import said
from assetmap.store.geopackage.strange import refuse_strange

if TYPE_CHECKING:
    from collections.abc import Iterator

_STORE = "assets.gpkg"
_DATABASE = b"SQLite format 3\0"
_BUSY_S = 30.0
_NOTHING = "Nothing was changed."


@contextlib.contextmanager
def opened(other: Path, home: Path) -> Iterator[Path]:
    """
    Give a copy of the other's store, of this program's own form, for as long as the block runs.

    Parameters
    ----------
    other
        The folder of a home, or a store: a backup, or what a pack holds.
    home
        The place's own home, in which the copy lies meanwhile; what is left when this is cut off is swept there.

    Raises
    ------
    StoreError
        It is neither, is the place itself, is damaged, holds what no store does, or a newer program wrote it.
    """
    store = _found(Path(other), home)
    with _aside(home) as came, _aside(home) as looked_at:
        with said(store):
            given = sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
            with contextlib.closing(given), contextlib.closing(sqlite3.connect(came)) as copy:
                given.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        refuse_strange(came)
        looked_at.unlink()
        restore(came, looked_at)
        yield looked_at


def _found(other: Path, home: Path) -> Path:
    store = other / _STORE if other.is_dir() else other
    if not store.is_file():
        raise StoreError(
            f"there is no copy of a map in {other.name}: give the folder of a place, what `assetmap pack` wrote, or a "
            f"backup. {_NOTHING}"
        )
    with contextlib.suppress(OSError):
        if store.samefile(home / _STORE):
            raise StoreError(f"{other.name} is this place itself: give the other copy. {_NOTHING}")
    with contextlib.suppress(OSError), store.open("rb") as file:
        if file.read(len(_DATABASE)) != _DATABASE:
            raise StoreError(
                f"{other.name} is no copy of a map: give the folder of a place, what `assetmap pack` wrote, or a "
                f"backup. A list comes in with `assetmap import`. {_NOTHING}"
            )
    return store


@contextlib.contextmanager
def _aside(home: Path) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{os.getpid()}-", suffix=".gpkg", dir=home)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)
