"""
Streamlit's own scripts and styles, packed for who comes over a network.

Streamlit sends them as they are: 3.4 MB to each new browser, a hundred when thirty people sit down in a hall. Each is
packed once and kept; a browser at this machine itself gets it as it is, for nothing is gained there.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_SCRIPT = re.compile(r"/static/((?:js|css)/[\w\-]+(?:\.[\w\-]+)*\.(?:js|css))")
_TYPES = {"js": "text/javascript", "css": "text/css"}
_HERE = ("127.", "::1", "::ffff:127.")
_FOR_GOOD = "public, immutable, max-age=31536000"
"""As Streamlit says of them: a script that changes has another name."""


def packed() -> Middleware:
    """Pack what is worth it."""
    return Middleware(_Packed)


class _Packed:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _wanted(scope)
        body = await asyncio.to_thread(_pack, name) if name else None
        if name is None or body is None:
            await self.app(scope, receive, send)
            return
        said = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": _FOR_GOOD}
        await Response(body, media_type=_TYPES[name.rpartition(".")[2]], headers=said)(scope, receive, send)


def _wanted(scope: Scope) -> str | None:
    """Name the file that is asked for and may be packed, below Streamlit's `static`; None for all else."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    found = _SCRIPT.search(scope["path"])
    if found is None or found.end() != len(scope["path"]):
        return None
    headers, client = Headers(scope=scope), scope.get("client")
    if "gzip" not in headers.get("accept-encoding", "") or "range" in headers:
        return None
    is_here = client is None or str(client[0]).startswith(_HERE)
    return None if is_here else found[1]


@lru_cache(maxsize=512)
def _pack(name: str) -> bytes | None:
    import streamlit

    path = Path(streamlit.__file__).parent / "static" / "static" / name
    try:
        return gzip.compress(path.read_bytes(), 6, mtime=0)
    except OSError:
        return None
