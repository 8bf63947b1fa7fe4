"""How much each place counts: the people it has room for, or, where too few say so, one each; never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.gaps.asking import Added, Asked, Change

PEOPLE, PLACES = "people", "places"
ENOUGH = 3
"""From so many known capacities of a kind on, their middle stands for the unknown ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Capacities:
    """
    Of the assets asked for, then of what was added.

    `base`: float64 (r), as it is today for everybody. `now`: after the change and through the lens. `unit`: `people`
    or `places`. `guessed`: bool (r), whether it stands for one that is not known. `known_of`: each row's kind's known
    ones, to draw from. `counts`: bool (r), not closed and a yes for the lens. `unsure`: bool (r), the lens does not
    know. `middle`: kind → the middle of what is known, and `rest` that of all.
    """

    base: NDArray[np.float64]
    now: NDArray[np.float64]
    unit: str
    guessed: NDArray[np.bool_]
    known_of: tuple[tuple[float, ...], ...]
    counts: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    middle: Mapping[str, float]
    rest: float

    def usual(self, kind: str) -> float:
        """Say how much a place of a kind usually counts."""
        return self.middle.get(kind, self.rest)

    @property
    def is_plain(self) -> bool:
        """Whether nothing was changed and nobody looked through a lens."""
        return bool(np.array_equal(self.base, self.now))


def capacities(assets: Sequence[Asset], asked: Asked, change: Change, added: Sequence[Added]) -> Capacities:
    """
    Say how much each asset, and then each that was added, counts.

    The unit is chosen of what is there today, so that no change mends or breaks the comparison with it.
    """
    known: dict[str, list[float]] = {}
    for x in assets:
        known.setdefault(x.kind, []).extend([] if x.capacity is None else [float(x.capacity)])
    unit = PEOPLE if assets and all(x.capacity is not None or len(known[x.kind]) >= ENOUGH for x in assets) else PLACES
    usual = {kind: median(some) for kind, some in known.items() if some and unit == PEOPLE}
    every = [y for some in known.values() for y in some]
    rest = median(every) if every and unit == PEOPLE else 1.0
    base, now, guessed, counts, unsure = [], [], [], [], []
    for x in assets:
        is_guess = unit == PLACES or x.capacity is None
        base.append(usual.get(x.kind, 1.0) if is_guess else float(x.capacity or 0))
        answer = asked.lens_answer(x)
        open_ = x.id not in change.closed
        counts.append(open_ and answer == "yes")
        unsure.append(open_ and answer not in {"yes", "no"})
        now.append(float(change.capacity.get(x.id, base[-1])) if counts[-1] else 0.0)
        guessed.append(is_guess and x.id not in change.capacity)
    for one in added:
        base.append(0.0)
        now.append(usual.get(one.kind, rest) if one.capacity is None else float(one.capacity))
        guessed.append(one.capacity is None)
        counts.append(True)
        unsure.append(False)
    kinds = [x.kind for x in assets] + [x.kind for x in added]
    return Capacities(
        base=np.array(base, dtype=np.float64), now=np.array(now, dtype=np.float64), unit=unit,
        guessed=np.array(guessed, dtype=bool),
        known_of=tuple(tuple(known.get(x, ())) if unit == PEOPLE else () for x in kinds),
        counts=np.array(counts, dtype=bool), unsure=np.array(unsure, dtype=bool),
        middle=usual, rest=rest,
    )  # fmt: skip
