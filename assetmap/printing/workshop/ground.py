"""Which piece of ground each sheet shows: a round scale, the same on every sheet of a wall, and how they overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.crs import WGS84, reproject_all
from assetmap.errors import PrintError
from assetmap.paper.layout import layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALES = (
    500, 750, 1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_500, 10_000, 12_500, 15_000, 20_000,
    25_000, 30_000, 40_000, 50_000, 60_000, 75_000, 100_000, 125_000, 150_000, 200_000, 250_000, 300_000, 400_000,
    500_000,
)  # fmt: skip
"""Scales that a ruler can be laid on, the largest first."""
MOST_SHEETS = 60


@dataclass(frozen=True, kw_only=True)
class Tiling:
    """
    Sheets side by side.

    `bounds`: of each, row by row from the top left, in metres; `scale`: so many times smaller than the ground.
    """

    paper: str
    landscape: bool
    rows: int
    columns: int
    scale: int
    overlap_mm: float
    bounds: tuple[tuple[float, float, float, float], ...]


def tiled(
    bounds: tuple[float, float, float, float], *, paper: str, sheets: int = 1, overlap_mm: float = 20.0
) -> Tiling:
    """
    Lay at most so many sheets over a piece of ground, so that it comes out as large as a round scale allows.

    Parameters
    ----------
    bounds
        West, south, east, north in metres: all of it is on the sheets.

    Raises
    ------
    PrintError
        The ground is wider than any scale shows, or the sheets are too many.
    """
    if not 1 <= sheets <= MOST_SHEETS:
        raise PrintError(f"[sheets] a wall has 1 to {MOST_SHEETS} sheets: say how many.")
    west, south, east, north = bounds
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    best: tuple[tuple[float, ...], bool, int, int, int] | None = None
    for landscape, rows, columns in _shapes(sheets):
        across, down = _size(paper, rows, columns, landscape=landscape, overlap_mm=overlap_mm)
        scale = next((x for x in SCALES if across * x / 1000 + 1 >= wide and down * x / 1000 + 1 >= high), None)
        if scale is None:
            continue
        # the largest scale; of those the fewest sheets; of those the shape that is most like the ground's
        unlike = abs(math.log(across / down) - math.log(wide / high))
        rank = (scale, rows * columns, unlike)
        if best is None or rank < best[0]:
            best = rank, landscape, rows, columns, scale
    if best is None:
        raise PrintError("[bounds] the place is too wide for these sheets: take more of them, or larger paper.")
    _rank, landscape, rows, columns, scale = best
    across, down = _size(paper, rows, columns, landscape=landscape, overlap_mm=overlap_mm)
    left = round((west + east) / 2) - across * scale / 2000
    top = round((south + north) / 2) + down * scale / 2000
    frame = layout_of(paper, landscape=landscape, kind="map").frame
    each = []
    for j in range(rows):
        for i in range(columns):
            x = left + i * (frame.width - overlap_mm) * scale / 1000
            y = top - j * (frame.height - overlap_mm) * scale / 1000
            each.append((x, y - frame.height * scale / 1000, x + frame.width * scale / 1000, y))
    return Tiling(
        paper=paper, landscape=landscape, rows=rows, columns=columns, scale=scale, overlap_mm=overlap_mm,
        bounds=tuple(each),
    )  # fmt: skip


def in_metres(bounds: tuple[float, float, float, float], *, metric_crs: str) -> tuple[float, float, float, float]:
    """Turn bounds in longitude and latitude into such as hold them in a system in metres."""
    outline = shapely.segmentize(shapely.box(*bounds), max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-6) / 20)
    moved = shapely.get_coordinates(reproject_all([outline], WGS84, metric_crs)[0])
    if not np.isfinite(moved).all():
        raise PrintError("[bounds] these lie outside what the place's own system of coordinates can show.")
    west, south = moved.min(axis=0).tolist()
    east, north = moved.max(axis=0).tolist()
    return west, south, east, north


def around(point: shapely.Point, *, across_m: float, metric_crs: str) -> tuple[float, float, float, float]:
    """Return the bounds, in a system in metres, of a square of so many metres about a point in EPSG:4326."""
    middle = reproject_all([point], WGS84, metric_crs)[0]
    half = across_m / 2
    return middle.x - half, middle.y - half, middle.x + half, middle.y + half


def _shapes(sheets: int) -> Iterator[tuple[bool, int, int]]:
    for landscape in (True, False):
        for rows in range(1, sheets + 1):
            for columns in range(1, sheets // rows + 1):
                yield landscape, rows, columns


def _size(paper: str, rows: int, columns: int, *, landscape: bool, overlap_mm: float) -> tuple[float, float]:
    frame = layout_of(paper, landscape=landscape, kind="map").frame
    return (
        columns * frame.width - (columns - 1) * overlap_mm,
        rows * frame.height - (rows - 1) * overlap_mm,
    )
