"""A rerun with nothing changed, and one asset changed: what the server works and what it sends."""

from __future__ import annotations

import contextlib
import json
import statistics
from typing import TYPE_CHECKING

import shapely

from assetmap.bench.rows import Row
from assetmap.bench.screens import peer, serving, town
from assetmap.bench.screens.visitor import Visitor, run, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetmap.bench.screens.serving import Server

RATIO_GOAL = 50
BYTES_GOAL = 2_000
EDIT_GOAL = 20_000
_OURS, _THEIRS = 20, 3
_EDITS = 5
Pins = list[tuple[str, float, float]]


def rows(folder: Path, *, large: int) -> Iterator[Row]:
    """Measure on a place of `large` assets; homes and scripts are made in `folder`."""
    home = town.home(folder, many=large)
    with contextlib.ExitStack() as stack:
        beside = peer.write(home, folder / "peer-reruns")
        ours = stack.enter_context(serving.ours(home, folder))
        theirs = stack.enter_context(serving.peer(beside.script, folder)) if peer.is_there() else None
        yield from run(_unchanged(ours, theirs, beside.pins, large=large))
        yield run(_edited(ours, home, large=large))


async def _unchanged(ours: Server, theirs: Server | None, pins: Pins, *, large: int) -> list[Row]:
    """Let both run again by turns."""
    async with contextlib.AsyncExitStack() as stack:
        here = await stack.enter_async_context(visiting(ours.url))
        there = await stack.enter_async_context(visiting(theirs.url)) if theirs else None
        await here.rerun()
        if there is not None:
            await there.rerun()
        seconds: list[float] = []
        sent: list[int] = []
        their_seconds: list[float] = []
        their_sent: list[int] = []
        before = ours.cpu_s()
        for turn in range(_OURS):
            answered = await here.rerun()
            seconds.append(answered.seconds)
            sent.append(answered.sent + answered.fetched)
            if there is not None and turn % (_OURS // _THEIRS) == 0 and len(their_seconds) < _THEIRS:
                answered = await there.rerun()
                their_seconds.append(answered.seconds)
                their_sent.append(answered.sent)
        after = ours.cpu_s()
        equal = None if there is None else town.same(pins, shown_by_ours(here), shown_by_peer(there))
    mine, yours = statistics.median(seconds), statistics.median(their_seconds) if their_seconds else None
    busy = "" if before is None or after is None else f"; the server worked {(after - before) / _OURS * 1000:.0f} ms"
    spread = f"medians; {min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f} ms{busy}"
    work = f"rerun with nothing changed, {large:,} assets"
    mean = statistics.median(sent)
    return [
        Row(
            work=f"{work}: asked to answered", peer=peer.NAME, ours=mine * 1000, theirs=yours * 1000 if yours else None,
            unit="ms", ratio=yours / mine if yours else None, goal=f"≥ {RATIO_GOAL} ×", equal=equal,
            note=f"{spread}; {peer.versions()}" if yours else peer.MISSING,
        ),
        Row(
            work=f"{work}: sent", peer=peer.NAME, ours=mean,
            theirs=(many := statistics.median(their_sent)) if their_sent else None, unit="bytes",
            ratio=many / mean if their_sent else None, goal=f"< {BYTES_GOAL:,} bytes", equal=equal,
            note="websocket and HTTP together, as they travelled" if their_sent else peer.MISSING,
        ),
    ]  # fmt: skip


async def _edited(ours: Server, home: Path, *, large: int) -> Row:
    """Change one asset in the store, as another process or another person's Save does, and let a visitor follow."""
    from assetmap.contributions import submit
    from assetmap.place import open_place

    place = open_place(home)
    try:
        new = town.assets(place, _EDITS, seed=11)
        seconds, sent, found = [], [], True
        async with visiting(ours.url) as visitor:
            await visitor.rerun()
            for number, asset in enumerate(new):
                named = asset.changed(name=f"Just added {number}", source="", source_id="")
                submit(place.store, named, by="steward", publish=True)
                answered = await visitor.rerun()
                seconds.append(answered.seconds)
                sent.append(answered.sent + answered.fetched)
                at = named.where
                assert isinstance(at, shapely.Point)
                found = found and town.pin(named.name, at.x, at.y) in shown_by_ours(visitor)
    finally:
        place.close()
    return Row(
        work=f"one asset added at {large:,}: sent to somebody who looks", peer="-", ours=statistics.median(sent),
        theirs=None, unit="bytes", ratio=None, goal=f"< {EDIT_GOAL:,} bytes", equal=found,
        note=f"websocket and HTTP together, at most {max(sent):,}; the run took {statistics.median(seconds) * 1000:.0f}"
        " ms; folium sends the whole map again",
    )  # fmt: skip


def shown_by_ours(visitor: Visitor) -> Pins:
    """Read the names and places of the pins out of what our component was told to show, sorted."""
    said = visitor.faces["map"]
    groups, needs, shown = said.get("groups"), said.get("needs") or (), said.get("shown")
    return sorted(
        town.pin(row["name"], row["at"][0], row["at"][1])
        for row in visitor.assets.values()
        if row.get("at")
        and (shown is None or row["id"] in shown)
        and (not groups or row["group"] in groups)
        and all(need in row["needs"] for need in needs)
    )


def shown_by_peer(visitor: Visitor) -> Pins:
    """Read the same out of what folium sent."""
    said = visitor.frames.get("streamlit_folium.st_folium")
    return peer.markers(json.loads(said)["script"]) if said else []
