"""
A packed place is unpacked, and the process killed at any moment: the home is whole, or as it was.

Run as a module it unpacks once.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
import time
from pathlib import Path

from assetmap.demo import make_demo
from assetmap.errors import AssetMapError
from assetmap.packing import pack, unpack
from assetmap.place import open_place
from tests.torture.children import begin, end, start
from tests.torture.row import Row

KILLS = 60


def row(folder: Path, *, kills: int = KILLS, seed: int = 4) -> Row:
    """Kill half of them where nothing lies in the home, half while an earlier place is put aside."""
    chance = random.Random(seed)  # noqa: S311
    home = make_demo(folder / "town")
    file = folder / "town.assetmap"
    place = open_place(home)
    pack(place, file)
    place.close()
    problems: list[str] = []
    whole = killed = 0
    longest = _seconds(file, folder / "measured")
    for number in range(kills):
        new = folder / f"new-{number}"
        over = number % 2 == 1
        if over:
            unpack(file, new)
        child = start("unpacking", file, new, "force" if over else "")
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n", "the process ended before it began"
            begin(child)
            if number % 4 < 2:
                time.sleep(chance.uniform(0, longest))
            else:  # in the moment in which it takes its place
                while child.poll() is None and not _begins(new, over=over):
                    time.sleep(0.0002)
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
        finally:
            end(child)
        found = _looked(new)
        if found == "whole":
            whole += 1
        elif found or over:
            problems.append(f"after kill {number}: {found or 'the earlier place is gone'}")
        for left in folder.glob(f"{new.name}*"):
            shutil.rmtree(left)
    unpack(file, folder / "last")
    left = [x.name for x in folder.glob(".unpacking-*")]
    if left:
        problems.append(f"left lying: {', '.join(left)}")
    return Row.of(
        "kill -9 while unpacking", f"{kills} kills: the home is whole or as it was, and what is left is swept up",
        f"{killed} killed before the end; {whole} homes whole, {kills - whole - len(problems)} not begun; "
        f"{len(problems)} half done or left lying",
        *problems,
    )  # fmt: skip


def _seconds(file: Path, home: Path) -> float:
    child = start("unpacking", file, home)
    assert child.stdout is not None
    child.stdout.readline()
    began = time.monotonic()
    begin(child)
    child.wait()
    end(child)
    return time.monotonic() - began


def _begins(home: Path, *, over: bool) -> bool:
    return any(home.parent.glob(f"{home.name}-before-*")) if over else home.exists()


def _looked(home: Path) -> str:
    """Say what is in a home: "whole", "" for nothing, or what is wrong."""
    if not home.exists() or not any(home.iterdir()):
        return ""
    try:
        place = open_place(home)
        try:
            problems = place.store.check().problems
            whole = place.network() is not None and place.layer("areas") is not None and (home / "secret.key").exists()
        finally:
            place.close()
    except AssetMapError as error:
        return str(error)
    return "whole" if whole and not problems else f"not whole: {problems}"


def _main(file: str, home: str, force: str = "") -> None:
    from tests.torture.children import ready

    ready()
    unpack(Path(file), Path(home), force=bool(force))


if __name__ == "__main__":
    _main(*sys.argv[1:])
