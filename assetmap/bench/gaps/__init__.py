"""
Gaps: ours beside PySAL, spopt and weasyprint, answers compared; what-if beside working everything out anew.

One thread each, turns taken in one process, medians. What numba compiles is compiled before the clock starts; peers are
handed the same table of pairs or the same matrix of lengths, ready in memory.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row

PARTS = ("supply", "siting", "what_if", "atlas")
"""Rooms with `rows(*, short)`: whether only to show that it works."""


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure the gaps.

    Parameters
    ----------
    size
        0 for everything in short on small invented places; the full size else.
    """
    for part in PARTS:
        yield from importlib.import_module(f"assetmap.bench.gaps.{part}").rows(short=size == 0)
