"""
How much there is for each person within reach: cumulative opportunities and floating catchments, weights kept.

Supplies (surgeries, gardens) and demands (areas, homes) are joined by the pairs that lie within reach of each other, as
`pairs_within`, `at_points` and `at_spots` give them; nothing is ever laid out everything by everything.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.found import Pairs

SLOW_DECAY = (1.0, 0.68, 0.22)
"""Weights of the first, second and third zone: Luo and Qi, Health & Place 15 (2009), 1100 to 1107, the slow set."""
FAST_DECAY = (1.0, 0.42, 0.09)
"""The same paper's fast set."""
_MOST_ZONES = 255


@dataclass(frozen=True, kw_only=True)
class Decay:
    """How much a supply counts that is so far away: 0 beyond `limit_mm`. `edges_mm` is empty for a Gaussian."""

    limit_mm: int
    edges_mm: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()

    def __call__(self, mm: ArrayLike) -> NDArray[np.float64]:
        """Weigh lengths, whole millimetres, each in [0, 1]; a length on an edge belongs to the zone before it."""
        return self.weight(self.code(mm))

    def code(self, mm: ArrayLike) -> NDArray[Any]:
        """Say how lengths weigh, in as few bytes as that needs: uint8, the number of the zone, or the weight itself."""
        lengths = np.asarray(mm)
        if not self.edges_mm:
            share = lengths / float(self.limit_mm)
            fall = (np.exp(-0.5 * share * share) - np.exp(-0.5)) / (1.0 - np.exp(-0.5))
            return np.where(lengths < self.limit_mm, np.maximum(fall, 0.0), 0.0)
        zone = np.zeros(lengths.shape, dtype=np.uint8)
        for edge in self.edges_mm:  # for a few zones this is five times faster than searching them
            zone += lengths > edge
        return zone

    def weight(self, code: NDArray[Any]) -> NDArray[np.float64]:
        """Return the weights that `code` stands for."""
        return self.table.take(code) if self.edges_mm else code

    @property
    def table(self) -> NDArray[np.float64]:
        """The weight of each zone, and 0 beyond."""
        return np.append(self.weights, 0.0)


def within(limit_mm: int) -> Decay:
    """
    Count everything within a limit alike (2SFCA).

    Notes
    -----
    Luo and Wang, Environment and Planning B 30 (2003), 865 to 884.
    """
    return bands((limit_mm,), (1.0,))


def bands(edges_mm: Sequence[int], weights: Sequence[float] = SLOW_DECAY) -> Decay:
    """
    Let each zone have its weight (E2SFCA): up to the first edge, up to the second, ….

    Notes
    -----
    Luo and Qi, Health & Place 15 (2009), 1100 to 1107; theirs end at 10, 20 and 30 minutes by car.

    Raises
    ------
    ValueError
        The edges do not rise from above 0, a weight is not in [0, 1], or there are not as many of both.
    """
    edges, each = tuple(int(x) for x in edges_mm), tuple(float(x) for x in weights)
    if not edges or len(edges) != len(each) or list(edges) != sorted(set(edges)) or edges[0] <= 0:
        raise ValueError("zones end at lengths that rise from above 0, and each has one weight.")
    if len(edges) > _MOST_ZONES:
        raise ValueError(f"there are at most {_MOST_ZONES} zones.")
    if not all(0.0 <= x <= 1.0 for x in each):
        raise ValueError("a zone's weight is between 0 and 1.")
    return Decay(limit_mm=edges[-1], edges_mm=edges, weights=each)


def gaussian(limit_mm: int) -> Decay:
    """
    Let what is further count less, smoothly, from 1 beside a supply to 0 at the limit.

    (exp(-½ (d / limit)²) - exp(-½)) / (1 - exp(-½)).

    Notes
    -----
    Dai, Health & Place 16 (2010), 1038 to 1052.

    Raises
    ------
    ValueError
        The limit is not above 0.
    """
    if limit_mm <= 0:
        raise ValueError("a catchment's limit is above 0.")
    return Decay(limit_mm=int(limit_mm))


def opportunities(pairs: Pairs, *, limit_mm: int | None = None, capacity: ArrayLike | None = None) -> NDArray[Any]:
    """
    Count the supplies within a limit of each demand (cumulative opportunities), int64 (demands).

    Parameters
    ----------
    pairs
        Who is within reach of whom; `owner` a supply, `node` a demand, each pair once.
    limit_mm
        Whole millimetres, itself included; the pairs' own limit when None.
    capacity
        (supplies): add up what they hold instead, float64 (demands).

    Raises
    ------
    LayerError
        A capacity is unknown or negative.
    ValueError
        The limit is further than the pairs were searched.
    """
    limit = pairs.limit_mm if limit_mm is None else limit_mm
    _check_limit(pairs, limit)
    some = pairs.mm <= limit
    if capacity is None:
        return np.bincount(pairs.node[some], minlength=pairs.nodes)
    held = _amounts(capacity, len(pairs.head) - 1, "capacity", None)
    return np.bincount(pairs.node[some], weights=held[pairs.owner[some]], minlength=pairs.nodes)


def catchments(pairs: Pairs, decay: Decay) -> Catchments:
    """
    Weigh every pair once; what is scored with them afterwards costs two passes over the pairs.

    Parameters
    ----------
    pairs
        Who is within reach of whom; `owner` a supply, `node` a demand, each pair once.
    decay
        `within`, `bands` or `gaussian`, no further than the pairs were searched.

    Raises
    ------
    ValueError
        It reaches further.
    """
    _check_limit(pairs, decay.limit_mm)
    head, demand, mm = pairs.head, pairs.node, pairs.mm
    if decay.limit_mm < pairs.limit_mm:
        some = mm <= decay.limit_mm
        head = np.concatenate([[0], np.cumsum(some)])[head]
        demand, mm = demand[some], mm[some]
    return Catchments(decay=decay, head=head, demand=demand, code=decay.code(mm), demands=pairs.nodes)


def scores_of(
    pairs: Pairs,
    decay: Decay,
    *,
    capacity: ArrayLike,
    population: ArrayLike,
    names: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
) -> NDArray[np.float64]:
    """
    Score each demand straight from the pairs: for somebody who moves a slider, where nothing is worth keeping.

    To the bit what `catchments(pairs, decay).scores(capacity, population)` gives; with zones in a third of its time.

    Parameters
    ----------
    pairs, decay
        As `catchments` takes them; the pairs of each supply nearest first, as searches give them.
    capacity, population, names, areas
        As `Catchments.scores` takes them.

    Raises
    ------
    LayerError, ValueError
        As both do.
    """
    _check_limit(pairs, decay.limit_mm)
    if decay.edges_mm and (kernels := _kernels()) is not None:
        held = _amounts(capacity, len(pairs.head) - 1, "capacity", names)
        lived = _amounts(population, pairs.nodes, "population", areas)
        given: NDArray[np.float64] = kernels.scores_of(pairs, decay, held, lived)
        return given
    return catchments(pairs, decay).scores(capacity, population, names=names, areas=areas)


@dataclass(frozen=True, kw_only=True, eq=False)
class Catchments:
    """
    Catchments with their weights: supply i's are `head[i]` to `head[i + 1]`, in the order that its pairs came in.

    `head`: int64 (supplies + 1). `demand`: int32 (p). `code`: (p), what `decay` weighs the pair by. Sums are taken in
    that order, supply after supply, so that what is repaired equals what is made anew, to the bit.
    """

    decay: Decay
    head: NDArray[np.int64]
    demand: NDArray[np.int32]
    code: NDArray[Any]
    demands: int

    @property
    def supplies(self) -> int:
        """How many supplies there are, those without anybody in reach among them."""
        return len(self.head) - 1

    @property
    def weight(self) -> NDArray[np.float64]:
        """The weight of each pair, float64 (p), in [0, 1]."""
        return self.decay.weight(self.code)

    @cached_property
    def _matrix(self) -> Any:
        """Supplies by demands, on the same arrays."""
        from scipy.sparse import csr_array

        index = np.int32 if len(self.demand) < 2**31 else np.int64
        parts = (self.weight, self.demand.astype(index, copy=False), self.head.astype(index))
        return csr_array(parts, shape=(self.supplies, self.demands))

    def people(self, population: ArrayLike, *, names: Sequence[str] | None = None) -> NDArray[np.float64]:
        """
        Add up who shares each supply (step 1), weighted, float64 (supplies); 0 where nobody is within reach.

        Raises
        ------
        LayerError
            A population is unknown or negative; `names` (demands) say of whom in the sentence.
        """
        out: NDArray[np.float64] = self._matrix @ _amounts(population, self.demands, "population", names)
        return out

    def scores(
        self,
        capacity: ArrayLike,
        population: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        areas: Sequence[str] | None = None,
    ) -> NDArray[np.float64]:
        """
        Score each demand: what each supply has for one of those who share it (step 1), added up (step 2).

        Parameters
        ----------
        capacity
            (supplies), ≥ 0: doctors, places a week, ….
        population
            (demands), ≥ 0: people.
        names, areas
            What supplies and demands are called in an error's sentence; their numbers from 0 when None.

        Returns
        -------
        scores
            float64 (demands), capacity a person; 0 where nothing is within reach. A supply with nobody within reach
            gives nothing to anyone. Scores times people add up to the capacity of all other supplies.

        Raises
        ------
        LayerError
            A capacity or a population is unknown (NaN), negative or endless.
        ValueError
            There are not as many as supplies or demands.
        """
        held = _amounts(capacity, self.supplies, "capacity", names)
        lived = _amounts(population, self.demands, "population", areas)
        if self.decay.edges_mm and (kernels := _kernels()) is not None:
            given: NDArray[np.float64] = kernels.scores(self, held, lived)
            return given
        shared = self._matrix @ lived
        each = np.divide(held, shared, out=np.zeros(self.supplies), where=shared > 0)
        out: NDArray[np.float64] = self._matrix.T @ each  # adds up supply after supply
        return out

    def with_supply(self, supply: int, *, demand: ArrayLike, mm: ArrayLike) -> Catchments:
        """
        Return them with one supply moved, closed (no pairs) or, with the next free number, added.

        Equal to what `catchments` makes anew of all pairs.

        Parameters
        ----------
        demand, mm
            The supply's own pairs, in the order of `Pairs`; those beyond the limit are left out.

        Raises
        ------
        ValueError
            The number is not a supply's nor the next free one.
        """
        if not 0 <= supply <= self.supplies:
            raise ValueError(f"there is no supply {supply}: the next free number is {self.supplies}.")
        lengths = np.asarray(mm, dtype=np.int32)
        some = lengths <= self.decay.limit_mm
        fresh, lengths = np.asarray(demand, dtype=np.int32)[some], lengths[some]
        begin = int(self.head[supply])
        end = int(self.head[min(supply + 1, self.supplies)])
        head = self.head if supply < self.supplies else np.append(self.head, end)
        return Catchments(
            decay=self.decay,
            head=np.concatenate([head[: supply + 1], head[supply + 1 :] + (len(fresh) - (end - begin))]),
            demand=np.concatenate([self.demand[:begin], fresh, self.demand[end:]]),
            code=np.concatenate([self.code[:begin], self.decay.code(lengths), self.code[end:]]),
            demands=self.demands,
        )


@cache
def _kernels() -> Any:
    """Return the compiled module, or None where numba is not installed."""
    try:
        return importlib.import_module("assetmap.access.catchment_kernels")
    except ImportError:
        return None


def _check_limit(pairs: Pairs, limit_mm: int) -> None:
    if limit_mm > pairs.limit_mm:
        raise ValueError(f"pairs were searched up to {pairs.limit_mm} mm, and {limit_mm} mm were asked for.")


def _amounts(values: ArrayLike, many: int, what: str, names: Sequence[str] | None) -> NDArray[np.float64]:
    """Return amounts as float64, or say whose is not one."""
    out = np.asarray(values, dtype=np.float64)
    if out.shape != (many,):
        raise ValueError(f"there are {many:,} to have a {what}, and {len(np.atleast_1d(out)):,} were given.")
    good = (out >= 0) & (out < np.inf)
    if not good.all():
        first = int(np.argmin(good))
        who = f"number {first}" if names is None else f'"{names[first]}"'
        said = "is not known" if np.isnan(out[first]) else f"cannot be {out[first]:g}"
        raise LayerError(f"the {what} of {who} {said}: give a number, 0 or more, or leave it out.")
    return out
