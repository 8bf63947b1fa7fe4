"""Answers leave at once and are small: what Streamlit's server would hold back or send twice."""

from __future__ import annotations

import asyncio.base_events
import socket
from typing import Any

WINDOW_BITS = 14
"""How far back compression looks: 2¹⁴ bytes, several runs of a screen; it costs 64 KB for each browser."""


def at_once() -> None:
    """
    Let every connection that asyncio takes send without delay (TCP_NODELAY).

    asyncio does so where a socket says that it speaks TCP. Streamlit 1.67 listens on one that leaves it open, so the
    second of two small messages waits for a delayed confirmation: 40 ms on every tap. Where asyncio has no such
    function any more, nothing is changed.
    """
    if not hasattr(asyncio.base_events, "_set_nodelay"):
        return

    def without_delay(sock: socket.socket) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6} and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    asyncio.base_events._set_nodelay = without_delay  # noqa: SLF001  # the one place where asyncio decides it


def remembering() -> None:
    """
    Let a websocket's compression look back over the last runs.

    uvicorn 0.54 looks back 4 KB, which is less than one run of a screen: what the run before said already would be
    sent once more. Where uvicorn makes its compression in another way, nothing is changed.
    """
    try:
        from uvicorn.protocols.websockets import websockets_sansio_impl as theirs

        made = theirs.ServerPerMessageDeflateFactory
    except (ImportError, AttributeError):
        return

    def looking_back(**said: Any) -> Any:  # uvicorn's own words
        return made(**{**said, "server_max_window_bits": WINDOW_BITS})

    theirs.ServerPerMessageDeflateFactory = looking_back  # type: ignore[misc,assignment]
