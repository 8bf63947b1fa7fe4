"""The table of pairs that look the same and are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetmap.store.geopackage import records
from assetmap.store.geopackage.people import still

if TYPE_CHECKING:
    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool


class GeoPackageApart:
    """See `store.apart.Apart`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, one: str, other: str, *, by: By) -> None:
        """Keep that two assets are two different things."""
        row = (*sorted((one, other)), records.plain(str(by)), datetime.now(UTC).isoformat(timespec="microseconds"))
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            connection.execute("INSERT OR IGNORE INTO apart VALUES (?, ?, ?, ?)", row)
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
