"""Suggestions, calls, lists, what-ifs, pictures and recordings of another copy, which come as they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from assetmap.store.geopackage import blobs, meeting_strands, records
from assetmap.store.geopackage.meeting_plan import asset_of
from assetmap.store.geopackage.meeting_rows import IS, Parts, Rows, Stamp, joined
from assetmap.store.geopackage.meeting_strands import STATUS, Values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from assetmap.store.geopackage.meeting_plan import Turn

_KEY = "asset_id || ' ' || made_on || ' ' || coalesce(key, '')"
_SUGGESTION = (
    f"SELECT {_KEY}, asset_id, seen, record, geom, exact, made_by, made_on, why, key, decided, decided_by, decided_on, "
    "reason FROM suggestions"
)
_CALL = "asset_id, made_on, made_by, answer"
_LOST = "said in another copy of the map, which did not know of this"


def count(mine: sqlite3.Connection, theirs: sqlite3.Connection, *, gone: Collection[str]) -> dict[str, int]:
    """Say how many suggestions and calls come, or change."""
    calls = [row for row in _new_calls(mine, theirs) if row[0] not in gone]
    there = joined(_suggestions(mine), _suggestions(theirs), is_gone=lambda key, _: key.split(" ")[0] in gone)
    return {"suggestion": len(there.changed), "call": len(calls)}


def write(
    cursor: sqlite3.Cursor,
    theirs: sqlite3.Connection,
    turns: Mapping[str, Turn],
    *,
    gone: Collection[str],
    change: int,
) -> None:
    """Bring them in, inside a transaction; assets are there."""
    _write_suggestions(cursor, theirs, gone=gone, change=change)
    for turn in turns.values():
        _keep_lost(cursor, turn, change=change)
    for row in _new_calls(cursor, theirs):
        if row[0] not in gone:
            cursor.execute(f"INSERT INTO calls ({_CALL}) VALUES (?, ?, ?, ?)", row)
    for row in theirs.execute("SELECT asset_id, month, count FROM handouts").fetchall():
        cursor.execute(
            "INSERT INTO handouts SELECT id, ?2, ?3 FROM assets WHERE id = ?1 AND status <> 'withdrawn' "
            "ON CONFLICT (asset_id, month) DO UPDATE SET count = max(count, excluded.count)",
            row,
        )
    _write_lists(cursor, theirs)
    _write_what_ifs(cursor, theirs, gone=gone)
    _write_media(cursor, theirs)


def _suggestions(connection: sqlite3.Connection | sqlite3.Cursor) -> Rows:
    stamps: defaultdict[str, dict[str, Stamp]] = defaultdict(dict)
    said = "SELECT key, part, at, n FROM stirred WHERE what = 'suggestion'"
    for key, part, at, n in connection.execute(said).fetchall():
        stamps[key][part] = (at, n)
    there: dict[str, Parts] = {
        row[0]: {"decided": [*row[1:]]}
        for row in connection.execute(
            f"SELECT {_KEY}, decided, decided_by, decided_on, reason FROM suggestions"
        ).fetchall()
    }
    return Rows(there=there, stamps={x: {y: z for y, z in parts.items() if y != IS} for x, parts in stamps.items()})


def _write_suggestions(
    cursor: sqlite3.Cursor, theirs: sqlite3.Connection, *, gone: Collection[str], change: int
) -> None:  # fmt: skip
    ours = _suggestions(cursor)
    rows = joined(ours, _suggestions(theirs), is_gone=lambda key, _: key.split(" ")[0] in gone)
    known = {row[0]: row[1:] for row in theirs.execute(_SUGGESTION).fetchall()}
    for key, parts in rows.changed.items():
        if parts is None:
            continue
        decided = parts["decided"]
        taken = change if decided[0] == "taken" else None
        if key in ours.there:
            cursor.execute(
                f"UPDATE suggestions SET decided = ?, decided_by = ?, decided_on = ?, reason = ?, change = ? "
                f"WHERE {_KEY} = ?",
                (*decided, taken, key),
            )
        else:
            _write_suggestion(cursor, theirs, known[key], decided=decided, change=change)
    for key, stamps in rows.stamps.items():
        cursor.execute("DELETE FROM stirred WHERE what = 'suggestion' AND key = ?", (key,))
        cursor.executemany(
            "INSERT INTO stirred VALUES ('suggestion', ?, ?, ?, ?)", [(key, x, *stamp) for x, stamp in stamps.items()]
        )


def _write_suggestion(
    cursor: sqlite3.Cursor, theirs: sqlite3.Connection, row: tuple[Any, ...], *, decided: list[Any], change: int
) -> None:
    """Keep a suggestion as one of what stands here: what it would change there it would change here."""
    asset_id, seen, record, shown, exact, made_by, made_on, why, key, *_ = row
    now = _newest(cursor, asset_id)
    if now is None:
        return
    version, short, values = now
    was = theirs.execute(
        "SELECT v.record, v.geom, e.geom, v.what FROM versions v LEFT JOIN exact_versions e "
        "ON e.asset_id = v.asset_id AND e.version = v.version WHERE v.asset_id = ? AND v.version = ?",
        (asset_id, seen),
    ).fetchone()
    said = meeting_strands.values_of(record, shown, exact, what="")
    before: Values = {} if was is None else meeting_strands.values_of(*was[:3], what="")
    values[STATUS] = [*values[STATUS][:2], ""]
    for name, (_, new) in meeting_strands.difference(before, said).items():
        if new is None:
            values.pop(name, None)
        else:
            values[name] = new
    _insert(
        cursor, asset_id, short, values, seen=version, by=made_by, on=made_on, why=why, key=key, change=change,
        decided=decided,
    )  # fmt: skip


def _insert(  # noqa: PLR0913  # a row
    cursor: sqlite3.Cursor,
    asset_id: str,
    short: str,
    values: Values,
    *,
    seen: int,
    by: str,
    on: str,
    why: str,
    key: str | None,
    change: int,
    decided: list[Any],
) -> None:
    edit = asset_of(values, asset_id=asset_id, short=short)
    shown, exact = blobs.to_blobs([edit.asset.where, edit.exact])
    cursor.execute(
        "INSERT OR IGNORE INTO suggestions (asset_id, seen, record, geom, exact, made_by, made_on, why, key, decided, "
        "decided_by, decided_on, reason, change, born) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            asset_id, seen, records.to_text(edit.asset), shown, exact, by, on, why, key, *decided,
            change if decided[0] == "taken" else None, change,
        ),
    )  # fmt: skip


def _keep_lost(cursor: sqlite3.Cursor, turn: Turn, *, change: int) -> None:
    """Suggest what does not count though somebody set it, not knowing of what does: it is not lost unseen."""
    now = _newest(cursor, turn.asset_id) if turn.lost else None
    if now is None:
        return
    version, short, there = now
    for name, step, value in turn.lost:
        if name == STATUS and value[0] != "closed":
            continue
        values = there | {name: value}
        _insert(
            cursor, turn.asset_id, short, values, seen=version, by=step.by, on=step.on, why=_LOST,
            key=f"met {turn.asset_id} {name} {step.mark}", change=change, decided=["", "", "", ""],
        )  # fmt: skip


def _newest(cursor: sqlite3.Cursor, asset_id: str) -> tuple[int, str, Values] | None:
    row = cursor.execute(
        "SELECT a.version, a.short, v.record, v.geom, e.geom, v.what FROM assets a "
        "JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
        "LEFT JOIN exact_versions e ON e.asset_id = a.id AND e.version = a.version "
        "WHERE a.id = ? AND a.name <> ''",
        (asset_id,),
    ).fetchone()
    if row is None:
        return None
    return row[0], row[1], meeting_strands.values_of(*row[2:5], what=row[5])


def _new_calls(
    mine: sqlite3.Connection | sqlite3.Cursor, theirs: sqlite3.Connection
) -> list[tuple[Any, ...]]:  # fmt: skip
    said = f"SELECT {_CALL} FROM calls ORDER BY id"
    there = set(mine.execute(said).fetchall())
    return [row for row in dict.fromkeys(theirs.execute(said).fetchall()) if row not in there]


def _write_lists(cursor: sqlite3.Cursor, theirs: sqlite3.Connection) -> None:
    said = "SELECT shape, source, meanings, kind, made_by, made_on FROM lists"
    there = {row[:2]: row for row in cursor.execute(said).fetchall()}
    for row in theirs.execute(said).fetchall():
        own = there.get(row[:2])
        if own is None or (own[5], own) < (row[5], row):
            cursor.execute("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?, ?)", row)


def _write_what_ifs(cursor: sqlite3.Cursor, theirs: sqlite3.Connection, *, gone: Collection[str]) -> None:
    said = "SELECT id, name, made_on, made_by, record, many FROM what_ifs"
    there = {row[1].casefold(): row for row in cursor.execute(said).fetchall()}
    for number, *row in theirs.execute(said).fetchall():
        own = there.get(row[0].casefold())
        if own is not None and tuple(own[1:]) == tuple(row):
            continue
        if own is not None and (own[2], own[4]) >= (row[1], row[3]):
            continue
        if own is not None:
            cursor.execute("DELETE FROM what_if_assets WHERE what_if = ?", (own[0],))
            cursor.execute("DELETE FROM what_ifs WHERE id = ?", (own[0],))
        cursor.execute("INSERT INTO what_ifs (name, made_on, made_by, record, many) VALUES (?, ?, ?, ?, ?)", row)
        made = cursor.lastrowid
        parts = theirs.execute("SELECT asset_id, capacity FROM what_if_assets WHERE what_if = ?", (number,)).fetchall()
        cursor.executemany(
            "INSERT INTO what_if_assets VALUES (?, ?, ?)", [(made, *x) for x in parts if x[0] not in gone]
        )


def _write_media(cursor: sqlite3.Cursor, theirs: sqlite3.Connection) -> None:
    for asset_id, picture in theirs.execute("SELECT asset_id, picture FROM session_pictures"):
        cursor.execute(
            "INSERT OR IGNORE INTO session_pictures SELECT m.asset_id, ?2 FROM session_assets m "
            "JOIN assets a ON a.id = m.asset_id WHERE m.asset_id = ?1 AND a.status = 'draft'",
            (asset_id, picture),
        )
    for note, media, recording in theirs.execute("SELECT note, media, recording FROM session_audio"):
        cursor.execute(
            "INSERT OR IGNORE INTO session_audio SELECT id, ?2, ?3 FROM session_notes WHERE id = ?1",
            (note, media, recording),
        )
