"""That one form counts once, however often it is sent, and that another one is another one."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.doors.phones.asking import Typed
    from assetmap.store.sessions import Session

_LONG = 24


def key_of(hall: str, typed: Typed) -> str:
    """
    Make the key by which the store knows a form that is sent again, for a workshop's short code.

    It is made of what was typed as well: who goes back and types another thing over the first one sends a second. The
    phone's token is none of it: who joins anew with a form that was not kept sends the same form.
    """
    said = json.dumps([hall, typed.key, typed.name, typed.where, typed.words, typed.category])
    return "phone " + hashlib.sha256(said.encode()).hexdigest()[:40]


def asked_for(place: Place, hall: Session, key: str) -> str:
    """Write into a form for which workshop it is; nobody can who was never asked."""
    return f"{hall.short}.{_seal(place, hall.short, key)}"


def hall_of(place: Place, typed: Typed) -> str:
    """Return the short code of the workshop that asked for a form, without waiting for anybody; "" where none did."""
    short, _dot, seal = typed.hall.partition(".")
    return short if hmac.compare_digest(seal.encode(), _seal(place, short, typed.key).encode()) else ""


def _seal(place: Place, short: str, key: str) -> str:
    said = json.dumps(["assetmap phone form", short, key])
    return hmac.new(place.store.secret(), said.encode(), "sha256").hexdigest()[:_LONG]
