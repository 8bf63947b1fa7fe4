"""Workshops as rows: read, looked at before they are kept, and found by what somebody typed."""

from __future__ import annotations

import json
import math
import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from assetmap.assets import short_of
from assetmap.disclosure import AUDIENCES
from assetmap.errors import PermissionDeniedError, StoreError
from assetmap.store.geopackage import proofs, records
from assetmap.store.sessions import COLOURS, SHAPES, STAGES, Category, Session
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3

SHUT = N_("this workshop has ended, or its door is shut: ask whoever leads it. What you sent before is kept.")
_COLUMNS = "id, short, name, day, record, code, closed_on, version"
_ALIKE = str.maketrans("OIL", "011")
_LONGEST_NAME, _LONGEST_LINE, _MOST_CATEGORIES, _MOST_BUDGET = 200, 1_000, 40, 1_000
_ATTEMPTS = 100


def everything(cursor: sqlite3.Cursor | sqlite3.Connection) -> list[Session]:
    """Fetch every workshop, the newest first."""
    rows = cursor.execute(f"SELECT {_COLUMNS} FROM sessions ORDER BY day DESC, made_on DESC, id").fetchall()
    return [_session(row) for row in rows]


def one(cursor: sqlite3.Cursor | sqlite3.Connection, code: str) -> Session | None:
    """Find a workshop by its id or its short code, however typed."""
    text = records.plain(code).strip()
    for column, value in (("id", text.lower()), ("short", text.upper().translate(_ALIKE))):
        row = cursor.execute(f"SELECT {_COLUMNS} FROM sessions WHERE {column} = ?", (value,)).fetchone()
        if row is not None:
            return _session(row)
    return None


def found(cursor: sqlite3.Cursor | sqlite3.Connection, session_id: str) -> Session:
    """
    Find a workshop that must be there.

    Raises
    ------
    StoreError
        It is not, or was withdrawn.
    """
    session = one(cursor, session_id)
    if session is None:
        raise StoreError(_("there is no such workshop, or it was taken back. Nothing was changed."))
    return session


def of_phone(cursor: sqlite3.Cursor | sqlite3.Connection, token: str) -> Session | None:
    """Find the open workshop that a phone's token is for."""
    if not token:
        return None
    columns = ", ".join(f"s.{x}" for x in _COLUMNS.split(", "))
    row = cursor.execute(
        f"SELECT {columns} FROM session_phones p JOIN sessions s ON s.id = p.session "
        "WHERE p.mark = ? AND s.code <> '' AND s.closed_on = ''",
        (proofs.mark(token),),
    ).fetchone()
    return None if row is None else _session(row)


def through_the_door(cursor: sqlite3.Cursor, token: str, session_id: str) -> Session:
    """
    Let a phone write, inside the transaction that does.

    Raises
    ------
    PermissionDeniedError
        The workshop has ended, or its door is shut, or the token is another one's.
    """
    session = of_phone(cursor, token)
    if session is None or session.id != session_id:
        raise PermissionDeniedError(_(SHUT))
    return session


def insert(cursor: sqlite3.Cursor, session: Session, *, by: str, on: str) -> Session:
    """Keep a new workshop; returns it as it is kept."""
    session_id = _identity(session.id)
    gone = "SELECT 1 FROM sessions WHERE id = ?1 UNION SELECT 1 FROM session_tombstones WHERE session = ?1"
    if cursor.execute(gone, (session_id,)).fetchone() is not None:
        raise StoreError(_("this workshop is there already, or was taken back: begin another one."))
    cursor.execute(
        "INSERT INTO sessions (id, short, name, day, record, made_by, made_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            session_id, _free_short(cursor, session_id), records.plain(session.name.strip()), session.on.isoformat(),
            _record(session), records.plain(by), on,
        ),
    )  # fmt: skip
    return found(cursor, session_id)


def update(cursor: sqlite3.Cursor, session: Session) -> None:
    """Keep what may be changed of a workshop: neither its codes nor its end."""
    cursor.execute(
        "UPDATE sessions SET name = ?, day = ?, record = ?, version = version + 1 WHERE id = ?",
        (records.plain(session.name.strip()), session.on.isoformat(), _record(session), session.id),
    )


def checked(session: Session) -> None:
    """
    Refuse what is no workshop.

    Raises
    ------
    StoreError
        A field says what it cannot; the sentence names it.
    """
    if not session.name.strip() or len(session.name) > _LONGEST_NAME:
        raise StoreError(_("give the workshop a name, of at most {most} letters.", most=_LONGEST_NAME))
    if max(len(session.where), len(session.question)) > _LONGEST_LINE:
        raise StoreError(_("say where it is and what you ask in fewer words."))
    for value, known, what in ((session.stage, STAGES, "stage"), (session.audience, AUDIENCES, "audience")):
        if value not in known:
            raise StoreError(f"[{what}] choose one of {', '.join(known)}. Nothing was changed.")
    if session.budget is not None and not 1 <= session.budget <= _MOST_BUDGET:
        raise StoreError(_("each person has one dot or more: leave it empty for as many as they like."))
    if session.bounds is not None:
        west, south, east, north = session.bounds
        inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
        if not inside or not all(math.isfinite(x) for x in session.bounds):
            raise StoreError("[bounds] give west, south, east, north in degrees. Nothing was changed.")
    _checked_categories(session.categories)


def now() -> str:
    """Write this moment as the store keeps it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _checked_categories(categories: tuple[Category, ...]) -> None:
    if len(categories) > _MOST_CATEGORIES:
        raise StoreError(_("these are very many categories: keep to {most} of them.", most=_MOST_CATEGORIES))
    if len({x.key for x in categories}) != len(categories) or any(not x.key for x in categories):
        raise StoreError("[categories] each has a key of its own. Nothing was changed.")
    for x in categories:
        if not x.label.strip() or len(x.label) > _LONGEST_NAME:
            raise StoreError(_("give every category a word."))
        if x.colour not in COLOURS or x.shape not in SHAPES:
            raise StoreError(
                f"[categories] choose a colour of {', '.join(COLOURS)} and a shape of {', '.join(SHAPES)}. "
                "Nothing was changed."
            )
    if len({(x.colour, x.shape) for x in categories}) != len(categories):
        raise StoreError(
            _("two categories have the same colour and shape: give one of them another, to tell them apart.")
        )


def _identity(session_id: str) -> str:
    try:
        return str(uuid.UUID(session_id))
    except ValueError:
        raise StoreError("[id] a workshop's id is a uuid. Nothing was changed.") from None


def _free_short(cursor: sqlite3.Cursor, session_id: str) -> str:
    taken = "SELECT 1 FROM sessions WHERE short = ?1 UNION SELECT 1 FROM session_tombstones WHERE short = ?1"
    for attempt in range(_ATTEMPTS):
        short = short_of(session_id, attempt=attempt)
        if cursor.execute(taken, (short,)).fetchone() is None:
            return short
    raise StoreError("no free code was found for the workshop. Nothing was changed. Try again.")


def _record(session: Session) -> str:
    return json.dumps(
        {
            "where": session.where.strip(), "question": session.question.strip(), "audience": session.audience,
            "stage": session.stage, "bounds": session.bounds, "budget": session.budget, "language": session.language,
            "categories": [vars(x) for x in session.categories],
        },
        sort_keys=True,
    )  # fmt: skip


def _session(row: tuple[str, ...]) -> Session:
    session_id, short, name, day, record, code, closed_on, version = row
    said = json.loads(record)
    bounds = said["bounds"]
    return Session(
        id=session_id, short=short, name=name, on=date.fromisoformat(day), where=said["where"],
        question=said["question"], audience=said["audience"], stage=said["stage"],
        bounds=None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
        categories=tuple(Category(**x) for x in said["categories"]), budget=said["budget"], code=code,
        language=said["language"], closed_on=datetime.fromisoformat(closed_on) if closed_on else None,
        version=int(version),
    )  # fmt: skip
