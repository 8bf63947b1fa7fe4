"""From what is within reach to a row an area: parts, score, rank, flags, and between what it may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.scoring import known_homes, shortfall_of
from assetmap.gaps.uncertain import drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied

FEW_HOMES = 5
FEWEST_PEOPLE = 5
"""Counts about people under this are not shown."""
EDGE = 0.05
"""
From this share on, of the ground that an area's people could come to and that lies beyond the street data, it is not
ranked. Not the share of homes whose walk *may* come to the edge: of Bath's 118 areas at 15 minutes that would leave out
39 for a twentieth of their homes, most of them for a sliver of ground that few walk to; by ground it is 24.
"""
MUCH_SHORT = 0.5
FLAGS = {
    "not_known": "no street is known near any home: nothing can be said, which is not the same as nothing there",
    "some_not_known": "some homes have no street within 500 m and are counted as the others of their neighbourhood",
    "edge": "more than a twentieth of the ground within reach lies where the street data end: not ranked",
    "some_edge": "some walks come to where the street data end: there may be a little more beyond",
    "no_people": "nobody lives here: not ranked",
    "few_people": f"fewer than {FEWEST_PEOPLE} people live here: not shown and not ranked",
    "people_not_known": "there is no figure for the people here: not ranked",
    "people_shared": "the people are a larger neighbourhood's, shared out evenly",
    "no_decile": "the index says nothing of this neighbourhood: not ranked",
    "few_homes": f"fewer than {FEW_HOMES} homes are counted: one more or less changes the figure a lot",
    "many_here_little_reach": "among the neediest third, and at least as many places within reach as elsewhere, yet at "
    "least half of a fair share is missing: those places are shared by very many",
    "capacity_guessed": "what a place within reach can take is not known: the middle of its kind was taken",
}
"""In plain English, as files and other programs get it."""
_NEVER_RANKED = ("not_known", "edge", "no_people", "few_people", "people_not_known", "no_decile")


def table_of(
    model: Model, found: Supplied, asked: Asked, *, decile: NDArray[np.float64], need: NDArray[np.float64],
    draws: int, held: float | None,
) -> DataFrame:  # fmt: skip
    """Make the table of `Gaps`."""
    import pandas as pd

    n = len(model.areas)
    within, guessed = _within(model, found)
    shortfall = shortfall_of(found.supply, found.fair)
    people = model.people if model.has_people else np.ones(n)
    few = model.has_people & (people > 0) & (people < FEWEST_PEOPLE)
    people = np.where(few, np.nan, people)
    score = people * need * shortfall
    beyond = beyond_share(model, found.limit_mm)
    flags = _flags(model, few=few, beyond=beyond, guessed=guessed, need=need, shortfall=shortfall, within=within)
    ranked = np.array([not set(x) & set(_NEVER_RANKED) for x in flags], dtype=bool) & ~np.isnan(score)
    spread = drawn(
        model, found, asked, need=need, ranked=ranked, beyond=beyond, draws=draws, held=held
    )  # fmt: skip
    hidden = np.isnan(score)
    count = found.capacities.counts[: len(found.rows)]
    inside = model.inside[found.rows[count]]
    return pd.DataFrame({
        "code": model.codes, "name": model.names, "ward": model.wards, "called": model.called, "people": people,
        "homes": np.bincount(model.homes.area, minlength=n), "here": np.bincount(inside[inside >= 0], minlength=n),
        "within": within, "supply": found.supply, "shortfall": shortfall, "decile": decile, "need": need,
        "score": score, "low": np.where(hidden, np.nan, spread.low), "high": np.where(hidden, np.nan, spread.high),
        "rank": _whole(rank_of(score, ranked)), "rank_low": _whole(spread.rank_low),
        "rank_high": _whole(spread.rank_high), "flags": flags,
    })  # fmt: skip


def rank_of(score: NDArray[np.float64], ranked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Rank areas, 1 for the largest score, equal ones (to nine figures) with one rank; NaN where not ranked."""
    out = np.full(len(score), np.nan)
    values = np.array([float(f"{x:.9g}") for x in score[ranked]])
    order = np.sort(values)
    out[ranked] = len(values) - np.searchsorted(order, values, side="right") + 1
    return out


def beyond_share(model: Model, limit_mm: int) -> NDArray[np.float64]:
    """
    Say which part of the ground that an area's people could come to lies beyond the street data, float64 (n).

    Of each known home the part of a circle beyond a straight edge so far away, (acos x - x √(1 - x²)) / π, and of these
    the mean. Streets wind, so nobody comes to all of the circle: it is rather too much than too little.
    """
    many = known_homes(model)
    x = np.clip(model.to_edge_m / (limit_mm / 1000.0), 0.0, 1.0)
    part = np.where(model.is_known, (np.arccos(x) - x * np.sqrt(1.0 - x * x)) / np.pi, 0.0)
    sums = np.bincount(model.homes.area, weights=part, minlength=len(many))
    return np.divide(sums, many, out=np.zeros(len(many)), where=many > 0)


def _within(model: Model, found: Supplied) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the (lower) median of assets in reach of an area's homes, NaN unknown; and whether one is a guess."""
    row = found.pairs.owner
    near = (found.pairs.mm <= found.limit_mm) & found.capacities.counts[row]
    node = found.pairs.node[near]
    counts = np.bincount(node, minlength=len(model.homes.area))[model.is_known]
    area = model.homes.area[model.is_known]
    order = np.lexsort((counts, area))
    many = known_homes(model)
    first = np.cumsum(many) - many
    out = np.full(len(many), np.nan)
    some = many > 0
    out[some] = counts[order][(first + (many - 1) // 2)[some]]
    guess = found.capacities.guessed[row[near]] & (found.capacities.unit == "people")
    guessed = np.zeros(len(many), dtype=bool)
    guessed[model.homes.area[node[guess]]] = True
    return out, guessed


def _flags(
    model: Model, *, few: NDArray[np.bool_], beyond: NDArray[np.float64], guessed: NDArray[np.bool_],
    need: NDArray[np.float64], shortfall: NDArray[np.float64], within: NDArray[np.float64],
) -> list[tuple[str, ...]]:  # fmt: skip
    many, homes = known_homes(model), np.bincount(model.homes.area, minlength=len(model.areas))
    known = many > 0
    has = model.has_people
    raised: dict[str, Any] = {
        "not_known": ~known,
        "some_not_known": known & (many < homes),
        "edge": known & (beyond > EDGE),
        "some_edge": known & (beyond > 0) & (beyond <= EDGE),
        "no_people": has & (model.people == 0),
        "few_people": few,
        "people_not_known": has & np.isnan(model.people),
        "people_shared": model.shared & ~np.isnan(model.people),
        "no_decile": np.isnan(need),
        "few_homes": known & (many < FEW_HOMES),
        "many_here_little_reach": _many_here(need, shortfall, within),
        "capacity_guessed": guessed,
    }
    return [tuple(flag for flag in FLAGS if raised[flag][at]) for at in range(len(many))]


def _many_here(
    need: NDArray[np.float64], shortfall: NDArray[np.float64], within: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Find the study's city: need in the upper third, no fewer places within reach than the middle, and yet short."""
    known = ~np.isnan(within) & ~np.isnan(need)
    if not known.any() or np.ptp(need[known]) == 0:
        return np.zeros(len(need), dtype=bool)
    needy, middle = np.quantile(need[known], 2 / 3), max(1.0, float(np.median(within[known])))
    return known & (need >= needy) & (within >= middle) & (shortfall >= MUCH_SHORT)


def _whole(values: NDArray[np.float64]) -> Any:
    import pandas as pd

    return pd.array([None if np.isnan(x) else round(x) for x in values.tolist()], dtype="Int64")
