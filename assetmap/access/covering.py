"""
Where so many new places would cover the most people (maximal covering), on plain arrays.

A candidate covers the demands (homes, areas) within a limit of it; a demand covered twice counts once. `best` chooses
well at once, and says by how much any other choice can be better at most. `covering_proof.optimum` finds the best
there is.

Church and ReVelle, Papers of the Regional Science Association 32 (1974), 101 to 118 (the problem, and the greedy way
with substitution); Teitz and Bart, Operations Research 16 (1968), 955 to 961 (vertex substitution); Galvão and ReVelle,
European Journal of Operational Research 88 (1996), 114 to 123 (the bound).
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.engines import Engine
    from assetmap.access.found import Pairs

STEPS = 200
"""Steps towards the least bound; on 1,673 areas it came to rest within 0.5 % of the best choice in 200 to 400."""
_PATIENCE = 12
"""Steps without a better bound until they are halved."""
_EVERY = 25
"""After so many steps what the prices choose is improved by exchange, and taken where it is better."""
_WHOLE = 51
"""Whole numbers up to 2⁵² are exact in a float, whatever the order they are added up in."""
_HALF = 25
"""So many bits for each of two weights that are one number."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cover:
    """
    Who would be covered by each candidate: candidate i's demands are `head[i]` to `head[i + 1]`, each once.

    `head`: int64 (candidates + 1). `demand`: int32 (p). `weight`: float64 (demands), ≥ 0, people or people times need;
    0 for those who are covered already.
    """

    head: NDArray[np.int64]
    demand: NDArray[np.int32]
    weight: NDArray[np.float64]

    @property
    def candidates(self) -> int:
        """How many candidates there are."""
        return len(self.head) - 1

    def of(self, candidate: int) -> NDArray[np.int32]:
        """Return the demands of one candidate."""
        return self.demand[self.head[candidate] : self.head[candidate + 1]]

    def seen(self, chosen: Sequence[int]) -> NDArray[np.bool_]:
        """Return which demands some of the chosen cover, bool (demands)."""
        out = np.zeros(len(self.weight), dtype=bool)
        for one in chosen:
            out[self.of(one)] = True
        return out

    def covered(self, chosen: Sequence[int]) -> float:
        """Add up the weight that the chosen cover together."""
        return float(self.weight[self.seen(chosen)].sum())

    def without(self, chosen: Sequence[int]) -> Cover:
        """Return what is left to cover when those are there: their demands weigh nothing more."""
        return replace(self, weight=np.where(self.seen(chosen), 0.0, self.weight))

    @cached_property
    def matrix(self) -> Any:
        """Candidates by demands, 1 where covered, scipy's csr."""
        from scipy.sparse import csr_array

        index = np.int32 if len(self.demand) < 2**31 else np.int64
        parts = (np.ones(len(self.demand)), self.demand.astype(index, copy=False), self.head.astype(index))
        return csr_array(parts, shape=(self.candidates, len(self.weight)))

    @cached_property
    def turned(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The candidates of each demand: where they begin (demands + 1), and which they are (p)."""
        turned = self.matrix.T.tocsr()
        return turned.indptr, turned.indices


def cover_of(pairs: Pairs, weight: ArrayLike, *, limit_mm: int | None = None) -> Cover:
    """
    Let each owner of pairs be a candidate that covers what is within the limit of it.

    Raises
    ------
    ValueError
        There are not as many weights as demands, or one is negative or unknown.
    """
    near = pairs if limit_mm is None or limit_mm >= pairs.limit_mm else pairs.within(limit_mm)
    weights = np.asarray(weight, dtype=np.float64)
    if weights.shape != (near.nodes,):
        raise ValueError(f"{near.nodes} demands have {weights.size} weights.")
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise ValueError("what is to be covered weighs nothing or more, and is known.")
    return Cover(head=near.head, demand=near.node, weight=weights)


@dataclass(frozen=True, kw_only=True, eq=False)
class Chosen:
    """
    A choice: candidates, pinned ones first, then each the one that gains most of those left; and what they cover.

    `bound`: no choice of so many covers more. `first_covered`, `first_bound`: the same of what was to be covered first,
    where that was asked; `bound` is then of choices that cover as much of it.
    """

    chosen: tuple[int, ...]
    covered: float
    bound: float = float("inf")
    first_covered: float = 0.0
    first_bound: float = 0.0

    @property
    def gap(self) -> float:
        """By which share of what it covers any choice can be better at most; 0: it is proven that none is."""
        if self.bound <= self.covered:
            return 0.0
        return (self.bound - self.covered) / self.covered if self.covered > 0 else float("inf")


def best(
    cover: Cover,
    new: int,
    *,
    pinned: Sequence[int] = (),
    first: ArrayLike | None = None,
    steps: int = STEPS,
    engine: Engine = "auto",
) -> Chosen:
    """
    Choose `new` candidates well, at once.

    Greedily; then others stand in for chosen ones while that gains; then the same from what a relaxation chooses,
    whose bound says how good the choice is. In the relaxation each demand has a price: for the price a candidate
    covers it, for the rest of its weight it counts as covered anyway. Whatever the prices, the best answer to that is
    no less than the best choice; they are moved so that it becomes as little as it can (subgradient).

    Parameters
    ----------
    new
        How many, the pinned ones among them.
    pinned
        Candidates that must be in.
    first
        float64 (demands), ≥ 0: cover the most of this weight first, and of all such choices the most of `cover.weight`
        (lexicographic).
    steps
        Of the relaxation; 0 for greedy and exchange alone, without a bound.
    engine
        The same choice with each.

    Returns
    -------
    chosen
        Fewer than `new` where no further candidate would cover anybody more. With `first` there is no `bound`, but a
        `first_bound`.

    Raises
    ------
    ValueError
        There are not so many candidates, or a pinned one is not there, or there twice.

    Notes
    -----
    Weights are rounded to whole multiples of a power of two (a 2⁵¹th of their sum; with `first` a 2²⁵th of each), so
    that exchange depends on nothing but the figures: of candidates that gain the same, the first.
    """
    check(cover, new, pinned)
    rest, room = cover.without(pinned), new - len(pinned)
    if first is not None:
        worst = np.asarray(first, dtype=np.float64)
        return _worst_first(cover, new, first=worst, pinned=pinned, steps=steps, engine=engine)
    exact = whole(rest)
    taken = _search(exact, room, engine=engine)
    relaxed = relax(exact, room, start=taken, steps=steps, engine=engine)
    fixed = cover.covered(pinned)
    chosen = (*pinned, *in_order(exact, relaxed.chosen))
    covered = cover.covered(chosen)
    return Chosen(chosen=chosen, covered=covered, bound=max(fixed + relaxed.bound, covered) if steps else np.inf)


@dataclass(frozen=True, kw_only=True, eq=False)
class Relaxed:
    """
    What the relaxation came to: its bound, what each candidate earns at those prices, and the best choice met.

    `earns`: float64 (candidates).
    """

    bound: float
    earns: NDArray[np.float64]
    chosen: list[int]


def relax(cover: Cover, new: int, *, start: Sequence[int], steps: int, engine: Engine = "auto") -> Relaxed:
    """
    Lower the bound by steps, and improve the choice by what is met on the way.

    Notes
    -----
    The steps' length: Held, Wolfe and Crowder, Mathematical Programming 6 (1974), 62 to 88.
    """
    known, most = list(start), cover.covered(start)
    reached = np.bincount(cover.demand, minlength=len(cover.weight))
    weight = np.where(reached > 0, cover.weight, 0.0)
    earned = cover.matrix @ weight
    if not new or new >= cover.candidates or not np.count_nonzero(weight):
        return Relaxed(bound=float(weight.sum()) if new else 0.0, earns=earned, chosen=known)
    price = at = weight * 0.5
    low, pace, idle = np.inf, 1.0, 0
    for step in range(1, steps + 1):
        earns = cover.matrix @ price
        taken = np.argpartition(-earns, new - 1)[:new]
        value = float((weight - price).sum() + earns[taken].sum())
        idle = 0 if value < low * (1 - 1e-5) else idle + 1
        if value < low:
            low, at, earned = value, price, earns
        if step % _EVERY == 0 or step == steps:
            tried = _search(cover, new, begin=_greedy(cover, new, weight=at, engine=engine), engine=engine)
            if (now := cover.covered(tried)) > most:
                known, most = tried, now
        if idle >= _PATIENCE:
            pace, idle, price = pace / 2, 0, at
            continue
        times = np.bincount(np.concatenate([cover.of(x) for x in taken]), minlength=len(weight))
        slope = np.where(weight > 0, times - 1.0, 0.0)
        steep = float(slope @ slope)
        if steep == 0.0 or low <= most or pace < 1e-3:
            break
        price = np.clip(price - pace * (value - most) / steep * slope, 0.0, weight)
    return Relaxed(bound=low, earns=earned, chosen=known)


def filled(cover: Cover, new: int, *, begin: Sequence[int], engine: Engine = "auto") -> list[int]:
    """Add to a choice greedily until it is of `new` or nobody more is covered; then exchange."""
    exact = whole(cover)
    more = _search(exact.without(begin), new - len(begin), engine=engine)
    return _search(exact, new, begin=[*begin, *more], engine=engine)


def _worst_first(
    cover: Cover, new: int, *, first: NDArray[np.float64], pinned: Sequence[int], steps: int, engine: Engine
) -> Chosen:
    """Choose for two weights, each choice judged by the first and then by both."""
    room, rest = new - len(pinned), cover.without(pinned)
    alone = whole(replace(rest, weight=np.where(rest.seen(pinned), 0.0, first)))
    both = replace(rest, weight=_two(alone.weight, rest.weight))
    start = _search(both, room, engine=engine)
    relaxed = relax(alone, room, start=start, steps=2 * steps, engine=engine)
    taken = max(start, filled(both, room, begin=relaxed.chosen, engine=engine), key=both.covered)
    chosen = (*pinned, *in_order(both, taken))
    ahead = replace(cover, weight=first)
    got = ahead.covered(chosen)
    most = max(ahead.covered(pinned) + relaxed.bound, got) if steps else np.inf
    return Chosen(chosen=chosen, covered=cover.covered(chosen), first_covered=got, first_bound=most)


def check(cover: Cover, new: int, pinned: Sequence[int]) -> None:
    """Refuse what cannot be chosen."""
    if not len(pinned) <= new <= cover.candidates:
        raise ValueError(f"{new} of {cover.candidates} candidates cannot be chosen, {len(pinned)} of them pinned.")
    if len(set(pinned)) != len(pinned) or not all(0 <= x < cover.candidates for x in pinned):
        raise ValueError("pinned candidates are there, and each once.")


def _search(cover: Cover, new: int, *, engine: Engine = "auto", begin: Sequence[int] | NDArray[Any] = ()) -> list[int]:
    """Choose greedily (or begin with a choice), then exchange; of whole weights."""
    start = np.asarray(begin, dtype=np.int64) if len(begin) else _greedy(cover, new, weight=cover.weight, engine=engine)
    return [int(x) for x in _code(engine).exchange(cover.head, cover.demand, cover.weight, start)]


def _greedy(cover: Cover, new: int, *, weight: NDArray[np.float64], engine: Engine) -> NDArray[np.int64]:
    """Choose greedily by other weights than the cover's own, as by prices."""
    if not new:
        return np.zeros(0, dtype=np.int64)
    exact = _rounded(weight)
    chosen: NDArray[np.int64] = _code(engine).greedy(cover.head, cover.demand, cover.turned, exact, new)
    return chosen


def _code(engine: Engine) -> Any:
    if engine not in ("auto", "numba", "scipy"):
        raise ValueError(f'there is no engine "{engine}": choose auto, numba or scipy.')
    if engine != "scipy":
        try:
            return importlib.import_module("assetmap.access.covering_compiled")
        except ImportError:
            if engine == "numba":
                raise
    return importlib.import_module("assetmap.access.covering_plain")


def in_order(cover: Cover, chosen: Sequence[int]) -> list[int]:
    """Order a choice so that each gains the most of those left; of equal gains the first by number."""
    left, weight = sorted(chosen), cover.weight.copy()
    out: list[int] = []
    while left:
        gains = [float(weight[cover.of(x)].sum()) for x in left]
        if max(gains) <= 0.0:
            break
        out.append(left.pop(int(np.argmax(gains))))
        weight[cover.of(out[-1])] = 0.0
    return out


def _unit(total: float, bits: int) -> float:
    """Return a power of two of which at most 2^bits make the total."""
    return float(2.0 ** (np.ceil(np.log2(total)) - bits)) if total > 0 else 1.0


def whole(cover: Cover) -> Cover:
    """Return it with weights whose sums are exact, and without the demands that weigh nothing."""
    weight = _rounded(cover.weight)
    matters = weight[cover.demand] > 0
    if matters.all():
        return replace(cover, weight=weight)
    head = np.concatenate([[0], np.cumsum(matters)])[cover.head].astype(np.int64)
    return Cover(head=head, demand=cover.demand[matters], weight=weight)


def _rounded(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    unit = _unit(float(weight.sum()), _WHOLE)
    exact: NDArray[np.float64] = np.rint(weight / unit) * unit
    return exact


def _two(first: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Make one weight of two, the first counting more than all of the second together; whole numbers."""
    high = np.rint(first / _unit(float(first.sum()), _HALF))
    low = np.rint(weight / _unit(float(weight.sum()), _HALF))
    both: NDArray[np.float64] = high * 2.0 ** (_HALF + 1) + low
    return both
