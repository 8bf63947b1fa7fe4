"""What somebody sees, and how soon: both apps in one real browser, by turns."""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row
from assetmap.bench.screens import areas, peer, saving, serving, town
from assetmap.bench.screens import browser as seeing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator, Page

    from assetmap.bench.screens.peer import Peer
    from assetmap.bench.screens.serving import Server

START_GOAL_S, PAINT_GOAL_S = 3.0, 2.0
TAP_GOALS_S = {"everyday": 0.4, "large": 1.0}
_TURNS = 3
PINS = "inside('.map') && Number(inside('.map').dataset.pins) > 0"
"""Holds when our map shows its pins."""
_MARKER = ".leaflet-marker-icon"
_HOW = "its Leaflet comes from the loopback address, its other scripts are empty: kinder than the internet"


def rows(folder: Path, *, large: int, only_large: bool = False) -> Iterator[Row]:
    """Measure in a browser: the demo town, a place of a tenth of `large` assets (or not), one of `large`, and Bath."""
    everyday = max(large // 10, 1)
    try:
        with seeing.browser() as browser, seeing.leaflet() as leaflet:
            why = peer.MISSING if not peer.is_there() else "" if leaflet else "its Leaflet could not be fetched"
            look = _Look(folder, browser, leaflet, why)
            yield look.started()
            if not only_large:
                yield from look.used(everyday, size="everyday")
            yield from look.used(large, size="large")
            yield from areas.rows(folder, browser)
    except seeing.NoBrowserError as error:
        yield Row(
            work="what is seen in a browser", peer=peer.NAME, ours=None, theirs=None, unit="s", ratio=None,
            goal="", equal=None, note=str(error),
        )  # fmt: skip


class _Look:
    def __init__(self, folder: Path, browser: Browser, leaflet: str | None, why: str) -> None:
        self.folder, self.browser, self.leaflet = folder, browser, leaflet
        self.why = why
        """Why the peer cannot be seen; "" where it can."""

    def started(self) -> Row:
        """Start both, by turns, before an open window of the browser, on the demo town."""
        home = town.home(self.folder, many=0)
        beside = peer.write(home, self.folder / "peer-start", leaflet=self.leaflet)
        ours: list[float] = []
        theirs: list[float] = []
        equal: bool | None = None
        for _ in range(_TURNS):
            with serving.ours(home, self.folder, wait=False) as served, self._page() as page:
                _open_at_once(page, served)
                shown = self._our_pins(page)
                ours.append(time.perf_counter() - served.began)
            if self.why:
                continue
            with serving.peer(beside.script, self.folder, wait=False) as served, self._page() as page:
                _open_at_once(page, served)
                self._their_first(page)
                theirs.append(time.perf_counter() - served.began)
                equal = shown == len(beside.pins) == self._their_count(page, beside)
        return self._row(
            "process start → first marker seen, demo town", ours, theirs, goal=f"≤ {START_GOAL_S:g} s", equal=equal
        )

    def used(self, many: int, *, size: str) -> Iterator[Row]:
        """Open a place of `many` assets with what the browser has kept, and tap."""
        home = town.home(self.folder, many=many)
        beside = peer.write(home, self.folder / f"peer-{many}", leaflet=self.leaflet)
        with contextlib.ExitStack() as stack:
            served = stack.enter_context(serving.ours(home, self.folder))
            other = None if self.why else stack.enter_context(serving.peer(beside.script, self.folder))
            ours, their_page = stack.enter_context(self._page()), None
            if other is not None:
                their_page = stack.enter_context(self._page())
            yield self._painted(ours, served.url, their_page, other.url if other else "", beside, many=many, size=size)
            yield _or_why(lambda: self._tapped(ours, their_page, beside, many=many, size=size), "tap", many)
            yield _or_why(lambda: self._form(ours, served.url, many=many, size=size), "tap on the map", many)
            if size == "large":
                yield from saving.rows(ours, served.url, many=many)

    def _painted(
        self, ours: Page, url: str, their_page: Page | None, their_url: str, beside: Peer, *, many: int, size: str
    ) -> Row:
        turns = _TURNS if size == "everyday" else 1
        mine: list[float] = []
        theirs: list[float] = []
        equal: bool | None = None
        for turn in range(turns + 1):  # the first fills what the browser keeps
            seconds, shown = _timed(ours, url, self._our_pins)
            mine += [seconds] if turn else []
            if their_page is not None:
                seconds, _ = _timed(their_page, their_url, self._their_first)
                theirs += [seconds] if turn else []
                equal = shown == len(beside.pins) == self._their_count(their_page, beside)
        goal = f"≤ {PAINT_GOAL_S:g} s" if size == "everyday" else "none set"
        return self._row(f"first paint, warm cache, {many:,} assets", mine, theirs, goal=goal, equal=equal)

    def _tapped(self, ours: Page, their_page: Page | None, beside: Peer, *, many: int, size: str) -> Row:
        """Tap a row of the list, and a marker of the peer; its words follow."""
        mine: list[float] = []
        theirs: list[float] = []
        equal: bool | None = None
        ours.locator(".is-list li button").first.wait_for()
        for turn in range(_TURNS + 2):
            row = ours.locator(".is-list li button").nth(turn + 1)
            name = row.locator("b").inner_text()
            short = row.evaluate("(button) => button.parentElement.dataset.id")
            seeing.when(ours, f"document.querySelector('.asset[data-short=\"{short}\"]')")
            row.click()
            mine.append(seeing.taken(ours))
            right = ours.locator(f'.asset[data-short="{short}"] h2').first.inner_text() == name
            equal = right if equal is None else equal and right
        if their_page is not None:
            for turn in range(_TURNS if size == "everyday" else 1):
                self._their_count(their_page, beside)
                their_page.wait_for_timeout(1000)  # it listens to taps only some time after it has drawn
                begin = time.perf_counter()
                self._frame(their_page).locator(_MARKER).nth(turn).dispatch_event("click")
                their_page.wait_for_function(f"() => document.querySelectorAll('h3').length && {turn} + 1")
                theirs.append(time.perf_counter() - begin)
                their_page.reload()
                self._their_first(their_page)
        return self._row(
            f"tap → what there is to know about it, {many:,} assets", mine, theirs,
            goal=f"≤ {TAP_GOALS_S[size]:g} s", equal=equal,
        )  # fmt: skip

    def _form(self, page: Page, url: str, *, many: int, size: str) -> Row:
        """Tap the map of the Add screen; the pin is there and the form says where it is."""
        mine: list[float] = []
        said = True
        for turn in range(_TURNS):
            page.goto(f"{url}/add")
            page.wait_for_function(f"() => {PINS} && inside('.map').dataset.mode === 'point'")
            page.wait_for_timeout(300)
            box = page.locator(".map").bounding_box()
            assert box is not None
            seeing.when(page, "document.querySelector('.placed')")
            page.mouse.click(box["x"] + box["width"] * (0.4 + 0.05 * turn), box["y"] + box["height"] * 0.45)
            mine.append(seeing.taken(page))
            said = said and page.locator(".placed").count() == 1
        return self._row(
            f"tap on the map → the form knows where, {many:,} assets", mine, [], goal=f"≤ {TAP_GOALS_S[size]:g} s",
            equal=said, alone="the peer has no form",
        )  # fmt: skip

    def _row(
        self, work: str, ours: list[float], theirs: list[float], *, goal: str, equal: bool | None, alone: str = ""
    ) -> Row:
        mine = statistics.median(ours)
        yours = statistics.median(theirs) if theirs else None
        note = f"median of {len(ours)}, {min(ours):.2f} to {max(ours):.2f} s"
        if theirs:
            note += f"; folium's of {len(theirs)}, {min(theirs):.2f} to {max(theirs):.2f} s; {_HOW}"
        elif alone or self.why:
            note += f"; {alone or self.why}"
        return Row(
            work=work, peer="-" if alone else peer.NAME, ours=mine, theirs=yours, unit="s",
            ratio=yours / mine if yours else None, goal=goal, equal=equal, note=note,
        )  # fmt: skip

    @contextlib.contextmanager
    def _page(self) -> Iterator[Page]:
        made = seeing.context(self.browser)
        try:
            yield made.new_page()
        finally:
            made.close()

    @staticmethod
    def _our_pins(page: Page) -> int:
        page.wait_for_function(f"() => {PINS}")
        return int(page.evaluate("() => Number(inside('.map').dataset.pins)"))

    @staticmethod
    def _frame(page: Page) -> FrameLocator:
        return page.frame_locator("iframe").first

    def _their_first(self, page: Page) -> int:
        self._frame(page).locator(_MARKER).first.wait_for(state="attached")
        return 1

    def _their_count(self, page: Page, beside: Peer) -> int:
        """Count the peer's markers; they are drawn one after the other."""
        markers = self._frame(page).locator(_MARKER)
        for _ in range(200):
            if int(markers.count()) >= len(beside.pins):
                break
            page.wait_for_timeout(50)
        return int(markers.count())


def _or_why(measure: Callable[[], Row], work: str, many: int) -> Row:
    """Measure, or say in the row what was not seen in all that time."""
    from playwright.sync_api import Error

    try:
        return measure()
    except Error as error:
        return Row(
            work=f"{work}, {many:,} assets", peer=peer.NAME, ours=None, theirs=None, unit="s", ratio=None, goal="",
            equal=None, note=f"could not be measured: {str(error).splitlines()[0][:160]}",
        )  # fmt: skip


def _open_at_once(page: Page, served: Server) -> None:
    """Open the first page as soon as somebody answers."""
    served.until_ready()
    page.goto(served.url, wait_until="commit")


def _timed(page: Page, url: str, look: Callable[[Page], int]) -> tuple[float, int]:
    page.goto("about:blank")
    begin = time.perf_counter()
    page.goto(url, wait_until="commit")
    shown = look(page)
    return time.perf_counter() - begin, shown
