"""
In which order things stand: by how well they fit, how far they are to walk, and whether their check is overdue.

    score = fit × 2 ** (−minutes / 15) × (0.85 if its check is overdue)

Ours, and simple enough to be said: whatever is a quarter of an hour further must fit twice as well to stand beside.
Fifteen minutes are what plans call walking distance. A check that is overdue costs as much as 3½ minutes more on the
way: of two that are as good, the one that somebody has asked lately. Equals stand by name.

Minutes are those that are shown: whole, and of what is blurred rounded to five. Metres, where no walk is known, are
whole too, and of what is blurred rounded to a hundred. So the order says nothing that the list does not say.

Whatever the score: what is known to meet the filters stands before what nobody knows of, what has a walk before what
has none, and what is paused, or has been handed out as often as it has room for, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

import numpy as np
import shapely

from assetmap.access.gates import gate_points, straight_m
from assetmap.access.telling import ABOUT_MIN
from assetmap.crs import WGS84, reproject
from assetmap.network import NEVER, PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import Point

    from assetmap.search.index import Index
    from assetmap.walking import FromHere, Walks

HALF_MIN = 15.0
"""So many minutes on foot halve a score."""
OVERDUE = 0.85
"""What is left of a score where the check is overdue."""
_LESS_MIN = 3.5
"""A walk that is shown is by so much shorter at most than the straight line: rounding to five, and a gate outside."""
_SCALE = 0.99
"""A straight line measured in two projections differs by less."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Here:
    """
    Where somebody sets out, and how far everything is from there. Not for keeping.

    `gates`: points in the index's metres. `walks`, `from_there`: None where nothing is known on foot from there.
    """

    index: Index
    point: Point = field(repr=False)
    gates: NDArray[np.object_] | None = field(repr=False)
    walks: Walks | None = field(repr=False)
    from_there: FromHere | None = field(repr=False)

    @cached_property
    def xy(self) -> tuple[float, float]:
        """The same in the index's metres."""
        (x, y), *_ = shapely.get_coordinates(reproject(self.point, WGS84, self.index.metric_crs)).tolist()
        return x, y

    @property
    def pace(self) -> float:
        """Metres a minute."""
        return PROFILES["walking"].metres_a_minute if self.walks is None else self.walks.profile.metres_a_minute

    def metres(self, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """Measure the straight line to the nearest way into each row with a place, float64 (m,)."""
        metres = self.index.least_m(self.xy, rows)
        shapes = np.flatnonzero(self.index.is_shape[rows])
        if len(shapes):
            there = self.index.shapes(rows[shapes])
            metres[shapes] = straight_m(there, shapely.Point(self.xy), gates=self.gates)
        return metres

    def shown_metres(self, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """Round them as they are shown: to the metre, and of what is blurred to a hundred, and at least that."""
        metres = self.metres(rows)
        return np.where(self._blurred(rows), np.maximum(100.0, np.round(metres, -2)), np.round(metres))

    def minutes(self, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """Give the minutes on foot that decide whether a row is within so many, float64 (m,); nan without a walk."""
        found = np.full(len(rows), np.nan)
        if self.from_there is None or self.from_there.found is None or self.walks is None:
            return found
        at = _walk_rows(self.index, self.walks)[rows]
        known = np.flatnonzero(at >= 0)
        at = at[known]
        mm = np.asarray(self.from_there.found.mm)[at]
        minutes = np.where(mm == NEVER, np.nan, mm / (1000.0 * self.walks.profile.metres_a_minute))
        blurred = self.walks.blurred[at]
        about = np.maximum(ABOUT_MIN, ABOUT_MIN * np.floor(minutes / ABOUT_MIN + 0.5))
        found[known] = np.where(blurred, about, np.where(self.from_there.inside[at], 0.0, minutes))
        return found

    def _blurred(self, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
        said = self.index.said("precision")
        return np.array([x != "exact" for x in said.values], dtype=bool)[said.codes[rows]]

    def reach_m(self, minutes: float) -> float:
        """Give the metres as the crow flies beyond which nothing is shown as within so many minutes."""
        return (minutes + _LESS_MIN) * self.pace / _SCALE

    def leaves(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say what is left of a score at so many metres as the crow flies, at most; float64 (m,)."""
        return left(np.maximum(0.0, _SCALE * metres / self.pace - _LESS_MIN))

    def falls(self, metres: float) -> float:
        """Say the same of one distance."""
        return float(self.leaves(np.array([metres]))[0])


def here_of(
    index: Index, point: Point | None, *, gates: GeoDataFrame | None, walks: Walks | None
) -> tuple[Here | None, FromHere | None]:
    """Make ready to measure from a point (EPSG:4326); the walks stand beside, for why nothing may be known."""
    if point is None:
        return None, None
    from_there = None if walks is None else walks.from_origin(point)
    is_known = from_there is not None and not from_there.why_not
    known = gate_points(gates, index.metric_crs) if gates is not None and len(gates) else None
    here = Here(index=index, point=point, gates=known, walks=walks, from_there=from_there if is_known else None)
    return here, from_there


def left(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say what so many minutes on foot leave of a score."""
    return np.asarray(np.exp2(-minutes / HALF_MIN))


def shown(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round minutes as they are shown (`telling.whole_minutes`); nan stays nan."""
    return np.maximum(1.0, np.floor(minutes + 0.5))


_walked: WeakKeyDictionary[Walks, tuple[Callable[[], Index | None], NDArray[np.int32]]] = WeakKeyDictionary()


def _walk_rows(index: Index, walks: Walks) -> NDArray[np.int32]:
    """Say which row of `walks` each row of an index is, int32 (n,); −1 where it is none. Worked out once."""
    known = _walked.get(walks)
    if known is None or known[0]() is not index:
        rows = np.array([walks.row.get(asset.id, -1) for asset in index.assets], dtype=np.int32)
        _walked[walks] = known = (ref(index), rows)
    return known[1]
