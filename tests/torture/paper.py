"""
Hundreds of photographs of sheets, taken by a model of the world: how many are placed, how well, and what is found.

The sheets are the program's own (`print workshop`), open and held out ones together; `tests.paper` says how they are
made. Then the whole way by the shell: printed, made a picture at 150 and 300 dpi, photographed, read, in metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.demo import make_demo
from tests.paper.by_shell import walked
from tests.paper.running import results
from tests.paper.scoring import Tally
from tests.paper.sheets import SHEETS
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHAT = "photographs of workshop sheets"
FIGURE = "≥ 97 % placed, 0 wrongly, median ≤ 1.0 mm, p95 ≤ 2.5 mm, dots ≥ 98 %, false ≤ 1 %, 12 Mpx ≤ 3 s"


def row(folder: Path, *, sheets: Sequence[int] = tuple(SHEETS), photos: int = 20, walks: int = 3) -> Row:
    """Photograph each sheet so many times, read, compare; then walk from the shell to the shell."""
    tally = Tally(list(results(sheets, photos)))
    f = tally.figures
    problems = tally.missed_goals()
    way = walked(make_demo(folder / "town"), folder, photos=walks)
    p95_m, p95_mm = (float(np.percentile(x, 95)) if x else float("nan") for x in (way.errors_m, way.errors_mm))
    found = len(way.errors_m) / max(way.asked, 1)
    problems += way.problems
    if not p95_mm <= 2.5:
        problems.append(f"by the shell: drafts lie {p95_mm:.1f} mm off (p95)")
    reached = (
        f"{f['photos']:.0f} photos, {f['placed']:.1f} % placed, {f['wrong']:.0f} wrongly, "
        f"{f['median_mm']:.2f} mm, p95 {f['p95_mm']:.2f} mm, of {f['dots']:.0f} dots {f['found']:.1f} %, "
        f"false {f['false']:.1f} %, {f['seconds_p95']:.1f} s; by the shell {p95_m:.0f} m ({p95_mm:.1f} mm), "
        f"{100 * found:.0f} % of {way.asked}"
    )
    return Row.of(WHAT, FIGURE, reached, *problems)
