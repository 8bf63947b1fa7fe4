"""
Measurements against peers: ratios within one run, answers compared. Never a timed test.

Each benchmark is a module with `rows(*, size=None)`; peers that are not installed give a row that says so.
"""

from __future__ import annotations

import importlib
import os
import platform
from typing import TYPE_CHECKING

from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row

BENCHMARKS = ("start", "store", "page", "referral", "screens", "access", "gaps", "exchange", "alike")


def run(name: str | None = None, *, size: int | None = None) -> Iterator[Row]:
    """
    Run one benchmark, or all.

    Parameters
    ----------
    size
        Rows, pages or repeats, as each benchmark says; its own full size when None.

    Raises
    ------
    SettingsError
        There is no such benchmark.
    """
    if name is not None and name not in BENCHMARKS:
        raise SettingsError(f"there is no such benchmark: choose one of {', '.join(BENCHMARKS)}.")
    for one in BENCHMARKS if name is None else (name,):
        yield from importlib.import_module(f"assetmap.bench.{one}").rows(size=size)


def machine() -> dict[str, object]:
    """Say what the figures were measured on."""
    from assetmap import __version__

    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "assetmap": __version__,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as handle:  # noqa: PTH123  # a device file
            names = [line.partition(":")[2].strip() for line in handle if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()
