"""The door to a place's base map, by ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap import basemap
from assetmap.errors import AssetMapError
from assetmap.screens import homes

if TYPE_CHECKING:
    from starlette.requests import Request

NO_BASE_MAP = "The place has no such base map."
_A_YEAR = "private, max-age=31536000, immutable"


def tile_routes(start: str) -> list[Route]:
    """List the doors of one place that lead to its base map."""
    return [Route(f"{start}/{basemap.FILE}", _archive)]


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
