"""
Whether what is within reach is shared fairly: tenth by tenth of deprivation, and in one number with its interval.

Two things are compared, since they can differ: how much there is for each person (supply, which has no upper end: the
standard concentration index) and whether there is anything at all (a share, at most 1: Erreygers' index, since the
standard one of a share depends on how large the share is and on whether having or lacking is counted; Wagstaff's
normalisation, Health Economics 14 (2005), 429 to 432, is another way, and can differ in its order).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.concentration import BOUNDED_SOURCE, LEVEL, SOURCES, Concentration, concentration
from assetmap.gaps.flagging import FEWEST_PEOPLE
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Gaps


@dataclass(frozen=True, kw_only=True)
class Tenth:
    """
    The neighbourhoods of one tenth of deprivation.

    `decile`: 1 the most deprived tenth of the nation. `people`: None where there are no figures. `supply`: the mean for
    each 1,000 of them, `share`: how many of them have anything within reach, in [0, 1]; both None where fewer than
    `FEWEST_PEOPLE` live there. `left_out`: neighbourhoods of this tenth that are not counted.
    """

    decile: int
    areas: int
    left_out: int
    people: float | None
    supply: float | None
    share: float | None


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """
    The answer. `index`, `low` and `high` are `supply`'s, the concentration index of what there is for each person.

    `by_decile`: a row for each tenth that the place has, the most deprived first. `share`: the index of having any.
    `left_out`: how many neighbourhoods are not counted, since they cannot be ranked; `with_edges` is `supply` with
    those of them of which anything is known, as far as it is. `people`: in those counted, None without figures.
    """

    by_decile: tuple[Tenth, ...]
    supply: Concentration
    share: Concentration
    with_edges: Concentration
    people: float | None
    areas: int
    left_out: int
    minutes: float

    @property
    def index(self) -> float | None:
        """Below 0: more for those who are worse off; above: more for those who are better off."""
        return self.supply.index

    @property
    def low(self) -> float | None:
        """The lower end of the index's interval."""
        return self.supply.low

    @property
    def high(self) -> float | None:
        """The upper end of it."""
        return self.supply.high

    def to_json(self) -> dict[str, Any]:
        """Return plain values; in English."""
        return {
            "by_decile": [vars(x) for x in self.by_decile],
            "supply": vars(self.supply),
            "share": vars(self.share),
            "with_edges": vars(self.with_edges),
            "people": self.people,
            "areas": self.areas,
            "left_out": self.left_out,
            "method": {
                "supply": "concentration index of supply for each person; below 0 more for the most deprived",
                "share": "Erreygers' index of having anything within reach, between -1 and 1",
                "level": LEVEL,
                "interval": "neighbourhoods taken as drawn apart from one another; those side by side are alike, so "
                "the true interval is rather wider",
                "ties": "all neighbourhoods of one tenth share one rank",
                "left_out": "neighbourhoods that cannot be ranked: no street, no figure, or at the edge of the streets",
                "sources": [*SOURCES, BOUNDED_SOURCE],
            },
        }


def share_with(model: Model, at_homes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say which share of each area's known homes has anything within reach, float64 (n); NaN where none is known."""
    known = ~np.isnan(at_homes)
    many = np.bincount(model.homes.area[known], minlength=len(model.areas))
    some = np.bincount(model.homes.area[known], weights=at_homes[known] > 0, minlength=len(model.areas))
    share: NDArray[np.float64] = np.divide(some, many, out=np.full(len(many), np.nan), where=many > 0)
    return share


def fairness(gaps: Gaps) -> Fairness:
    """
    Compare what people have within reach by how deprived their neighbourhoods are.

    Without an index of deprivation there are no tenths, and nothing to compare.
    """
    table = gaps.table
    has = table["rank"].notna().to_numpy() & table["decile"].notna().to_numpy()
    everybody = table["people"].to_numpy(dtype=np.float64)
    people = np.where(has, everybody, np.nan)
    supply, decile = (table[x].to_numpy(dtype=np.float64) for x in ("supply", "decile"))
    share = share_with(gaps.model, gaps.supply_at_homes)
    known = gaps.model.has_people
    counted = float(np.nansum(people))
    return Fairness(
        by_decile=tuple(
            _tenth(x, supply[decile == x], share[decile == x], people=people[decile == x], known=known)
            for x in np.unique(decile[~np.isnan(decile)]).tolist()
        ),
        supply=concentration(supply, people, order=decile),
        share=concentration(share, people, order=decile, bounds=(0.0, 1.0)),
        with_edges=concentration(supply, everybody, order=decile),
        people=counted if known else None,
        areas=int(has.sum()),
        left_out=int((~has).sum()),
        minutes=gaps.asked.minutes,
    )


def _tenth(
    decile: float, supply: NDArray[np.float64], share: NDArray[np.float64], *, people: NDArray[np.float64], known: bool
) -> Tenth:
    here = people > 0
    many = float(people[here].sum())
    enough = bool(here.any()) and (not known or many >= FEWEST_PEOPLE)
    return Tenth(
        decile=int(decile), areas=int((~np.isnan(people)).sum()), left_out=int(np.isnan(people).sum()),
        people=many if known and enough else None,
        supply=float(np.average(supply[here], weights=people[here])) if enough else None,
        share=float(np.average(share[here], weights=people[here])) if enough else None,
    )  # fmt: skip


def said(fair: Fairness) -> tuple[str, ...]:
    """Tell in the language spoken, a sentence at a time; the last ones say what it does not say."""
    told = [x for x in fair.by_decile if x.share is not None]
    if not fair.by_decile:
        return (_("Fairness needs an index of deprivation for these neighbourhoods, and there is none."),)
    if not told:
        return (_("None of these neighbourhoods can be ranked: there is nothing to compare."),)
    first, last = told[0], told[-1]
    if first is last:
        return (_("All these neighbourhoods are about as deprived as one another: there is nothing to compare."),)
    words = {
        "tenth": number_text(first.decile), "some": _of_100(first.share), "minutes": number_text(fair.minutes),
        "other": number_text(last.decile), "others": _of_100(last.share),
    }  # fmt: skip
    if fair.people is None:
        having = _(
            "In the most deprived neighbourhoods here (tenth {tenth} of 10), {some} of 100 homes have something within "
            "{minutes} minutes’ walk; in the least deprived (tenth {other}), {others} of 100.",
            **words,
        )
    else:
        having = _(
            "In the most deprived neighbourhoods here (tenth {tenth} of 10), {some} of 100 people have something "
            "within {minutes} minutes’ walk; in the least deprived (tenth {other}), {others} of 100.",
            **words,
        )
    return (having, _leans(fair.supply), *_caveats(fair))


def _leans(found: Concentration) -> str:
    if found.index is None:
        return _("Whether it leans one way cannot be said: there is nothing to share out.")
    if found.low is None or found.high is None:
        return _("Whether it leans one way cannot be said: too few neighbourhoods are compared.")
    numbers = {
        "index": number_text(round(100 * found.index)), "low": number_text(round(100 * found.low)),
        "high": number_text(round(100 * found.high)),
    }  # fmt: skip
    if found.low > 0:
        return _(
            "For each person there is more within reach where people are better off ({index} on the "
            "scale of the concentration index from -100 to 100, likely between {low} and {high}).",
            **numbers,
        )
    if found.high < 0:
        return _(
            "For each person there is more within reach where people are worse off ({index} on the "
            "scale of the concentration index from -100 to 100, likely between {low} and {high}).",
            **numbers,
        )
    return _(
        "For each person it cannot be told that it leans towards better-off or worse-off neighbourhoods ({index} on "
        "the scale of the concentration index from -100 to 100, likely between {low} and {high}).",
        **numbers,
    )


def _caveats(fair: Fairness) -> tuple[str, ...]:
    out = [_("The number says how far it leans, not whether there is enough.")]
    if fair.left_out:
        out.append(
            ngettext(
                "{n} neighbourhood that cannot be ranked is left out.",
                "{n} neighbourhoods that cannot be ranked are left out.",
                fair.left_out,
            )
        )
        if fair.with_edges.index is not None:
            out.append(
                _(
                    "With those at the edge of the street data counted, as far as is known, it would be {index}.",
                    index=number_text(round(100 * fair.with_edges.index)),
                )
            )
    return tuple(out)


def _of_100(share: float | None) -> str:
    """Say a share of 100 in whole people; none and all are said of nobody and everybody alone."""
    assert share is not None
    return number_text(share * 100 if share in {0, 1} else min(max(round(share * 100), 1), 99))
