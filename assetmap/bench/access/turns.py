"""Taking turns: each side once a round, neither sweeping up after the other."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds that something took, and what it gave."""
    gc.collect()
    begin = time.perf_counter()
    given = work()
    return time.perf_counter() - begin, given


def turns(works: Mapping[str, Callable[[], Any]], *, rounds: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Let each work have its turn in every round; gives the median seconds of each, and what each gave last."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    given: dict[str, Any] = {}
    for _ in range(rounds):
        for name, work in works.items():
            took, given[name] = timed(work)
            seconds[name].append(took)
    return {name: statistics.median(x) for name, x in seconds.items()}, given
