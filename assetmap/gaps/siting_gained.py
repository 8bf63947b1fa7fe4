"""Who gains by the next places, and how many of them live where it is not sure that they have none near now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assetmap.gaps.flagging import NEVER_RANKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assetmap.gaps.model import Model


@dataclass(frozen=True, kw_only=True)
class AreaGained:
    """
    A neighbourhood of which more people reach one. `before`, `after`: people (homes where no figures are known).

    `flags`: what must be known of it (`gaps.FLAGS`).
    """

    code: str
    name: str
    before: float
    after: float
    total: float
    flags: tuple[str, ...] = ()

    @property
    def more(self) -> float:
        """How many gain."""
        return self.after - self.before

    @property
    def is_ranked(self) -> bool:
        """Whether it has a rank among the gaps."""
        return not set(self.flags) & set(NEVER_RANKED)

    @property
    def is_at_edge(self) -> bool:
        """Whether it has no rank because the street data end there."""
        return "edge" in self.flags

    @property
    def is_maybe_unlisted(self) -> bool:
        """Whether the base map shows one near that is not on this map."""
        return "maybe_unlisted" in self.flags


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """
    Of the people (homes where no figures are known) who gain: how many live where they may have one near already.

    `not_ranked`: their neighbourhood has no rank, `edge` of them because the street data end there. `maybe_unlisted`:
    the base map shows one near that is not on this map. `both`: counted in `not_ranked` and in `maybe_unlisted`.
    """

    gained: float
    not_ranked: float
    edge: float
    maybe_unlisted: float
    both: float


def gained(
    model: Model,
    lives: NDArray[np.float64],
    before: NDArray[np.bool_],
    after: NDArray[np.bool_],
    *,
    flags: Sequence[Sequence[str]],
) -> tuple[AreaGained, ...]:
    """Sum up by neighbourhood who gains, the most first. `lives`, `before`, `after`: of homes; `flags`: of areas."""
    n, area = len(model.areas), model.homes.area
    was, now, whole = (np.bincount(area, weights=lives * x, minlength=n) for x in (before, after, 1.0))
    rows = np.flatnonzero(np.bincount(area, weights=(after & ~before).astype(np.float64), minlength=n))
    order = rows[np.lexsort((rows, was[rows] - now[rows]))]
    return tuple(
        AreaGained(
            code=model.codes[x], name=model.named(x), before=float(was[x]), after=float(now[x]), total=float(whole[x]),
            flags=tuple(flags[x]),
        )
        for x in order.tolist()
    )  # fmt: skip


def doubtful(areas: Sequence[AreaGained]) -> Doubtful:
    """Sum up who gains where it is not sure."""
    return Doubtful(
        gained=sum(x.more for x in areas),
        not_ranked=sum(x.more for x in areas if not x.is_ranked),
        edge=sum(x.more for x in areas if x.is_at_edge),
        maybe_unlisted=sum(x.more for x in areas if x.is_maybe_unlisted),
        both=sum(x.more for x in areas if x.is_maybe_unlisted and not x.is_ranked),
    )
