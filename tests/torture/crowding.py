"""
A thousand drafts and suggestions within a minute from people whom nobody knows: few are kept, stewards notice nothing.

Run as a module it is one of those who send them, or the steward at work meanwhile.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import Asset
from assetmap.contributions import receipt, submit, suggest, withdraw_by_receipt
from assetmap.errors import AssetMapError
from assetmap.store.geopackage import GeoPackageStore
from assetmap.store.people import MOST_A_MINUTE
from tests.torture.children import ready, start, together
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

SENT, PROCESSES, STEWARDS = 1_000, 4, 100
_WHERE = shapely.Point(-2, 51)


def row(folder: Path, *, sent: int = SENT, processes: int = PROCESSES, edits: int = STEWARDS) -> Row:
    """Let them send, while a steward and somebody with a receipt go on."""
    path = folder / "assets.gpkg"
    with GeoPackageStore.open(path) as store:
        shown = Asset(name="Shown", kind="green_place", where=_WHERE)
        mine = Asset(name="Mine", kind="green_place", where=_WHERE)
        submit(store, shown, by="steward", publish=True)
        submit(store, mine, by="steward")
        code = receipt(store, mine.id)
        senders = [start("crowding", path, shown.id, sent // processes) for _ in range(processes)]
        steward, *told = together([start("crowding", path, code, edits, "steward"), *senders])
        drafts = sum(x.asset.name.startswith("Sent") for x in store.read(statuses=["draft"]))
        kept = drafts + len(store.suggestions.of([shown.id]))
        problems = [*store.check().problems]
        checked = sum(x.asset.name.startswith("Worked") for x in store.read(statuses=["published"]))
        if store.get(mine.id).asset.name:
            problems.append("a receipt did not take its asset away meanwhile")
    said = {x for one in told for x in one["said"]}
    if kept != sum(one["kept"] for one in told) or kept > MOST_A_MINUTE:
        problems.append(f"{kept} were kept, {sum(one['kept'] for one in told)} were acknowledged")
    if not all("Wait a minute" in x and "nothing you typed is lost" in x for x in said):
        problems += [f"said: {x}" for x in said]
    if checked != edits or steward["said"]:
        problems.append(f"{checked} of {edits} edits of a steward were kept: {steward['said'][:2]}")
    return Row.of(
        f"{sent:,} anonymous drafts in a minute", "capped, stewards unhindered",
        f"{sent:,} sent by {processes} processes, {kept} kept; {checked} of {edits} edits of a steward and a receipt's "
        "withdrawal meanwhile",
        *problems,
    )  # fmt: skip


def _main(path: str, which: str, many: str, who: str = "resident") -> None:
    told: dict[str, object] = {}
    with GeoPackageStore.open(path) as store:
        ready()
        told = _work(store, which, int(many)) if who == "steward" else _send(store, which, int(many))
    print(json.dumps(told))


def _work(store: GeoPackageStore, code: str, many: int) -> dict[str, object]:
    said = []
    for n in range(many):
        try:
            submit(store, Asset(name=f"Worked {n}", kind="green_place", where=_WHERE), by="steward", publish=True)
            if n == many // 2:
                withdraw_by_receipt(store, code)
        except AssetMapError as error:
            said.append(str(error))
    return {"said": said}


def _send(store: GeoPackageStore, shown: str, many: int) -> dict[str, object]:
    kept, said = 0, []
    there = store.get(shown)
    assert there is not None
    for n in range(many):
        try:
            if n % 2:
                suggest(store, there.asset.changed(cost=f"{n} pounds"), by="resident")
            else:
                submit(store, Asset(name=f"Sent {n}", kind="green_place", where=_WHERE), by="resident")
            kept += 1
        except AssetMapError as error:
            said.append(str(error))
    return {"kept": kept, "said": sorted(set(said))}


if __name__ == "__main__":
    _main(*sys.argv[1:])
