"""What is done in a hall without a network, step by step: `python -m tests.torture.rucksack_child hall FILE FOLDER`."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.torture.children import CHECKOUT, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BRIDGE, PHONE = "10.77.0.1", "10.77.0.2"
PORT = 8765
SAID = ("A bench in the sun", "Mona's soup kitchen", "The chess table")
_PHOTOS = 2
_DONE = True
_POSTCODE = "ZZ1 1AA"
_LIST = """name,kind,lat,lon,description
{who} repair cafe,indoor place,50.4986,-3.1980,Bring what is broken.
{who} walking group,group or club,50.4977,-3.1952,Slowly along the sea front.
"""


class Steps:
    """What was tried: what passed, and what did not and why. A step that fails ends those that need it."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.problems: list[str] = []

    def try_(self, what: str, step: Callable[[], Any]) -> Any:
        """Do one step; gives what it gives, or None where it failed."""
        try:
            result = step()
        except Exception as error:  # noqa: BLE001  # the other steps are tried all the same
            self.problems.append(f"{what}: {type(error).__name__}: {error}"[:500])
            return None
        self.passed.append(what)
        return result

    def say(self) -> None:
        """Print it as the last line."""
        print(json.dumps({"passed": self.passed, "problems": self.problems}))


def shell(*arguments: object, home: Path, as_json: bool = True) -> dict[str, Any]:
    """Run a command of the shell in a process of its own."""
    more = ["--json"] if as_json else []
    done = subprocess.run(
        [sys.executable, "-m", "assetmap", *map(str, arguments), "--home", str(home), *more],
        capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment(), timeout=300,
    )  # fmt: skip
    if done.returncode or "Traceback" in done.stderr:
        raise AssertionError(done.stderr[-400:] or done.stdout[-400:])
    return dict(json.loads(done.stdout)) if as_json else {}


def no_way_out() -> None:
    """Make sure of it: no route, no names."""
    for address in ("1.1.1.1", "9.9.9.9"):
        try:
            socket.create_connection((address, 443), timeout=3).close()
        except OSError:
            continue
        raise AssertionError(f"{address} can be reached: this is no hall without a network")
    with contextlib.suppress(OSError):
        socket.getaddrinfo("example.org", 443)
        raise AssertionError("names are resolved: this is no hall without a network")


def work(steps: Steps, home: Path, folder: Path, *, who: str) -> str:
    """Hold a workshop but for its phones; gives its code."""
    question = "What helps you feel well here?"
    said = ("--name", f"{who}'s hall", "--question", question)
    begun = steps.try_("workshop new", lambda: shell("workshop", "new", *said, home=home))
    short = str(begun["short"]) if begun else ""
    lists = folder / f"{who.lower()}.csv"
    lists.write_text(_LIST.format(who=who), "utf-8")
    steps.try_("import", lambda: _equal(shell("import", lists, "--publish", home=home)["added"], 2))
    paper = folder / "sheets.pdf"
    steps.try_("print workshop", lambda: shell("print", "workshop", "--session", short, "--paper", "A3", "--out", paper,
                                               home=home))  # fmt: skip
    steps.try_("workshop read", lambda: read_paper(home, folder, paper, short))
    return short


def after(steps: Steps, home: Path, folder: Path, short: str) -> None:
    """Print what is taken home, and pack."""
    for form in ("clear", "easy"):
        out = folder / f"session-{form}.pdf"
        said = ("--session", short, "--format", form, "--audience", "workshop")
        steps.try_(
            f"print session, {form}", lambda out=out, said=said: _printed(out, "print", "session", *said, home=home)
        )
    out = folder / "referral.pdf"
    steps.try_("print referral", lambda: _printed(out, "print", "referral", "--near", _POSTCODE, home=home))
    page = folder / "map.html"
    steps.try_("export a page", lambda: shell("export", page, home=home))
    steps.try_("the page asks nobody", lambda: _equal(_foreign(page), []))
    steps.try_(
        "workshop export", lambda: shell("workshop", "export", folder / "session.zip", "--session", short, home=home)
    )
    steps.try_("workshop close", lambda: shell("workshop", "close", "--session", short, home=home))
    steps.try_("check", lambda: shell("check", home=home))
    steps.try_("pack", lambda: shell("pack", folder / "packed.assetmap", home=home))


def read_paper(home: Path, folder: Path, paper: Path, short: str) -> int:
    """Photograph the printed sheet, and read it: drafts for nearly all dots (how many exactly is for `paper`)."""
    import zxingcpp

    from assetmap.paper.code import decode
    from tests.paper import scenes
    from tests.paper.by_shell import sheet_of
    from tests.paper.photograph import photograph

    import pypdfium2  # isort: skip

    pdf = paper.read_bytes()
    texts = []
    document = pypdfium2.PdfDocument(pdf)
    for i in range(len(document)):
        texts += [x.text for x in zxingcpp.read_barcodes(document[i].render(scale=120 / 72).to_pil())]
    document.close()
    code = next(c for c in (decode(x) for x in texts if x.startswith("AMAP")) if c.kind == "map")
    sheet = sheet_of(pdf, code, dpi=200)
    stuck = drafts = 0
    for n in range(_PHOTOS):
        photo = photograph(sheet, scenes.shot(77 + n, tilt_deg=10.0 + 8 * n, turn_deg=20.0 + 90 * n), pixels=5e6)
        file = folder / f"photo-{n}.jpg"
        file.write_bytes(photo.content)
        told = shell("workshop", "read", file, "--session", short, home=home)
        if not told["placed"]:
            raise AssertionError(f"not placed: {told['refused']}")
        stuck += len(photo.dots)
        drafts += len(told["drafts"])
    if not 0.85 * stuck <= drafts <= 1.15 * stuck:
        raise AssertionError(f"{drafts} drafts of {stuck} dots")
    return drafts


def _printed(out: Path, *arguments: object, home: Path) -> None:
    shell(*arguments, "--out", out, home=home)
    if not out.read_bytes().startswith(b"%PDF"):
        raise AssertionError("it is no PDF")


def _foreign(page: Path) -> list[str]:
    """Return what a page would load from elsewhere."""
    text = page.read_text("utf-8")
    return re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(https?://[^"'> ]+)""", text)


def _equal(is_: object, should: object) -> object:
    if is_ != should:
        raise AssertionError(f"{is_!r}, and should be {should!r}")
    return is_


def hall(packed: Path, folder: Path) -> None:
    """The hall with a router, and a phone behind it."""
    steps = Steps()
    home = folder / "home"
    with bridged() as phone:
        steps.try_("no way out", no_way_out)
        steps.try_("unpack", lambda: shell("unpack", packed, home=home))
        short = work(steps, home, folder, who="Una")
        steps.try_("serve --share, and a phone that adds", lambda: phoned(home, folder, short, phone))
        after(steps, home, folder, short)
    steps.say()


def alone(packed: Path, folder: Path) -> None:
    """A hall without anything."""
    _run("ip", "link", "set", "lo", "up")
    steps = Steps()
    home = folder / "home"
    steps.try_("no way out", no_way_out)
    steps.try_("unpack", lambda: shell("unpack", packed, home=home))
    short = work(steps, home, folder, who="Dov")
    after(steps, home, folder, short)
    steps.say()


def meet(one: Path, two: Path, folder: Path) -> None:
    """Two copies meet over files, first in one direction, then in the other, then again."""
    _run("ip", "link", "set", "lo", "up")
    steps = Steps()
    steps.try_("no way out", no_way_out)
    before = {home: state(home) for home in (one, two)}
    file_two = folder / "two" / "packed.assetmap"
    asked = steps.try_("merge says first what it would do", lambda: shell("merge", file_two, "--dry-run", home=one))
    steps.try_("asking changes nothing", lambda: _equal(state(one), before[one]))
    ours = set(before[two]) - set(before[one])
    steps.try_("all that is new there is named", lambda: _equal(asked["new"], len(ours)))
    steps.try_("merge", lambda: _equal(shell("merge", file_two, "--yes", home=one).get("merged"), _DONE))
    together = state(one)
    steps.try_("nothing is lost", lambda: _equal({**before[two], **before[one]}, together))
    steps.try_("merge again changes nothing", lambda: _equal(_merged_again(one, file_two), together))
    file_one = folder / "one-with-two.assetmap"
    steps.try_("pack both", lambda: shell("pack", file_one, home=one))
    steps.try_("merge the other way", lambda: shell("merge", file_one, "--yes", home=two))
    steps.try_("both are the same", lambda: _equal(state(two), together))
    steps.try_("workshops are in both", lambda: _equal(workshops(one), workshops(two)))
    steps.try_("two workshops", lambda: _equal(len(workshops(one)), 2))
    for home in (one, two):
        steps.try_("check", lambda home=home: shell("check", home=home))
    steps.say()


def _merged_again(home: Path, file: Path) -> dict[str, tuple[str, str]]:
    told = shell("merge", file, "--yes", home=home)
    _equal(told["change"], None)
    return state(home)


def state(home: Path) -> dict[str, tuple[str, str]]:
    """Return all assets of a home, drafts too: id → name and status."""
    from assetmap.place import open_place

    place = open_place(home)
    try:
        found = {}
        for one in place.store.ids():
            there = place.store.get(one)
            assert there is not None
            found[one] = (there.asset.name, there.asset.status)
        return found
    finally:
        place.close()


def workshops(home: Path) -> list[tuple[str, str, int, int]]:
    """Return the workshops of a home: id, name, how many assets, how many said things."""
    from assetmap.place import open_place

    place = open_place(home)
    try:
        sessions = place.store.sessions
        return sorted(
            (x.id, x.name, len(sessions.members(x.id)), len(sessions.notes(x.id, by="steward")))
            for x in sessions.all(by="steward")
        )
    finally:
        place.close()


@contextlib.contextmanager
def bridged() -> Iterator[int]:
    """Make the hall's network and a phone's namespace on it; gives the process whose namespace that is."""
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "link", "add", "br0", "type", "bridge")
    _run("ip", "addr", "add", f"{BRIDGE}/24", "dev", "br0")
    _run("ip", "link", "set", "br0", "up")
    with subprocess.Popen(["unshare", "-n", "sleep", "900"]) as phone:
        try:
            time.sleep(0.5)
            _run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "e0", "netns", str(phone.pid))
            _run("ip", "link", "set", "v0", "master", "br0", "up")
            inside = ("nsenter", "-t", str(phone.pid), "-n")
            _run(*inside, "ip", "link", "set", "lo", "up")
            _run(*inside, "ip", "addr", "add", f"{PHONE}/24", "dev", "e0")
            _run(*inside, "ip", "link", "set", "e0", "up")
            yield phone.pid
        finally:
            phone.kill()


def phoned(home: Path, folder: Path, short: str, phone: int) -> list[str]:
    """Serve the workshop, let the phone join and add; gives what came of it, which has to be there and nowhere else."""
    log = folder / "served.log"
    command = [sys.executable, "-m", "assetmap", "serve", "--home", str(home), "--port", str(PORT), "--share"]
    env = environment(XDG_DATA_HOME=str(folder / "data"), PYTHONIOENCODING="utf-8")
    with log.open("w") as said:
        server = subprocess.Popen([*command, "--session", short], stdout=said, stderr=subprocess.STDOUT, env=env)
    try:
        _wait_for(log, server)
        text = log.read_text("utf-8")
        if f"http://{BRIDGE}:{PORT}/join" not in text:
            raise AssertionError(f"it does not say where phones find it: {text[:300]}")
        code = re.search(r"the code is (\w+)", text)
        if code is None:
            raise AssertionError(f"no code was given out: {text[:300]}")
        done = subprocess.run(
            ["nsenter", "-t", str(phone), "-n", sys.executable, "-m", "tests.torture.rucksack_child", "phone", code[1]],
            capture_output=True, text=True, check=False, cwd=CHECKOUT, env=env, timeout=120,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(done.stderr[-400:])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    names = [name for name, _status in state(home).values()]
    return [str(_equal(names.count(x), 1)) for x in SAID]


def _wait_for(log: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(480):
        if server.poll() is not None:
            raise AssertionError(f"the app ended: {log.read_text()[-400:]}")
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            asked.request("GET", "/health")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.25)
    raise AssertionError("the app did not start")


def phone(code: str) -> None:
    """In the phone's own namespace: a wrong code, the right one, three things; and no other page."""
    from tests.screens import sharing

    class Across(http.client.HTTPConnection):
        """A connection over the hall's network."""

        def __init__(self, _host: str, port: int, *, timeout: float, source_address: object) -> None:
            del source_address
            super().__init__(BRIDGE, port, timeout=timeout)

    no_way_out()
    sharing.http.client.HTTPConnection = Across  # type: ignore[misc]
    one = sharing.Phone(port=PORT, host=f"{BRIDGE}:{PORT}", came_from=PHONE)
    wrong = "".join("2" if x != "2" else "3" for x in code)
    one.join(wrong)
    assert "/say" not in one.path, "a wrong code lets in"
    status, _page = one.join(code)
    assert status == 200, f"the code lets nobody in: {status}"
    for name in SAID:
        assert one.get("/say")[0] == 200, "there is no page on which to add"
        sent = {**one.hidden(), "name": name, "where": "Bridge Street", "words": "It is good."}
        status, _page = one.post("/say", sent, follow=False)
        assert status == 303, f"{name} was not acknowledged: {status}"
    for path in ("/", "/explore", "/_stcore/stream", "/workshop"):
        status, page = one.get(path)
        assert "streamlit" not in page.lower() or status >= 400, f"a phone gets {path}: {status}"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}: {done.stderr[-200:]}")


if __name__ == "__main__":
    _what, *_rest = sys.argv[1:]
    if _what == "phone":
        phone(*_rest)
    else:
        {"hall": hall, "alone": alone, "meet": meet}[_what](*map(Path, _rest))
