"""
The same edit sent three times, by three processes at once: it counts once, and each is told the same.

Run as a module it is one of the three.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import shapely

from assetmap.assets import Asset
from assetmap.contributions import change_by_receipt, receipt, submit
from assetmap.demo import make_demo
from assetmap.errors import AssetMapError
from assetmap.place import open_place
from assetmap.store.base import Edit
from assetmap.store.suggested import Suggested
from tests.torture.children import ready, start, together
from tests.torture.row import Row

TIMES, EDITS = 3, 25
"""So many by each way: more than sixty in a minute from people whom nobody knows are not taken."""
_WAYS = ("store", "form", "receipt", "suggestion")
_DAY = date(2026, 11, 21)


def row(folder: Path, *, edits: int = EDITS) -> Row:
    """Send new assets, forms and changes by receipt; then look how often each is there."""
    home = make_demo(folder / "town")
    place = open_place(home)
    try:
        given = [_given(n) for n in range(edits)]
        for asset in given:
            submit(place.store, asset, by="steward", expected=0)
        codes = folder / "codes.json"
        codes.write_text(json.dumps([receipt(place.store, asset.id) for asset in given]), encoding="utf-8")
        before = len(place.store.ids())
        told = together([start("sending", home, codes, edits) for _ in range(TIMES)])
        problems = [f"said: {x}" for one in told for x in one["said"]]
        for way in _WAYS:
            answers = [tuple(one[way]) for one in told]
            if len(set(answers)) != 1:
                problems.append(f"by {way}: who sent it was not told the same each time")
        suggested = place.store.suggestions.of([asset.id for asset in given])
        if len(suggested) != edits:
            problems.append(f"{len(suggested)} suggestions are there of {edits}")
        added = len(place.store.ids()) - before
        if added != 2 * edits:
            problems.append(f"{added} assets are there of {2 * edits}")
        often = [x.asset.name for x in place.store.read() if "sent" in x.asset.name and _wrong(x.asset.name, x.version)]
        problems += [f"{name} counted more than once" for name in often]
        problems += place.store.check().problems
    finally:
        place.close()
    return Row.of(
        "the same edit sent 3 times", "once: by the store, a form, a receipt, as a suggestion",
        f"{len(_WAYS) * edits} edits sent {TIMES} times, by {TIMES} processes at once: {len(often)} counted twice",
        *problems,
    )  # fmt: skip


def _wrong(name: str, version: int) -> bool:
    return version != (2 if name.startswith("Given") else 1)


def _given(number: int) -> Asset:
    return Asset(name=f"Given {number}, not sent yet", kind="green place", where=shapely.Point(-3.2, 50.5))


def _main(home: str, codes: str, edits: str) -> None:
    from streamlit.logger import set_log_level

    set_log_level("ERROR")  # there is no screen around the form, and Streamlit says so at every step
    from assetmap.screens.form import keeping
    from assetmap.screens.form.keeping import Adding

    place = open_place(home)
    here = place.layer("areas").geometry.iloc[0].representative_point()
    told: dict[str, list[str]] = {**{way: [] for way in _WAYS}, "said": []}
    ready()
    for number, code in enumerate(json.loads(Path(codes).read_text(encoding="utf-8"))[: int(edits)]):
        fixed = f"00000000-0000-4000-8000-{number:012x}"
        asset = Asset(id=fixed, name=f"Store {number} sent", kind="green place", where=here)
        adding = Adding.begun()
        adding.token = f"the-same-form-{number}"
        adding.answers.asset_id = f"00000000-0000-4000-9000-{number:012x}"
        adding.answers.values |= {"name": f"Form {number} sent", "group": "groups_and_clubs", "kind": "group_or_club"}
        adding.answers.where = here
        try:
            written = place.store.write([Edit(asset=asset, expected=0)], by="steward", key=f"store-{number}")
            told["store"].append(f"{fixed} {written.change} {written.versions}")
            keeping.save(adding, place=place, by="resident", on=_DAY)
            saved = adding.saved
            told["form"].append(f"{saved.asset.id} {saved.change} {saved.receipt}" if saved else adding.problem)
            there = place.store.get(code.split("-")[0])
            assert there is not None
            changed = there.asset.changed(name=f"Given {number} and sent")
            written = change_by_receipt(place.store, code, changed, key=f"receipt-{number}", expected=1)
            told["receipt"].append(f"{code} {written.change} {written.versions}")
            wished = Suggested(asset=changed.changed(cost="free"), exact=None, seen=1)
            kept = place.store.suggestions.keep(wished, by="steward", key=f"suggestion-{number}")
            told["suggestion"].append(f"{code} {kept[0]}")
        except AssetMapError as error:
            told["said"].append(str(error))
    place.close()
    print(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
