"""Changes as wholes: what was done lately, without opening a record."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from assetmap.store.base import Summary
from assetmap.store.geopackage import records

if TYPE_CHECKING:
    import sqlite3

# An import is one change with a row for each asset, so everything is counted in the file, not here. A version that
# puts an earlier one back (`back_to`) stands for it, and for what that put back (`stands`): what it leaps is undone.
_RECENT = """
WITH RECURSIVE page AS (SELECT change, made_by, made_on, why FROM changes WHERE {} ORDER BY change DESC LIMIT ?),
stands (asset_id, version, back_to) AS (
  SELECT v.asset_id, v.version, v.back_to FROM versions v CROSS JOIN assets a ON a.id = v.asset_id
  WHERE v.back_to NOT NULL AND a.version = v.version
  UNION ALL
  SELECT v.asset_id, v.version, v.back_to FROM stands s
  JOIN versions v ON v.asset_id = s.asset_id AND v.version = s.back_to
)
SELECT page.change, page.made_by, page.made_on, page.why, v.what, count(*),
  sum(a.version = v.version OR s.version NOT NULL),
  sum(leapt.version NOT NULL OR EXISTS (SELECT 1 FROM versions n
    WHERE n.asset_id = v.asset_id AND n.version = v.version + 1 AND n.what = 'undone')),
  sum(a.version = v.version AND a.status = 'draft'), min(a.fid)
FROM page JOIN versions v ON v.change = page.change JOIN assets a ON a.id = v.asset_id
LEFT JOIN stands s ON s.asset_id = v.asset_id AND s.version = v.version
LEFT JOIN stands leapt ON leapt.asset_id = v.asset_id AND leapt.back_to < v.version AND v.version < leapt.version
GROUP BY page.change, v.what ORDER BY page.change DESC, v.what
"""
_NAMED = """
SELECT a.id, CASE WHEN a.status = 'withdrawn' AND v.what NOT IN ('rejected', 'undone', 'merged')
  THEN '' ELSE a.name END
FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version WHERE a.fid = ?
"""


def recent(
    connection: sqlite3.Connection,
    limit: int,
    *,
    before: int | None = None,
    by: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Summary]:
    """Sum up the newest changes, newest first."""
    asked = {
        "change < ?": before,
        "made_by = ?": None if by is None else records.plain(by),
        "made_on >= ?": _text(since),
        "made_on < ?": _text(until),
    }
    asked = {condition: value for condition, value in asked.items() if value is not None}
    rows = connection.execute(_RECENT.format(" AND ".join(["1", *asked])), [*asked.values(), limit]).fetchall()
    return [_summed(connection, list(parts)) for _, parts in groupby(rows, key=lambda row: row[0])]


def _text(when: datetime | None) -> str | None:
    """Write a moment as the file has it: texts of one form, which sort as their moments do."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="microseconds")


def _summed(connection: sqlite3.Connection, parts: list[tuple[Any, ...]]) -> Summary:
    change, by, on, why, *_ = parts[0]
    latest, undone, drafts = (sum(part[column] for part in parts) for column in (6, 7, 8))
    asset_id, name = connection.execute(_NAMED, (min(part[9] for part in parts),)).fetchone()
    return Summary(
        change=change, by=by, on=datetime.fromisoformat(on), why=why, counts={part[4]: part[5] for part in parts},
        latest=latest, undone=undone, drafts=drafts, asset_id=asset_id, name=name,
    )  # fmt: skip
