"""
Between what a score may lie: what is not known is drawn many times, and the 5th to the 95th hundredth is said.

Drawn are: unknown capacities (one of the known ones of the kind; where places are counted half as much to twice as much
as one); people (± 5 %, ± 20 % where a figure was shared out); what lies beyond the street data (anything from nothing
to the fair share); where a blurred place truly is (further or nearer to all by up to the size of its blur); what nobody
knows of a lens; and whether what the base map shows and this map does not have is a place of the kind after all: in
each draw each such site is one or not, with a chance for them all that is itself anybody's guess, and then it has half
to twice as much as a usual place of its kind, today already, so that it is in the fair share. A neighbourhood beside
allotments that nobody has listed has no certain rank. The spans of people, of capacity without figures and of a blur
are assumptions of ours: no published error of these small figures is known to us. The draws are the same every time.

All of it runs over assets by areas, not by homes: the people of an area are spread evenly on its homes, so who shares a
supply is a sum over areas, and an area's supply a sum over assets, with one and the same matrix of mean weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.disclosure import shown_as
from assetmap.gaps.doubts import sites_unlisted
from assetmap.gaps.scoring import PER, known_homes, shortfall_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied

SEED = 20_261
PEOPLE_PART, SHARED_PART = 0.05, 0.20
TIMES = 2.0
STREET_M, NEIGHBOURHOOD_M = 200.0, 500.0
_STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)
LOW, HIGH = 5.0, 95.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """float64 (n) each; NaN where nothing was drawn."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rank_low: NDArray[np.float64]
    rank_high: NDArray[np.float64]


def drawn(
    model: Model, found: Supplied, asked: Asked, *, need: NDArray[np.float64], ranked: NDArray[np.bool_],
    beyond: NDArray[np.float64], draws: int, held: float | None,
) -> Spread:  # fmt: skip
    """Draw scores and their ranks among the areas that are ranked."""
    n = len(model.areas)
    if not draws:
        return Spread(**{x: np.full(n, np.nan) for x in ("low", "high", "rank_low", "rank_high")})
    part = np.where(model.shared, SHARED_PART, PEOPLE_PART)[:, None] * model.has_people
    people = found.people[:, None] * (1.0 + part * _chance(0).uniform(-1.0, 1.0, (n, draws)))
    base, now = _capacities(found, draws)
    first, then = _supplies(model, found, asked, base, now, people)
    more, of_it = _maybe_there(model, found, asked, people)
    first, then = first + more, then + of_it
    unknown = np.isnan(found.supply)
    weight = np.where(unknown[:, None], 0.0, people)
    fair = _fair(first, weight, held)
    edge = beyond[:, None] * _chance(1).uniform(0.0, 1.0, (n, draws)) * fair
    fair = _fair(first + edge, weight, held)
    score = people * need[:, None] * shortfall_of(np.where(unknown[:, None], np.nan, then + edge), fair)
    ranks = np.full((n, draws), np.nan)
    ranks[ranked] = _ranks(score[ranked])
    low, high = np.percentile(score, (LOW, HIGH), axis=1)
    rank_low, rank_high = np.percentile(ranks, (LOW, HIGH), axis=1)
    return Spread(low=low, high=high, rank_low=np.floor(rank_low), rank_high=np.ceil(rank_high))


def _chance(what: int) -> np.random.Generator:
    """Return the chance that one sort of unknown has; what is added last draws last, so that the others' stay."""
    return np.random.default_rng((SEED, what))


def _fair(supply: NDArray[np.float64], people: NDArray[np.float64], held: float | None) -> NDArray[np.float64]:
    if held is not None:
        return np.full(supply.shape[1], held)
    whole = people.sum(axis=0)
    out: NDArray[np.float64] = np.divide(
        (supply * people).sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0
    )
    return out


def _capacities(found: Supplied, draws: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw what each row counts, today and after the change, float64 (r, draws) both."""
    held = found.capacities
    rows = len(held.base)
    times = TIMES ** _chance(2).uniform(-1.0, 1.0, (rows, draws))
    each = np.where(held.guessed[:, None], times, 1.0)
    which = _chance(3).uniform(0.0, 1.0, (rows, draws))
    base, now = held.base[:, None] * each, held.now[:, None] * each
    for at in np.flatnonzero(held.guessed):
        if known := held.known_of[at]:
            some = np.array(known)[(which[at] * len(known)).astype(np.int64)]
            base[at] = some if held.base[at] > 0 else 0.0
            now[at] = some if held.now[at] > 0 else 0.0
    # What the lens does not know is a yes for a share of them that is itself anybody's guess.
    yes = _chance(4).uniform(0.0, 1.0, (rows, draws)) < _chance(5).uniform(0.0, 1.0, (1, draws))
    now = np.where(held.unsure[:, None] & yes, base, now)
    return base, now


def _supplies(
    model: Model, found: Supplied, asked: Asked, base: NDArray[np.float64], now: NDArray[np.float64],
    people: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return the supply of each area in each draw, for each `PER` people, today and after the change, (n, draws)."""
    blur = np.concatenate([_blur_m(model)[found.rows], np.zeros(len(base) - len(found.rows))])
    plain = _weights(model, found, asked, np.zeros(len(base)))
    shared = plain @ people
    steps = _chance(6).integers(0, len(_STEPS), (len(base), people.shape[1]))
    blurred = np.flatnonzero(blur)
    by_step = [_weights(model, found, asked, step * blur)[blurred] for step in _STEPS] if len(blurred) else []
    for number, weights in enumerate(by_step):
        here = steps[blurred] == number
        shared[blurred] = np.where(here, weights @ people, shared[blurred])
    out = []
    for capacity in (base, now):
        each = np.divide(capacity, shared, out=np.zeros(shared.shape), where=shared > 0) * PER
        sure = each.copy()
        sure[blurred] = 0.0
        supply = plain.T @ sure
        for number, weights in enumerate(by_step):
            supply += weights.T @ np.where(steps[blurred] == number, each[blurred], 0.0)
        out.append(supply)
    return out[0], out[1]


def _maybe_there(
    model: Model, found: Supplied, asked: Asked, people: NDArray[np.float64]
) -> tuple[NDArray[np.float64] | float, NDArray[np.float64] | float]:
    """
    Return the supply from sites that this map may lack, (n, draws): for everybody, and for whom the lens looks.

    0 where the base map shows none.
    """
    sites = sites_unlisted(model, asked)
    many, draws = len(sites.kind), people.shape[1]
    if not many:
        return 0.0, 0.0
    usual = {kind: found.capacities.usual(kind) for kind in set(sites.kind)}
    room = np.array([usual[x] for x in sites.kind])[:, None]
    room = room * TIMES ** _chance(9).uniform(-1.0, 1.0, (many, draws))
    chance, whose = _chance(7), _chance(8)
    there = chance.uniform(0.0, 1.0, (many, draws)) < chance.uniform(0.0, 1.0, (1, draws))
    shared = sites.weights @ people
    each = np.divide(room * there, shared, out=np.zeros(shared.shape), where=shared > 0) * PER
    more: NDArray[np.float64] = sites.weights.T @ each
    if not asked.lens:
        return more, more
    yes = whose.uniform(0.0, 1.0, (many, draws)) < whose.uniform(0.0, 1.0, (1, draws))
    return more, sites.weights.T @ (each * yes)


def _blur_m(model: Model) -> NDArray[np.float64]:
    """Say how far from its shown point a place may truly be, metres, float64 (s); 0 for what is shown where it is."""
    by = {"street": STREET_M, "neighbourhood": NEIGHBOURHOOD_M}
    return np.array([by.get(shown_as(x), 0.0) for x in model.assets], dtype=np.float64)


def _weights(model: Model, found: Supplied, asked: Asked, further_m: NDArray[np.float64]) -> Any:
    """Return the mean weight between each row and an area's homes, a sparse matrix (r, n), all rows so much further."""
    from scipy.sparse import csr_array

    row = found.pairs.owner
    mm = np.maximum(found.pairs.mm + (further_m * 1000.0).astype(np.int64)[row], 0)
    near = mm <= found.limit_mm
    area = model.homes.area[found.pairs.node[near]]
    weight = asked.decays(model.profile)(mm[near]) / known_homes(model)[area]
    return csr_array((weight, (row[near], area)), shape=(len(found.pairs.head) - 1, len(model.areas)))


def _ranks(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank each draw's scores, 1 the largest, equal ones (those of nothing short above all) with one rank."""
    draws = np.ascontiguousarray(score.T)
    order = np.argsort(-draws, axis=1)
    falling = np.take_along_axis(draws, order, axis=1)
    rank = np.ones(draws.shape)
    rank[:, 1:] = np.where(falling[:, 1:] != falling[:, :-1], np.arange(2.0, draws.shape[1] + 1.0), 0.0)
    np.maximum.accumulate(rank, axis=1, out=rank)
    out = np.empty(draws.shape)
    np.put_along_axis(out, order, rank, axis=1)
    return out.T
