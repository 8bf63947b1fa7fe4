"""
Plane geometry in a few plain functions: only `+ - * /`, sqrt, sin and cos, rounded to a decimetre.

No geometry library, so that the same town comes out on every machine and with every version.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Line = list[Point]

# The sheet's corner, and metres in a degree at 50.5 degrees north (WGS 84 series for the length of a degree).
_LON, _LAT = -3.235, 50.482
_METRES_LON, _METRES_LAT = 70949.6, 111238.7


def lon_lat(point: Point) -> list[float]:
    """Turn metres on the sheet into EPSG:4326, six decimals (0.1 m)."""
    return [round(_LON + point[0] / _METRES_LON, 6), round(_LAT + point[1] / _METRES_LAT, 6)]


def rounded(point: Point) -> Point:
    return (round(point[0], 1), round(point[1], 1))


def distance(a: Point, b: Point) -> float:
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def length(line: Sequence[Point]) -> float:
    return sum(distance(a, b) for a, b in itertools.pairwise(line))


def along(line: Sequence[Point], at_m: float) -> Point:
    """Return the point `at_m` metres from the start."""
    left = at_m
    for a, b in itertools.pairwise(line):
        step = distance(a, b)
        if step >= left and step > 0:
            return (a[0] + (b[0] - a[0]) * left / step, a[1] + (b[1] - a[1]) * left / step)
        left -= step
    return line[-1]


def smooth(points: Sequence[Point], *, step_m: float = 45.0) -> list[Line]:
    """Lay a Catmull-Rom curve through `points`; returns one line a span, ends exactly on the points."""
    spans: list[Line] = []
    for i in range(len(points) - 1):
        p1, p2 = points[i], points[i + 1]
        p0 = points[i - 1] if i else (2 * p1[0] - p2[0], 2 * p1[1] - p2[1])
        p3 = points[i + 2] if i + 2 < len(points) else (2 * p2[0] - p1[0], 2 * p2[1] - p1[1])
        # A long span beside a short one would loop: its tangent is held to the span's own length.
        reach = distance(p1, p2)
        t1, t2 = _tangent(p0, p2, reach), _tangent(p1, p3, reach)
        count = max(1, round(reach / step_m))
        line = [p1]
        for k in range(1, count):
            t = k / count
            h1, h2 = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
            h3, h4 = -2 * t**3 + 3 * t**2, t**3 - t**2
            line.append(
                rounded(
                    (
                        h1 * p1[0] + h2 * t1[0] + h3 * p2[0] + h4 * t2[0],
                        h1 * p1[1] + h2 * t1[1] + h3 * p2[1] + h4 * t2[1],
                    )
                )
            )
        spans.append([*line, p2])
    return spans


def _tangent(before: Point, after: Point, reach: float) -> Point:
    dx, dy = (after[0] - before[0]) / 2, (after[1] - before[1]) / 2
    size = math.sqrt(dx * dx + dy * dy) or 1.0
    keep = min(1.0, reach / size)
    return (dx * keep, dy * keep)


def rounded_ring(ring: Sequence[Point]) -> Line:
    """Round the corners of a ring (not closed)."""
    spans = smooth([*ring[-2:], *ring, *ring[:2]], step_m=30)
    return [point for span in spans[2 : 2 + len(ring)] for point in span[:-1]]


def joined(spans: Iterable[Line]) -> Line:
    out: Line = []
    for span in spans:
        out.extend(span if not out else span[1:])
    return out


def inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    hit = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            hit = not hit
    return hit


def crossing(a: Point, b: Point, c: Point, d: Point) -> tuple[float, Point] | None:
    """Return how far along a-b (0 to 1) it meets c-d, and where, or None."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    bottom = rx * sy - ry * sx
    if abs(bottom) < 1e-9:
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / bottom
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / bottom
    if not (-1e-9 <= t <= 1 + 1e-9 and -1e-9 <= u <= 1 + 1e-9):
        return None
    return t, rounded((a[0] + t * rx, a[1] + t * ry))


def pieces(line: Sequence[Point], ring: Sequence[Point], *, keep_inside: bool) -> list[Line]:
    """Cut a line at a ring's edge and keep the pieces that lie inside, or outside."""
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    cut: list[tuple[Point, bool]] = [(line[0], False)]
    for a, b in itertools.pairwise(line):
        hits = sorted({hit for c, d in edges if (hit := crossing(a, b, c, d)) is not None})
        cut.extend((point, True) for _, point in hits)
        cut.append((b, False))
    out: list[Line] = []
    now: Line = [cut[0][0]]
    for point, is_cut in cut[1:]:
        if point != now[-1]:
            now.append(point)
        if is_cut:
            out.append(now)
            now = [point]
    out.append(now)
    return [piece for piece in out if len(piece) > 1 and inside(along(piece, length(piece) / 2), ring) == keep_inside]


def centre(ring: Sequence[Point]) -> Point:
    """Return the mean corner of a ring."""
    return (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
