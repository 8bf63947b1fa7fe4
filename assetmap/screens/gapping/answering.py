"""What is answered: the gaps as they are, and as they would be; kept for the page that asked, and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assetmap.screens.gapping.kept import draws_for, gaps_for, need_for
from assetmap.screens.steady import steadily

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.gaps import Change, Gaps
    from assetmap.place import Place
    from assetmap.screens.gapping.asking import Choice


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The gaps as they are (`before`) and with the change (`now`); one and the same where nothing is changed."""

    before: Gaps
    now: Gaps

    @property
    def is_changed(self) -> bool:
        """Whether something is supposed that is not so."""
        return self.now is not self.before


def answer_for(place: Place, assets: tuple[Asset, ...], choice: Choice, change: Change, *, audience: str) -> Answer:
    """
    Answer one question.

    Raises
    ------
    LayerError
        The place has no neighbourhoods or no streets.
    """
    return steadily(_answer, place, assets, choice, change, audience=audience)


def _answer(place: Place, assets: tuple[Asset, ...], choice: Choice, change: Change, *, audience: str) -> Answer:
    from assetmap.gaps import gaps

    as_it_is = gaps_for(place, assets, choice.asked, audience=audience, profile=choice.profile)
    if change.is_nothing:
        return Answer(before=as_it_is, now=as_it_is)
    model, need = as_it_is.model, need_for(place, index=choice.index)
    return Answer(before=as_it_is, now=gaps(model, need, choice.asked, change=change, draws=draws_for(model)))


def people_reaching(gaps: Gaps) -> float:
    """
    Count the people at whose home something is within reach: an area's people, spread evenly over its homes.

    Of the areas that are ranked; neighbourhoods, where there are no figures.
    """
    return float(_at_homes(gaps)[np.nan_to_num(gaps.supply_at_homes) > 0].sum())


def people_known(gaps: Gaps) -> float:
    """Count everybody who lives in the areas that are ranked; neighbourhoods, where there are no figures."""
    return float(_at_homes(gaps).sum())


def tens(people: float) -> int:
    """Round to ten: that an area's people live evenly at its homes is a guess."""
    return int(people / 10 + 0.5) * 10


def _at_homes(gaps: Gaps) -> NDArray[np.float64]:
    """Spread the people of each ranked area over its homes that have a street near."""
    model = gaps.model
    known = np.isfinite(gaps.supply_at_homes)
    people = np.nan_to_num(model.people) if model.has_people else np.ones(len(model.areas))
    people = np.where(gaps.is_ranked, people, 0.0)
    each = people / np.maximum(np.bincount(model.homes.area[known], minlength=len(people)), 1)
    spread: NDArray[np.float64] = np.where(known, each[model.homes.area], 0.0)
    return spread
