"""What people do on the screens and a machine can see of it, for the browser tests of more than one screen."""

from __future__ import annotations

import contextlib
import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

# Over a relay: not this machine's own keyboard, so nobody who looks after the map.
SOMEBODY_ELSE = {"X-Forwarded-For": "192.0.2.7"}
DEPRIVATION = "All kinds of deprivation together"
PIXEL_OF = "(map, id) => map.pixelOf(id)"
_LIST = """const roots = [...document.querySelectorAll('*')].map((x) => x.shadowRoot).filter(Boolean);
  const list = roots.find((x) => x.querySelector('.is-list'));
  const rows = [...list.querySelectorAll('li')].map((x) => ({ id: x.dataset.id, at: map.pixelOf(x.dataset.id) }));
  const seen = rows.filter((x) => x.at && x.at.x > 90 && x.at.x < map.clientWidth - 300
    && x.at.y > 60 && x.at.y < map.clientHeight - 60);
  const near = (a, px) => rows.filter((b) => b.at && Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) < px).length;"""
# A pin in the open map with no other close by, and the place where most stand close together: { id, at }.
ALONE = f"(map) => {{ {_LIST} return seen.find((a) => near(a, 40) === 1); }}"
CROWD = f"(map) => {{ {_LIST} return seen.sort((a, b) => near(b, 12) - near(a, 12))[0]; }}"


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical, each with the element it is about."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def at_rest(page: Page) -> None:
    """Wait until the app has answered and everything it said is on the page."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")


def elsewhere(page: Page, address: str) -> list[str]:
    """Return what a page asked of anybody but the app."""
    return [url for url in page.asked if not url.startswith((address, "data:", "blob:"))]


def colour_by(page: Page, title: str = DEPRIVATION) -> None:
    """Choose the colours of the areas on Explore."""
    at_rest(page)
    option = page.get_by_role("option", name=title)

    def is_open() -> bool:  # a list that opens while the screen is drawn anew shuts again
        if not option.is_visible():
            page.locator(".st-key-overlay [role=combobox], .st-key-overlay input").first.click()
            page.wait_for_timeout(500)
        return option.is_visible()

    until(page, is_open, "the list of colours did not open")
    option.click()


def tap(page: Page, across: float = 0.6, down: float = 0.45) -> None:
    """Tap the map, at a share of its width and height."""
    box = page.locator(".map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def draw(page: Page, *points: tuple[float, float]) -> None:
    """Draw a line or an area by tapping its points, each a share of the map's width and height."""
    corners = page.locator(".map .corner:not(.small)")
    expect(page.locator(".map")).to_have_attribute("data-mode", re.compile("line|area"))
    for n, (across, down) in enumerate(points, start=1):
        tap(page, across, down)
        expect(corners).to_have_count(n)
    page.locator(".bar").get_by_role("button", name=re.compile("Finish|Done")).click()
    expect(page.locator(".map")).to_have_attribute("data-sketch", re.compile("line|area"))


def until(page: Page, is_so: Callable[[], bool], otherwise: str) -> None:
    """Ask again and again, for as long as anything may take, until it is so."""
    last = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < last, otherwise
        page.wait_for_timeout(50)


def zoom(page: Page, *, out: bool = False) -> None:
    """Press the map's + or -, and wait until it stands at its new zoom."""
    shown = page.locator(".map")
    before = shown.get_attribute("data-zoom")
    page.locator(f".leaflet-control-zoom-{'out' if out else 'in'}").click()
    expect(shown).not_to_have_attribute("data-zoom", before)


@contextlib.contextmanager
def answered(page: Page) -> Iterator[None]:
    """Do something, and wait until the app has run once more and all it said is on the page."""
    page.locator(".stApp").evaluate(
        """(app) => {
          window.answers = 0;
          const count = () => (window.answers += app.dataset.testScriptState === "notRunning" ? 1 : 0);
          new MutationObserver(count).observe(app, { attributeFilter: ["data-test-script-state"] });
        }"""
    )
    yield
    until(page, lambda: page.evaluate("window.answers") > 0, "the app did not answer")
