"""
The gap of each neighbourhood: how far what its people reach on foot falls short of a fair share, weighed by need.

supply = what the places within reach have for each 1,000 of those who share them (E2SFCA: Luo and Qi, Health & Place
15 (2009), 1100 to 1107), the mean over an area's homes. fair = the mean over all people: if everybody had the same.
shortfall = max(0, 1 - supply / fair). score = people × need × shortfall: people short of a fair share, weighed by need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.catchments import scores_of
from assetmap.access.found import Pairs
from assetmap.errors import LayerError, SettingsError
from assetmap.gaps.asking import Asked, Change
from assetmap.gaps.capacity import Capacities, capacities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame

    from assetmap.deprivation import Need
    from assetmap.gaps.asking import Added
    from assetmap.gaps.model import Model

PER = 1_000
"""Supply is said for so many people."""
DRAWS = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Weight:
    """How needy each area is. `need`: float64 (n), 1 everywhere without an index. `decile`: NaN unknown."""

    need: NDArray[np.float64]
    decile: NDArray[np.float64]
    carried: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Supplied:
    """
    What is within reach, before anybody is weighed.

    `pairs`: r rows, those of `rows` (assets that were asked for), then of `added`; as far as the model's go.
    `capacities`: of these rows. `at_homes`: float64 (p), for each of `PER` people, NaN where no street is near.
    `supply`: float64 (n), NaN not known. `fair`: what it is measured against. `people`: float64 (n), those who share.
    """

    rows: NDArray[np.int64]
    added: tuple[Added, ...]
    pairs: Pairs
    capacities: Capacities
    at_homes: NDArray[np.float64]
    supply: NDArray[np.float64]
    fair: float
    people: NDArray[np.float64]
    limit_mm: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Gaps:
    """
    The answer. `table`: a row an area, in the layer's order.

    Its columns: code name ward called people homes here within without unlisted supply shortfall decile need score
    low high rank rank_low rank_high flags. people × need × shortfall is the score, to the bit. `without`: the share of
    homes that reach none. What is not known is NaN, a rank is missing where an area cannot be ranked. `used`: bool (s),
    which assets counted.
    """

    table: DataFrame
    used: NDArray[np.bool_]
    supply_at_homes: NDArray[np.float64]
    fair: float
    method: dict[str, Any]
    model: Model = field(repr=False)
    need: Need | None = field(repr=False)
    asked: Asked
    change: Change = field(repr=False)
    supplied: Supplied = field(repr=False)

    @property
    def total(self) -> float:
        """All scores together, those of areas without a rank too: two answers differ by it. To say: `ranked_total`."""
        return float(np.nansum(self.table["score"].to_numpy(dtype=np.float64)))

    @property
    def ranked_total(self) -> float:
        """The scores together of the areas that can be ranked; of the others the figures are not sure enough to say."""
        return float(np.nansum(self.table["score"].to_numpy(dtype=np.float64)[self.is_ranked]))

    @property
    def is_ranked(self) -> NDArray[np.bool_]:
        """Which areas can be ranked, bool (n)."""
        return self.table["rank"].notna().to_numpy(dtype=bool)

    def to_json(self) -> dict[str, Any]:
        """Return the shape that scripts rely on; the sources are the place's."""
        from assetmap.gaps.telling import as_json

        return as_json(self)


def gaps(
    model: Model,
    need: Need | None,
    asked: Asked | None = None,
    *,
    change: Change | None = None,
    draws: int = DRAWS,
    fair: float | None = None,
) -> Gaps:
    """
    Say where people fall short.

    Parameters
    ----------
    model
        `model_of`: who can walk where.
    need
        `deprivation.need_of`; None weighs everybody alike (gaps by reach alone).
    asked
        Of what, within how many minutes, for whom.
    change
        What if. It is measured against today's fair share: else a place that lost its only garden would have no gap
        at all, for nobody would have more than anybody. The same goes for a lens: against everybody's fair share.
    draws
        How often what is uncertain is drawn for low, high and their ranks; 0 leaves these open. The same numbers come
        out every time.
    fair
        Another answer's fair share to be measured against, as for a model of another profile.

    Raises
    ------
    LayerError
        `need` is of other areas.
    """
    from assetmap.gaps.method import method_of
    from assetmap.gaps.tallying import table_of

    question, what_if = asked or Asked(), change or Change()
    weigh = weight_of(model, need)
    found = supplied(model, question, what_if, fair=fair)
    table = table_of(model, found, question, weigh, draws=draws, held=fair)
    used = np.zeros(len(model.assets), dtype=bool)
    used[found.rows] = found.capacities.counts[: len(found.rows)]
    return Gaps(
        table=table, used=used, supply_at_homes=found.at_homes, fair=found.fair, model=model, need=need, asked=question,
        change=what_if, supplied=found, method=method_of(model, need, question, what_if, found, table, draws=draws),
    )  # fmt: skip


def supplied(model: Model, asked: Asked, change: Change, *, fair: float | None = None) -> Supplied:
    """
    Share out what the places hold among those who reach them: two passes over the kept pairs.

    Raises
    ------
    SettingsError
        The place is so large that its walks were joined only up to fewer minutes.
    """
    if asked.minutes > model.longest + 1e-6:
        raise SettingsError(f"[minutes] this place is very large: choose up to {model.longest:.0f}.")
    rows = np.flatnonzero([asked.fits(x) for x in model.assets])
    added = [x for x in change.added if x.fits(asked)]
    held = capacities([model.assets[x] for x in rows], asked, change, added)
    pairs = _with_added(model, _of_rows(model, rows), added)
    decay = asked.decays(model.profile)
    many = known_homes(model)
    people = people_of(model)
    lives = np.where(model.is_known, (people / np.maximum(many, 1))[model.homes.area], 0.0)
    at_homes = scores_of(pairs, decay, capacity=held.now, population=lives) * PER
    supply = _mean(model, at_homes, many)
    if fair is None:
        today = at_homes if held.is_plain else scores_of(pairs, decay, capacity=held.base, population=lives) * PER
        first = _mean(model, today, many)
        fair = fair_of(first, people)
    return Supplied(
        rows=rows, added=tuple(added), pairs=pairs, capacities=held, limit_mm=decay.limit_mm, supply=supply,
        at_homes=np.where(model.is_known, at_homes, np.nan), fair=fair, people=people,
    )  # fmt: skip


def shortfall_of(supply: NDArray[np.float64], fair: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Say which part of a fair share is missing, in [0, 1]; NaN where the supply is not known.

    Where nobody reaches anything at all everybody lacks all of it: 1.
    """
    share = np.divide(supply, fair, out=np.zeros(np.broadcast(supply, fair).shape), where=np.asarray(fair) > 0)
    return np.where(np.isnan(supply), np.nan, np.clip(1.0 - share, 0.0, 1.0))


def fair_of(supply: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """Return the mean supply over the people of the areas where it is known; 0 where there are none."""
    known = ~np.isnan(supply)
    whole = float(people[known].sum())
    return float((supply[known] * people[known]).sum()) / whole if whole else 0.0


def known_homes(model: Model) -> NDArray[np.int64]:
    """Count each area's homes that have a street near, int64 (n)."""
    return np.bincount(model.homes.area[model.is_known], minlength=len(model.areas))


def people_of(model: Model) -> NDArray[np.float64]:
    """Return who shares what is there: the figures; an area without one as the middle of the others; 1 if none has."""
    if not model.has_people:
        return np.ones(len(model.areas))
    middle = float(np.nanmedian(model.people))
    return np.where(np.isnan(model.people), middle, model.people)


def _mean(model: Model, at_homes: NDArray[np.float64], many: NDArray[np.int64]) -> NDArray[np.float64]:
    known = model.is_known
    sums = np.bincount(model.homes.area[known], weights=at_homes[known], minlength=len(model.areas))
    out: NDArray[np.float64] = np.divide(sums, many, out=np.full(len(many), np.nan), where=many > 0)
    return out


def weight_of(model: Model, need: Need | None) -> Weight:
    """
    Weigh the areas of a model.

    Raises
    ------
    LayerError
        The index is of other areas.
    """
    n = len(model.areas)
    if need is None:
        return Weight(need=np.ones(n), decile=np.full(n, np.nan), carried=np.zeros(n, dtype=bool))
    if tuple(str(x) for x in need.codes) != model.codes:
        raise LayerError("the index is of other neighbourhoods than the place's: read it of this place.")
    return Weight(need=need.weight, decile=need.decile, carried=need.carried)


def _of_rows(model: Model, rows: NDArray[np.int64]) -> Pairs:
    """Return the pairs of some assets; those last asked for are kept, for whoever moves a slider."""
    if len(rows) == len(model.assets):
        return model.pairs
    key = rows.tobytes()
    kept = model._kept.get("rows")  # noqa: SLF001  kept with the model, so that it is let go of with it
    if kept is not None and kept[0] == key:
        found: Pairs = kept[1]
        return found
    many = np.diff(model.pairs.head)[rows]
    start = model.pairs.head[:-1][rows]
    head = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
    some = np.repeat(start - head[:-1], many) + np.arange(int(head[-1]))
    found = Pairs(
        head=head, node=model.pairs.node[some], mm=model.pairs.mm[some], nodes=model.pairs.nodes,
        limit_mm=model.pairs.limit_mm,
    )  # fmt: skip
    model._kept["rows"] = (key, found)  # noqa: SLF001
    return found


def _with_added(model: Model, pairs: Pairs, added: Sequence[Added]) -> Pairs:
    for one in added:
        more = model.pairs_from(one.lon, one.lat)
        pairs = Pairs(
            head=np.append(pairs.head, pairs.head[-1] + len(more.node)), node=np.concatenate([pairs.node, more.node]),
            mm=np.concatenate([pairs.mm, more.mm]), nodes=pairs.nodes, limit_mm=pairs.limit_mm,
        )  # fmt: skip
    return pairs
