"""Two sets of area codes that look alike: told apart, and carried from one to the other through the official lookup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assetmap.errors import LayerError
from assetmap.layers.card import cards

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pandas import DataFrame, Series

    from assetmap.layers.card import Card

CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "redrawn"}


@dataclass(frozen=True)
class Bridge:
    """
    The lookup, from the areas of `source` (a year) to those of `target`, for the areas of one place.

    `edges` has `source`, `target`, `change` (U, S, M, X), `parts` (into how many areas the source went, all over the
    country), `part` (which of them this is, from 0) and `wholes` (how many sources make up the target).
    """

    source: int
    target: int
    edges: DataFrame

    def listed(self) -> list[dict[str, object]]:
        """List what changed, one entry a group of areas that became one another's."""
        changed = self.edges[self.edges["change"] != "U"]
        rows: list[dict[str, object]] = []
        for change, group in changed.groupby("change", sort=True):
            by = "source" if change == "S" else "target"
            for _, part in group.groupby(by, sort=True):
                rows.append(
                    {
                        "change": CHANGES[str(change)],
                        str(self.source): sorted(set(part["source"])),
                        str(self.target): sorted(set(part["target"])),
                    }
                )
        return rows

    def counted(self) -> dict[str, int]:
        """Count the place's areas by what happened to them."""
        first = self.edges.drop_duplicates("target")["change"].value_counts()
        return {word: int(first.get(letter, 0)) for letter, word in CHANGES.items()}


@cache
def patterns(family: str) -> dict[int, re.Pattern[str]]:
    """Return the form of a family's area codes by the year they were drawn up, from the cards of boundaries."""
    return {
        card.vintage: re.compile(card.columns[card.key_column].pattern)
        for card in cards().values()
        if card.codes == family and "areas" in card.feeds
    }


def newer_codes(codes: Iterable[str], family: str) -> set[str]:
    """Return the codes that the oldest of a family's vintages did not have yet."""
    known = patterns(family)
    if not known:
        return set()
    oldest = known[min(known)]
    return {code for code in codes if not oldest.fullmatch(code)}


def refuse_disguise(codes: Collection[str], card: Card, *, file: str) -> None:
    """
    Refuse a file whose headings name one vintage and whose codes are another's.

    Raises
    ------
    LayerError
        The two vintages are named.
    """
    known = patterns(card.codes)
    own = known.get(card.vintage)
    if own is None:
        return
    strange = [code for code in codes if not own.fullmatch(code)]
    for year, pattern in known.items():
        if year != card.vintage and (found := [code for code in strange if pattern.fullmatch(code)]):
            raise LayerError(
                f"{file} says {card.codes} {card.vintage}, and {len(found):,} of its {len(codes):,} codes are of "
                f"{year} (for example {found[0]}): the two may not be mixed. Get it from {card.get}."
            )


def bridge(lookup: DataFrame, *, source: int, target: int, codes: Collection[str]) -> Bridge:
    """
    Prepare to carry values from one vintage to another.

    Parameters
    ----------
    lookup
        The lookup as `check` gives it: `code_2011`, `change`, `code_2021`, the whole country.
    source, target
        The two years.
    codes
        The areas of the place, codes of `target`.
    """
    edges = lookup[[f"code_{source}", f"code_{target}", "change"]].copy()
    edges.columns = ["source", "target", "change"]
    edges = edges.drop_duplicates(["source", "target"]).sort_values(["source", "target"])
    edges["parts"] = edges.groupby("source")["target"].transform("size")
    edges["part"] = edges.groupby("source").cumcount()
    edges["wholes"] = edges.groupby("target")["source"].transform("size")
    return Bridge(source, target, edges[edges["target"].isin(list(codes))].reset_index(drop=True))


def carry_population(population: Series[float], over: Bridge) -> DataFrame:
    """
    Carry whole people: areas that were merged add up, one that was split is shared evenly among its parts.

    Parameters
    ----------
    population
        People by area code of `over.source`.

    Returns
    -------
    frame
        `code` (of `over.target`), `population`, `shared` (True where a part was guessed). An area with a source
        that is not in `population` is left out.
    """
    edges = over.edges.assign(people=over.edges["source"].map(population))
    edges["share"] = edges["people"] // edges["parts"] + (edges["part"] < edges["people"] % edges["parts"])
    edges["shared"] = edges["parts"] > 1
    groups = edges.groupby("target", sort=True)
    carried = groups.agg(
        population=("share", lambda shares: shares.sum(skipna=False)), shared=("shared", "any")
    ).reset_index(names="code")
    return carried[carried["population"].notna()].reset_index(drop=True)


def carry_deprivation(frame: DataFrame, over: Bridge, *, population: Series[float] | None = None) -> DataFrame:
    """
    Carry an index: an unchanged area keeps all, a part of a split has its parent's deciles, a merger their mean.

    A mean decile is rounded half up.

    Ranks and scores of an area that was not ranked are not invented: they are left empty.

    Parameters
    ----------
    frame
        `code` (of `over.source`) and `*_score`, `*_rank`, `*_decile` columns.
    population
        People by area code of `over.source`: the weights of a merger; without them all weigh the same.

    Returns
    -------
    frame
        The same columns by code of `over.target`, and `change` (U, S, M, X).
    """
    edges = over.edges.merge(frame, left_on="source", right_on="code", how="inner").drop(columns="code")
    edges = edges[edges.groupby("target")["source"].transform("size") == edges["wholes"]]
    weight = edges["source"].map(population).fillna(0.0) if population is not None else edges["parts"] * 0.0 + 1.0
    edges["weight"] = weight / edges["parts"]
    total = edges.groupby("target")["weight"].transform("sum")
    edges["weight"] = edges["weight"].where(total > 0, 1.0)
    values = [x for x in frame.columns if x.endswith(("_score", "_rank", "_decile"))]
    columns = {"code": edges.groupby("target")["change"].first().index}
    groups = edges["target"]
    made = edges.groupby("target")["change"].first().to_frame("change")
    whole = edges.groupby("target").agg(parts=("parts", "max"), wholes=("wholes", "max"))
    alone = (whole["parts"] == 1) & (whole["wholes"] == 1)
    for value in values:
        known = edges[value].notna()
        weights = edges["weight"].where(known, 0.0)
        mean = (edges[value].fillna(0.0) * weights).groupby(groups).sum() / weights.groupby(groups).sum()
        made[value] = _half_up(mean).clip(1, 10) if value.endswith("_decile") else mean.where(alone)
    made.index = columns["code"]
    return made.reset_index(names="code")


def _half_up(numbers: Series[float]) -> Series[float]:
    """Round as people do, 2.5 to 3 and 3.5 to 4; pandas would go to the even number."""
    return numbers.add(0.5).floordiv(1)
