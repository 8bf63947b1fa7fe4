"""The table of suggestions, through `sqlite3`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assetmap.errors import ConflictError
from assetmap.store.geopackage import blobs, records
from assetmap.store.geopackage.people import capped, still
from assetmap.store.geopackage.reading import SUGGESTED, refuse_erased
from assetmap.store.suggested import WAITS, Suggestion
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool
    from assetmap.store.suggested import Decision, Suggested

_COLUMNS = (
    "s.id, s.asset_id, s.seen, s.record, s.geom, s.exact, s.made_by, s.made_on, s.why, s.decided, s.decided_by, "
    "s.decided_on, s.reason, s.change"
)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A suggestion with its shapes encoded before the file is locked."""

    key: str
    suggested: Suggested
    shown: bytes | None
    exact: bytes | None


class GeoPackageSuggestions:
    """See `store.suggested.Suggestions`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, suggested: Suggested, *, by: By, key: str | None = None, why: str = "") -> tuple[int, bool]:
        """Keep a suggestion, in one transaction with what is asked of it."""
        shown, exact = blobs.to_blobs([suggested.asset.where, suggested.exact])
        key = None if key is None else key.encode("utf-8", "backslashreplace").decode()
        row = (
            suggested.asset.id, suggested.seen, records.to_text(suggested.asset), shown, exact,
            records.plain(str(by)), _now(), records.plain(why), key,
        )  # fmt: skip
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            there = cursor.execute("SELECT id FROM suggestions WHERE key = ?", (key,)).fetchone() if key else None
            if there is not None:
                cursor.execute("ROLLBACK")
                return int(there[0]), True
            still(cursor, by)
            capped(cursor, by)
            refuse_erased(cursor, suggested.asset.id)
            cursor.execute(
                "INSERT INTO suggestions (asset_id, seen, record, geom, exact, made_by, made_on, why, key) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            number = cursor.lastrowid
            assert number is not None
            cursor.execute("COMMIT")
        return number, False

    def get(self, number: int) -> Suggestion | None:
        """Return a suggestion, or None."""
        return next(iter(self._those("WHERE s.id = ?", [number])), None)

    def by_key(self, key: str) -> Suggestion | None:
        """Return what an idempotency key has brought, or None."""
        return next(iter(self._those("WHERE s.key = ?", [key.encode("utf-8", "backslashreplace").decode()])), None)

    def waiting(self, *, limit: int | None = None) -> list[Suggestion]:
        """Return what waits, oldest first."""
        with self._pool.borrow() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} {SUGGESTED} ORDER BY s.id LIMIT ?", (-1 if limit is None else limit,)
            ).fetchall()
        return _read(rows)

    def count(self) -> int:
        """Say how many wait."""
        with self._pool.borrow() as connection:
            return int(connection.execute(f"SELECT count(*) {SUGGESTED}").fetchone()[0])

    def of(self, asset_ids: Collection[str]) -> list[Suggestion]:
        """Return all that was ever suggested about assets, oldest first."""
        return self._those(f"WHERE s.asset_id IN ({', '.join('?' * len(asset_ids))})", list(asset_ids))

    def of_change(self, change: int) -> list[Suggestion]:
        """Return what was taken by a change, also where that has been undone since."""
        return self._those("WHERE s.change = ?", [change])

    def born(self, change: int) -> list[Suggestion]:
        """Return what came with a change."""
        return self._those("WHERE s.born = ?", [change])

    def made(self, *, by: str, since: datetime, until: datetime) -> list[Suggestion]:
        """Return what one person suggested within a time, oldest first."""
        return self._those(
            "WHERE s.made_by = ? AND s.made_on >= ? AND s.made_on < ?",
            [records.plain(by), _text(since), _text(until)],
        )

    def decide(self, decisions: Sequence[Decision], *, by: By) -> None:
        """Keep what becomes of suggestions, all or none."""
        with self._pool.borrow() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            still(cursor, by)
            decide(cursor, decisions, by=by, change=None, on=_now())
            cursor.execute("COMMIT")

    def _those(self, where: str, values: Sequence[object]) -> list[Suggestion]:
        with self._pool.borrow() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM suggestions s {where} ORDER BY s.id", list(values)
            ).fetchall()
        return _read(rows)


def decide(
    cursor: sqlite3.Cursor, decisions: Sequence[Decision], *, by: By, change: int | None, on: str
) -> None:  # fmt: skip
    """
    Keep what becomes of suggestions, inside a transaction.

    Raises
    ------
    ConflictError
        One is not what it was expected to be.
    """
    for decision in decisions:
        said = (records.plain(str(by)), on, records.plain(decision.reason))
        waits = decision.decided == WAITS
        cursor.execute(
            "UPDATE suggestions SET decided = ?, decided_by = ?, decided_on = ?, reason = ?, "
            "change = coalesce(?, change) WHERE id = ? AND decided = ?",
            (
                decision.decided, *(("", "", "") if waits else said),
                None if waits else decision.change or change, decision.id, decision.expected,
            ),
        )  # fmt: skip
        if cursor.rowcount != 1:
            raise ConflictError(
                _("somebody else has decided about this suggestion in between. Nothing was changed. Look at it again.")
            )


def prepared(proposing: Mapping[str, Suggested]) -> list[Prepared]:
    """Encode suggestions, each under its key."""
    ours = list(proposing.items())
    shown = blobs.to_blobs([x.asset.where for _, x in ours])
    exact = blobs.to_blobs([x.exact for _, x in ours])
    return [
        Prepared(key=key, suggested=x, shown=a, exact=b)
        for (key, x), a, b in zip(ours, shown, exact, strict=True)
    ]  # fmt: skip


def propose(
    cursor: sqlite3.Cursor, proposed: Sequence[Prepared], *, by: By, on: str, why: str, born: int | None
) -> None:  # fmt: skip
    """Keep suggestions that come with a change, inside its transaction; a key that was there before keeps nothing."""
    for x in proposed:
        refuse_erased(cursor, x.suggested.asset.id)
    cursor.executemany(
        "INSERT OR IGNORE INTO suggestions (asset_id, seen, record, geom, exact, made_by, made_on, why, key, born) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                x.suggested.asset.id, x.suggested.seen, records.to_text(x.suggested.asset), x.shown, x.exact,
                records.plain(str(by)), on, records.plain(x.suggested.why or why), x.key, born,
            )
            for x in proposed
        ],
    )  # fmt: skip


def _read(rows: Sequence[tuple[Any, ...]]) -> list[Suggestion]:
    shown = blobs.from_blobs([row[4] for row in rows])
    exact = blobs.from_blobs([row[5] for row in rows])
    values = records.from_texts([str(row[3]) for row in rows])
    return [
        Suggestion(
            id=row[0], asset_id=row[1], seen=row[2], asset=records.to_asset(value, a), exact=b,
            by=row[6], on=datetime.fromisoformat(row[7]), why=row[8], decided=row[9], decided_by=row[10],
            decided_on=datetime.fromisoformat(row[11]) if row[11] else None, reason=row[12], change=row[13],
        )
        for row, value, a, b in zip(rows, values, shown, exact, strict=True)
    ]  # fmt: skip


def _now() -> str:
    return _text(datetime.now(UTC))


def _text(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")
