"""Who may do what: asked where something is written, never only on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.errors import PermissionDeniedError
from assetmap.wording import gettext as _
from assetmap.wording import spoken

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
        Under what the store knows this sign-in; it looks there at every write whether it still holds. One that the
        store does not know writes nothing.
    """

    role: str
    alias: str = ""
    audience: str = "public"
    sign_in: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.alias}" if self.alias else self.role


By = str | Person
"""Who does something: a role and an alias ("steward: Jo", as the shell says it), or who has signed in."""

OWN_KEYBOARD = "own keyboard"
"""The `sign_in` of whoever sits at this machine's own keyboard: good until a steward has a sign-in of their own."""

CIRCLES = ("public", "partners", "workshop")
"""Audiences from the widest circle to the smallest."""

LEAST = {
    # what is done: who may, at least
    "look": VISITOR,
    "find": VISITOR,
    "print what is public": VISITOR,
    "use a receipt": VISITOR,
    "suggest": CONTRIBUTOR,
    "draft": CONTRIBUTOR,
    "see drafts": STEWARD,
    "see exact places": STEWARD,
    "approve": STEWARD,
    "decide": STEWARD,
    "edit published": STEWARD,
    "check": STEWARD,
    "merge": STEWARD,
    "undo": STEWARD,
    "bring back": STEWARD,
    "withdraw": STEWARD,
    "call": STEWARD,
    "plan": STEWARD,
    "import": STEWARD,
    "bring files": STEWARD,
    "set up": STEWARD,
    "open another place": STEWARD,
    "backup": STEWARD,
    "restore": STEWARD,
    "manage people": STEWARD,
}
"""What is done → the least role that may. Whoever is asked for a receipt's code needs no role."""
_SAID = {
    "suggest": "suggest changes",
    "draft": "add something",
    "see drafts": "see what waits to be looked at",
    "see exact places": "see where private things are",
    "approve": "approve drafts",
    "decide": "decide about drafts",
    "edit published": "change what is published",
    "check": "say that something was checked",
    "merge": "make one of two",
    "bring back": "bring back what was turned away",
    "call": "say how a call went",
    "plan": "keep, see and delete what-ifs",
    "import": "bring in a list",
    "set up": "set up a place",
    "backup": "save a backup",
    "restore": "bring back a backup",
    "manage people": "say who may sign in",
}


def role_of(by: By) -> str:
    """Return the role that `by` says: the word before the colon; a resident, named or not, is a contributor."""
    word = str(by).partition(":")[0].strip().lower()
    return word if word in {VISITOR, STEWARD} else CONTRIBUTOR


def is_steward(by: By) -> bool:
    """Say whether `by` looks after the map: the word before the colon decides."""
    return role_of(by) == STEWARD


def is_anonymous(by: By) -> bool:
    """Say whether nobody knows who this is: neither has somebody signed in, nor is it who looks after the map."""
    return isinstance(by, str) and not is_steward(by)


def may(by: By, action: str) -> bool:
    """Say whether `by` may do something of `LEAST`."""
    return ROLES.index(role_of(by)) >= ROLES.index(LEAST[action])


def may_see(by: By, audience: str) -> bool:
    """Say whether `by` sees what is meant for a circle: who looks after the map sees all, others what is theirs."""
    if is_steward(by):
        return True
    own = by.audience if isinstance(by, Person) else CIRCLES[0]
    return CIRCLES.index(own) >= CIRCLES.index(audience)


def need(by: By, action: str) -> None:
    """
    Refuse whoever may not do something of `LEAST`.

    Raises
    ------
    PermissionDeniedError
        Their role is less; a sentence that says whom to ask.
    """
    if may(by, action):
        return
    said = _SAID.get(action, action)
    if LEAST[action] == STEWARD:
        need_steward(by, said)
    if spoken() == "en":
        raise PermissionDeniedError(f"only who has signed in may {said} here: sign in first. Nothing was changed.")
    raise PermissionDeniedError(_("only who has signed in may do that here: sign in first. Nothing was changed."))


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
        if spoken() == "en":
            raise PermissionDeniedError(f"only whoever looks after this map may {what}: ask them. Nothing was changed.")
        raise PermissionDeniedError(_("only whoever looks after this map may do that: ask them. Nothing was changed."))
