"""Calls and handouts in the same file as the assets; see `store.ringing`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetmap.errors import ConflictError, StoreError
from assetmap.roles import need
from assetmap.store.geopackage import records
from assetmap.store.geopackage.people import still
from assetmap.store.ringing import ANSWERS, Call
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import date

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool

_CALL = "SELECT id, asset_id, made_on, made_by, answer FROM calls"


class GeoPackageRinging:
    """What `store.ringing.Ringing` promises; every method is one transaction."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def handed_out(self, ids: Collection[str], on: date) -> None:
        """Count one page; see `Ringing.handed_out`."""
        month = f"{on:%Y-%m}"
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(
                "INSERT INTO handouts SELECT id, ?, 1 FROM assets WHERE id = ? AND status <> 'withdrawn' "
                "ON CONFLICT (asset_id, month) DO UPDATE SET count = count + 1",
                [(month, asset_id) for asset_id in sorted(set(ids))],
            )
            cursor.execute("COMMIT")

    def counts(self, *, since: date) -> dict[str, int]:
        """Return how often each was handed out; see `Ringing.counts`."""
        said = "SELECT asset_id, sum(count) FROM handouts WHERE month >= ? GROUP BY asset_id"
        with self._pool.borrow() as connection:
            return dict(connection.execute(said, (f"{since:%Y-%m}",)).fetchall())

    def note(self, asset_id: str, answer: str, *, by: By, on: datetime | None = None, after: int | None = None) -> Call:
        """Keep that somebody has rung; see `Ringing.note`."""
        if answer not in ANSWERS:
            raise StoreError(f"there is no such answer to a call: choose one of {', '.join(ANSWERS)}.")
        need(by, "call")
        when = (on or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            still(cursor, by)
            there = cursor.execute("SELECT status FROM assets WHERE id = ?", (asset_id,)).fetchone()
            if there is None or there[0] == "withdrawn":
                cursor.execute("ROLLBACK")
                raise StoreError(_("it has been taken away meanwhile. Nothing was changed."))
            last = _calls(cursor.execute(f"{_CALL} WHERE asset_id = ? ORDER BY id DESC LIMIT 1", (asset_id,)))
            if after is not None and last and last[0].number != after:
                cursor.execute("ROLLBACK")
                raise ConflictError(_("somebody has just rung. Nothing was changed."), theirs=last[0])
            cursor.execute(
                "INSERT INTO calls (asset_id, made_on, made_by, answer) VALUES (?, ?, ?, ?)",
                (asset_id, when, records.plain(str(by)), answer),
            )
            number = cursor.lastrowid
            assert number is not None
            cursor.execute("COMMIT")
        return Call(
            number=number, asset_id=asset_id, on=datetime.fromisoformat(when), by=records.plain(str(by)), answer=answer
        )

    def about(self, asset_id: str | None = None) -> list[Call]:
        """Return calls, oldest first; see `Ringing.about`."""
        with self._pool.borrow() as connection:
            if asset_id is None:
                return _calls(connection.execute(f"{_CALL} ORDER BY id"))
            return _calls(connection.execute(f"{_CALL} WHERE asset_id = ? ORDER BY id", (asset_id,)))


def _calls(rows: sqlite3.Cursor) -> list[Call]:
    return [
        Call(number=number, asset_id=asset_id, on=datetime.fromisoformat(on), by=by, answer=answer)
        for number, asset_id, on, by, answer in rows
    ]
