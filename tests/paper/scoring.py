"""What a reader made of photographs, against the truth."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.paper.photograph import Photo

NEAR_MM = 6.0
"""A dot that is read farther from any of the truth is a false one (stickers are 8 to 19 mm wide)."""
WRONG_MM = 10.0
"""A sheet is placed wrongly if its dots lie so far off, in the middle of them: nobody would call that an error bar."""
GOALS = {"placed": 97.0, "median_mm": 1.0, "p95_mm": 2.5, "found": 98.0, "false": 1.0, "wrong": 0, "seconds": 3.0}


@dataclass(frozen=True)
class Result:
    """
    One photograph.

    Attributes
    ----------
    errors_mm
        On paper, of each dot that was found.
    asked, found, false
        How many dots a reader can be asked for, how many it found, how many it made up.
    off_mm
        Between a dot's millimetres on paper and its degrees on earth, at most: 0 where both say the same place.
    refused
        The key of the refusal, or "".
    seconds
        Of one processor, for reading alone.
    """

    name: str
    pixels: float
    is_placed: bool
    is_wrong: bool
    errors_mm: tuple[float, ...] = ()
    asked: int = 0
    found: int = 0
    false: int = 0
    colours: int = 0
    shapes: int = 0
    numbers: int = 0
    numbers_wrong: int = 0
    tags: int = 0
    off_mm: float = 0.0
    said_mm: float | None = None
    refused: str = ""
    why: str = ""
    seconds: float = 0.0
    missed: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()


def judged(photo: Photo, reads: Sequence[Any], *, seconds: float) -> Result:
    """Compare what was read with what is on the paper."""
    mine = [r for r in reads if r.placed]
    if not mine:
        refused = reads[0].refused if reads else None
        key, why = (refused.key, refused.why) if refused else ("nothing", "nothing was given back")
        return Result(
            photo.name, photo.pixels, is_placed=False, is_wrong=False, refused=key, why=why, seconds=seconds
        )  # fmt: skip
    read = next((r for r in mine if r.code == photo.sheet.code), mine[0])
    is_other = len(mine) > 1 or read.code != photo.sheet.code
    dots = list(read.dots)
    asked = [d for d in photo.dots if d.is_asked]
    pairs = _pairs([(d.mark.x_mm, d.mark.y_mm) for d in photo.dots], [(d.x_mm, d.y_mm) for d in dots])
    errors, colours, shapes, found, numbers, wrong_numbers = [], 0, 0, 0, 0, 0
    for i, j in pairs.items():
        truth, dot = photo.dots[i], dots[j]
        if not truth.is_asked:
            continue
        found += 1
        errors.append(math.hypot(dot.x_mm - truth.mark.x_mm, dot.y_mm - truth.mark.y_mm))
        colours += not truth.mark.colour or dot.colour == truth.mark.colour
        shapes += not truth.mark.shape or dot.shape == truth.mark.shape
        numbers += truth.mark.number is not None and dot.number == truth.mark.number
        wrong_numbers += dot.number is not None and dot.number != truth.mark.number
    missed = tuple(_called(d) for i, d in enumerate(photo.dots) if d.is_asked and i not in pairs)
    taken = set(pairs.values())
    made_up = tuple(f"{d.colour} {d.shape} {d.size_mm:.0f} mm at {d.x_mm:.0f}, {d.y_mm:.0f}"
                    for j, d in enumerate(dots) if j not in taken)  # fmt: skip
    return Result(
        photo.name, photo.pixels, is_placed=True, is_wrong=is_other or _is_off(photo, dots), errors_mm=tuple(errors),
        asked=len(asked), found=found, false=len(made_up), colours=colours, shapes=shapes, numbers=numbers,
        numbers_wrong=wrong_numbers, tags=sum(d.mark.number is not None for d in asked), off_mm=_off_mm(photo, dots),
        said_mm=read.error_mm, seconds=seconds, missed=missed, made_up=made_up,
    )  # fmt: skip


def _pairs(truth: list[tuple[float, float]], read: list[tuple[float, float]]) -> dict[int, int]:
    if not truth or not read:
        return {}
    far = np.hypot(*(np.array(truth)[:, None] - np.array(read)[None]).transpose(2, 0, 1))
    rows, columns = linear_sum_assignment(np.where(far <= NEAR_MM, far, 1e3))
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if far[i, j] <= NEAR_MM}


def _is_off(photo: Photo, dots: list[Any]) -> bool:
    """Say whether most dots lie far from any of the truth, or their degrees are not where their millimetres are."""
    if not dots:
        return False
    near = [min(math.hypot(d.x_mm - t.mark.x_mm, d.y_mm - t.mark.y_mm) for t in photo.dots) for d in dots]
    return statistics.median(near) > WRONG_MM or _off_mm(photo, dots) > 1.0


def _off_mm(photo: Photo, dots: list[Any]) -> float:
    worst = 0.0
    for dot in dots:
        should = photo.sheet.metres(*photo.sheet.lonlat(dot.x_mm, dot.y_mm))
        on_earth = [] if dot.lon is None else [photo.sheet.metres(dot.lon, dot.lat)]  # the parent reckons degrees
        for is_at in [*on_earth, (dot.east, dot.north)]:
            worst = max(worst, math.hypot(is_at[0] - should[0], is_at[1] - should[1]) / photo.sheet.metres_a_mm)
    return worst


def _called(dot: Any) -> str:
    m = dot.mark
    more = " under another" * m.under + " with a figure" * m.figure
    where = f"{m.x_mm:.0f}, {m.y_mm:.0f} (px {dot.x_px:.0f}, {dot.y_px:.0f})"
    return f"{m.way} {m.colour} {m.shape} {m.size_mm:.0f} mm{more} at {where}"


@dataclass
class Tally:
    """All photographs of a run together."""

    results: list[Result] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, float]:
        """The figures, by the names of `GOALS` and some more."""
        rs = self.results
        placed = [r for r in rs if r.is_placed]
        errors = [e for r in placed for e in r.errors_mm] or [math.nan]
        asked, found = sum(r.asked for r in placed), sum(r.found for r in placed)
        read = found + sum(r.false for r in placed)
        large = [r.seconds for r in rs if r.pixels > 11e6] or [math.nan]
        tags = sum(r.tags for r in placed)
        return {
            "photos": len(rs),
            "placed": 100 * len(placed) / max(len(rs), 1),
            "median_mm": float(np.median(errors)),
            "p95_mm": float(np.percentile(errors, 95)),
            "found": 100 * found / max(asked, 1),
            "false": 100 * sum(r.false for r in placed) / max(read, 1),
            "wrong": sum(r.is_wrong for r in rs),
            "seconds": float(np.median(large)),
            "seconds_p95": float(np.percentile(large, 95)),
            "dots": asked,
            "colours": 100 * sum(r.colours for r in placed) / max(found, 1),
            "shapes": 100 * sum(r.shapes for r in placed) / max(found, 1),
            "numbers": 100 * sum(r.numbers for r in placed) / max(tags, 1) if tags else math.nan,
            "numbers_wrong": sum(r.numbers_wrong for r in placed),
        }

    def missed_goals(self) -> list[str]:
        """Name the figures that were not reached."""
        f = self.figures
        at_least = [k for k in ("placed", "found") if not f[k] >= GOALS[k]]
        at_most = [k for k in ("median_mm", "p95_mm", "false", "wrong") if not f[k] <= GOALS[k]]
        slow = ["seconds"] if f["seconds_p95"] > GOALS["seconds"] else []
        return [f"{k} is {f[k]:.2f}, and should be {GOALS[k]}" for k in [*at_least, *at_most, *slow]]

    def __str__(self) -> str:
        f = self.figures
        refused = Counter(r.refused for r in self.results if not r.is_placed)
        said = [(r.said_mm, float(np.percentile(r.errors_mm, 95))) for r in self.results if r.said_mm and r.errors_mm]
        honest = 100 * sum(said_mm >= is_mm for said_mm, is_mm in said) / max(len(said), 1)
        return "\n".join(
            [
                f"{f['photos']:.0f} photographs, {f['dots']:.0f} dots",
                f"placed        {f['placed']:6.1f} %   (goal ≥ 97)     refused: {dict(refused) or 'none'}",
                f"placed wrong  {f['wrong']:6.0f}     (goal 0)",
                f"error median  {f['median_mm']:6.2f} mm  (goal ≤ 1.0)",
                f"error p95     {f['p95_mm']:6.2f} mm  (goal ≤ 2.5)   its own estimate held: {honest:.0f} %",
                f"dots found    {f['found']:6.1f} %   (goal ≥ 98)",
                f"dots false    {f['false']:6.1f} %   (goal ≤ 1)",
                f"12 Mpx, one core: median {f['seconds']:.1f} s, p95 {f['seconds_p95']:.1f} s (goal ≤ 3)",
                f"colour right {f['colours']:.1f} %, shape right {f['shapes']:.1f} %",
                f"numbers of tags {f['numbers']:.1f} %, {f['numbers_wrong']:.0f} wrong",
            ]
        )
