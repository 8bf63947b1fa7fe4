"""Make the README's pictures from the demo town: what three people do, in the app, in Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from assetmap.demo import make_demo

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
SETTLED_MS = 2_000


def main() -> None:
    """Write `explore.png`, `resident.png`, `gp.png`, `planner.png`, `steward.png` and `workshop.png` here."""
    with tempfile.TemporaryDirectory() as folder:
        home = make_demo(Path(folder) / "merrowcombe")
        port = free_port()
        command = [sys.executable, "-m", "assetmap", "serve", "--home", str(home), "--port", str(port)]
        own = {**os.environ, "XDG_DATA_HOME": folder}
        app = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            answered(port)
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
                for name, take in PICTURES.items():
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    take(page, f"http://localhost:{port}")
                    page.wait_for_timeout(SETTLED_MS)
                    page.screenshot(path=HERE / f"{name}.png")
                    page.close()
                hold_workshop(home)
                page = browser.new_page(viewport={"width": 1280, "height": 720})
                workshop(page, f"http://localhost:{port}")
                page.screenshot(path=HERE / "workshop.png")
                browser.close()
        finally:
            app.terminate()
            app.wait(timeout=20)


def explore(page: Page, address: str) -> None:
    """The map and the list, as they open, with one thing chosen."""
    looked_around(page, address)
    page.locator(".is-list li", has_text="Beacon Hill Gardeners").locator("button").click()
    page.wait_for_selector(".st-key-card_above .asset")


def resident(page: Page, address: str) -> None:
    """Something added: the pin, who will see it, the code to change it."""
    looked_around(page, address)
    page.get_by_role("link", name="Add").first.click()
    page.wait_for_selector(".map[data-mode=point]")
    page.get_by_label("Its postcode or street").fill("Harbourside")
    page.get_by_role("button", name="Find", exact=True).click()
    page.wait_for_selector(".map[data-sketch=point]")
    name = page.get_by_label("What is it called?")
    name.fill("Bench chat by the harbour")
    name.press("Tab")
    for chip in ("Groups and clubs", "Informal get-together", "Meeting people", "Someone to talk to"):
        page.locator("[data-testid=stButtonGroup] button", has_text=chip).first.click()
        page.wait_for_timeout(600)
    page.get_by_label("In your own words, what is good about it?").fill("Whoever sits there gets asked how they are.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".saved")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")


def gp(page: Page, address: str) -> None:
    """A list with ticks, and the page beside it as it will print."""
    looked_around(page, address)
    page.get_by_role("link", name="Refer").first.click()
    where = page.get_by_label("A few words, and a postcode or street")
    where.fill("Harbourside")
    where.press("Enter")
    page.locator("[data-testid=stButtonGroup] button", has_text="meeting people").first.click()
    page.wait_for_timeout(SETTLED_MS)


def planner(page: Page, address: str) -> None:
    """Where need is high and reach is low for food and growing, and the story of the largest gap."""
    looked_around(page, address)
    page.get_by_role("link", name="Gaps").first.click()
    page.wait_for_selector(".map[data-shaded]", timeout=30_000)
    page.get_by_text("Food and growing").first.click()
    page.wait_for_timeout(SETTLED_MS)
    page.locator(".is-table tbody tr").first.click()
    page.wait_for_timeout(SETTLED_MS)


def steward(page: Page, address: str) -> None:
    """The drafts that wait, one by one."""
    looked_around(page, address)
    page.get_by_role("link", name="Look after").first.click()
    page.wait_for_selector(".st-key-look_part")


def hold_workshop(home: Path) -> None:
    """Let a room say things: on the map, a story, dots."""
    from datetime import date

    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.contributions import submit
    from assetmap.place import open_place
    from assetmap.store.sessions import Belongs
    from assetmap.workshop import begin, category, square_about

    place = open_place(home)
    warm = category("Warm places", colour="orange", shape="circle")
    green = category("Green places", colour="green", shape="square", others=[warm])
    people = category("Where we meet", colour="blue", shape="star", others=[warm, green])
    west, south, east, north = place.settings.bounds or (0.0, 0.0, 1.0, 1.0)
    middle = Point((west + east) / 2, (south + north) / 2)
    session = begin(
        place, name="Tea and maps", where="Chapel hall", on=date(2026, 11, 24), by="steward",
        question="What helps you feel well here?", categories=[warm, green, people],
        bounds=square_about(middle, across_m=1500, metric_crs=place.settings.metric_crs),
    )  # fmt: skip
    for name, own, x, y in SAID:
        one = Asset(
            name=name, kind="story or special place", where=Point(middle.x + x, middle.y + y), source="workshop",
            audience="workshop",
        )  # fmt: skip
        key = (warm, green, people)[own].key
        submit(
            place.store, one, by="steward", belongs=Belongs(session=session.id, category=key, shown=True),
            areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
    place.close()


SAID = (
    ("The library's warm corner", 0, 0.0012, 0.0009), ("Tea at the chapel", 0, -0.0021, 0.0013),
    ("The allotments", 1, -0.0040, 0.0030), ("Swings in the Rec", 1, 0.0044, 0.0022),
    ("The bench at the crossing", 2, -0.0010, -0.0016), ("Tuesday choir", 2, 0.0028, -0.0008),
    ("The old lime trees", 1, -0.0036, -0.0012),
)  # fmt: skip
"""What a room says: in words, which category of its own, where from the middle of the town in degrees."""


def workshop(page: Page, address: str) -> None:
    """What a room sees of its workshop."""
    page.goto(f"{address}/big_screen")
    page.wait_for_timeout(6 * SETTLED_MS)


PICTURES = {"explore": explore, "resident": resident, "gp": gp, "planner": planner, "steward": steward}


def looked_around(page: Page, address: str) -> None:
    """Open the app and put the first run's line away."""
    page.goto(address)
    page.wait_for_selector(".map[data-pins]", timeout=30_000)
    page.get_by_role("button", name="Look around").click()
    page.wait_for_timeout(SETTLED_MS)


def free_port() -> int:
    """Ask the system for a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(port: int) -> None:
    """Wait until the app answers."""
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("the app did not start")


def chromium() -> str:
    """Find the browser."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium was found: install one, or name it in CHROMIUM")
    return found


if __name__ == "__main__":
    main()
