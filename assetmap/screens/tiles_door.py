"""
The door to a place's base map, by ranges; and the one foreign host that a place may allow.

`place.toml` may say `online_tiles = true`: then, and only then, the browser may fetch OpenStreetMap's own tiles, as
their usage policy asks: with the origin as referrer and their attribution on the map.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap import basemap
from assetmap.errors import AssetMapError
from assetmap.screens import homes
from assetmap.settings import read_place

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from assetmap.place import Place

ONLINE_HOST = "https://tile.openstreetmap.org"
ONLINE_TILES = f"{ONLINE_HOST}/{{z}}/{{x}}/{{y}}.png"
ONLINE_CREDIT = "© OpenStreetMap contributors"
NO_BASE_MAP = "The place has no such base map."
_A_YEAR = "private, max-age=31536000, immutable"


def tile_routes(start: str) -> list[Route]:
    """List the doors of one place that lead to its base map."""
    return [Route(f"{start}/{basemap.FILE}", _archive)]


def base_of(place: Place) -> dict[str, str] | None:
    """
    Return what the browser is told of a place's base map.

    Returns
    -------
    base
        `tiles`: where the archive lies, seen from where this was answered. None where the place has none, or one of
        other layers: then the shapes themselves are sent.
    """
    found = basemap.archive_of(place.home)
    return None if found is None else {"tiles": f"{basemap.FILE}?v={found[1]}"}


def online_of(place: Place) -> dict[str, str]:
    """Return the pattern of the online tiles, where the place allows them."""
    return {"online": ONLINE_TILES} if place.settings.online_tiles else {}


def credited(place: Place) -> str:
    """Return whose data the map is made of."""
    credit = place.settings.credit()
    if not place.settings.online_tiles or ONLINE_CREDIT.casefold() in credit.casefold():
        return credit
    return " · ".join(x for x in (credit, ONLINE_CREDIT) if x)


def online_host() -> str:
    """Return the foreign host that the open place allows pictures of; "" for none."""
    try:
        path = homes.current() / "place.toml"
        said = path.stat()
        return ONLINE_HOST if _online(path, said.st_mtime_ns, said.st_size) else ""
    except (AssetMapError, OSError):
        return ""


@lru_cache(maxsize=8)
def _online(path: Path, changed: int, size: int) -> bool:  # noqa: ARG001  # the marks are the cache's keys
    return read_place(path.parent).online_tiles


def _archive(request: Request) -> Response:
    """Send the archive or a range of it (206, 416); a mark that is not the archive's own finds nothing."""
    try:
        said = request.path_params.get("place")
        found = basemap.archive_of(homes.current() if said is None else homes.named(said))
    except AssetMapError:
        found = None
    wanted = request.query_params.get("v")
    if found is None or wanted not in {None, found[1]}:
        return PlainTextResponse(NO_BASE_MAP, status_code=404, headers={"Cache-Control": "no-store"})
    path, mark = found
    headers = {"ETag": f'"{mark}"', "Cache-Control": _A_YEAR if wanted else "private, no-cache"}
    if f'"{mark}"' in request.headers.get("if-none-match", "") and "range" not in request.headers:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="application/vnd.pmtiles", headers=headers, stat_result=path.stat())
