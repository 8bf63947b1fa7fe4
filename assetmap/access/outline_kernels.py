"""What `outline` does most, compiled; equal to what numpy gives there."""

from __future__ import annotations

from math import ceil, floor, sqrt
from typing import Any

import numba as _numba  # noqa: F401  without it the loops would be Python's, and numpy is faster
import numpy as np

from assetmap.access.kernels import compiled_late


@compiled_late
def draw(squared: Any, lines: Any, reach: float) -> None:
    """Lower the squared distances of the points round each line, row by row, no further out than needed."""
    rows, columns = squared.shape
    edge = reach + 1e-9
    for s in range(len(lines)):
        ax, ay, bx, by = lines[s, 0], lines[s, 1], lines[s, 2], lines[s, 3]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        per = 1.0 / length if length > 0.0 else 0.0
        for j in range(max(0, ceil(min(ay, by) - edge)), min(rows - 1, floor(max(ay, by) + edge)) + 1):
            t0, t1 = 0.0, 1.0  # the stretch of the line that is no further than `reach` above or below the row
            if dy != 0.0:
                one, other = (j - edge - ay) / dy, (j + edge - ay) / dy
                t0, t1 = min(1.0, max(0.0, min(one, other))), max(0.0, min(1.0, max(one, other)))
            x0, x1 = ax + t0 * dx, ax + t1 * dx
            first, last = max(0, ceil(min(x0, x1) - edge)), min(columns - 1, floor(max(x0, x1) + edge))
            row = squared[j]
            up = (j - ay) * dy
            for i in range(first, last + 1):
                t = min(1.0, max(0.0, ((i - ax) * dx + up) * per))
                x, y = i - ax - t * dx, j - ay - t * dy
                row[i] = min(row[i], np.float32(x * x + y * y))


@compiled_late
def links(squared: Any, width: float, ways: Any) -> tuple[Any, int]:
    """March through the squares: which crossing follows which, and how many; `ways` is `_WAYS`, int8 (32, 4)."""
    rows, columns = squared.shape
    most = np.float32(width * width)
    after = np.full(2 * rows * columns, -1, dtype=np.int32)
    many = 0
    for j in range(rows - 1):
        west = (squared[j, 0] <= most) + 8 * (squared[j + 1, 0] <= most)
        for i in range(columns - 1):
            south_east, north_east = squared[j, i + 1] <= most, squared[j + 1, i + 1] <= most
            code = west + 2 * south_east + 4 * north_east
            west = 1 * south_east + 8 * north_east
            if code in (0, 15):
                continue
            if code in (5, 10):
                four = sqrt(np.float64(squared[j, i])) + sqrt(np.float64(squared[j, i + 1]))
                four = four + sqrt(np.float64(squared[j + 1, i + 1])) + sqrt(np.float64(squared[j + 1, i]))
                code += 16 * (four <= 4.0 * width)
            at = j * columns + i
            edges = (2 * at, 2 * (at + 1) + 1, 2 * (at + columns), 2 * at + 1)
            for k in (0, 2):
                if ways[code, k] >= 0:
                    after[edges[ways[code, k]]] = edges[ways[code, k + 1]]
                    many += 1
    return after, many


@compiled_late
def followed(squared: Any, width: float, after: Any, many: int, safe: float) -> tuple[Any, Any]:
    """Follow the links, which are used up, until each ring is closed."""
    columns = squared.shape[1]
    xy = np.empty((many, 2))
    starts = np.zeros(many // 4 + 2, dtype=np.int64)
    done = found = 0
    for first in range(len(after)):
        edge = first
        while after[edge] >= 0:
            point, north = edge >> 1, edge & 1
            j, i = point // columns, point % columns
            one = sqrt(np.float64(squared[j, i]))
            other = sqrt(np.float64(squared[j + north, i + 1 - north]))
            t = 0.0 if one == other else (width - one) / (other - one)
            t = min(1.0 - safe, max(safe, t))
            xy[done, 0], xy[done, 1] = i + t * (1 - north), j + t * north
            done += 1
            following = after[edge]
            after[edge] = -1
            edge = following
        if done > starts[found]:
            found += 1
            starts[found] = done
    return xy, starts[: found + 1]
