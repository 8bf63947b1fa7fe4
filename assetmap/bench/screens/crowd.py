"""A hall full of people: all look at one place at once, and each taps, types and chooses."""

from __future__ import annotations

import asyncio
import contextlib
import random
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row
from assetmap.bench.screens import peer, serving, town
from assetmap.bench.screens.reruns import shown_by_ours, shown_by_peer
from assetmap.bench.screens.visitor import Visitor, run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from assetmap.bench.screens.reruns import Pins
    from assetmap.bench.screens.serving import Server
    from assetmap.bench.screens.visitor import Answered

USERS = 30
RERUNS = 1_000
GOAL_S = 2.5
MAY_GROW = 0.05
"""Memory that grows by no more than this part over the reruns is called flat."""
_WORDS = ("lunch", "singing", "garden", "walking", "tea", "")
_FIELD = "Find by words"
_ROUNDS = 10


@dataclass
class _Crowd:
    """What a crowd lived through."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    is_same: bool = True
    """In the end each was shown every pin."""

    def p95(self) -> float:
        return sorted(self.seconds)[min(int(len(self.seconds) * 0.95), len(self.seconds) - 1)]


def rows(folder: Path, *, many: int, users: int, reruns: int | None = None) -> Iterator[Row]:
    """
    Measure `users` people on a place of `many` assets, then the memory of the server over `reruns` more runs.

    Each acts again as soon as it was answered: no pauses, so a real hall is kinder.
    """
    reruns = reruns or (RERUNS if users >= USERS else 40)
    home = town.home(folder, many=many)
    beside = peer.write(home, folder / "peer-crowd")
    with serving.ours(home, folder) as ours:
        mine, memory = run(_ours(ours, users=users, reruns=reruns, pins=beside.pins))
    theirs = None
    if peer.is_there():
        with serving.peer(beside.script, folder) as served:
            theirs = run(_theirs(served, users=users, pins=beside.pins))
    work = f"{users} people at once, {many:,} assets, all acting"
    served_all = not mine.wrong and len(mine.seconds) == users * _ROUNDS
    equal = served_all and mine.is_same and (theirs is None or theirs.is_same)
    yield Row(
        work=f"{work}: 95 of 100 answered within", peer=peer.NAME, ours=mine.p95(),
        theirs=theirs.p95() if theirs else None, unit="s", ratio=theirs.p95() / mine.p95() if theirs else None,
        goal=f"≤ {GOAL_S} s, all served", equal=equal,
        note=f"median {statistics.median(mine.seconds):.2f} s, slowest {max(mine.seconds):.2f} s; nobody pauses"
        f" between taps; served {len(mine.seconds)}, errors {len(mine.wrong)}; equal: in the end all saw every pin"
        + _aside(theirs),
    )  # fmt: skip
    yield _memory(memory, users=users, reruns=reruns)


def _aside(theirs: _Crowd | None) -> str:
    if theirs is None:
        return f"; {peer.MISSING}"
    return f"; folium's median {statistics.median(theirs.seconds):.2f} s, {len(theirs.wrong)} errors"


def _memory(memory: list[float | None], *, users: int, reruns: int) -> Row:
    known = [one for one in memory if one is not None]
    work = f"memory of the server over {reruns:,} more reruns of {users} people"
    goal = f"flat: grows ≤ {MAY_GROW:.0%}"
    if len(known) < 2:
        return Row(
            work=work, peer="-", ours=None, theirs=None, unit="MB", ratio=None, goal=goal, equal=None,
            note="this system does not tell the memory of a process",
        )  # fmt: skip
    grown = known[-1] - known[0]
    along = ", ".join(f"{one:.0f}" for one in known)
    return Row(
        work=work, peer="-", ours=grown, theirs=None, unit="MB", ratio=None, goal=goal, equal=None,
        note=f"{grown / known[0]:+.1%}; along the way {along} MB",
    )  # fmt: skip


async def _ours(server: Server, *, users: int, reruns: int, pins: Pins) -> tuple[_Crowd, list[float | None]]:
    """Let everybody act for some rounds, then on and on while the memory is looked at five times."""
    crowd, later = _Crowd(), _Crowd()
    async with _hall(server, users, fetching=True) as visitors:
        await asyncio.gather(*(_acts(x, random.Random(i), crowd, _ROUNDS) for i, x in enumerate(visitors)))  # noqa: S311
        memory = [server.memory_mb()]
        for part in range(5):
            each = max(round(reruns / users / 5), 1)
            await asyncio.gather(
                *(_acts(x, random.Random(1000 * part + i), later, each) for i, x in enumerate(visitors))  # noqa: S311
            )
            memory.append(server.memory_mb())
        for visitor in visitors:
            await visitor.rerun(typed=(_FIELD, ""))
            crowd.is_same = crowd.is_same and town.same(pins, shown_by_ours(visitor))
    crowd.wrong += later.wrong
    return crowd, memory


async def _theirs(server: Server, *, users: int, pins: Pins) -> _Crowd:
    crowd = _Crowd()
    async with _hall(server, users, fetching=False) as visitors:
        await asyncio.gather(*(_types(x, random.Random(i), crowd) for i, x in enumerate(visitors)))  # noqa: S311
        await visitors[0].rerun(typed=(_FIELD, ""))
        crowd.is_same = town.same(pins, shown_by_peer(visitors[0]))
    return crowd


@contextlib.asynccontextmanager
async def _hall(server: Server, users: int, *, fetching: bool) -> AsyncIterator[list[Visitor]]:
    visitors = [Visitor(server.url, fetching=fetching) for _ in range(users)]
    try:
        for visitor in visitors:
            await visitor.open()
        yield visitors
    finally:
        await asyncio.gather(*(visitor.close() for visitor in visitors), return_exceptions=True)


async def _acts(visitor: Visitor, chance: random.Random, crowd: _Crowd, rounds: int) -> None:
    """Tap a pin, a row, type a word: one after the other."""
    shorts = sorted(visitor.assets) or [""]
    for _ in range(rounds):
        what = chance.choice(("map", "map", "list", "words"))
        if what == "words":
            await _tried(lambda: visitor.rerun(typed=(_FIELD, chance.choice(_WORDS))), crowd)
        else:
            await _tried(lambda: visitor.rerun(tap=(what, chance.choice(shorts))), crowd)  # noqa: B023  # run at once


async def _types(visitor: Visitor, chance: random.Random, crowd: _Crowd) -> None:
    """Type one word: the peer takes so long over it that once is enough."""
    await _tried(lambda: visitor.rerun(typed=(_FIELD, chance.choice(_WORDS))), crowd)


async def _tried(act: Callable[[], Awaitable[Answered]], crowd: _Crowd) -> None:
    try:
        answered = await act()
    except (TimeoutError, OSError) as error:
        crowd.wrong.append(type(error).__name__)
        return
    crowd.seconds.append(answered.seconds)
    crowd.wrong += answered.wrong
