"""Changes as wholes: what was done lately, without opening a record."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from assetmap.store.base import Summary

if TYPE_CHECKING:
    import sqlite3

# An import is one change with a row for each asset, so everything is counted in the file, not here.
_RECENT = """
WITH page AS (
  SELECT change, made_by, made_on, why FROM changes WHERE change < ? ORDER BY change DESC LIMIT ?
)
SELECT page.change, page.made_by, page.made_on, page.why, v.what, count(*),
  sum(a.version = v.version),
  sum(EXISTS (SELECT 1 FROM versions n WHERE n.asset_id = v.asset_id AND n.version = v.version + 1
    AND n.what = 'undone')),
  sum(a.version = v.version AND a.status = 'draft'), min(a.fid)
FROM page JOIN versions v ON v.change = page.change JOIN assets a ON a.id = v.asset_id
GROUP BY page.change, v.what ORDER BY page.change DESC, v.what
"""
_NAMED = """
SELECT a.id, CASE WHEN a.status = 'withdrawn' AND v.what NOT IN ('rejected', 'undone') THEN '' ELSE a.name END
FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version WHERE a.fid = ?
"""
_NEWEST = 2**62


def recent(connection: sqlite3.Connection, limit: int, *, before: int | None = None) -> list[Summary]:
    """Sum up the newest changes, newest first."""
    rows = connection.execute(_RECENT, (_NEWEST if before is None else before, limit)).fetchall()
    return [_summed(connection, list(parts)) for _, parts in groupby(rows, key=lambda row: row[0])]


def _summed(connection: sqlite3.Connection, parts: list[tuple[Any, ...]]) -> Summary:
    change, by, on, why, *_ = parts[0]
    latest, undone, drafts = (sum(part[column] for part in parts) for column in (6, 7, 8))
    asset_id, name = connection.execute(_NAMED, (min(part[9] for part in parts),)).fetchone()
    return Summary(
        change=change, by=by, on=datetime.fromisoformat(on), why=why, counts={part[4]: part[5] for part in parts},
        latest=latest, undone=undone, drafts=drafts, asset_id=asset_id, name=name,
    )  # fmt: skip
