"""The table of lists that came in: a row for each shape and source."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetmap.roles import need_steward
from assetmap.store.geopackage import records
from assetmap.store.geopackage.people import still
from assetmap.store.lists import KnownList, Remembered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool


class GeoPackageLists:
    """See `store.lists.Lists`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, shape: str, source: str, *, meanings: Mapping[str, str], kind: str, by: By) -> None:
        """Keep what a list's columns mean; what was known of the same shape and source is replaced."""
        need_steward(by, "bring in a list")
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        said = Remembered(shape=shape, source=source, meanings=meanings, kind=kind)
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            remember(connection.cursor(), said, by=by, on=now)
            connection.execute("COMMIT")

    def of(self, shape: str) -> list[KnownList]:
        """Return what is known of lists of a shape, the newest first."""
        with self._pool.borrow() as connection:
            rows = connection.execute(
                "SELECT shape, source, meanings, kind, made_by, made_on FROM lists WHERE shape = ? "
                "ORDER BY made_on DESC, source",
                (shape,),
            ).fetchall()
        return [
            KnownList(
                shape=shape, source=source, meanings=json.loads(meanings), kind=kind, by=by,
                on=datetime.fromisoformat(on),
            )
            for shape, source, meanings, kind, by, on in rows
        ]  # fmt: skip


def remember(cursor: sqlite3.Cursor, said: Remembered, *, by: By, on: str) -> None:
    """Keep what was said of a list, inside a transaction."""
    meanings = json.dumps(dict(said.meanings), sort_keys=True)
    row = (said.shape, records.plain(said.source), meanings, said.kind, records.plain(str(by)), on)
    cursor.execute("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?, ?)", row)
