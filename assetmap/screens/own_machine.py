"""Who sits at this machine's own keyboard: who comes over the loopback address, by its own name, without a relay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_RELAYED = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
_NAME = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]+)(?::\d{1,5})?")


def listens_here() -> bool:
    """Say whether the app listens on the loopback address alone."""
    import streamlit as st

    return str(st.get_option("server.address") or "") in LOOPBACK


def netloc_of(origin: str) -> str:
    """Return the host and the port of an `Origin`, which browsers write; "" where it is none of the web."""
    try:
        said = urlsplit(origin)
    except ValueError:
        return ""
    return said.netloc.lower() if said.scheme in {"http", "https"} else ""


def is_relayed(header_names: Iterable[str]) -> bool:
    """Say whether a request came through a relay, by the names of its headers."""
    return any(name.lower() in _RELAYED for name in header_names)


def at_own_keyboard(*, host: str, came_from: str | None, header_names: Iterable[str]) -> bool:
    """
    Say whether a request comes from this machine's own keyboard.

    Parameters
    ----------
    host
        The `Host` header. A page of somebody else, whose name was made to lead here, carries that name.
    came_from
        The address of the other end; None where Streamlit gives none, which it does for this machine.
    header_names
        Names of all its headers.
    """
    return (
        listens_here()
        and (came_from is None or came_from in LOOPBACK)
        and is_own_name(host)
        and not is_relayed(header_names)
    )


def is_own_name(host: str) -> bool:
    """Say whether a `Host` header names this machine; every browser sends one, so none is no stranger's."""
    found = _NAME.fullmatch(host.strip())
    return not host or (found is not None and found[1].strip("[]").lower() in LOOPBACK)
