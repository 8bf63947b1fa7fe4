"""
Hundreds of kinds of hostile file, thrown at the real shell and at the app's own way in.

Each holds the path of a file that is watched and the address of a listener on this machine, where that can mean
anything. What is looked at: the file opened, its word in any output or in the home, a connection, a process that
crashed, the time, the memory, whether a reason was said, what was left lying about.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.demo import make_demo
from tests.torture import strangers_binary, strangers_listed, strangers_packed, strangers_pointing
from tests.torture.children import CHECKOUT, end, environment
from tests.torture.row import Row
from tests.torture.strangers_canary import TOKEN, Bait, Canary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

LONGEST_S, MOST_KILOBYTES = 30, 3 * 2**20
_PATIENCE_S = 90
_SHORTEST_REASON = 20

KINDS: Mapping[str, Callable[[Bait], tuple[str, bytes]]] = {
    **strangers_pointing.KINDS, **strangers_packed.KINDS, **strangers_listed.KINDS, **strangers_binary.KINDS,
}  # fmt: skip


@dataclass
class _Found:
    """What was seen of all runs through one door."""

    tried: int = 0
    refused: int = 0
    longest: tuple[float, str] = (0.0, "")
    most: tuple[int, str] = (0, "")
    problems: list[str] = field(default_factory=list)

    def take(self, kind: str, said: dict[str, Any], *, seconds: float, kilobytes: int) -> None:
        """Judge one run by what it said, how long it took and how much memory."""
        self.tried += 1
        self.longest = max(self.longest, (seconds, kind))
        self.most = max(self.most, (kilobytes, kind))
        self.refused += "error" in said
        wrong = []
        if "crash" in said:
            wrong.append(str(said["crash"]))
        if seconds > LONGEST_S:
            wrong.append(f"took {seconds:.0f} s")
        if kilobytes > MOST_KILOBYTES:
            wrong.append(f"took {kilobytes // 1024} MB")
        if not _has_reason(said):
            wrong.append(f"no reason was said: {json.dumps(said)[:200]}")
        if TOKEN in json.dumps(said):
            wrong.append("the file of this machine is in what was said")
        self.problems += [f"{kind}: {x}" for x in wrong]


def row(folder: Path, *, kinds: Collection[str] = (), doors: Collection[str] = ("shell", "app")) -> Row:
    """Throw every kind (or those named) through each door."""
    (folder / "sent").mkdir()
    (folder / "scratch").mkdir()
    homes = {door: make_demo(folder / door) for door in doors}
    with Canary(folder) as canary:
        files = _made(folder / "sent", kinds or tuple(KINDS), canary.bait)
        canary.opened()
        found = {door: _DOORS[door](homes[door], files, folder / "scratch") for door in doors}
        problems = [f"{door}, {x}" for door, each in found.items() for x in each.problems]
        opened = canary.opened()
        problems += [f"the file of this machine was opened {opened} times"] * bool(opened)
        problems += [f"{canary.calls} connections were made"] * bool(canary.calls)
        problems += [f"{x} holds the word of the file of this machine" for x in _holding(homes.values())]
        left = [x.name for x in (folder / "scratch").rglob("*")]
        problems += [f"left lying about: {', '.join(left[:5])}"] * bool(left)
        watched = "" if canary.is_watched else "; the file could not be watched on this system"
        reached = "; ".join(
            f"{door}: {x.refused} refused, {x.tried - x.refused} read with what was wrong told, longest "
            f"{x.longest[0]:.1f} s ({x.longest[1]}), most {x.most[0] // 1024} MB ({x.most[1]})"
            for door, x in found.items()
        )
        return Row.of(
            f"{len(files)} kinds of hostile file, {' and '.join(doors)}",
            f"0 files read, 0 connections, 0 crashes, ≤ {LONGEST_S} s, ≤ {MOST_KILOBYTES // 2**20} GB, a reason",
            f"{opened} files read, {canary.calls} connections; {reached}{watched}",
            *problems,
        )


def _made(folder: Path, kinds: Collection[str], bait: Bait) -> dict[str, Path]:
    """Make the files in a process of its own: what it took of memory would be counted as that of those started here."""
    wanted = [(folder / str(at), kind, bait) for at, kind in enumerate(kinds)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return dict(zip(kinds, pool.starmap(make, wanted), strict=True))


def make(folder: Path, kind: str, bait: Bait) -> Path:
    """Make one hostile file in a new folder."""
    name, content = KINDS[kind](bait)
    folder.mkdir()
    (folder / name).write_bytes(content)
    return folder / name


def _has_reason(said: dict[str, Any]) -> bool:
    """Say whether it was refused in a sentence, or read and every row that did not come in told."""
    if "error" in said:
        error = str(said["error"])
        return len(error) > _SHORTEST_REASON and error.endswith(".") and "Traceback" not in error
    return "crash" in said or all(x in said for x in ("added", "problems"))


def _by_shell(home: Path, files: Mapping[str, Path], scratch: Path) -> _Found:
    found = _Found()
    lock = threading.Lock()

    def one(kind: str) -> None:
        said, seconds, kilobytes = _shell(home, files[kind], scratch)
        with lock:
            found.take(kind, said, seconds=seconds, kilobytes=kilobytes)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, files))
    return found


def _shell(home: Path, path: Path, scratch: Path) -> tuple[dict[str, Any], float, int]:
    """Run `assetmap import` on a file; what it said, how long and how large it was, with whatever it started."""
    words = ["import", "--kind", "green place", "--json", "--home", str(home), "--", str(path)]
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [sys.executable, "-m", "assetmap", *words],
            stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=CHECKOUT, env=environment(TMPDIR=str(scratch)),
        )  # fmt: skip
        stopper = threading.Timer(_PATIENCE_S, child.kill)
        stopper.start()
        _, status, used = os.wait4(child.pid, 0)
        stopper.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
    said: dict[str, Any]
    try:
        said = json.loads(texts[0])
    except ValueError:
        said = {"crash": f"ended with {child.returncode} and said {texts[0][-200:]!r}, {texts[1][-300:]!r}"}
    if child.returncode not in (0, 1) or "Traceback" in texts[1]:
        said["crash"] = f"ended with {child.returncode}: {texts[1][-300:]}"
    if TOKEN in "".join(texts):
        said["crash"] = "the file of this machine is in what was said"
    return said, seconds, used.ru_maxrss


def _by_app(home: Path, files: Mapping[str, Path], scratch: Path) -> _Found:
    found = _Found()
    child: subprocess.Popen[str] | None = None
    try:
        for kind, path in files.items():
            if child is None or child.poll() is not None:
                child = _app(home, scratch)
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps({"path": str(path), "name": path.name}) + "\n")
            child.stdin.flush()
            stopper = threading.Timer(_PATIENCE_S, child.kill)
            stopper.start()
            line = child.stdout.readline()
            stopper.cancel()
            answer = json.loads(line or '{"said": {"crash": "the app itself ended"}, "seconds": 99, "kilobytes": 0}')
            found.take(kind, answer["said"], seconds=answer["seconds"], kilobytes=answer["kilobytes"])
            if not line:
                end(child)
                child = None
    finally:
        if child is not None:
            end(child)
    return found


def _app(home: Path, scratch: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.strangers_child", str(home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env=environment(TMPDIR=str(scratch)),
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n", "the app did not begin"
    return child


def _holding(homes: Collection[Path]) -> Iterator[str]:
    for home in homes:
        for path in home.rglob("*"):
            if path.is_file() and TOKEN.encode() in path.read_bytes():
                yield path.name


_DOORS: Mapping[str, Callable[[Path, Mapping[str, Path], Path], _Found]] = {"shell": _by_shell, "app": _by_app}
