"""Random edits of every kind: the history alone says what there is, and every one is undone, back to the start."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from assetmap import contributions
from assetmap.assets import Asset, OpenSpan
from assetmap.disclosure import SHOWN, needs_consent
from assetmap.store.geopackage import GeoPackageStore
from assetmap.vocabulary import vocabulary
from tests.contributions.town import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.store.base import Edit

_KINDS = ("green place", "support group", "group or club", "person with a skill", "online or phone help")
_NEEDS = tuple(vocabulary().needs)[:6]
_BY = "steward: Jo"


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """
    What came of it.

    Attributes
    ----------
    edits, kinds
        How many edits were made, and of which kinds (`what` in the history) how many versions.
    differing
        Changes after which the history says something else than what was there, or which, undone, did not give back
        what was there before.
    still_taken
        Suggestions that wait again when all is undone, and do not.
    """

    edits: int
    kinds: dict[str, int]
    undone: int
    differing: tuple[int, ...]
    still_taken: tuple[int, ...]
    problems: tuple[str, ...]


def replay(folder: Path, edits: int = 1000, seed: int = 0) -> Replayed:
    """Make `edits` random edits in a store of its own, replay them from its history, and undo each, newest first."""
    store = GeoPackageStore.open(Path(folder) / "assets.gpkg")
    try:
        town = _Town(store, random.Random(seed))  # noqa: S311
        states: dict[int, dict[str, tuple]] = {store.version(): state(store)}
        while len(states) <= edits:
            town.step()
            states.setdefault(store.version(), state(store))
        kinds: dict[str, int] = {}
        for row in store.history():
            kinds[row.what] = kinds.get(row.what, 0) + 1
        differing = {change for change, then in from_history(store) if states[change] != then}
        changes = sorted(states, reverse=True)
        for change, before in pairwise(changes):
            contributions.undo(store, change, by=_BY)
            if _counting(state(store)) != _counting(states[before]):
                differing.add(change)
        taken = [x.id for x in store.suggestions.of(store.ids()) if x.decided == "taken" and x.change is not None]
        return Replayed(
            still_taken=tuple(taken), edits=edits, kinds=kinds, undone=len(changes) - 1,
            differing=tuple(sorted(differing)), problems=store.check().problems,
        )  # fmt: skip
    finally:
        store.close()


def state(store: GeoPackageStore) -> dict[str, tuple]:
    """Return all that there is: asset id → the asset, and its true place."""
    return {x.asset.id: (x.asset, store.exact_place(x.asset.id)) for x in store.read()}


def from_history(store: GeoPackageStore) -> Iterator[tuple[int, dict[str, tuple]]]:
    """Yield what there was after each change, by what the history says alone: each version put on those before."""
    versions = {asset_id: store.versions(asset_id) for asset_id in store.ids()}
    there: dict[str, tuple] = {}
    for change, rows in groupby(store.history(), key=lambda row: row.change):
        for row in rows:
            edit: Edit = versions[row.asset_id][row.version]
            there[row.asset_id] = (edit.asset, edit.exact)
        yield change, dict(there)


def _counting(there: dict[str, tuple]) -> dict[str, tuple]:
    """Leave out what is away: what an undo took back out was not there before."""
    return {x: row for x, row in there.items() if row[0].status != "withdrawn"}


class _Town:
    def __init__(self, store: GeoPackageStore, chance: random.Random) -> None:
        self.store, self.chance = store, chance
        self.number = 0
        self.steps = {
            self.add: 3, self.change: 6, self.approve: 4, self.reject: 1, self.check: 2, self.pause: 2, self.reopen: 2,
            self.close: 1, self.suggest: 4, self.take: 4, self.turn_down: 1, self.merge: 2, self.undo: 4,
            self.bring_back: 1, self.bring_in: 1, self.by_receipt: 2, self.evening: 1,
        }  # fmt: skip

    def step(self) -> None:
        [doing] = self.chance.choices(list(self.steps), weights=list(self.steps.values()))
        doing()

    def some(self, *statuses: str):
        there = list(self.store.read(statuses=set(statuses)))
        return self.chance.choice(there) if there else None

    def place(self):
        if self.chance.random() < 0.1:
            return None
        return shapely.Point(self.chance.uniform(-2.019, -2.001), self.chance.uniform(51.001, 51.009))

    def fields(self) -> dict:
        chance = self.chance
        choices = {
            "name": lambda: f"{chance.choice(('Choir', 'Park', 'Lunch'))} {chance.randrange(9)}",
            "phone": lambda: f"01632 960{chance.randrange(1000):03d}",
            "own_words": lambda: chance.choice(("", "lovely 🌳", "a\nb", "“so” kind")),
            "needs": lambda: tuple(chance.sample(_NEEDS, chance.randrange(3))),
            "kind": lambda: chance.choice(_KINDS),
            "precision": lambda: chance.choice(("exact", "street", "neighbourhood", "not shown")),
            "audience": lambda: chance.choice(("public", "partners", "workshop")),
            "schedules": lambda: (OpenSpan(byday=(chance.choice(("MO", "TU", "FR")),), opens_at="10:00"),),
            "where": self.place,
            "consent": lambda: "They said yes.",
        }
        names = chance.sample(list(choices), chance.randint(1, 3))
        return {name: choices[name]() for name in names}

    def new(self) -> Asset:
        self.number += 1
        base = Asset(name=f"New {self.number}", kind="green place", where=self.place(), consent="yes")
        return base.changed(**self.fields())

    def add(self) -> None:
        if self.number < 14:
            contributions.submit(
                self.store, self.new(), by=_BY, publish=self.chance.random() < 0.6, **LAYERS
            )  # fmt: skip

    def bring_in(self) -> None:
        rows = [
            Asset(name=f"Row {n}", kind="growing space", source="list", source_id=str(n), phone=str(self.number))
            for n in range(3)
        ]
        self.number += 1
        contributions.submit_many(self.store, rows, by=_BY, publish=True, **LAYERS)

    def change(self) -> None:
        if there := self.some("draft", *SHOWN):
            asset = there.asset.changed(**self.fields())
            contributions.submit(self.store, asset, by=_BY, expected=there.version, **LAYERS)

    def approve(self) -> None:
        there = self.some("draft")
        if there and not needs_consent(there.asset):
            how = self.chance.choice(("", "phoned"))
            on = date(2026, 11, 3) if how else None
            contributions.approve(self.store, [there.asset.id], by=_BY, how_checked=how, checked_on=on)

    def reject(self) -> None:
        if there := self.some("draft"):
            contributions.reject(self.store, [there.asset.id], by=_BY, why="It is on the map already")

    def check(self) -> None:
        if there := self.some(*SHOWN):
            on = date(2026, 1, 1) + timedelta(days=self.chance.randrange(300))
            contributions.checked(self.store, there.asset.id, how="visited", on=on, by=_BY)

    def pause(self) -> None:
        if there := self.some(*SHOWN):
            contributions.pause(self.store, there.asset.id, by=_BY, until=date(2027, 1, self.chance.randint(1, 28)))

    def reopen(self) -> None:
        if there := self.some("paused"):
            contributions.open_again(self.store, there.asset.id, by=_BY)

    def close(self) -> None:
        if there := self.some(*SHOWN):
            contributions.close(self.store, there.asset.id, by=_BY)

    def suggest(self) -> None:
        if there := self.some(*SHOWN):
            asset = there.asset.changed(**self.fields())
            contributions.suggest(self.store, asset, by="steward: Sam", seen=there.version, **LAYERS)

    def take(self) -> None:
        for suggestion in contributions.suggested(self.store, limit=1):
            compared = contributions.three_way(self.store, suggestion)
            fields = [row.field for row in compared.rows if self.chance.random() < 0.8]
            contributions.take(
                self.store, suggestion.id, by=_BY, seen=compared.there.version, fields=fields, **LAYERS
            )  # fmt: skip

    def turn_down(self) -> None:
        for suggestion in contributions.suggested(self.store, limit=1):
            contributions.turn_down(self.store, suggestion.id, by=_BY, why="It is right as it stands")

    def merge(self) -> None:
        one, other = self.some("draft", *SHOWN), self.some("draft", *SHOWN)
        if one and other and one.asset.id != other.asset.id:
            seen = {x.asset.id: x.version for x in (one, other)}
            fields = self.chance.sample(["phone", "where", "own_words", "name"], self.chance.randrange(3))
            contributions.merge(
                self.store, one.asset.id, other.asset.id, by=_BY, seen=seen, fields=fields, **LAYERS
            )  # fmt: skip

    def undo(self) -> None:
        rows = [x for x in self.store.recent(8) if x.latest == sum(x.counts.values())]
        if rows:
            contributions.undo(self.store, self.chance.choice(rows).change, by=_BY)

    def bring_back(self) -> None:
        if there := self.some("withdrawn"):
            contributions.bring_back(self.store, there.asset.id, by=_BY)

    def by_receipt(self) -> None:
        if there := self.some("draft"):
            code = contributions.receipt(self.store, there.asset.id)
            asset = there.asset.changed(**self.fields())
            contributions.change_by_receipt(self.store, code, asset, expected=there.version, **LAYERS)

    def evening(self) -> None:
        rows = self.store.recent(6)
        if len(rows) > 4:
            contributions.undo_evening(self.store, _BY, rows[3].on, rows[0].on + timedelta(seconds=1), by_whom=_BY)
