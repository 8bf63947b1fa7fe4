"""Who may sign in, kept in the GeoPackage of the place; and whether whoever writes is still who they say."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import sqlite3
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assetmap.errors import PeopleError, PermissionDeniedError, TooManyError
from assetmap.passphrases import bare, is_good
from assetmap.roles import CIRCLES, OWN_KEYBOARD, ROLES, STEWARD, Person, is_anonymous, need
from assetmap.store.geopackage import proofs, reading
from assetmap.store.people import HOURS, MOST_A_MINUTE, MOST_WAITING, OPENID, PASSPHRASE, Identity, Known
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.roles import By
    from assetmap.store.geopackage.connections import Pool

SIGNED_OUT = N_("you have been signed out. Sign in again; what you typed is still here. Nothing was changed.")
LESS = N_("you may do less on this map than before: ask whoever looks after it. Nothing was changed.")
MANY = N_("very many people are adding things just now. Wait a minute, then save again: nothing you typed is lost.")
FULL = N_(
    "very much waits to be looked at already. Tell whoever looks after this map, and save again later: nothing you "
    "typed is lost."
)
_LONGEST_ALIAS = 40
_COLUMNS = "p.id, p.alias, p.role, p.audience, p.how, p.added_on, p.ended_on"
_STEWARDS = f"SELECT 1 FROM people WHERE role = '{STEWARD}' AND ended_on = ''"
# Whom nobody knows, whatever they call themselves: neither looks after the map nor has signed in (`is_anonymous`).
_ANONYMOUS = """(lower(trim(substr(made_by, 1, instr(made_by || ':', ':') - 1))) <> 'steward'
AND made_by NOT IN (SELECT role || ': ' || alias FROM people))"""
# What phones bring to a workshop is counted there.
_FREE = "v.asset_id NOT IN (SELECT asset_id FROM session_assets)"


def still(cursor: sqlite3.Cursor | sqlite3.Connection, by: By) -> None:
    """
    Refuse a write by who is not signed in any more, or who may do less by now than they say.

    Ask inside the transaction that writes, after `BEGIN IMMEDIATE`: then nobody's role is taken away in between.
    `writing.write` does; whatever else writes asks here too. A `by` of words ("steward", from the shell) passes:
    nobody has signed in there.

    Raises
    ------
    PermissionDeniedError
        So it is.
    """
    if not isinstance(by, Person):
        return
    if by.sign_in == OWN_KEYBOARD:
        if cursor.execute(_STEWARDS).fetchone() is not None:
            raise PermissionDeniedError(_(SIGNED_OUT))
        return
    now = _person_by(cursor, by.sign_in)
    if now is None:
        raise PermissionDeniedError(_(SIGNED_OUT))
    if ROLES.index(now.role) < ROLES.index(by.role) or CIRCLES.index(now.audience) < CIRCLES.index(by.audience):
        raise PermissionDeniedError(_(LESS))


def capped(cursor: sqlite3.Cursor | sqlite3.Connection, by: By, *, many: int = 1) -> None:
    """
    Refuse `many` more drafts or suggestions by people whom nobody knows, where so much comes that nobody can look.

    It is counted in the file, over all processes. Ask inside the transaction that writes them. Who has signed in and
    who looks after the map is never refused.

    Raises
    ------
    TooManyError
        More than `MOST_A_MINUTE` in a minute, or `MOST_WAITING` wait.
    """
    if not is_anonymous(by):
        return
    now = datetime.now(UTC)
    window = tuple(_text(now + timedelta(minutes=x)) for x in (-1, 1))  # a clock put back blocks nobody for long
    [lately] = cursor.execute(
        "SELECT (SELECT count(*) FROM changes c JOIN versions v ON v.change = c.change "
        f"WHERE c.made_on BETWEEN ? AND ? AND {_ANONYMOUS} AND v.version = 1 AND {_FREE}) + "
        f"(SELECT count(*) FROM suggestions WHERE made_on BETWEEN ? AND ? AND {_ANONYMOUS})",
        (*window, *window),
    ).fetchone()
    if lately + many > MOST_A_MINUTE:
        raise TooManyError(_(MANY))
    [waiting] = cursor.execute(
        "SELECT (SELECT count(*) FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = 1 "
        f"JOIN changes c ON c.change = v.change WHERE a.status = 'draft' AND {_ANONYMOUS} AND {_FREE}) + "
        f"(SELECT count(*) {reading.SUGGESTED} AND {_ANONYMOUS})"
    ).fetchone()
    if waiting + many > MOST_WAITING:
        raise TooManyError(_(FULL))


class GeoPackagePeople:
    """See `store.people.People`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._throttle = proofs.Throttle()

    def add(
        self, alias: str, *, role: str, by: By, audience: str = "public", passphrase: str | None = None,
        email: str | None = None,
    ) -> Known:  # fmt: skip
        """Let somebody sign in; see `store.people.People.add`."""
        need(by, "manage people")
        alias = _alias(alias)
        _checked(role, audience)
        if (passphrase is None) == (email is None):
            raise PeopleError("say how they sign in: with a passphrase, or with an e-mail address that is checked.")
        if passphrase is not None:
            how, proof = PASSPHRASE, proofs.of_passphrase(_good(passphrase))
        else:
            how, proof = OPENID, self._digest("email", _email(email or ""))
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            known = _insert(connection, alias, role=role, audience=audience, how=how, proof=proof)
            connection.execute("COMMIT")
        return known

    def change(self, person: str, *, by: By, role: str | None = None, audience: str | None = None) -> Known:
        """Give somebody another role or circle; see `store.people.People.change`."""
        need(by, "manage people")
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            there = _found(connection, person)
            role, audience = role or there.role, audience or there.audience
            _checked(role, audience)
            connection.execute("UPDATE people SET role = ?, audience = ? WHERE id = ?", (role, audience, there.id))
            there = _found(connection, there.id)
            connection.execute("COMMIT")
        return there

    def renew(self, person: str, *, passphrase: str, by: By) -> None:
        """Give somebody another passphrase; see `store.people.People.renew`."""
        need(by, "manage people")
        proof = proofs.of_passphrase(_good(passphrase))
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            there = _found(connection, person)
            if there.how != PASSPHRASE:
                raise PeopleError(f"{there.alias} signs in without a passphrase of this map. Nothing was changed.")
            connection.execute("UPDATE people SET proof = ? WHERE id = ?", (proof, there.id))
            connection.execute("DELETE FROM sign_ins WHERE person = ?", (there.id,))
            connection.execute("COMMIT")

    def end(self, person: str, *, by: By) -> Known:
        """Let somebody sign in no more; see `store.people.People.end`."""
        need(by, "manage people")
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            still(connection, by)
            there = _found(connection, person)
            # How an OpenID provider knows them stays, so that they do not come back as somebody new.
            proof = "" if there.how == PASSPHRASE else _proof(connection, there.id)
            connection.execute(
                "UPDATE people SET ended_on = ?, proof = ? WHERE id = ?", (_text(datetime.now(UTC)), proof, there.id)
            )
            connection.execute("DELETE FROM sign_ins WHERE person = ?", (there.id,))
            there = _known(connection.execute(f"SELECT {_COLUMNS} FROM people p WHERE id = ?", (there.id,)).fetchone())
            connection.execute("COMMIT")
        return there

    def everybody(self) -> tuple[Known, ...]:
        """List who may sign in, and who might once, by alias."""
        with self._pool.borrow() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM people p ORDER BY p.ended_on != '', lower(p.alias), p.added_on"
            ).fetchall()
        return tuple(_known(row) for row in rows)

    def has_steward(self) -> bool:
        """Say whether somebody who looks after the map can sign in."""
        with self._pool.borrow() as connection:
            return connection.execute(_STEWARDS).fetchone() is not None

    def sign_in(self, alias: str, passphrase: str) -> str:
        """Return a token for who knows the passphrase; see `store.people.People.sign_in`."""
        name = bare(alias)
        with self._pool.borrow() as connection:
            rows = connection.execute(
                "SELECT id, alias, proof FROM people WHERE how = ? AND ended_on = ''", (PASSPHRASE,)
            ).fetchall()
        person, proof = next(((one, kept) for one, said, kept in rows if bare(said) == name), ("", ""))
        with self._throttle.tried(name):
            if not proofs.is_passphrase(passphrase, proof):
                raise PermissionDeniedError(_(proofs.WRONG))
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        with self._pool.borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            there = connection.execute(
                "SELECT 1 FROM people WHERE id = ? AND proof = ? AND ended_on = ''", (person, proof)
            )
            if there.fetchone() is None:  # ended, or given another passphrase, in this very moment
                raise PermissionDeniedError(_(proofs.WRONG))
            _begin(connection, proofs.mark(token), person, began=now)
            connection.execute("COMMIT")
        return token

    def sign_in_openid(self, identity: Identity, *, newcomers: str) -> Person | None:
        """Return who has signed in at a provider; see `store.people.People.sign_in_openid`."""
        began = identity.signed_in_at.astimezone(UTC)
        if not began - timedelta(minutes=5) <= datetime.now(UTC) < began + timedelta(hours=HOURS):
            return None
        subject = self._digest("subject", f"{identity.issuer}\0{identity.subject}")
        email = self._digest("email", _email(identity.email)) if identity.email else ""
        mark = proofs.mark(f"{subject} {began.timestamp():.0f}")
        with self._pool.borrow() as connection:
            there = _person_by(connection, mark)
            if there is not None:
                return there
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT 1 FROM sign_ins WHERE mark = ?", (mark,)).fetchone() is None:
                person = _by_proof(connection, subject, email)
                if person is None and newcomers == "contributor":
                    alias = _free_alias(connection, identity.name)
                    person = _insert(
                        connection, alias, role="contributor", audience="public", how=OPENID, proof=subject
                    ).id
                if person:
                    _begin(connection, mark, person, began=began)
            connection.execute("COMMIT")
            return _person_by(connection, mark)

    def person_of(self, token: str) -> Person | None:
        """Return who holds a token that still holds, as they are now."""
        with self._pool.borrow() as connection:
            return _person_by(connection, proofs.mark(token))

    def sign_out(self, person: Person) -> None:
        """End a sign-in; it stays known as ended, so that a provider's cookie does not begin it anew."""
        with self._pool.borrow() as connection:
            connection.execute("UPDATE sign_ins SET ends = began WHERE mark = ?", (person.sign_in,))

    def still(self, by: By) -> None:
        """Refuse whoever is not signed in any more, or may do less by now than they say."""
        with self._pool.borrow() as connection:
            still(connection, by)

    def _digest(self, what: str, text: str) -> str:
        """Return a keyed digest (HMAC-SHA-256) of who somebody is elsewhere: of no use without this store."""
        with self._pool.borrow() as connection:
            secret = reading.secret(connection)
        assert secret is not None
        said = hmac.digest(secret, f"assetmap openid {what} 1\0{text}".encode("utf-8", "replace"), hashlib.sha256)
        return f"{what}:{said.hex()}"


def sign_out_everybody(copy: sqlite3.Connection) -> None:
    """Let nobody be signed in by a backup: they may have signed out since."""
    copy.execute("DELETE FROM sign_ins")


def carry(live: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """
    Let a restore give nobody back what was taken away: who may sign in is who may now, in the live store.

    Where it knows nobody (a new home that gets an old place's backup), people come from the backup.
    """
    with contextlib.suppress(sqlite3.DatabaseError):  # no store of ours, or one of an older form
        people = live.execute("SELECT * FROM people").fetchall()
        if people:
            signed_in = live.execute("SELECT * FROM sign_ins").fetchall()
            copy.execute("DELETE FROM people")
            copy.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)", people)
            copy.executemany("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", signed_in)


def _person_by(cursor: sqlite3.Cursor | sqlite3.Connection, mark: str) -> Person | None:
    row = cursor.execute(
        "SELECT p.role, p.alias, p.audience FROM sign_ins s JOIN people p ON p.id = s.person "
        "WHERE s.mark = ? AND s.ends > ? AND p.ended_on = ''",
        (mark, _text(datetime.now(UTC))),
    ).fetchone()
    return None if row is None else Person(role=row[0], alias=row[1], audience=row[2], sign_in=mark)


def _begin(connection: sqlite3.Connection, mark: str, person: str, *, began: datetime) -> None:
    old = _text(began - timedelta(hours=HOURS))
    connection.execute("DELETE FROM sign_ins WHERE ends < ? AND began < ?", (old, old))
    connection.execute(
        "INSERT INTO sign_ins VALUES (?, ?, ?, ?)", (mark, person, _text(began), _text(began + timedelta(hours=HOURS)))
    )


def _by_proof(connection: sqlite3.Connection, subject: str, email: str) -> str | None:
    """Find who somebody is here; "" where they were here and may not be any more. An address is bound at first use."""
    rows = connection.execute("SELECT id, proof, ended_on FROM people WHERE how = ?", (OPENID,)).fetchall()
    for proof in filter(None, (subject, email)):
        found = [(one, ended) for one, kept, ended in rows if kept == proof]
        for one, ended in found:
            if not ended:
                connection.execute("UPDATE people SET proof = ? WHERE id = ?", (subject, one))
                return str(one)
        if found:
            return ""
    return None


def _insert(connection: sqlite3.Connection, alias: str, *, role: str, audience: str, how: str, proof: str) -> Known:
    if bare(alias) in _taken(connection):
        raise PeopleError(
            f"there is somebody called {alias} already: add a letter, as in {alias} B. Nothing was changed."
        )
    if how == OPENID:
        same = "SELECT 1 FROM people WHERE proof = ? AND ended_on = ''"
        if connection.execute(same, (proof,)).fetchone() is not None:
            raise PeopleError("somebody with this address may sign in already. Nothing was changed.")
        connection.execute("DELETE FROM people WHERE proof = ? AND ended_on != ''", (proof,))  # they are welcome again
    row = (uuid.uuid4().hex, alias, role, audience, how, proof, _text(datetime.now(UTC)), "")
    connection.execute("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return _known((*row[:5], *row[6:]))


def _taken(connection: sqlite3.Connection) -> set[str]:
    return {bare(said) for (said,) in connection.execute("SELECT alias FROM people WHERE ended_on = ''")}


def _free_alias(connection: sqlite3.Connection, name: str) -> str:
    try:
        alias = _alias(name.partition(" ")[0])
    except PeopleError:
        alias = "Somebody"
    taken, at = _taken(connection), 2
    free = alias
    while bare(free) in taken:
        free, at = f"{alias} {at}", at + 1
    return free


def _found(connection: sqlite3.Connection, person: str) -> Known:
    rows = [
        _known(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM people p WHERE p.ended_on = ''").fetchall()
    ]
    for one in rows:
        if one.id == person or bare(one.alias) == bare(person):
            return one
    raise PeopleError("nobody of this name may sign in. Nothing was changed.")


def _proof(connection: sqlite3.Connection, person: str) -> str:
    return str(connection.execute("SELECT proof FROM people WHERE id = ?", (person,)).fetchone()[0])


def _known(row: tuple[str, ...]) -> Known:
    one, alias, role, audience, how, added, ended = row
    return Known(
        id=one, alias=alias, role=role, audience=audience, how=how, added_on=datetime.fromisoformat(added),
        ended_on=datetime.fromisoformat(ended) if ended else None,
    )  # fmt: skip


def _alias(text: str) -> str:
    """Tidy what somebody is called: letters and figures of any script, blanks, hyphens, apostrophes, full stops."""
    alias = " ".join(unicodedata.normalize("NFC", text).split())
    good = alias and len(alias) <= _LONGEST_ALIAS and all(x.isalnum() or x in " -'’." for x in alias)
    if not good or not any(x.isalpha() for x in alias):
        raise PeopleError(
            f"a name is a first name, at most {_LONGEST_ALIAS} letters, for example Jo or Jo B: no address, no signs."
        )
    return alias


def _checked(role: str, audience: str) -> None:
    if role not in ROLES:
        raise PeopleError(f"[role] choose one of {', '.join(ROLES)}. Nothing was changed.")
    if audience not in CIRCLES:
        raise PeopleError(f"[circle] choose one of {', '.join(CIRCLES)}. Nothing was changed.")


def _good(passphrase: str) -> str:
    if not is_good(passphrase):
        raise PeopleError(
            "this passphrase is easy to guess: take four words that do not belong together, or 12 characters and more. "
            "Nothing was changed."
        )
    return passphrase


def _email(text: str) -> str:
    said = text.strip().casefold()
    if len(said) > 254 or said.count("@") != 1 or said.startswith("@") or said.endswith("@") or " " in said:
        raise PeopleError(
            "this is no e-mail address: write it whole, for example jo@surgery.example. Nothing was changed."
        )
    return said


def _text(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")
