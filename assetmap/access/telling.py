"""
Minutes and ways in words: "8 minutes' walk", "East along George Street, left into Quay Lane; no steps."

All of it in the language spoken. Nothing is said that the streets do not hold: an unnamed way is told by what it is, a
turn only where one has a choice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assetmap.access.phrases import SETTING_OUT, TURNS, along, into, staying
from assetmap.cartography.scale import wind_of
from assetmap.network.profiles import BRIDGE, STEPS, TUNNEL
from assetmap.wording import capital, in_turn, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assetmap.network.graph import WalkGraph

MOST = 6
"""Most turns told on a page; who has to remember more follows the map."""
ABOUT_MIN = 5
"""To so many minutes is the walk to a blurred place rounded."""
_TINY_M = 12.0
"""A stretch so short is crossed, not walked along: an island in a road, a drive's mouth."""
_LINK_M = 25.0
"""The same of a stretch without a name."""
_PASSED, _PASSED_M, _BETWEEN_M = ("footpath", "road", "service road", "pedestrian street"), 60.0, 200.0
"""What is passed over where one goes straight on: so much of it without a name, or between a street and itself."""
_LOOK_M = 20.0
"""Over so much of a way its direction is taken: at a corner the first metre turns another way than the street."""
_STRAIGHT, _SHARP, _BACK = 35.0, 125.0, 165.0
"""Degrees up to which one goes straight on, from which a turn is sharp, and from which one turns back."""
_NOUNS = {
    "footway": "footpath", "path": "footpath", "cycleway": "cycle path", "bridleway": "bridleway", "track": "track",
    "steps": "steps", "pedestrian": "pedestrian street", "platform": "platform", "corridor": "passage",
    "pedestrianised street": "pedestrian street", "service": "service road", "alley": "alley",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a way that is told at once: its name or what it is, its length in metres, its first and last turn."""

    name: str
    noun: str
    has_steps: bool
    length_m: float
    line: NDArray[np.float64]
    has_choice: bool
    """Whether one might have gone elsewhere where it begins."""


@dataclass(frozen=True)
class Turn:
    """One thing to do on the way, in words, and the street that it leads to, where that has a name."""

    words: str
    to: str = ""


def whole_minutes(minutes: float) -> int:
    """Round minutes as they are shown: half up, and at least 1."""
    return max(1, math.floor(minutes + 0.5))


def about_minutes(minutes: float) -> int:
    """Round the minutes to a blurred place: to 5, half up, and at least 5."""
    return max(ABOUT_MIN, ABOUT_MIN * math.floor(minutes / ABOUT_MIN + 0.5))


def walk_words(minutes: float, *, about: bool = False) -> str:
    """Say how long a walk is: `8 minutes' walk`, `2 hours 6 minutes' walk`, `about 10 minutes' walk` if blurred."""
    hours, rest = divmod(about_minutes(minutes) if about else whole_minutes(minutes), 60)
    if not hours:
        said = ngettext("{n} minute's walk", "{n} minutes' walk", rest)
    elif not rest:
        said = ngettext("{n} hour's walk", "{n} hours' walk", hours)
    else:
        # translators: {hours} is as “1 hour” or “2 hours”
        said = ngettext(
            "{hours} {n} minute's walk", "{hours} {n} minutes' walk", rest,
            hours=ngettext("{n} hour", "{n} hours", hours),
        )  # fmt: skip
    # translators: {walk} is as “10 minutes' walk”
    return _("about {walk}", walk=said) if about else said


def steps_words(steps: bool | None) -> str:  # noqa: FBT001  the one thing that is said
    """Say whether a way has steps; None where the streets do not say."""
    return _("steps not known") if steps is None else _("steps on the way") if steps else _("no steps")


def way_words(turns: Sequence[Turn], *, most: int | None = MOST, ends: str = "") -> str:
    """
    Say a way in one sentence.

    Parameters
    ----------
    turns
        As `turns_of` gives them.
    most
        Most to tell; the rest is "then follow the map to …". None tells all.
    ends
        Said at the end, as `steps_words`.
    """
    words = [x.words for x in turns]
    if most is not None and len(words) > most:
        words = [*words[: most - 1], _rest(turns[most - 1 :])]
    if not words:
        return ""
    way = in_turn(words)
    # translators: {way} is as “east along George Street, left into Quay Lane”, {ends} as “no steps”
    return capital(_("{way}; {ends}.", way=way, ends=ends) if ends else _("{way}.", way=way))


def turns_of(graph: WalkGraph, arcs: NDArray[np.int32], *, from_mm: int, to_mm: int) -> tuple[Turn, ...]:
    """
    Tell a way turn by turn: as `told` says what `legs_of` finds.

    Returns
    -------
    turns
        "east along George Street", "left into Quay Lane", "straight on by the steps" …; empty where there is no way
        along a street at all.
    """
    return told(legs_of(graph, arcs, from_mm=from_mm, to_mm=to_mm))


def legs_of(graph: WalkGraph, arcs: NDArray[np.int32], *, from_mm: int, to_mm: int) -> tuple[Stretch, ...]:
    """
    Find what is told of a way, in no language yet.

    Parameters
    ----------
    graph
        Holds the pieces, their names and what they are.
    arcs
        int32 (j,), in the order walked: `2 * piece`, or `2 * piece + 1` where it is taken from its end to its start.
    from_mm, to_mm
        Where on the first piece the way begins, and where on the last it ends, from the piece's start.
    """
    return tuple(_plain(_joined(stretches(graph, arcs, from_mm=from_mm, to_mm=to_mm))))


def told(legs: Sequence[Stretch]) -> tuple[Turn, ...]:
    """Tell the parts of a way turn by turn, in the language spoken."""
    if not legs:
        return ()
    first = legs[0]
    where = along(first.name, first.noun, steps=first.has_steps)
    return (Turn(_(SETTING_OUT[_wind(first.line)], where=where)), *(_turn(last, here) for last, here in pairwise(legs)))


def has_steps(graph: WalkGraph, arcs: NDArray[np.int32]) -> bool | None:
    """Say whether a way has steps; None where the source of the streets would not have said so."""
    if not graph.knows_steps:
        return None
    return bool((graph.flags[np.asarray(arcs) >> 1] & STEPS).any())


def stretches(graph: WalkGraph, arcs: NDArray[np.int32], *, from_mm: int, to_mm: int) -> list[Stretch]:
    """Return the pieces of a way, as far as they are walked; those of no length are left out."""
    out = []
    for i, arc in enumerate(arcs):
        piece, is_back = int(arc) >> 1, bool(arc & 1)
        length = int(graph.along_mm[graph.first[piece + 1] - 1])
        start = from_mm if i == 0 else (length if is_back else 0)
        end = to_mm if i == len(arcs) - 1 else (0 if is_back else length)
        if start == end:
            continue
        flags, way = int(graph.flags[piece]), graph.ways[graph.way[piece]]
        out.append(
            Stretch(
                name=" ".join(graph.names[graph.name[piece]].split()), noun=_noun(way, flags),
                has_steps=bool(flags & STEPS) or way == "steps", length_m=abs(end - start) / 1000.0,
                line=_line(graph, piece, start=start, end=end), has_choice=i > 0 and _has_choice(graph, int(arc)),
            )
        )  # fmt: skip
    return out


def _has_choice(graph: WalkGraph, arc: int) -> bool:
    """Say whether there is a third way at the node where an arc begins."""
    node = int(graph.ends[arc >> 1, arc & 1])
    return bool(graph.head[node + 1] - graph.head[node] > 2)


def _line(graph: WalkGraph, piece: int, *, start: int, end: int) -> NDArray[np.float64]:
    """Cut a piece from `start` to `end` (whole mm from its own start), in the direction walked, float64 (i, 2)."""
    a, b = int(graph.first[piece]), int(graph.first[piece + 1])
    along, points = np.asarray(graph.along_mm[a:b], dtype=np.float64), np.asarray(graph.points[a:b])
    low, high = min(start, end), max(start, end)
    within = (along > low) & (along < high)
    stops = np.concatenate([[low], along[within], [high]])
    line = np.column_stack([np.interp(stops, along, points[:, i]) for i in (0, 1)])
    return line if start <= end else line[::-1]


def _noun(way: str, flags: int) -> str:
    if flags & STEPS or way == "steps":
        return "steps"
    noun = _NOUNS.get(way.casefold(), "road")
    if flags & BRIDGE:
        return "bridge" if noun == "road" else "footbridge"
    if flags & TUNNEL:
        return "tunnel" if noun == "road" else "underpass"
    return noun


def _joined(parts: Sequence[Stretch]) -> list[Stretch]:
    """Make one of what is told at once: the pieces of a street, as far as one does not turn off at a choice."""
    kept: list[Stretch] = []
    for part in _without_tiny(parts):
        last = kept[-1] if kept else None
        if last is not None and _is_same(last, part) and not _turns_off(last, part):
            kept[-1] = _merged(last, part)
        else:
            kept.append(part)
    return kept


def _without_tiny(parts: Sequence[Stretch]) -> list[Stretch]:
    """Leave out what is crossed rather than walked along; its choice goes over to what comes next."""
    runs: list[Stretch] = []
    for part in parts:
        if runs and _is_same(runs[-1], part) and not _turns_off(runs[-1], part):
            runs[-1] = _merged(runs[-1], part)
        else:
            runs.append(part)
    kept: list[Stretch] = []
    choice = False
    for run in runs:
        if len(runs) > 1 and not run.has_steps and run.length_m < (_TINY_M if run.name else _LINK_M):
            choice = choice or run.has_choice
            continue
        kept.append(_merged(run, run, choice=run.has_choice or choice))
        choice = False
    return kept or runs[:1]


def _plain(parts: Sequence[Stretch]) -> list[Stretch]:
    """Pass over what changes nothing for who walks straight on: a bit of pavement, a name between a name and itself."""
    kept: list[Stretch] = []
    for i, part in enumerate(parts):
        is_straight = bool(kept) and not _turns_off(kept[-1], part)
        if is_straight and i < len(parts) - 1 and not part.name and part.noun in _PASSED and part.length_m < _PASSED_M:
            kept[-1] = _merged(kept[-1], part)
        elif is_straight and len(kept) > 1 and _is_same(kept[-2], part) and _is_between(kept[-2], kept[-1]):
            between = kept.pop()
            kept[-1] = _merged(_merged(kept[-1], between), part)
        elif is_straight and _is_same(kept[-1], part):
            kept[-1] = _merged(kept[-1], part)
        else:
            kept.append(part)
    return kept


def _is_between(last: Stretch, here: Stretch) -> bool:
    return not _turns_off(last, here) and not here.has_steps and here.length_m < _BETWEEN_M


def _turns_off(last: Stretch, here: Stretch) -> bool:
    return here.has_choice and _bends(last, here)


def _is_same(one: Stretch, other: Stretch) -> bool:
    return (one.name, one.has_steps) == (other.name, other.has_steps) and (bool(one.name) or one.noun == other.noun)


def _merged(one: Stretch, other: Stretch, *, choice: bool | None = None) -> Stretch:
    is_one = one is other
    return Stretch(
        name=one.name, noun=one.noun, has_steps=one.has_steps,
        length_m=one.length_m if is_one else one.length_m + other.length_m,
        line=one.line if is_one else np.concatenate([one.line, other.line]),
        has_choice=one.has_choice if choice is None else choice,
    )  # fmt: skip


def _bends(last: Stretch, here: Stretch) -> bool:
    return abs(_angle(last, here)) > _STRAIGHT


def _angle(last: Stretch, here: Stretch) -> float:
    """Turn from one stretch into the next, degrees to the right, -180 to 180."""
    before, after = _heading(last.line[::-1]) + 180.0, _heading(here.line)
    return (after - before + 180.0) % 360.0 - 180.0


def _heading(line: NDArray[np.float64]) -> float:
    """Degrees clockwise from north in which a line sets out, over its first metres."""
    x0, y0 = float(line[0, 0]), float(line[0, 1])
    x, y, left = x0, y0, _LOOK_M
    for i in range(1, len(line)):
        east, north = float(line[i, 0]) - x, float(line[i, 1]) - y
        step = math.hypot(east, north)
        share = min(left / step, 1.0) if step else 0.0
        x, y, left = x + share * east, y + share * north, left - step
        if left <= 0:
            break
    return math.degrees(math.atan2(x - x0, y - y0))


def _wind(line: NDArray[np.float64]) -> int:
    heading = math.radians(_heading(line))
    return wind_of(math.sin(heading), math.cos(heading))


def _turn(last: Stretch, here: Stretch) -> Turn:
    angle = _angle(last, here)
    if _is_same(last, here):
        where = staying(here.name, here.noun, steps=here.has_steps)
        return Turn(_(TURNS[_side(angle)], where=where), here.name)
    is_straight = abs(angle) <= _STRAIGHT or not here.has_choice
    side = _side(angle) if not is_straight else "straight on" if here.has_choice else "on"
    where = into(here.name, here.noun, steps=here.has_steps, straight=is_straight)
    return Turn(_(TURNS[side], where=where), "" if here.has_steps else here.name)


def _side(angle: float) -> str:
    if abs(angle) > _BACK:
        return "back"
    side = "right" if angle > 0 else "left"
    return f"sharp {side}" if abs(angle) > _SHARP else side


def _rest(turns: Sequence[Turn]) -> str:
    """Say what is not told: where it ends, where that has a name."""
    street = next((x.to for x in reversed(turns) if x.to), "")
    return _("then follow the map to {street}", street=street) if street else _("then follow the map")
