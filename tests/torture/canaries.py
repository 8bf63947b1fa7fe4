"""Where a refuge is, and who answers there, in everything that the program lets out: the long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.canary import canary
from tests.screens.conftest import served
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path


def row(folder: Path) -> Row:
    """Look through every output for each circle, with many places to measure from."""
    looked_at, leaks = canary(folder, served=served, long=True)
    return Row.of("canary place of a refuge", "0 outputs", f"{len(leaks)} of {looked_at} outputs", *leaks)
