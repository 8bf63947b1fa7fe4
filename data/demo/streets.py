"""Streets, paths and steps: the drawn roads, blocks filled with side streets, all cut where they meet."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass, replace

from geometry import Line, Point, along, crossing, distance, joined, length, pieces, rounded, rounded_ring, smooth
from plan import CELLS, GREEN, NODES, PATHS, RAILWAY_BOUNDARY, RIVER, ROADS
from street_names import FIRST, LAST

# metres between the long streets, between the cross streets, how much they wave, how many are left out
_BUILT = {
    "old": (72.0, 96.0, 9.0, 0.16),
    "terraces": (84.0, 190.0, 0.0, 0.10),
    "villas": (118.0, 176.0, 7.0, 0.14),
    "semis": (116.0, 190.0, 16.0, 0.18),
    "estate": (108.0, 158.0, 26.0, 0.27),
    "hill": (124.0, 205.0, 24.0, 0.20),
    "works": (150.0, 210.0, 0.0, 0.10),
}
_Segment = tuple[int, int, Point, Point]
_Extra = dict[tuple[int, int], set[tuple[float, Point]]]
_NEAR_M = 17.0  # two corners nearer than this are one


@dataclass(frozen=True)
class Street:
    """One line between two corners, or before the cutting a whole street. `rank`: 0 drawn, 1 filled in, 2 walked."""

    name: str
    kind: str
    line: tuple[Point, ...]
    rank: int
    area: str = ""


def arcs() -> dict[tuple[str, str], Line]:
    """Return the smoothed line between each two neighbouring nodes of a road, the river or the railway."""
    found: dict[tuple[str, str], Line] = {}
    for nodes in [*(x[2] for x in ROADS), RIVER, RAILWAY_BOUNDARY]:
        for (a, b), line in zip(itertools.pairwise(nodes), smooth([NODES[n] for n in nodes]), strict=True):
            found[a, b] = line
            found[b, a] = line[::-1]
    return found


def ring_of(corners: list[str | Point] | list[str]) -> Line:
    """Follow the arcs between named corners; between others go straight. The ring is not closed."""
    lines = arcs()
    ring: Line = []
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        if isinstance(a, str) and isinstance(b, str) and (a, b) in lines:
            ring.extend(lines[a, b][:-1])
        else:
            ring.append(NODES[a] if isinstance(a, str) else a)
    return ring


def network(seed: int) -> list[Street]:
    """Return every street and path, cut at every corner; corners are shared to the last digit."""
    chance = random.Random(seed)
    drawn = [Street(name, kind, tuple(joined(smooth([NODES[n] for n in nodes]))), 0) for name, kind, nodes in ROADS]
    filled = _filled(chance)
    streets = _tidied(_cut([*drawn, *filled]))
    streets = _thinned(streets, chance)
    streets = _tidied(_cut([*streets, *_paths(streets)]))
    return sorted(_through(_one_piece(streets)), key=lambda s: (s.name, s.line))


def _filled(chance: random.Random) -> list[Street]:
    """Fill each block with two families of waving lines, clear of parks."""
    taken: set[str] = {name for name, _, _ in ROADS}
    out: list[Street] = []
    for area, built, corners, angle in CELLS:
        ring = ring_of(corners)
        long_m, cross_m, wave_m, _ = _BUILT[built]
        for across, gap in ((0, long_m), (1, cross_m)):
            turn = math.radians(angle + 90 * across)
            for line in _family(ring, turn, gap, wave_m * (0.5 if across else 1.0), chance):
                name = _name(built, across, taken, chance)
                kind = "residential" if built != "works" else "service"
                out.extend(Street(name, kind, tuple(x), 1, f"{area}:{built}") for x in _clear(line, ring))
    return out


def _family(ring: Line, turn: float, gap: float, wave_m: float, chance: random.Random) -> list[Line]:
    """Lay parallel lines over a ring's extent, `gap` metres apart, waving by `wave_m`."""
    cos, sin = math.cos(turn), math.sin(turn)
    turned = [(x * cos + y * sin, -x * sin + y * cos) for x, y in ring]
    low_u, high_u = min(p[0] for p in turned), max(p[0] for p in turned)
    low_v, high_v = min(p[1] for p in turned), max(p[1] for p in turned)
    count = max(1, round((high_v - low_v) / gap) - 1)
    step = (high_v - low_v) / (count + 1)
    phase = chance.random() * 6.28
    lines = []
    for i in range(count):
        v = low_v + step * (i + 1) + (chance.random() - 0.5) * step * 0.16
        line = []
        samples = int((high_u - low_u) / (24 if wave_m else 400)) + 2
        for k in range(samples + 1):
            u = low_u - 5 + (high_u - low_u + 10) * k / samples
            bend = wave_m * math.sin(u / 95 + phase) + wave_m * 0.5 * math.sin(u / 43 + phase * 2 + i * 0.4)
            line.append(rounded((u * cos - (v + bend) * sin, u * sin + (v + bend) * cos)))
        lines.append(line)
    return lines


def _clear(line: Line, ring: Line) -> list[Line]:
    """Keep what lies in the block and outside parks; short stumps go."""
    kept = pieces(line, ring, keep_inside=True)
    for _, _, park in GREEN:
        kept = [part for piece in kept for part in pieces(piece, rounded_ring(park), keep_inside=False)]
    return [piece for piece in kept if length(piece) > 30]


def _name(built: str, across: int, taken: set[str], chance: random.Random) -> str:
    endings = LAST[built][across]
    for _ in range(4000):
        first = FIRST[built][int(chance.random() * len(FIRST[built]))]
        name = f"{first} {endings[int(chance.random() * len(endings))]}"
        if name not in taken and not any(x.startswith(f"{first} ") for x in taken):
            taken.add(name)
            return name
    for first in FIRST[built]:
        for ending in [*LAST[built][0], *LAST[built][1]]:
            if f"{first} {ending}" not in taken:
                taken.add(f"{first} {ending}")
                return f"{first} {ending}"
    raise ValueError(f"too few street names for {built}")


def _cut(streets: list[Street]) -> list[Street]:
    """Cut every line where it meets another, and at the corners it shares."""
    extra = _meetings(streets)
    whole = [_with(street, i, extra) for i, street in enumerate(streets)]
    uses: dict[Point, set[int]] = {}
    for i, street in enumerate(whole):
        for point in street.line:
            uses.setdefault(point, set()).add(i)
    out = []
    for street in whole:
        now = [street.line[0]]
        for point in street.line[1:]:
            now.append(point)
            if len(uses[point]) > 1:
                out.append(replace(street, line=tuple(now)))
                now = [point]
        if len(now) > 1:
            out.append(replace(street, line=tuple(now)))
    return out


def _meetings(streets: list[Street]) -> _Extra:
    """Return the points to put into each segment (street, number): where other streets meet it."""
    segments: list[_Segment] = []
    for i, street in enumerate(streets):
        segments.extend((i, k, a, b) for k, (a, b) in enumerate(itertools.pairwise(street.line)))
    squares: dict[tuple[int, int], list[int]] = {}
    for number, (_, _, a, b) in enumerate(segments):
        for square in _squares(a, b):
            squares.setdefault(square, []).append(number)
    pairs = {
        pair
        for members in squares.values()
        for pair in itertools.combinations(members, 2)
        if segments[pair[0]][0] != segments[pair[1]][0]
    }
    extra: _Extra = {}
    for one, other in sorted(pairs):
        _meet(segments[one], segments[other], extra)
    return extra


def _squares(a: Point, b: Point) -> list[tuple[int, int]]:
    size = 120
    xs = range(int(min(a[0], b[0]) // size), int(max(a[0], b[0]) // size) + 1)
    ys = range(int(min(a[1], b[1]) // size), int(max(a[1], b[1]) // size) + 1)
    return [(x, y) for x in xs for y in ys]


def _meet(one: _Segment, other: _Segment, extra: _Extra) -> None:
    """Note the common point of two segments in both; an end that all but touches counts as touching."""
    for (i, k, a, b), point in [(one, p) for p in other[2:]] + [(other, p) for p in one[2:]]:
        size = distance(a, b)
        if not size:
            continue
        t = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / size**2
        foot = (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
        if 0 < t < 1 and distance(foot, point) < 0.3 and point not in (a, b):
            extra.setdefault((i, k), set()).add((t, point))
    hit = crossing(one[2], one[3], other[2], other[3])
    if hit is None:
        return
    point = hit[1]
    if any(distance(point, end) < 0.5 for end in (*one[2:], *other[2:])):
        return  # an end lies there: handled above, or already shared
    for i, k, a, b in (one, other):
        extra.setdefault((i, k), set()).add((distance(a, point) / distance(a, b), point))


def _with(street: Street, i: int, extra: _Extra) -> Street:
    line = [street.line[0]]
    for k, end in enumerate(street.line[1:]):
        for _, point in sorted(extra.get((i, k), ())):
            if point != line[-1]:
                line.append(point)
        if end != line[-1]:
            line.append(end)
    return replace(street, line=tuple(line))


def _ends(streets: list[Street]) -> dict[Point, list[int]]:
    ends: dict[Point, list[int]] = {}
    for i, street in enumerate(streets):
        ends.setdefault(street.line[0], []).append(i)
        ends.setdefault(street.line[-1], []).append(i)
    return ends


def _tidied(streets: list[Street]) -> list[Street]:
    """Make corners that all but touch one corner, and let stumps, loops and doubled lines go."""
    moved = _corners(streets)
    best: dict[tuple[Point, Point], Street] = {}
    for street in sorted(streets, key=lambda s: (s.rank, s.name, s.line)):
        start, end = moved[street.line[0]], moved[street.line[-1]]
        if start == end:
            continue
        middle = [p for p in street.line[1:-1] if distance(p, start) > 6 and distance(p, end) > 6]
        line = (start, *middle, end)
        key = (min(start, end), max(start, end))
        if key in best and abs(length(line) - length(best[key].line)) < 40:
            continue
        if key in best:
            key = (key[0], rounded(along(line, length(line) / 2)))
        best[key] = replace(street, line=line)
    return _without_stumps(list(best.values()))


def _corners(streets: list[Street]) -> dict[Point, Point]:
    """Say for each end which corner it belongs to; drawn corners stay where they are."""
    fixed = set(NODES.values())
    order: dict[Point, int] = {}
    for street in streets:
        for end in (street.line[0], street.line[-1]):
            order[end] = min(order.get(end, 9), -1 if end in fixed else street.rank)
    kept: list[Point] = []
    moved: dict[Point, Point] = {}
    for point in sorted(order, key=lambda p: (order[p], p)):
        near = [other for other in kept if distance(point, other) < _NEAR_M] if order[point] >= 0 else []
        moved[point] = min((distance(point, other), other) for other in near)[1] if near else point
        if not near:
            kept.append(point)
    return moved


def _without_stumps(streets: list[Street]) -> list[Street]:
    while True:
        ends = _ends(streets)
        kept = [
            s
            for s in streets
            if s.rank != 1 or length(s.line) >= 46 or (len(ends[s.line[0]]) > 1 and len(ends[s.line[-1]]) > 1)
        ]
        if len(kept) == len(streets):
            return kept
        streets = kept


def _thinned(streets: list[Street], chance: random.Random) -> list[Street]:
    """Leave some side streets out, so that a grid becomes culs-de-sac, and everything still hangs together."""
    now = sorted(streets, key=lambda s: (s.rank, s.line))
    for street in [s for s in now if s.rank == 1]:
        share = _BUILT[street.area.partition(":")[2]][3]
        if chance.random() >= share:
            continue
        without = [s for s in now if s is not street]
        if len(_reached(without)) == len(_ends(without)):
            now = without
    return now


def _reached(streets: list[Street]) -> set[Point]:
    ends = _ends(streets)
    start = NODES["A1"]
    seen, todo = {start}, [start]
    while todo:
        for i in ends.get(todo.pop(), ()):
            for point in (streets[i].line[0], streets[i].line[-1]):
                if point not in seen:
                    seen.add(point)
                    todo.append(point)
    return seen


def _one_piece(streets: list[Street]) -> list[Street]:
    reached = _reached(streets)
    return [s for s in streets if s.line[0] in reached]


def _through(streets: list[Street]) -> list[Street]:
    """Join two pieces of one street where nothing else meets them."""
    now = sorted(streets, key=lambda s: (s.name, s.line))
    while True:
        joints = sorted(
            (point, sorted(meet)) for point, meet in _ends(now).items() if len(meet) == 2 and meet[0] != meet[1]
        )
        for point, (i, j) in joints:
            one, other = now[i], now[j]
            if (one.name, one.kind) != (other.name, other.kind) or length(one.line) + length(other.line) > 260:
                continue
            first = one.line if one.line[-1] == point else one.line[::-1]
            second = other.line if other.line[0] == point else other.line[::-1]
            if first[0] == second[-1]:
                continue
            now[i] = replace(one, line=(*first, *second[1:]))
            del now[j]
            break
        else:
            return now


def _paths(streets: list[Street]) -> list[Street]:
    """Return the walkers' ways, loose ends on the nearest corner of a street within 90 m."""
    corners = sorted({end for s in streets for end in (s.line[0], s.line[-1])})
    own = [p for _, _, points in PATHS for p in points if not isinstance(p, str)]
    out = []
    for name, kind, points in PATHS:
        line = [NODES[p] if isinstance(p, str) else p for p in points]
        for at in (0, -1):
            if isinstance(points[at], str) or own.count(line[at]) > 1:
                continue  # a named corner, or one that paths share
            _, near = min((distance(corner, line[at]), corner) for corner in corners)
            if distance(near, line[at]) < 90:
                line[at] = near
        smoothed = line if len(line) < 4 or kind == "steps" else joined(smooth(line, step_m=30))
        out.append(Street(name, kind, tuple(smoothed), 2))
    return out
