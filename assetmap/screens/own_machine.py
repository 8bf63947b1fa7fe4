"""
Who sits at this machine's own keyboard: who comes over the loopback address, by its own name, without a relay.

While phones in the hall are let in (`assetmap serve --share`), the app listens to the network as well; then what an
answer is asked for, and by whom, is decided at the gate (`doors.gate`) for each single request.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHARED = "ASSETMAP_SHARED"
"""Set by `assetmap serve --share`: phones on the same network reach their pages, and nothing else."""
_RELAYED = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
_NAME = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]+)(?::\d{1,5})?")


def listens_here() -> bool:
    """Say whether the app listens on the loopback address alone."""
    import streamlit as st

    return str(st.get_option("server.address") or "") in LOOPBACK


def is_shared() -> bool:
    """Say whether phones on the same network are let in to their own pages."""
    return bool(os.environ.get(SHARED))


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
        (listens_here() or is_shared())
        and (came_from is None or came_from in LOOPBACK)
        and is_own_name(host)
        and not is_relayed(header_names)
    )


def is_own_name(host: str) -> bool:
    """Say whether a `Host` header names this machine; every browser sends one, so none is no stranger's."""
    found = _NAME.fullmatch(host.strip())
    return not host or (found is not None and found[1].strip("[]").lower() in LOOPBACK)


def is_met_by_number(host: str) -> bool:
    """
    Say whether a `Host` header names this machine as a phone in the hall would: by an address, or by its own name.

    A page of somebody else, whose name was made to lead here, carries that name, and is none.
    """
    found = _NAME.fullmatch(host.strip())
    if found is None:
        return False
    said = found[1].strip("[]").lower()
    try:
        ipaddress.ip_address(said)
    except ValueError:
        own = socket.gethostname().lower().partition(".")[0]
        return said in {own, f"{own}.local"}
    return True
