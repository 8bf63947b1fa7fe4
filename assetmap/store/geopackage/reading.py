"""Rows of the file as records, through `sqlite3` and shapely; GDAL never opens the live file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.errors import StoreError
from assetmap.store.base import Change, Edit, Stored
from assetmap.store.geopackage import blobs, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.store.base import Bounds

Row = tuple[str, bytes | None, int, int]
"""Record, geometry, version, change."""

_ROW = "a.record, a.geom, a.version, a.change"
_BATCH = 4096
_ALIKE = str.maketrans("OIL", "011")  # Crockford base 32 reads these letters as the digits they look like

# Of what is out of every output nothing is decided; what was made one with another goes on there.
SUGGESTED = """
FROM suggestions s JOIN assets a ON a.id = s.asset_id
JOIN versions v ON v.asset_id = a.id AND v.version = a.version
WHERE s.decided = '' AND (a.status IN ('published', 'paused') OR v.what = 'merged')
"""


def select(
    connection: sqlite3.Connection, *, bbox: Bounds | None, statuses: Collection[str] | None, source: str | None
) -> list[Row]:
    """Fetch rows as they are at one moment, by order of arrival; the index's candidates where `bbox` is given."""
    tables, where, values = "assets a", [], list[object]()
    if bbox is not None:
        west, south, east, north = bbox
        tables += " JOIN rtree_assets_geom r ON r.id = a.fid"
        where.append("r.minx <= ? AND r.maxx >= ? AND r.miny <= ? AND r.maxy >= ?")
        values += [east, west, north, south]
    if statuses is not None:
        where.append(f"a.status IN ({', '.join('?' * len(statuses))})")
        values += list(statuses)
    if source is not None:
        where.append("a.source = ?")
        values.append(records.plain(source))
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    return connection.execute(f"SELECT {_ROW} FROM {tables}{condition} ORDER BY a.fid", values).fetchall()


def ids(connection: sqlite3.Connection, *, statuses: Collection[str] | None, listed: bool | None) -> list[str]:
    """Fetch ids alone, by order of arrival."""
    where, values = ["id NOT IN (SELECT asset_id FROM tombstones)"], list[object]()
    if statuses is not None:
        where.append(f"status IN ({', '.join('?' * len(statuses))})")
        values += list(statuses)
    if listed is not None:
        where.append(f"source_id {'<>' if listed else '='} ''")
    found = connection.execute(f"SELECT id FROM assets WHERE {' AND '.join(where)} ORDER BY fid", values)
    return [asset_id for (asset_id,) in found]


def stored(rows: list[Row], *, bbox: Bounds | None = None) -> Iterator[Stored]:
    """Decode rows; with `bbox` only what truly touches it."""
    box = None if bbox is None else shapely.box(*bbox)
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        shapes = blobs.from_blobs([row[1] for row in batch])
        touches = None if box is None else shapely.intersects(np.asarray(shapes, dtype=object), box)
        values = records.from_texts([row[0] for row in batch])
        for place, (value, shape, (_, _, version, change)) in enumerate(zip(values, shapes, batch, strict=True)):
            if touches is None or touches[place]:
                yield Stored(asset=records.to_asset(value, shape), version=version, change=change)


def one(connection: sqlite3.Connection | sqlite3.Cursor, asset_id: str) -> Stored | None:
    """Find one asset by id, else by its code however it was typed."""
    for column, value in (("id", asset_id.lower()), ("id", asset_id), ("short", asset_id.upper().translate(_ALIKE))):
        text = value.strip().encode("utf-8", "replace").decode()
        rows = connection.execute(f"SELECT {_ROW} FROM assets a WHERE a.{column} = ?", (text,)).fetchall()
        if rows:
            return next(stored(rows))
    return None


def is_erased(connection: sqlite3.Connection | sqlite3.Cursor, asset_id: str) -> bool:
    """Say whether somebody asked for an asset to be forgotten."""
    return connection.execute("SELECT 1 FROM tombstones WHERE asset_id = ?", (asset_id,)).fetchone() is not None


def refuse_erased(connection: sqlite3.Connection | sqlite3.Cursor, asset_id: str) -> None:
    """
    Refuse to write anything about what was taken away for good.

    Raises
    ------
    StoreError
        It was.
    """
    if is_erased(connection, asset_id):
        raise StoreError(
            "it was taken away for good, for somebody asked for it. Nothing was changed. Add it anew if they agree."
        )


def true_place(connection: sqlite3.Connection, asset_id: str) -> BaseGeometry | None:
    """Open the table of true places."""
    rows = connection.execute("SELECT geom FROM exact_places WHERE asset_id = ?", (asset_id,)).fetchall()
    return blobs.from_blobs([rows[0][0]])[0] if rows else None


def secret(connection: sqlite3.Connection | sqlite3.Cursor) -> bytes | None:
    """Fetch the store's own secret, where it has been asked for yet."""
    rows = connection.execute("SELECT value FROM secret").fetchall()
    return bytes(rows[0][0]) if rows else None


def before(connection: sqlite3.Connection, change: int) -> dict[str, tuple[Asset, BaseGeometry | None] | None]:
    """Fetch what a change found: each asset one version earlier with its true place; None where it was new."""
    rows = connection.execute(
        "SELECT n.asset_id, p.record, p.geom, e.geom FROM versions n "
        "LEFT JOIN versions p ON p.asset_id = n.asset_id AND p.version = n.version - 1 "
        "LEFT JOIN exact_versions e ON e.asset_id = p.asset_id AND e.version = p.version "
        "WHERE n.change = ? ORDER BY n.asset_id",
        (change,),
    ).fetchall()
    shown = blobs.from_blobs([row[2] for row in rows])
    exact = blobs.from_blobs([row[3] for row in rows])
    texts = records.from_texts([row[1] or "null" for row in rows])
    return {
        row[0]: None if text is None else (records.to_asset(text, a), b)
        for row, text, a, b in zip(rows, texts, shown, exact, strict=True)
    }


def versions(connection: sqlite3.Connection, asset_id: str) -> dict[int, Edit]:
    """Fetch all that an asset ever was, oldest first, by version, each with its true place."""
    rows = connection.execute(
        "SELECT v.version, v.what, v.record, v.geom, e.geom, v.back_to, v.into_id FROM versions v "
        "LEFT JOIN exact_versions e ON e.asset_id = v.asset_id AND e.version = v.version "
        "WHERE v.asset_id = ? ORDER BY v.version",
        (asset_id,),
    ).fetchall()
    shown = blobs.from_blobs([row[3] for row in rows])
    exact = blobs.from_blobs([row[4] for row in rows])
    return {
        row[0]: Edit(
            asset=records.to_asset(text, a), exact=b, expected=row[0] - 1, what=row[1], back_to=row[5], into=row[6]
        )
        for row, text, a, b in zip(rows, records.from_texts([row[2] for row in rows]), shown, exact, strict=True)
    }


# An undo of an undo puts back what counts again: the version it came from is looked at.
_INTO = """
WITH RECURSIVE stands(version, what, back_to) AS (
  SELECT v.version, v.what, v.back_to FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version
  WHERE a.id = ?1
  UNION SELECT v.version, v.what, v.back_to FROM stands s JOIN versions v ON v.asset_id = ?1 AND v.version = s.back_to
  WHERE s.what = 'undone'
)
SELECT k.asset_id FROM stands s JOIN versions g ON g.asset_id = ?1 AND g.version = s.version AND g.what = 'merged'
JOIN versions k ON k.change = g.change AND k.what = 'joined' AND k.asset_id = coalesce(g.into_id, k.asset_id)
"""
_LONGEST_TRAIL = 100


def now_under(connection: sqlite3.Connection, asset_id: str) -> str | None:
    """Follow merges to their end: the same change made one asset `merged` and the other `joined`."""
    at: str | None = None
    for _ in range(_LONGEST_TRAIL):
        found = connection.execute(_INTO, (at or asset_id,)).fetchone()
        if found is None:
            break
        at = str(found[0])
    return at


def changes(connection: sqlite3.Connection, *, asset_id: str | None = None, after: int = 0) -> list[Change]:
    """
    Fetch history, oldest first: of one asset or all, after a change.

    What was withdrawn leaves this view too: the rows stay, their records are empty.
    """
    where, values = ["v.change > ?"], list[object]([after])
    if asset_id is not None:
        where.append("v.asset_id = ?")
        values.append(asset_id)
    rows = connection.execute(
        "SELECT v.change, v.asset_id, v.version, v.what, c.made_by, c.made_on, c.why, "
        "CASE WHEN a.status = 'withdrawn' THEN '{}' ELSE v.record END "
        "FROM versions v JOIN changes c USING (change) JOIN assets a ON a.id = v.asset_id "
        f"WHERE {' AND '.join(where)} ORDER BY v.change, a.fid",
        values,
    ).fetchall()
    values_of: list[dict[str, Any]] = records.from_texts([row[7] for row in rows])
    return [
        Change(
            change=row[0], asset_id=row[1], version=row[2], what=row[3], by=row[4], on=datetime.fromisoformat(row[5]),
            why=row[6], record=record,
        )
        for row, record in zip(rows, values_of, strict=True)
    ]  # fmt: skip
