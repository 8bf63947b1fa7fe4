"""What must be known of an area before its figure is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.gaps.model import Model

FEW_HOMES = 5
FEWEST_PEOPLE = 5
"""Counts about people under this are not shown."""
EDGE = 0.05
"""
From this part on, of the ground that counts for an area's people and that lies beyond the street data, it is not
ranked: what lies there could not change its supply by more than about this. Not the part of its homes whose walk *may*
come to the edge: of Bath's 118 areas at 15 minutes that would leave out 39 for a twentieth of their homes, many for a
sliver at the far end of the longest walk, where a place counts least. By what counts it is 23, at 20 minutes 26 and not
49.
"""
MUCH_SHORT = 0.5
NEARLY_FAIR, MANY_WITHOUT = 0.05, 0.25
"""A shortfall under the one, with so many homes that have none, is uneven: the mean hides those who have nothing."""
FLAGS = {
    "not_known": N_("No street is known near any home here, so what is within reach is not known."),
    "some_not_known": N_("Some homes here have no street within 500 metres. They are counted as their neighbours are."),
    "edge": N_("Part of what people here could walk to lies where the street data end, so it is not ranked."),
    "some_edge": N_("Some walks from here come to where the street data end. There may be a little more beyond."),
    "no_people": N_("Nobody lives here, so it is not ranked."),
    "few_people": N_("Fewer than 5 people live here, so they are not counted and it is not ranked."),
    "people_not_known": N_("How many people live here is not known, so it is not ranked."),
    "people_shared": N_("The number of people is that of a larger neighbourhood, shared out evenly among its parts."),
    "no_decile": N_("The index says nothing of this neighbourhood, so it is not ranked."),
    "decile_carried": N_("The index is of an earlier outline of this neighbourhood."),
    "few_homes": N_("Fewer than 5 homes are counted here: one more or less changes the figure a lot."),
    "many_here_little_reach": N_("There are as many places near as elsewhere, but very many people share them."),
    "uneven": N_(
        "Not everybody here: at least a quarter of the homes have none within reach, though all in all it is a fair "
        "share or nearly."
    ),
    "maybe_unlisted": N_("The base map shows one of these near here that is not on this map: it may be missing here."),
    "long_way_round": N_("One is near in a straight line, but a long way round on foot: a path may be missing."),
    "capacity_guessed": N_("How many people a place near here can take is not known for all of them."),
    "steps_not_known": N_("The streets do not say where steps are, so the gap may be larger than this."),
}  # fmt: skip
"""In the order that they are told; `said_flag` says them in the language spoken."""
NEVER_RANKED = ("not_known", "no_people", "few_people", "people_not_known", "no_decile", "edge")
"""Whichever of these an area has first says why it has no rank."""


def said_flag(flag: str) -> str:
    """Say a flag as a sentence, in the language spoken."""
    return _(FLAGS[flag])


def flags_of(  # noqa: PLR0913  each is a column
    model: Model, *, known: NDArray[np.int64], few: NDArray[np.bool_], beyond: NDArray[np.float64],
    guessed: NDArray[np.bool_], need: NDArray[np.float64], carried: NDArray[np.bool_],
    shortfall: NDArray[np.float64], within: NDArray[np.float64], more: NDArray[np.int64],
    without: NDArray[np.float64], round_about: NDArray[np.bool_],
) -> list[tuple[str, ...]]:  # fmt: skip
    """Raise each area's flags; `known`: how many of its homes have a street near."""
    homes, some = np.bincount(model.homes.area, minlength=len(known)), known > 0
    blind = bool(model.profile.leaves_out) and not model.walked.graph.knows_steps
    raised: dict[str, Any] = {
        "not_known": ~some,
        "some_not_known": some & (known < homes),
        "edge": some & (beyond > EDGE),
        "some_edge": some & (beyond > 0) & (beyond <= EDGE),
        "no_people": model.has_people & (model.people == 0),
        "few_people": few,
        "people_not_known": model.has_people & np.isnan(model.people),
        "people_shared": model.shared & ~np.isnan(model.people),
        "no_decile": np.isnan(need),
        "decile_carried": carried & ~np.isnan(need),
        "few_homes": some & (known < FEW_HOMES),
        "many_here_little_reach": many_here(need, shortfall, within),
        "uneven": is_uneven(shortfall, without),
        "maybe_unlisted": (more > 0) & (np.nan_to_num(shortfall) > 0),
        "long_way_round": round_about,
        "capacity_guessed": guessed,
        "steps_not_known": some & blind,
    }
    return [tuple(flag for flag in FLAGS if raised[flag][at]) for at in range(len(known))]


def is_uneven(shortfall: NDArray[np.float64], without: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find where all in all it is a fair share or nearly, and many homes have none within reach all the same."""
    with np.errstate(invalid="ignore"):
        return (shortfall < NEARLY_FAIR) & (without >= MANY_WITHOUT)


def many_here(
    need: NDArray[np.float64], shortfall: NDArray[np.float64], within: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """
    Find the study's city: need in the upper third, no fewer places within reach than in the middle, and yet short.

    Two places at least: of one nobody would say “many”. None where need is the same everywhere.
    """
    known = ~np.isnan(within) & ~np.isnan(need)
    if not known.any() or np.ptp(need[known]) == 0:
        return np.zeros(len(need), dtype=bool)
    needy, middle = np.quantile(need[known], 2 / 3), max(2.0, float(np.median(within[known])))
    with np.errstate(invalid="ignore"):
        return known & (need >= needy) & (within >= middle) & (shortfall >= MUCH_SHORT)
