"""What is there for each person, over all of England's neighbourhoods at 5 km; and again when a slider moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.catchments import bands, scores_of, within
from assetmap.bench.access.catchments import Country, country, peer, pysal
from assetmap.bench.access.turns import timed, turns
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.access.catchments import Decay

GOALS = {"at 5 km": 60, "after a slider moved to 4 km": 300}
EQUAL = 1e-9
_LIMIT_MM = 5_000_000
_MOVED_MM = 4_000_000
_CALLS = "most of its time are calls of its own step function, pair by pair"


def rows(*, short: bool = False) -> Iterator[Row]:
    """Measure E2SFCA from the pairs; again from the same pairs for another limit; and without zones."""
    limit = 300_000 if short else _LIMIT_MM
    moved = limit * _MOVED_MM // _LIMIT_MM
    made = country(short=short, limit_mm=limit)
    yield _row(made, "at 5 km", _zones(limit), note=_CALLS, short=short)
    yield _row(made, "after a slider moved to 4 km", _zones(moved), note=f"it keeps nothing; {_CALLS}", short=short)
    yield _row(made, "at 5 km without zones (2SFCA)", within(limit), note="no step function is called", short=short)


def _zones(limit_mm: int) -> Decay:
    return bands((limit_mm // 3, 2 * limit_mm // 3, limit_mm))


def _row(made: Country, work: str, decay: Decay, *, note: str, short: bool) -> Row:
    mine, given = turns({"ours": lambda: _ours(made, decay)}, rounds=3)
    seconds, theirs, equal = mine["ours"], None, None
    if (found := peer()) is not None:
        frames = made.frames()
        both, given = turns(
            {"theirs": lambda: pysal(found, frames, decay), "ours": lambda: _ours(made, decay)},
            rounds=1 if short else 3,
        )
        again = [timed(lambda: _ours(made, decay))[0] for _ in range(7)]
        seconds, theirs = float(np.median([*again, seconds, both["ours"]])), both["theirs"]
        other = given["theirs"].reindex(np.arange(len(made.population)), fill_value=0.0).to_numpy()
        equal = bool(np.allclose(given["ours"], other, rtol=EQUAL, atol=0.0))
    size = f"{len(made.population):,} × {len(made.capacity):,}, {len(made.pairs.mm):,} pairs"
    return Row(
        work=f"supply per head (E2SFCA) {work}: {size}" if "2SFCA" not in work else f"supply per head {work}: {size}",
        peer="PySAL access", ours=seconds * 1000, theirs=theirs and theirs * 1000, unit="ms",
        ratio=theirs and theirs / seconds, goal=f"≥ {GOALS[work]} ×" if work in GOALS else "no goal", equal=equal,
        note="; ".join(x for x in (
            made.note, f"equal to {EQUAL:g}; {note}" if theirs is not None else "access is not installed",
        ) if x),
    )  # fmt: skip


def _ours(made: Country, decay: Decay) -> Any:
    return scores_of(made.pairs, decay, capacity=made.capacity, population=made.population)
