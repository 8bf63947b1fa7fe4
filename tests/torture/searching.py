"""Every byte of every file of a folder, looked through for words and places, in whatever form they may lie there."""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_MOST_UNPACKED = 64_000_000


def needles(words: Iterable[str], places: Iterable[BaseGeometry]) -> dict[bytes, str]:
    """
    Write what is looked for as bytes: needle → what it is.

    Words as UTF-8, UTF-16 and escaped in JSON, in lower case; places as doubles, as the boxes of rounded floats that an
    R-tree keeps, and in digits.
    """
    found: dict[bytes, str] = {}
    for word in words:
        low = word.lower()
        escaped = json.dumps(low)[1:-1]
        for form in (low.encode(), low.encode("utf-16-le"), low.encode("utf-16-be"), escaped.encode()):
            found[form] = f"“{word}”"
    for place in places:
        for x, y in np.unique(np.column_stack(place.exterior.xy if hasattr(place, "exterior") else place.xy), axis=0):
            for order in "<>":
                found[struct.pack(f"{order}d", x).lower()] = f"the place {x}"
                found[struct.pack(f"{order}d", y).lower()] = f"the place {y}"
                for across in _pairs(x):
                    for up in _pairs(y):
                        found[struct.pack(f"{order}4f", *across, *up).lower()] = f"the box of {x}, {y}"
            found |= {repr(float(value)).encode(): f"the place {value} in digits" for value in (x, y)}
    return found


def found_in(folder: Path, wanted: dict[bytes, str]) -> list[str]:
    """Return “file: what” for whatever is found in any file below `folder`, or in what is packed into one."""
    pattern = re.compile(b"|".join(re.escape(x) for x in sorted(wanted, key=len, reverse=True)))
    found: dict[str, None] = {}
    for path in sorted(x for x in folder.rglob("*") if x.is_file()):
        for part in _parts(path):
            for hit in pattern.findall(part.lower()):
                found[f"{path.relative_to(folder)}: {wanted[hit]}"] = None
    return list(found)


def _parts(path: Path) -> Iterator[bytes]:
    whole = path.read_bytes()
    yield path.name.encode()
    yield whole
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        for column in table.columns:
            for piece in column.chunks:
                yield from (bytes(buffer) for buffer in piece.buffers() if buffer is not None)
    for start in _PACKED.finditer(whole):
        unpacking = zlib.decompressobj(47)  # zlib and gzip
        try:
            part = unpacking.decompress(whole[start.start() :], _MOST_UNPACKED)
        except zlib.error:
            continue
        yield part


# As SQLite's rtree.c rounds what it keeps: a box is never smaller than what is in it.
_TOWARDS, _AWAY = 1.0 - 1.0 / 8388608.0, 1.0 + 1.0 / 8388608.0


def _pairs(value: float) -> list[tuple[np.float32, np.float32]]:
    low, high = _down(value), _up(value)
    return [(low, high), (low, low), (high, high)]


def _down(value: float) -> np.float32:
    there = np.float32(value)
    return there if float(there) <= value else np.float32(value * (_AWAY if value < 0 else _TOWARDS))


def _up(value: float) -> np.float32:
    there = np.float32(value)
    return there if float(there) >= value else np.float32(value * (_TOWARDS if value < 0 else _AWAY))
