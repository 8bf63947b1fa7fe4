"""Opening a kept graph, and what a second process adds in memory to the first."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.bench.access.apart import apart
from assetmap.bench.access.turns import turns
from assetmap.bench.rows import Row
from assetmap.network import keep_graph, open_graph

if TYPE_CHECKING:
    from assetmap.bench.access.town import Town

GOAL_MS = 50
_ARRAYS = ("points", "first", "along_mm", "ends", "flags", "at", "part", "head", "to", "piece")


def rows(town: Town, *, short: bool = False) -> list[Row]:
    """Measure opening, and how much of a graph that was read through is a process's own."""
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        keep_graph(town.graph, folder)
        size = sum(x.stat().st_size for x in Path(folder).rglob("*.npy")) / 2**20
        seconds, given = turns({"ours": lambda: open_graph(folder)}, rounds=3 if short else 15)
        opened = given["ours"]
        same = all(np.array_equal(getattr(opened, x), getattr(town.graph, x)) for x in _ARRAYS)
        read = apart("opening:read_through", folder=folder)
    mine = read["private_mb"]
    return [
        Row(
            work=f"{town.name}: a kept graph is opened", peer="-", ours=seconds["ours"] * 1000, theirs=None, unit="ms",
            ratio=None, goal=f"≤ {GOAL_MS} ms", equal=same, note=f"{size:.0f} MB on disk, mapped",
        ),
        Row(
            work=f"{town.name}: memory that one more process adds, all of the graph read", peer="a copy each",
            ours=mine, theirs=size, unit="MB", ratio=None if not mine else size / mine, goal="shared", equal=None,
            note="what is not shared with other processes, of the mapped files"
            if mine is not None else "this system does not say what is shared",
        ),
    ]  # fmt: skip


def read_through(folder: str) -> dict[str, Any]:
    """Open a graph, read every array, and say how much of the mapped files is this process's own."""
    graph = open_graph(folder)
    assert graph is not None
    total = sum(float(np.asarray(getattr(graph, x)).sum()) for x in _ARRAYS)
    return {"private_mb": _private_mb(Path(folder).resolve()), "total": total}


def _private_mb(folder: Path) -> float | None:
    """Add up what is written or otherwise not backed by the files, in the maps of a folder's files."""
    try:
        said = Path("/proc/self/smaps").read_text(encoding="utf-8")
    except OSError:
        return None
    own, here = 0, False
    for line in said.splitlines():
        first = line.split(" ", 1)[0]
        if "-" in first and not first.endswith(":"):
            here = str(folder) in line
        elif here and first in {"Private_Dirty:", "Anonymous:", "Swap:"}:
            own += int(line.split()[1])
    return own / 1024
