"""Make the README's pictures from the demo town: the app in Chromium, and a printed page."""

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

from assetmap.demo import DEMO_DAY, make_demo
from assetmap.disclosure import disclosed
from assetmap.gazetteer import locate
from assetmap.place import open_place
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page
from assetmap.referral import shortlist

if TYPE_CHECKING:
    from datetime import date

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write `explore.png` and `page.png` beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        home = make_demo(Path(folder) / "merrowcombe", on=DEMO_DAY)
        picture_of_page(home, on=DEMO_DAY)
        picture_of_screen(home)


def picture_of_page(home: Path, *, on: date) -> None:
    """Print a page near the harbour and render its first side."""
    import pypdfium2

    place = open_place(home)
    here = locate("Harbourside", place=place)
    found = shortlist(
        disclosed(stored.asset for stored in place.store.read()),
        here.point,
        needs=["meeting_people"],
        limit=5,
        on=on,
        metric_crs=place.settings.metric_crs,
        gates=place.layer("gates"),
    )
    rows = [Entry(row.asset, row.distance_m, None) for row in (*found.near, *found.elsewhere)]
    pdf = referral_page(rows, origin=here.point, place=place, on=on, needs=["meeting_people"]).pdf()
    place.close()
    pypdfium2.PdfDocument(pdf)[0].render(scale=1.2).to_pil().save(HERE / "page.png", optimize=True)


def picture_of_screen(home: Path) -> None:
    """Open the app and take the Explore screen at 1280 × 800."""
    port = free_port()
    command = [sys.executable, "-m", "assetmap", "serve", "--home", str(home), "--port", str(port)]
    app = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        answered(port)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"http://localhost:{port}/")
            page.wait_for_selector(".map[data-pins]", timeout=30_000)
            page.wait_for_timeout(2_000)
            page.screenshot(path=HERE / "explore.png")
            browser.close()
    finally:
        app.terminate()
        app.wait(timeout=20)


def free_port() -> int:
    """Ask the system for a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(port: int) -> None:
    """Wait until the app answers."""
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
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
