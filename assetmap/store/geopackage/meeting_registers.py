"""
How an asset stands by what is known of it: the same steps give the same state, in whatever order they came.

Each field holds what was set last by somebody who knew what stood there; of two who did not know of each other the
later one's counts. What was meant for fewer people, or shown less exactly, stays so. What one took out and another
changed without knowing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.disclosure import AUDIENCES
from assetmap.store.geopackage.meeting_strands import CHECKED, STATUS, WHERE, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

OUT = frozenset({"withdrawn", "closed"})
UNITED = frozenset({"needs", "languages", "offered"})
"""Lists of which each word stands for itself: what two added both stands there."""
_EXACTNESS = ("exact", "street", "neighbourhood", "not_shown")


@dataclass(frozen=True, kw_only=True)
class Stand:
    """
    How an asset stands.

    Attributes
    ----------
    values
        Field → what stands in it.
    last
        Field → the steps that set it and know nothing of each other, what counts first.
    contested
        What was done to it by whoever did not know that it was taken out; empty where nothing is contested.
    """

    values: dict[str, Any]
    last: dict[str, tuple[Step, ...]]
    contested: tuple[Step, ...] = ()


@dataclass(kw_only=True)
class _Order:
    """Who knew of whom: each step's bit, and the bits of all it was made on."""

    bit: dict[str, int] = field(default_factory=dict)
    under: dict[str, int] = field(default_factory=dict)


def stand(steps: Mapping[str, Step]) -> Stand:
    """Say how an asset stands by steps (by mark)."""
    order = _ordered(steps)
    setting: dict[str, list[Step]] = {}
    for mark in order.bit:
        for name in steps[mark].sets:
            setting.setdefault(name, []).append(steps[mark])
    values: dict[str, Any] = {}
    last: dict[str, tuple[Step, ...]] = {}
    contested: tuple[Step, ...] = ()
    for name in sorted(setting):
        newest = _newest(setting[name], order)
        newest.sort(key=lambda x: _rank(name, x), reverse=True)
        value = newest[0].sets[name][1]
        if name == STATUS:
            newest, value, contested = _status(newest, steps, order)
        elif name in UNITED and len(newest) > 1:
            value = _united(name, newest, setting[name], order)
        last[name] = tuple(newest)
        if value is not None:
            values[name] = value
    return Stand(values=values, last=last, contested=contested)


def _rank(name: str, step: Step) -> tuple[Any, ...]:
    """Sort what was set without knowing of each other; the highest counts."""
    value = step.sets[name][1]
    if name == "audience":
        narrow = AUDIENCES.index(value if value is not None else "public")
    elif name == WHERE:
        narrow = _EXACTNESS.index(value[0])
    else:
        narrow = 0
    day = (value[0] or "") if name == CHECKED and value else ""
    return narrow, day, step.on, step.by, step.mark


def _status(
    newest: list[Step], steps: Mapping[str, Step], order: _Order
) -> tuple[list[Step], Any, tuple[Step, ...]]:  # fmt: skip
    there = [x for x in newest if x.sets[STATUS][1][0] not in OUT]
    if there:
        outs = [x for x in newest if x not in there]
        return [*there, *outs], there[0].sets[STATUS][1], tuple(there) if outs else ()
    seen = 0
    for x in newest:
        seen |= order.under[x.mark] | order.bit[x.mark]
    removed = [order.bit[x.mark] for x in newest]
    unseen = [
        steps[mark]
        for mark, bit in order.bit.items()
        if steps[mark].counts and not bit & seen and not any(order.under[mark] & x for x in removed)
    ]
    before, value = newest[0].sets[STATUS]
    return newest, before if unseen and before is not None else value, tuple(unseen) if before is not None else ()


def _united(name: str, newest: Sequence[Step], setting: Collection[Step], order: _Order) -> list[Any] | None:
    """Put lists together word by word: a word stands there unless the last to have an opinion took it out."""
    told: dict[Any, list[tuple[Step, bool]]] = {}
    for step in setting:
        was, now = ([*(x or ())] for x in step.sets[name])
        for word in {*was, *now}:
            if (word in was) != (word in now):
                told.setdefault(word, []).append((step, word in now))
    stays = set()
    for word, said in told.items():
        last = _newest([x for x, _ in said], order)
        if any(is_in for x, is_in in said if x in last):
            stays.add(word)
    words = [word for step in newest for word in step.sets[name][1] or ()]
    out = [x for x in dict.fromkeys([*words, *sorted(stays)]) if x in stays]
    return out or None


def _newest(setting: Sequence[Step], order: _Order) -> list[Step]:
    """Leave those of which none of the others knew."""
    known = 0
    for x in setting:
        known |= order.under[x.mark]
    return [x for x in setting if not order.bit[x.mark] & known]


def _ordered(steps: Mapping[str, Step]) -> _Order:
    """Give each step a bit after those it was made on; in the same order for the same steps."""
    order = _Order()
    left = sorted(steps)
    while left:
        later = []
        for mark in left:
            parents = [x for x in steps[mark].parents if x in steps]
            if any(x not in order.bit for x in parents):
                later.append(mark)
                continue
            under = 0
            for x in parents:
                under |= order.under[x] | order.bit[x]
            order.under[mark] = under
            order.bit[mark] = 1 << len(order.bit)
        if len(later) == len(left):  # in a circle: damaged; each stands for itself
            for mark in later:
                order.under[mark] = 0
                order.bit[mark] = 1 << len(order.bit)
            break
        left = later
    return order
