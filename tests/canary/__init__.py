"""
A town with refuges whose every secret is a canary, and everything that the program lets out.

`canary(folder)` makes the town, gathers the outputs for each circle and role, and names every canary in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.canary import listening, making
from tests.canary.searching import leaks_in
from tests.canary.town import CIRCLES, closed_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def canary(folder: Path, *, served: Callable[..., object] | None = None, long: bool = False) -> tuple[int, list[str]]:
    """
    Look for canaries in all that a town lets out.

    Parameters
    ----------
    folder
        An empty folder of one's own.
    served
        Runs the app on a home (`with served(home, log) as address`); without it the screens and doors are left out.
    long
        Many more origins to measure from, every screen, and somebody of every circle at the running app; else it is
        looked at by the public, from whom most is hidden, and by the innermost circle, who see most.

    Returns
    -------
    looked_at, leaks
        How many outputs were looked at, and a sentence for each leak: what leaked, to whom, in which output. That an
        output was empty, so that nothing could be looked for, is among them.
    """
    home, refuges = closed_town(folder / "town")
    looked_at, leaks = 0, []
    for circle in CIRCLES:
        outputs = making.outputs(home, folder / circle, refuges, circle=circle, long=long)
        if served is not None and (long or circle in {CIRCLES[0], CIRCLES[-1]}):
            outputs |= listening.outputs(home, folder / circle, refuges, circle=circle, served=served, long=long)
            leaks += listening.not_heard(outputs, circle=circle) + listening.kept(home, folder / circle)
        looked_at += len(outputs)
        for name, content in outputs.items():
            leaks += [f"{what} to {circle} in {name}" for what in leaks_in(content, refuges, circle=circle)]
    return looked_at, leaks
