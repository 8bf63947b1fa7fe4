"""
One saved edit on a large store: ours beside what people do with GeoPandas and pyogrio.

Each of the three keeps a GeoPackage of its own with the same rows, on the same disk, and takes turns in one run.
Ours counts what it promises (version, history, idempotency key and a commit that is on the disk); the peers
write the row alone.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import Asset, to_frame
from assetmap.bench.rows import Row
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame

FULL = 100_000
APPEND_GOAL = 20
REWRITE_GOAL = 1_000
_COLUMNS = ["id", "short", "name", "kind", "description", "address", "phone", "status", "geometry"]
_LAYER = "assets"


def rows(*, size: int | None = None) -> list[Row]:
    """
    Measure one saved edit, power-safe.

    Parameters
    ----------
    size
        Assets in the store (100,000 when None). Medians of 200 edits of ours, 40 appends and 5 rewrites, fewer on a
        small store.
    """
    many = size or FULL
    appends, rewrites = (40, 5) if many >= 1000 else (5, 2)
    assets = _assets(many + appends * 6 + rewrites)
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peers' own remarks on formats
        return _measured(Path(folder), assets, many=many, appends=appends, rewrites=rewrites)


def _measured(folder: Path, assets: list[Asset], *, many: int, appends: int, rewrites: int) -> list[Row]:
    import pyogrio

    store = GeoPackageStore.open(folder / "ours.gpkg")
    store.write([Edit(asset=x, expected=0) for x in assets[:many]], by="steward")
    first = _flat(assets[:many])
    for name in ("append", "rewrite"):
        pyogrio.write_dataframe(first, folder / f"{name}.gpkg", layer=_LAYER)
    coming = iter(assets[many:])
    ours: list[float] = []
    theirs: dict[str, list[float]] = {"append": [], "rewrite": []}
    added: dict[str, list[Asset]] = {"ours": [], "append": [], "rewrite": []}

    def edit(asset: Asset) -> None:
        store.write([Edit(asset=asset, expected=0, what="added")], by="steward", key=asset.id)

    def append(asset: Asset) -> None:
        pyogrio.write_dataframe(_flat([asset]), folder / "append.gpkg", layer=_LAYER, append=True)

    for turn in range(appends):
        for _ in range(5):
            ours.append(_timed(edit, asset := next(coming)))
            added["ours"].append(asset)
        theirs["append"].append(_timed(append, asset := next(coming)))
        added["append"].append(asset)
        if turn % (appends // rewrites) == 0 and len(theirs["rewrite"]) < rewrites:
            theirs["rewrite"].append(_timed(lambda x: _rewrite(folder / "rewrite.gpkg", x), asset := next(coming)))
            added["rewrite"].append(asset)

    kept = {name: _kept(folder / f"{name}.gpkg", many, added[name]) for name in theirs}
    here = {x.asset.id: x.asset for x in store.read()}
    kept_ours = len(here) == many + len(added["ours"]) and all(here.get(x.id) == x for x in added["ours"])
    store.close()
    mine = statistics.median(ours) * 1000
    words = {
        "append": ("pyogrio append", APPEND_GOAL, "the row alone: no version, no history, no key"),
        "rewrite": ("read, concat, to_file", REWRITE_GOAL, "the whole file for each edit"),
    }
    return [
        Row(
            work=f"one saved edit, power-safe, {many:,} assets",
            peer=peer,
            ours=mine,
            theirs=(yours := statistics.median(theirs[name]) * 1000),
            unit="ms",
            ratio=yours / mine,
            goal=f"≥ {goal:,} ×",
            equal=kept_ours and kept[name],
            note=f"{note}; medians of {len(ours)} and {len(theirs[name])}",
        )
        for name, (peer, goal, note) in words.items()
    ]


def _assets(many: int) -> list[Asset]:
    chance = random.Random(7)  # noqa: S311  # a seeded town, no secret
    return [
        Asset(
            name=f"Asset {number}",
            kind="green place",
            status="published",
            description="A quiet green with benches, five minutes from the station.",
            address=f"{number % 200} High Street",
            phone="01632 960000",
            where=shapely.Point(-3.6 + chance.random() / 10, 50.3 + chance.random() / 10),
            short=f"{number:06d}",
        )
        for number in range(many)
    ]


def _flat(assets: list[Asset]) -> GeoDataFrame:
    return to_frame(assets)[_COLUMNS]


def _timed(work: Callable[[Asset], None], asset: Asset) -> float:
    begin = time.perf_counter()
    work(asset)
    return time.perf_counter() - begin


def _rewrite(path: Path, asset: Asset) -> None:
    import geopandas as gpd
    import pandas as pd

    frame = pd.concat([gpd.read_file(path, layer=_LAYER), _flat([asset])], ignore_index=True)
    frame.to_file(path, layer=_LAYER)


def _kept(path: Path, many: int, added: list[Asset]) -> bool:
    """Say whether a peer's file holds what it took: every row, and the new ones where they were put."""
    import pyogrio

    frame = pyogrio.read_dataframe(path, layer=_LAYER).set_index("id")
    return len(frame) == many + len(added) and all(
        x.id in frame.index and frame.loc[x.id, "name"] == x.name and frame.loc[x.id, "geometry"] == x.where
        for x in added
    )
