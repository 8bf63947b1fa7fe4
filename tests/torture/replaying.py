"""A thousand random edits: the history alone gives every state again, and every one of them is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contributions.torture_replay import replay
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

EDITS = 1_000


def row(folder: Path, *, edits: int = EDITS) -> Row:
    """Make them, replay them, undo them."""
    done = replay(folder, edits=edits)
    problems = [*done.problems]
    if done.differing:
        problems.append(f"another state after change {', '.join(map(str, done.differing[:5]))}")
    if done.still_taken:
        problems.append(f"{len(done.still_taken)} suggestions do not wait again though all was undone")
    return Row.of(
        f"{edits:,} random edits", "replayed from history to the same state; every kind undone",
        f"{done.edits:,} of {len(done.kinds)} kinds replayed, {done.undone:,} undone: {len(done.differing)} differ",
        *problems,
    )  # fmt: skip
