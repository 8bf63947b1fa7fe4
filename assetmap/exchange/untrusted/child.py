"""
The process in which a stranger's file is read. `parent` starts it; it raises the walls around itself first.

Its standard input is the file; it answers on its standard output in lines of JSON, and says nothing else.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from assetmap.exchange.untrusted import walls, wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.exchange.untrusted.looking import Settled

    Say = Callable[[object], None]

_TOGETHER = 1 << 18
"""Lines are handed on together, about so many bytes at a time."""


def main(name: str, memory: str, seconds: str, most: str, job: str = "list", asked: str = "{}") -> None:
    """
    Raise the walls and read the file that is standard input; ends the process.

    Parameters
    ----------
    name
        What the file is called; with "" the walls are told and nothing is read.
    memory, seconds, most
        Bytes of address space, seconds of processor time, bytes that the file may have.
    job, asked
        "list", or "photo" with what `photographs` asks of it, as JSON.
    """
    out = sys.stdout.buffer
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # nothing a library says

    def say(message: object) -> None:
        out.write(wire.line_of(message))
        out.flush()

    try:
        stand = walls.first(memory=int(memory), seconds=int(seconds))
        read = _photo(json.loads(asked), say) if job == "photo" else _list(name, int(most), out.write, say)
        stand += walls.rest()
        say({"walls": stand})
        if name:
            gc.disable()  # it lives for one file, and nothing in it goes round in circles
            read()
        say({"end": True})
    except BaseException as error:  # noqa: BLE001  # a panic in Rust is no Exception; the parent makes a sentence of it
        say(_fault(error))
    os._exit(0)


def _list(name: str, most: int, write: Callable[[bytes], object], say: Say) -> Callable[[], None]:
    """Load what reads lists."""
    from assetmap.exchange.untrusted import looking

    return lambda: _read(looking.settled(_content(), name, most=most), write, say)


def _photo(asked: dict[str, Any], say: Say) -> Callable[[], None]:
    """Load what reads photographs: some of it can only be loaded while the walls do not stand yet."""
    import cv2
    import zxingcpp  # noqa: F401

    from assetmap.exchange.untrusted import photo_wire
    from assetmap.paper.reading import pictures, reader

    pictures.load(asked["form"])
    cv2.setNumThreads(1)

    def read() -> None:
        for sheet in reader.sheets(_content(), corners=asked["corners"], expected=asked["expected"]):
            say({"photo": photo_wire.said(sheet)})

    return read


def _content() -> bytes:
    with open(0, "rb", closefd=False) as handle:  # what the parent opened
        return handle.read()


def _read(found: Settled, write: Callable[[bytes], object], say: Say) -> None:
    from assetmap.exchange.untrusted import telling
    from assetmap.exchange.untrusted.here import read_here

    telling.listen(lambda share: say({"read": share}))
    sheets = read_here(found)
    waiting = bytearray()
    for line in wire.lines_of(sheets):
        waiting += line
        if len(waiting) > _TOGETHER:
            write(bytes(waiting))
            waiting.clear()
    write(bytes(waiting))


def _fault(error: BaseException) -> dict[str, object]:
    """Say what went wrong, without a word of the file: its own sentence, or what the parent has one for."""
    from assetmap.errors import AssetMapError

    if isinstance(error, AssetMapError):
        return {"error": str(error)}
    for what, kinds in {"memory": MemoryError, "deep": RecursionError, "reached out": PermissionError}.items():
        if isinstance(error, kinds):
            return {"fault": what, "where": _where(error)}
    return {"fault": type(error).__name__, "where": _where(error)}


def _where(error: BaseException) -> str:
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
