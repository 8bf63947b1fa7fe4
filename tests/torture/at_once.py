"""
Eight who change the same ten assets at once, each having seen a version: nothing is lost, and who comes second is told.

Run as a module it is one of the eight; half of them write straight to the store, half as a form does.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import Asset
from assetmap.contributions import submit
from assetmap.errors import ConflictError, StoreError
from assetmap.store.base import Edit, Stored
from assetmap.store.geopackage import GeoPackageStore
from tests.torture.children import ready, start, together
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

PROCESSES, EDITS, ASSETS = 8, 100, 10
_LOOKS_S = 0.01
"""So long somebody looks, at most, before they save."""


def row(folder: Path, *, processes: int = PROCESSES, edits: int = EDITS, assets: int = ASSETS) -> Row:
    """Let them write, then look for every mark in the history."""
    path = folder / "assets.gpkg"
    with GeoPackageStore.open(path) as store:
        many = [Asset(name=f"Asset {n}", kind="green_place", where=shapely.Point(-2, 51)) for n in range(assets)]
        store.write([Edit(asset=asset, expected=0) for asset in many], by="steward")
        ways = ("store", "form")
        told = together([start("at_once", path, n, edits, ways[n % 2]) for n in range(processes)])
        conflicts, shown = (sum(x[name] for x in told) for name in ("conflicts", "shown"))
        problems = [f"said: {x}" for one in told for x in one["said"]]
        problems += [*store.check().problems]
        if shown != conflicts:
            problems.append(f"{conflicts - shown} conflicts did not show both versions")
        marks = sorted(mark for asset in many for mark in _marks(store, asset.id, problems))
    expected = sorted(f"p{n}-{edit}" for n in range(processes) for edit in range(edits))
    lost = len(set(expected) - set(marks))
    if marks != expected:
        problems.append(f"{lost} edits lost, {len(marks) - len(set(marks))} kept twice")
    if processes * edits >= 100 and not conflicts:
        problems.append("nobody came second: nothing was tried")
    busy = sum(x["busy"] for x in told)
    return Row.of(
        "writers at once", f"{processes} × {edits} edits on {assets} assets: 0 lost, 0 “busy”, conflicts shown",
        f"{len(set(marks)):,} kept, {lost} lost, {busy} “busy”, {conflicts:,} conflicts, {shown:,} with both versions",
        *problems,
    )  # fmt: skip


def _marks(store: GeoPackageStore, asset_id: str, problems: list[str]) -> list[str]:
    """Return what was added to an asset, version by version; each adds one mark to the one before it."""
    marks: list[str] = []
    for change in store.history(asset_id)[1:]:
        words = str(change.record.get("description", "")).split()
        if words[:-1] != marks:
            problems.append(f"version {change.version} of an asset does not stand on the one before it")
        marks = words
    return marks


def _main(path: str, number: str, edits: str, way: str) -> None:
    chance = random.Random(int(number))  # noqa: S311
    conflicts = shown = busy = 0
    said: list[str] = []
    with GeoPackageStore.open(path) as store:
        ids = store.ids()
        ready()
        for edit in range(int(edits)):
            seen = store.get(chance.choice(ids))
            mark = f"p{number}-{edit}"
            while seen is not None:
                time.sleep(chance.uniform(0, _LOOKS_S))
                meant = seen.asset.changed(description=f"{seen.asset.description} {mark}".strip())
                try:
                    _write(store, meant, seen=seen, way=way)
                    break
                except ConflictError as error:
                    conflicts += 1
                    theirs = error.theirs
                    # What is shown to who comes second: theirs, newer than what was seen, beside what was meant.
                    if (
                        isinstance(theirs, Stored)
                        and theirs.version > seen.version
                        and theirs.asset.description.startswith(seen.asset.description)
                        and mark not in theirs.asset.description
                        and theirs.asset != meant
                    ):
                        shown += 1
                    seen = theirs if isinstance(theirs, Stored) else store.get(meant.id)
                except StoreError as error:
                    said.append(str(error))
                    busy += "in use" in str(error)
                    break
    print(json.dumps({"conflicts": conflicts, "shown": shown, "busy": busy, "said": said}))


def _write(store: GeoPackageStore, meant: Asset, *, seen: Stored, way: str) -> None:
    if way == "store":
        store.write([Edit(asset=meant, expected=seen.version)], by="steward")
    else:
        submit(store, meant, by="steward", expected=seen.version)


if __name__ == "__main__":
    _main(*sys.argv[1:])
