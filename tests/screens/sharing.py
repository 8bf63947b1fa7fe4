"""A home served to phones as `assetmap serve --share` does, and a phone that speaks plain HTTP from another address."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assetmap.place import open_place
from assetmap.store.sessions import Category, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parent.parent.parent
STRANGER = "127.0.0.2"
"""An address that is not the one of this machine's own keyboard, and needs no network to be spoken from."""
QUESTION = "What helps you feel well here?"
CATEGORIES = (
    Category(key="out", label="Out of doors", colour="green", shape="circle", kind="green_place"),
    Category(key="talk", label="Somebody to talk to", colour="purple", shape="star"),
)


def begun(home: Path, **said: object) -> Session:
    """Begin a workshop in a home."""
    place = open_place(home)
    try:
        values = {
            "id": str(uuid.uuid4()), "short": "", "name": "Chapel hall", "on": date(2026, 11, 24),
            "question": QUESTION, "categories": CATEGORIES, **said,
        }  # fmt: skip
        return place.store.sessions.begin(Session(**values), by="steward")
    finally:
        place.close()


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A home that phones reach: `port`, the `code` of its workshop, and what was said on the terminal."""

    home: Path
    port: int
    code: str
    log: Path


@contextlib.contextmanager
def shared(home: Path, folder: Path, *, session: str = "") -> Iterator[Shared]:
    """Serve a home to phones; with a workshop's id its door is open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "shared.log"
    own = {"PYTHONPATH": str(CHECKOUT), "XDG_DATA_HOME": str(folder / "user-data"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "assetmap", "serve", "--home", str(home), "--port", str(port)]
    command += ["--share", *(["--session", session] if session else [])]
    with log.open("w") as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **own}, stdout=said, stderr=subprocess.STDOUT
        )  # fmt: skip
    try:
        for _ in range(360):
            if process.poll() is not None:
                raise RuntimeError(f"the app ended: {log.read_text()[-600:]}")
            with contextlib.suppress(OSError):
                if Phone(port=port, came_from="127.0.0.1").get("/health")[0] == 200:
                    break
            time.sleep(0.25)
        else:
            raise RuntimeError(f"the app did not start: {log.read_text()[-600:]}")
        code = re.search(r"the code is (\w+)", log.read_text(encoding="utf-8"))
        yield Shared(home=home, port=port, code=code[1] if code else "", log=log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@dataclass
class Phone:
    """A phone's browser without a script: keeps cookies, follows where it is sent, names itself as one would."""

    port: int
    came_from: str = STRANGER
    host: str = ""
    tongue: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    path: str = ""
    head: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Open an address; returns the status and the page."""
        return self._asked("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], *, follow: bool = True, **headers: str) -> tuple[int, str]:
        """Send a form; returns the status and the page that it leads to, or the answer itself."""
        return self._asked("POST", path, urlencode(fields), headers, follow=follow)

    def send(self, path: str = "/say", **typed: str) -> tuple[int, str]:
        """Fill in the form of the page that is open, and send it."""
        return self.post(path, {**self.hidden(), **typed})

    def join(self, code: str) -> tuple[int, str]:
        """Type a code."""
        return self.post("/join", {"code": code})

    def hidden(self, action: str = "") -> dict[str, str]:
        """What a form of the open page holds that nobody sees."""
        found = self.page
        if action:
            found = found[found.index(f'action="{action}"') :]
            found = found[: found.index("</form>")]
        return {x: unescape(y) for x, y in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found)}

    def _asked(
        self, method: str, path: str, body: str | None, more: dict[str, str], *, follow: bool = True
    ) -> tuple[int, str]:
        host = self.host or f"127.0.0.1:{self.port}"
        held = "; ".join(f"{x}={y}" for x, y in self.cookies.items())
        headers = {
            "Host": host, "Accept-Language": self.tongue, "Cookie": held,
            **{name.replace("_", "-"): value for name, value in more.items()},
        }  # fmt: skip
        if method == "POST":
            headers = {"Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded", **headers}
        end = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.came_from, 0))
        try:
            end.request(method, path, body, headers={x: y for x, y in headers.items() if y})
            answer = end.getresponse()
            self.page, self.path = answer.read().decode("utf-8", "replace"), path
            self.head = {x.lower(): y for x, y in answer.getheaders()}
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self._keep(value)
        finally:
            end.close()
        if answer.status == 303 and follow:
            return self._asked("GET", self.head["location"], None, more)
        return answer.status, self.page

    def _keep(self, said: str) -> None:
        name, _, value = said.partition(";")[0].partition("=")
        if "max-age=0" in said.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value.strip('"')
