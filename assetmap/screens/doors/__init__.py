"""The doors beside Streamlit's own: health, a place's data, a printed page, signing in, phones, script and typeface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetMapError, LayerError
from assetmap.screens import homes, safekeeping, session
from assetmap.screens.doors.gate import gate
from assetmap.screens.doors.headers import headers
from assetmap.screens.doors.packed import packed
from assetmap.screens.doors.page import page_routes
from assetmap.screens.doors.phones import phone_routes
from assetmap.screens.doors.sign_in import sign_in_routes
from assetmap.screens.doors.tiles import tile_routes
from assetmap.screens.faults import fault
from assetmap.screens.livemap.script import script_read
from assetmap.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from assetmap.screens.everybody import Answer

__all__ = ["MAIN", "gate", "headers", "packed", "routes"]

MAIN = Path(__file__).parent.parent / "main.py"
"""The script that Streamlit runs."""
_FONTS = {
    "regular": ("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf"),
    "bold": ("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Bold.ttf"),
    "arabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
    "bengali": ("fontpkg_hind_siliguri", "HindSiliguri-Regular.ttf"),
    "bengali-bold": ("fontpkg_hind_siliguri", "HindSiliguri-Bold.ttf"),
}
NO_PLACE = "The place cannot be read at the moment: ask whoever runs assetmap to look at it with `assetmap check`."
NO_LAYER = "The place does not have this."
# Fixed sentences: an error's own may name a folder of this computer, and anybody may knock at a door.
_A_DAY = "private, max-age=86400"


def routes() -> list[Route]:
    """List the doors."""
    return [
        Route("/health", _health),
        *page_routes(),
        *sign_in_routes(),
        *phone_routes(),
        *_place_routes("/assetmap"),
        *_place_routes("/assetmap/at/{place}"),
        Route("/assetmap/livemap.js", _script),
        Route("/assetmap/font/{name}", _font),
    ]


def _place_routes(start: str) -> list[Route]:
    """List the doors of one place: the one that is open, or the one whose word the address carries."""
    return [
        Route(f"{start}/places", _door(_places)),
        Route(f"{start}/ground", _door(lambda request: session.ground_answer(_home(request)))),
        Route(f"{start}/places/since", _door(_since)),
        *tile_routes(start),
        Route(
            f"{start}/overlay/{{key}}",
            _door(
                lambda request: session.overlay_answer(
                    request.path_params["key"], _home(request), language=_language(request)
                )
            ),
        ),
    ]


def _home(request: Request) -> Path | None:
    said = request.path_params.get("place")
    return None if said is None else homes.named(said)


def _health(_request: Request) -> Response:
    """Say whether the place can be read: 200 or 503."""
    try:
        place = session.opened()
        place.store.version()
    except AssetMapError:
        return JSONResponse({"status": "no place", "why": NO_PLACE}, status_code=503)
    except Exception as error:  # noqa: BLE001  # a number for who asks, the place in the code for the terminal
        return JSONResponse({"status": "fault", "why": fault(error)}, status_code=503)
    kept = safekeeping.newest(place.home)
    copies = "not made" if safekeeping.trouble(place.home) else "none yet" if kept is None else kept.isoformat()
    said = {"status": "ok", "place": place.settings.name, "kept_copy": copies}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})


def _places(request: Request) -> Answer:
    return session.places_answer(_home(request), language=_language(request))


def _language(request: Request) -> str:
    said = request.query_params.get("in", "en")
    return said if said in LANGUAGES else "en"


def _since(request: Request) -> Answer:
    said = request.query_params.get("from", "")
    if not said.isascii() or not said.isdecimal() or len(said) > 15:
        raise LayerError(NO_LAYER)
    base = request.query_params.get("base", "")
    return session.since_answer(base, int(said), _home(request), language=_language(request))


def _door(answer: Callable[[Request], Answer]) -> Callable[[Request], Response]:
    def door(request: Request) -> Response:
        try:
            given = answer(request)
        except LayerError:
            return PlainTextResponse(NO_LAYER, status_code=404)
        except AssetMapError:
            return PlainTextResponse(NO_PLACE, status_code=503)
        except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
            return PlainTextResponse(fault(error), status_code=500)
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
        body = script_read()[0]
    except FileNotFoundError:
        return PlainTextResponse("the map's script is missing: install assetmap again.", status_code=404)
    return Response(body, media_type="text/javascript", headers={"Cache-Control": _A_DAY})


def _font(request: Request) -> Response:
    from importlib import import_module

    found = _FONTS.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("there is no such typeface.", status_code=404)
    package, name = found
    content = (import_module(package).ROOT / "files" / name).read_bytes()
    return Response(content, media_type="font/ttf", headers={"Cache-Control": _A_DAY})
