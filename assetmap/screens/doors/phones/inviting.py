"""How a phone is told to come in: the address, the code, and a picture of both for its camera."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING

from assetmap.screens.doors.phones.paths import JOIN
from assetmap.screens.doors.phones.tries import MANY
from assetmap.screens.nearby import addresses
from assetmap.screens.own_machine import is_shared

if TYPE_CHECKING:
    from assetmap.store.sessions import Session

_HERE_S = 600.0
_lock = threading.Lock()
_seen: dict[str, dict[str, float]] = {}


def address(*, port: int | None = None) -> str:
    """Return where a phone in the hall finds this app, “http://192.168.1.5:8501”; "" where none is let in."""
    found = addresses_of(port=port)
    return found[0] if found else ""


def addresses_of(*, port: int | None = None) -> list[str]:
    """Return all the addresses at which a phone may find this app, the likeliest first; none where none is let in."""
    if port is None:
        if not is_shared():
            return []
        import streamlit as st

        port = int(st.get_option("server.port"))
    return [f"http://{one}:{port}" for one in addresses()]


def join_address(session: Session, *, port: int | None = None) -> str:
    """Return the address with the code in it, which fills the code in; "" while no phone is let in."""
    start = address(port=port)
    return f"{start}{JOIN}/{session.code}" if start and session.code else ""


def join_qr_svg(session: Session, *, port: int | None = None) -> str:
    """Draw `join_address` as a QR code, a whole SVG without a size of its own; "" while no phone is let in."""
    target = join_address(session, port=port)
    if not target:
        return ""
    import segno

    out = io.BytesIO()
    segno.make_qr(target, error="m").save(
        out, kind="svg", border=4, omitsize=True, dark="#000000", light="#ffffff", xmldecl=False
    )
    return out.getvalue().decode().strip()


def saw(session: Session, token: str) -> None:
    """Remember that a phone was there, by a word that says nothing of it."""
    with _lock:
        _seen.setdefault(session.id, {})[token[-12:]] = time.monotonic()


def phones_here(session: Session) -> int:
    """Count the phones that asked for a page of a workshop in the last ten minutes."""
    with _lock:
        seen, since = _seen.get(session.id, {}), time.monotonic() - _HERE_S
        for gone in [x for x, at in seen.items() if at < since]:
            del seen[gone]
        return len(seen) if session.code else 0


def wrong_codes() -> int:
    """Count the wrong codes of the last ten minutes, where they are so many that somebody is trying them; else 0."""
    from assetmap.screens.doors.phones.joining import TRIES

    many = TRIES.lately()
    return many if many >= MANY else 0
