"""
Two app processes on one home are read while others write: everything acknowledged is seen, and every answer is whole.

Each app is read by three: by one who fetches the places anew each time, by one who follows the differences as a
browser does, and by one who comes in over the websocket. Run as a module it is the one who writes.
"""

from __future__ import annotations

import asyncio
import csv
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.assets import Asset
from assetmap.bench.screens import serving
from assetmap.bench.screens.visitor import fetch, visiting
from assetmap.contributions import submit, withdraw
from assetmap.demo import make_demo
from assetmap.place import open_place
from tests.torture.children import begin, end, shell, start
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assetmap.place import Place

RUNS, EDITS, APPS = 30, 40, 2
_GOING, _GONE = 8, 9
_ROW = {"id", "name", "group", "needs", "symbol", "note"}
_BY_SHELL = 5
"""Every so many runs the shell brings in a list as well."""


@dataclass
class _Seen:
    """
    What was acknowledged so far, and what the readers found.

    `said` is short code → version, `_GOING` (it is about to be taken away: there or not) or `_GONE`.

    A reader takes a copy of `said` before it asks: what it is answered must be at least that new.
    """

    said: dict[str, int] = field(default_factory=dict)
    reads: int = 0
    lost: list[str] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)

    def compare(self, before: dict[str, int], rows: dict[str, dict[str, Any]], who: str) -> None:
        self.reads += 1
        for short, version in before.items():
            row = rows.get(short)
            if row is None:
                if version < _GOING and self.said[short] < _GOING:
                    self.lost.append(f"{who}: {short} is not there")
            elif version == _GONE:
                self.lost.append(f"{who}: {short} is there again")
            elif version != _GOING and (found := _version(row)) < version:
                self.lost.append(f"{who}: {short} is version {found}, {version} was acknowledged")
        for row in rows.values():
            if not row.keys() >= _ROW or (row["name"].startswith("Torture") and f"v{_version(row)}" not in row["note"]):
                self.malformed.append(f"{who}: a row is not whole: {str(row)[:200]}")


def row(folder: Path, *, runs: int = RUNS, edits: int = EDITS, apps: int = APPS) -> Row:
    """Serve, write and read."""
    home = make_demo(folder / "town")
    seen = _Seen()
    listed: list[str] = []
    with ExitStack() as opened:
        servers = [opened.enter_context(serving.ours(home, folder)) for _ in range(apps)]
        stop = threading.Event()
        threads = [
            threading.Thread(target=_guarded, args=(reader, server.url, seen, stop))
            for server in servers
            for reader in (_anew, _following, _coming_in)
        ]
        for thread in threads:
            thread.start()
        try:
            for run in range(runs):
                _written(home, run, edits, seen)
                if run % _BY_SHELL == 0:
                    listed += _brought_in(home, folder, run)
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=200)
        for server in servers:
            rows = _asked_anew(server.url, [])
            seen.compare(dict(seen.said), rows, "in the end")
            names = {row["name"] for row in rows.values()}
            seen.lost += [f"in the end: {name} of a list is not there" for name in listed if name not in names]
    return Row.of(
        f"read while writing, {apps} app processes", f"{runs} runs: 0 lost, 0 malformed",
        f"{runs} runs, {len(seen.said):,} assets in {runs * edits:,} edits and {len(listed)} rows by the shell; "
        f"{seen.reads:,} reads: {len(seen.lost)} lost, {len(seen.malformed)} malformed",
        *seen.lost, *seen.malformed, *([] if seen.reads > runs else ["hardly anything was read"]),
    )  # fmt: skip


def _written(home: Path, run: int, edits: int, seen: _Seen) -> None:
    writer = start("looking", home, run, edits)
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline() == "ready\n", "the writer ended before it began"
        begin(writer)
        for line in writer.stdout:
            short, version = line.split()
            seen.said[short] = int(version)
        assert writer.wait(timeout=60) == 0, "the writer ended early"
    finally:
        end(writer)


def _brought_in(home: Path, folder: Path, run: int) -> list[str]:
    names = [f"Listed {run}.{n}" for n in range(10)]
    file = folder / f"list-{run}.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([["Name", "Postcode"], *([name, "ZZ1 1AA"] for name in names)])
    done = shell("import", file, "--kind", "group or club", "--publish", home=home)
    assert done.returncode == 0, done.stderr
    return names


def _guarded(
    reader: Callable[[str, _Seen, threading.Event], None], url: str, seen: _Seen, stop: threading.Event
) -> None:
    try:
        reader(url, seen, stop)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault to be named
        seen.malformed.append(f"{reader.__name__.strip('_')}: {type(error).__name__}: {error}"[:300])


def _anew(url: str, seen: _Seen, stop: threading.Event) -> None:
    while not stop.is_set():
        before = dict(seen.said)
        rows = _asked_anew(url, seen.malformed)
        seen.compare(before, rows, "fetched anew")


def _asked_anew(url: str, malformed: list[str]) -> dict[str, dict[str, Any]]:
    while True:
        body = fetch(url, "/assetmap/places")[1]
        if body is None:
            malformed.append("the places were not given")
            return {}
        rows = {row["id"]: row for row in body["assets"]}
        since = _since(url, body["base"], body["version"])
        if since is not None:
            return _moved(rows, since)


def _following(url: str, seen: _Seen, stop: threading.Event) -> None:
    base, version, rows = "", 0, dict[str, dict[str, Any]]()
    while not stop.is_set():
        before = dict(seen.said)
        since = _since(url, base, version) if base else None
        if since is None:  # there is a new base: fetched, and followed at once
            body = fetch(url, "/assetmap/places")[1]
            base, version, rows = body["base"], body["version"], {row["id"]: row for row in body["assets"]}
            continue
        if since["version"] < version:
            seen.malformed.append("following: a version went back")
        version, rows = since["version"], _moved(rows, since)
        seen.compare(before, rows, "following")
        time.sleep(0.02)


def _since(url: str, base: str, version: int) -> dict[str, Any] | None:
    said: dict[str, Any] | None = fetch(url, f"/assetmap/places/since?base={base}&from={version}")[1]
    return said


def _moved(rows: dict[str, dict[str, Any]], since: dict[str, Any]) -> dict[str, dict[str, Any]]:
    moved = rows | {row["id"]: row for row in since["put"]}
    return {short: row for short, row in moved.items() if short not in since["gone"]}


def _coming_in(url: str, seen: _Seen, stop: threading.Event) -> None:
    async def come() -> None:
        async with visiting(url) as visitor:
            while not stop.is_set():
                before = dict(seen.said)
                answered = await visitor.rerun()
                seen.malformed.extend(f"on the screen: {text}" for text in answered.wrong)
                seen.compare(before, dict(visitor.assets), "on the screen")

    asyncio.run(come())


def _version(row: dict[str, Any]) -> int:
    return int(row["name"].rpartition(" v")[2]) if row["name"].startswith("Torture") else _GONE


def _main(home: str, run: str, edits: str) -> None:
    from tests.torture.children import ready

    place = open_place(home)
    where = place.layer("areas").geometry.iloc[0].representative_point()
    ready()
    mine: list[Asset] = []
    for n in range(int(edits)):
        if n % 4 == 3:  # every fourth edit takes the oldest away, every other fourth changes the newest
            asset = mine.pop(0)
            _acknowledge(place, asset, _GOING)
            withdraw(place.store, asset.id, by="steward")
            said = _GONE
        elif n % 4 == 1:
            asset, said = mine[-1].changed(name=mine[-1].name.replace(" v1", " v2"), hours_text="open, v2"), 2
            submit(place.store, asset, by="steward", publish=True)
            mine[-1] = asset
        else:
            asset = Asset(name=f"Torture {run}.{n} v1", kind="green place", hours_text="open, v1", where=where)
            submit(place.store, asset, by="steward", publish=True, expected=0)
            mine.append(asset)
            said = 1
        _acknowledge(place, asset, said)
    place.close()


def _acknowledge(place: Place, asset: Asset, said: int) -> None:
    there = place.store.get(asset.id)
    assert there is not None
    print(there.asset.short, said, flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
