"""What two copies of a store hold besides assets, put together part by part: what was stirred last counts."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.assets import short_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

KINDS = ("session", "member", "note", "vote", "apart")
"""In an order in which what is pointed at comes first."""
IS = "is"
"""The part that says whether a row is there."""
Parts = dict[str, Any]
Stamp = tuple[str, int]
_NEVER: Stamp = ("", 0)
_ATTEMPTS = 100


@dataclass(kw_only=True)
class Rows:
    """Rows of one kind: key → what stands in each part; and when which part was stirred, and how often."""

    there: dict[str, Parts]
    stamps: Mapping[str, Mapping[str, Stamp]]


@dataclass(kw_only=True)
class Joined:
    """
    What becomes of rows of one kind here.

    Attributes
    ----------
    changed
        Those that differ, as they shall be; None where one goes.
    stamps
        Key → when each part was stirred, as far as is known to both.
    new
        How many were not here.
    """

    changed: dict[str, Parts | None] = field(default_factory=dict)
    stamps: dict[str, dict[str, Stamp]] = field(default_factory=dict)
    new: int = 0


def read(connection: sqlite3.Connection | sqlite3.Cursor, kind: str) -> Rows:
    """Fetch the rows of a kind."""
    stamps: defaultdict[str, dict[str, Stamp]] = defaultdict(dict)
    for key, part, at, n in connection.execute("SELECT key, part, at, n FROM stirred WHERE what = ?", (kind,)):
        stamps[key][part] = (at, n)
    return Rows(there=_READ[kind](connection), stamps=dict(stamps))


def joined(ours: Rows, theirs: Rows, *, is_gone: Callable[[str, Parts], bool]) -> Joined:
    """Put rows of a kind together; `is_gone` says whether a row is about what was taken away for good."""
    out = Joined()
    for key in sorted({*theirs.there, *theirs.stamps}):
        mine, other = ours.there.get(key), theirs.there.get(key)
        if is_gone(key, other or mine or {}):
            continue
        here, there = ours.stamps.get(key, {}), theirs.stamps.get(key, {})
        if _is_in(mine, here, other, there):
            parts = _parts(mine, here, other, there)
            if parts != mine:
                out.changed[key] = parts
                out.new += mine is None
        elif mine is not None:
            out.changed[key] = None
        stamps = {part: max(here.get(part, _NEVER), there.get(part, _NEVER)) for part in {*here, *there}}
        if key in out.changed or stamps != here:
            out.stamps[key] = stamps
    return out


def write(cursor: sqlite3.Cursor, kind: str, rows: Joined) -> None:
    """Keep rows that were put together, inside a transaction."""
    for key, parts in rows.changed.items():
        if parts is None:
            _DELETE[kind](cursor, key)
        else:
            _WRITE[kind](cursor, key, parts)
    for key, stamps in rows.stamps.items():  # what was only put together here was not stirred here
        cursor.execute("DELETE FROM stirred WHERE what = ? AND key = ?", (kind, key))
        cursor.executemany(
            "INSERT INTO stirred VALUES (?, ?, ?, ?, ?)", [(kind, key, x, at, n) for x, (at, n) in stamps.items()]
        )


def _is_in(
    mine: Parts | None, here: Mapping[str, Stamp], other: Parts | None, there: Mapping[str, Stamp]
) -> bool:  # fmt: skip
    if mine is None and other is None:
        return False
    ours, theirs = (here.get(IS, _NEVER), mine is not None), (there.get(IS, _NEVER), other is not None)
    return max(ours, theirs)[1]


def _parts(
    mine: Parts | None, here: Mapping[str, Stamp], other: Parts | None, there: Mapping[str, Stamp]
) -> Parts:  # fmt: skip
    if mine is None or other is None:
        return dict(mine or other or {})
    out: Parts = {}
    for part in dict.fromkeys((*mine, *other)):
        ours = (_stamp(here, part), _text(mine.get(part)))
        theirs = (_stamp(there, part), _text(other.get(part)))
        side = mine if ours >= theirs else other
        if side.get(part) is not None:
            out[part] = side[part]
        elif part not in side and ours[0] == theirs[0]:  # only one has it, and it is new
            out[part] = (other if side is mine else mine)[part]
    return out


def _stamp(stamps: Mapping[str, Stamp], part: str) -> Stamp:
    """Say when a part was stirred; what is put in anew, in the place of what was there, is so in all its parts."""
    return max(stamps.get(part, _NEVER), stamps.get(IS, _NEVER))


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _sessions(connection: sqlite3.Connection | sqlite3.Cursor) -> dict[str, Parts]:
    out = {}
    rows = connection.execute("SELECT id, short, name, day, record, made_by, made_on, closed_on FROM sessions")
    for key, short, name, day, record, made_by, made_on, closed_on in rows.fetchall():
        said = json.loads(record)
        own = said.pop("categories", [])
        out[key] = {
            "!short": short, "!made": [made_by, made_on], "name": name, "day": day, "closed_on": closed_on,
            "order": [x["key"] for x in own], **{f"category:{x['key']}": x for x in own},
            **{x: y for x, y in said.items() if y is not None},
        }  # fmt: skip
    return out


def _write_session(cursor: sqlite3.Cursor, key: str, parts: Parts) -> None:
    own = {x.partition(":")[2]: y for x, y in parts.items() if x.startswith("category:")}
    order = [x for x in parts.get("order", []) if x in own]
    fixed = {"name", "day", "closed_on", "order"}
    record = {"where": "", "question": "", "bounds": None, "budget": None} | {
        x: y for x, y in parts.items() if x not in fixed and not x.startswith(("!", "category:"))
    }
    record["categories"] = [own[x] for x in [*order, *sorted(own.keys() - set(order))]]
    row = (parts["name"], parts["day"], json.dumps(record, sort_keys=True), parts.get("closed_on", ""))
    if cursor.execute("SELECT 1 FROM sessions WHERE id = ?", (key,)).fetchone() is not None:
        cursor.execute(
            "UPDATE sessions SET name = ?, day = ?, record = ?, closed_on = ?, version = version + 1, "
            "code = CASE ? WHEN '' THEN code ELSE '' END WHERE id = ?",
            (*row, row[3], key),
        )
        return
    cursor.execute(
        "INSERT INTO sessions (id, short, name, day, record, closed_on, made_by, made_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (key, _free_short(cursor, key, parts["!short"]), *row, *parts["!made"]),
    )


def _free_short(cursor: sqlite3.Cursor, key: str, short: str) -> str:
    taken = "SELECT 1 FROM sessions WHERE short = ?1 UNION SELECT 1 FROM session_tombstones WHERE short = ?1"
    for attempt in range(_ATTEMPTS):
        if cursor.execute(taken, (short,)).fetchone() is None:
            break
        short = short_of(key, attempt=attempt)
    return short


def _reader(table: str, key: str, *columns: str) -> Callable[[sqlite3.Connection | sqlite3.Cursor], dict[str, Parts]]:
    def read_them(connection: sqlite3.Connection | sqlite3.Cursor) -> dict[str, Parts]:
        rows = connection.execute(f"SELECT {key}, {', '.join(columns)} FROM {table}").fetchall()
        return {row[0]: {x: y for x, y in zip(columns, row[1:], strict=True) if y is not None} for row in rows}

    return read_them


_MEMBER = (
    "session", "how", "category", "sticker", "sheet", "at_x", "at_y", "shown", "said_where", "came_on",
)  # fmt: skip
_NOTE = ("session", "what", "words", "audience", "about", "record", "private", "shown", "gone", "said_on")


def _write_member(cursor: sqlite3.Cursor, key: str, parts: Parts) -> None:
    values = [parts.get(x) for x in _MEMBER]
    if cursor.execute("SELECT 1 FROM session_assets WHERE asset_id = ?", (key,)).fetchone() is not None:
        cursor.execute(f"UPDATE session_assets SET {_to(_MEMBER)} WHERE asset_id = ?", (*values, key))
    elif cursor.execute("SELECT 1 FROM assets WHERE id = ?", (key,)).fetchone() is not None:
        said = f"INSERT INTO session_assets (asset_id, {', '.join(_MEMBER)}) VALUES (?{', ?' * len(_MEMBER)})"
        cursor.execute(said, (key, *values))


def _write_note(cursor: sqlite3.Cursor, key: str, parts: Parts) -> None:
    values = [parts.get(x) for x in _NOTE]
    if cursor.execute("SELECT 1 FROM session_notes WHERE id = ?", (key,)).fetchone() is not None:
        cursor.execute(f"UPDATE session_notes SET {_to(_NOTE)}, version = version + 1 WHERE id = ?", (*values, key))
        return
    said = f"INSERT INTO session_notes (id, version, {', '.join(_NOTE)}) VALUES (?, 1{', ?' * len(_NOTE)})"
    cursor.execute(said, (key, *values))


def _write_vote(cursor: sqlite3.Cursor, key: str, parts: Parts) -> None:
    cursor.execute("INSERT OR REPLACE INTO session_votes VALUES (?, ?, ?, ?)", (*key.split(" "), parts["dots"]))


def _write_apart(cursor: sqlite3.Cursor, key: str, parts: Parts) -> None:
    row = (*key.split(" "), parts["said_by"], parts["said_on"])
    cursor.execute("INSERT OR REPLACE INTO apart VALUES (?, ?, ?, ?)", row)


def _delete_note(cursor: sqlite3.Cursor, key: str) -> None:
    cursor.execute("DELETE FROM session_audio WHERE note = ?", (key,))
    cursor.execute("DELETE FROM session_votes WHERE target = ?", (key,))
    cursor.execute("DELETE FROM session_notes WHERE id = ?", (key,))


def _delete_vote(cursor: sqlite3.Cursor, key: str) -> None:
    cursor.execute("DELETE FROM session_votes WHERE session = ? AND ballot = ? AND target = ?", key.split(" "))


def _delete_apart(cursor: sqlite3.Cursor, key: str) -> None:
    cursor.execute("DELETE FROM apart WHERE one = ? AND other = ?", key.split(" "))


def _nothing(cursor: sqlite3.Cursor, key: str) -> None:
    """Neither a workshop nor what belongs to it goes but by being withdrawn."""


def _to(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{x} = ?" for x in columns)


_READ: Mapping[str, Callable[[sqlite3.Connection | sqlite3.Cursor], dict[str, Parts]]] = {
    "session": _sessions,
    "member": _reader("session_assets", "asset_id", *_MEMBER),
    "note": _reader("session_notes", "id", *_NOTE),
    "vote": _reader("session_votes", "session || ' ' || ballot || ' ' || target", "dots"),
    "apart": _reader("apart", "one || ' ' || other", "said_by", "said_on"),
}
_WRITE: Mapping[str, Callable[[sqlite3.Cursor, str, Parts], None]] = {
    "session": _write_session, "member": _write_member, "note": _write_note, "vote": _write_vote,
    "apart": _write_apart,
}  # fmt: skip
_DELETE: Mapping[str, Callable[[sqlite3.Cursor, str], None]] = {
    "session": _nothing, "member": _nothing, "note": _delete_note, "vote": _delete_vote, "apart": _delete_apart,
}  # fmt: skip
