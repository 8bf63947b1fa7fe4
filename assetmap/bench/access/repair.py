"""One asset comes, moves or closes: the kept results are mended, and are what a rebuild gives."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.kept import NO_GROUP, KeptNearest, KeptPairs
from assetmap.access.searching import nearest, pairs_within
from assetmap.bench.access.town import KINDS, OF_A_KIND, assets, standing
from assetmap.bench.access.turns import timed
from assetmap.bench.access.within import LIMIT_MM
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assetmap.bench.access.town import Town

GOAL = 1_000
_CHANGES = 300
_REBUILDS = 5


def rows(town: Town, *, short: bool = False) -> Iterator[Row]:
    """Measure changes one after another, each with another asset; what holds at the end is compared."""
    graph, walked = town.graph, town.graph.walked()
    at = assets(graph, KINDS * (5 if short else OF_A_KIND))
    kind = np.arange(len(at)) % KINDS
    many, rebuilds = (30, 1) if short else (_CHANGES, _REBUILDS)
    spots, fresh = standing(graph, at), assets(graph, many, seed=13)
    chosen = np.random.default_rng(5).permutation(len(at))[:many]

    near = KeptNearest(walked, spots, kind, count=KINDS)
    took = _changed(near, [standing(graph, x[None]) for x in fresh], chosen, lambda x: (x % KINDS,))
    kept = near.nearest
    groups = np.asarray(kept.groups)
    assert (groups == NO_GROUP).any()  # some were closed
    rebuilt = [timed(lambda: nearest(walked, near.spots, groups, count=KINDS)) for _ in range(rebuilds)]
    other = rebuilt[-1][1]
    equal = np.array_equal(kept.mm, other.mm) and np.array_equal(kept.owner, other.owner)
    yield _row(town, f"nearest of each of {KINDS} kinds", took, [x for x, _ in rebuilt], equal=equal)

    within = KeptPairs(walked, spots, limit_mm=LIMIT_MM)
    took = _changed(within, [standing(graph, x[None]) for x in fresh], chosen, lambda _: ())
    rebuilt = [timed(lambda: pairs_within(walked, within.spots, limit_mm=LIMIT_MM)) for _ in range(rebuilds)]

    held, anew = within.pairs, rebuilt[-1][1]
    equal = all(np.array_equal(getattr(held, x), getattr(anew, x)) for x in ("head", "node", "mm"))
    equal = equal and np.array_equal(within.counts, anew.counts)
    yield _row(town, "assets within 1,200 m", took, [x for x, _ in rebuilt], equal=equal)


def _changed(kept: Any, fresh: list[Any], chosen: Any, group: Callable[[int], tuple[int, ...]]) -> list[float]:
    """Let every third move, every third close, and every third come new; gives the seconds of each change."""
    seconds = []
    for turn, (spots, owner) in enumerate(zip(fresh, chosen.tolist(), strict=False)):
        begin = time.perf_counter()
        if turn % 3 == 0:
            kept.move(owner, spots)
        elif turn % 3 == 1:
            kept.close(owner)
        else:
            kept.add(spots, *group(turn))
        seconds.append(time.perf_counter() - begin)
    return seconds[3:]  # the first of each is not counted: compiled code is fetched


def _row(town: Town, what: str, took: list[float], rebuilt: list[float], *, equal: bool) -> Row:
    ours, theirs = float(np.median(took)), float(np.median(rebuilt))
    note = f"medians of {len(took)} changes in turn moved, closed and new (slowest {max(took) * 1000:.2f} ms)"
    return Row(
        work=f"{town.name}: one asset changed, {what} mended", peer="a rebuild of ours", ours=ours * 1000,
        theirs=theirs * 1000, unit="ms", ratio=theirs / ours, goal=f"≥ {GOAL:,} ×", equal=equal,
        note="; ".join(x for x in (town.note, f"{note}; the rebuild at crossings and ends alone") if x),
    )  # fmt: skip
