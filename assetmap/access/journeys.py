"""One person's walk to a list of places: how long, and on demand the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assetmap.access.between import at_spots
from assetmap.access.nearest import costs
from assetmap.access.seeds import links, standing, ways
from assetmap.access.spots import Spots, point_at
from assetmap.network.graph import NEVER

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.engines import Engine
    from assetmap.network.graph import Walked


@dataclass(frozen=True, kw_only=True, eq=False)
class Stretch:
    """A part of a way: `piece`, from `from_mm` to `to_mm` along it, or back where it is not `is_forward`."""

    piece: int
    from_mm: int
    to_mm: int
    is_forward: bool

    @property
    def mm(self) -> int:
        """How long it is."""
        return abs(self.to_mm - self.from_mm)


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """
    One way from a person's door to a place.

    `mm`: its whole length. `off_mm`: the straight walk to the street at the start, and from it at the end.
    `stretches`: the pieces in order. `line`: float64 (j, 2), metres in the graph's system, from the first point on the
    street to the last; with `journey.way(…, start_xy=, goal_xy=)` from the very start to the very goal.
    """

    owner: int
    mm: int
    off_mm: tuple[int, int]
    stretches: tuple[Stretch, ...]
    line: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Journeys:
    """
    One person's walks to all places. `mm`: int32 (owners), whole millimetres, NEVER where there is no walk.

    Not for keeping: where a person set out stands in it.
    """

    mm: NDArray[np.int32]
    walked: Walked = field(repr=False)
    start: Spots = field(repr=False)
    goals: Spots = field(repr=False)
    node_mm: NDArray[np.int32] = field(repr=False)

    def way(self, owner: int, *, start_xy: ArrayLike | None = None, goal_xy: ArrayLike | None = None) -> Way | None:
        """
        Find the way to one place, or None where there is none.

        Of ways equally short the one over the lowest pieces. `start_xy`, `goal_xy` (2): where the person and the
        place are, metres; the line then has the straight bits beside the street.
        """
        if not 0 <= owner < len(self.mm) or self.mm[owner] == NEVER:
            return None
        return _way(self, owner, start_xy=start_xy, goal_xy=goal_xy)


def journey(
    walked: Walked, start: Spots, goals: Spots, *, limit_mm: int | None = None, engine: Engine = "auto"
) -> Journeys:
    """
    Measure one person's walks to a list of places.

    Parameters
    ----------
    walked, limit_mm, engine
        As in `nearest.costs`. With a limit only so much of the streets is looked at.
    start
        Where the person sets out: the spots of one owner.
    goals
        Where the places stand.

    Returns
    -------
    journeys
        A length for each place; the ways on demand.
    """
    node_mm = costs(walked, start, limit_mm=limit_mm, toward=False, engine=engine)
    mm = at_spots(walked, node_mm, start, goals, limit_mm=limit_mm, toward=False, engine=engine)
    return Journeys(mm=mm, walked=walked, start=start, goals=goals, node_mm=node_mm)


def _way(found: Journeys, owner: int, *, start_xy: ArrayLike | None, goal_xy: ArrayLike | None) -> Way:
    walked, total = found.walked, int(found.mm[owner])
    own = np.flatnonzero((found.goals.owner == owner) & (found.goals.piece >= 0))
    for goal in own.tolist():
        spot = _one(found.goals, goal)
        straight = _straight(found, spot, total)
        if straight is not None:
            start, stretches = straight
            break
        last = _last(found, spot, total)
        if last is not None:
            start, stretches = _back(found, last)
            break
    else:  # pragma: no cover  what was measured has a way
        raise AssertionError("a walk was measured that has no way.")
    line = _line(walked, stretches)
    for xy, first in ((start_xy, True), (goal_xy, False)):
        if xy is not None:
            point = np.asarray(xy, dtype=np.float64).reshape(1, 2)
            line = np.concatenate([point, line] if first else [line, point])
    off = int(found.start.off_mm[start]), int(found.goals.off_mm[goal])
    return Way(owner=owner, mm=total, off_mm=off, stretches=tuple(stretches), line=line)


def _one(spots: Spots, row: int) -> Spots:
    one = slice(row, row + 1)
    return Spots(
        piece=spots.piece[one], along_mm=spots.along_mm[one], off_mm=spots.off_mm[one],
        owner=np.zeros(1, dtype=np.int64), owners=1,
    )  # fmt: skip


def _straight(found: Journeys, goal: Spots, total: int) -> tuple[int, list[Stretch]] | None:
    """Return the stretch along one piece from the start to the goal, where it is the shortest way."""
    piece, there = int(goal.piece[0]), int(goal.along_mm[0])
    forward, backward = (bool(x[0]) for x in ways(found.walked, goal.piece))
    for row in np.flatnonzero(found.start.piece == piece).tolist():
        here = int(found.start.along_mm[row])
        if (there >= here and forward) or (there <= here and backward):
            mm = abs(there - here) + int(found.start.off_mm[row]) + int(goal.off_mm[0])
            if mm == total:
                return row, [Stretch(piece=piece, from_mm=here, to_mm=there, is_forward=there >= here)]
    return None


def _last(found: Journeys, goal: Spots, total: int) -> tuple[int, Stretch] | None:
    """Return the node before the goal and the stretch from it."""
    graph, piece, there = found.walked.graph, int(goal.piece[0]), int(goal.along_mm[0])
    at = standing(found.walked, goal)
    for side, cost in enumerate(links(found.walked, at, toward=False, bends_too=False)):
        node = int(graph.ends[piece, side])
        if cost[0] >= 0 and found.node_mm[node] != NEVER and int(found.node_mm[node]) + int(cost[0]) == total:
            start = int(graph.length_mm[piece]) if side else 0
            return node, Stretch(piece=piece, from_mm=start, to_mm=there, is_forward=not side)
    return None


def _back(found: Journeys, last: tuple[int, Stretch]) -> tuple[int, list[Stretch]]:
    """Go back from the last node to the start, over the lowest arc that explains each node's length."""
    graph, walked = found.walked.graph, found.walked
    node, stretch = last
    stretches = [stretch]
    been = {node}
    stuck: list[tuple[int, int]] = []  # where pieces of length 0 lead in a circle, one has to turn back
    firsts = _firsts(found)
    lengths = graph.length_mm
    tried: dict[int, list[tuple[int, int]]] = {}
    while True:
        here = int(found.node_mm[node])
        for row, mm, first in firsts.get(node, ()):
            if mm == here:
                whole = [first, *reversed(stretches)]
                return row, [x for x in whole if x.mm] or whole[:1]
        if node not in tried:
            a, b = int(graph.head[node]), int(graph.head[node + 1])
            before = found.node_mm[graph.to[a:b]].astype(np.int64)
            fits = (walked.in_mm[a:b] >= 0) & (before + walked.in_mm[a:b] == here)
            arcs = sorted(
                (int(walked.in_mm[x]) == 0, int(graph.piece[x]), int(graph.to[x])) for x in a + np.flatnonzero(fits)
            )
            tried[node] = [(piece, to) for _, piece, to in reversed(arcs)]
        while tried[node] and tried[node][-1][1] in been:
            tried[node].pop()
        if not tried[node]:
            node = stuck.pop()[0]
            stretches.pop()
            continue
        way, to = tried[node].pop()
        piece = way >> 1
        length = int(lengths[piece])
        # the arc leads from `node` to `to`; walked from `to` to `node`
        forward = bool(way & 1)
        stuck.append((node, way))
        stretches.append(
            Stretch(
                piece=piece, from_mm=0 if forward else length, to_mm=length if forward else 0, is_forward=forward
            )
        )  # fmt: skip
        node = to
        been.add(node)


def _firsts(found: Journeys) -> dict[int, list[tuple[int, int, Stretch]]]:
    """List at the nodes beside the start what it costs to come there, and the stretch."""
    graph = found.walked.graph
    firsts: dict[int, list[tuple[int, int, Stretch]]] = {}
    for row in np.flatnonzero(found.start.piece >= 0).tolist():
        spot = _one(found.start, row)
        piece, here = int(spot.piece[0]), int(spot.along_mm[0])
        at = standing(found.walked, spot)
        for side, cost in enumerate(links(found.walked, at, toward=True, bends_too=False)):
            if cost[0] >= 0:
                end = int(graph.length_mm[piece]) if side else 0
                step = Stretch(piece=piece, from_mm=here, to_mm=end, is_forward=bool(side))
                firsts.setdefault(int(graph.ends[piece, side]), []).append((row, int(cost[0]), step))
    return firsts


def _line(walked: Walked, stretches: list[Stretch]) -> NDArray[np.float64]:
    graph = walked.graph
    parts = []
    for one in stretches:
        a, b = int(graph.first[one.piece]), int(graph.first[one.piece + 1])
        low, high = min(one.from_mm, one.to_mm), max(one.from_mm, one.to_mm)
        along = graph.along_mm[a:b]
        inner = graph.points[a:b][(along > low) & (along < high)]
        ends = point_at(walked, one.piece, one.from_mm)[None], point_at(walked, one.piece, one.to_mm)[None]
        parts += [ends[0], inner if one.is_forward else inner[::-1], ends[1]]
    line = np.concatenate(parts)
    fresh = np.ones(len(line), dtype=bool)
    fresh[1:] = (line[1:] != line[:-1]).any(axis=1)
    return line[fresh] if fresh.sum() > 1 else line[:1].repeat(2, axis=0)
