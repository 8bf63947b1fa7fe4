"""The areas of a real place change their colours: index or domain."""

from __future__ import annotations

import os
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row
from assetmap.bench.screens import browser as seeing
from assetmap.bench.screens import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

GOAL_S = 0.3
_AREAS = 118
_TURNS = 6
WORK = "areas of Bath and North East Somerset change index or domain"


def rows(folder: Path, browser: Browser) -> Iterator[Row]:
    """Measure on real published files, where `ASSETMAP_REALDATA` names their folder."""
    data = Path(os.environ.get("ASSETMAP_REALDATA") or "")
    if not os.environ.get("ASSETMAP_REALDATA") or not (data / "deprivation").is_dir():
        yield _row([], equal=None, note="no real files: set ASSETMAP_REALDATA to the folder that holds them")
        return
    home = _bath(data, folder / "bath")
    with serving.ours(home, folder) as served:
        made = seeing.context(browser)
        page = made.new_page()
        page.goto(served.url)
        page.wait_for_function("() => inside('.map') && inside('.map').dataset.pins !== undefined")
        first = _changed(page, at=1)
        seconds, titles = [], {first[1]}
        for turn in range(_TURNS):
            took, title = _changed(page, at=2 + turn % 4)
            seconds.append(took)
            titles.add(title)
        made.close()
    yield _row(
        seconds, equal=len(titles) > 2,
        note=f"median of {len(seconds)}, {min(seconds):.2f} to {max(seconds):.2f} s, the tap on the list's words"
        f" included; the very first {first[0]:.2f} s; equal: the legend named each",
    )  # fmt: skip


def _changed(page: Page, *, at: int) -> tuple[float, str]:
    """Choose another line of the list of colours; gives the time from the tap to the areas drawn, and their title."""
    before = page.evaluate("() => inside('.map').dataset.overlay || ''")
    page.locator(".st-key-overlay [role=combobox], .st-key-overlay input").first.click()
    line = page.get_by_role("option").nth(at)
    line.wait_for()
    seeing.when(page, f"(inside('.map').dataset.overlay || '') !== {before!r} && inside('.legend')")
    line.click()
    return seeing.taken(page), page.evaluate("() => inside('.map').dataset.overlay")


def _bath(data: Path, home: Path) -> Path:
    from assetmap.setup import make_place

    if home.exists():
        return home
    make_place(
        home, name="Bath & North East Somerset",
        areas=data / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        deprivation=[data / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz"],
        streets=data / "streets/bath_ne_somerset_os_roads.geojson",
        green=data / "services_bath/os_greenspace_site.geojson",
    )  # fmt: skip
    return home


def _row(seconds: list[float], *, equal: bool | None, note: str) -> Row:
    return Row(
        work=f"{_AREAS} {WORK}", peer="-", ours=statistics.median(seconds) if seconds else None, theirs=None, unit="s",
        ratio=None, goal=f"≤ {GOAL_S} s on screen", equal=equal, note=note,
    )  # fmt: skip
