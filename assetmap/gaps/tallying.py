"""From what is within reach to a row an area: parts, score, rank, flags, and between what it may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.capacity import PEOPLE
from assetmap.gaps.doubts import long_ways, median_of, unlisted
from assetmap.gaps.flagging import FEWEST_PEOPLE, NEVER_RANKED, flags_of
from assetmap.gaps.scoring import known_homes, shortfall_of
from assetmap.gaps.uncertain import drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from assetmap.access.catchments import Decay
    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied, Weight

_RINGS = 12
"""A smooth decay is taken in so many rings."""


def table_of(
    model: Model, found: Supplied, asked: Asked, weigh: Weight, *, draws: int, held: float | None
) -> DataFrame:
    """Make the table of `Gaps`."""
    import pandas as pd

    n, known, need = len(model.areas), known_homes(model), weigh.need
    counts, guessed = _within(model, found, known)
    within = np.where(known > 0, median_of(model, counts), np.nan)
    without = without_of(model, counts, known)
    shortfall = shortfall_of(found.supply, found.fair)
    people = model.people if model.has_people else np.ones(n)
    few = model.has_people & (people > 0) & (people < FEWEST_PEOPLE)
    people = np.where(few, np.nan, people)
    score = people * need * shortfall
    beyond = beyond_share(model, asked.decays(model.profile))
    missing = unlisted(model, asked)
    flags = flags_of(
        model, known=known, few=few, beyond=beyond, guessed=guessed, need=need, carried=weigh.carried,
        shortfall=shortfall, within=within, more=missing, without=without,
        round_about=long_ways(model, found, counts),
    )  # fmt: skip
    ranked = np.array([not set(x) & set(NEVER_RANKED) for x in flags], dtype=bool)
    rank = rank_of(score, ranked)
    spread = drawn(model, found, asked, need=need, ranked=ranked, beyond=beyond, draws=draws, held=held)
    count = found.capacities.counts[: len(found.rows)]
    added = [model.area_at(x.lon, x.lat) for x in found.added]
    inside = np.concatenate([model.inside[found.rows[count]], np.array(added, dtype=np.int64)])
    return pd.DataFrame({
        "code": model.codes, "name": model.names, "ward": model.wards, "called": model.called, "people": people,
        "homes": np.bincount(model.homes.area, minlength=n), "here": np.bincount(inside[inside >= 0], minlength=n),
        "within": within, "without": without, "unlisted": missing, "supply": found.supply, "shortfall": shortfall,
        "decile": weigh.decile, "need": need,
        # What is drawn takes away more often than it adds: the figure itself belongs to the span.
        "score": score, "low": np.minimum(spread.low, score), "high": np.maximum(spread.high, score),
        "rank": _whole(rank), "rank_low": _whole(np.minimum(spread.rank_low, rank)),
        "rank_high": _whole(np.maximum(spread.rank_high, rank)), "flags": flags,
    })  # fmt: skip


def without_of(model: Model, counts: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of an area's known homes that reach none, float64 (n); NaN where none is known."""
    none = np.bincount(model.homes.area[model.is_known & (counts == 0)], minlength=len(known))
    out: NDArray[np.float64] = np.divide(none, known, out=np.full(len(known), np.nan), where=known > 0)
    return out


def rank_of(score: NDArray[np.float64], ranked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Rank areas, 1 for the largest score, equal ones (to nine figures) with one rank; NaN where not ranked."""
    out = np.full(len(score), np.nan)
    values = np.array([float(f"{x:.9g}") for x in score[ranked]])
    order = np.sort(values)
    out[ranked] = len(values) - np.searchsorted(order, values, side="right") + 1
    return out


def beyond_share(model: Model, decay: Decay) -> NDArray[np.float64]:
    """
    Say which part of the ground that counts for an area's people lies beyond the street data, float64 (n).

    Of each known home the part of a circle beyond a straight edge so far away, ring by ring, each with its weight in
    the supply, and of these the mean. A circle of radius r has r² (acos x - x √(1 - x²)) beyond an edge x r away.
    Streets wind, so nobody comes to all of the circle: it is rather too much than too little. What was last asked for
    is kept: a what-if does not move the edge.
    """
    kept: tuple[Decay, NDArray[np.float64]] | None = model._kept.get("beyond")  # noqa: SLF001  let go of with the model
    if kept is None or kept[0] != decay:
        kept = decay, _beyond_share(model, decay)
        model._kept["beyond"] = kept  # noqa: SLF001
    return kept[1]


def _beyond_share(model: Model, decay: Decay) -> NDArray[np.float64]:
    edges = np.asarray(decay.edges_mm or np.linspace(0, decay.limit_mm, _RINGS + 1)[1:]) / 1000.0
    inner = np.concatenate([[0.0], edges[:-1]])
    weights = decay(np.rint((inner + edges) * 500.0).astype(np.int64))  # in the middle of each ring
    x = np.clip(model.to_edge_m[:, None] / edges, 0.0, 1.0)
    area = edges**2 * (np.arccos(x) - x * np.sqrt(1.0 - x * x))
    ring = np.diff(area, axis=1, prepend=0.0)
    part = np.where(model.is_known, ring @ weights / (np.pi * ((edges**2 - inner**2) @ weights)), 0.0)
    many = known_homes(model)
    sums = np.bincount(model.homes.area, weights=part, minlength=len(many))
    return np.divide(sums, many, out=np.zeros(len(many)), where=many > 0)


def _within(model: Model, found: Supplied, known: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Count the assets in reach of each home, int64 (p); and say of which areas' homes one's capacity is a guess."""
    row = found.pairs.owner
    near = (found.pairs.mm <= found.limit_mm) & found.capacities.counts[row]
    node = found.pairs.node[near]
    counts = np.bincount(node, minlength=len(model.homes.area))
    guessed = np.zeros(len(known), dtype=bool)
    if found.capacities.unit == PEOPLE:
        guessed[model.homes.area[node[found.capacities.guessed[row[near]]]]] = True
    return counts, guessed


def _whole(values: NDArray[np.float64]) -> Any:
    import pandas as pd

    return pd.array([None if np.isnan(x) else round(x) for x in values.tolist()], dtype="Int64")
