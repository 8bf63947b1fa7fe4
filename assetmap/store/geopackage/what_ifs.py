"""The tables of what-ifs: one row each, and one for every asset that it names."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assetmap.roles import need
from assetmap.store.geopackage import records
from assetmap.store.geopackage.people import still
from assetmap.store.what_ifs import WhatIf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool


class GeoPackageWhatIfs:
    """See `store.what_ifs.WhatIfs`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, name: str, *, assets: Mapping[str, float | None], record: Mapping[str, Any], by: By) -> None:
        """Keep a what-if; one of the same name, capitals aside, is replaced."""
        need(by, "plan")
        said, text = records.plain(name), json.dumps(record, sort_keys=True)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            still(cursor, by)
            _forget(cursor, said)
            cursor.execute(
                "INSERT INTO what_ifs (name, made_on, made_by, record, many) VALUES (?, ?, ?, ?, ?)",
                (said, now, records.plain(str(by)), text, len(assets)),
            )
            number = cursor.lastrowid
            cursor.executemany("INSERT INTO what_if_assets VALUES (?, ?, ?)", [(number, *x) for x in assets.items()])
            cursor.execute("COMMIT")

    def all(self, *, by: By) -> list[WhatIf]:
        """Return them all, by name."""
        need(by, "plan")
        with self._pool.borrow() as connection:
            connection.execute("BEGIN")
            still(connection, by)
            rows = connection.execute("SELECT id, name, made_on, made_by, record, many FROM what_ifs").fetchall()
            parts = connection.execute("SELECT what_if, asset_id, capacity FROM what_if_assets").fetchall()
            connection.execute("COMMIT")
        assets: dict[int, dict[str, float | None]] = {number: {} for number, *_ in rows}
        for number, asset_id, capacity in parts:
            assets[number][asset_id] = capacity
        found = [
            WhatIf(
                name=name, on=datetime.fromisoformat(on), by=made_by, assets=assets[number],
                gone=many - len(assets[number]), record=json.loads(record),
            )
            for number, name, on, made_by, record, many in rows
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.name.casefold(), one.name))

    def forget(self, name: str, *, by: By) -> bool:
        """Forget one; whether there was one of that name."""
        need(by, "plan")
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            still(cursor, by)
            there = _forget(cursor, records.plain(name))
            cursor.execute("COMMIT")
        return there


def take_out(cursor: sqlite3.Cursor, asset_id: str, called: Collection[str]) -> None:
    """Take an asset that is forgotten out of every what-if, and what it was called out of their words."""
    rows = cursor.execute(
        "SELECT id, name, record FROM what_ifs WHERE id IN (SELECT what_if FROM what_if_assets WHERE asset_id = ?)",
        (asset_id,),
    ).fetchall()
    cursor.execute("DELETE FROM what_if_assets WHERE asset_id = ?", (asset_id,))
    if not called:
        return
    # The longest first, of which others may be parts.
    names = re.compile("|".join(re.escape(x) for x in sorted(called, key=len, reverse=True)), re.IGNORECASE)
    for number, name, text in rows:
        record = json.loads(text)
        for added in record.get("added", []):
            added["name"] = names.sub("…", str(added.get("name", "")))
        clean = json.dumps(record, sort_keys=True)
        cursor.execute("UPDATE what_ifs SET name = ?, record = ? WHERE id = ?", (names.sub("…", name), clean, number))


def _forget(cursor: sqlite3.Cursor, name: str) -> bool:
    """Delete all of a name: SQLite's own folding knows of no letters beyond A to Z."""
    same = [
        (number,)
        for number, said in cursor.execute("SELECT id, name FROM what_ifs").fetchall()
        if said.casefold() == name.casefold()
    ]
    cursor.executemany("DELETE FROM what_if_assets WHERE what_if = ?", same)
    cursor.executemany("DELETE FROM what_ifs WHERE id = ?", same)
    return bool(same)
