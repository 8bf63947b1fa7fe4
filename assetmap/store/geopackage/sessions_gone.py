"""Workshops that were taken back, and what is left in the words of others of an asset that somebody asked to forget."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from assetmap.disclosure import SHOWN
from assetmap.disclosure.names import of_contacts, of_doors, of_people, of_things
from assetmap.roles import is_steward
from assetmap.store.geopackage import records, sessions_assets, sessions_said
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from assetmap.assets import Asset

_LEAST_LETTERS = 3


class GoneSession(NamedTuple):
    """A row of what was taken back."""

    session: str
    short: str
    made_on: str
    made_by: str


def knows(connection: sqlite3.Connection | sqlite3.Cursor) -> bool:
    """Say whether a file's schema knows workshops."""
    said = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'session_tombstones'"
    return connection.execute(said).fetchone() is not None


def gone(connection: sqlite3.Connection) -> list[GoneSession]:
    """List the workshops that were taken back; none in a file of an older schema."""
    if not knows(connection):
        return []
    rows = connection.execute("SELECT session, short, made_on, made_by FROM session_tombstones").fetchall()
    return [GoneSession(*row) for row in rows]


def there(connection: sqlite3.Connection, sessions: Sequence[GoneSession]) -> list[GoneSession]:
    """Say which of the workshops that were taken back a file still holds."""
    if not sessions or not knows(connection):
        return []
    said = "SELECT 1 FROM sessions WHERE id = ?"
    return [one for one in sessions if connection.execute(said, (one.session,)).fetchone() is not None]


def bury(cursor: sqlite3.Cursor, sessions: Iterable[GoneSession], *, owed: int) -> None:
    """Take everything of workshops out but that they were there; inside a transaction. Their assets go elsewhere."""
    for one in sessions:
        said = (one.session,)
        notes = "SELECT id FROM session_notes WHERE session = ?"
        assets = "SELECT asset_id FROM session_assets WHERE session = ?"
        cursor.execute(f"DELETE FROM session_audio WHERE note IN ({notes})", said)
        cursor.execute(f"DELETE FROM session_pictures WHERE asset_id IN ({assets})", said)
        for table in ("session_votes", "session_phones", "session_notes", "session_assets"):
            cursor.execute(f"DELETE FROM {table} WHERE session = ?", said)
        cursor.execute("DELETE FROM sessions WHERE id = ?", said)
        cursor.execute("INSERT OR IGNORE INTO session_tombstones VALUES (?, ?, ?, ?, ?)", (*one, owed))


def shut_doors(copy: sqlite3.Connection) -> None:
    """Let no phone in by a backup: whoever leads a workshop opens the door anew."""
    if knows(copy):
        copy.execute("UPDATE sessions SET code = ''")
        copy.execute("DELETE FROM session_phones")


def take_out(cursor: sqlite3.Cursor, asset_id: str, called: Collection[str]) -> None:
    """
    Take an asset that is forgotten out of its workshop, with its links, dots and pictures.

    What others said stays in their words. Its name goes out of what was said about it alone, where it is a person or a
    place that is not shown, or where a steward takes away what had been shown: nobody who adds “library” on a phone,
    and takes it back, takes that word from anybody.
    """
    texts = cursor.execute("SELECT record FROM versions WHERE asset_id = ? AND record <> ''", (asset_id,)).fetchall()
    was = [records.to_asset(x, None) for x in records.from_texts([x for (x,) in texts])]
    goes = _name_goes(cursor, asset_id, was)
    _hold(cursor, asset_id, was)
    rows = cursor.execute(
        "SELECT id, words, about, record, private FROM session_notes WHERE about LIKE ?", (f'%"{asset_id}"%',)
    ).fetchall()
    cursor.execute("DELETE FROM session_pictures WHERE asset_id = ?", (asset_id,))
    cursor.execute("DELETE FROM session_assets WHERE asset_id = ?", (asset_id,))
    cursor.execute("DELETE FROM session_votes WHERE target = ?", (asset_id,))
    names = _names(called if goes else ())
    for note_id, words, about, record, private in rows:
        left = [x for x in json.loads(about) if x != asset_id]
        said = [json.dumps(_without(json.loads(x), names), sort_keys=True) for x in (record, private)]
        cursor.execute(
            "UPDATE session_notes SET words = ?, about = ?, record = ?, private = ? WHERE id = ?",
            (names.sub("…", words), json.dumps(left), *said, note_id),
        )


def _name_goes(cursor: sqlite3.Cursor, asset_id: str, was: Iterable[Asset]) -> bool:
    """Say whether the name of an asset that is forgotten goes out of what others said about it."""
    if any(x.precision == "not_shown" or _is_person(x) for x in was):
        return True
    member = cursor.execute("SELECT shown FROM session_assets WHERE asset_id = ?", (asset_id,)).fetchone()
    by = cursor.execute(
        "SELECT c.made_by FROM assets a JOIN changes c ON c.change = a.change WHERE a.id = ?", (asset_id,)
    ).fetchone()
    was_seen = bool(member and member[0]) or any(x.status in SHOWN for x in was)
    return was_seen and by is not None and is_steward(by[0])


def _hold(cursor: sqlite3.Cursor, asset_id: str, was: Sequence[Asset]) -> None:
    """Hold for good what says a name that only this asset told to be private: now nothing does."""
    people = [text for x in was if _is_person(x) for text in (*x.every_text("name"), x.contact_name)]
    secret = [x for x in was if x.precision == "not_shown" and not _is_person(x)]
    doors = [text for x in was if x.precision != "exact" for text in (x.address, x.postcode)]
    names = of_people(*people) | of_doors(*doors) | of_contacts(*(x.contact_name for x in was))
    names |= of_things(*(text for x in secret for text in x.every_text("name")), in_parts=True)
    sessions_said.hold(cursor, names)
    member = cursor.execute("SELECT session FROM session_assets WHERE asset_id = ?", (asset_id,)).fetchone()
    if member is not None:
        contacts = of_people(*(getattr(x, key) for x in was for key in sessions_assets.CONTACT))
        sessions_said.hold(cursor, contacts, session=member[0])


def _is_person(asset: Asset) -> bool:
    kind = vocabulary().kinds.get(asset.kind)
    return kind is not None and kind.private


def _names(called: Collection[str]) -> re.Pattern[str]:
    # The longest first, of which others may be parts; whole words, for "art" is no part of a "start".
    names = sorted((x for x in called if len(x) >= _LEAST_LETTERS), key=len, reverse=True)
    any_of = "|".join(r"\s+".join(re.escape(part) for part in x.split()) for x in names)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)" if names else "(?!)", re.IGNORECASE)


def _without(said: dict[str, object], names: re.Pattern[str]) -> dict[str, object]:
    return {key: names.sub("…", value) if isinstance(value, str) else value for key, value in said.items()}
