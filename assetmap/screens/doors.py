"""The doors beside Streamlit's own: health, base map, the map's script and typeface; what every answer carries."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetMapError, LayerError
from assetmap.screens import homes, session
from assetmap.screens.page_door import page_routes
from assetmap.screens.tiles_door import online_host, tile_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assetmap.screens.everybody import Answer

MAIN = Path(__file__).parent / "main.py"
"""The script that Streamlit runs."""
SCRIPT = Path(__file__).parent / "livemap" / "built" / "livemap.js"
_FONTS = {"regular": "AtkinsonHyperlegible-Regular.ttf", "bold": "AtkinsonHyperlegible-Bold.ttf"}
NO_PLACE = "The place cannot be read at the moment: ask whoever runs assetmap to look at it with `assetmap check`."
NO_LAYER = "The place does not have this."
# Fixed sentences: an error's own may name a folder of this computer, and anybody may knock at a door.
_A_DAY = "private, max-age=86400"
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")


def routes() -> list[Route]:
    """List the doors."""
    return [
        Route("/health", _health),
        *page_routes(),
        *_place_routes("/assetmap"),
        *_place_routes("/assetmap/at/{place}"),
        Route("/assetmap/livemap.js", _script),
        Route("/assetmap/font/{name}", _font),
    ]


def _place_routes(start: str) -> list[Route]:
    """List the doors of one place: the one that is open, or the one whose word the address carries."""
    return [
        Route(f"{start}/places", _door(lambda request: session.places_answer(_home(request)))),
        Route(f"{start}/ground", _door(lambda request: session.ground_answer(_home(request)))),
        Route(f"{start}/places/since", _door(_since)),
        *tile_routes(start),
        Route(
            f"{start}/overlay/{{key}}",
            _door(lambda request: session.overlay_answer(request.path_params["key"], _home(request))),
        ),
    ]


def _home(request: Request) -> Path | None:
    said = request.path_params.get("place")
    return None if said is None else homes.named(said)


def script_mark() -> str:
    """Return a mark that changes with the map's script."""
    return _script_read()[1]


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
            f"connect-src 'self'{sockets}",
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
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                given["Content-Security-Policy"] = policy(host, pictures=online_host())
                given["X-Content-Type-Options"] = "nosniff"
                given["X-Frame-Options"] = "SAMEORIGIN"
                given["Referrer-Policy"] = "no-referrer"
                given["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(self)"
                given["Cross-Origin-Opener-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, sent)


def _health(_request: Request) -> Response:
    """Say whether the place can be read: 200 or 503."""
    try:
        place = session.opened()
        place.store.version()
    except AssetMapError:
        return JSONResponse({"status": "no place", "why": NO_PLACE}, status_code=503)
    except Exception as error:  # noqa: BLE001  # a number for who asks, the place in the code for the terminal
        return JSONResponse({"status": "fault", "why": session.fault(error)}, status_code=503)
    return JSONResponse({"status": "ok", "place": place.settings.name}, headers={"Cache-Control": "no-store"})


def _since(request: Request) -> Answer:
    said = request.query_params.get("from", "")
    if not said.isascii() or not said.isdecimal() or len(said) > 15:
        raise LayerError(NO_LAYER)
    return session.since_answer(request.query_params.get("base", ""), int(said), _home(request))


def _door(answer: Callable[[Request], Answer]) -> Callable[[Request], Response]:
    def door(request: Request) -> Response:
        try:
            given = answer(request)
        except LayerError:
            return PlainTextResponse(NO_LAYER, status_code=404)
        except AssetMapError:
            return PlainTextResponse(NO_PLACE, status_code=503)
        except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
            return PlainTextResponse(session.fault(error), status_code=500)
        mark = f'"{given.mark}"'
        said = {"ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=said)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            import gzip

            return Response(gzip.decompress(given.body), media_type="application/json", headers=said)
        return Response(given.body, media_type="application/json", headers={**said, "Content-Encoding": "gzip"})

    return door


def _script(_request: Request) -> Response:
    try:
        body = _script_read()[0]
    except FileNotFoundError:
        return PlainTextResponse("the map's script is missing: install assetmap again.", status_code=404)
    return Response(body, media_type="text/javascript", headers={"Cache-Control": _A_DAY})


def _font(request: Request) -> Response:
    from fontpkg_atkinson_hyperlegible import ROOT

    name = _FONTS.get(request.path_params["name"])
    if name is None:
        return PlainTextResponse("there is no such typeface.", status_code=404)
    return Response((ROOT / "files" / name).read_bytes(), media_type="font/ttf", headers={"Cache-Control": _A_DAY})


@cache
def _script_read() -> tuple[bytes, str]:
    body = SCRIPT.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:12]


@cache
def _inline_hashes() -> str:
    """Allow the inline scripts of the installed Streamlit's own page, by their hashes."""
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
