"""
A walk graph on disk: a folder of plain arrays that every process maps and nobody copies.

`HOME/network/current.json` names the folder that counts; a new one is whole before it is named.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import LayerError
from assetmap.files import write_whole
from assetmap.network.graph import WalkGraph

if TYPE_CHECKING:
    import os

FOLDER = "network"
_CURRENT = "current.json"
_FORM = 1
"""The form of the folder; another form is made anew from the streets."""
_TEXTS = ("crs", "ways", "names", "source")


def keep_graph(graph: WalkGraph, home: str | os.PathLike[str]) -> Path:
    """
    Write a graph into a home and make it the one that counts; returns its folder. Earlier ones are taken out.

    Raises
    ------
    OSError
        The folder cannot be written or the disk is full; an earlier graph is as it was.
    """
    room = Path(home) / FOLDER
    room.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="streets-", dir=room))
    try:
        for name in _arrays():
            np.save(fresh / f"{name}.npy", getattr(graph, name), allow_pickle=False)
        said = {name: getattr(graph, name) for name in _TEXTS}
        (fresh / "streets.json").write_text(json.dumps({"form": _FORM, **said}, ensure_ascii=False), encoding="utf-8")
        fresh.chmod(0o755)
        text = json.dumps({"folder": fresh.name, "form": _FORM, "source": dict(graph.source)}, ensure_ascii=False)
        write_whole(room / _CURRENT, text.encode(), force=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    for other in room.glob("streets-*"):
        if other != fresh:
            shutil.rmtree(other, ignore_errors=True)  # who has it open keeps it: the files stay mapped
    return fresh


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
        arrays = {name: _mapped(folder / f"{name}.npy") for name in _arrays()}
        return WalkGraph(
            crs=texts["crs"], ways=tuple(texts["ways"]), names=tuple(texts["names"]), source=texts["source"], **arrays
        )
    except (OSError, ValueError, KeyError, TypeError):
        with contextlib.suppress(OSError):
            if current(home) != said:  # changed while it was being opened
                return open_graph(home)
        raise LayerError("the walk network is damaged: set the place up again.") from None


def _arrays() -> tuple[str, ...]:
    return tuple(x.name for x in fields(WalkGraph) if x.name not in _TEXTS and not x.name.startswith("_"))


def _mapped(path: Path) -> Any:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an empty array cannot be mapped
        return np.load(path, allow_pickle=False)
