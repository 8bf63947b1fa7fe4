"""Answers leave at once and are small: nothing is read late, held back or sent twice."""

from __future__ import annotations

import asyncio.base_events
import contextlib
import importlib
import socket
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
        theirs: Any = importlib.import_module("uvicorn.protocols.websockets.websockets_sansio_impl")
        made = theirs.ServerPerMessageDeflateFactory
    except (ImportError, AttributeError):
        return

    def looking_back(**said: Any) -> Any:  # uvicorn's own words
        return made(**{**said, "server_max_window_bits": WINDOW_BITS})

    theirs.ServerPerMessageDeflateFactory = looking_back


@contextlib.asynccontextmanager
async def read_beforehand(_app: object) -> AsyncIterator[None]:
    """Read the place while the first browser is still on its way; for `st.App(lifespan=…)`."""
    threading.Thread(target=_read, name="read-beforehand", daemon=True).start()
    yield


def _read() -> None:
    with contextlib.suppress(Exception):  # whoever comes is told what is wrong, in a sentence
        from assetmap.screens import session

        importlib.import_module("assetmap.screens.explore")
        session.places_answer()
        session.ground_answer()
