"""Files appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".new-"
"""What the names of files begin with that are not whole yet."""


@contextlib.contextmanager
def whole_file(path: Path, *, force: bool = False, mode: int = 0o644) -> Iterator[Path]:
    """
    Give a new path beside `path` to write to; it takes `path`'s place when the block ends well.

    The file is its owner's alone until it is whole, and has the rights of `mode` when it takes its place.

    Raises
    ------
    ExchangeError
        `path` exists and `force` is not set, its folder cannot be written, or the disk is full.
    """
    path = Path(path)
    if path.exists() and not force:
        raise ExchangeError(f"{path.name} is already there: choose another name, or add --force to replace it.")
    if path.is_dir():
        raise ExchangeError(f"{path.name} is a folder: give the name of a file.")
    if not path.parent.exists():
        raise ExchangeError(f"there is no folder “{path.parent.name}”: make it, or choose another for {path.name}.")
    new: Path | None = None
    try:
        # The process's number says later whether somebody still writes it.
        descriptor, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{os.getpid()}-", suffix=path.suffix, dir=path.parent)
        os.close(descriptor)
        new = Path(name)
        yield new
        new.chmod(mode)
        with new.open("rb") as handle:
            os.fsync(handle.fileno())
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExchangeError(f"{path.name} could not be written: {reason}. Nothing was changed.") from None
    finally:
        if new is not None:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write `content` to `path`, whole or not at all; see `whole_file`."""
    with whole_file(path, force=force) as new:
        new.write_bytes(content)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step, where the system can; False where it cannot: nothing happened."""
    if sys.platform != "linux":
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def sync_folder(folder: Path) -> None:
    """Ask the disk to hold which files a folder has."""
    with contextlib.suppress(OSError):  # some file systems cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
