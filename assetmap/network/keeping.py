"""
A walk graph on disk: a folder of plain arrays that every process maps and nobody copies.

`HOME/network/current.json` names the folder that counts; a new one is whole before it is named.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import LayerError
from assetmap.files import UNFINISHED, write_whole
from assetmap.network.graph import WalkGraph

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

FOLDER = "network"
_CURRENT = "current.json"
_FORM = 1
"""The form of the folder; another form is made anew from the streets."""
_STALE_S = 3600
"""What nobody named for an hour is of somebody who was cut off."""
_TEXTS = ("crs", "ways", "names", "source")


def keep_graph(graph: WalkGraph, home: str | os.PathLike[str]) -> Path:
    """
    Write a graph into a home and make it the one that counts; returns its folder. Earlier ones are taken out.

    Raises
    ------
    OSError, ExchangeError
        The folder cannot be written or the disk is full; an earlier graph is as it was.
    """
    with one_at_a_time(home):
        return name_graph(write_graph(graph, home))


def write_graph(graph: WalkGraph, home: str | os.PathLike[str]) -> Path:
    """
    Write a graph into a home, whole, to be named later by `name_graph`; until then the earlier one counts.

    Raises
    ------
    OSError
        As of `keep_graph`.
    """
    room = Path(home) / FOLDER
    room.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=room))
    try:
        for name in array_names():
            np.save(fresh / f"{name}.npy", getattr(graph, name), allow_pickle=False)
        said = {name: getattr(graph, name) for name in _TEXTS} | {"source": dict(graph.source)}
        (fresh / "streets.json").write_text(json.dumps({"form": _FORM, **said}, ensure_ascii=False), encoding="utf-8")
        fresh.chmod(0o755)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh


def name_graph(fresh: Path) -> Path:
    """
    Make a graph that `write_graph` wrote the one that counts, and take earlier ones out; say `one_at_a_time` first.

    Raises
    ------
    OSError, ExchangeError
        It could not be named; the earlier one counts.
    """
    room = fresh.parent
    folder = room / f"streets-{fresh.name.removeprefix(UNFINISHED)}"
    fresh.rename(folder)
    try:
        said = json.loads((folder / "streets.json").read_text(encoding="utf-8"))
        text = json.dumps({"folder": folder.name, "form": _FORM, "source": said["source"]}, ensure_ascii=False)
        write_whole(room / _CURRENT, text.encode(), force=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    forgotten = [x for x in room.glob(f"{UNFINISHED}*") if x.is_dir() and x.stat().st_mtime < time.time() - _STALE_S]
    for other in [*room.glob("streets-*"), *forgotten]:
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)  # who has it open keeps it: the files stay mapped
    return folder


def forget_graph(home: str | os.PathLike[str]) -> None:
    """Let a home have no graph; what cannot be taken out stays, and is of other layers."""
    shutil.rmtree(Path(home) / FOLDER, ignore_errors=True)


@contextlib.contextmanager
def one_at_a_time(home: str | os.PathLike[str]) -> Iterator[None]:
    """
    Wait until no other process or thread makes the graph of this home; not to be nested.

    Raises
    ------
    OSError
        The home cannot be written.
    """
    room = Path(home) / FOLDER
    room.mkdir(parents=True, exist_ok=True)
    with (room / ".lock").open("ab") as handle:
        if sys.platform == "win32":
            import msvcrt

            with contextlib.suppress(OSError):  # after ten seconds: two who make it do so twice, and both succeed
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def current(home: str | os.PathLike[str]) -> dict[str, Any] | None:
    """Say which graph counts (`folder`, `form`, `source`), or None where there is none that this version reads."""
    try:
        said = json.loads((Path(home) / FOLDER / _CURRENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("form") == _FORM else None


def open_graph(home: str | os.PathLike[str]) -> WalkGraph | None:
    """
    Map the graph of a home, or return None where there is none; no array is read before it is used.

    Raises
    ------
    LayerError
        It is damaged.
    """
    said = current(home)
    if said is None:
        return None
    folder = Path(home) / FOLDER / Path(str(said["folder"])).name
    try:
        texts = json.loads((folder / "streets.json").read_text(encoding="utf-8"))
        arrays = {name: _mapped(folder / f"{name}.npy") for name in array_names()}
        return WalkGraph(
            crs=texts["crs"], ways=tuple(texts["ways"]), names=tuple(texts["names"]), source=texts["source"], **arrays
        )
    except (OSError, ValueError, KeyError, TypeError):
        with contextlib.suppress(OSError):
            if current(home) != said:  # changed while it was being opened
                return open_graph(home)
        raise LayerError("the walk network is damaged: set the place up again.") from None


def array_names() -> tuple[str, ...]:
    """Name the arrays of a graph, each a file of its folder."""
    return tuple(x.name for x in fields(WalkGraph) if x.name not in _TEXTS and not x.name.startswith("_"))


def _mapped(path: Path) -> Any:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an empty array cannot be mapped
        return np.load(path, allow_pickle=False)
