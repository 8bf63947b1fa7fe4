"""What every answer carries: the headers that keep the browser to this host."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from assetmap.screens.doors.phones.page import POLICY
from assetmap.screens.doors.phones.paths import is_for_phones
from assetmap.screens.grounds import online_host

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")


def headers() -> Middleware:
    """Give every answer the headers that keep the browser to this host."""
    return Middleware(_Headers)


def policy(host: str = "", *, pictures: str = "") -> str:
    """
    Write the content security policy; `pictures` is the one foreign host that they may come from, if any.

    Streamlit styles with inline rules, starts components from blobs, and talks over a websocket on its own host,
    which some browsers do not count as `'self'`.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {_inline_hashes()}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {pictures}".strip(),
            "font-src 'self' data:",
            "media-src 'self' blob:",  # a story that was just recorded
            f"connect-src 'self' blob:{sockets}",  # blob: what was just recorded, on its way to be kept
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class _Headers:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_phones = is_for_phones(scope["path"])
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                given["Content-Security-Policy"] = POLICY if is_phones else policy(host, pictures=online_host())
                given["X-Content-Type-Options"] = "nosniff"
                given["X-Frame-Options"] = "DENY" if is_phones else "SAMEORIGIN"
                given.setdefault("Referrer-Policy", "no-referrer")
                own = "()" if is_phones else "(self)"
                given["Permissions-Policy"] = f"camera={own}, microphone={own}, geolocation={own}"
                if not is_phones:  # over plain http browsers only complain of it
                    given["Cross-Origin-Opener-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, sent)


@cache
def _inline_hashes() -> str:
    """Allow the inline scripts of the installed Streamlit's own page, by their hashes."""
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
