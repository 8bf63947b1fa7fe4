"""Shapefiles in a zip: every layer a sheet, each of its parts taken from the zip in memory and nothing else opened."""

from __future__ import annotations

import codecs
import io
import logging
import re
import zipfile
import zlib
from collections import Counter
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from assetmap.crs import code_of
from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem, quoted
from assetmap.exchange.reading.lines import allow
from assetmap.exchange.reading.shapes import UNREADABLE, flat_shapes, heights
from assetmap.exchange.sheets import Row, Sheet, Sheets
from assetmap.exchange.untrusted.telling import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapefile import Reader
    from shapely.geometry.base import BaseGeometry

_PARTS = {".shp", ".shx", ".dbf", ".prj", ".qpj", ".cpg", ".cst"}
_MOST_LAYERS = 100
_LONGEST = 200 * 2**20
_LARGEST_WHOLE = 1e15
# The letters that byte 29 of a .dbf stands for (dBase language drivers, as in GDAL's and ESRI's lists).
_DRIVERS = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x57: "cp1252",
    0x58: "cp1252",
    0xC8: "cp1250",
    0xC9: "cp1251",
}
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class _Letters(NamedTuple):
    """How a .dbf is decoded, and whether that is not what the file said."""

    encoding: str
    is_guess: bool


def read(content: bytes, name: str) -> Sheets:
    """
    Read every layer of a zipped shapefile.

    Returns
    -------
    sheets
        By name; rows count from 1 as the shapes do. A layer without its .dbf has shapes and no columns.

    Raises
    ------
    ExchangeError
        It is damaged, or a part without which nothing can be read is missing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = _sheets(archive, name)
    except ExchangeError:
        raise
    except _UNREADABLE:
        raise ExchangeError(f"{name} is damaged (its zip does not unpack): fetch it again.") from None
    return Sheets(tuple(sheets))


def _sheets(archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    """Read layer by layer; one that cannot be read is named and does not lose the others."""
    layers = _layers(archive)
    if not layers:
        raise ExchangeError(f"{name} holds no shapefile: a layer is a .shp, .shx, .dbf and .prj of one name.")
    sheets: list[Sheet] = []
    refused: ExchangeError | None = None
    for table, members in list(layers.items())[:_MOST_LAYERS]:
        try:
            sheets.append(_layer({x: _taken(archive, y, name) for x, y in members.items()}, table, name))
        except ExchangeError as error:
            refused = refused or error
            told = Problem(None, None, "not read", str(error))
            sheets.append(Sheet(headings=(), rows=(), problems=(told,), what="shapefile", table=table))
    if refused is not None and not any(x.rows for x in sheets):
        raise refused
    return sheets


def _layers(archive: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    """Group the members by layer: name → ending → member. Only those with a .shp or a .dbf are layers."""
    found: dict[str, dict[str, str]] = {}
    for member in archive.namelist():
        path = PurePosixPath(member.replace("\\", "/"))
        if path.suffix.lower() in _PARTS and not path.name.startswith(".") and "__MACOSX" not in path.parts:
            found.setdefault(str(path.with_suffix("")).casefold(), {})[path.suffix.lower()] = member
    layers: dict[str, dict[str, str]] = {}
    for members in found.values():
        if ".shp" in members:
            stem = PurePosixPath(members[".shp"].replace("\\", "/")).stem[:100]
            layers[stem if stem not in layers else f"{stem} ({len(layers) + 1})"] = members
    return layers


def _taken(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    with archive.open(member) as packed:
        content = packed.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ExchangeError(f"{name} unpacks to more than {_LONGEST // 2**20} MB: cut it to the place first.")
    return content


def _layer(parts: Mapping[str, bytes], table: str, name: str) -> Sheet:
    import shapefile

    logging.getLogger("shapefile").setLevel(logging.CRITICAL)  # it speaks of rings that turn the wrong way round
    problems = _missing(parts, table)
    letters = _letters(parts)
    try:
        reader = shapefile.Reader(
            shp=io.BytesIO(parts[".shp"]),
            shx=io.BytesIO(parts[".shx"]) if ".shx" in parts else None,
            dbf=io.BytesIO(parts[".dbf"]) if ".dbf" in parts else None,
            encoding=letters.encoding,
            encodingErrors="replace",
        )
        headings = _headings(reader) if ".dbf" in parts else []
        shapes, wrong = _shapes(reader, has_index=".shx" in parts)
        allow(max(len(shapes), reader.numRecords or 0 if headings else 0), len(headings), table=table)
        records, gone = _records(reader, headings, len(shapes))
    except (ExchangeError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  whatever a damaged part makes pyshp, struct or shapely raise
        raise ExchangeError(
            f"{name} is damaged: its layer {quoted(table, most=40)} cannot be read. Export it again."
        ) from None
    numbers = range(1, len(shapes) + 1)
    laid, _ = flat_shapes(shapes, numbers)
    crs, note = _system(parts)
    if note:
        problems.append(Problem(None, "crs", "no datum", f"{note}.", kept=True))
    rows = [
        Row(number, cells, shape)
        for number, cells, shape in zip(numbers, records, laid, strict=True)
        if cells is not None
    ]
    problems += _guessed(rows, letters)
    return Sheet(
        headings=tuple(headings), rows=tuple(rows), problems=(*problems, *wrong, *gone), crs=crs,
        what="shapefile", table=table,
    )  # fmt: skip


def _missing(parts: Mapping[str, bytes], table: str) -> list[Problem]:
    """Say which parts are not there, and what that costs."""
    costs = {
        ".dbf": "names and all other columns are in it: put it into the zip. Without it there are only shapes.",
        ".shx": "the shapes were read one after the other without it; if any look wrong, put it into the zip.",
        ".prj": "nothing says in which system the coordinates are: put it into the zip, or say which system it is.",
    }
    called = quoted(table, most=40)
    return [
        Problem(None, ending, f"{called} has no {ending}", cost, kept=True)
        for ending, cost in costs.items()
        if ending not in parts
    ]


def _system(parts: Mapping[str, bytes]) -> tuple[str, str]:
    """Name the EPSG code that the .prj (else QGIS's .qpj) means, with a note; "" where neither is known."""
    for ending in (".prj", ".qpj"):
        text = parts.get(ending, b"")[:20_000].decode("utf-8", "replace").strip("\ufeff\x00 \r\n\t")
        code, note = code_of(text) if text else ("", "")
        if code:
            return code, note
    return "", ""


def _letters(parts: Mapping[str, bytes]) -> _Letters:
    """Find out how the text of a .dbf is written: what the .cpg says, what its own header says, what fits."""
    table = parts.get(".dbf", b"")
    looks_like_utf8 = _is_utf8(table)
    said = parts.get(".cpg", parts.get(".cst", b""))[:100].decode("ascii", "replace").strip("\ufeff\x00 \r\n\t")
    if encoding := _codec(said):
        return (
            _Letters("cp1252", is_guess=True)
            if encoding == "utf-8" and not looks_like_utf8
            else _Letters(encoding, is_guess=False)
        )
    if looks_like_utf8:
        return _Letters("utf-8", is_guess=False)
    driver = _DRIVERS.get(table[29], "") if len(table) > 32 else ""
    return _Letters(driver or "cp1252", is_guess=not driver)


def _codec(said: str) -> str:
    """Turn what a .cpg says ("UTF-8", "1252", "ANSI 1252", "ISO 88591") into a name that Python knows, or ""."""
    plain = re.sub(r"^(?:ansi|oem|cp|windows)[\s_-]*(?=\d)", "cp", said.strip().lower())
    plain = re.sub(r"^iso[\s_-]*8859[\s_-]*(\d+)$", r"iso8859-\1", plain)
    plain = f"cp{plain}" if plain.isdigit() else plain
    try:
        name = codecs.lookup(plain).name if plain else ""
    except (LookupError, ValueError):
        return ""
    return "cp1252" if name in {"iso8859-1", "ascii"} else name if re.match(r"utf-8$|cp\d|iso8859|koi8", name) else ""


def _is_utf8(table: bytes) -> bool:
    """Say whether text is UTF-8, though letters at the end of a full column may be cut in two."""
    if table.isascii():
        return True
    start = int.from_bytes(table[8:10], "little")
    text = table[start:].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken == 0 or sum(1 for x in text if not x.isascii()) - broken > broken


def _headings(reader: Reader) -> list[str]:
    """Give each heading once, as it stands in the .dbf: ten letters at most."""
    seen: Counter[str] = Counter()
    out = []
    for field in reader.fields[1:]:
        heading = str(field[0]).strip("\x00 ") or "column"
        seen[heading] += 1
        out.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return out


def _shapes(reader: Reader, *, has_index: bool) -> tuple[list[BaseGeometry | None], list[Problem]]:
    """Read every shape; one that cannot be read costs itself, and without an index also those behind it."""
    shapes: list[BaseGeometry | None] = []
    problems: list[Problem] = []
    high: list[int] = []
    if has_index:
        allow(reader.numShapes, 1)
        for number in range(1, reader.numShapes + 1):
            progress(number / reader.numShapes)
            try:
                shape = reader.shape(number - 1)
                shapes.append(_plain_shape(shape))
                high += [number] if _has_height(shape) else []
            except Exception:  # noqa: BLE001  as for the whole layer
                shapes.append(None)
                problems.append(Problem(number, "geometry", "not a shape", UNREADABLE))
    else:
        try:
            for number, shape in enumerate(reader.iterShapes(), start=1):
                allow(number, 1)
                shapes.append(_plain_shape(shape))
                high += [number] if _has_height(shape) else []
        except ExchangeError:
            raise
        except Exception:  # noqa: BLE001
            mend = "the shapes from this one on cannot be read: export the layer again, with its .shx."
            problems.append(Problem(len(shapes) + 1, "geometry", "not a shape", mend))
    return shapes, [*problems, *([heights(len(high), high[0])] if high else [])]


def _plain_shape(shape: Any) -> BaseGeometry | None:
    from shapely.geometry import shape as shape_of

    if shape is None or not shape.shapeType:
        return None
    made: BaseGeometry = shape_of(shape.__geo_interface__)
    return made


def _has_height(shape: Any) -> bool:
    """Say whether a shape has a height that is not 0; pyshp gives its shapes flat."""
    heights_m = getattr(shape, "z", ())
    return any(heights_m) if isinstance(heights_m, list | tuple) else bool(heights_m)


def _records(reader: Reader, headings: list[str], count: int) -> tuple[list[dict[str, Any] | None], list[Problem]]:
    """Read the row of every shape: None where it is marked as deleted; rows without a shape stand behind them."""
    if not headings:
        return [{} for _ in range(count)], []
    there = reader.numRecords or 0
    records: list[dict[str, Any] | None] = []
    problems: list[Problem] = []
    for at in range(count):
        try:
            record = reader.record(at) if at < there else None
        except Exception:  # noqa: BLE001  as for the whole layer
            problems.append(Problem(at + 1, None, "damaged", "its columns cannot be read: export the layer again."))
            records.append({})
            continue
        if record is None and at < there:
            problems.append(Problem(at + 1, None, "deleted", "it is marked as deleted in its .dbf, and was left out."))
            records.append(None)
        else:
            records.append(dict(zip(headings, map(_value, record or ()), strict=False)))
    if there != count:
        mend = f"the .dbf has {there:,} rows and there are {count:,} shapes: export the layer again."
        problems.append(Problem(None, None, "rows and shapes do not agree", mend, kept=True))
    return records, problems


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return value.rstrip("\ufffd").strip("\x00 ") or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else value
    return value.isoformat() if isinstance(value, date) else value


def _guessed(rows: list[Row], letters: _Letters) -> list[Problem]:
    """Say how text was read where nothing in the file says so, with the first cell in which it matters."""
    if not letters.is_guess:
        return []
    for row in rows:
        for heading, cell in row.cells.items():
            if isinstance(cell, str) and not cell.isascii():
                mend = (
                    f"the .dbf was read as Windows-1252, and this cell as {quoted(cell)}. Is that wrong? Export UTF-8."
                )
                return [Problem(row.number, heading, "not in UTF-8", mend, kept=True)]
    return []
