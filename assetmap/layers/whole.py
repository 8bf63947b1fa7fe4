"""What only a whole national file can tell: in which tenth an area stands, and an index that leaves a domain out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assetmap.layers.check import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pandas import DataFrame, Series

    from assetmap.layers.card import Card
    from assetmap.layers.reading import Reading

NEARLY_ALL = 0.97
"""A file with this share of its nation's areas is the nation's: a few islands and airports never have figures."""
_TENTHS = 10


def exponential(ranks: NDArray[np.float64], areas: int) -> NDArray[np.float64]:
    """
    Transform the ranks of a domain (1 = most deprived) as the official indices do, to scores from 0 to 100.

    E = -23 ln(1 - R (1 - e^(-100/23))), where R is the rank scaled so that the most deprived area has 1 and the least
    deprived 1/n. The constant 23 gives one area in ten a score above 50, so that little of one deprivation cannot
    make up for much of another. Source: Ministry of Housing, Communities and Local Government, The English Indices of
    Deprivation 2019: Technical report, the step “exponential transformation” before the domains are combined; the
    same formula is written out in Scottish Indices of Deprivation 2003, Appendix 5.
    """
    scaled = (areas - ranks + 1) / areas
    return -23 * np.log(1 - scaled * (1 - math.exp(-100 / 23)))


def combined(
    ranks: Mapping[str, NDArray[np.float64]], weights: Mapping[str, float], *, areas: int, total: float | None = None
) -> NDArray[np.float64]:
    """
    Put domains together into the score of an index: the weighted sum of their transformed ranks.

    Parameters
    ----------
    ranks
        By domain, 1 = most deprived of all `areas`; NaN gives NaN.
    weights
        By domain; a domain that is not in them does not count.
    total
        What the weights are parts of; None takes their sum, so that those left share the whole. The official index
        has 100, of which its rounded weights add up to 99.9.
    """
    whole = sum(weights.values()) if total is None else total
    parts = [weight / whole * exponential(ranks[key], areas) for key, weight in weights.items()]
    score: NDArray[np.float64] = np.sum(parts, axis=0)
    return score


def tenths(places: Series[float], of: int) -> Series[float]:
    """Return the tenth of each place in an order of `of` (1 = most deprived), as the official deciles are cut."""
    cut: Series[float] = (-(-(places * _TENTHS / of).round(9)).floordiv(1)).clip(1, _TENTHS)
    return cut


def worked_out(reading: Reading) -> tuple[DataFrame, list[str]]:
    """
    Work out, from the whole file, what its card offers and the file does not say.

    A domain without `KEY_decile` gets it from `KEY_rank` (1 = most deprived, of `whole`), from `KEY_percentile` (0 to
    1) or from where its `KEY_score` stands among those in the file. High is the more deprived of a percentile and a
    score, low of a rank and a decile, unless the column's `worse` says otherwise. An index of `derived` gets score,
    rank and decile.

    Returns
    -------
    made, notes
        A row a code of the whole file, with the columns that were worked out; and sentences about what was not the
        whole nation, or could not be worked out.
    """
    card = reading.card
    headings = card.columns if card.headerless else card.found_in([str(x) for x in reading.frame.columns])
    wanted = {key for key in headings if any(key.startswith(f"{x}_") for x in card.domains)}
    ranks = {f"{x}_rank" for derived in card.derived.values() for x in derived.weights}
    plain = {x for x in card.domains if f"{x}_decile" in headings and not card.columns[f"{x}_decile"].worse}
    wanted = {x for x in wanted if x in ranks or x.rpartition("_")[0] not in plain} | (ranks & set(headings))
    columns = {key: card.columns[key] for key in (card.key_column, *sorted(wanted))}
    frame, _ = check(reading.frame, replace(card, columns=columns))
    frame = frame.set_index(card.key_column)
    made: dict[str, Series[float]] = {}
    notes: list[str] = []
    in_file = 0
    for key in card.domains:
        if key not in plain and key not in card.derived:
            columns_made, counted = _of_domain(frame, key, card)
            made |= columns_made
            in_file = max(in_file, counted)
    if in_file:
        notes.append(_within(reading, in_file))
    for key, derived in card.derived.items():
        lost = [x for x in derived.weights if f"{x}_rank" not in frame]
        complete = frame.dropna(subset=[f"{x}_rank" for x in derived.weights]) if not lost else frame.iloc[:0]
        if lost or len(complete) < card.whole:
            notes.append(
                f"{reading.file}: “{card.domains[key]}” needs the whole file, and {len(complete):,} of its "
                f"{card.whole:,} areas are there: it was left out."
            )
            continue
        made |= _of_derived(complete, key, derived.weights)
    import pandas as pd

    return pd.DataFrame(made, index=frame.index), [x for x in notes if x]


def _of_derived(frame: DataFrame, key: str, weights: Mapping[str, float]) -> dict[str, Series[float]]:
    import pandas as pd

    ranks = {x: frame[f"{x}_rank"].to_numpy(dtype=np.float64) for x in weights}
    score = pd.Series(combined(ranks, weights, areas=len(frame)), index=frame.index)
    rank = score.round(9).rank(ascending=False, method="min")
    return {f"{key}_score": score.round(3), f"{key}_rank": rank, f"{key}_decile": tenths(rank, len(frame))}


def _of_domain(frame: DataFrame, key: str, card: Card) -> tuple[dict[str, Series[float]], int]:
    """Work out one domain's decile; also count the areas of the file it is a tenth of, 0 where it is the nation's."""
    for end in ("decile", "rank", "percentile", "score"):
        name = f"{key}_{end}"
        if name not in frame:
            continue
        values = frame[name]
        high = (card.columns[name].worse or ("high" if end in ("percentile", "score") else "low")) == "high"
        made: dict[str, Series[float]] = {}
        if end == "decile":
            made[name] = 11 - values if high else values
            return made, 0
        if end == "percentile":
            depth = values if not high else 1 - values
            made[f"{key}_score"] = values
            made[f"{key}_decile"] = tenths(depth, 1)  # the 90th percentile itself is in the most deprived tenth
            return made, 0
        if end == "rank" and card.whole:
            places = card.whole + 1 - values if high else values
            made[name] = places
            made[f"{key}_decile"] = tenths(places, card.whole)
            return made, 0
        middle = values.rank(ascending=not high, method="average")
        count = int(values.notna().sum())
        made[f"{key}_rank"] = values.rank(ascending=not high, method="min")
        made[f"{key}_decile"] = tenths(middle, max(count, 1))
        return made, count
    return {}, 0


def _within(reading: Reading, counted: int) -> str:
    """Say of what the tenths are tenths, where that is not the nation."""
    card = reading.card
    if card.whole and counted >= NEARLY_ALL * card.whole:
        return ""
    of = f", not of the {card.whole:,} of {card.nation or 'the nation'}" if card.whole else ""
    return f"{reading.file}: the tenths are those of the {counted:,} areas in the file{of}."
