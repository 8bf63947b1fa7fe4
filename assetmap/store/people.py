"""
Who may sign in, and who has: what every store promises of it. No SQL, no path.

A person is an alias, a role and a circle, and a proof that only the store sees: a passphrase's scrypt hash, or a
keyed digest of who an OpenID provider says they are. A sign-in is a random token of which the store keeps a digest
alone; it ends by itself after `HOURS`, and at once when the person signs out, is ended, or gets another passphrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from datetime import datetime

    from assetmap.roles import By, Person

HOURS = 12
"""So long a sign-in holds: a working day."""
PASSPHRASE, OPENID = "passphrase", "openid"
MOST_A_MINUTE, MOST_WAITING = 60, 1_000
"""So much may be added by people whom nobody knows, in a minute, and until somebody has looked at it."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who may sign in, or might once; `how` is `passphrase` or `openid`, `ended_on` "" while they may."""

    id: str
    alias: str
    role: str
    audience: str
    how: str
    added_on: datetime
    ended_on: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Identity:
    """
    Who an OpenID provider says has signed in there.

    Attributes
    ----------
    issuer, subject
        The pair that names somebody for good (OpenID Connect Core 1.0, section 2: `iss` and `sub`).
    signed_in_at
        When the provider said so (`iat`).
    email
        Only one that the provider has verified, else "".
    name
        What to call them, a first name.
    """

    issuer: str
    subject: str
    signed_in_at: datetime
    email: str = ""
    name: str = ""


@runtime_checkable
class People(Protocol):
    """Who may sign in to one place, and who has. `add`, `end`, `change` and `renew` are for stewards."""

    def add(
        self,
        alias: str,
        *,
        role: str,
        by: By,
        audience: str = "public",
        passphrase: str | None = None,
        email: str | None = None,
    ) -> Known:
        """
        Let somebody sign in: by a passphrase, or with the verified address that an OpenID provider gives.

        Raises
        ------
        PeopleError
            The alias is taken, empty or long; the role or the circle is none; the passphrase is easy to guess.
        PermissionDeniedError
            `by` does not look after the map.
        """

    def change(self, person: str, *, by: By, role: str | None = None, audience: str | None = None) -> Known:
        """Give somebody (id or alias) another role or circle; it counts at their next step."""

    def renew(self, person: str, *, passphrase: str, by: By) -> None:
        """Give somebody another passphrase; wherever they are signed in, they are not any more."""

    def end(self, person: str, *, by: By) -> Known:
        """Let somebody sign in no more, and end their sign-ins at once. The name stays in the history."""

    def everybody(self) -> tuple[Known, ...]:
        """List who may sign in, and who might once, by alias; never a proof."""

    def has_steward(self) -> bool:
        """Say whether somebody who looks after the map can sign in: then the own keyboard alone is not enough."""

    def sign_in(self, alias: str, passphrase: str) -> str:
        """
        Return a token for who knows the passphrase.

        Raises
        ------
        PermissionDeniedError
            They do not match, or too many have been tried; the sentence is the same for a wrong name.
        """

    def sign_in_openid(self, identity: Identity, *, newcomers: str) -> Person | None:
        """
        Return who has signed in at a provider, or None: ended, too long ago, or a newcomer who is to be a visitor.

        Parameters
        ----------
        newcomers
            `contributor` adds whoever is not known; `visitor` does not.
        """

    def person_of(self, token: str) -> Person | None:
        """Return who holds a token that still holds, as they are now."""

    def sign_out(self, person: Person) -> None:
        """End a sign-in."""

    def still(self, by: By) -> None:
        """
        Refuse whoever is not signed in any more, or may do less by now than they say.

        Raises
        ------
        PermissionDeniedError
            So it is.
        """
