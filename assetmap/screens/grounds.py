"""
What a place's map is drawn on: its own tiles or shapes; and the one foreign host that a place may allow.

`place.toml` may say `online_tiles = true`: then, and only then, the browser may fetch OpenStreetMap's own tiles, as
their usage policy asks: with the origin as referrer and their attribution on the map.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assetmap import basemap
from assetmap.errors import AssetMapError
from assetmap.screens import homes
from assetmap.settings import read_place

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.place import Place

ONLINE_HOST = "https://tile.openstreetmap.org"
ONLINE_TILES = f"{ONLINE_HOST}/{{z}}/{{x}}/{{y}}.png"
ONLINE_CREDIT = "© OpenStreetMap contributors"


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


def credited(place: Place, *layers: str) -> str:
    """Return whose data the map is made of, or these layers of it."""
    credit = place.settings.credit(*layers)
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
