"""Looking for damage: the file, its index, its history and every record in it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import Asset
from assetmap.errors import AssetMapError, StoreError
from assetmap.store.base import CheckReport
from assetmap.store.geopackage import blobs, erasing, records, schema
from assetmap.store.geopackage.connections import BUSY_S, sentence

if TYPE_CHECKING:
    from pathlib import Path

_MOST_NAMED = 5

# Each query gives the ids of what is wrong; none should give any.
_RULES = {
    "has a shape that the index does not know": """
        SELECT id FROM assets WHERE geom NOT NULL AND fid NOT IN (SELECT id FROM rtree_assets_geom)""",
    "is in the index but has no shape": """
        SELECT coalesce(a.id, r.id) FROM rtree_assets_geom r LEFT JOIN assets a ON a.fid = r.id WHERE a.geom ISNULL""",
    "differs from its own newest version": """
        SELECT a.id FROM assets a LEFT JOIN versions v ON v.asset_id = a.id AND v.version = a.version
        WHERE v.record IS NOT a.record OR v.geom IS NOT a.geom OR v.change IS NOT a.change""",
    "lacks a version in its history": """
        SELECT a.id FROM assets a LEFT JOIN (
          SELECT asset_id, count(*) n, min(version) low, max(version) high FROM versions GROUP BY asset_id
        ) v ON v.asset_id = a.id WHERE (v.low IS NOT 1 OR v.n IS NOT v.high OR v.high IS NOT a.version)
        AND a.id NOT IN (SELECT asset_id FROM tombstones)""",
    "was taken away for good and is not empty": """
        SELECT a.id FROM tombstones t JOIN assets a ON a.id = t.asset_id
        WHERE a.status <> 'withdrawn' OR a.geom NOT NULL OR a.name || a.kind || a.source || a.source_id <> ''
          OR (SELECT count(*) FROM versions v WHERE v.asset_id = a.id) <> 1
          OR EXISTS (SELECT 1 FROM exact_versions e WHERE e.asset_id = a.id)
          OR EXISTS (SELECT 1 FROM suggestions s WHERE s.asset_id = a.id)
          OR EXISTS (SELECT 1 FROM handouts h WHERE h.asset_id = a.id)
          OR EXISTS (SELECT 1 FROM calls c WHERE c.asset_id = a.id)
          OR EXISTS (SELECT 1 FROM strands r WHERE r.asset_id = a.id)""",
    "was taken away for good and is still known as a workshop's": """
        SELECT m.asset_id FROM session_assets m JOIN tombstones t ON t.asset_id = m.asset_id""",
    "is no draft any more and still has the picture that it was typed from": """
        SELECT p.asset_id FROM session_pictures p JOIN assets a ON a.id = p.asset_id WHERE a.status <> 'draft'""",
    "was taken away for good and something said in a workshop is still about it": """
        SELECT t.asset_id FROM session_notes n JOIN json_each(n.about) j JOIN tombstones t ON t.asset_id = j.value""",
    "has an exact place that differs from its newest version's": """
        SELECT a.id FROM assets a LEFT JOIN exact_places e ON e.asset_id = a.id
        LEFT JOIN exact_versions v ON v.asset_id = a.id AND v.version = a.version WHERE e.geom IS NOT v.geom""",
}


def report(path: Path) -> CheckReport:
    """
    Look at a store without changing it.

    Returns
    -------
    report
        `problems` are sentences: the file's own integrity, links between tables, the spatial index, versions
        without gaps that end in what is shown, and records that the vocabulary knows. Damage that keeps the
        file from being read at all is a problem, too, not an error.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S, isolation_level=None
        )
        with contextlib.closing(connection):
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")  # everything below looks at one moment
            if not schema.is_current(connection):
                return CheckReport(assets=0, changes=0, problems=(f"{path.name} has an older form: open it once.",))
            return _report(connection)
    except StoreError as error:
        return CheckReport(assets=0, changes=0, problems=(str(error),))
    except sqlite3.Error as error:
        return CheckReport(assets=0, changes=0, problems=(str(sentence(error, path)),))


def _report(connection: sqlite3.Connection) -> CheckReport:
    problems = [
        f"The file is damaged: {row[0]}."
        for row in connection.execute("PRAGMA integrity_check(10)")
        if row[0] != "ok"
    ]  # fmt: skip
    problems += [
        f"A row of {table} points to a row of {parent} that is not there."
        for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(10)
    ]
    index = connection.execute("SELECT rtreecheck('rtree_assets_geom')").fetchone()[0]
    if index != "ok":
        problems.append(f"The spatial index is damaged: {index}.")
    for what, query in _RULES.items():
        wrong = [str(row[0]) for row in connection.execute(query)]
        if wrong:
            problems.append(f"{_named(wrong)} {what}.")
    left = [
        row[0]
        for row in connection.execute("SELECT short FROM sessions WHERE id IN (SELECT session FROM session_tombstones)")
    ]
    problems += [f"Workshop {short} was taken back and is not empty." for short in left]
    problems += _unreadable(connection)
    assets, changes = connection.execute(
        "SELECT (SELECT count(*) FROM assets), (SELECT count(*) FROM changes)"
    ).fetchone()
    return CheckReport(assets=assets, changes=changes, problems=tuple(problems))


def _unreadable(connection: sqlite3.Connection) -> list[str]:
    wrong: list[str] = []
    for asset_id, short, record, blob, gone in connection.execute(
        "SELECT a.id, short, record, geom, t.asset_id NOT NULL FROM assets a "
        "LEFT JOIN tombstones t ON t.asset_id = a.id"
    ):
        try:
            (row,) = records.from_texts([record])
            if not gone:
                Asset.from_record(row, blobs.from_blobs([blob])[0])
            if row["id"] != asset_id or (gone and record != erasing.empty_record(asset_id, short)):
                wrong.append(asset_id)
        except (AssetMapError, shapely.GEOSException, ValueError, TypeError, KeyError):
            wrong.append(asset_id)
    return [f"{_named(wrong)} cannot be read as an asset."] if wrong else []


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"Asset {', '.join(ids[:_MOST_NAMED])}{more}"
