"""Barriers: some stop everybody, and two ways end there; some stop wheels, to whom a metre on each side is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assetmap.network.profiles import NOT_ON_WHEELS

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from assetmap.network.pieces import Ways

ACROSS_M = 1.0
"""How much of a way a stile takes on each side of its point; the rest of the way stays open to wheels."""


def broken(ways: Ways, gone: NDArray[np.bool_]) -> Ways:
    """Leave points out (bool (r), beside `ways.at`); a way is broken in two there, not drawn straight on."""
    owner = _owner(ways)
    starts = np.zeros(len(ways.at), dtype=bool)
    starts[1:] = gone[:-1]
    starts[ways.first[:-1][np.diff(ways.first) > 0]] = True
    return _again(ways, ways.at[~gone], (np.cumsum(starts) - 1)[~gone], owner[~gone])


def standing(ways: Ways, stops: NDArray[np.bool_], *, roads: Collection[str] = ()) -> NDArray[np.bool_]:
    """
    Say where on ways (bool (r), beside `ways.at`) the barriers stand that are at points `stops` (bool, the first of p).

    Where three or more stretches meet, a stile stands on the path, not on the road (a class in `roads`) it leads to.
    """
    is_barrier = np.zeros(len(ways.xy), dtype=bool)
    is_barrier[: len(stops)] = stops
    is_start, is_end = _is_start_or_end(ways)
    stretches = np.bincount(ways.at, weights=2.0 - is_start - is_end, minlength=len(ways.xy))
    is_road = np.isin(ways.way, [at for at, word in enumerate(ways.ways) if word in roads])[_owner(ways)]
    return is_barrier[ways.at] & ~((stretches[ways.at] >= 3) & is_road)


def ended(ways: Ways, here: NDArray[np.bool_]) -> Ways:
    """End ways where barriers let nobody through (bool (r), beside `ways.at`), each at a point of its own."""
    if not here.any():
        return ways
    owner = _owner(ways)
    is_start, is_end = _is_start_or_end(ways)
    copies = np.where(here & ~is_start & ~is_end, 2, 1)
    source = np.repeat(np.arange(len(ways.at)), copies)
    is_second = np.r_[False, source[1:] == source[:-1]]
    at, own = ways.at[source], here[source]
    xy = np.concatenate([ways.xy, ways.xy[at[own]]])
    at[own] = len(ways.xy) + np.arange(own.sum())
    starts = is_second | (is_start[source])
    return _again(replace(ways, xy=xy), at, np.cumsum(starts) - 1, owner[source])


def closed_to_wheels(ways: Ways, here: NDArray[np.bool_]) -> Ways:
    """Close a metre (at most half a stretch) on each side of barriers (bool (r), beside `ways.at`) to wheels."""
    if not here.any():
        return ways
    owner = _owner(ways)
    is_start, is_end = _is_start_or_end(ways)
    before, after = here & ~is_start, here & ~is_end
    # A point becomes: q (the way ends) | q, point, q' | q' (the way goes on).
    copies = 1 + 2 * before + 2 * after
    source = np.repeat(np.arange(len(ways.at)), copies)
    middle = (np.cumsum(copies) - copies) + 2 * before
    at = ways.at[source]
    more: list[NDArray[np.float64]] = [ways.xy]
    size = len(ways.xy)
    starts = np.zeros(len(source), dtype=bool)
    starts[(np.cumsum(copies) - copies)[is_start]] = True
    is_closed = np.zeros(len(source), dtype=bool)
    is_closed[middle[here]] = True
    for which, towards in ((np.flatnonzero(before), -1), (np.flatnonzero(after), 1)):
        new = size + np.arange(len(which))
        size += len(which)
        more.append(_beside(ways.xy[ways.at[which]], ways.xy[ways.at[which + towards]]))
        near, far = middle[which] + towards, middle[which] + 2 * towards
        at[near] = at[far] = new
        is_closed[near] = True
        starts[np.maximum(near, far) if towards > 0 else near] = True
    made = _again(replace(ways, xy=np.concatenate(more)), at, np.cumsum(starts) - 1, owner[source])
    closed = np.zeros(len(made.flags), dtype=bool)
    closed[(np.cumsum(starts) - 1)[is_closed]] = True
    return replace(made, flags=np.where(closed, made.flags | NOT_ON_WHEELS, made.flags).astype(np.uint16))


def _beside(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.hypot(*(there - here).T)
    share = np.minimum(ACROSS_M / np.maximum(length, 1e-9), 0.5)
    return np.asarray(here + (there - here) * share[:, None])


def _owner(ways: Ways) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(ways.flags)), np.diff(ways.first))


def _is_start_or_end(ways: Ways) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    is_start, is_end = np.zeros((2, len(ways.at)), dtype=bool)
    filled = np.diff(ways.first) > 0
    is_start[ways.first[:-1][filled]] = True
    is_end[ways.first[1:][filled] - 1] = True
    return is_start, is_end


def _again(ways: Ways, at: NDArray[np.int64], number: NDArray[np.int64], owner: NDArray[np.int64]) -> Ways:
    """Make the ways of points that stand in order, each with the number (rising) of its way and of the one it was."""
    numbers, start = np.unique(number, return_index=True)
    was = owner[start]
    assert len(numbers) == 0 or (np.diff(number) >= 0).all()
    return replace(
        ways, at=at, first=np.r_[start, len(at)].astype(np.int64),
        flags=ways.flags[was], way=ways.way[was], name=ways.name[was],
    )  # fmt: skip
