"""
GeoPackages, read as the SQLite databases that they are: only rows of real tables, nothing that the file would run.

The bytes are a database in memory: no file, no other database, no extension. An authorizer lets nothing through but
reading columns of tables: no function, view, virtual table, trigger or PRAGMA.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from assetmap.crs import code_of
from assetmap.errors import ExchangeError
from assetmap.exchange.headings import OWN
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.lines import allow
from assetmap.exchange.reading.shapes import UNREADABLE, flat
from assetmap.exchange.sheets import LARGEST_ROWS, Row, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_MAGIC = b"SQLite format 3\x00"
_SECONDS = 20.0
_STEPS = 20_000
"""Instructions of SQLite's machine between two looks at the clock."""
_MOST_TABLES = 200
_LONGEST = 50 * 2**20
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope by its code (OGC GeoPackage 1.3, 2.1.3)."""
_OF_PROGRAMS = {"layer_styles", "qgis_projects", "ogr_empty_table", "spatial_ref_sys", "geometry_columns"}
_OUR_LAYERS = {"points", "lines", "areas", "without_place"}
_ALL_OF_OURS = "all layers"
_COUNTERS = {"fid", "ogc_fid", "objectid", "pk_uid"}
_VIEW = "it is a view, a question to other tables, and only tables are read: export it as a layer of its own."


class _Layer(NamedTuple):
    """`geometry` is a column or "", `crs` an EPSG code or ""; `note` is a sentence about it."""

    table: str
    geometry: str
    crs: str
    note: str


def read(content: bytes, name: str) -> Sheets:
    """
    Read every layer and every table of attributes.

    Returns
    -------
    sheets
        In the order of the file's contents. Rows count from 1; shapes are WKB. A database without layers gives its
        tables.

    Raises
    ------
    ExchangeError
        It is damaged, holds no table, or asks for more time than reading takes.
    """
    if not content.startswith(_MAGIC):
        raise ExchangeError(_damaged(name))
    try:
        with contextlib.closing(_opened(content)) as base:
            real, views = _tables(base)
            layers = _layers(base, real)
            if not layers:
                raise ExchangeError(f"{name} is a database without any table of rows: export the layer as GeoJSON.")
            sheets = _with_ours_joined(list(_sheets(base, layers, real, was_open=content[18:20] == b"\x02\x02")))
            what = sheets[0].what
            told = Problem(None, None, "not read", _VIEW)
            sheets += [Sheet(headings=(), rows=(), problems=(told,), what=what, table=x) for x in sorted(views)]
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise ExchangeError(f"{name} takes too long to read: export the layer as GeoJSON.") from None
        raise ExchangeError(_damaged(name)) from None
    except (sqlite3.Error, OverflowError, struct.error, UnicodeDecodeError):
        raise ExchangeError(_damaged(name)) from None
    refused = [x.mend for sheet in sheets for x in sheet.problems if x.what == "too large"]
    if refused and not any(x.rows for x in sheets):
        raise ExchangeError(refused[0])
    return Sheets((_joined(sheets),) if _is_ours(sheets) else tuple(sheets))


def _is_ours(sheets: list[Sheet]) -> bool:
    """Say whether the layers are those of an export of ours, which is one list laid out by family of shapes."""
    return len(sheets) > 1 and all(x.table in _OUR_LAYERS and set(x.headings) >= OWN for x in sheets)


def _joined(sheets: list[Sheet]) -> Sheet:
    """Put the layers of our own export together again; rows count on from layer to layer."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for sheet in sheets:
        before = len(rows)
        rows += [Row(x.number + before, x.cells, x.shape) for x in sheet.rows]
        problems += [x if x.row is None else replace(x, row=x.row + before) for x in sheet.problems]
    headings = dict.fromkeys(heading for sheet in sheets for heading in sheet.headings)
    allow(len(rows), len(headings))
    return replace(
        sheets[0], headings=tuple(headings), rows=tuple(rows), problems=tuple(problems), crs="EPSG:4326", table="assets"
    )


def _with_ours_joined(sheets: list[Sheet]) -> list[Sheet]:
    """Make one of the layers of an export of ours: it has one for each family of shapes."""
    ours = [x for x in sheets if x.is_own and x.rows and (x.headings, x.crs) == (sheets[0].headings, sheets[0].crs)]
    if len(ours) < 2:
        return sheets
    rows: list[Row] = []
    problems: list[Problem] = []
    for sheet in ours:
        before = len(rows)
        rows += [replace(x, number=x.number + before) for x in sheet.rows]
        problems += [x if x.row is None else replace(x, row=x.row + before) for x in sheet.problems]
    whole = replace(ours[0], rows=tuple(rows), problems=tuple(problems), table=_ALL_OF_OURS)
    return [whole, *(x for x in sheets if not any(x is y for y in ours))]


def _damaged(name: str) -> str:
    return f"{name} is a damaged GeoPackage or database: export it again."


def _opened(content: bytes) -> sqlite3.Connection:
    """Open the bytes in memory; a mark that another file belongs to it (write-ahead log) is taken off the copy."""
    if content[18:20] == b"\x02\x02":
        content = content[:18] + b"\x01\x01" + content[20:]
    base = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    try:
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000)
        base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        base.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
        base.deserialize(content)
        base.text_factory = lambda x: x.decode("utf-8", "replace")
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY"):
            base.execute(f"PRAGMA {pragma}")
        until = time.monotonic() + _SECONDS
        base.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        base.set_authorizer(_authorize)
    except BaseException:
        base.close()
        raise
    return base


def _authorize(action: int, first: str | None, _second: str | None, _base: str | None, inside: str | None) -> int:
    """Let through the reading of columns, and the list of a table's columns; nothing from within a view or trigger."""
    if inside is not None:
        return sqlite3.SQLITE_DENY
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _tables(base: sqlite3.Connection) -> tuple[dict[str, str], set[str]]:
    """Name the real tables (folded → as written) and the views; a virtual table has no pages of its own."""
    real, views = {}, set()
    for kind, table, page, sql in base.execute("SELECT type, name, rootpage, sql FROM sqlite_master"):
        if not isinstance(table, str):
            continue
        if kind == "view":
            views.add(table)
        elif kind == "table" and page and isinstance(sql, str) and sql[:12].upper() == "CREATE TABLE":
            real[table.casefold()] = table
    if len(real) > _MOST_TABLES * 5:
        raise sqlite3.DatabaseError
    return real, views


def _is_kept(table: str) -> bool:
    low = table.casefold()
    return not low.startswith(("gpkg_", "sqlite_", "rtree_", "idx_")) and low not in _OF_PROGRAMS


def _layers(base: sqlite3.Connection, real: Mapping[str, str]) -> list[_Layer]:
    """Read the file's own list of its layers; a database without one gives every table of its own."""
    listed = []
    if "gpkg_contents" in real:
        for table, kind in base.execute("SELECT table_name, data_type FROM gpkg_contents"):
            if kind in ("features", "attributes", "aspatial") and str(table).casefold() in real:
                listed.append(real[str(table).casefold()])
    geometries: dict[str, tuple[str, Any]] = {}
    if "gpkg_geometry_columns" in real:
        for table, column, system in base.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"):
            geometries[str(table).casefold()] = (str(column), system)
    systems = dict(_systems(base)) if "gpkg_spatial_ref_sys" in real else {}
    tables = [x for x in dict.fromkeys(listed or real.values()) if _is_kept(x)][:_MOST_TABLES]
    return [
        _Layer(table, geometry, *systems.get(system, ("", "")))
        for table in tables
        for geometry, system in [geometries.get(table.casefold(), ("", None))]
    ]


def _systems(base: sqlite3.Connection) -> Iterator[tuple[Any, tuple[str, str]]]:
    query = "SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
    for number, organization, code, definition in base.execute(query):
        if number in (-1, 0):  # undefined cartesian and geographic (OGC GeoPackage 1.3, table 20)
            continue
        if str(organization).upper() == "EPSG" and isinstance(code, int):
            yield number, (f"EPSG:{code}", "")
        elif isinstance(definition, str):
            yield number, code_of(definition)


def _sheets(
    base: sqlite3.Connection, layers: list[_Layer], real: Mapping[str, str], *, was_open: bool
) -> Iterator[Sheet]:
    what = "GeoPackage" if "gpkg_contents" in real else "SQLite database"
    for layer in layers:
        try:
            sheet = _sheet(base, layer, what)
        except ExchangeError as error:
            told = Problem(None, None, "too large", str(error))
            sheet = Sheet(headings=(), rows=(), problems=(told,), what=what, table=layer.table)
        if was_open:
            mend = (
                "it was copied while a program had it open, and its latest changes may be missing: close it there "
                "and copy it again."
            )
            told = Problem(None, None, "still open", mend, kept=True)
            sheet = replace(sheet, problems=(told, *sheet.problems))
        yield sheet


def _sheet(base: sqlite3.Connection, layer: _Layer, what: str) -> Sheet:
    columns, kinds = [], []
    for _, column, kind, _, _, key, hidden in base.execute(f"PRAGMA table_xinfo({_name(layer.table)})"):
        is_counter = bool(key) and str(column).casefold() in _COUNTERS
        if hidden == 0 and column.casefold() != layer.geometry.casefold() and not is_counter:
            columns.append(column)
            kinds.append(str(kind or "").upper())
    has_shape = bool(layer.geometry)
    wanted = [*columns, *([layer.geometry] if has_shape else [])]
    if not wanted:
        return Sheet(headings=(), rows=(), what=what, table=layer.table)
    query = f"SELECT {', '.join(map(_name, wanted))} FROM {_name(layer.table)} LIMIT {LARGEST_ROWS + 1}"  # noqa: S608
    records = base.execute(query).fetchall()
    allow(len(records), len(columns), table=layer.table)
    problems: list[Problem] = []
    values, blobs_left = _values(records, columns, kinds)
    problems += blobs_left
    shapes: list[bytes | None] = [None] * len(records)
    if has_shape:
        shapes, wrong = _shapes([x[-1] for x in records])
        problems += wrong
        if layer.note:
            problems.append(Problem(None, "crs", "no datum", f"{layer.note}.", kept=True))
    rows = tuple(
        Row(number, dict(zip(columns, cells, strict=True)), shape)
        for number, (cells, shape) in enumerate(zip(values, shapes, strict=True), start=1)
    )
    crs = layer.crs if has_shape else "EPSG:4326"
    return Sheet(headings=tuple(columns), rows=rows, problems=tuple(problems), crs=crs, what=what, table=layer.table)


def _name(name: str) -> str:
    """Quote a name; there is no other way to hand one to SQL."""
    return '"' + name.replace('"', '""').replace("\x00", "") + '"'


def _values(
    records: list[tuple[Any, ...]], columns: list[str], kinds: list[str]
) -> tuple[list[list[Any]], list[Problem]]:
    """Give cells as they are said to be: yes and no, whole numbers; what is no text is left out and told."""
    reads: list[Callable[[Any], Any]] = [_yes_no if kind == "BOOLEAN" else _value for kind in kinds]
    out, left = [], set()
    for record in records:
        cells = [read(x) for read, x in zip(reads, record, strict=False)]
        for at, cell in enumerate(cells):
            if isinstance(cell, bytes):
                left.add(columns[at])
                cells[at] = None
        out.append(cells)
    mend = "the column holds pictures or other data that is no text: it was left out."
    return out, [Problem(None, x, "not text", mend, kept=True) for x in sorted(left)]


def _value(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return None if value == "" else value


def _yes_no(value: Any) -> Any:
    return bool(value) if value in (0, 1) else value


def _shapes(blobs: list[Any]) -> tuple[list[bytes | None], list[Problem]]:
    """Take the header of the GeoPackage from every shape."""
    plain: list[bytes | None] = []
    broken = []
    for number, blob in enumerate(blobs, start=1):
        try:
            plain.append(None if blob is None else _wkb(blob))
        except (ValueError, TypeError, IndexError):
            broken.append(Problem(number, "geometry", "not a shape", UNREADABLE))
            plain.append(None)
    shapes, problems = flat(plain, range(1, len(plain) + 1))
    return shapes, [*broken, *problems]


def _wkb(blob: bytes) -> bytes | None:
    """Return the shape behind the header; None where the header says that it is empty."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP":
        raise ValueError("no header of a GeoPackage")
    flags = blob[3]
    if flags & 0b0010_0000:
        raise ValueError("a geometry of an extension")
    code = flags >> 1 & 0b111
    if code not in _ENVELOPES:
        raise ValueError("an envelope that there is not")
    size = 8 + _ENVELOPES[code]
    return None if flags & 0b0001_0000 else blob[size:]
