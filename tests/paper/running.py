"""Makes the photographs of sheets, has them read, adds up; over two processes."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.paper import printed
from tests.paper.plan import shots
from tests.paper.scoring import Result, Tally, judged
from tests.paper.sheets import SHEETS, sheet

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from tests.paper.photograph import Photo


@dataclass(frozen=True)
class Work:
    """Some photographs of one sheet."""

    sheet: int
    photos: tuple[int, ...]
    keep: str = ""
    reads: bool = True


def main(asked: argparse.Namespace) -> int:
    """Do what was asked for on the command line; 1 where a figure was not reached."""
    if asked.wrong:
        from tests.paper.wrong import told

        return told(asked)
    numbers = asked.sheets or [n for n in SHEETS if (asked.open and n % 2) or (asked.held and not n % 2)]
    if not asked.held and any(not n % 2 for n in numbers):
        _say("sheets with even numbers are held out: they are opened with --held, once, at the end")
        return 2
    if not numbers:
        _say("say --open, or --held at the end, or --wrong")
        return 2
    began = time.monotonic()
    tally = Tally()
    for result in results(
        numbers, asked.photos, only=asked.only, keep=asked.keep, reads=not asked.no_read, jobs=asked.jobs
    ):
        tally.results.append(result)
        if asked.verbose or result.is_wrong:
            _say(line(result))
    _say(f"{len(tally.results)} photographs" if asked.no_read else str(tally))
    _say(f"{time.monotonic() - began:.0f} s in all")
    if asked.no_read:
        return 0
    for missed in tally.missed_goals():
        _say(f"NOT REACHED: {missed}")
    return int(bool(tally.missed_goals()))


def results(
    numbers: Sequence[int], photos: int, *, only: Sequence[int] = (), keep: str = "", reads: bool = True, jobs: int = 2
) -> Iterator[Result]:
    """Photograph and read; `jobs` processes, each a sheet (or half of one) at a time."""
    chosen = [i for i in range(photos) if not only or i in only]
    halves = [tuple(chosen[: len(chosen) // 2]), tuple(chosen[len(chosen) // 2 :])]
    able = {x.number for x in printed.prepare(SHEETS[n] for n in numbers)}
    works = [Work(n, half, keep, reads) for n in numbers if n in able for half in halves if half]
    if jobs == 1:
        for work in works:
            yield from _done(work)
        return
    with multiprocessing.get_context("spawn").Pool(min(jobs, 2), _one_core) as pool:
        for some in pool.imap_unordered(_done, works):
            yield from some


def line(result: Result) -> str:
    """Say in one line what came of a photograph, then what was missed and made up."""
    if not result.is_placed:
        return f"{result.name}  refused: {result.refused} · {result.why}"
    import numpy as np

    worst = max(result.errors_mm, default=0.0)
    middle = float(np.median(result.errors_mm)) if result.errors_mm else 0.0
    more = [f"    missed {x}" for x in result.missed] + [f"    made up {x}" for x in result.made_up]
    said = "" if result.said_mm is None else f" (says {result.said_mm:.1f})"
    first = f"{result.name}  {'WRONG ' * result.is_wrong}{middle:.2f} mm, worst {worst:.2f}{said}"
    first += f", {result.found} of {result.asked}, {result.false} made up, {result.seconds:.1f} s"
    return "\n".join([first, *more])


def truth(photo: Photo) -> dict[str, object]:
    """Return all that is known of a photograph, for JSON."""
    dots = []
    for seen in photo.dots:
        lon, lat = photo.sheet.lonlat(seen.mark.x_mm, seen.mark.y_mm)
        dots.append({**asdict(seen.mark), "lon": lon, "lat": lat, "px": [seen.x_px, seen.y_px], "seen": seen.share})
    return {
        "sheet": photo.shot.sheet, "photo": photo.shot.number, "code": asdict(photo.sheet.code), "dots": dots,
        "thumb_on": photo.thumb, "markers_px": photo.marker_px, "settings": photo.shot.of,
    }  # fmt: skip


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _one_core() -> None:
    import cv2

    cv2.setNumThreads(1)


def _done(work: Work) -> list[Result]:
    from tests.paper.photograph import photograph

    _one_core()
    paper = sheet(work.sheet)
    planned = shots(work.sheet, max(work.photos) + 1)
    found = []
    for i in work.photos:
        photo = photograph(paper, planned[i])
        if work.keep:
            folder = Path(work.keep)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / photo.name).write_bytes(photo.content)
            (folder / photo.name).with_suffix(".json").write_text(json.dumps(truth(photo), indent=1), "utf-8")
        found.append(
            read_and_judged(photo) if work.reads else Result(photo.name, photo.pixels, is_placed=False, is_wrong=False)
        )
    return found


def read_and_judged(photo: Photo) -> Result:
    """Have a photograph read in this process, and compare."""
    from assetmap.paper.reading import read_picture

    began = time.process_time()
    try:
        reads = read_picture(photo.content, photo.name)
    except Exception as error:  # noqa: BLE001  # a reader that breaks is one that does not place
        why = f"{type(error).__name__}: {error}"
        return Result(photo.name, photo.pixels, is_placed=False, is_wrong=False, refused="crash", why=why)
    return judged(photo, reads, seconds=time.process_time() - began)
