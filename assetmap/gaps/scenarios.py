"""
What-ifs kept by name, and set side by side.

They are plans of whoever looks after the map: kept in the store for stewards alone, and in its backups. An asset stands
in them by its id, so that what is taken off the map drops out, and the number of those is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from assetmap.errors import AssetMapError, SettingsError
from assetmap.gaps.asking import Added, Asked, Change
from assetmap.gaps.fairness import share_with
from assetmap.gaps.flagging import FEWEST_PEOPLE
from assetmap.gaps.scoring import gaps
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from assetmap.deprivation import Need
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Gaps
    from assetmap.roles import By

LONGEST_NAME = 80
LEAST_CHANGE = 0.005
"""An area gains or loses where what is within its reach changes by this part of a fair share or more."""


class WhatIf(Protocol):
    """One that is kept, as the store gives it; `store.what_ifs.WhatIf` is one."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def by(self) -> str:
        """Who kept it: a role and an alias."""

    @property
    def on(self) -> datetime:
        """When."""

    @property
    def assets(self) -> Mapping[str, float | None]:
        """Id → room; None where it is closed."""

    @property
    def gone(self) -> int:
        """How many more it named that were taken away since."""

    @property
    def record(self) -> Mapping[str, Any]:
        """The rest."""


class WhatIfs(Protocol):
    """As much of `store.what_ifs.WhatIfs` as is needed here."""

    def keep(self, name: str, *, assets: Mapping[str, float | None], record: Mapping[str, Any], by: By) -> None:
        """Keep one, or replace it."""

    def all(self, *, by: By) -> Sequence[WhatIf]:
        """Return them all."""

    def forget(self, name: str, *, by: By) -> bool:
        """Forget one."""


class HasWhatIfs(Protocol):
    """A store, as far as what-ifs need one."""

    @property
    def what_ifs(self) -> WhatIfs:
        """The kept ones."""

    def now_under(self, asset_id: str) -> str | None:
        """Return the id of what an asset was made one with, where it was."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """
    A what-if with a name.

    `asked`: what was asked when it was kept. `gone`: how many of the assets it named were taken away since. `away`: how
    many more of its parts are not on the map that is looked at.
    """

    name: str
    by: str
    on: datetime | None
    change: Change
    asked: Asked
    gone: int = 0
    away: int = 0


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    What a what-if changes, measured against today's fair share.

    `score`: all gaps together. `short`: people short of a fair share (who has half of one counts half), None without
    figures or where they are fewer than `FEWEST_PEOPLE`. `reached`: people with anything within reach. `gains`,
    `loses`: codes of areas whose supply changes by `LEAST_CHANGE` of a fair share or more. `worst_decile`: the most
    deprived tenth here; `worst_supply`: what its people have, as a share of a fair one, `worst_reached`: how many of
    them have anything; None without an index. `name` is "" for today.
    """

    name: str
    score: float
    short: float | None
    reached: float | None
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    worst_decile: int | None
    worst_supply: float | None
    worst_reached: float | None

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return vars(self) | {"gains": list(self.gains), "loses": list(self.loses)}


def keep(store: HasWhatIfs, name: str, change: Change, *, asked: Asked, by: By) -> None:
    """
    Keep a what-if under a name; one of that name is replaced, capitals aside.

    Raises
    ------
    PermissionDeniedError
        `by` does not look after the map.
    SettingsError
        The name is empty or too long, or nothing is supposed.
    """
    said = " ".join(name.split())
    if not said:
        raise SettingsError("[name] give the what-if a name, for example “A garden by the river”.")
    if len(said) > LONGEST_NAME:
        raise SettingsError(f"[name] a what-if's name has at most {LONGEST_NAME} letters.")
    if change.is_nothing:
        raise SettingsError("[change] nothing is supposed yet: close, add or change something first.")
    assets: dict[str, float | None] = {x: float(room) for x, room in change.capacity.items()}
    assets |= dict.fromkeys(change.closed)
    record = {
        "asked": {
            "kinds": list(asked.kinds), "needs": list(asked.needs), "minutes": asked.minutes, "index": asked.index,
            "decay": asked.decay, "lens": asked.lens,
        },
        "added": [
            {"lon": x.lon, "lat": x.lat, "kind": x.kind, "capacity": x.capacity, "name": x.name, "needs": list(x.needs)}
            for x in change.added
        ],
    }  # fmt: skip
    store.what_ifs.keep(said, assets=assets, record=record, by=by)


def kept(store: HasWhatIfs, *, by: By, model: Model | None = None) -> tuple[Scenario, ...]:
    """
    Return the kept what-ifs, by name.

    With `model` only what it has on its map takes part: what was made one with another asset stands for that, and what
    is not there any more drops out (`Scenario.away`).

    Raises
    ------
    PermissionDeniedError
        `by` does not look after the map.
    """
    there = None if model is None else {x.id for x in model.assets}
    return tuple(_scenario(store, one, there) for one in store.what_ifs.all(by=by))


def forget(store: HasWhatIfs, name: str, *, by: By) -> bool:
    """
    Delete a what-if; whether there was one of that name.

    Raises
    ------
    PermissionDeniedError
        `by` does not look after the map.
    """
    return store.what_ifs.forget(" ".join(name.split()), by=by)


def _scenario(store: HasWhatIfs, one: WhatIf, there: set[str] | None) -> Scenario:
    closed, capacity, away = set(), {}, 0
    for asset_id, room in one.assets.items():
        now = asset_id
        if there is not None and asset_id not in there:
            now = store.now_under(asset_id) or ""
            if now not in there:
                away += 1
                continue
        if room is None:
            closed.add(now)
        else:
            capacity[now] = room
    added = []
    for row in one.record.get("added", []):
        try:
            added.append(Added(**{x: row[x] for x in _ADDED if x in row} | {"needs": tuple(row.get("needs", ()))}))
        except (AssetMapError, TypeError):  # of a kind that this vocabulary does not have
            away += 1
    said = one.record.get("asked", {})
    try:
        lists = {x: tuple(said.get(x, ())) for x in ("kinds", "needs")}
        asked = Asked(**lists | {x: said[x] for x in ("minutes", "index", "decay", "lens") if x in said})
    except (AssetMapError, TypeError):
        asked = Asked()
    return Scenario(
        name=one.name, by=one.by, on=one.on, asked=asked, gone=one.gone, away=away,
        change=Change(closed=frozenset(closed), added=tuple(added), capacity=capacity),
    )  # fmt: skip


_ADDED = ("lon", "lat", "kind", "capacity", "name")


def compare(model: Model, need: Need | None, asked: Asked, *, scenarios: Sequence[Scenario]) -> tuple[Compared, ...]:
    """Set what-ifs side by side, today first: all answer the same question, whatever they were kept with."""
    today = gaps(model, need, asked, draws=0)
    then = [(x.name, gaps(model, need, asked, change=x.change, draws=0)) for x in scenarios]
    return tuple(_compared(name, today, each) for name, each in [("", today), *then])


def _compared(name: str, today: Gaps, then: Gaps) -> Compared:
    table, has = then.table, then.model.has_people
    people, decile, supply = (table[x].to_numpy(dtype=np.float64) for x in ("people", "decile", "supply"))
    people = np.nan_to_num(people)
    moved = supply - today.table["supply"].to_numpy(dtype=np.float64)
    least = LEAST_CHANGE * (today.fair or 1.0)
    code = table["code"].to_numpy()
    share = share_with(then.model, then.supply_at_homes)
    known = ~np.isnan(supply) & ~np.isnan(decile) & (people > 0)
    worst = int(decile[known].min()) if known.any() else None
    those = known & (decile == worst)
    return Compared(
        name=name, score=then.total,
        short=_shown(float(np.nansum(people * table["shortfall"].to_numpy(dtype=np.float64)))) if has else None,
        reached=_shown(float(np.nansum(people * share))) if has else None,
        gains=tuple(str(x) for x in code[moved >= least]), loses=tuple(str(x) for x in code[-moved >= least]),
        worst_decile=worst,
        worst_supply=float(np.average(supply[those], weights=people[those])) / today.fair
        if worst is not None and today.fair > 0 else None,
        worst_reached=None if worst is None else float(np.average(share[those], weights=people[those])),
    )  # fmt: skip


def said_compared(one: Compared, *, today: Compared) -> tuple[str, ...]:
    """Tell in the language spoken what a what-if changes."""
    gains = ngettext(
        "{n} neighbourhood gains", "{n} neighbourhoods gain", len(one.gains)
    ) if one.gains else _("No neighbourhood gains")  # fmt: skip
    loses = ngettext("{n} loses", "{n} lose", len(one.loses)) if one.loses else _("none loses")
    told = [_("{gains}, {loses}.", gains=gains, loses=loses)]
    if one.short is not None and today.short is not None:
        told.append(
            _(
                "{now} people are short of a fair share; today it is {before}.",
                now=number_text(_tens(one.short)), before=number_text(_tens(today.short)),
            )
        )  # fmt: skip
    if one.worst_reached is not None and today.worst_reached is not None:
        told.append(
            _(
                "Where people are most deprived, {now} of 100 have something within reach; today it is {before}.",
                now=number_text(round(100 * one.worst_reached)), before=number_text(round(100 * today.worst_reached)),
            )
        )  # fmt: skip
    return tuple(told)


def said_missing(one: Scenario) -> str:
    """Tell in the language spoken that parts of a what-if are not there any more, or "" where all are."""
    many = one.gone + one.away
    if not many:
        return ""
    return ngettext(
        "{n} place in this what-if is not on the map any more: it does not count.",
        "{n} places in this what-if are not on the map any more: they do not count.",
        many,
    )


def _shown(people: float) -> float | None:
    return None if 0 < people < FEWEST_PEOPLE else people


def _tens(people: float) -> int:
    return int(people / 10 + 0.5) * 10
