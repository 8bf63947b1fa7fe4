"""Which quantities each photograph of a sheet has: a Latin hypercube over the settings, by the seed alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from tests.paper.settings import PHOTOGRAPH, PHOTOS, SEED

_T = TypeVar("_T")


@dataclass(frozen=True)
class Shot:
    """One photograph to take: which sheet, which number, and its quantities by the names of `PHOTOGRAPH`."""

    sheet: int
    number: int
    of: dict[str, float]

    def stream(self, what: int) -> np.random.Generator:
        """Return the random numbers for one part of it (marks, table, noise …), independent of the other parts."""
        return np.random.default_rng((SEED, self.sheet, self.number, what))


def shots(sheet: int, count: int = PHOTOS) -> list[Shot]:
    """
    Plan the photographs of a sheet.

    Each quantity is met once in each of `PHOTOS` equal shares of its range; the first `count` of them are given.
    """
    rng = np.random.default_rng((SEED, sheet))
    most = max(count, PHOTOS)
    columns = {name: (rng.permutation(most) + rng.random(most)) / most for name in PHOTOGRAPH}
    return [
        Shot(sheet, i, {name: PHOTOGRAPH[name].at(float(shares[i])) for name, shares in columns.items()})
        for i in range(count)
    ]


def drawn(pairs: tuple[tuple[_T, float], ...], share: float) -> _T:
    """Return the thing at a share of a list of things and how often each is."""
    total = sum(often for _, often in pairs)
    for thing, often in pairs:
        share -= often / total
        if share <= 0:
            return thing
    return pairs[-1][0]
