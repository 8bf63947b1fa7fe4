"""SQLite's errors, said plainly."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from assetmap.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCES = {
    "SQLITE_FULL": "the disk is full: free some space and save again. Nothing half-written was kept.",
    "SQLITE_READONLY": "the place's folder cannot be written: ask whoever looks after this machine for the right to.",
    "SQLITE_CANTOPEN": "the place's file cannot be opened: is the folder there, and may you write in it?",
    "SQLITE_NOTADB": "the file is not an assetmap place: choose another, or restore a backup.",
    "SQLITE_CORRUPT": "the place's file is damaged: restore the newest backup with `assetmap restore`.",
    "SQLITE_BUSY": "somebody else has been writing for half a minute: wait a moment and save again.",
    "SQLITE_LOCKED": "somebody else is writing: wait a moment and save again.",
    "SQLITE_IOERR": "the disk did not take it (full, or failing): nothing half-written was kept.",
    "SQLITE_PERM": "the place's file may not be opened by you: ask whoever looks after this machine.",
}


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """Turn every `sqlite3` error inside the block into a `StoreError` with a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "") or ""
        for start, sentence in _SENTENCES.items():
            if code.startswith(start):
                raise StoreError(sentence) from None
        if "no such table" in str(error):
            raise StoreError(_SENTENCES["SQLITE_NOTADB"]) from None
        raise StoreError(f"the store refused it ({code or type(error).__name__}). Nothing was written.") from None
