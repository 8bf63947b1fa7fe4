"""Who may do what: asked where something is written, never only on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.errors import PermissionDeniedError

VISITOR, CONTRIBUTOR, STEWARD = "visitor", "contributor", "steward"
ROLES = (VISITOR, CONTRIBUTOR, STEWARD)
"""From who looks, finds and prints what is public, over who leaves drafts, to who looks after the map."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    Somebody who has signed in.

    Attributes
    ----------
    role
        One of `ROLES`.
    alias
        What the history calls them: a first name, no more.
    audience
        The smallest circle they belong to: `public`, `partners` or `workshop`.
    sign_in
        Under what the store knows this sign-in; it looks there at every write whether it still holds.
    """

    role: str
    alias: str = ""
    audience: str = "public"
    sign_in: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.alias}" if self.alias else self.role


By = str | Person
"""Who does something: a role and an alias ("steward: Jo", as the shell says it), or who has signed in."""


def is_steward(by: By) -> bool:
    """Say whether `by` looks after the map: the word before the colon decides."""
    return str(by).partition(":")[0].strip().lower() == STEWARD


def need_steward(by: By, what: str) -> None:
    """
    Refuse whoever does not look after the map.

    Parameters
    ----------
    what
        What was to be done, as in "set up a place".

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    """
    if not is_steward(by):
        raise PermissionDeniedError(f"only whoever looks after this map may {what}: ask them. Nothing was changed.")
