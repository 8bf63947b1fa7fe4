"""The record of copies: which assets each holds, as one bit an asset."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import StoreError
from assetmap.store.copies import Copy
from assetmap.store.geopackage import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from assetmap.store.geopackage.connections import Pool

_FEW = 500
_ROW = "id, made_on, what, name, holds, gone_on"


class GeoPackageCopies:
    """See `store.copies.Copies`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def add(self, what: str, name: str, holds: Iterable[str]) -> int:
        """Keep that a copy was taken; the very same again on one day is kept once."""
        file = records.plain(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
        now = datetime.now(UTC)
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            bits = _bits(_fids(cursor, list(holds)))
            cursor.execute("BEGIN IMMEDIATE")
            same = cursor.execute(
                "SELECT id FROM copies WHERE made_on >= ? AND what = ? AND name = ? AND holds = ? AND gone_on = ''",
                (now.date().isoformat(), what, file, bits),
            ).fetchone()
            if same is not None:
                cursor.execute("ROLLBACK")
                return int(same[0])
            cursor.execute(
                "INSERT INTO copies (made_on, what, name, holds) VALUES (?, ?, ?, ?)",
                (now.isoformat(timespec="seconds"), what, file, bits),
            )
            made = cursor.lastrowid
            cursor.execute("COMMIT")
        assert made is not None
        return made

    def of(self, asset_id: str) -> list[Copy]:
        """Return the copies that hold an asset and are not gone, newest first."""
        with self._pool.borrow() as connection:
            fids = _fids(connection.cursor(), [asset_id])
            rows = connection.execute(f"SELECT {_ROW} FROM copies WHERE gone_on = '' ORDER BY id DESC").fetchall()
        return [_copy(row) for row in rows if fids and _holds(row[4], fids[0])]

    def lately(self, limit: int) -> list[Copy]:
        """Return the newest copies, newest first."""
        with self._pool.borrow() as connection:
            rows = connection.execute(f"SELECT {_ROW} FROM copies ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return [_copy(row) for row in rows]

    def gone(self, copy_id: int) -> None:
        """Keep that a copy is no more."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._pool.borrow() as connection:
            done = connection.execute(
                "UPDATE copies SET gone_on = CASE gone_on WHEN '' THEN ? ELSE gone_on END WHERE id = ?", (now, copy_id)
            )
            if not done.rowcount:
                raise StoreError(f"there is no copy {copy_id} in the list. Nothing was changed.")


def carry(live: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Bring along into what is restored which copies were taken since; assets are known there by other numbers."""
    there = dict(copy.execute("SELECT id, fid FROM assets").fetchall())
    number_of = {
        fid: there[asset_id] for fid, asset_id in live.execute("SELECT fid, id FROM assets") if asset_id in there
    }
    known = set(copy.execute("SELECT made_on, what, name FROM copies").fetchall())
    for made_on, what, name, holds, gone_on in live.execute("SELECT made_on, what, name, holds, gone_on FROM copies"):
        if (made_on, what, name) in known:
            if gone_on:
                said = "UPDATE copies SET gone_on = ? WHERE made_on = ? AND what = ? AND name = ?"
                copy.execute(said, (gone_on, made_on, what, name))
            continue
        held = np.flatnonzero(_unpacked(holds)).tolist()
        bits = _bits([number_of[fid] for fid in held if fid in number_of])
        said = "INSERT INTO copies (made_on, what, name, holds, gone_on) VALUES (?, ?, ?, ?, ?)"
        copy.execute(said, (made_on, what, name, bits, gone_on))


def _fids(cursor: sqlite3.Cursor, ids: list[str]) -> list[int]:
    if len(ids) <= _FEW:
        said = f"SELECT fid FROM assets WHERE id IN ({', '.join('?' * len(ids))})"
        return [fid for (fid,) in cursor.execute(said, ids)]
    wanted = set(ids)
    return [fid for fid, asset_id in cursor.execute("SELECT fid, id FROM assets") if asset_id in wanted]


def _bits(fids: list[int]) -> bytes:
    flags = np.zeros(max(fids, default=0) + 1, dtype=bool)
    flags[fids] = True
    return zlib.compress(np.packbits(flags).tobytes(), 9)


def _unpacked(bits: bytes) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.unpackbits(np.frombuffer(zlib.decompress(bits), dtype=np.uint8))


def _holds(bits: bytes, fid: int) -> bool:
    flags = zlib.decompress(bits)
    return fid // 8 < len(flags) and bool(flags[fid // 8] >> (7 - fid % 8) & 1)


def _copy(row: tuple[Any, ...]) -> Copy:
    return Copy(
        id=row[0], on=datetime.fromisoformat(row[1]), what=row[2], name=row[3], assets=int(_unpacked(row[4]).sum()),
        gone_on=datetime.fromisoformat(row[5]) if row[5] else None,
    )  # fmt: skip
