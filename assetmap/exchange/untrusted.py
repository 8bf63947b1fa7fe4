"""
Bytes that strangers send, looked at before anything reads them.

Nothing here hands a file to GDAL: `read_file` on an upload opens local files and calls addresses.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.reading.decoding import decoded

if TYPE_CHECKING:
    import os

LARGEST_BYTES = 50 * 2**20
"""As much as an upload may hold; the streets of a county are reference layers, not assets."""

# First bytes → what it is, and what to do about it.
_OTHER_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture (PNG)", "choose the list that the picture shows, as CSV or GeoJSON"),
    (b"\xff\xd8\xff", "a photo (JPEG)", "choose a list, as CSV or GeoJSON"),
    (b"GIF8", "a picture (GIF)", "choose a list, as CSV or GeoJSON"),
    (b"RIFF", "a picture or a sound", "choose a list, as CSV or GeoJSON"),
    (b"%PDF", "a PDF", "ask its publisher for the list as CSV"),
    (b"PK\x03\x04", "a zip or a spreadsheet (XLSX)", "unpack it, or save the sheet as CSV, and choose that"),
    (b"PK\x05\x06", "an empty zip", "choose a list, as CSV or GeoJSON"),
    (b"\x1f\x8b", "packed (gzip)", "unpack it and choose what was inside"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (XLS)", "save the sheet as CSV and choose that"),
    (b"SQLite format 3", "a GeoPackage or database", "export the layer as GeoJSON and choose that"),
    (b"PAR1", "a Parquet file", "export it as GeoJSON and choose that"),
    (b"{\\rtf", "a text document (RTF)", "save the list as CSV and choose that"),
)
# First bytes → the endings that say so themselves.
_HONEST: dict[bytes, tuple[str, ...]] = {
    b"\x89PNG": (".png",),
    b"\xff\xd8\xff": (".jpg", ".jpeg"),
    b"GIF8": (".gif",),
    b"RIFF": (".webp", ".wav"),
    b"%PDF": (".pdf",),
    b"PK\x03\x04": (".zip", ".xlsx"),
    b"PK\x05\x06": (".zip",),
    b"\x1f\x8b": (".gz",),
    b"\xd0\xcf\x11\xe0": (".xls",),
    b"SQLite format 3": (".gpkg", ".sqlite", ".db"),
    b"PAR1": (".parquet",),
    b"{\\rtf": (".rtf",),
}
_PACKED = b"\x1f\x8b"
_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|kml|gpx|ogrvrt)", re.IGNORECASE)


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
        _allow(file.stat().st_size, file.name)
        with file.open("rb") as handle:
            content = handle.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ExchangeError(f"{file.name} could not be read: {error.strerror or type(error).__name__}.") from None
    _allow(len(content), file.name)
    return content


def _allow(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        raise ExchangeError(
            f"{name} is too large ({size // 2**20} MB): a list of assets may hold {LARGEST_BYTES // 2**20} MB. "
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
    if not content.startswith(_PACKED):
        return content, name
    _allow(len(content), name)
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


def text_of(content: bytes, name: str) -> tuple[str, str]:
    """
    Turn bytes into text.

    Returns
    -------
    text, encoding
        Without a byte order mark. UTF-8 and UTF-16 are recognised; what is neither is taken as Windows-1252.

    Raises
    ------
    ExchangeError
        The file is empty or is not text; the sentence says what it is instead.
    """
    _allow(len(content), name)
    if not content.strip(b"\x00\t\r\n "):
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    for start, what, mend in _OTHER_KINDS:
        if content.startswith(start):
            honest = Path(name).suffix.lower() in _HONEST.get(start, ())
            raise ExchangeError(f"{name} is {what}{'' if honest else ', whatever its name says'}: {mend}.")
    text, encoding = decoded(content, name)
    if "\x00" in text.partition("\n")[0]:
        raise ExchangeError(f"{name} is not text: choose a list, as CSV or GeoJSON.")
    if _MARKUP.match(text):
        raise ExchangeError(f"{name} is a web page or XML (KML, GPX …): export the list as CSV or GeoJSON.")
    if not text.strip():
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    return text, encoding
