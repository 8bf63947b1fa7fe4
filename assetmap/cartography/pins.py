"""Where numbered pins stand, so that each number can be read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.cartography.scale import Window

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points of paper."""


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A pin drawn at `x`, `y` for something at `true_x`, `true_y` (points of paper)."""

    x: float
    y: float
    true_x: float
    true_y: float

    @property
    def is_moved(self) -> bool:
        """Whether a line must lead from the pin to its true place."""
        return math.hypot(self.x - self.true_x, self.y - self.true_y) > 1.0


def stand_apart(
    points: Sequence[tuple[float, float]], *, window: Window, size: float, obstacles: Sequence[Box] = ()
) -> list[Pin]:
    """
    Move pins just so far that none covers another or an obstacle.

    Parameters
    ----------
    points
        True places in points of paper.
    size
        Width of a pin, in points of paper.
    obstacles
        What no pin may cover: the legend, the “you are here” mark.

    Returns
    -------
    pins
        In the order given, all inside the window. Where a crowd leaves no room a pin stays where it covers
        others least.
    """
    pins: list[Pin] = []
    alone = [_crowd(i, points, size) == 0 for i in range(len(points))]
    # Those that stand alone keep their true place; the crowded ones are moved around them.
    order = sorted(range(len(points)), key=lambda i: (not alone[i], i))
    placed: dict[int, Pin] = {}
    for i in order:
        # Nor may a pin cover the dot at another's true place.
        dots = [] if alone[i] else [(x - 4, y - 4, x + 4, y + 4) for j, (x, y) in enumerate(points) if j != i]
        placed[i] = _stand(points[i], [(p.x, p.y) for p in placed.values()], window, size, [*obstacles, *dots])
    pins.extend(placed[i] for i in range(len(points)))
    return pins


def _crowd(i: int, points: Sequence[tuple[float, float]], size: float) -> int:
    x, y = points[i]
    return sum(1 for j, (u, v) in enumerate(points) if j != i and math.hypot(x - u, y - v) < size)


def _stand(
    point: tuple[float, float],
    taken: Sequence[tuple[float, float]],
    window: Window,
    size: float,
    obstacles: Sequence[Box],
) -> Pin:
    x, y = point
    best: tuple[float, float, float] | None = None
    for ring in range(30):
        # A pin that moves at all moves off the dot at its true place.
        radius = size / 2 + 6 + (ring - 1) * size * 0.3 if ring else 0.0
        # The upper right first: a pin that flies like a flag is read as one.
        for step in range(1 if ring == 0 else 16):
            angle = math.radians(-45 + 22.5 * step)
            u, v = x + radius * math.cos(angle), y + radius * math.sin(angle)
            over = _overlap(u, v, taken, window, size, obstacles)
            if over <= 0:
                return Pin(x=u, y=v, true_x=x, true_y=y)
            if best is None or over < best[0]:
                best = (over, u, v)
    assert best is not None
    half = size / 2
    return Pin(
        x=min(max(best[1], half), window.width - half),
        y=min(max(best[2], half), window.height - half),
        true_x=x,
        true_y=y,
    )


def _overlap(
    x: float,
    y: float,
    taken: Sequence[tuple[float, float]],
    window: Window,
    size: float,
    obstacles: Sequence[Box],
) -> float:
    """Say by how many points a pin here would cover others, obstacles or the edge; 0 is free."""
    half = size / 2
    over = sum(max(0.0, size + 2 - math.hypot(x - u, y - v)) for u, v in taken)
    over += sum(
        max(0.0, half + 2 - math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)))
        for left, top, right, bottom in obstacles
    )
    return over + sum(max(0.0, d) for d in (half - x, half - y, x + half - window.width, y + half - window.height))
