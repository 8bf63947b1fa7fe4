"""Refuges whose every secret is a canary, and everything that the program lets out, for every circle and role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.canary import canary
from tests.screens.conftest import served
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path


def row(folder: Path, *, long: bool = True) -> Row:
    """Let everything out, and look for a canary in it."""
    looked_at, leaks = canary(folder, served=served, long=long)
    return Row.of(
        "canary place of a refuge", "0 outputs, whoever asks",
        f"{len(leaks)} leaks in {looked_at:,} outputs: files, pages, answers, doors, screens' frames, logs",
        *leaks,
    )  # fmt: skip
