"""
Somebody asks for an asset to be forgotten: not a word and no place of it is left in any file of the home.

Run as a module it takes one away, or holds the store open and reads.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely

from assetmap.assets import TEXTS, Asset, OpenSpan
from assetmap.contributions import approve, submit, submit_many, withdraw
from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, restore
from assetmap.store.suggested import Suggested
from tests.torture.children import begin, end, ready, start
from tests.torture.row import Row
from tests.torture.searching import found_in, needles

STORES = ("assets.gpkg", "backups/", "monday.gpkg")
"""Where words of assets may lie at all."""
_V1 = Path(__file__).resolve().parent.parent / "store" / "store_v1.sql"


@dataclass(frozen=True, kw_only=True)
class Traces:
    """
    What was found, as “file: what”.

    `before` the withdrawal (there must be something), `elsewhere` than in stores at that time, `after`; `waits` and
    `unreached` as the withdrawal said; `problems` of the store.
    """

    before: tuple[str, ...]
    elsewhere: tuple[str, ...]
    after: tuple[str, ...]
    waits: bool = False
    unreached: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def row(folder: Path, *, kills: int = 20) -> Row:
    """Take one away: quietly, while others read, and killed in the middle of it."""
    rng = random.Random(0)  # noqa: S311
    made = a_home(folder / "made")
    tried = {"quietly": withdrawn_words(folder / "quietly", made=made)}
    tried["while others read"] = withdrawn_words(folder / "reading", made=made, readers=2)
    for n in range(kills):
        tried[f"killed {n}"] = withdrawn_words(folder / f"killed-{n}", made=made, kill_after_s=rng.uniform(0, 1))
        shutil.rmtree(folder / f"killed-{n}")
    wrong = [f"{how}: {x}" for how, traces in tried.items() for x in (*traces.after, *traces.elsewhere)]
    wrong += [f"{how}: {x}" for how, traces in tried.items() for x in (*traces.problems, *traces.unreached)]
    wrong += [f"{how}: nothing was there to be erased" for how, traces in tried.items() if not traces.before]
    reached = f"{len(wrong)} traces after {len(tried)} withdrawals, {kills} of them killed"
    return Row.of("withdrawn words", "0 bytes in the home and in kept copies", reached, *wrong)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A home in which one asset has left traces: its id, what to look for, and where that lies."""

    home: Path
    asset_id: str
    wanted: dict[bytes, str]
    traces: tuple[str, ...]


def a_home(folder: Path, *, edits: int = 30) -> Made:
    """Make a demo town in which one asset left traces wherever it can, `edits` times."""
    home = make_demo(folder / "home")
    asset_id, wanted = leave_traces(home, edits=edits)
    return Made(home=home, asset_id=asset_id, wanted=wanted, traces=tuple(found_in(home, wanted)))


def withdrawn_words(folder: Path, *, made: Made, readers: int = 0, kill_after_s: float | None = None) -> Traces:
    """
    Take the one away in a copy of a home, and look through every file.

    Parameters
    ----------
    readers
        How many other processes have the store open and read it meanwhile.
    kill_after_s
        The process that takes it away is killed after so long; then the place is opened once, as somebody would. If
        the withdrawal had not happened, it is taken away then.
    """
    home, asset_id, wanted, before = folder / "home", made.asset_id, made.wanted, made.traces
    shutil.copytree(made.home, home)
    elsewhere = [x for x in before if not x.startswith(STORES)]
    children = [start("erasing", "read", home) for _ in range(readers)]
    waits, unreached = False, ()
    try:
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n", "a process ended before it began"
            begin(child)
        if kill_after_s is not None:
            _killed(home, asset_id, kill_after_s)
        place = open_place(home)
        done = withdraw(place.store, asset_id, by="steward")
        waits, unreached = done.waits, done.unreached
        after = [] if waits else found_in(home, wanted)
        place.close()
    finally:
        for child in children:
            end(child)
    with GeoPackageStore.open(home / "assets.gpkg") as store:
        problems = store.check().problems
        return Traces(
            before=before, elsewhere=tuple(elsewhere), after=(*after, *found_in(home, wanted)), waits=waits,
            unreached=unreached, problems=problems,
        )  # fmt: skip


def leave_traces(home: Path, *, edits: int = 30) -> tuple[str, dict[bytes, str]]:
    """Let one asset pass through everything that keeps assets; returns its id, and what to look for."""
    words, places = _Words(), []
    place = open_place(home)
    store, areas = place.store, place.layer("areas")
    layers = {"areas": areas, "streets": place.layer("streets")}
    x, y = areas.geometry.iloc[0].representative_point().coords[0]

    def somewhere() -> shapely.Point:
        places.append(shapely.Point(x + 0.0001234567 * (len(places) + 1), y + 0.0000765432 * (len(places) + 1)))
        return places[-1]

    def said(asset: Asset) -> Asset:
        fields = {name: words.new(name) for name in _TEXTS}
        spans = (OpenSpan(byday=("TU",), opens_at="09:30", closes_at="12:00", note=words.new("note")),)
        further = {"pl": {x: words.new(f"{x} in Polish") for x in TEXTS}, "ar": {"name": words.new("name in Arabic")}}
        return asset.changed(
            **fields, said_in=further, schedules=spans, languages=(words.new("language"),), where=somewhere()
        )

    def neighbours() -> None:
        """Others are changed too, so that what lies beside it moves."""
        for there in list(store.read(statuses={"published"}))[:12]:
            longer = there.asset.description + " and so on" * 20
            asset = there.asset.changed(description=longer[-4000:])
            store.write([Edit(asset=asset, exact=store.exact_place(asset.id))], by="steward")

    asset = said(Asset(name="a", kind="support group", precision="neighbourhood", where=somewhere()))
    submit(store, asset, by=f"resident: {words.new('alias')}", key=words.new("key"), **layers)
    store.backup(home / "backups" / "drafts.gpkg") if (home / "backups").mkdir() is None else None
    approve(store, [asset.id], by="steward")
    for n in range(edits):
        asset = said(asset).changed(precision=("exact", "street", "neighbourhood", "not shown")[n % 4])
        submit(store, asset, by="steward", **layers)
        there = store.get(asset.id)
        store.write(
            [Edit(asset=there.asset, exact=store.exact_place(asset.id), what="changed")],
            by=f"steward: {words.new('alias')}", why=words.new("why"), key=words.new("key"),
        )  # fmt: skip
        if n == edits // 2:
            store.backup(home / "monday.gpkg")
        if n % 10 == 0:
            neighbours()
    listed = said(asset).changed(source=words.new("source"), source_id=words.new("number"), precision="exact")
    submit_many(store, [listed], by="steward", **layers)
    there = store.get(asset.id)
    store.suggestions.keep(
        Suggested(asset=said(there.asset), exact=somewhere(), seen=there.version), by=f"resident: {words.new('alias')}",
        why=words.new("why"), key=words.new("key"),
    )  # fmt: skip
    store.calls.note(asset.id, "still_right", by=f"steward: {words.new('alias')}")
    store.calls.handed_out([asset.id], date(2026, 11, 1))
    store.copies.add("data", "bath.csv", [asset.id])
    store.backup(home / "backups" / "full.gpkg")
    _older_copy(home / "backups" / "older.gpkg", words, asset, somewhere())
    restore(home / "backups" / "full.gpkg", home / "assets.gpkg")  # leaves a copy of the store as it was before
    (home / "backups" / ".new-999999999-x.gpkg").write_bytes((home / "monday.gpkg").read_bytes())
    place.close()
    return asset.id, needles(words.all, places)


class _Words:
    """Words that are nowhere else."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def new(self, what: str) -> str:
        said = f"zqkanari-ŵé-{what}-{len(self.all)}"
        self.all.append("zqkanari")
        return said


_TEXTS = (
    "name", "own_words", "description", "organisation", "hours_text", "address", "contact_name", "phone", "email",
    "website", "cost", "only_for", "transport", "checked_by", "consent", "repairs",
)  # fmt: skip


def _older_copy(path: Path, words: _Words, asset: Asset, where: shapely.Point) -> None:
    """Make a backup of the first form that holds it too."""
    from assetmap.store.geopackage import blobs, records

    old = sqlite3.connect(path)
    old.executescript(_V1.read_text(encoding="utf-8"))
    blobs.register(old)
    [shape] = blobs.to_blobs([where])
    old.execute("INSERT INTO changes (made_by, made_on, why) VALUES (?, '2026-01-01T00:00:00+00:00', ?)", (
        words.new("by"), words.new("why")))  # fmt: skip
    [change] = old.execute("SELECT max(change) FROM changes").fetchone()
    row = (shape, asset.id, "ZZZZZZ", asset.name, asset.kind, change, records.to_text(asset))
    old.execute(
        "INSERT INTO assets (geom, id, short, name, kind, status, audience, shown_as, source, source_id, version, "
        "change, record) VALUES (?, ?, ?, ?, ?, 'draft', 'public', 'exact', '', '', 1, ?, ?)",
        row,
    )
    old.execute(
        "INSERT INTO versions VALUES (?, 1, ?, 'added', ?, ?)", (asset.id, change, records.to_text(asset), shape)
    )
    old.commit()
    old.close()


def _killed(home: Path, asset_id: str, after_s: float) -> None:
    child = start("erasing", "withdraw", home, asset_id)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n", "a process ended before it began"
        begin(child)
        time.sleep(after_s)
    finally:
        end(child)


def _main(what: str, home: str, *rest: str) -> None:
    place = open_place(home)
    ready()
    if what == "withdraw":
        withdraw(place.store, rest[0], by="steward")
        place.close()
        return
    while True:
        for _ in place.store.read():
            pass
        place.store.history()


if __name__ == "__main__":
    _main(*sys.argv[1:])
