"""What a hostile file must not reach: a file that is watched, and an address where somebody listens."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "CANARY-7f3e-in-the-mine"  # noqa: S105  # a word, no secret
_OPENED = 0x00000020  # IN_OPEN
_NONBLOCK = 0o4000


@dataclass(frozen=True, kw_only=True)
class Bait:
    """Where the file and the listener are, for the hostile files that want them."""

    path: str
    file_address: str
    address: str
    port: int


class Canary:
    """A file of rows with a word that is found nowhere else, watched by the system; and a listener on this machine."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "canary.csv"
        self._file.write_text(f"name,lat,lon\n{TOKEN},51.38,-2.36\n", encoding="utf-8")
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.bait = Bait(
            path=str(self._file), file_address=self._file.as_uri(), address=f"http://127.0.0.1:{port}", port=port
        )
        self.calls = 0
        self._watch = self._watched()
        self.is_watched = self._watch is not None
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._watch is not None:
            os.close(self._watch)
            self._watch = None

    def opened(self) -> int:
        """Say how often the file was opened since this was asked last."""
        if self._watch is None:
            return 0
        with contextlib.suppress(BlockingIOError):
            events = os.read(self._watch, 65_536)
            return len(events) // struct.calcsize("iIII")
        return 0

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._socket.accept()[0].close()
                self.calls += 1

    def _watched(self) -> int | None:
        if sys.platform != "linux":
            return None
        libc = ctypes.CDLL(None)
        watch = libc.inotify_init1(_NONBLOCK)
        if watch < 0 or libc.inotify_add_watch(watch, os.fsencode(self._file), _OPENED) < 0:
            return None
        return int(watch)
