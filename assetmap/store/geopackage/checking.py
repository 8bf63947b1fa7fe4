"""Looking for damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.store.base import CheckReport

if TYPE_CHECKING:
    import sqlite3

# What must find nothing, and the sentence where it does.
_RULES = (
    (
        "SELECT count(*) FROM asset a LEFT JOIN rtree_asset_geom r ON r.id = a.fid WHERE (a.geom ISNULL) = (r.id NOTNULL)",
        "{} assets and the map's index disagree.",
    ),
    (
        "SELECT count(*) FROM rtree_asset_geom r LEFT JOIN asset a ON a.fid = r.id WHERE a.fid ISNULL",
        "{} entries of the map's index belong to no asset.",
    ),
    (
        "SELECT count(*) FROM asset a LEFT JOIN history h ON h.asset_id = a.id AND h.version = a.version"
        " WHERE h.version ISNULL OR h.record <> a.record OR h.change <> a.change OR h.geom IS NOT a.geom",
        "{} assets differ from the newest entry of their history.",
    ),
    (
        "SELECT count(*) FROM (SELECT asset_id FROM history GROUP BY asset_id"
        " HAVING min(version) <> 1 OR max(version) <> count(*))",
        "{} assets have a gap in their history.",
    ),
    (
        "SELECT count(*) FROM history h LEFT JOIN asset a ON a.id = h.asset_id WHERE a.id ISNULL",
        "{} entries of the history belong to no asset.",
    ),
    (
        "SELECT count(*) FROM exact_place e LEFT JOIN history h ON h.asset_id = e.asset_id AND h.version = e.version"
        " WHERE h.version ISNULL",
        "{} exact places belong to no version of an asset.",
    ),
)


def find_damage(connection: sqlite3.Connection) -> CheckReport:
    """Run SQLite's own check and ours over one snapshot of the file."""
    connection.execute("BEGIN")
    try:
        problems = [
            f"SQLite says: {row[0]}"
            for row in connection.execute("PRAGMA integrity_check(20)").fetchall()
            if row[0] != "ok"
        ]
        broken = len(connection.execute("PRAGMA foreign_key_check").fetchall())
        if broken:
            problems.append(f"{broken} rows point at rows that are not there.")
        for rule, sentence in _RULES:
            found = connection.execute(rule).fetchone()[0]
            if found:
                problems.append(sentence.format(found))
        assets = connection.execute("SELECT count(*) FROM asset").fetchone()[0]
        changes = connection.execute("SELECT count(*) FROM change").fetchone()[0]
    finally:
        connection.execute("COMMIT")
    return CheckReport(assets=assets, changes=changes, problems=tuple(problems))
