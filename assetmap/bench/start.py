"""How soon the shell answers: whole processes, `assetmap --help` against importing what it would otherwise import."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from assetmap.bench.rows import Row

GOAL_S = 0.5
_HEAVY = ("geopandas", "folium", "streamlit", "osmnx")


def rows(*, size: int | None = None) -> list[Row]:
    """
    Measure start-up, one whole process each.

    Parameters
    ----------
    size
        Repeats a figure (7 when None); medians are given.
    """
    repeats = size or 7
    help_: list[float] = []
    imports: dict[str, list[float]] = {name: [] for name in _HEAVY}
    said_help = True
    for _ in range(repeats):
        seconds, output = _timed(["-m", "assetmap", "--help"])
        help_.append(seconds)
        said_help = said_help and "setup" in output
        for name in _HEAVY:
            imports[name].append(_timed(["-c", f"import {name}"])[0])
    ours = statistics.median(help_)
    return [
        Row(
            work="assetmap --help, whole process",
            peer=f"import {name}",
            ours=ours,
            theirs=(theirs := statistics.median(times)),
            unit="s",
            ratio=theirs / ours,
            goal=f"≤ {GOAL_S} s",
            equal=said_help,
            note="",
        )
        for name, times in imports.items()
    ]


def _timed(arguments: list[str]) -> tuple[float, str]:
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)  # noqa: S603
    return time.perf_counter() - begin, done.stdout
