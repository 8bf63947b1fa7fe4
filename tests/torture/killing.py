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
from tests.torture.children import begin, end, start
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

KILLS, ACKNOWLEDGED = 200, 20_000


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of it: `lost` ids were acknowledged and are not there as acknowledged; `problems` from `check`."""

    kills: int
    acknowledged: int
    lost: tuple[str, ...]
    problems: tuple[str, ...]


def row(folder: Path, *, kills: int = KILLS, least: int = ACKNOWLEDGED, longest_s: float = 0.5) -> Row:
    """Kill writers and look for every acknowledged edit."""
    tally = kill_writers(folder, kills=kills, longest_s=longest_s)
    problems = [*tally.problems]
    if tally.lost:
        problems.append(f"missing: {', '.join(tally.lost[:5])}")
    if tally.acknowledged < least:
        problems.append(f"only {tally.acknowledged:,} were acknowledged: too few to say anything")
    return Row.of(
        "kill -9 during writes", f"{kills} kills, ≥ {least:,} acknowledged, 0 missing; index = rows = history",
        f"{tally.kills} kills, {tally.acknowledged:,} acknowledged, {len(tally.lost)} missing, "
        f"{len(tally.problems)} found by `assetmap check`",
        *problems,
    )  # fmt: skip


def kill_writers(folder: Path, *, kills: int, seed: int = 0, longest_s: float = 0.3) -> Tally:
    """Start a writer and kill -9 it after a random while, `kills` times, on one store; then look what is there."""
    chance = random.Random(seed)  # noqa: S311
    path = folder / "assets.gpkg"
    acknowledged: dict[str, int] = {}
    for _ in range(kills):
        writer = start("killing", path)
        assert writer.stdout is not None
        try:
            assert writer.stdout.readline() == "ready\n", "the writer ended before it began"
            begin(writer)
            first = writer.stdout.readline()
            assert first, "the writer ended before it wrote anything"
            time.sleep(chance.uniform(0, longest_s))
            writer.send_signal(signal.SIGKILL)
            for line in (first, *writer.stdout):
                if line.endswith("\n"):
                    asset_id, version = line.split()
                    acknowledged[asset_id] = int(version)
        finally:
            end(writer)
    with GeoPackageStore.open(path) as store:
        there = {x.asset.id: x for x in store.read()}
        lost = tuple(
            asset_id
            for asset_id, version in acknowledged.items()
            if asset_id not in there
            or there[asset_id].version < version
            or store.exact_place(asset_id) is None
            or not store.write([], by="steward", key=asset_id).repeated
        )
        return Tally(kills=kills, acknowledged=len(acknowledged), lost=lost, problems=store.check().problems)


def _main(path: str, rest_s: str = "0") -> None:
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
        if many % 3 == 0:
            store.write([Edit(asset=asset.changed(name="Changed"), exact=where, expected=1)], by="steward")
        print(asset.id, 2 if many % 3 == 0 else 1, flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
