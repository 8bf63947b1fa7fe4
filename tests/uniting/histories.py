"""Histories made apart from one start, by what people really do; and what there is afterwards, to compare."""

from __future__ import annotations

import json
import shutil
import uuid
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.disclosure import SHOWN
from assetmap.errors import AssetMapError
from assetmap.store.geopackage import GeoPackageStore, meeting_registers, meeting_strands, writing
from assetmap.store.sessions import COLOURS, SHAPES, Belongs, Category, Note, Session
from tests.contributions.torture_replay import _BY, _Town
from tests.contributions.town import LAYERS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Town(_Town):
    """Everything that can be done to a store, one thing after another."""

    def __init__(self, store: GeoPackageStore, chance: random.Random, *, is_one_key: bool = False) -> None:
        super().__init__(store, chance)
        self.is_one_key = is_one_key
        self.steps |= {
            self.withdraw: 1, self.two_things: 1, self.not_two: 1, self.call: 1, self.begin: 1, self.change_session: 2,
            self.say: 2, self.say_anew: 2, self.unsay: 1, self.vote: 3, self.show: 1, self.belong: 2, self.end: 1,
            self.narrow: 1,
        }  # fmt: skip

    def bring_in(self) -> None:
        """Bring in a list: rows have the same ids in every copy that has the home's key, as a packed place has."""
        if not self.is_one_key:
            super().bring_in()
            return
        self.number += 1
        ids = [str(uuid.uuid5(uuid.NAMESPACE_OID, f"row {n}")) for n in range(3)]
        rows = [
            Asset(
                id=x, name=f"Row {n}", kind="growing space", source="list", source_id=str(n), phone=str(self.number)
            )
            for n, x in enumerate(ids)
        ]  # fmt: skip
        contributions.submit_many(self.store, rows, by=_BY, publish=True, **LAYERS)

    def some_of(self, there):
        there = list(there)
        return self.chance.choice(there) if there else None

    def session(self):
        return self.some_of(sorted(self.store.sessions.all(by=_BY), key=lambda x: x.id))

    def note(self):
        session = self.session()
        return None if session is None else self.some_of(self.store.sessions.notes(session.id, by=_BY))

    def withdraw(self) -> None:
        if self.chance.random() < 0.5 and (there := self.some("draft", *SHOWN)):
            contributions.withdraw(self.store, there.asset.id, by=_BY, why="asked")

    def narrow(self) -> None:
        if there := self.some(*SHOWN):
            code = contributions.receipt(self.store, there.asset.id)
            asset = there.asset.changed(audience="workshop")
            contributions.change_by_receipt(self.store, code, asset, expected=there.version, **LAYERS)

    def two_things(self) -> None:
        one, other = self.some(*SHOWN), self.some(*SHOWN)
        if one and other and one.asset.id != other.asset.id:
            self.store.apart.keep(one.asset.id, other.asset.id, by=_BY)

    def not_two(self) -> None:
        if pair := self.some_of(sorted(sorted(x) for x in self.store.apart.pairs())):
            self.store.apart.forget(*pair, by=_BY)

    def call(self) -> None:
        if there := self.some(*SHOWN):
            self.store.calls.note(there.asset.id, "still_right", by=_BY)

    def begin(self) -> None:
        if len(self.store.sessions.all(by=_BY)) < 3:
            new = Session(id=Asset(name="x", kind="green place").id, short="", name="Hall", on=date(2026, 11, 22))
            self.store.sessions.begin(new, by=_BY)

    def change_session(self) -> None:
        if session := self.session():
            number = self.chance.randrange(100)
            colour, shape = self.chance.choice(COLOURS), self.chance.choice(SHAPES)
            own = [x for x in session.categories if (x.colour, x.shape) != (colour, shape)]
            if self.chance.random() < 0.3:
                own = own[1:]
            own.append(Category(key=f"k{number}-{self.chance.random()}", label="Ours", colour=colour, shape=shape))
            changes = self.chance.choice(
                ({"name": f"Hall {number}"}, {"stage": "connect"}, {"question": f"What {number}?"}, {"budget": 5}, {})
            )
            self.store.sessions.change(replace(session, categories=tuple(own), **changes), by=_BY)

    def say(self) -> None:
        if session := self.session():
            there = self.some(*SHOWN)
            about = (there.asset.id,) if there else ()
            what = self.chance.choice(("story", "gap", "plan"))
            words = f"We said {self.chance.randrange(1000)}"
            note = Note(id=Asset(name="x", kind="green place").id, session=session.id, what=what, words=words)
            self.store.sessions.say(replace(note, about=about, private={"told_by": "Jo"}), by=_BY)

    def say_anew(self) -> None:
        if note := self.note():
            change = (
                {"words": f"Rather {self.chance.randrange(1000)}"} if self.chance.random() < 0.6 else {"shown": True}
            )
            self.store.sessions.say(replace(note, **change), by=_BY)

    def unsay(self) -> None:
        if note := self.note():
            self.store.sessions.unsay(note.id, by=_BY)

    def vote(self) -> None:
        if session := self.session():
            there, note = self.some(*SHOWN), self.note()
            target = there.asset.id if there else note.id if note and note.what == "gap" else None
            if target:
                self.store.sessions.vote(
                    session.id, target, ballot=f"b{self.chance.randrange(3)}", dots=self.chance.randrange(3), by=_BY
                )

    def show(self) -> None:
        if session := self.session():
            ids = list(self.store.sessions.members(session.id))
            self.store.sessions.show(session.id, ids[:2], shown=self.chance.random() < 0.5, by=_BY)

    def belong(self) -> None:
        if session := self.session():
            asset = self.new()
            edit = contributions.edits.new_edit(asset, publish=False, **LAYERS)
            self.store.write([edit], by=_BY, belongs={asset.id: Belongs(session=session.id)})

    def end(self) -> None:
        if (session := self.session()) and self.chance.random() < 0.5:
            self.store.sessions.close(session.id, by=_BY)

    def some_steps(self, many: int) -> None:
        for _ in range(many):
            with suppress(AssetMapError):  # people try what cannot be done, too
                self.step()


@contextmanager
def clock(ahead: timedelta) -> Iterator[None]:
    """Let the store's clock be off."""
    real = writing.moment
    with patch.object(writing, "moment", lambda on=None: real((on or datetime.now(UTC)) + ahead)):
        yield


def copied(store: GeoPackageStore, path: Path) -> GeoPackageStore:
    """Take a copy of a store that goes its own way."""
    store.backup(path)
    return GeoPackageStore.open(path)


def meet(one: GeoPackageStore, other: GeoPackageStore, aside: Path, **choices: str):
    """Bring what the other knows into the one."""
    path = aside / "aside.gpkg"
    other.backup(path)
    try:
        return one.meetings.put_together(path, choices=choices, by="steward", now=datetime.now(UTC), **LAYERS)
    finally:
        path.unlink()


def state(store: GeoPackageStore) -> dict[str, object]:
    """Say all that has to be the same wherever they met."""
    gone = {x.asset_id for x in store.taken_away(1_000_000)}
    assets = {}
    for there in store.read():
        asset = there.asset
        if asset.id in gone:
            assets[asset.id] = "forgotten"
            continue
        place = store.exact_place(asset.id)
        row = asset.changed(short="AAAAAA").to_record()
        assets[asset.id] = (
            json.dumps(row, sort_keys=True, default=str), None if asset.where is None else asset.where.wkb_hex,
            None if place is None else place.wkb_hex, _leads_to(store, asset),
        )  # fmt: skip
    sessions = {}
    for session in store.sessions.all(by=_BY):
        plain = replace(session, code="", version=1, short="")
        notes = {x.id: replace(x, version=1) for x in store.sessions.notes(session.id, by=_BY)}
        members = dict(sorted(store.sessions.members(session.id).items()))
        sessions[session.id] = (plain, notes, members, dict(sorted(store.sessions.tally(session.id).items())))
    suggestions = _suggestions(store)
    calls = sorted((x.asset_id, x.on.isoformat(), x.by, x.answer) for x in store.calls.about())
    return {
        "assets": assets, "sessions": sessions, "suggestions": suggestions, "calls": calls,
        "apart": sorted(sorted(x) for x in store.apart.pairs()), "gone": sorted(gone),
    }  # fmt: skip


def _suggestions(store: GeoPackageStore) -> dict[str, tuple]:
    """Say what was suggested and what became of it; without what did not count once and stands there by now."""
    out = {}
    with store._pool.borrow() as connection:
        rows = connection.execute(
            "SELECT s.asset_id || ' ' || s.made_on || ' ' || coalesce(s.key, ''), s.made_by, s.why, s.decided, "
            "s.decided_by, s.decided_on, s.reason, s.key, s.record, s.geom, s.exact, v.record, v.geom, e.geom, v.what "
            "FROM suggestions s JOIN assets a ON a.id = s.asset_id "
            "JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
            "LEFT JOIN exact_versions e ON e.asset_id = a.id AND e.version = a.version"
        ).fetchall()
    for row in rows:
        if (row[7] or "").startswith("met ") and not row[3]:
            name = row[7].split(" ")[2]
            said = meeting_strands.values_of(*row[8:11], what=row[14]).get(name)
            if said == meeting_strands.values_of(*row[11:14], what=row[14]).get(name):
                continue
        out[row[0]] = row[1:7]
    return out


def _leads_to(store: GeoPackageStore, asset: Asset) -> str | None:
    """Say where a printed code of something that was made one with another leads, where there is something."""
    now = store.now_under(asset.id) if asset.status == "withdrawn" else None
    there = None if now is None else store.get(now)
    return None if there is None or there.asset.status == "withdrawn" else now


def differing(one: GeoPackageStore, other: GeoPackageStore) -> list[str]:
    """Name what differs between two stores."""
    out = []
    first, second = state(one), state(other)
    for what in first:
        if first[what] == second[what]:
            continue
        if isinstance(first[what], dict):
            keys = first[what].keys() | second[what].keys()
            out += [
                f"{what} {key}: {first[what].get(key)} | {second[what].get(key)}"
                for key in sorted(keys) if first[what].get(key) != second[what].get(key)
            ]  # fmt: skip
        else:
            out.append(f"{what}: {first[what]} | {second[what]}")
    return out


def untold(store: GeoPackageStore) -> list[str]:
    """Name assets that stand otherwise than what is known of them says."""
    out = []
    with store._pool.borrow() as connection:
        ids = [x for (x,) in connection.execute("SELECT id FROM assets WHERE name <> ''")]
        for asset_id, known in meeting_strands.known(connection, ids).items():
            if known.steps:
                stand = meeting_registers.stand(known.steps)
                if stand.values != known.values:
                    out.append(f"{asset_id}: {meeting_strands.difference(known.values, stand.values)}")
    return out


def removed(path: Path) -> None:
    """Take a folder away."""
    shutil.rmtree(path, ignore_errors=True)
