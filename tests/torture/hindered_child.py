"""One fault and one way to save, in a process of its own: `python -m tests.torture.hindered_child full store HOME`."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import shapely

from assetmap.assets import Asset
from assetmap.errors import AssetMapError
from assetmap.place import open_place
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, checking

if TYPE_CHECKING:
    from collections.abc import Iterator

SAID = {"full": "the disk is full", "unwritable": "cannot be written by you", "locked": "was in use by another program"}
_TO_OTHERS = "cannot be opened just now. Tell whoever looks after it"
"""What the screen says of it to who does not look after the map."""
_NOT_PLAIN = ("Traceback", "sqlite", "SQLITE", "Errno", "Error:", "fault in the program", "something went wrong")
_ROOMS_KB = (0, 8, 20)
"""So much is left on the disk: a save fails at its first page, or in its middle."""
_NOBODY = 65534
_LONG = "It is long. " * 250
_HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


class Way(Protocol):
    """One way to save something that is too big for what is left on the disk."""

    def save(self) -> str:
        """Save; gives "" where it was kept, else the sentence that was said."""

    def kept(self) -> int:
        """Say how many assets one save keeps."""


class ByStore:
    """Twelve assets with their true places, straight to the store."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def save(self) -> str:
        where = shapely.Point(-3.2, 50.5)
        many = [Asset(name=f"Saved {n}", kind="green place", own_words=_LONG, where=where) for n in range(12)]
        try:
            place = open_place(self.home)
            try:
                place.store.write([Edit(asset=asset, exact=where, expected=0) for asset in many], by="steward")
            finally:
                place.close()
        except AssetMapError as error:
            return str(error)
        return ""

    def kept(self) -> int:
        return 12


class ByShell:
    """A list of twenty, brought in and shown."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.list = Path(os.environ["XDG_DATA_HOME"]) / f"list-{home.parent.name}.csv"
        self.list.parent.mkdir(parents=True, exist_ok=True)
        rows = "".join(f"Saved {n},ZZ1 1AA,{_LONG}\n" for n in range(20))
        self.list.write_text(f"Name,Postcode,Description\n{rows}", encoding="utf-8")

    def save(self) -> str:
        from assetmap.cli import main

        said = io.StringIO()
        words = ["import", str(self.list), "--kind", "group or club", "--publish", "--home", str(self.home)]
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            try:
                main(words)
            except SystemExit as end:
                if not end.code:
                    return ""
        return said.getvalue().replace(f"home: {self.home}", "").strip() or "nothing was said"

    def kept(self) -> int:
        return 20


class ByScreen:
    """One asset, filled in on Add and saved by its button."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run = None

    def fill_in(self) -> str:
        """Open the screen and fill it in; gives "" or what was said."""
        from streamlit.testing.v1 import AppTest

        from assetmap.screens.doors import MAIN

        os.environ["ASSETMAP_HOME"] = str(self.home)
        run = AppTest.from_file(str(MAIN), default_timeout=200).run()
        run = run.switch_page("add.py").run()
        if wrong := _wrong(run):
            return wrong
        run.segmented_control(key="add0_way").set_value("nowhere").run()
        run.text_input(key="add0_name").set_value("Saved 0")
        run.pills(key="add0_group").set_value("classes").run()
        run.text_area(key="add0_own_words").set_value(_LONG[:1500])
        self.run = run
        return ""

    def save(self) -> str:
        if self.run is None and (wrong := self.fill_in()):
            return wrong
        self.run.button(key="add0_save").click().run()
        adding = self.run.session_state["adding"]
        if adding.saved is not None:
            return ""
        if self.run.text_input(key="add0_name").value != "Saved 0":
            return "what was typed is lost"
        return adding.problem or _wrong(self.run) or "nothing was said"

    def kept(self) -> int:
        return 1


def _wrong(run: object) -> str:
    said = [str(getattr(x, "value", "") or x.proto.body) for x in run.get("html")]
    texts = [text for text in said if 'class="wrong"' in text] + [x.value for x in run.error]
    return " ".join(texts)


WAYS = {"store": ByStore, "shell": ByShell, "screen": ByScreen}


@contextlib.contextmanager
def full(home: Path, *, room_kb: int) -> Iterator[None]:
    """Fill the disk up to what is left of it."""
    ballast = home.parent / "ballast"
    with ballast.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * 4096)
        except OSError:
            out.truncate(max(out.tell() - room_kb * 1024, 0) // 4096 * 4096)
    try:
        yield
    finally:
        ballast.unlink()


@contextlib.contextmanager
def unwritable(home: Path) -> Iterator[None]:
    """Let this process read the home, and write nothing in it; root becomes nobody for a while."""
    everything = [home, *home.rglob("*")]
    for path in everything:
        path.chmod(0o755 if path.is_dir() else 0o644) if os.geteuid() == 0 else path.chmod(path.stat().st_mode & 0o555)
    if os.geteuid() == 0:
        for path in (home.parent, home.parent.parent):
            path.chmod(0o755)
        os.setresgid(_NOBODY, _NOBODY, 0)
        os.setresuid(_NOBODY, _NOBODY, 0)
        try:
            yield
        finally:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)
    else:
        try:
            yield
        finally:
            for path in everything:
                path.chmod(path.stat().st_mode | 0o200)


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Let another process hold the store."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(home / "assets.gpkg")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("\n", timeout=60)


def contents(home: Path) -> dict[str, object]:
    """Return what is in a store, every table of it, row by row, and whether it is whole."""
    path = home / "assets.gpkg"
    connection = sqlite3.connect(path)
    with contextlib.closing(connection):
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith(("sqlite_", "rtree_", "gpkg_"))
        ]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    return {**rows, "problems": checking.report(path).problems}


def _main(fault: str, way_name: str, home_name: str, waits_s: str = "") -> None:
    from streamlit.logger import set_log_level

    set_log_level("ERROR")
    if waits_s:
        GeoPackageStore.open.__func__.__kwdefaults__["busy_s"] = float(waits_s)
    home, town = Path(home_name), Path(os.environ["ASSETMAP_HOME"])
    problems: list[str] = []
    tried = 0
    if fault == "unwritable":
        # Everything is loaded before the rights are given up: who has none may not even read the program.
        warm = home.parent / "warm"
        subprocess.run(["cp", "-r", str(town), str(warm)], check=True)
        if said := WAYS[way_name](warm).save():
            problems.append(f"where it may be written it said: {said}")
    way = WAYS[way_name](home)
    if isinstance(way, ByScreen) and fault != "unwritable" and (said := way.fill_in()):
        problems.append(said)  # the button alone is pressed under the fault
    for room_kb in _ROOMS_KB if fault == "full" else (0,):
        before = contents(home)
        hinder = {"full": lambda kb=room_kb: full(home, room_kb=kb), "unwritable": lambda: unwritable(home)}
        with hinder.get(fault, lambda: locked(home))():
            said = way.save()
        tried += 1
        if not said:
            problems.append(f"with {room_kb} KB left it was kept: nothing was tried")
            break
        if (SAID[fault] not in said and _TO_OTHERS not in said) or any(x in said for x in _NOT_PLAIN):
            problems.append(f"said: {said[:300]}")
        if contents(home) != before:
            problems.append("something half-written is there")
    if not problems:
        many = len(before["assets"])
        if said := way.save():
            problems.append(f"once it was mended it said: {said}")
        now = contents(home)
        if len(now["assets"]) != many + way.kept() or now["problems"]:
            problems.append(f"once it was mended, {len(now['assets']) - many} of {way.kept()} were kept")
    print(json.dumps({"tried": tried, "problems": problems}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
