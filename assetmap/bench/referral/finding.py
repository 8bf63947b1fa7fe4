"""
Finding among very many assets at once.

Ours is the whole of `shortlist`: from what was typed to the rows with their reasons, those without a place as well.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from shapely import Point

from assetmap.bench.referral.peers import Fts5, Plain, Search, table_of
from assetmap.bench.referral.town import METRIC, ON, assets
from assetmap.bench.rows import Row
from assetmap.crs import WGS84, reproject
from assetmap.referral import make_ready, shortlist
from assetmap.search.index import Index
from assetmap.search.meaning import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assetmap.referral import Found

_T = TypeVar("_T")

FULL = 500_000
GOALS = {"GeoPandas, filter and sort": 100, "SQLite FTS5 and sort": 50}
P95_MS = 5.0
_COUNT = 20
_ASKED = (
    ("lonely since my husband died", ()),
    ("singing", ("meeting_people",)),
    ("walk with a pushchair", ()),
    ("somewhere warm with soup", ()),
    ("help with debts and letters", ()),
    ("", ("grief_and_loss",)),
    ("dancing on chairs", ()),
    ("learn english", ("new_to_the_area_or_country",)),
    ("gardening by the river", ("being_outdoors_and_nature", "moving_more")),
    ("men who make things", ()),
)
_MANY = 400


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure finding the best 20.

    Parameters
    ----------
    size
        Assets; `FULL` when None. 400 questions of ours, and one of each kind against each peer.
    """
    many = size or FULL
    there = assets(many)
    gc.collect()
    before = _resident_mb()
    start, busy = time.perf_counter(), time.thread_time()
    index = make_ready(Index.of(there, metric_crs=METRIC).ready())
    built, worked = time.perf_counter() - start, time.thread_time() - busy
    gc.collect()
    after = _resident_mb()
    questions = list(_questions(index, many=_MANY if many >= FULL else 60))
    for one in questions[: len(_ASKED)]:
        _ours(index, one)
    gc.freeze()  # what lives long is not swept again and again while others are timed
    took, worked_ms = (sorted(x) for x in zip(*(_by_both_clocks(index, one) for one in questions), strict=True))
    slow, worked_slow = (x[int(len(x) * 0.95)] for x in (took, worked_ms))
    yield _alone(
        f"find the best {_COUNT} of {many:,} assets, one in twenty slower", slow, unit="ms", goal=f"≤ {P95_MS:g} ms",
        note=f"of {len(took)}; half are within {statistics.median(took):.2f} ms; of a processor's time "
        f"{worked_slow:.2f} and {statistics.median(worked_ms):.2f} ms",
    )  # fmt: skip
    yield _alone(
        f"make the index of {many:,} assets", built, unit="s", goal="≤ 10 s",
        note=f"words, needs, kinds, places; of a processor's time {worked:.1f} s",
    )  # fmt: skip
    yield _alone(
        f"memory of the index of {many:,} assets", None if before is None or after is None else after - before,
        unit="MB", goal="told", note="besides the assets themselves",
    )  # fmt: skip
    table = table_of(there)
    plain, fts5 = Plain(table), Fts5(table)
    for name, find in zip(GOALS, (plain.find, fts5.find), strict=True):
        yield _against(name, find, index, questions[: len(_ASKED)], many=many)
    fts5.close()
    gc.unfreeze()


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question as it comes: words and needs, and where somebody is, in both systems."""

    text: str
    needs: tuple[str, ...]
    origin: Point
    xy: tuple[float, float]


def _questions(index: Index, *, many: int) -> Iterator[_Asked]:
    """Ask each thing in turn, each time from beside some asset."""
    chance = random.Random(11)  # noqa: S311  # a seeded measurement, no secret
    for i in range(many):
        text, needs = _ASKED[i % len(_ASKED)]
        west, south, _, _ = index.grid.boxes[chance.randrange(max(index.grid.unplaced, 1))].tolist()
        here = Point(west + chance.uniform(-400, 400), south + chance.uniform(-400, 400))
        origin = cast("Point", reproject(here, METRIC, WGS84))
        back = cast("Point", reproject(origin, WGS84, METRIC))
        yield _Asked(text=text, needs=needs, origin=origin, xy=(back.x, back.y))


def _ours(index: Index, one: _Asked) -> tuple[Found, ...]:
    found = shortlist(
        index, one.origin, needs=one.needs, text=one.text, limit=_COUNT, on=ON, metric_crs=METRIC
    )  # fmt: skip
    return found.near


def _against(
    name: str, find: Callable[[Search], list[str]], index: Index, asked: Sequence[_Asked], *, many: int
) -> Row:
    ours: list[float] = []
    theirs: list[float] = []
    equal = True
    for one in asked:
        search = Search(question=read(one.text, known=index.words), needs=one.needs, xy=one.xy, count=_COUNT)
        took, found = _timed(_ours, index, one)
        took_them, found_by_them = _timed(find, search)
        equal = equal and [x.asset.id for x in found] == found_by_them
        ours.append(took)
        theirs.append(took_them)
    mine, yours = statistics.median(ours), statistics.median(theirs)
    return Row(
        work=f"find the best {_COUNT} of {many:,} assets by words, needs and place", peer=name,
        ours=mine, theirs=yours, unit="ms", ratio=yours / mine, goal=f"≥ {GOALS[name]} ×", equal=equal,
        note=f"medians of {len(asked)} questions; ours reads the question and gives reasons too",
    )  # fmt: skip


def _alone(work: str, ours: float | None, *, unit: str, goal: str, note: str) -> Row:
    return Row(work=work, peer="-", ours=ours, theirs=None, unit=unit, ratio=None, goal=goal, equal=None, note=note)


def _by_both_clocks(index: Index, one: _Asked) -> tuple[float, float]:
    """Say in milliseconds how long ours took by the clock on the wall, and by the processor's own."""
    worked = time.thread_time()
    took, _ = _timed(_ours, index, one)
    return took, (time.thread_time() - worked) * 1000


def _timed(work: Callable[..., _T], *given: Any) -> tuple[float, _T]:  # whatever the work takes
    """Say in milliseconds how long it took, and what came of it."""
    start = time.perf_counter()
    done = work(*given)
    return (time.perf_counter() - start) * 1000, done


def _resident_mb() -> float | None:
    """Say what memory this process has, MB; None where the system does not tell."""
    try:
        said = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return None
    [line] = [x for x in said.splitlines() if x.startswith("VmRSS")] or [""]
    return int(line.split()[1]) / 1024 if line else None
