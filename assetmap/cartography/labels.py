"""Which names a map carries, and where: large enough to read, none over another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assetmap.cartography.pins import Box
    from assetmap.cartography.quietmap import Named, QuietMap

    Measure = Callable[[str], float]


@dataclass(frozen=True, kw_only=True)
class Label:
    """
    A line of text on a map.

    `x`, `y` is the middle of its box in points of paper, `angle` degrees clockwise, `width` that of the text.
    """

    text: str
    x: float
    y: float
    angle: float
    size: float
    width: float
    what: str
    """`street`, `green`, `water`, `area` (a part of town) or `here`."""
    bold: bool = False


_ABOUT = [(x, y) for far in (1.0, 2.0) for x, y in ((0, far), (0, -far), (far, 0), (-far, 0))]
"""Where else a part of town may be named, in sizes of its letters."""
_CLEAR = 2.5
"""Points kept free around a label."""


class Layout:
    """The labels placed so far, and what they must keep clear of."""

    def __init__(
        self, ground: QuietMap, *, size: float, measure: Measure, obstacles: Sequence[Box], tries: int = 4
    ) -> None:
        """`tries`: how many places along a street are tried for its name, at most nine."""
        self._ground = ground
        self._size = size
        self._measure = measure
        self._tries = tries
        window = ground.window
        self._frame = shapely.box(3, 3, window.width - 3, window.height - 3)
        self._taken: list[shapely.Polygon] = [shapely.box(*box) for box in obstacles]
        self.labels: list[Label] = []

    def streets(self, *, near: np.ndarray, most: int) -> None:
        """Name up to `most` streets, the ones beside `near` (n, 2; points of paper) and main streets first."""
        streets = self._ground.named_streets
        if not streets:
            return
        shapes = np.array([street.geometry for street in streets], dtype=object)
        lengths = shapely.length(shapes)
        away = shapely.distance(shapes, shapely.multipoints(near)) if len(near) else np.zeros(len(streets))
        weight = away + np.array([40.0 * street.rank for street in streets]) - np.minimum(lengths, 300) / 3
        # Letters are at least a quarter of their size wide: streets much shorter cannot carry their name.
        weight[lengths < self._size * np.array([0.16 * len(shortened(street.name)) for street in streets])] = np.inf
        placed = 0
        for i in np.argsort(weight, kind="stable").tolist():
            if placed >= most or np.isinf(weight[i]):
                return
            placed += self._street(streets[i])

    def areas(self, *, most: int) -> None:
        """Name up to `most` green and water areas that have room for their name, the largest first."""
        order = sorted(self._ground.named_areas, key=lambda row: -row[1].geometry.area)
        seen: set[str] = set()
        for what, area in order:
            if len(seen) >= most:
                return
            lines = broken(area.name)
            width = max(self._measure(line) for line in lines) * self._size
            high = len(lines) * self._size * 1.15
            if area.name in seen or area.geometry.area < width * high * 0.8:
                continue
            middle = shapely.get_coordinates(
                shapely.maximum_inscribed_circle(np.array([area.geometry]), tolerance=2.0)
            )[0]
            if self._block(lines, middle, what=what, bold=False):
                seen.add(area.name)

    def parts_of_town(self, *, most: int, about: bool = False) -> None:
        """Name up to `most` parts of town; a little beside their middle, too, where `about` says so."""
        placed = 0
        beside = [(0.0, 0.0), *_ABOUT] if about else [(0.0, 0.0)]
        for point in self._ground.named_points:
            if placed < most:
                at = shapely.get_coordinates(point.geometry)[0]
                tried = (at + np.array(way) * self._size for way in beside)
                placed += any(self._block(broken(point.name), spot, what="area", bold=True) for spot in tried)

    def beside(self, text: str, *, x: float, y: float, away: float, what: str) -> None:
        """Write `text` beside a mark at `x`, `y`, on whichever side is free; it is always written."""
        width = self._measure(text) * self._size * 1.06
        window = self._ground.window
        # Right, left, below, above; then the same further out, where a crowd of pins stands around the mark.
        sides = [
            side
            for far in (away + 14.0 * ring for ring in range(12))
            for side in (
                (x + far + width / 2, y),
                (x - far - width / 2, y),
                (x, y + far + self._size / 2),
                (x, y - far - self._size / 2),
            )
        ]
        held = [
            (
                min(max(u, width / 2 + 4), window.width - width / 2 - 4),
                min(max(v, self._size), window.height - self._size),
            )
            for u, v in sides
        ]
        free = (
            kept
            for side, kept in zip(sides, held, strict=True)
            if math.dist(side, kept) < away / 2 and not self._hits(_box(*kept, 0.0, width, self._size))
        )
        farthest = max(held[:4], key=lambda kept: math.dist(kept, (x, y)))
        u, v = next(free, farthest)
        self._put(Label(text=text, x=u, y=v, angle=0.0, size=self._size, width=width, what=what, bold=True))

    def _street(self, street: Named) -> bool:
        whole = street.geometry if street.geometry.geom_type == "LineString" else shapely.line_merge(street.geometry)
        parts = shapely.get_parts(whole)
        lengths = shapely.length(parts)
        longest = np.argsort(-lengths)[:3].tolist()
        for text in dict.fromkeys((street.name, shortened(street.name))):
            length = self._measure(text) * self._size
            for i in longest:
                if lengths[i] < 0.65 * length:
                    break
                for x, y, angle in _straight_stretches(parts[i], length)[: self._tries]:
                    box = _box(x, y, angle, length, self._size)
                    if self._is_free(box):
                        self._put(Label(text=text, x=x, y=y, angle=angle, size=self._size, width=length, what="street"))
                        return True
        return False

    def _block(self, lines: Sequence[str], middle: np.ndarray, *, what: str, bold: bool) -> bool:
        pitch = self._size * 1.15
        widths = [self._measure(line) * self._size * (1.06 if bold else 1) for line in lines]
        box = _box(middle[0], middle[1], 0.0, max(widths), pitch * len(lines))
        if not self._is_free(box):
            return False
        top = middle[1] - pitch * (len(lines) - 1) / 2
        for i, (line, width) in enumerate(zip(lines, widths, strict=True)):
            y = top + pitch * i
            self._put(Label(text=line, x=middle[0], y=y, angle=0.0, size=self._size, width=width, what=what, bold=bold))
        return True

    def _is_free(self, box: shapely.Polygon) -> bool:
        return bool(shapely.contains_properly(self._frame, box)) and not self._hits(box)

    def _hits(self, box: shapely.Polygon) -> bool:
        return bool(self._taken) and bool(shapely.intersects(np.array(self._taken, dtype=object), box).any())

    def _put(self, label: Label) -> None:
        self._taken.append(_box(label.x, label.y, label.angle, label.width, label.size))
        self.labels.append(label)


_SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Lane": "La", "Terrace": "Terr", "Gardens": "Gdns",
          "Crescent": "Cres", "Place": "Pl", "Square": "Sq", "Buildings": "Bldgs", "Drive": "Dr", "Close": "Cl",
}  # fmt: skip


def shortened(name: str) -> str:
    """Shorten a street's last word as street maps do: “Wells Rd”."""
    head, _, last = name.rpartition(" ")
    return f"{head} {_SHORT[last]}" if head and last in _SHORT else name


def broken(name: str, *, longest: int = 16) -> list[str]:
    """Break a name into at most two lines, as evenly as its words allow."""
    words = name.split()
    if len(name) <= longest or len(words) < 2:
        return [name]
    return min(
        ([" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))),
        key=lambda pair: max(len(pair[0]), len(pair[1])),
    )


_NINTHS = np.linspace(0, 1, 9)


def _straight_stretches(line: shapely.LineString, length: float) -> list[tuple[float, float, float]]:
    """Give up to nine middles and angles where a label of `length` lies almost straight along a line."""
    corners = shapely.get_coordinates(line)
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))))
    total = float(along[-1])
    room = total - length
    starts = _NINTHS * room if room > 0 else np.array([room / 2])
    ends = np.minimum(starts + length, total)
    starts = np.maximum(starts, 0.0)
    at = np.concatenate((starts, (starts + ends) / 2, ends))
    points = np.column_stack((np.interp(at, along, corners[:, 0]), np.interp(at, along, corners[:, 1])))
    a, m, b = points.reshape(3, -1, 2)
    chord = np.hypot(*(b - a).T)
    straight = chord / np.maximum(ends - starts, 1e-9)
    off = np.hypot(*(m - (a + b) / 2).T)
    out = []
    for i in np.lexsort((np.abs(starts + ends - total), -np.round(straight, 2))).tolist():
        if straight[i] < 0.95 or off[i] > 5.0:
            continue
        angle = math.degrees(math.atan2(b[i, 1] - a[i, 1], b[i, 0] - a[i, 0]))
        if angle > 90 or angle <= -90:
            angle -= math.copysign(180, angle)
        middle = (a[i] + b[i] + 2 * m[i]) / 4
        out.append((float(middle[0]), float(middle[1]), angle))
    return out


def _box(x: float, y: float, angle: float, width: float, height: float) -> shapely.Polygon:
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    w, h = width / 2 + _CLEAR, height / 2 + _CLEAR
    return shapely.Polygon(
        [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in ((-w, -h), (w, -h), (w, h), (-w, h))]
    )
