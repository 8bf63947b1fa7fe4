"""
What only points at other files and addresses, and is refused before the vector reader sees it.

The reader chooses how to read by what it finds anywhere in the first bytes, whatever a file is called or begins with.
"""

from __future__ import annotations

import json
import re

from assetmap.errors import LayerError

LOOKED_AT = 2**20
_POINTERS = (
    b"<ogrvrtdatasource", b"<vrtdataset", b"<gdal_w", b"<ogrwfsdatasource", b"wfs_capabilities", b"<!doctype",
    b"<!entity", b"gdal_streamed_alg",
)  # fmt: skip
# The name of the member, also with letters written as numbers.
_CRS = re.compile(rb'"(?:c|\\u0063)(?:r|\\u0072)(?:s|\\u0073)"\s*:\s*', re.IGNORECASE)
_NAMED = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC|ESRI)[:\w.]*|CRS:?84", re.IGNORECASE)
_LONGEST_CRS = 4096


def refuse_pointers(content: bytes, name: str) -> None:
    """Raise LayerError where a file holds a command or the address of another (VRT, GDALG, WFS, entities)."""
    head = content[:LOOKED_AT].lower()
    head = head.replace(b"\x00", b"") if b"\x00" in head[:4] else head  # text of two bytes a letter
    if any(x in head for x in _POINTERS):
        raise LayerError(f"{name} points at other files or addresses, which are never followed: give the file itself.")


def refuse_linked_system(content: bytes, name: str) -> None:
    """Raise LayerError where GeoJSON names its coordinate system by anything but its name: a link would be fetched."""
    for match in _CRS.finditer(content):
        if content[match.end() : match.end() + 1] != b"{":
            continue  # a column of that name
        if not _is_named(content[match.end() : match.end() + _LONGEST_CRS]):
            raise LayerError(f"{name} fetches its coordinate system from a link, which is not followed: save it again.")


def _is_named(said: bytes) -> bool:
    try:
        member, _ = json.JSONDecoder().raw_decode(said.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return False
    inside = member.get("properties")
    named = inside.get("name", inside.get("code")) if isinstance(inside, dict) else None
    kind = str(member.get("type", "")).lower()
    return kind in {"name", "epsg"} and bool(_NAMED.fullmatch(str(named)) or str(named).isdigit())
