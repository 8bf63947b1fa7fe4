"""
Who may knock at all.

An app on the loopback address is still within reach of every page that is open in this machine's browser: such a page
may have a name of its own made to lead here, or simply try. So only this machine's own names are answered, unless a
relay says that it passed somebody on; a socket is opened only to pages of this app; and only a steward brings files.

While phones in the hall are let in, whoever is not at this machine's own keyboard gets the phones' pages, whatever else
they ask for, say or pretend: no screen, no socket, no data, whether or not they have signed in somewhere.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

from assetmap.errors import AssetMapError, PermissionDeniedError
from assetmap.roles import may
from assetmap.screens import homes, session
from assetmap.screens.doors.phones.paths import JOIN, is_for_phones
from assetmap.screens.doors.tongue import plainly
from assetmap.screens.own_machine import (
    at_own_keyboard,
    is_met_by_number,
    is_own_name,
    is_relayed,
    is_shared,
    listens_here,
    netloc_of,
)
from assetmap.screens.whose import COOKIE, at_page, by_of, person_by_token
from assetmap.wording import N_

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assetmap.place import Place
    from assetmap.roles import Person

_PAGE = re.compile(r"/upload_file/([^/]+)/")
NOT_HERE = N_("This map is open at its own computer only: type the address that assetmap gave when it started.")
NO_FILES = N_("Only whoever looks after this map brings files in.")


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
            if not _may_join(scope):
                await plainly(NOT_HERE, Headers(scope=scope), status=403, said={})(scope, receive, send)
            elif scope["path"] == "/":
                await RedirectResponse(JOIN, status_code=303)(scope, receive, send)
            else:
                await self.app(scope, receive, send)
        elif (
            "/_stcore/upload_file" in scope["path"]
            and scope["method"] == "PUT"
            and not await asyncio.to_thread(_is_steward, scope)
        ):
            await plainly(NO_FILES, Headers(scope=scope), status=403, said={})(scope, receive, send)
        else:
            await self.app(scope, receive, _unkept(send) if "/media/" in scope["path"] else send)


def _is_stranger(scope: Scope) -> bool:
    """
    Say whether a request names another host than this machine, with nobody who passed it on.

    While phones are let in everybody is a stranger but who sits at this machine's own keyboard.
    """
    headers = Headers(scope=scope)
    if is_shared():
        return not _is_own(scope)
    return listens_here() and not is_own_name(headers.get("host", "")) and not is_relayed(headers.keys())


def _is_own(scope: Scope) -> bool:
    headers, client = Headers(scope=scope), scope.get("client")
    # Where the server does not say who the other end is, it is nobody at this keyboard.
    return client is not None and at_own_keyboard(
        host=headers.get("host", ""), came_from=str(client[0]), header_names=headers.keys()
    )


def _may_join(scope: Scope) -> bool:
    """Say whether a stranger asks for a phone's page, by a name that a phone in the hall would use."""
    if not is_shared() or scope["method"] not in {"GET", "HEAD", "POST"}:
        return False
    is_met = is_met_by_number(Headers(scope=scope).get("host", ""))
    return is_met and (scope["path"] == "/" or is_for_phones(scope["path"]))


def _is_of_this_page(scope: Scope) -> bool:
    """Say whether a socket is opened by a page of this app, or by no page at all."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        return True
    said = netloc_of(origin)
    return bool(said) and said in {headers.get(name, "").lower() for name in ("host", "x-forwarded-host")}


def _is_steward(scope: Scope) -> bool:
    """Say whether who sends this looks after the map: by the same judgement as a screen's, as it is now."""
    headers, client = Headers(scope=scope), scope.get("client")
    came_from = None if client is None else str(client[0])
    own = at_own_keyboard(host=headers.get("host", ""), came_from=came_from, header_names=headers.keys())
    try:
        place = session.opened_at(homes.current())
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        by = by_of(place, person_by_token(place, token) or _at_page(scope, place), is_own=own)
    except (AssetMapError, OSError):
        by = by_of(None, None, is_own=own)  # no place yet: whoever is at the computer itself brings the files for one
    return may(by, "bring files")


def _at_page(scope: Scope, place: Place) -> Person | None:
    """Return who is at the page that a file comes from, named by the file's address; they are still signed in."""
    found = _PAGE.search(scope["path"])
    person = at_page(found[1]) if found else None
    if person is not None:
        try:
            place.store.people.still(person)
        except PermissionDeniedError:
            return None
    return person


def _unkept(send: Send) -> Send:
    """What was made for one person to download (a backup holds exact places) is kept by no browser."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return sent
