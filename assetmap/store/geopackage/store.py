"""
A store in one GeoPackage file, through `sqlite3`.

GDAL must never open the live file: two SQLite libraries in one process break each other's locks, and acknowledged
edits are lost. What goes to GDAL or QGIS is a copy made by `backup`.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assetmap.assets import Asset, short_of
from assetmap.errors import ConflictError, StoreError
from assetmap.store.base import Bounds, Change, CheckReport, Edit, Stored, Written
from assetmap.store.geopackage.binary import from_binaries, from_binary, register, to_binary
from assetmap.store.geopackage.checking import find_damage
from assetmap.store.geopackage.copying import back_up, refuse_network_drive
from assetmap.store.geopackage.faults import said_plainly
from assetmap.store.geopackage.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

BUSY_S = 30.0
_BATCH = 5_000


class GeoPackageStore:
    """Implements `store.base.Store`. Safe to share between threads: each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []

    @classmethod
    def open(cls, path: Path) -> Self:
        """
        Open a store, or make an empty one.

        Raises
        ------
        StoreError
            The file is not a store, comes from a newer version, lies on a network drive, or cannot be written.
        """
        refuse_network_drive(Path(path))
        store = cls(Path(path))
        with said_plainly():
            migrate(store._connection())
        return store

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=256
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            register(connection)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    def write(
        self, edits: Sequence[Edit], *, by: str, key: str | None = None, why: str = "", on: datetime | None = None
    ) -> Written:
        """See `store.base.Store.write`."""
        with said_plainly():
            connection = self._connection()
            with _transaction(connection):
                if key is not None and (done := _written_before(connection, key)) is not None:
                    return done
                when = (on or datetime.now(UTC)).isoformat()
                change = connection.execute(
                    'INSERT INTO change (by, "on", why, key) VALUES (?, ?, ?, ?)', (by, when, why, key)
                ).lastrowid
                assert change is not None
                versions = {edit.asset.id: _write_one(connection, edit, change=change) for edit in edits}
            return Written(change=change, versions=versions)

    def read(self, *, bbox: Bounds | None = None, statuses: Collection[str] | None = None) -> Iterator[Stored]:
        """See `store.base.Store.read`."""
        sql = "SELECT fid, record, geom, version, change FROM asset WHERE fid > ?"
        values: list[Any] = []
        if bbox is not None:
            west, south, east, north = bbox
            sql += (
                " AND fid IN (SELECT id FROM rtree_asset_geom"
                " WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)"
            )
            values += [west, east, south, north]
        if statuses is not None:
            sql += f" AND status IN ({', '.join('?' * len(statuses))})"
            values += sorted(statuses)
        last = 0
        while True:
            with said_plainly():
                rows = self._connection().execute(f"{sql} ORDER BY fid LIMIT {_BATCH}", [last, *values]).fetchall()
            if not rows:
                return
            shapes = from_binaries([row[2] for row in rows])
            for (_, record, _, version, change), where in zip(rows, shapes, strict=True):
                yield Stored(asset=Asset.from_record(json.loads(record), where), version=version, change=change)
            last = rows[-1][0]

    def get(self, asset_id: str) -> Stored | None:
        """See `store.base.Store.get`."""
        column = "short" if len(asset_id) == 6 else "id"
        word = asset_id.upper() if column == "short" else asset_id.lower()
        with said_plainly():
            row = (
                self._connection()
                .execute(f"SELECT record, geom, version, change FROM asset WHERE {column} = ?", (word,))
                .fetchone()
            )
        if row is None:
            return None
        return Stored(asset=Asset.from_record(json.loads(row[0]), from_binary(row[1])), version=row[2], change=row[3])

    def exact_place(self, asset_id: str) -> BaseGeometry | None:
        """See `store.base.Store.exact_place`."""
        with said_plainly():
            row = (
                self._connection()
                .execute(
                    "SELECT e.geom FROM exact_place e JOIN asset a ON a.id = e.asset_id AND a.version = e.version"
                    " WHERE a.id = ?",
                    (asset_id,),
                )
                .fetchone()
            )
        return None if row is None else from_binary(row[0])

    def history(self, asset_id: str | None = None) -> list[Change]:
        """See `store.base.Store.history`."""
        return self._changes("", ()) if asset_id is None else self._changes("WHERE h.asset_id = ?", (asset_id,))

    def changes_since(self, change: int) -> list[Change]:
        """See `store.base.Store.changes_since`."""
        return self._changes("WHERE h.change > ?", (change,))

    def before(self, change: int) -> dict[str, tuple[Asset, BaseGeometry | None] | None]:
        """Return each asset a change touched as it was before, with its exact place; None where it was new."""
        return self._versions(change, offset=1)

    def _versions(self, change: int, *, offset: int) -> dict[str, tuple[Asset, BaseGeometry | None] | None]:
        with said_plainly():
            rows = (
                self._connection()
                .execute(
                    "SELECT n.asset_id, p.record, p.geom, e.geom FROM history n"
                    " LEFT JOIN history p ON p.asset_id = n.asset_id AND p.version = n.version - ?"
                    " LEFT JOIN exact_place e ON e.asset_id = p.asset_id AND e.version = p.version"
                    " WHERE n.change = ? ORDER BY n.asset_id",
                    (offset, change),
                )
                .fetchall()
            )
        return {
            asset_id: None
            if record is None
            else (Asset.from_record(json.loads(record), from_binary(geom)), from_binary(exact))
            for asset_id, record, geom, exact in rows
        }

    def _changes(self, where: str, values: tuple[object, ...]) -> list[Change]:
        with said_plainly():
            rows = (
                self._connection()
                .execute(
                    'SELECT h.change, h.asset_id, h.version, h.what, c.by, c."on", c.why, h.record FROM history h'
                    f" JOIN change c ON c.change = h.change {where} ORDER BY h.change, h.asset_id",
                    values,
                )
                .fetchall()
            )
        return [
            Change(
                change=row[0], asset_id=row[1], version=row[2], what=row[3], by=row[4],
                on=datetime.fromisoformat(row[5]), why=row[6], record=json.loads(row[7]),
            )
            for row in rows
        ]  # fmt: skip

    def version(self) -> int:
        """See `store.base.Store.version`."""
        with said_plainly():
            row = self._connection().execute("SELECT max(change) FROM change").fetchone()
        return int(row[0] or 0)

    def check(self) -> CheckReport:
        """See `store.base.Store.check`."""
        with said_plainly():
            return find_damage(self._connection())

    def backup(self, path: Path) -> None:
        """See `store.base.Store.backup`."""
        back_up(self._connection(), Path(path), live=self._path)

    def close(self) -> None:
        """See `store.base.Store.close`."""
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
        self._local = threading.local()


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _written_before(connection: sqlite3.Connection, key: str) -> Written | None:
    row = connection.execute("SELECT change FROM change WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    versions = connection.execute("SELECT asset_id, version FROM history WHERE change = ?", row).fetchall()
    return Written(change=row[0], versions=dict(versions), repeated=True)


def _write_one(connection: sqlite3.Connection, edit: Edit, *, change: int) -> int:
    """Write one asset with its version, history row and exact place; return its version."""
    asset = edit.asset
    now = connection.execute("SELECT record, geom, version, short FROM asset WHERE id = ?", (asset.id,)).fetchone()
    version = 1 if now is None else now[2] + 1
    if edit.expected is not None and edit.expected != version - 1:
        theirs = None if now is None else Asset.from_record(json.loads(now[0]), from_binary(now[1]))
        raise ConflictError(
            f"somebody else changed “{asset.name[:80]}” in the meantime: look at what they wrote, then save again.",
            theirs=theirs,
        )
    short = _free_short(connection, asset) if now is None else now[3]
    if short != asset.short:
        asset = asset.changed(short=short)
    record = json.dumps(asset.to_record(), separators=(",", ":"))
    geom = to_binary(asset.where)
    name = asset.name.encode("utf-8", "replace").decode()  # half a character cannot be text in SQL; `record` has it
    row = (geom, short, version, change, asset.status, asset.audience, asset.kind, name, record, asset.id)
    if now is None:
        connection.execute(
            "INSERT INTO asset (geom, short, version, change, status, audience, kind, name, record, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    else:
        connection.execute(
            "UPDATE asset SET geom = ?, short = ?, version = ?, change = ?, status = ?, audience = ?, kind = ?,"
            " name = ?, record = ? WHERE id = ?",
            row,
        )
    connection.execute(
        "INSERT INTO history (asset_id, version, change, what, record, geom) VALUES (?, ?, ?, ?, ?, ?)",
        (asset.id, version, change, edit.what, record, geom),
    )
    if edit.exact is not None:
        connection.execute("INSERT INTO exact_place VALUES (?, ?, ?)", (asset.id, version, to_binary(edit.exact)))
    return int(version)


def _free_short(connection: sqlite3.Connection, asset: Asset) -> str:
    wanted = asset.short
    for attempt in range(1000):
        if connection.execute("SELECT 1 FROM asset WHERE short = ?", (wanted,)).fetchone() is None:
            return wanted
        wanted = short_of(asset.id, attempt=attempt + 1)
    raise StoreError("no free code could be found for a new asset: the store is full.")
