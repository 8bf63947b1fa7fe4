"""GeoPackage geometry: a header with the envelope, then WKB (OGC 12-128r18, clause 2.1.3)."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_HEADER = struct.Struct("<2sBBi4d")
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_WITH_ENVELOPE = 0b0000_0011  # little-endian, envelope minx maxx miny maxy
_SRS_ID = 4326


def to_binary(geometry: BaseGeometry | None) -> bytes | None:
    """Encode a geometry (EPSG:4326); None and empty shapes are NULL."""
    if geometry is None or geometry.is_empty:
        return None
    west, south, east, north = geometry.bounds
    header = _HEADER.pack(b"GP", 0, _WITH_ENVELOPE, _SRS_ID, west, east, south, north)
    return header + shapely.to_wkb(geometry, byte_order=1, output_dimension=2)


def wkb_of(blob: bytes) -> bytes:
    """Return the WKB inside a GeoPackage blob."""
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :]


def from_binary(blob: bytes | None) -> BaseGeometry | None:
    """Decode one geometry."""
    return None if blob is None else shapely.from_wkb(wkb_of(blob))


def from_binaries(blobs: Sequence[bytes | None]) -> Sequence[BaseGeometry | None]:
    """Decode many geometries at once."""
    import numpy as np

    array = np.array([None if blob is None else wkb_of(blob) for blob in blobs], dtype=object)
    decoded: Sequence[BaseGeometry | None] = shapely.from_wkb(array) if len(array) else []
    return decoded


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the index's triggers call; no SpatiaLite is needed."""
    for place, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, lambda blob, place=place: _edge(blob, place), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _edge(blob: bytes | None, place: int) -> float | None:
    if blob is None:
        return None
    if (blob[3] >> 1) & 7:
        edge: float = struct.unpack_from("<d" if blob[3] & 1 else ">d", blob, 8 + 8 * place)[0]
        return edge
    west, south, east, north = shapely.from_wkb(wkb_of(blob)).bounds
    return (west, east, south, north)[place]


def _is_empty(blob: bytes | None) -> int | None:
    if blob is None:
        return None
    edge = _edge(blob, 0)
    return int(bool(blob[3] & 0b10000) or edge is None or math.isnan(edge))
