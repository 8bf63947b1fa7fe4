"""
Who is at a page, judged the same for a screen, a file that is brought and a door: whoever has signed in, whoever sits
at this machine's own keyboard while nobody signs in to look after the map, or somebody whom nobody knows.
"""

from __future__ import annotations

import re
import threading
import weakref
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assetmap.roles import OWN_KEYBOARD, STEWARD, VISITOR, By, Person
from assetmap.store.people import HOURS, Identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.place import Place

COOKIE = "assetmap_sign_in"
"""Holds the token of a passphrase's sign-in; no script reads it, no other site sends it."""
RESIDENT = "resident"
"""What the history calls somebody whom nobody knows."""

_ADDRESS, _LONGEST = re.compile(r"[^\s@]+@[^\s@]+"), 254
_LAST = 1e11
_lock = threading.Lock()
_pages: weakref.WeakValueDictionary[str, _Seen] = weakref.WeakValueDictionary()


class _Seen:
    """Who was last at a page that a browser has open; it goes with the page's session."""

    def __init__(self, person: Person) -> None:
        self.person = person


def seen(session: str, person: Person) -> object:
    """Remember who is at a page, for as long as the caller keeps what this returns."""
    with _lock:
        kept = _pages[session] = _Seen(person)
    return kept


def at_page(session: str) -> Person | None:
    """Return who was last at a page; the store is still to be asked whether they are signed in (`People.still`)."""
    with _lock:
        kept = _pages.get(session)
    return None if kept is None else kept.person


def by_of(place: Place | None, person: Person | None, *, is_own: bool) -> By:
    """
    Return who does what is done from a page.

    Parameters
    ----------
    place
        None where it cannot be opened.
    person
        Who has signed in, or None.
    is_own
        Whether it is this machine's own keyboard.
    """
    if person is not None:
        return person
    if is_own and (place is None or not place.store.people.has_steward()):
        return Person(role=STEWARD, sign_in=OWN_KEYBOARD)
    return RESIDENT if place is not None and place.settings.anybody_may_suggest else VISITOR


def person_by_token(place: Place, token: str) -> Person | None:
    """Return who holds the token of a passphrase's sign-in."""
    return place.store.people.person_of(token) if 20 <= len(token) <= 100 else None


def person_by_openid(place: Place, user: Mapping[str, Any]) -> Person | None:
    """Return who an OpenID provider says is there, from what Streamlit has kept of its answer."""
    identity = identity_of(user)
    if identity is None:
        return None
    return place.store.people.sign_in_openid(identity, newcomers=place.settings.openid_newcomers)


def identity_of(user: Mapping[str, Any]) -> Identity | None:
    """Read what an OpenID provider says; None where it does not say who, or when."""
    issuer, subject, at = user.get("iss"), user.get("sub"), user.get("iat")
    if user.get("is_logged_in") is not True or not issuer or not subject or type(at) not in {int, float}:
        return None
    if not 0 < float(at or 0) < _LAST:  # no moment at all
        return None
    email = str(user.get("email") or "").strip()
    verified = user.get("email_verified") is True and len(email) <= _LONGEST and _ADDRESS.fullmatch(email)
    return Identity(
        issuer=str(issuer),
        subject=str(subject),
        signed_in_at=datetime.fromtimestamp(float(at or 0), UTC),
        email=email if verified else "",
        name=str(user.get("given_name") or ""),
    )


def has_just_signed_in(user: Mapping[str, Any]) -> bool:
    """Say whether an OpenID provider has let somebody in so lately that they are to be told what came of it here."""
    identity = identity_of(user)
    if identity is None:
        return user.get("is_logged_in") is True
    return datetime.now(UTC) - identity.signed_in_at < timedelta(hours=HOURS)


def openid_is_set() -> bool:
    """Say whether people can sign in at an OpenID provider: `assetmap serve` was given its settings."""
    import streamlit as st

    return st.secrets.load_if_toml_exists() and "auth" in st.secrets
