"""
The concentration index: whether what people have leans towards the worse off (below 0) or the better off (above).

It compares neighbourhoods ordered from the most deprived to the least. 0: everybody has the same, or what differs has
nothing to do with deprivation. It reaches -1 and 1 only where a single neighbourhood has all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVEL = 0.95
"""How often an interval made so would hold the true value, if neighbourhoods were drawn one by one."""
SOURCES = (
    "Kakwani, Wagstaff and van Doorslaer, Journal of Econometrics 77 (1997), 87 to 103",
    "O'Donnell, van Doorslaer, Wagstaff and Lindelow, Analyzing Health Equity (World Bank, 2008), chapter 8",
)
BOUNDED_SOURCE = "Erreygers, Journal of Health Economics 28 (2009), 504 to 515"


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """
    An index, its standard error, and between what it lies.

    `index` is None where there is nothing to share out, or all are equally deprived; `low` and `high` where too few
    neighbourhoods are counted. `mean` is of all people. `groups`: how many steps of deprivation there are.
    """

    index: float | None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    groups: int = 0


def concentration(
    values: ArrayLike, people: ArrayLike, *, order: ArrayLike, bounds: tuple[float, float] | None = None
) -> Concentration:
    """
    Work out the concentration index of what neighbourhoods have.

    Parameters
    ----------
    values
        (n) what a person has, ≥ 0. A neighbourhood with NaN here, in `people` or in `order` is left out.
    people
        (n) how many have it, ≥ 0.
    order
        (n) deprivation, the smallest the most deprived; those with the same number are one step and share its rank.
    bounds
        The least and the most that somebody can have, where there is a most (a share: 0 and 1): the index is then
        Erreygers', which gives the same answer, turned round, for having and for lacking. None: the standard one.

    Notes
    -----
    C = 2 / μ · Σ f R h - 1 over n neighbourhoods, f the share of the people, R the rank of its step (of those before it
    all, of itself half), h what a person has, μ the mean. Its variance is Kakwani, Wagstaff and van Doorslaer's: the
    mean of (h / μ · (2 R - 1 - C) + 2 - q' - q - (1 + C))², over n, q' and q being the share of all that is had before
    and after the step (`SOURCES`). As n stands how many equal neighbourhoods would weigh as much, (Σ people)² / Σ
    people² (Kish, Survey Sampling, 1965). The interval takes Student's t. It treats neighbourhoods as drawn apart from
    one another; those side by side resemble each other, so the true one is rather wider.
    Erreygers: E = 4 μ C / (most - least), of values less the least (`BOUNDED_SOURCE`). Its variance is by the same
    way, with μ C for C.
    """
    h, w, at = (np.asarray(x, dtype=np.float64) for x in (values, people, order))
    good = np.isfinite(h) & np.isfinite(w) & np.isfinite(at) & (w > 0)
    h, w, at = h[good], w[good], at[good]
    if bounds is not None:
        h = (h - bounds[0]) / (bounds[1] - bounds[0])
    if not len(h) or (mean := float(w @ h / w.sum())) <= 0:
        return Concentration(index=None, mean=None if not len(h) else float(w @ h / w.sum()))
    f = w / w.sum()
    step, rank, before_after = _ranked(f, at, f * h / mean)
    groups = int(step.max()) + 1
    if groups == 1:
        return Concentration(index=None, mean=mean, groups=groups)
    index = float(2.0 / mean * (f * h) @ rank - 1.0)
    moves = h / mean * (2.0 * rank - 1.0 - index) + 2.0 - before_after - (1.0 + index)
    if bounds is not None:  # μ C moves by μ · (what C moves) + C · (what μ moves)
        moves = 4.0 * (mean * moves + index * (h - mean))
        index *= 4.0 * mean
    many = float(1.0 / (f @ f))
    if many <= _FEWEST:
        return Concentration(index=index, mean=mean, groups=groups)
    error = float(np.sqrt(f @ (moves * moves) / many))
    reach = _student(many - 1.0) * error
    return Concentration(
        index=index, error=error, low=max(index - reach, -1.0), high=min(index + reach, 1.0), mean=mean, groups=groups
    )


_FEWEST = 3.0


def _ranked(
    f: NDArray[np.float64], order: NDArray[np.float64], had: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return each one's step, its step's rank, and the shares had before and after the step, added up."""
    _, step = np.unique(order, return_inverse=True)
    people, all_had = np.bincount(step, weights=f), np.bincount(step, weights=had)
    rank = np.cumsum(people) - people / 2.0
    before_after = (2.0 * np.cumsum(all_had) - all_had).astype(np.float64)
    return step.astype(np.int64), rank[step], before_after[step]


def _student(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + LEVEL / 2.0))
