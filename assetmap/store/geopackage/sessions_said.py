"""What was said in workshops besides assets, and the dots that people put."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.disclosure import AUDIENCES
from assetmap.disclosure.names import Names, of_people
from assetmap.errors import ConflictError, StoreError
from assetmap.store.geopackage import proofs, reading, records
from assetmap.store.geopackage.sessions_assets import NAMED_BESIDE, sent
from assetmap.store.geopackage.sessions_rows import found, now, through_the_door
from assetmap.store.sessions import LARGEST_AUDIO, LONGEST_WORDS, MOST_DOTS, WHATS, Note, Tally
from assetmap.wording import gettext as _
from assetmap.wording import ngettext

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (
    "n.id, n.session, n.what, n.words, n.audience, n.about, n.record, n.private, n.shown, n.said_on, n.version, "
    "a.note NOT NULL"
)
_FROM = f"SELECT {_COLUMNS} FROM session_notes n LEFT JOIN session_audio a ON a.note = n.id"
_LONGEST_LINE, _MOST_ABOUT, _LONGEST_BALLOT = 500, 20, 200


def notes(connection: sqlite3.Connection, session_id: str, what: str) -> list[Note]:
    """Fetch what was said, oldest first, without what was taken back."""
    rows = connection.execute(
        f"{_FROM} WHERE n.session = ? AND n.gone = 0 AND ? IN ('', n.what) ORDER BY n.number", (session_id, what)
    ).fetchall()
    return [_note(row) for row in rows]


def say(cursor: sqlite3.Cursor, note: Note, *, audio: tuple[str, bytes] | None, phone: str) -> Note:
    """Keep what was said, inside a transaction; see `store.sessions.Sessions.say`."""
    if phone:
        through_the_door(cursor, phone, note.session)
    found(cursor, note.session)
    there = cursor.execute(
        "SELECT session, version, words, record FROM session_notes WHERE id = ?", (records.plain(note.id),)
    ).fetchone()
    if there is not None and (phone or there[0] != note.session):
        if there[0] == note.session:  # the same phone sends it twice
            return _one(cursor, note.id)
        raise StoreError(_("it was said in another workshop. Nothing was changed."))
    _checked(cursor, note, is_heard=audio is not None or (there is not None and _audio(cursor, note.id) is not None))
    if phone:
        sent(cursor, phone)
    words = records.plain(note.words.strip())
    record: dict[str, object] = {"where": note.where, "due": note.due, "who": note.who, "amount": note.amount}
    if there is not None:
        record |= _still_held(there[2], json.loads(there[3]), words, record)
    said = (
        note.what, words, note.audience, json.dumps(list(note.about)), json.dumps(record, sort_keys=True),
        json.dumps({x: y for x, y in note.private.items() if y.strip()}, sort_keys=True),
        int(note.shown and not phone),
    )  # fmt: skip
    if there is None:
        cursor.execute(
            "INSERT INTO session_notes (what, words, audience, about, record, private, shown, id, session, said_on, "
            "version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (*said, records.plain(note.id), note.session, now()),
        )
    else:
        if there[1] != note.version:
            raise ConflictError(
                _("somebody else has changed this in between. Nothing was changed. Look at it again."),
                theirs=_one(cursor, note.id),
            )
        cursor.execute(
            "UPDATE session_notes SET what = ?, words = ?, audience = ?, about = ?, record = ?, private = ?, "
            "shown = ?, gone = 0, version = version + 1 WHERE id = ?",
            (*said, note.id),
        )
    if audio is not None:
        media, recording = audio
        cursor.execute("INSERT OR REPLACE INTO session_audio VALUES (?, ?, ?)", (note.id, media, recording))
    return _one(cursor, note.id)


def unsay(cursor: sqlite3.Cursor, note_id: str) -> None:
    """Take back what was said; it goes for good once its workshop has ended."""
    row = cursor.execute(
        "SELECT s.closed_on FROM session_notes n JOIN sessions s ON s.id = n.session WHERE n.id = ?", (note_id,)
    ).fetchone()
    if row is None:
        return
    cursor.execute("UPDATE session_notes SET gone = 1 WHERE id = ?", (note_id,))
    if row[0]:
        forget_unsaid(cursor, "n.id", note_id)


def forget_unsaid(cursor: sqlite3.Cursor, column: str, value: str) -> None:
    """Delete what was taken back."""
    gone = f"SELECT n.id FROM session_notes n WHERE n.gone = 1 AND {column} = ?"
    for session_id, private in cursor.execute(
        f"SELECT session, private FROM session_notes WHERE private <> '{{}}' AND id IN ({gone})", (value,)
    ).fetchall():
        named = json.loads(private)
        hold(cursor, of_people(*(named.get(x, "") for x in NAMED_BESIDE)), session=session_id)
    cursor.execute(f"DELETE FROM session_votes WHERE target IN ({gone})", (value,))
    cursor.execute(f"DELETE FROM session_audio WHERE note IN ({gone})", (value,))
    cursor.execute(f"DELETE FROM session_notes WHERE id IN ({gone})", (value,))


def hold(cursor: sqlite3.Cursor, names: Names, *, session: str = "") -> None:
    """Hold for good what says names that nobody will know any more, in one workshop or in all of them."""
    if not names:
        return
    rows = cursor.execute("SELECT id, words, record FROM session_notes WHERE ? IN ('', session)", (session,)).fetchall()
    for note_id, words, record in rows:
        said = json.loads(record)
        if names.are_in(words, said["due"], said["who"]):
            held = json.dumps(said | {"held": True}, sort_keys=True)
            cursor.execute("UPDATE session_notes SET record = ?, shown = 0 WHERE id = ?", (held, note_id))


def audio(connection: sqlite3.Connection, note_id: str) -> tuple[str, bytes] | None:
    """Fetch a recording, where what was said was not taken back."""
    row = connection.execute(
        "SELECT a.media, a.recording FROM session_audio a JOIN session_notes n ON n.id = a.note "
        "WHERE a.note = ? AND n.gone = 0",
        (note_id,),
    ).fetchone()
    return None if row is None else (str(row[0]), bytes(row[1]))


def vote(cursor: sqlite3.Cursor, session_id: str, target: str, *, ballot: str, dots: int, is_phone: bool) -> int:
    """Set how many dots a ballot puts on a thing, inside a transaction; returns how many it has left, -1 if open."""
    session = through_the_door(cursor, ballot, session_id) if is_phone else found(cursor, session_id)
    if not 0 <= dots <= MOST_DOTS:
        raise StoreError(_("give between no dot and {most} dots. Nothing was changed.", most=MOST_DOTS))
    if not 1 <= len(ballot) <= _LONGEST_BALLOT:
        raise StoreError("[ballot] a ballot is a random word. Nothing was changed.")
    _votable(cursor, session.id, target)
    mark = proofs.mark(f"ballot {session.id} {ballot}")
    [others] = cursor.execute(
        "SELECT coalesce(sum(dots), 0) FROM session_votes WHERE session = ? AND ballot = ? AND target <> ?",
        (session.id, mark, target),
    ).fetchone()
    left = -1 if session.budget is None else session.budget - others - dots
    if session.budget is not None and left < 0:
        free = max(0, session.budget - others)
        raise StoreError(
            ngettext(
                "that is more than you have: {n} dot is left for it. Nothing was changed.",
                "that is more than you have: {n} dots are left for it. Nothing was changed.",
                free,
            )
        )
    if dots:
        cursor.execute("INSERT OR REPLACE INTO session_votes VALUES (?, ?, ?, ?)", (session.id, mark, target, dots))
    else:
        cursor.execute(
            "DELETE FROM session_votes WHERE session = ? AND ballot = ? AND target = ?", (session.id, mark, target)
        )
    return left


def own_votes(connection: sqlite3.Connection, session_id: str, ballot: str) -> dict[str, int]:
    """Fetch what one ballot put where."""
    rows = connection.execute(
        "SELECT target, dots FROM session_votes WHERE session = ? AND ballot = ?",
        (session_id, proofs.mark(f"ballot {session_id} {ballot}")),
    ).fetchall()
    return dict(rows)


def tally(connection: sqlite3.Connection, session_id: str) -> dict[str, Tally]:
    """Fetch what each thing got that is still there, most dots first."""
    rows = connection.execute(
        "SELECT v.target, sum(v.dots), count(*) FROM session_votes v WHERE v.session = ? AND ("
        "v.target IN (SELECT id FROM assets WHERE status <> 'withdrawn') "
        "OR v.target IN (SELECT id FROM session_notes WHERE gone = 0)) "
        "GROUP BY v.target ORDER BY sum(v.dots) DESC, min(v.rowid)",
        (session_id,),
    ).fetchall()
    return {target: Tally(dots=dots, people=people) for target, dots, people in rows}


def _votable(cursor: sqlite3.Cursor, session_id: str, target: str) -> None:
    known = (
        "SELECT 1 FROM assets WHERE id = ?1 AND status <> 'withdrawn' "
        "UNION SELECT 1 FROM session_notes WHERE id = ?1 AND session = ?2 AND what = 'gap' AND gone = 0"
    )
    if cursor.execute(known, (target, session_id)).fetchone() is None:
        raise StoreError(_("it has been taken away meanwhile. Nothing was changed."))


def _checked(cursor: sqlite3.Cursor, note: Note, *, is_heard: bool) -> None:
    for value, known, what in ((note.what, WHATS, "what"), (note.audience, AUDIENCES, "audience")):
        if value not in known:
            raise StoreError(f"[{what}] choose one of {', '.join(known)}. Nothing was changed.")
    needs_words = not is_heard and not (note.what == "link" and note.about)
    if needs_words and not note.words.strip():
        raise StoreError(_("say it in a few words. Nothing was changed."))
    lines = (note.due, note.who, *note.private, *note.private.values())
    if len(note.words) > LONGEST_WORDS or any(len(x) > _LONGEST_LINE for x in lines) or len(note.private) > _MOST_ABOUT:
        raise StoreError(_("these are very many words: say it in parts. Nothing was changed."))
    if note.where is not None and not (abs(note.where[0]) <= 180 and abs(note.where[1]) <= 90):
        raise StoreError("[where] give a longitude and a latitude in degrees. Nothing was changed.")
    _checked_about(cursor, note)


def _checked_about(cursor: sqlite3.Cursor, note: Note) -> None:
    if note.what == "link" and len(set(note.about)) != 2:
        raise StoreError(_("a link is between two things: choose both. Nothing was changed."))
    if len(note.about) > _MOST_ABOUT:
        raise StoreError("[about] too many assets. Nothing was changed.")
    for asset_id in note.about:
        there = cursor.execute("SELECT 1 FROM assets WHERE id = ?", (asset_id,)).fetchone()
        if there is None or reading.is_erased(cursor, asset_id):
            raise StoreError(_("it has been taken away meanwhile. Nothing was changed."))


def checked_audio(audio: tuple[str, bytes] | None) -> None:
    """
    Refuse what is no recording of a moderate size.

    Raises
    ------
    StoreError
        So it is.
    """
    if audio is None:
        return
    media, recording = audio
    if not media.startswith("audio/") or not media.isascii() or not media.isprintable() or len(media) > 80:
        raise StoreError(_("this is no sound recording. Nothing was changed."))
    if not recording or len(recording) > LARGEST_AUDIO:
        raise StoreError(_("this recording is too long: tell it in parts. Nothing was changed."))


def _still_held(was: str, said: dict[str, object], words: str, record: dict[str, object]) -> dict[str, bool]:
    """Keep held what is said again in the same words."""
    same = was == words and all(said[x] == record[x] for x in ("due", "who"))
    return {"held": True} if said.get("held") and same else {}


def _audio(cursor: sqlite3.Cursor, note_id: str) -> object:
    return cursor.execute("SELECT 1 FROM session_audio WHERE note = ?", (note_id,)).fetchone()


def _one(cursor: sqlite3.Cursor, note_id: str) -> Note:
    return _note(cursor.execute(f"{_FROM} WHERE n.id = ?", (note_id,)).fetchone())


def _note(row: tuple[str, ...]) -> Note:
    note_id, session, what, words, audience, about, record, private, shown, said_on, version, heard = row
    said = json.loads(record)
    where = said["where"]
    return Note(
        id=note_id, session=session, what=what, words=words, audience=audience, about=tuple(json.loads(about)),
        where=None if where is None else (where[0], where[1]), due=said["due"], who=said["who"],
        amount=said["amount"], shown=bool(shown), private=json.loads(private), has_audio=bool(heard),
        held=bool(said.get("held")), on=datetime.fromisoformat(said_on), version=int(version),
    )  # fmt: skip
