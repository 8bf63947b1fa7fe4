"""
Files that strangers send: what they are, and how they are read without harm.

Nothing here hands a file to GDAL: `read_file` on an upload opens local files and calls addresses. `read_strange`
reads a list in a process of its own, inside walls (`walls`), and `read_photo` a picture of paper; `kind_of` tells what
a list is by its bytes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assetmap.exchange.untrusted.looking import kind_of
from assetmap.exchange.untrusted.parent import read_strange, standing
from assetmap.exchange.untrusted.sizes import COUNTY_BYTES, LARGEST_BYTES, LARGEST_EXTRACT_BYTES, read_bytes, unpacked

if TYPE_CHECKING:
    from assetmap.exchange.untrusted.photographs import LARGEST_PHOTO_BYTES, read_photo

__all__ = [
    "COUNTY_BYTES",
    "LARGEST_BYTES",
    "LARGEST_EXTRACT_BYTES",
    "LARGEST_PHOTO_BYTES",
    "kind_of",
    "read_bytes",
    "read_photo",
    "read_strange",
    "standing",
    "unpacked",
]


def __getattr__(name: str) -> Any:
    """What reads lists shall not load what knows of paper."""
    if name not in {"LARGEST_PHOTO_BYTES", "read_photo"}:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.photographs"), name)
