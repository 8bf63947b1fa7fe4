"""
Geometries as GeoPackage blobs, and the five functions that the R-tree's triggers call.

Source: OGC 12-128r18, GeoPackage 1.3, clause 2.1.3 (StandardGeoPackageBinary) and annex F.3 (R-tree).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

_SRS_ID = 4326
# "GP", version 0, flags: little endian with an envelope of x and y; then the SRS and the envelope itself.
# Points get an envelope too: the triggers then read four numbers, and every header is 40 bytes long.
_HEADER = struct.Struct("<2sBBidddd")
_FLAGS = 0b0000_0011
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_EMPTY_FLAG = 0b0001_0000


def to_blobs(geometries: Sequence[BaseGeometry | None]) -> list[bytes | None]:
    """Encode geometries (EPSG:4326, x y); None stays None."""
    if not len(geometries):
        return []
    array = np.asarray(geometries, dtype=object)
    wkb = shapely.to_wkb(array, byte_order=1, output_dimension=2)
    bounds = shapely.bounds(array).tolist()
    return [
        None if body is None else _HEADER.pack(b"GP", 0, _FLAGS, _SRS_ID, west, east, south, north) + body
        for body, (west, south, east, north) in zip(wkb, bounds, strict=True)
    ]


def from_blobs(blobs: Sequence[bytes | None]) -> list[BaseGeometry | None]:
    """Decode blobs, whatever envelope they carry; None stays None. `shapely.GEOSException` where one is damaged."""
    bodies = np.empty(len(blobs), dtype=object)
    bodies[:] = [None if blob is None else blob[_header_bytes(blob) :] for blob in blobs]
    return list(shapely.from_wkb(bodies))


def register(connection: sqlite3.Connection) -> None:
    """Teach a connection the functions that the R-tree's triggers use."""
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for place, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, _bound(place), deterministic=True)


def _header_bytes(blob: bytes) -> int:
    if blob[:2] != b"GP":
        raise shapely.GEOSException("not a GeoPackage geometry")
    return 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111]


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(bool(blob[3] & _EMPTY_FLAG))


def _bound(place: int) -> Callable[[bytes | None], float | None]:
    def bound(blob: bytes | None) -> float | None:
        if blob is None:
            return None
        if (blob[3] >> 1) & 0b111:
            order = "<" if blob[3] & 1 else ">"
            return float(struct.unpack_from(f"{order}d", blob, 8 + 8 * place)[0])
        west, south, east, north = shapely.from_wkb(blob[8:]).bounds
        return float((west, east, south, north)[place])

    return bound
