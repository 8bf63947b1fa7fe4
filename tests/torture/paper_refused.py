"""Other papers, halves, mixtures, screens, copies, cats and broken files: none placed wrongly, each cause named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.paper.wrong import every
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def row(folder: Path, *, words: Collection[str] = ()) -> Row:
    """Try each case of `tests.paper.wrong`, or those whose name holds one of these words."""
    told = every(words)
    wrong = [f"{x.name}: {problem}" for x in told for problem in x.wrong]
    unnamed = [f"{x.name}: {problem}" for x in told for problem in x.unnamed]
    return Row.of(
        "papers that are none of ours, or half of one", "0 placed wrongly, every refusal names its cause",
        f"{len(told)} pictures: {len(wrong)} placed wrongly, {len(unnamed)} without their cause", *wrong, *unnamed,
    )  # fmt: skip
