"""The workshops of a place, kept in its GeoPackage."""

from __future__ import annotations

import contextlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assetmap.errors import ConflictError, StoreError, TooManyError
from assetmap.roles import is_steward, need_steward
from assetmap.store.erasing import Erased
from assetmap.store.geopackage import erasing, proofs, records, sessions_assets, sessions_said
from assetmap.store.geopackage.people import still
from assetmap.store.geopackage.sessions_assets import RUN
from assetmap.store.geopackage.sessions_rows import (
    checked,
    everything,
    found,
    insert,
    now,
    of_phone,
    one,
    update,
)  # fmt: skip
from assetmap.store.sessions import CODE_LETTERS, CODE_LONG, MOST_PHONES
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool
    from assetmap.store.sessions import Member, Note, Session, Tally


class GeoPackageSessions:
    """See `store.sessions.Sessions`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def begin(self, session: Session, *, by: By) -> Session:
        """Keep a new workshop."""
        checked(session)
        with self._writing(by) as cursor:
            return insert(cursor, session, by=str(by), on=now())

    def all(self, *, by: By) -> list[Session]:
        """Return them all, the newest first."""
        with self._reading(by) as connection:
            return everything(connection)

    def get(self, code: str) -> Session | None:
        """Return one by its id or its short code, any case; None where there is none."""
        with self._pool.borrow() as connection:
            return one(connection, code)

    def change(self, session: Session, *, by: By) -> Session:
        """Keep it as it is now; `session.version` is the one that was seen. Codes and its end are not changed here."""
        checked(session)
        with self._writing(by) as cursor:
            there = found(cursor, session.id)
            if there.version != session.version:
                raise ConflictError(
                    _("somebody else has changed this workshop in between. Nothing was changed. Look at it again."),
                    theirs=there,
                )
            update(cursor, session)
            return found(cursor, session.id)

    def close(self, session_id: str, *, by: By) -> Session:
        """End it: the code ends, phones are refused from the same moment on. Twice is once."""
        with self._writing(by) as cursor:
            there = found(cursor, session_id)
            if there.closed_on is None:
                cursor.execute("UPDATE sessions SET closed_on = ? WHERE id = ?", (now(), there.id))
                sessions_said.forget_unsaid(cursor, "n.session", there.id)
            _shut(cursor, there.id)
            return found(cursor, there.id)

    def open_again(self, session_id: str, *, by: By) -> Session:
        """Take the end back; the door for phones stays shut."""
        with self._writing(by) as cursor:
            there = found(cursor, session_id)
            cursor.execute("UPDATE sessions SET closed_on = '' WHERE id = ?", (there.id,))
            return found(cursor, there.id)

    def open_door(self, session_id: str, *, by: By) -> Session:
        """Let phones in: gives a fresh join code. Phones of an earlier code are out."""
        with self._writing(by) as cursor:
            there = found(cursor, session_id)
            if there.closed_on is not None:
                raise StoreError(_("this workshop has ended: open it again first. Nothing was changed."))
            _shut(cursor, there.id)
            taken = {code for (code,) in cursor.execute("SELECT code FROM sessions").fetchall()}
            code = ""
            while code in {"", *taken}:
                code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LONG))
            cursor.execute("UPDATE sessions SET code = ? WHERE id = ?", (code, there.id))
            return found(cursor, there.id)

    def shut_door(self, session_id: str, *, by: By) -> Session:
        """Let no phone in any more; what they typed already stays."""
        with self._writing(by) as cursor:
            there = found(cursor, session_id)
            _shut(cursor, there.id)
            return found(cursor, there.id)

    def by_code(self, code: str) -> Session | None:
        """Return the open workshop whose door a code opens. Who asks counts the attempts."""
        with self._pool.borrow() as connection:
            return _by_code(connection, code)

    def let_in(self, code: str, *, now: datetime) -> str | None:
        """Give a phone with the right code a token of its own, which ends with the code; None for a wrong one."""
        token, began = secrets.token_urlsafe(24), now.astimezone(UTC)
        with self._pool.borrow() as connection:
            if _by_code(connection, code) is None:  # nobody who guesses holds a lock
                return None
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            there = _by_code(connection, code)
            if there is None:
                cursor.execute("ROLLBACK")
                return None
            many = cursor.execute("SELECT count(*) FROM session_phones WHERE session = ?", (there.id,)).fetchone()[0]
            if many >= MOST_PHONES:
                raise TooManyError(_("very many phones have joined already: ask whoever leads this to open anew."))
            long_ago = (began - timedelta(hours=1)).isoformat(timespec="seconds")
            cursor.execute(
                "INSERT INTO session_phones VALUES (?, ?, ?, 0, ?, 0)",
                (proofs.mark(token), there.id, began.isoformat(timespec="seconds"), long_ago),
            )
            cursor.execute("COMMIT")
        return token

    def of_phone(self, token: str) -> Session | None:
        """Return the workshop a phone's token is for, while its door is open."""
        with self._pool.borrow() as connection:
            return of_phone(connection, token)

    def members(self, session_id: str) -> dict[str, Member]:
        """Return the assets of a workshop in the order they came, without those that were taken out again."""
        with self._pool.borrow() as connection:
            return sessions_assets.members(connection, session_id)

    def readings(self, session_id: str) -> list[tuple[str, str, float, float]]:
        """Return where on which sheet something was read: asset id, sheet, mm from its left and its top."""
        with self._pool.borrow() as connection:
            return sessions_assets.readings(connection, session_id)

    def hushed(self, *, kinds: Collection[str], audiences: Collection[str], by: By) -> list[Asset]:
        """Return what has a name or an address that stays private; see `store.sessions.Sessions.hushed`."""
        with self._reading(by) as connection:
            return sessions_assets.hushed(connection, kinds=kinds, audiences=audiences)

    def beside(self, session_id: str, *, by: By) -> list[str]:
        """Return who was named beside what was said, also what was taken back; see `store.sessions.Sessions.beside`."""
        with self._reading(by) as connection:
            return sessions_assets.beside(connection, session_id)

    def show(self, session_id: str, ids: Sequence[str], *, shown: bool, by: By) -> None:
        """Let assets and notes onto the big screen, or take them off."""
        with self._writing(by) as cursor:
            sessions_assets.show(cursor, found(cursor, session_id).id, ids, shown=shown)

    def sort(self, asset_id: str, *, category: str | None = None, number: int | None = None, by: By) -> None:
        """Say which category of the residents an asset is, or which number it has."""
        with self._writing(by) as cursor:
            sessions_assets.sort(cursor, asset_id, category=category, number=number)

    def picture(self, asset_id: str, *, by: By) -> bytes | None:
        """Return the cropped photograph of a draft (JPEG), or None."""
        with self._reading(by) as connection:
            row = connection.execute("SELECT picture FROM session_pictures WHERE asset_id = ?", (asset_id,)).fetchone()
        return None if row is None else bytes(row[0])

    def say(self, note: Note, *, by: By, audio: tuple[str, bytes] | None = None, phone: str = "") -> Note:
        """Keep what was said, new or anew (by its id and version); `audio` is a media type and a recording."""
        sessions_said.checked_audio(audio)
        with self._writing(by, phone=phone) as cursor:
            return sessions_said.say(cursor, note, audio=audio, phone=phone)

    def unsay(self, note_id: str, *, by: By) -> None:
        """Take it back. `say` with the same id brings it again, with its recording until the workshop ends."""
        with self._writing(by) as cursor:
            sessions_said.unsay(cursor, records.plain(note_id))

    def notes(self, session_id: str, *, what: str = "", by: By) -> list[Note]:
        """Return what was said, oldest first."""
        with self._reading(by) as connection:
            return sessions_said.notes(connection, session_id, what)

    def audio(self, note_id: str, *, by: By) -> tuple[str, bytes] | None:
        """Return a recording with its media type, or None."""
        with self._reading(by) as connection:
            return sessions_said.audio(connection, note_id)

    def vote(self, session_id: str, target: str, *, ballot: str, dots: int, by: By) -> int:
        """Set how many dots a ballot puts on an asset or a gap; see `store.sessions.Sessions.vote`."""
        is_phone = not is_steward(by)
        with self._writing(by, phone=ballot if is_phone else "") as cursor:
            return sessions_said.vote(cursor, session_id, target, ballot=ballot, dots=dots, is_phone=is_phone)

    def votes_of(self, session_id: str, ballot: str) -> dict[str, int]:
        """Return what one ballot put where: id → dots."""
        with self._pool.borrow() as connection:
            return sessions_said.own_votes(connection, session_id, ballot)

    def tally(self, session_id: str) -> dict[str, Tally]:
        """Return what each thing got, most dots first."""
        with self._pool.borrow() as connection:
            return sessions_said.tally(connection, session_id)

    def withdraw(self, session_id: str, *, by: By, why: str = "") -> Erased:
        """Take a whole workshop back: its assets are erased as one withdrawn is, its words and pictures with it."""
        need_steward(by, RUN)
        with self._pool.borrow() as connection:
            written = erasing.erase(connection, (), by=by, why=why, on=None, alone=True, session=session_id)
            unreached = erasing.settle(connection, self._pool.path)
            waits = bool(erasing.owed(connection) & (erasing.FILE | erasing.LOG))
        return Erased(change=written.change, versions=written.versions, waits=waits, unreached=unreached)

    @contextlib.contextmanager
    def _writing(self, by: By, *, phone: str = "") -> Iterator[sqlite3.Cursor]:
        """Write in one transaction, as a steward, or as a phone whose token is looked at inside it."""
        if not phone:
            need_steward(by, RUN)
        with self._pool.borrow_to_write() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            still(cursor, by)
            yield cursor
            cursor.execute("COMMIT")

    @contextlib.contextmanager
    def _reading(self, by: By) -> Iterator[sqlite3.Connection]:
        need_steward(by, RUN)
        with self._pool.borrow() as connection:
            still(connection, by)
            yield connection


def _shut(cursor: sqlite3.Cursor, session_id: str) -> None:
    cursor.execute("UPDATE sessions SET code = '' WHERE id = ?", (session_id,))
    cursor.execute("DELETE FROM session_phones WHERE session = ?", (session_id,))


def _by_code(connection: sqlite3.Connection, code: str) -> Session | None:
    typed = "".join(x for x in code[:40].upper() if x.isalnum())
    if len(typed) != CODE_LONG:
        return None
    rows = connection.execute("SELECT id, code FROM sessions WHERE code <> '' AND closed_on = ''").fetchall()
    right = [session for session, kept in rows if secrets.compare_digest(kept.encode(), typed.encode())]
    return one(connection, right[0]) if right else None
