"""
The best choice of so many new places, proven: the maximal covering problem made small, then given to HiGHS.

HiGHS: Huangfu and Hall, Mathematical Programming Computation 10 (2018), 119 to 142; it comes with scipy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.covering import Chosen, Cover, best, check, filled, in_order, relax, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

SECONDS = 60.0
"""So long HiGHS looks for the optimum, unless told otherwise; then the best so far is given, with its bound."""
_STEPS = 400
_MOST_WORK = 5e7
"""Pairs of candidates compared (summed over demands); above this dominated ones are not looked for."""
_PRICE = 5.0
"""What one of those who come first is worth beside one of all, in the relaxation: any price gives a bound."""
_SAME = 1e-9
"""Shares that differ by less are the same: what a float of HiGHS can tell apart."""


def optimum(
    cover: Cover,
    new: int,
    *,
    pinned: Sequence[int] = (),
    first: ArrayLike | None = None,
    seconds: float = SECONDS,
    told: Callable[[str], None] | None = None,
) -> Chosen:
    """
    Find the best choice, and prove it.

    A candidate that cannot be in any better choice than the one known is left out (the relaxation's bound with it in
    lies below), then demands that the same candidates cover are made one, and candidates whose demands another one
    covers, too, are left out; HiGHS decides about the rest.

    Parameters
    ----------
    new, pinned, first
        As in `covering.best`. With `first` its optimum is found, then the most of all among choices that reach it.
    seconds
        For HiGHS, each time that it is asked.
    told
        Is told what is being done, in a few English words.

    Returns
    -------
    chosen
        `gap` is 0 where it is proven, else what is left of it when the time was up.

    Raises
    ------
    ValueError
        As `covering.best`.
    """
    check(cover, new, pinned)
    say = told or (lambda _: None)
    if first is None:
        start = best(cover, new, pinned=pinned, steps=0)
        return _proven(cover, new, pinned=pinned, start=start, floor=None, seconds=seconds, say=say)
    worst = np.asarray(first, dtype=np.float64)
    start = best(cover, new, pinned=pinned, first=worst, steps=0)
    ahead = replace(cover, weight=worst)
    known = Chosen(chosen=start.chosen, covered=ahead.covered(start.chosen))
    most = _proven(ahead, new, pinned=pinned, start=known, floor=None, seconds=seconds, say=say)
    if most.covered > known.covered * (1 + _SAME):
        begin = most.chosen[len(pinned) :]
        more = filled(cover.without(most.chosen), new - len(most.chosen), begin=())
        start = Chosen(chosen=(*pinned, *begin, *more), covered=cover.covered((*most.chosen, *more)))
    found = _proven(
        cover, new, pinned=pinned, start=start, floor=_Floor(weight=worst, least=most.covered), seconds=seconds, say=say
    )
    return replace(found, first_covered=ahead.covered(found.chosen), first_bound=most.bound)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Floor:
    """Of this weight at least so much must be covered."""

    weight: NDArray[np.float64]
    least: float


def _proven(
    cover: Cover, new: int, *, pinned: Sequence[int], start: Chosen, floor: _Floor | None, seconds: float,
    say: Callable[[str], None],
) -> Chosen:  # fmt: skip
    """Find the best there is, from a choice that is known."""
    fixed, room = cover.covered(pinned), new - len(pinned)
    rest = cover.without(pinned)
    held = None if floor is None else _Floor(
        weight=np.where(rest.seen(pinned), 0.0, floor.weight),
        least=floor.least - replace(cover, weight=floor.weight).covered(pinned),
    )  # fmt: skip
    known = [x for x in start.chosen if x not in pinned]
    least = 0.0 if held is None else _PRICE * held.least
    priced = rest if held is None else replace(rest, weight=rest.weight + _PRICE * held.weight)
    relaxed = relax(whole(priced), room, start=known, steps=_STEPS)
    if held is None:
        known = relaxed.chosen
    got = rest.covered(known)
    left = _worth(relaxed.earns, relaxed.bound, room=room, least=(got + least) * (1 - _SAME))
    if relaxed.bound <= (got + least) * (1 + _SAME) or not len(left):
        return _chosen(cover, pinned, known, bound=got + fixed)
    small = _smaller(rest, left, held)
    say(f"{len(small.candidate):,} of {cover.candidates:,} candidates and {len(small.weight):,} groups of homes left")
    most = relaxed.bound - least
    if (linear := _linear(small, room, seconds=seconds)) is not None:
        most = min(most, linear[0])
        if most <= got * (1 + _SAME):
            return _chosen(cover, pinned, known, bound=got + fixed)
        worth = _worth(linear[1], linear[0], room=room, least=got * (1 - _SAME))
        small = _smaller(rest, small.candidate[worth], held)
        say(f"{len(small.candidate):,} candidates left by the linear bound")
    taken, bound = _highs(small, room, seconds=seconds)
    bound = min(bound, most) + fixed
    if taken is not None and rest.covered(taken) > got * (1 - _SAME):
        better = taken if rest.covered(taken) > got * (1 + _SAME) else known
        return _chosen(cover, pinned, better, bound=bound)
    return _chosen(cover, pinned, known, bound=bound)


def _chosen(cover: Cover, pinned: Sequence[int], taken: Sequence[int], *, bound: float) -> Chosen:
    chosen = (*pinned, *in_order(whole(cover.without(pinned)), taken))
    covered = cover.covered(chosen)
    return Chosen(chosen=chosen, covered=covered, bound=covered if bound <= covered * (1 + 1e-7) else bound)


def _worth(earns: NDArray[np.float64], bound: float, *, room: int, least: float) -> NDArray[np.int64]:
    """Return the candidates that may be in a better choice: with one of them forced in, the bound is not below it."""
    if room >= len(earns):
        return np.arange(len(earns))
    last = float(np.sort(earns)[len(earns) - room])
    return np.flatnonzero((earns >= last) | (bound - last + earns >= least))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Small:
    """What is left: `candidate` their numbers; demands by candidates; `weight` and, where there is a floor, its own."""

    candidate: NDArray[np.int64]
    demands: Any
    weight: NDArray[np.float64]
    floor: NDArray[np.float64] | None
    least: float


def _smaller(cover: Cover, left: NDArray[np.int64], held: _Floor | None) -> _Small:
    """Keep what may matter."""
    matrix = cover.matrix[left].tocsc()
    matters = cover.weight > 0 if held is None else (cover.weight > 0) | (held.weight > 0)
    some = np.flatnonzero(matters & (np.diff(matrix.indptr) > 0))
    matrix = matrix[:, some]
    weight = cover.weight[some]
    floor = None if held is None else held.weight[some]
    group, many = _alike(matrix)
    of = np.zeros(many, dtype=np.int64)
    of[group] = np.arange(len(group))
    matrix = matrix[:, of].tocsr()
    kept = _not_dominated(matrix)
    summed = np.bincount(group, weights=weight, minlength=many).astype(np.float64)
    return _Small(
        candidate=left[kept], demands=matrix[kept].T.tocsr(), weight=summed,
        floor=None if floor is None else np.bincount(group, weights=floor, minlength=many).astype(np.float64),
        least=0.0 if held is None else held.least,
    )  # fmt: skip


def _alike(matrix: Any) -> tuple[NDArray[np.int64], int]:
    """Group the columns that hold the same rows; by two sums of random 64-bit numbers, one in 2¹²⁸ a pair to err."""
    chance = np.random.default_rng(0)
    keys = []
    for _ in range(2):
        number = chance.integers(0, 2**64, matrix.shape[0], dtype=np.uint64)
        sums = np.add.reduceat(np.append(number[matrix.indices], np.uint64(0)), matrix.indptr[:-1])
        keys.append(sums)
    _, group = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    return group, int(group.max()) + 1 if len(group) else 0


def _not_dominated(matrix: Any) -> NDArray[np.int64]:
    """Leave out rows whose columns another row has, too; of equal rows the first stays."""
    size = np.diff(matrix.indptr)
    often = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(float)
    if float(often @ often) > _MOST_WORK:
        return np.flatnonzero(size > 0)
    shared = (matrix @ matrix.T).tocoo()
    row, also = shared.coords
    inside = (shared.data == size[row]) & (row != also) & ((size[also] > size[row]) | (also < row))
    is_kept = size > 0
    is_kept[row[inside]] = False
    return np.flatnonzero(is_kept)


def _linear(small: _Small, room: int, *, seconds: float) -> tuple[float, NDArray[np.float64]] | None:
    """
    Let HiGHS find the best prices there are: candidates in parts (the linear relaxation), and what each part is worth.

    Returns the bound at these prices and what each candidate earns, worked out again from the prices: so that it is a
    bound whatever HiGHS rounds. None where it found none in time.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    many, groups = small.demands.shape[1], len(small.weight)
    rows = [hstack([-small.demands, eye_array(groups)]), csr_array(np.append(np.ones(many), np.zeros(groups))[None])]
    most = np.append(np.zeros(groups), float(room))
    if small.floor is not None:
        rows.append(csr_array(np.append(np.zeros(many), -small.floor)[None]))
        most = np.append(most, -small.least * (1 - _SAME))
    found = linprog(
        -np.append(np.zeros(many), small.weight), A_ub=vstack(rows).tocsr(), b_ub=most, bounds=(0.0, 1.0),
        method="highs", options={"time_limit": seconds},
    )  # fmt: skip
    if found.status != 0:
        return None
    worth = np.maximum(-found.ineqlin.marginals, 0.0)
    weight, least = small.weight, 0.0
    if small.floor is not None:
        weight, least = weight + worth[-1] * small.floor, worth[-1] * small.least * (1 - _SAME)
    price = np.minimum(worth[:groups], weight)
    earns = np.asarray(small.demands.T @ price)
    best_ones = np.sort(earns)[::-1][:room]
    return float((weight - price).sum() + best_ones.sum() - least), earns


def _highs(small: _Small, room: int, *, seconds: float) -> tuple[list[int] | None, float]:
    """Ask HiGHS; returns a choice, if it has one, and the bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    many, groups = len(small.candidate), len(small.weight)
    room = min(room, many)
    chosen = np.concatenate([np.ones(many), np.zeros(groups)])
    rules = [
        LinearConstraint(hstack([-small.demands, eye_array(groups)]).tocsr(), -np.inf, 0.0),
        LinearConstraint(csr_array(chosen[None]), 0.0, float(room)),
    ]
    if small.floor is not None:
        row = np.concatenate([np.zeros(many), small.floor])
        rules.append(LinearConstraint(csr_array(row[None]), small.least * (1 - _SAME), np.inf))
    found = milp(
        -np.concatenate([np.zeros(many), small.weight]), integrality=chosen, constraints=rules, bounds=Bounds(0.0, 1.0),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return None, bound
    return [int(x) for x in small.candidate[found.x[:many] > 0.5]], bound
