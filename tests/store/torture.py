"""Writers killed without warning, over and over: what they had acknowledged must all be there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from assetmap.store.geopackage import GeoPackageStore

_CHECKOUT = Path(__file__).resolve().parent.parent.parent

# Acknowledges each asset on its own line, only once `write` has returned.
WRITER = """
import sys, shapely
from assetmap.assets import Asset
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
store = GeoPackageStore.open(sys.argv[1])
many = 0
while True:
    many += 1
    where = shapely.Point(-2 + many / 1e5, 51)
    asset = Asset(name=f"Asset {many}", kind="green_place", where=where, precision="neighbourhood")
    store.write([Edit(asset=asset, exact=where, expected=0)], by="steward", key=asset.id)
    if many % 3 == 0:
        store.write([Edit(asset=asset.changed(name="Changed"), exact=where, expected=1)], by="steward")
        print(asset.id, 2, flush=True)
    else:
        print(asset.id, 1, flush=True)
"""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of it: `lost` ids were acknowledged and are not there as acknowledged; `problems` from `check`."""

    kills: int
    acknowledged: int
    lost: tuple[str, ...]
    problems: tuple[str, ...]


def kill_writers(folder: Path, *, kills: int, seed: int = 0, longest_s: float = 0.3) -> Tally:
    """Start a writer and kill -9 it after a random while, `kills` times, on one store; then look what is there."""
    chance = random.Random(seed)  # noqa: S311
    path = folder / "assets.gpkg"
    acknowledged: dict[str, int] = {}
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(_CHECKOUT)},
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first, "the writer ended before it wrote anything"
        time.sleep(chance.uniform(0, longest_s))
        writer.send_signal(signal.SIGKILL)
        lines = [first, *writer.stdout]
        writer.stdout.close()
        writer.wait()
        for line in lines:
            if line.endswith("\n"):
                asset_id, version = line.split()
                acknowledged[asset_id] = int(version)
    store = GeoPackageStore.open(path)
    try:
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
    finally:
        store.close()
