"""The nearest point of a street, by a grid of cells with the legs that cross them; called by `compiled` alone."""

from __future__ import annotations

from math import floor, sqrt
from typing import Any

import numpy as np

from assetmap.access.kernels import compiled_late


@compiled_late
def _columns(ax: Any, ay: Any, bx: Any, by: Any, low: Any, high: Any, wide: Any) -> Any:
    """Return the first and the last column that a leg crosses between two heights; all in cells."""
    one, other = 0.0, 1.0
    if by != ay:
        one, other = (low - ay) / (by - ay), (high - ay) / (by - ay)
        one, other = max(0.0, min(one, other)), min(1.0, max(one, other))
    x, y = ax + one * (bx - ax), ax + other * (bx - ax)
    first, last = floor(min(x, y) - 1e-6), floor(max(x, y) + 1e-6)
    return min(max(first, 0), wide - 1), min(max(last, 0), wide - 1)


@compiled_late
def cells_of(
    points: Any, first: Any, is_open: Any, west: Any, south: Any, cell: Any, wide: Any, high: Any, head: Any, legs: Any,
    pieces: Any,
) -> None:  # fmt: skip
    """
    Write which legs cross which cell.

    With `legs` empty it is only counted, into `head` (wide × high + 1) at cell + 1; else written at `head` of the cell,
    which moves on. A leg is named by its first point; `pieces` says whose it is.
    """
    for piece in range(len(first) - 1):
        if not is_open[piece]:
            continue
        for leg in range(first[piece], first[piece + 1] - 1):
            ax, ay = (points[leg, 0] - west) / cell, (points[leg, 1] - south) / cell
            bx, by = (points[leg + 1, 0] - west) / cell, (points[leg + 1, 1] - south) / cell
            bottom = min(max(floor(min(ay, by) - 1e-6), 0), high - 1)
            top = min(max(floor(max(ay, by) + 1e-6), 0), high - 1)
            for row in range(bottom, top + 1):
                left, right = _columns(ax, ay, bx, by, row - 1e-6, row + 1.0 + 1e-6, wide)
                for column in range(left, right + 1):
                    at = row * wide + column
                    if len(legs) == 0:
                        head[at + 1] += 1
                    else:
                        legs[head[at]] = leg
                        pieces[head[at]] = piece
                        head[at] += 1


@compiled_late
def stand(
    points: Any, along: Any, west: Any, south: Any, cell: Any, wide: Any, high: Any, head: Any, legs: Any, pieces: Any,
    places: Any, on_piece: Any, along_mm: Any, off_mm: Any,
) -> None:  # fmt: skip
    """Join finite places to the nearest point of a street: ring by ring of cells, until no nearer one can come."""
    furthest = float(2**31 - 2)
    for place in range(len(places)):
        x, y = places[place, 0], places[place, 1]
        column, row = floor((x - west) / cell), floor((y - south) / cell)
        outside = max(-column, column - wide + 1, -row, row - high + 1)
        most = max(column, wide - 1 - column, row, high - 1 - row)
        best_mm, best_piece, best_leg = furthest + 1.0, np.int64(-1), np.int64(-1)
        best_metres, best_share = np.inf, 0.0
        ring = np.int64(max(outside, 0.0))
        while ring <= most:
            if best_leg >= 0 and (ring - 1) * cell * 1000.0 > best_mm + 1.0:
                break
            for j in range(max(row - ring, 0), min(row + ring, high - 1) + 1):
                step = np.int64(1)
                if abs(j - row) != ring:
                    step = max(np.int64(2) * ring, np.int64(1))
                start = column - ring
                if step == 1:
                    start = max(start, 0)
                for i in range(start, min(column + ring, wide - 1) + 1, step):
                    if i < 0:
                        continue
                    at = np.int64(j) * wide + np.int64(i)
                    for entry in range(head[at], head[at + 1]):
                        leg = legs[entry]
                        ax, ay = points[leg, 0], points[leg, 1]
                        wx, wy = points[leg + 1, 0] - ax, points[leg + 1, 1] - ay
                        square = wx * wx + wy * wy
                        share = 0.0
                        if square > 0.0:
                            share = min(1.0, max(0.0, ((x - ax) * wx + (y - ay) * wy) / square))
                        nx, ny = ax + share * wx, ay + share * wy
                        if share >= 1.0:
                            nx, ny = points[leg + 1, 0], points[leg + 1, 1]
                        metres = sqrt((nx - x) * (nx - x) + (ny - y) * (ny - y))
                        mm = min(np.rint(metres * 1000.0), furthest)
                        piece = np.int64(pieces[entry])
                        if mm > best_mm or (mm == best_mm and piece > best_piece):
                            continue
                        if (
                            mm == best_mm
                            and piece == best_piece
                            and (metres > best_metres or (metres == best_metres and leg >= best_leg))
                        ):
                            continue
                        best_mm, best_piece, best_leg = mm, piece, np.int64(leg)
                        best_metres, best_share = metres, share
            ring += 1
        if best_leg >= 0:
            on_piece[place] = best_piece
            off_mm[place] = np.int64(best_mm)
            length = float(along[best_leg + 1] - along[best_leg])
            along_mm[place] = along[best_leg] + np.int64(np.rint(best_share * length))
