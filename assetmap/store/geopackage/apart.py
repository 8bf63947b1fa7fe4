"""The table of pairs that look the same and are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetmap.store.geopackage import records
from assetmap.store.geopackage.people import still

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool


class GeoPackageApart:
    """See `store.apart.Apart`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, one: str, other: str, *, by: By) -> None:
        """Keep that two assets are two different things."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            keep(connection.cursor(), [(one, other)], by=by, on=now)
            connection.execute("COMMIT")

    def forget(self, one: str, other: str, *, by: By) -> None:
        """Forget that it was said."""
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            connection.execute("DELETE FROM apart WHERE one = ? AND other = ?", sorted((one, other)))
            connection.execute("COMMIT")

    def pairs(self) -> set[frozenset[str]]:
        """Return every pair."""
        with self._pool.borrow() as connection:
            return {frozenset(row) for row in connection.execute("SELECT one, other FROM apart")}


def keep(cursor: sqlite3.Cursor, pairs: Iterable[tuple[str, str]], *, by: By, on: str) -> None:
    """Keep pairs, inside a transaction; what is known stays as it is."""
    said = records.plain(str(by))
    cursor.executemany("INSERT OR IGNORE INTO apart VALUES (?, ?, ?, ?)", [(*sorted(pair), said, on) for pair in pairs])
