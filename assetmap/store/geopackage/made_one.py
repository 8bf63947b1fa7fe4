"""What two assets that were made one hold of each other: the same change made one `merged` and the other `joined`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.store.geopackage import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# What an asset was merged into, and what was merged into it; with the version that took the other in.
_INTO = """
SELECT k.asset_id, k.version FROM versions g JOIN versions k ON k.change = g.change AND k.what = 'joined'
JOIN assets a ON a.id = k.asset_id WHERE g.asset_id = ? AND g.what = 'merged' AND a.name <> ''
"""
_FROM = """
SELECT g.asset_id, k.version FROM versions k JOIN versions g ON g.change = k.change AND g.what = 'merged'
JOIN assets a ON a.id = g.asset_id WHERE k.asset_id = ? AND k.what = 'joined' AND a.status = 'withdrawn'
"""


def together(cursor: sqlite3.Cursor, ids: Sequence[str]) -> list[str]:
    """Add to assets what is one with them as things stand: the same thing under another code."""
    found = dict.fromkeys(ids)
    left = list(found)
    while left:
        asset_id = left.pop()
        new: list[str] = []
        [status] = cursor.execute("SELECT status FROM assets WHERE id = ?", (asset_id,)).fetchone()
        if status == "withdrawn":
            rows = cursor.execute(_INTO, (asset_id,)).fetchall()
            new += [other for other, at in rows if _newest(cursor, other) in _standing_on(cursor, other, at)]
        rows = cursor.execute(_FROM, (asset_id,)).fetchall()
        new += [other for other, at in rows if _newest(cursor, asset_id) in _standing_on(cursor, asset_id, at)]
        left += [x for x in new if x not in found]
        found |= dict.fromkeys(new)
    return list(found)


def take_out(cursor: sqlite3.Cursor, asset_id: str, *, also_newest: bool) -> None:
    """
    Take out of the history of others what they had of an asset: those versions say what was there before.

    Parameters
    ----------
    also_newest
        Whether the other itself is put back, too, where it still stands on that: in a copy that was made then.
    """
    for other, at in cursor.execute(_INTO, (asset_id,)).fetchall():
        versions = _standing_on(cursor, other, at)
        newest = _newest(cursor, other)
        if newest in versions and not also_newest:
            continue
        record, shape = cursor.execute(
            "SELECT record, geom FROM versions WHERE asset_id = ? AND version = ?", (other, at - 1)
        ).fetchone()
        exact = cursor.execute(
            "SELECT geom FROM exact_versions WHERE asset_id = ? AND version = ?", (other, at - 1)
        ).fetchone()
        for version in sorted(versions):
            cursor.execute(
                "UPDATE versions SET record = ?, geom = ? WHERE asset_id = ? AND version = ?",
                (record, shape, other, version),
            )
            cursor.execute("DELETE FROM exact_versions WHERE asset_id = ? AND version = ?", (other, version))
            if exact is not None:
                cursor.execute("INSERT INTO exact_versions VALUES (?, ?, ?)", (other, version, exact[0]))
        if newest in versions:
            _put_back(cursor, other, record, shape, exact)


def _newest(cursor: sqlite3.Cursor, asset_id: str) -> int:
    return int(cursor.execute("SELECT version FROM assets WHERE id = ?", (asset_id,)).fetchone()[0])


def _standing_on(cursor: sqlite3.Cursor, asset_id: str, first: int) -> set[int]:
    """Find the versions that came of one: made from it, or put back to what was."""
    rows = cursor.execute(
        "SELECT version, back_to FROM versions WHERE asset_id = ? AND version >= ? ORDER BY version", (asset_id, first)
    ).fetchall()
    on = {first}
    for version, back_to in rows:
        if (back_to or version - 1) in on:  # put back to 0: it went as it stood
            on.add(version)
    return on


def _put_back(
    cursor: sqlite3.Cursor, asset_id: str, record: str, shape: bytes | None, exact: tuple[bytes] | None
) -> None:
    [row] = records.from_texts([record])
    there = records.to_asset(row, None)
    cursor.execute(
        "UPDATE assets SET record = ?, geom = ?, name = ?, kind = ?, status = ?, audience = ?, shown_as = ?, "
        "source = ?, source_id = ? WHERE id = ?",
        (
            record, shape, records.plain(there.name), there.kind, there.status, there.audience, there.precision,
            records.plain(there.source), records.plain(there.source_id), asset_id,
        ),
    )  # fmt: skip
    cursor.execute("DELETE FROM exact_places WHERE asset_id = ?", (asset_id,))
    if exact is not None:
        cursor.execute("INSERT INTO exact_places VALUES (?, ?)", (asset_id, exact[0]))
