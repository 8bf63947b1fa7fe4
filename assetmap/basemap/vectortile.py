"""
A vector tile as bytes: the part of Mapbox Vector Tile 2.1 that a quiet map needs.

Lines and rings come as whole steps of a tile's own grid, y downwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Kind = Literal["points", "lines", "rings"]
_TYPES: dict[Kind, int] = {"points": 1, "lines": 2, "rings": 3}
_MOVE_TO, _LINE_TO, _CLOSE = 1, 2, 7


class TileLayer:
    """One layer of a tile that is being written."""

    def __init__(self, name: str, extent: int) -> None:
        self.name = name
        self.extent = extent
        self._features: list[bytes] = []
        self._keys: dict[str, int] = {}
        self._values: dict[str | int, int] = {}

    def add(self, kind: Kind, parts: Iterable[np.ndarray], said: Mapping[str, str | int]) -> None:
        """
        Add a feature.

        Parameters
        ----------
        kind
            What `parts` are. A ring ends without its first point; an outer ring has a positive area (y downwards).
        parts
            Whole numbers, one row a point; at least one part.
        said
            Its attributes: texts, and whole numbers from 0 on.
        """
        tags = []
        for key, value in said.items():
            tags += [self._keys.setdefault(key, len(self._keys)), self._values.setdefault(value, len(self._values))]
        body = _packed(2, tags) if tags else b""
        body += _number(3, _TYPES[kind]) + _packed(4, _commands(kind, parts))
        self._features.append(_bytes(2, body))

    def written(self) -> bytes:
        """Return the layer as it stands in a tile; nothing if it has no features."""
        if not self._features:
            return b""
        body = [_number(15, 2), _bytes(1, self.name.encode()), *self._features]
        body += [_bytes(3, key.encode()) for key in self._keys]
        body += [
            _bytes(4, _bytes(1, value.encode()) if isinstance(value, str) else _number(5, value))
            for value in self._values
        ]
        body.append(_number(5, self.extent))
        return _bytes(3, b"".join(body))


def _commands(kind: Kind, parts: Iterable[np.ndarray]) -> list[int]:
    out: list[int] = []
    at = np.zeros((1, 2), dtype=int)
    for points in parts:
        steps = points - np.concatenate([at, points[:-1]])
        zigzag = np.where(steps < 0, -2 * steps - 1, 2 * steps).ravel().tolist()
        at = points[-1:]
        out += [_MOVE_TO | 1 << 3, *zigzag[:2]]
        if kind != "points":
            out += [_LINE_TO | (len(points) - 1) << 3, *zigzag[2:]]
        if kind == "rings":
            out.append(_CLOSE | 1 << 3)
    return out


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _packed(field: int, values: Sequence[int]) -> bytes:
    return _bytes(field, b"".join(_SHORT[value] if value < 128 else _varint(value) for value in values))


_SHORT = [bytes([value]) for value in range(128)]
