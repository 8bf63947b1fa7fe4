"""
Walking: ours beside osmnx, scipy, networkx, PySAL and, where somebody installed it, pandana.

One thread each, turns taken in one process, medians; what a peer counts is compared with ours cell by cell, at every
bend of the streets and not only at crossings. Memory is that of a process of its own. What numba compiles is compiled
before the clock starts, and every peer is handed its graph ready made where the work is a search.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row

PARTS = ("extracting", "nearest", "within", "repair", "isochrones", "catchments", "opening")
"""Rooms with `rows(town, *, short)`: `town.Town`, and whether only to show that it works."""
SIZES = (1, 4, 11)
"""How many copies of Porto, joined to one town; 11 are 3.3 million nodes."""
_SHORT_SIDE = 12


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure walking.

    Parameters
    ----------
    size
        How many copies of the town are laid beside each other to see how cost grows, and nothing else; 0 for
        everything in short on a small grid; None for everything, with `SIZES`.
    """
    from assetmap.bench.access.growing import rows as growing
    from assetmap.bench.access.town import town

    if not size:
        short = size == 0
        made = town(side=_SHORT_SIDE if short else None)
        for part in PARTS:
            yield from importlib.import_module(f"assetmap.bench.access.{part}").rows(made, short=short)
        yield from growing((1, 2) if short else SIZES, side=_SHORT_SIDE if short else None)
    else:
        yield from growing(tuple(sorted({x for x in SIZES if x < size} | {size})))
