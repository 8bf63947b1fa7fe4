"""
A disk that is full, a folder that may not be written, a store that another program holds: by store, shell and screen.

Each time what failed is said in a plain sentence, nothing of it is there, and the same again succeeds once the fault is
mended. `hindered_child` is the process in which it happens.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assetmap.demo import make_demo
from tests.torture.children import CHECKOUT, environment
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FAULTS, WAYS = ("full", "unwritable", "locked"), ("store", "shell", "screen")
DISK_MB = 2
_PATIENCE_S = 600
_SMALL_DISK = 'mount -t tmpfs -o size={size}m tmpfs "$1" && cp -r "$2" "$1/town" && shift 2 && exec "$@"'


def row(
    folder: Path, *, faults: Sequence[str] = FAULTS, ways: Sequence[str] = WAYS, waits_s: float | None = None
) -> Row:
    """Try each fault by each way; `waits_s` is how long a held store is waited for, if not as long as always."""
    town = make_demo(folder / "town")
    cells = [(fault, way) for fault in faults for way in ways]
    tried, untried, problems = 0, [], []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for (fault, way), told in zip(cells, pool.map(lambda x: _told(folder, town, *x, waits_s), cells), strict=True):
            if isinstance(told, str):
                untried.append(f"{fault}: {told}")
                continue
            tried += int(told["tried"])
            problems += [f"{fault}, by {way}: {x}" for x in told["problems"]]
    if not tried:
        return Row(what=_WHAT, figure=_FIGURE, reached="; ".join(dict.fromkeys(untried)), is_reached=None)
    more = f" (not here: {'; '.join(dict.fromkeys(untried))})" if untried else ""
    return Row.of(
        _WHAT, _FIGURE,
        f"{tried} saves failed by {', '.join(ways)}: {len(problems)} half-written or not said plainly{more}",
        *problems,
    )  # fmt: skip


_WHAT, _FIGURE = "disk full, not writable, locked", "0 half-writes, a plain sentence"


def _told(folder: Path, town: Path, fault: str, way: str, waits_s: float | None) -> dict[str, list[str]] | str:
    """Run one cell in a process of its own; gives what it found, or why it could not be tried."""
    own = folder / f"{fault}-{way}"
    own.mkdir()
    home = own / "town"
    child = [sys.executable, "-m", "tests.torture.hindered_child", fault, way, str(home), str(waits_s or "")]
    if fault == "full":
        why = _no_small_disk(own)
        if why:
            return why
        script = _SMALL_DISK.format(size=DISK_MB)
        child = ["unshare", "-rm", "sh", "-c", script, "sh", str(own), str(town), *child]
    else:
        shutil.copytree(town, home)
    settings = {"XDG_DATA_HOME": str(folder / "data"), "ASSETMAP_HOME": str(town)}
    done = subprocess.run(
        child, capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment(**settings),
        timeout=_PATIENCE_S,
    )  # fmt: skip
    if done.returncode:
        return {"tried": 0, "problems": [f"ended early: {done.stderr[-400:]}"]}
    told: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return told


def _no_small_disk(folder: Path) -> str:
    if shutil.which("unshare") is None or not hasattr(os, "geteuid"):
        return "no unshare: a small disk cannot be mounted"
    can = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs tmpfs "$0"', str(folder)]
    done = subprocess.run(can, capture_output=True, check=False)
    return "a small disk cannot be mounted here" if done.returncode else ""
