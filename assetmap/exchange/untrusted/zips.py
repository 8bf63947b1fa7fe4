"""A zip, judged by what its list of members says before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_UNPACKED = 200 * 2**20
LARGEST_RATIO = 100
MOST_MEMBERS = 100
MOST_IN_WORKBOOK = 1_000
"""A workbook of many sheets has a file or three for each."""
_SMALL = 2**20
"""Of so little a ratio says nothing: blank sheets pack very well."""
_LARGEST_LIST = 2**20
_END, _LONGEST_COMMENT = b"PK\x05\x06", 65_535
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
)
_ARCHIVE_ENDINGS = (
    ".zip", ".kmz", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".tar", ".xlsx", ".ods", ".jar", ".docx",
)  # fmt: skip
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


def opened(content: bytes, name: str) -> zipfile.ZipFile:
    """
    Open a zip whose members are few, small, apart from each other, in the clear and named as files beneath a folder.

    Raises
    ------
    ExchangeError
        It is none of that; the sentence says which.
    """
    end = content.rfind(_END, max(0, len(content) - _LONGEST_COMMENT - 22))
    if end < 0 or content.startswith(_END):
        what = "is a zip with nothing in it" if content.startswith(_END) else "is a zip that was cut short"
        raise ExchangeError(f"{name} {what}: fetch it again.")
    if content.count(_END, max(0, len(content) - _LONGEST_COMMENT - 22)) > 1:
        raise ExchangeError(f"{name} is not a true zip (it has two lists of its files): do not trust it.")
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size == 0xFFFFFFFF:
        raise ExchangeError(f"{name} is packed in an unusual way (zip64): unpack it, and choose the list.")
    if size > _LARGEST_LIST:
        raise ExchangeError(f"{name} holds too many files: take the list out of it, and choose that.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED:
        raise ExchangeError(f"{name} is damaged (its zip does not unpack): fetch it again.") from None
    members = archive.infolist()
    workbook = any(x.filename in {"[Content_Types].xml", "mimetype"} for x in members)
    if len(members) > (MOST_IN_WORKBOOK if workbook else MOST_MEMBERS):
        raise ExchangeError(f"{name} holds {len(members):,} files: take the list out of it, and choose that.")
    if archive.start_dir > end:
        raise ExchangeError(f"{name} is damaged (its zip does not unpack): fetch it again.")
    _sizes(members, name)
    for member in members:
        _member(member, name)
    _apart(members, archive.start_dir, name)
    if len({x.filename for x in members}) < len(members):
        raise ExchangeError(f"{name} holds two files of one name: pack it again.")
    _nested(archive, name)
    return archive


def taken_out(archive: zipfile.ZipFile, member: str, name: str, *, most: int = LARGEST_UNPACKED) -> bytes:
    """
    Unpack one member, or its first `most` bytes.

    Raises
    ------
    ExchangeError
        It is damaged.
    """
    try:
        with archive.open(member) as packed:
            return packed.read(most)
    except _DAMAGED:
        raise ExchangeError(f"{name} is damaged (its zip does not unpack): fetch it again.") from None


def proved(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack every member once, piece by piece, and keep nothing: what it says of itself is true, or it is refused."""
    for member in archive.infolist():
        try:
            with archive.open(member) as packed:
                size = 0
                while piece := packed.read(_SMALL):
                    size += len(piece)
                whole = size == member.file_size and _ends(archive, member)
        except _DAMAGED:
            whole = False
        if not whole:
            raise ExchangeError(f"{name} is damaged (its zip is not what it says): fetch it again.")


def _ends(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Say whether what is packed ends where it says: other programs unpack on, and it may never end."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return member.compress_size == member.file_size
    handle = archive.fp
    assert handle is not None
    handle.seek(member.header_offset)
    head = handle.read(30)
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    handle.seek(member.header_offset + 30 + lengths)
    unpacker = zlib.decompressobj(-15)
    left, size = member.compress_size, 0
    while left > 0 and not unpacker.eof:
        packed = handle.read(min(left, 65_536))
        if not packed:
            break
        left -= len(packed)
        while packed and not unpacker.eof:
            size += len(unpacker.decompress(packed, _SMALL))
            if size > member.file_size:
                return False
            packed = unpacker.unconsumed_tail
    return unpacker.eof and size == member.file_size


def _sizes(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    whole = sum(x.file_size for x in members)
    if whole > LARGEST_UNPACKED:
        raise ExchangeError(
            f"{name} unpacks to more than {LARGEST_UNPACKED // 2**20} MB, the most that a list may hold: cut it to the "
            "place first."
        )
    if any(x.file_size > max(_SMALL, LARGEST_RATIO * x.compress_size) for x in members):
        raise ExchangeError(
            f"{name} unpacks to more than {LARGEST_RATIO} times its size, as no list does: save it again as CSV."
        )


def _member(member: zipfile.ZipInfo, name: str) -> None:
    path = member.orig_filename.replace("\\", "/")
    if not path or path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in PurePosixPath(path).parts:
        raise ExchangeError(
            f"{name} holds a file whose name leads out of its folder: pack it again, or do not trust it."
        )
    if any(ord(x) < 32 for x in path):
        raise ExchangeError(f"{name} holds a file whose name cannot be read: pack it again.")
    form = stat.S_IFMT(member.external_attr >> 16)
    if form not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ExchangeError(f"{name} holds a link to another file: pack the file itself.")
    if member.flag_bits & 0x2041:
        raise ExchangeError(f"{name} is locked with a password: unlock it first.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ExchangeError(f"{name} is packed in an unusual way: unpack it, and choose the list.")


def _apart(members: Sequence[zipfile.ZipInfo], start: int, name: str) -> None:
    ordered = sorted(members, key=lambda x: x.header_offset)
    ends = [x.header_offset for x in ordered[1:]] + [start]
    for member, end in zip(ordered, ends, strict=True):
        if member.header_offset + 30 + len(member.orig_filename) + member.compress_size > end:
            raise ExchangeError(f"{name} is not a true zip (its files lie over each other): do not trust it.")


def _nested(archive: zipfile.ZipFile, name: str) -> None:
    for member in archive.infolist():
        if member.is_dir() or member.filename.startswith("xl/embeddings/"):  # never opened
            continue
        inside = member.filename.lower().endswith(_ARCHIVE_ENDINGS)
        if inside or taken_out(archive, member.filename, name, most=8).startswith(_ARCHIVES):
            raise ExchangeError(f"{name} holds another packed file: unpack it, and choose the list.")
