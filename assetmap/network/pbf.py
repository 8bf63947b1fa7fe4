"""
A look through a PBF file before its reader has it: whole blocks, and no zero byte in a string.

The reader keeps strings one after another with a zero byte between them; one within a string takes the process down.
The form is that of https://wiki.openstreetmap.org/wiki/PBF_Format.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

from assetmap.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST_HEADER, _LARGEST_BLOCK = 64 * 1024, 32 * 1024 * 1024
_LENGTH_GIVEN = 2
_EMPTY_STRING = b"\x0a\x00"


class _DamagedError(Exception):
    """The bytes are not what the form says."""


def look_through(path: Path) -> None:
    """
    Pass a PBF file, or raise.

    Raises
    ------
    LayerError
        It is cut short or damaged, or packed in a way that is not read.
    """
    with path.open("rb") as handle:
        look_into(handle, path.name)


def look_into(handle: BinaryIO, name: str) -> None:
    """Pass an open PBF file; see `look_through`."""
    try:
        while header := handle.read(4):
            _block(handle, header, name)
    except (_DamagedError, zlib.error, IndexError):
        raise LayerError(f"{name} is damaged or cut short, and cannot be read: fetch it again.") from None


def _block(handle: BinaryIO, start: bytes, name: str) -> None:
    said = _once(_taken(handle, int.from_bytes(_whole(start, 4)), _LARGEST_HEADER))
    kind, size = said.get(1), said.get(3)
    if not isinstance(size, int):
        raise _DamagedError
    blob = _once(_taken(handle, size, _LARGEST_BLOCK))
    raw, packed = blob.get(1), blob.get(3)
    if isinstance(packed, bytes):
        if raw is not None:
            raise _DamagedError
        raw = zlib.decompressobj().decompress(packed, _LARGEST_BLOCK)
    if not isinstance(raw, bytes):
        raise LayerError(f"{name} is packed in a way that is not read here: fetch it as a plain .osm.pbf.")
    if kind == b"OSMData" and any(number == 1 and not _is_sound(value) for number, value in _fields(raw, only=1)):
        raise _DamagedError


def _is_sound(strings: bytes | int) -> bool:
    """Say whether no string of a table holds a zero byte; the first is empty, and its length is one."""
    if not isinstance(strings, bytes):
        return False
    if strings.count(0) == strings.startswith(_EMPTY_STRING):
        return True
    return all(isinstance(value, bytes) and 0 not in value for _, value in _fields(strings))


def _whole(block: bytes, size: int) -> bytes:
    if len(block) != size:
        raise _DamagedError
    return block


def _taken(handle: BinaryIO, size: int, largest: int) -> bytes:
    if size > largest:
        raise _DamagedError
    return _whole(handle.read(size), size)


def _once(message: bytes) -> dict[int, bytes | int]:
    """Return the fields of a message in which none comes twice, so that two readers cannot see different ones."""
    fields = list(_fields(message))
    found = dict(fields)
    if len(found) != len(fields):
        raise _DamagedError
    return found


def _fields(message: bytes, *, only: int | None = None) -> Iterator[tuple[int, bytes | int]]:
    """Go through the fields of a message: number and value; with `only`, the others' values are not copied."""
    at, end = 0, len(message)
    while at < end:
        key, at = _number(message, at)
        number, form = key >> 3, key & 7
        if form == 0:
            value, at = _number(message, at)
            yield number, value
        elif form == _LENGTH_GIVEN:
            size, at = _number(message, at)
            if size > end - at:
                raise _DamagedError
            if only is None or number == only:
                yield number, message[at : at + size]
            at += size
        else:
            at += {1: 8, 5: 4}.get(form, end + 1)
    if at != end:
        raise _DamagedError


def _number(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise _DamagedError
