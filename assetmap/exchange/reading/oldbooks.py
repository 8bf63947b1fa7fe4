"""
Old workbooks (XLS): what their cells say and their values do not, and a look at their sizes before anybody else reads.

A compound file ([MS-CFB]) holds a stream of records ([MS-XLS], BIFF5 and BIFF8). What its header says of sizes is held
against the file: readers set memory aside by it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.reading.workbooks import Notes, is_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _CUTOFF_AT, _IN_HEADER = 128, 56, 109
_STREAM, _ROOT = 2, 5
_BOF, _BOUNDSHEET, _FORMAT, _XF, _FILEPASS = 0x0809, 0x0085, 0x041E, 0x00E0, 0x002F
_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA, _EOF = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006, 0x000A
_BIFF8 = 0x0600
_DIMENSIONS, _MOST_ROWS, _MOST_COLUMNS = 0x0200, 65_536, 256
_PERCENT = (9, 10)


class _Damaged(Exception):  # noqa: N818  becomes one sentence
    pass


def notes_of_xls(content: bytes, name: str) -> Mapping[str, Notes]:
    """
    Look through the sheets of an XLS by name: errors and percent.

    Raises
    ------
    ExchangeError
        It is damaged, or locked with a password.
    """
    try:
        stream = _workbook(content)
        return _noted(stream, name)
    except (_Damaged, struct.error, IndexError, UnicodeDecodeError):
        raise ExchangeError(
            f"{name} is a damaged spreadsheet: open it in the program that wrote it and save it again, "
            "or save the sheet as CSV."
        ) from None


def _workbook(content: bytes) -> bytes:
    """Take the stream of the workbook out of the compound file."""
    if not content.startswith(_MAGIC) or len(content) < 1024:
        raise _Damaged
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12) or struct.unpack_from("<H", content, 32)[0] != 6:
        raise _Damaged
    size = 1 << shift
    most = len(content) // size + 1
    directory, tables, at = struct.unpack_from("<IIi", content, 40)
    cutoff, small_at, small, more_at, more = struct.unpack_from("<IiIiI", content, _CUTOFF_AT)
    if max(directory, tables, small, more) > most:
        raise _Damaged
    listed = list(struct.unpack_from(f"<{_IN_HEADER}i", content, 76))
    for _ in range(more):
        sector = _sector(content, more_at, size)
        *further, more_at = struct.unpack(f"<{size // 4}i", sector)
        listed += further
    table: list[int] = []
    for each in [x for x in listed if x >= 0][:tables]:
        table += struct.unpack(f"<{size // 4}i", _sector(content, each, size))
    root, (first, length) = _entries(_chained(content, table, at, size), len(content))
    if length >= cutoff:
        return _chained(content, table, first, size)[:length]
    store = _chained(content, table, root[0], size)[: root[1]]
    within = _chained(content, table, small_at, size)
    links = list(struct.unpack(f"<{len(within) // 4}i", within[: len(within) // 4 * 4]))
    return b"".join(store[x * 64 : x * 64 + 64] for x in _links(links, first))[:length]


def _entries(directory: bytes, most: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Find where the root and the workbook begin and how long they are; a length beyond the file is damage."""
    root = (-2, 0)
    found: tuple[int, int] | None = None
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[start : start + _ENTRY]
        kind, (first, length) = entry[66], struct.unpack_from("<iI", entry, 116)
        if kind in (_STREAM, _ROOT) and length > most:
            raise _Damaged
        called = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if kind == _ROOT:
            root = (first, length)
        elif kind == _STREAM and called.casefold() in ("workbook", "book"):
            found = found or (first, length)
    if found is None:
        raise _Damaged
    return root, found


def _sector(content: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    if number < 0 or start >= len(content):
        raise _Damaged
    return content[start : start + size].ljust(size, b"\x00")


def _chained(content: bytes, table: list[int], first: int, size: int) -> bytes:
    return b"".join(_sector(content, x, size) for x in _links(table, first))


def _links(table: list[int], first: int) -> Iterator[int]:
    """Follow a chain of sectors to its end; one that bites its tail is damaged."""
    seen = 0
    while first >= 0:
        if first >= len(table) or seen > len(table):
            raise _Damaged
        yield first
        seen += 1
        first = table[first]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of the workbook, or of the sheet that begins there, to its end; sheets may lie inside charts."""
    deep = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if not deep and kind != _BOF:
            raise _Damaged
        yield kind, stream[at + 4 : at + 4 + length]
        deep += (kind == _BOF) - (kind == _EOF)
        at += 4 + length
        if deep <= 0:
            return


def _noted(stream: bytes, name: str) -> dict[str, Notes]:
    formats: dict[int, str] = {}
    used: list[int] = []
    sheets: list[tuple[int, str]] = []
    is_8 = True
    for at, (kind, data) in enumerate(_records(stream, 0)):
        if at == 0:
            is_8 = struct.unpack_from("<H", data)[0] == _BIFF8
        elif kind == _FILEPASS:
            raise ExchangeError(f"{name} is locked with a password: unlock it, save it again, and choose that.")
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = _text(data[2:], is_8=is_8, long=True)
        elif kind == _XF:
            used.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUNDSHEET:
            sheets.append((struct.unpack_from("<I", data)[0], _text(data[6:], is_8=is_8, long=False)))
    percent = {x for x, each in enumerate(used) if each in _PERCENT or is_percent(formats.get(each, ""))}
    return {called: _of_sheet(stream, at, percent) for at, called in sheets if at < len(stream)}


def _text(data: bytes, *, is_8: bool, long: bool) -> str:
    """Read a string with its length before it, of one byte or two."""
    if not is_8:
        return data[1 : 1 + data[0]].decode("cp1252", "replace")
    head = 3 if long else 2
    length = struct.unpack_from("<H", data)[0] if long else data[0]
    if data[head - 1] & 1:
        return data[head : head + 2 * length].decode("utf-16-le", "replace")
    return data[head : head + length].decode("latin-1")


def _is_within(dimensions: bytes) -> bool:
    """Say whether a sheet claims no more rows and columns than the form can have: memory is set aside by it."""
    form = "<IIHH" if len(dimensions) >= 14 else "<HHHH"
    _, rows, _, columns = struct.unpack_from(form, dimensions)
    return bool(rows <= _MOST_ROWS and columns <= _MOST_COLUMNS)


def _of_sheet(stream: bytes, at: int, percent: set[int]) -> Notes:
    notes = Notes()
    for kind, data in _records(stream, at):
        if kind == _DIMENSIONS and not _is_within(data):
            raise _Damaged
        if kind not in (_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA):
            continue
        row, column, style = struct.unpack_from("<HHH", data)
        if kind == _BOOLERR:
            if data[7]:
                notes.errors.add((row, column))
        elif kind == _FORMULA and data[12:14] == b"\xff\xff":
            if data[6] == 2:
                notes.errors.add((row, column))
        elif kind == _MULRK:
            styles = struct.unpack_from(f"<{'HI' * ((len(data) - 6) // 6)}", data, 4)[::2]
            notes.percent |= {(row, column + x) for x, each in enumerate(styles) if each in percent}
        elif style in percent:
            notes.percent.add((row, column))
    return notes
