"""Assets of workshops: which came from which, by which way, and the pictures that drafts are typed from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assetmap.errors import PermissionDeniedError, StoreError, TooManyError
from assetmap.roles import need_steward
from assetmap.store.geopackage import proofs, records
from assetmap.store.geopackage.sessions_rows import found, through_the_door
from assetmap.store.sessions import HOWS, LARGEST_PICTURE, MOST_A_PHONE, MOST_A_PHONE_A_MINUTE, Member
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Edit
    from assetmap.store.sessions import Belongs

RUN = "run a workshop"
NAMED_BESIDE, CONTACT = ("told_by", "person", "contact"), ("contact_name", "phone", "email")
_MANY = N_("this phone has sent very much: wait a minute, then send it again. Nothing you typed is lost.")
_JPEG = b"\xff\xd8\xff"
_LONGEST_WORDS = 500


def keep(
    cursor: sqlite3.Cursor, edits: Iterable[Edit], belongs: Mapping[str, Belongs], *, by: By, on: str
) -> None:  # fmt: skip
    """
    Keep which of the assets that a write keeps came from a workshop, inside its transaction.

    Raises
    ------
    PermissionDeniedError
        A phone's door is shut, or it would do more than leave drafts; or whoever writes does not look after the map.
    TooManyError
        One phone sends very much.
    StoreError
        There is no such workshop, or what is said of the asset is none of its words.
    """
    if not belongs:
        return
    written = {edit.asset.id: edit for edit in edits}
    if missing := belongs.keys() - written.keys():
        raise StoreError(f"[belongs] {min(missing)[:40]} is not among what is written. Nothing was changed.")
    for asset_id, one in belongs.items():
        if one.phone:
            edit = written[asset_id]
            if edit.asset.status != "draft" or edit.expected != 0:
                need_steward(by, RUN)
            through_the_door(cursor, one.phone, one.session)
            sent(cursor, one.phone)
        else:
            need_steward(by, RUN)
        _keep(cursor, asset_id, one, on=on)


def decided(cursor: sqlite3.Cursor, edits: Iterable[Edit]) -> None:
    """Let go of the pictures of what is no draft any more, inside the transaction that decides."""
    if cursor.execute("SELECT 1 FROM session_pictures LIMIT 1").fetchone() is None:
        return
    gone = [(edit.asset.id,) for edit in edits if edit.asset.status != "draft"]
    cursor.executemany("DELETE FROM session_pictures WHERE asset_id = ?", gone)


def sent(cursor: sqlite3.Cursor, token: str) -> None:
    """
    Count what a phone sends, inside the transaction that keeps it.

    Raises
    ------
    TooManyError
        More than `MOST_A_PHONE_A_MINUTE`, or `MOST_A_PHONE` in all.
    """
    mark, now = proofs.mark(token), datetime.now(UTC)
    row = cursor.execute("SELECT sent, minute, lately FROM session_phones WHERE mark = ?", (mark,)).fetchone()
    many, minute, lately = row
    if abs(now - datetime.fromisoformat(minute)) > timedelta(minutes=1):
        minute, lately = now.isoformat(timespec="seconds"), 0
    if many >= MOST_A_PHONE or lately >= MOST_A_PHONE_A_MINUTE:
        raise TooManyError(_(_MANY))
    cursor.execute(
        "UPDATE session_phones SET sent = ?, minute = ?, lately = ? WHERE mark = ?",
        (many + 1, minute, lately + 1, mark),
    )


def members(connection: sqlite3.Connection, session_id: str) -> dict[str, Member]:
    """Fetch the assets of a workshop in the order they came, without those that were taken out again."""
    rows = connection.execute(
        "SELECT m.asset_id, m.how, m.category, m.sticker, m.sheet, m.shown, m.said_where, p.asset_id NOT NULL, "
        "m.came_on, m.at_x, m.at_y FROM session_assets m JOIN assets a ON a.id = m.asset_id "
        "LEFT JOIN session_pictures p ON p.asset_id = m.asset_id "
        "WHERE m.session = ? AND a.status <> 'withdrawn' ORDER BY m.number",
        (session_id,),
    ).fetchall()
    return {
        row[0]: Member(
            asset_id=row[0], how=row[1], category=row[2], number=row[3], sheet=row[4], shown=bool(row[5]),
            said_where=row[6], has_picture=bool(row[7]), on=datetime.fromisoformat(row[8]),
            at=None if row[9] is None else (row[9], row[10]),
        )
        for row in rows
    }  # fmt: skip


def readings(connection: sqlite3.Connection, session_id: str) -> list[tuple[str, str, float, float]]:
    """Fetch where on which sheet something was read before, whatever was decided about it; not what was undone."""
    return connection.execute(
        "SELECT m.asset_id, m.sheet, m.at_x, m.at_y FROM session_assets m JOIN assets a ON a.id = m.asset_id "
        "JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
        "WHERE m.session = ? AND m.at_x NOT NULL AND NOT (a.status = 'withdrawn' AND v.what = 'undone') "
        "ORDER BY m.number",
        (session_id,),
    ).fetchall()


def hushed(connection: sqlite3.Connection, *, kinds: Collection[str], audiences: Collection[str]) -> list[Asset]:
    """Fetch what has a name or an address that stays private, without its place; see `store.sessions.Sessions`."""
    some = [", ".join("?" * len(x)) for x in (kinds, audiences)]
    rows = connection.execute(
        f"SELECT record FROM assets WHERE name <> '' AND (kind IN ({some[0]}) OR shown_as = 'not_shown' "
        "OR (status <> 'withdrawn' AND (shown_as <> 'exact' "
        f"OR audience NOT IN ({some[1]}) OR json_extract(record, '$.contact_name') <> '')))",
        (*kinds, *audiences),
    ).fetchall()
    return [records.to_asset(row, None) for row in records.from_texts([x for (x,) in rows])]


def beside(connection: sqlite3.Connection, session_id: str) -> list[str]:
    """Fetch who was named beside what was said and put on the map; see `store.sessions.Sessions.beside`."""
    notes = connection.execute("SELECT private FROM session_notes WHERE session = ?", (session_id,)).fetchall()
    assets = connection.execute(
        "SELECT a.record FROM session_assets m JOIN assets a ON a.id = m.asset_id WHERE m.session = ?", (session_id,)
    ).fetchall()
    said = [(x, NAMED_BESIDE) for x in records.from_texts([x for (x,) in notes])]
    said += [(x, CONTACT) for x in records.from_texts([x for (x,) in assets])]
    return sorted({str(row[key]) for row, keys in said for key in keys if row.get(key)})


def all_of(cursor: sqlite3.Cursor, session_id: str) -> list[str]:
    """Fetch the ids of all that came from a workshop, hidden or not."""
    rows = cursor.execute("SELECT asset_id FROM session_assets WHERE session = ? ORDER BY number", (session_id,))
    return [asset_id for (asset_id,) in rows.fetchall()]


def show(cursor: sqlite3.Cursor, session_id: str, ids: Sequence[str], *, shown: bool) -> None:
    """Let assets and notes of a workshop onto the big screen, or take them off."""
    rows = [(int(shown), session_id, x) for x in ids]
    cursor.executemany("UPDATE session_assets SET shown = ? WHERE session = ? AND asset_id = ?", rows)
    cursor.executemany("UPDATE session_notes SET shown = ? WHERE session = ? AND id = ?", rows)


def sort(cursor: sqlite3.Cursor, asset_id: str, *, category: str | None, number: int | None) -> None:
    """Say which category and number an asset of a workshop has; None leaves it."""
    row = cursor.execute("SELECT session FROM session_assets WHERE asset_id = ?", (asset_id,)).fetchone()
    if row is None:
        raise StoreError(_("it did not come from a workshop. Nothing was changed."))
    if category is not None:
        _checked_category(cursor, row[0], category)
        cursor.execute("UPDATE session_assets SET category = ? WHERE asset_id = ?", (category, asset_id))
    if number is not None:
        cursor.execute("UPDATE session_assets SET sticker = ? WHERE asset_id = ?", (number, asset_id))


def _keep(cursor: sqlite3.Cursor, asset_id: str, one: Belongs, *, on: str) -> None:
    session = found(cursor, one.session)
    if one.how not in HOWS:
        raise StoreError(f"[how] choose one of {', '.join(HOWS)}. Nothing was changed.")
    _checked_category(cursor, session.id, one.category)
    there = cursor.execute("SELECT session FROM session_assets WHERE asset_id = ?", (asset_id,)).fetchone()
    if there is not None and (there[0] != session.id or one.phone):
        raise PermissionDeniedError(_("it came from somewhere else already. Nothing was changed."))
    x, y = one.at or (None, None)
    cursor.execute(
        "INSERT INTO session_assets (asset_id, session, how, category, sticker, sheet, at_x, at_y, shown, said_where, "
        "came_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (asset_id) DO UPDATE SET "
        "category = excluded.category, sticker = excluded.sticker, shown = excluded.shown, "
        "said_where = excluded.said_where",
        (
            asset_id, session.id, "phone" if one.phone else one.how, one.category, one.number,
            records.plain(one.sheet), x, y, int(one.shown and not one.phone),
            records.plain(one.said_where.strip())[:_LONGEST_WORDS], on,
        ),
    )  # fmt: skip
    if one.picture is not None and not one.phone:
        if not one.picture.startswith(_JPEG) or len(one.picture) > LARGEST_PICTURE:
            raise StoreError("[picture] a picture to type from is a small JPEG. Nothing was changed.")
        cursor.execute("INSERT OR REPLACE INTO session_pictures VALUES (?, ?)", (asset_id, one.picture))


def _checked_category(cursor: sqlite3.Cursor, session_id: str, category: str) -> None:
    if category and category not in {x.key for x in found(cursor, session_id).categories}:
        raise StoreError(_("this workshop has no such category. Nothing was changed."))
