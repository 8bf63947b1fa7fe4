"""A thousand histories made apart: in whatever order the copies meet, the same is there, and nothing is new then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.row import Row
from tests.uniting.apart import Case, problems_of

if TYPE_CHECKING:
    from pathlib import Path

CASES = 1_000
_THREE = 10
"""Every so many cases one of three copies."""


def row(folder: Path, *, cases: int = CASES, first: int = 0) -> Row:
    """Play them."""
    del folder  # each has one of its own, on a disk that nobody waits for
    wrong: list[str] = []
    three = 0
    for seed in range(first, first + cases):
        copies = 3 if seed % _THREE == 0 else 2
        three += copies == 3
        years = seed % 7 == 0
        case = Case(
            seed=seed, copies=copies, before=8 + seed % 20, apart=(6 if copies == 3 else 10) + seed % 25,
            minutes_off=5 * 365 * 24 * 60 if years else 500,
        )  # fmt: skip
        wrong += [f"seed {seed}: {x[:300]}" for x in problems_of(case)[:1]]
    return Row.of(
        f"{cases:,} histories made apart", "the same in any order, nothing new when they meet again",
        f"{cases - len(wrong):,} of {cases:,} the same, {three:,} of them three ways", *wrong[:3],
    )  # fmt: skip
