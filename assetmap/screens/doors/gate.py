"""
Who may knock at all.

An app on the loopback address is still within reach of every page that is open in this machine's browser: such a page
may have a name of its own made to lead here, or simply try. So only this machine's own names are answered, unless a
relay says that it passed somebody on; a socket is opened only to pages of this app; and only a steward brings files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse

from assetmap.screens.own_machine import at_own_keyboard, is_own_name, is_relayed, listens_here

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_HERE = "This map is open at its own computer only: type the address that assetmap gave when it started."
NO_FILES = "Only whoever looks after this map brings files in."


def gate() -> Middleware:
    """Answer only those who may ask."""
    return Middleware(_Gate)


class _Gate:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            if _is_stranger(scope) or not _is_of_this_page(scope):
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _is_stranger(scope):
            await PlainTextResponse(NOT_HERE, status_code=403)(scope, receive, send)
        elif "/_stcore/upload_file" in scope["path"] and scope["method"] == "PUT" and not _is_steward(scope):
            await PlainTextResponse(NO_FILES, status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, _unkept(send) if "/media/" in scope["path"] else send)


def _is_stranger(scope: Scope) -> bool:
    """Say whether a request names another host than this machine, with nobody who passed it on."""
    headers = Headers(scope=scope)
    return listens_here() and not is_own_name(headers.get("host", "")) and not is_relayed(headers.keys())


def _is_of_this_page(scope: Scope) -> bool:
    """Say whether a socket is opened by a page of this app, or by no page at all."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc.lower() in {
        headers.get(name, "").lower() for name in ("host", "x-forwarded-host") if headers.get(name)
    }


def _is_steward(scope: Scope) -> bool:
    headers, client = Headers(scope=scope), scope.get("client")
    came_from = None if client is None else str(client[0])
    return at_own_keyboard(host=headers.get("host", ""), came_from=came_from, header_names=headers.keys())


def _unkept(send: Send) -> Send:
    """What was made for one person to download (a backup holds exact places) is kept by no browser."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return sent
