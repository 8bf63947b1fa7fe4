"""
Geometry as short text: whole steps of about two metres, each point as its difference from the one before.

A number is written in base 32, lowest digit first, with one bit for its sign, in letters that need no escape
in JSON, HTML or a template (`A-Za-z0-9-_`). `js/decode.js` reads it back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STEP_M = 2.0
"""Size of one step: points move by no more than 1.4 m."""
_M_PER_DEGREE = 111_320.0


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where steps are counted from, and how many degrees each is; EPSG:4326."""

    west: float
    south: float
    step_x: float
    step_y: float

    @classmethod
    def around(cls, bounds: Sequence[float]) -> Frame:
        """Lay a frame over W, S, E, N (EPSG:4326)."""
        west, south, _, north = bounds
        narrow = max(math.cos(math.radians((south + north) / 2)), 0.05)
        return cls(
            west=round(west, 6),
            south=round(south, 6),
            step_x=round(STEP_M / (_M_PER_DEGREE * narrow), 9),
            step_y=round(STEP_M / _M_PER_DEGREE, 9),
        )

    def record(self) -> dict[str, float]:
        """Return the frame as JSON values."""
        return {"west": self.west, "south": self.south, "step_x": self.step_x, "step_y": self.step_y}


def encoded(shapes: Iterable[tuple[int, int, BaseGeometry]], frame: Frame) -> str:
    """
    Write shapes as one text.

    Parameters
    ----------
    shapes
        (index of its name or 0, a value, lines or areas in EPSG:4326). Points and empty shapes are left out.
    frame
        What steps are counted in.
    """
    x = y = 0
    tokens = []
    for name, value, geometry in shapes:
        parts = []
        for points in _lines_of(geometry):
            steps = np.rint(
                np.column_stack(
                    [(points[:, 0] - frame.west) / frame.step_x, (points[:, 1] - frame.south) / frame.step_y]
                )
            ).astype(int)
            keep = np.ones(len(steps), dtype=bool)
            keep[1:] = (np.diff(steps, axis=0) != 0).any(axis=1)
            kept = steps[keep].tolist()
            if len(kept) < 2:  # shorter than a step: left out, and nothing is counted from it
                continue
            words = []
            for u, v in kept:
                words.append(_number(u - x) + _number(v - y))
                x, y = u, v
            parts.append("".join(words))
        if parts:
            tokens.append(".".join([_number(name) + _number(value), *parts]))
    return " ".join(tokens)


def simplified(geometries: np.ndarray, metric_crs: str, *, tolerance_m: float) -> np.ndarray:
    """Simplify shapes (EPSG:4326), measured in metres of `metric_crs`; EPSG:4326 again."""
    from assetmap.crs import WGS84, reproject_all

    metric = reproject_all(geometries, WGS84, metric_crs)
    return reproject_all(shapely.simplify(metric, tolerance_m), metric_crs, WGS84)


def _lines_of(geometry: BaseGeometry) -> list[np.ndarray]:
    out: list[np.ndarray] = []
    for part in shapely.get_parts(np.asarray([geometry], dtype=object)):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            out += [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in {"LineString", "LinearRing"}:
            out.append(shapely.get_coordinates(part))
        elif part.geom_type == "GeometryCollection":
            for inner in part.geoms:
                out += _lines_of(inner)
    return out


def _number(value: int) -> str:
    left = (-value - 1) << 1 | 1 if value < 0 else value << 1
    out = ""
    while True:
        digit = left & 31
        left >>= 5
        out += _ALPHABET[digit | 32 if left else digit]
        if not left:
            return out
