"""
Thirty phones in a hall, whose people type and send at the same time: real HTTP against a home that is served.

Each draft that was acknowledged has to be there, once; and a save among thirty may take ten times one alone, no more.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assetmap.demo import make_demo
from assetmap.place import open_place
from tests.screens.sharing import Phone, begun, shared
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.sharing import Shared

PHONES, ROUNDS, ALONE, MOST_TIMES = 30, 8, 16, 10
TYPES_S = (1.0, 3.0)
"""So long each takes to fill in the form: nobody is as quick."""


def row(folder: Path, *, phones: int = PHONES, rounds: int = ROUNDS, alone: int = ALONE) -> Row:
    """Let one send alone, then all of them as they type, then all in the same moment; then each one thing thrice."""
    home = make_demo(folder / "town")
    there = begun(home, audience="public")
    kept: set[str] = set()
    with shared(home, folder, session=there.short) as served:
        first, *guests = [_joined(served, n) for n in range(phones + 1)]
        by_itself = [_sent(first, f"Alone {n}", kept) for n in range(alone)]
        among = _all(guests, rounds, kept, typed_s=TYPES_S)
        same_moment = _all(guests, 2, kept, what="in the same moment")
        for n, phone in enumerate(guests):
            _sent(phone, f"Phone {n} again", kept, times=3)
    sent = alone + phones * (rounds + 3)
    place = open_place(home)
    try:
        members = place.store.sessions.members(there.id)
        names = [place.store.get(x).asset.name for x in members]
        problems = [*place.store.check().problems]
    finally:
        place.close()
    missing, twice = kept - set(names), len(names) - len(set(names))
    if missing:
        problems.append(f"{len(missing)} were acknowledged and are not there")
    if twice:
        problems.append(f"{twice} are there twice")
    if len(kept) != sent:
        problems.append(f"{len(kept)} of {sent} were acknowledged")
    one, most, worst = statistics.median(by_itself), _p95(among), _p95(same_moment)
    if most > MOST_TIMES * one:
        problems.append(f"a save among {phones} takes {most / one:.1f} times one alone")
    return Row.of(
        f"{phones} phones adding at once", f"all there once, p95 of a save ≤ {MOST_TIMES} × alone",
        f"{len(kept)} acknowledged, {len(set(names) & kept)} there; alone {one * 1000:.0f} ms, p95 among {phones} "
        f"{most * 1000:.0f} ms, {most / one:.1f} ×; where all press Send in the same moment {worst * 1000:.0f} ms",
        *problems,
    )  # fmt: skip


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _joined(served: Shared, number: int) -> Phone:
    phone = Phone(port=served.port, came_from=f"127.0.1.{number + 1}")
    status, _page = phone.join(served.code)
    assert status == 200, status
    return phone


def _sent(
    phone: Phone, name: str, kept: set[str], *, times: int = 1, wait: Callable[[], object] | None = None
) -> float:
    """Open the form, wait, send it; returns how long the answer took, in seconds."""
    phone.get("/say")
    fields = {**phone.hidden(), "name": name, "where": "Bridge Street", "words": f"It is good: {name}."}
    if wait:
        wait()
    took = 0.0
    for _ in range(times):
        began = time.perf_counter()
        status, _page = phone.post("/say", fields, follow=False)
        took = time.perf_counter() - began
        if status == 303:
            kept.add(name)
    return took


def _all(
    guests: list[Phone], rounds: int, kept: set[str], *, what: str = "thing", typed_s: tuple[float, float] | None = None
) -> list[float]:
    """Let all send so often, after typing so long or in the same moment; returns how long each save took (s)."""
    together = threading.Barrier(len(guests))

    def guest(phone: Phone, number: int) -> list[float]:
        chance = random.Random(number)  # noqa: S311  # the same hall each time

        def wait() -> None:
            if typed_s is None:
                together.wait()
            else:
                time.sleep(chance.uniform(*typed_s))

        return [_sent(phone, f"Phone {number} {what} {n}", kept, wait=wait) for n in range(rounds)]

    with ThreadPoolExecutor(len(guests)) as pool:
        return [took for one in pool.map(guest, guests, range(len(guests))) for took in one]
