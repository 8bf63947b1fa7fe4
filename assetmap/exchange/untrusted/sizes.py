"""How large a stranger's file may be, and its bytes."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    import os

LARGEST_BYTES = 50 * 2**20
"""As much as an upload may hold; the streets of a county are reference layers, not assets."""
LARGEST_EXTRACT_BYTES = 300 * 2**20
"""As much as an OpenStreetMap extract may hold, where a path is given."""
COUNTY_BYTES = 10 * 2**20
"""From here on an extract is handed over by its path, and has minutes: a county of 28 MB takes 10 seconds alone."""
PACKED = b"\x1f\x8b"


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """
    Read a file of at most `LARGEST_BYTES`.

    Raises
    ------
    ExchangeError
        There is no such file, it cannot be read, is a folder or a device, is empty, or is too large.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise ExchangeError(f"{file.name} is a folder: give the name of a file.")
        if not file.is_file():
            raise ExchangeError(f"{file.name} is not there: check the name and the folder.")
        allow(file.stat().st_size, file.name)
        with file.open("rb") as handle:
            content = handle.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ExchangeError(f"{file.name} could not be read: {error.strerror or type(error).__name__}.") from None
    allow(len(content), file.name)
    return content


def allow(size: int, name: str, *, most: int | None = None) -> None:
    """Raise ExchangeError where a file is larger than `most` bytes (`LARGEST_BYTES`)."""
    most = LARGEST_BYTES if most is None else most
    if size > most:
        raise ExchangeError(
            f"{name} is too large ({size // 2**20} MB): a list of assets may hold {most // 2**20} MB. "
            "Cut it to the place first."
        )


def unpacked(content: bytes, name: str) -> tuple[bytes, str]:
    """
    Unpack a list that came packed with gzip, and take “.gz” from its name; any other is given back as it is.

    Raises
    ------
    ExchangeError
        It is damaged, or holds more than a list may: it is unpacked no further than that.
    """
    if not content.startswith(PACKED):
        return content, name
    allow(len(content), name)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            inside = packed.read(LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise ExchangeError(f"{name} is packed (gzip) and damaged: fetch it again.") from None
    if len(inside) > LARGEST_BYTES:
        raise ExchangeError(
            f"{name} unpacks to more than {LARGEST_BYTES // 2**20} MB, the most that a list of assets may hold. "
            "Cut it to the place first."
        )
    return inside, re.sub(r"\.gz$", "", name, flags=re.IGNORECASE) or name


def plain_name(name: str) -> str:
    """Give a file's name as it may stand in a sentence: without folders, on one line, nothing that turns it around."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    line = "".join(x for x in last if x.isprintable()).strip()
    if len(line) > _LONGEST_NAME:
        stem, dot, ending = line.rpartition(".")
        line = f"{stem[: _LONGEST_NAME - 20]}…{dot}{ending[-12:]}" if dot else f"{line[:_LONGEST_NAME]}…"
    return line if line.strip(". ") else "the file"


_LONGEST_NAME = 100
