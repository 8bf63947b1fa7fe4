"""
Writers killed without warning, over and over: what they had acknowledged must all be there.

Run as a module it is the writer: it says each thing on a line of its own, only once the store has said that it is kept.
"""

from __future__ import annotations

import random
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import Asset
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
from assetmap.store.ringing import STILL_RIGHT
from assetmap.store.suggested import Suggested
from tests.torture.children import begin, end, start
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS, ACKNOWLEDGED = 200, 20_000


@dataclass(frozen=True, kw_only=True)
class Tally:
    """
    What became of it: `lost` was acknowledged and is not there as acknowledged; `problems` from `check`.

    `erased` is how many of those acknowledged were erasings.
    """

    kills: int
    acknowledged: int
    erased: int
    lost: tuple[str, ...]
    problems: tuple[str, ...]


def row(folder: Path, *, kills: int = KILLS, least: int = ACKNOWLEDGED, longest_s: float = 0.5) -> Row:
    """Kill writers and look for every acknowledged edit."""
    tally = kill_writers(folder, kills=kills, least=least, longest_s=longest_s)
    problems = [*tally.problems]
    if tally.lost:
        problems.append(f"missing: {', '.join(tally.lost[:5])}")
    if tally.acknowledged < least:
        problems.append(f"only {tally.acknowledged:,} were acknowledged: too few to say anything")
    return Row.of(
        "kill -9 during writes", f"{kills} kills, ≥ {least:,} acknowledged, 0 missing; index = rows = history",
        f"{tally.kills} kills, {tally.acknowledged:,} acknowledged (assets, suggestions, calls, people; {tally.erased} "
        f"erasings), {len(tally.lost)} missing, "
        f"{len(tally.problems)} found by `assetmap check`",
        *problems,
    )  # fmt: skip


def kill_writers(folder: Path, *, kills: int, least: int = 0, seed: int = 0, longest_s: float = 0.3) -> Tally:
    """
    Start a writer and kill -9 it after a random while, `kills` times, on one store; then look what is there.

    Every second one may first acknowledge so much that it is `least` in all, however slow the machine.
    """
    chance = random.Random(seed)  # noqa: S311
    path = folder / "assets.gpkg"
    acknowledged: dict[tuple[str, str], int] = {}
    for number in range(kills):
        writer = start("killing", path, 0, number)
        assert writer.stdout is not None
        try:
            assert writer.stdout.readline() == "ready\n", "the writer ended before it began"
            begin(writer)
            wanted = -(-2 * least // kills) if number % 2 else 1
            first = [writer.stdout.readline() for _ in range(max(wanted, 1))]
            assert first[-1], "the writer ended before it wrote anything"
            time.sleep(chance.uniform(0, longest_s))
            writer.send_signal(signal.SIGKILL)
            for line in (*first, *writer.stdout):
                if line.endswith("\n"):
                    what, which, version = line.split()
                    acknowledged[what, which] = int(version)
        finally:
            end(writer)
    with GeoPackageStore.open(path) as store:
        lost = tuple(_lost(store, path, acknowledged))
        erased = sum(what == "erased" for what, _ in acknowledged)
        problems = store.check().problems
        return Tally(kills=kills, acknowledged=len(acknowledged), erased=erased, lost=lost, problems=problems)


def _lost(store: GeoPackageStore, path: Path, acknowledged: dict[tuple[str, str], int]) -> Iterator[str]:
    there = {x.asset.id: x for x in store.read()}
    people = {person.alias for person in store.people.everybody()}
    calls = {call.number for call in store.calls.about()}
    held = b"".join(x.read_bytes() for x in path.parent.glob(f"{path.name}*"))
    for (what, which), version in acknowledged.items():
        if what == "asset":
            if (
                which not in there
                or there[which].version < version
                or store.exact_place(which) is None
                or not store.write([], by="steward", key=which).repeated
            ):
                yield f"asset {which}"
        elif what == "suggestion" and store.suggestions.get(int(which)) is None:
            yield f"suggestion {which}"
        elif what == "call" and int(which) not in calls:
            yield f"call {which}"
        elif what == "person" and which not in people:
            yield f"person {which}"
        elif what == "erased" and (there[which].asset.name or f"{_FORGET}{which}".encode() in held):
            yield f"the erasing of {which}"


_FORGET = "to be forgotten "


def _main(path: str, rest_s: str = "0", number: str = "1") -> None:
    from tests.torture.children import ready

    store = GeoPackageStore.open(path)
    ready()
    many = 0
    while True:
        many += 1
        time.sleep(float(rest_s))
        where = shapely.Point(-2 + many / 1e5, 51)
        asset = Asset(name=f"Asset {many}", kind="green_place", where=where, precision="neighbourhood")
        store.write([Edit(asset=asset, exact=where, expected=0)], by="steward", key=asset.id)
        changed = asset.changed(name="Changed")
        if many % 3 == 0:
            store.write([Edit(asset=changed, exact=where, expected=1)], by="steward")
        _said("asset", asset.id, 2 if many % 3 == 0 else 1)
        if many % 10 == 0:
            suggested = Suggested(asset=changed, exact=where, seen=1)
            _said("suggestion", store.suggestions.keep(suggested, by="steward")[0])
            _said("call", store.calls.note(asset.id, STILL_RIGHT, by="steward").number)
        if many == 8:  # a whole file is rewritten for each that is erased: a few are enough
            alias = f"Sam-{asset.id[:8]}"
            store.people.add(alias, role="contributor", by="steward", email=f"{asset.id}@example.org")
            _said("person", alias)
        if many == 4 and int(number) % 8 == 0:
            secret = Asset(name="Gone", kind="green_place", where=where)
            secret = secret.changed(own_words=f"{_FORGET}{secret.id}")
            store.write([Edit(asset=secret, expected=0)], by="resident")
            store.erase([secret.id], by="steward")
            _said("erased", secret.id)


def _said(what: str, which: object, version: int = 1) -> None:
    print(what, which, version, flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
