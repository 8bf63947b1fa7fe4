"""Which form of OpenStreetMap extract a file is, by what is in it; its ending is not trusted."""

from __future__ import annotations

import bz2
import re
import zlib
from typing import TYPE_CHECKING

from assetmap.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PEEK = 1_000_000
"""A block of bzip2 is up to 900 kB."""
_MAGIC = (
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\xfd7zXZ", "an xz archive: unpack it first"),
    (b"SQLite format 3\x00", "a GeoPackage or another database"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x00\x00\x27\x0a", "a shapefile"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_WANTED = "an OpenStreetMap extract is needed, as .osm.pbf or .osm (plain, .gz or .bz2)"


def form_of(path: Path) -> str:
    """
    Say the form of an extract as its reader calls it: `pbf`, `osm`, `osm.gz` or `osm.bz2`.

    Raises
    ------
    LayerError
        It is none, and what it is instead.
    """
    try:
        if path.is_dir():
            raise LayerError(f"{path.name} is a folder: give the name of a file.")
        with path.open("rb") as handle:
            head = handle.read(_PEEK)
    except FileNotFoundError:
        raise LayerError(f"there is no file {path.name} in {path.parent}.") from None
    except PermissionError:
        raise LayerError(f"{path.name} may not be read: ask whoever owns it.") from None
    except OSError as error:
        raise LayerError(f"{path.name} could not be read: {error.strerror or 'a fault of the disk'}.") from None
    if not head:
        raise LayerError(f"{path.name} is empty: fetch it again.")
    if b"OSMHeader" in head[:32]:
        return "pbf"
    if head.startswith(b"\x1f\x8b"):
        return _xml(path.name, _unpacked(path.name, head, zlib.decompressobj(31).decompress), "osm.gz")
    if head.startswith(b"BZh"):
        return _xml(path.name, _unpacked(path.name, head, bz2.BZ2Decompressor().decompress), "osm.bz2")
    return _xml(path.name, head, "osm")


def _unpacked(name: str, head: bytes, decompress: Callable[[bytes, int], bytes]) -> bytes:
    try:
        start = decompress(head, _PEEK)
    except (zlib.error, OSError, EOFError):
        start = b""
    if not start:
        raise LayerError(f"{name} is damaged (it does not unpack): fetch it again.")
    return start


def _xml(name: str, head: bytes, form: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.search(rb"<osm[\s>/]", start) and start.startswith(b"<"):
        return form
    if b"OSMHeader" in start[:32]:
        raise LayerError(f"{name} is an .osm.pbf that somebody packed once more: unpack it first.")
    what = next((words for magic, words in _MAGIC if start.startswith(magic)), "")
    if not what and start.startswith(b"<"):
        what = _of_xml(start)
    if not what:
        what = "not an OpenStreetMap extract"
    raise LayerError(f"{name} is {what.split(':', maxsplit=1)[0]}: {what.partition(': ')[2] or _WANTED}.")


def _of_xml(start: bytes) -> str:
    if b"<html" in start.lower():
        return "a web page"
    root = re.search(rb"<([A-Za-z][\w.-]{0,40})", start)
    return f"XML of another kind (<{root.group(1).decode()}>)" if root else "XML of another kind"
