"""Somebody fills in the form and saves: how soon the marker is there, what was sent, and that the view stayed."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row
from assetmap.bench.screens import browser as seeing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

MARKER_GOAL_S, BYTES_GOAL = 0.4, 20_000
_TURNS = 3
_PATIENCE_MS = 30_000
_MIDDLE = "(() => { const map = inside('.map'), at = map.pixelAt(%s, %s); return [at.x, at.y, map.dataset.zoom]; })()"


def rows(page: Page, url: str, *, many: int) -> Iterator[Row]:
    """Add and show assets on the Add screen of a place of `many`, as who sits at the machine."""
    seconds, sent, stayed = [], [], True
    problem = ""
    for turn in range(_TURNS):
        page.set_default_timeout(_PATIENCE_MS)
        try:
            took, came, is_same = _saved(page, url, turn)
        except Exception as error:  # noqa: BLE001  # the form is not as it was: the row says so
            problem = str(error).splitlines()[0][:160]
            break
        seconds.append(took)
        sent.append(came)
        stayed = stayed and is_same
    work = f"one asset added at {many:,}"
    note = problem or f"median of {len(seconds)}, {min(seconds):.2f} to {max(seconds):.2f} s; equal: the view stayed"
    yield Row(
        work=f"{work}: Save → its marker", peer="-", ours=statistics.median(seconds) if seconds else None, theirs=None,
        unit="s", ratio=None, goal=f"≤ {MARKER_GOAL_S} s", equal=stayed if seconds else None, note=note,
    )  # fmt: skip
    yield Row(
        work=f"{work}: sent to who saved", peer="-", ours=statistics.median(sent) if sent else None, theirs=None,
        unit="bytes", ratio=None, goal=f"< {BYTES_GOAL:,} bytes", equal=stayed if sent else None,
        note=problem or "HTTP as it travelled, and the websocket's words before they are compressed",
    )  # fmt: skip


def _saved(page: Page, url: str, turn: int) -> tuple[float, int, bool]:
    page.goto(f"{url}/add")
    page.wait_for_function("() => inside('.map') && inside('.map').dataset.mode === 'point'")
    page.wait_for_function("() => Number(inside('.map').dataset.pins) > 0")
    page.wait_for_timeout(300)
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * (0.4 + 0.04 * turn), box["y"] + box["height"] * 0.4)
    page.locator(".placed").wait_for()
    page.get_by_label("What is it called?").fill(f"Measured bench {turn}")
    page.get_by_label("What is it called?").press("Tab")
    page.locator("[data-testid=stButtonGroup] button", has_text="Classes").first.click()
    page.locator(".kind_said").wait_for()
    page.wait_for_timeout(500)
    counted = seeing.Bytes(page)
    before = page.evaluate(_MIDDLE % (-3.2, 50.5))
    pins = page.evaluate("() => Number(inside('.map').dataset.pins)")
    seeing.when(
        page, f"inside('.map') && inside('.map').dataset.chosen && Number(inside('.map').dataset.pins) > {pins}"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    took = seeing.taken(page)
    after = page.evaluate(_MIDDLE % (-3.2, 50.5))
    page.wait_for_timeout(700)
    same = before[2] == after[2] and abs(before[0] - after[0]) < 2 and abs(before[1] - after[1]) < 2
    return took, counted.count, same
