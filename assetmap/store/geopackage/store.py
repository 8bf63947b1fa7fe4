"""The store itself: what `store.base.Store` promises, kept in one GeoPackage."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Self

import shapely

from assetmap.errors import StoreError
from assetmap.store.erasing import Erased
from assetmap.store.geopackage import (
    checking,
    copying,
    erasing,
    kept_copies,
    overview,
    reading,
    schema,
    suggested,
    writing,
)
from assetmap.store.geopackage.apart import GeoPackageApart
from assetmap.store.geopackage.connections import BUSY_S, Pool, connect, make_private, refuse_network, said
from assetmap.store.geopackage.copies import GeoPackageCopies
from assetmap.store.geopackage.lists import GeoPackageLists
from assetmap.store.geopackage.meetings import GeoPackageMeetings
from assetmap.store.geopackage.people import GeoPackagePeople
from assetmap.store.geopackage.ringing import GeoPackageRinging
from assetmap.store.geopackage.sessions import GeoPackageSessions
from assetmap.store.geopackage.suggested import GeoPackageSuggestions
from assetmap.store.geopackage.what_ifs import GeoPackageWhatIfs

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.apart import Apart
    from assetmap.store.base import Bounds, Change, CheckReport, Edit, Stored, Summary, Written
    from assetmap.store.copies import Copies
    from assetmap.store.erasing import TakenAway
    from assetmap.store.lists import Lists, Remembered
    from assetmap.store.meetings import Meetings
    from assetmap.store.people import People
    from assetmap.store.ringing import Ringing
    from assetmap.store.sessions import Belongs, Sessions
    from assetmap.store.suggested import Decision, Suggested, Suggestions
    from assetmap.store.what_ifs import WhatIfs

_AT_OPENING_S = 0.5


class GeoPackageStore:
    """
    Assets in one GeoPackage, written through `sqlite3`; any number of threads and processes may share the file.

    QGIS and GDAL get a copy (`backup`, or an export), never the live file: two SQLite libraries in one
    process break its locks, and acknowledged writes are lost.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.calls: Ringing = GeoPackageRinging(pool)
        self.people: People = GeoPackagePeople(pool)
        self.suggestions: Suggestions = GeoPackageSuggestions(pool)
        self.apart: Apart = GeoPackageApart(pool)
        self.copies: Copies = GeoPackageCopies(pool)
        self.what_ifs: WhatIfs = GeoPackageWhatIfs(pool)
        self.lists: Lists = GeoPackageLists(pool)
        self.sessions: Sessions = GeoPackageSessions(pool)
        self.meetings: Meetings = GeoPackageMeetings(pool)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, busy_s: float = BUSY_S) -> Self:
        """
        Open a store, making it where there is none and bringing an older file forward.

        Parameters
        ----------
        busy_s
            How long to wait for another writer, in seconds.

        Raises
        ------
        StoreError
            A network drive, a folder that cannot be written, a full disk, a file that is no store or that a
            newer program wrote.
        """
        file = Path(path).absolute()
        with said(file):
            refuse_network(file)
            if file.is_dir():
                raise StoreError(f"{file.name} is a folder: give the name of a file.")
            make_private(file)
            connection = connect(file, busy_s=busy_s)
            try:
                if not schema.is_current(connection):
                    schema.migrate(connection)
                    _secret_in(connection)  # before the first backup, so that each has it
                # A reader of a file it may not write is told now, not at the first save. To begin alone would not tell:
                # beside a log that somebody else has left, SQLite quietly begins to read instead.
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("DELETE FROM generation WHERE 0")
                connection.execute("ROLLBACK")
                kept_copies.sweep(file)
                if erasing.owed(connection):
                    erasing.settle(connection, file, patience_s=_AT_OPENING_S)
            finally:
                connection.close()
        return cls(Pool(file, busy_s=busy_s))

    def write(  # noqa: PLR0913  # see `store.base.Store.write`
        self,
        edits: Sequence[Edit],
        *,
        by: By,
        key: str | None = None,
        why: str = "",
        on: datetime | None = None,
        deciding: Sequence[Decision] = (),
        proposing: Mapping[str, Suggested] | None = None,
        apart: Collection[tuple[str, str]] = (),
        remembering: Remembered | None = None,
        belongs: Mapping[str, Belongs] | None = None,
    ) -> Written:
        """Write all edits in one transaction; see `store.base.Store.write`."""
        rows = writing.prepared(edits)
        besides = writing.Besides(
            deciding=deciding, proposing=suggested.prepared(proposing or {}), apart=tuple(apart),
            remembering=remembering, belongs=belongs or {},
        )  # fmt: skip
        with self._pool.borrow_to_write() as connection:
            written = writing.write(connection, rows, by=by, key=key, why=why, on=on, besides=besides)
            erasing.settle_quickly(connection)
        return written

    def erase(
        self, asset_ids: Iterable[str], *, by: By, why: str = "", on: datetime | None = None, alone: bool = False
    ) -> Erased:
        """Forget assets for good, in the file, its log and the copies kept beside it; see `store.base.Store.erase`."""
        with self._pool.borrow() as connection:
            written = erasing.erase(connection, asset_ids, by=by, why=why, on=on, alone=alone)
            unreached = erasing.settle(connection, self._pool.path)
            waits = bool(erasing.owed(connection) & (erasing.FILE | erasing.LOG))
        return Erased(change=written.change, versions=written.versions, waits=waits, unreached=unreached)

    def taken_away(self, limit: int) -> list[TakenAway]:
        """List what was erased, newest first."""
        with self._pool.borrow() as connection:
            return erasing.taken_away(connection, limit)

    def taken_numbers(self, numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Find which numbers in a source belonged to something erased; see `store.base.Store.taken_numbers`."""
        with self._pool.borrow() as connection:
            return erasing.taken_numbers(connection, numbers)

    def erasures(self) -> int:
        """Return how many assets were ever erased."""
        with self._pool.borrow() as connection:
            return int(connection.execute("SELECT count(*) FROM tombstones").fetchone()[0])

    def read(
        self, *, bbox: Bounds | None = None, statuses: Collection[str] | None = None, source: str | None = None
    ) -> Iterator[Stored]:
        """Yield assets as they were at the call, by order of arrival; nothing is locked meanwhile."""
        with self._pool.borrow() as connection:
            rows = reading.select(connection, bbox=bbox, statuses=statuses, source=source)
        return self._decoded(rows, bbox)

    def ids(self, *, statuses: Collection[str] | None = None, listed: bool | None = None) -> list[str]:
        """Return the ids of assets by order of arrival; see `store.base.Store.ids`."""
        with self._pool.borrow() as connection:
            return reading.ids(connection, statuses=statuses, listed=listed)

    def get(self, asset_id: str) -> Stored | None:
        """Return one asset by id or by its short code (however typed), or None."""
        with self._pool.borrow() as connection:
            return reading.one(connection, asset_id)

    def exact_place(self, asset_id: str) -> BaseGeometry | None:
        """Return the true place of a blurred asset (full id), or None. The one function that opens it."""
        with self._pool.borrow() as connection:
            return reading.true_place(connection, asset_id)

    def history(self, asset_id: str | None = None) -> list[Change]:
        """Return changes oldest first, of one asset (full id) or of all; records of withdrawn assets are empty."""
        with self._pool.borrow() as connection:
            return reading.changes(connection, asset_id=asset_id)

    def changes_since(self, change: int) -> list[Change]:
        """Return what happened after a change number, oldest first."""
        with self._pool.borrow() as connection:
            return reading.changes(connection, after=change)

    def recent(
        self,
        limit: int,
        *,
        before: int | None = None,
        by: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Summary]:
        """Return the newest changes, newest first, each as a whole; see `store.base.Store.recent`."""
        with self._pool.borrow() as connection:
            return overview.recent(connection, limit, before=before, by=by, since=since, until=until)

    def versions(self, asset_id: str) -> dict[int, Edit]:
        """Return all that an asset (full id) ever was, by version; see `store.base.Store.versions`."""
        with self._pool.borrow() as connection:
            return reading.versions(connection, asset_id)

    def now_under(self, asset_id: str) -> str | None:
        """Return the id of what an asset (full id) was made one with; see `store.base.Store.now_under`."""
        with self._pool.borrow() as connection:
            return reading.now_under(connection, asset_id)

    def before(self, change: int) -> dict[str, tuple[Asset, BaseGeometry | None] | None]:
        """Return what a change found: asset id → the asset as it was, and its exact place; None where it was new."""
        with self._pool.borrow() as connection:
            return reading.before(connection, change)

    def version(self) -> int:
        """Return the number of the newest change (0 for a new store)."""
        with self._pool.borrow() as connection:
            return int(connection.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0])

    def mark(self) -> str:
        """Return a mark that no other content of the store ever has, also after a restore."""
        with self._pool.borrow() as connection:
            said = "SELECT (SELECT id FROM generation) || '-' || coalesce(max(change), 0) FROM changes"
            return str(connection.execute(said).fetchone()[0])

    def secret(self) -> bytes:
        """Return 32 random bytes of this store's own, which its backups carry; made with the store."""
        with self._pool.borrow() as connection:
            return _secret_in(connection)

    def check(self) -> CheckReport:
        """Look for damage; see `checking.report`."""
        return checking.report(self._pool.path)

    def backup(self, path: Path) -> None:
        """
        Write a whole copy to `path` while others go on; a file of that name is replaced when the copy is whole.

        The copy is one plain file that QGIS opens. It holds exact places and drafts too, so only its
        owner may read it.
        """
        with self._pool.borrow() as connection:
            copying.copy_out(connection, self._pool.path, Path(path))

    def close(self) -> None:
        """Let go of the file; the log is folded into it when the last one leaves."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _decoded(self, rows: list[reading.Row], bbox: Bounds | None) -> Iterator[Stored]:
        try:
            yield from reading.stored(rows, bbox=bbox)
        except (shapely.GEOSException, ValueError):
            raise StoreError(
                f"{self._pool.path.name} holds an asset that cannot be read: `assetmap check` names it; put a backup "
                "in its place with `assetmap restore`."
            ) from None


def _secret_in(connection: sqlite3.Connection) -> bytes:
    there = reading.secret(connection)
    if there is None:
        connection.execute(schema.KEEP_OWN_KEY, (secrets.token_bytes(32),))  # whoever is first, is right
        there = reading.secret(connection)
    assert there is not None
    return there
