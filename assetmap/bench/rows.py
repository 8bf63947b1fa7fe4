"""One row of a benchmark: ours beside a peer's, in one run."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    What was done, and how long it took us and a peer.

    `ours` and `theirs` are in `unit`; `ratio` is theirs / ours. A peer that is not installed has None and a `note`
    that says so. `equal`: whether both gave the same answer (None where there is none to compare).
    """

    work: str
    peer: str
    ours: float | None
    theirs: float | None
    unit: str
    ratio: float | None
    goal: str
    equal: bool | None
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the contract's JSON fields."""
        return dataclasses.asdict(self)
