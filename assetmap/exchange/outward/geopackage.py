"""
A GeoPackage that QGIS opens as it should: a layer a family of shapes, our symbols, columns that say what they are.

Layers `points`, `lines`, `areas` and the table `without_place`, as far as there is anything in them, all with the same
columns; EPSG:4326. Days are days and numbers numbers. Beside them lie `layer_styles` (QGIS: the style that a layer
opens with), `gpkg_data_columns` (OGC 12-128r19, annex F.9: titles and descriptions of columns) and the metadata
(F.8) with whose data it is.
"""

from __future__ import annotations

import contextlib
import errno
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.exchange.outward.carried import without
from assetmap.exchange.outward.columns import DAYS, described, title_of, typed, whole_numbers
from assetmap.exchange.outward.harmless import about_lines
from assetmap.exchange.outward.qgis import style_of
from assetmap.exchange.own import columns_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

_LAYERS = {"Point": "points", "LineString": "lines", "Polygon": "areas", "": "without_place"}
_TITLES = {
    "points": "Community assets: points", "lines": "Community assets: lines", "areas": "Community assets: areas",
    "without_place": "Community assets that have no place on the map",
}  # fmt: skip
_ZERO = re.compile("\x00")
_LARGEST = 2**63 - 1
"""Of SQLite's whole numbers."""
_SCHEMA = "http://www.geopackage.org/spec121/#extension_schema"


def write_gpkg(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write the layers, then what makes them easy to use."""
    from pyogrio.errors import DataLayerError, DataSourceError

    # A C library ends a text at its first zero.
    rows = without(assets, _ZERO, outgoing, why="a character of no width and no meaning (a zero) became “\ufffd”")
    columns = columns_of(rows)
    numbers = whole_numbers(rows, most=_LARGEST)
    layers: dict[str, list[Asset]] = {}
    for family, name in _LAYERS.items():
        inside = [x for x in rows if _family(x) == family]
        if inside or (family == "Point" and not rows):
            layers[name] = inside
    path.unlink()  # a GeoPackage is begun by its driver, not in an empty file
    try:
        for name, inside in layers.items():
            _write_layer(inside, path, name, columns=columns, numbers=numbers, outgoing=outgoing)
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            _describe(connection, layers, columns=columns)
            _dress(connection, layers)
    except (DataSourceError, DataLayerError, sqlite3.OperationalError):  # their words are SQL, with the rows' values
        raise OSError(errno.ENOSPC, "the disk is full, or took no more") from None


def _family(asset: Asset) -> str:
    return "" if asset.where is None else asset.where.geom_type.removeprefix("Multi")


def _write_layer(
    assets: Sequence[Asset],
    path: Path,
    name: str,
    *,
    columns: Sequence[str],
    numbers: frozenset[str],
    outgoing: Outgoing,
) -> None:
    import numpy as np
    import pyogrio.raw

    values, masks = [], []
    for column in columns:
        cells = [typed(x, column) for x in assets]
        empty = np.array([x is None for x in cells], dtype=bool)
        if column in DAYS:
            values.append(np.array(cells, dtype="datetime64[D]"))
        elif column in numbers:
            values.append(np.array([0 if x is None else x for x in cells], dtype=np.int64))
        else:
            values.append(np.array([None if x is None else str(x) for x in cells], dtype=object))
        masks.append(empty if column in numbers else None)
    has_shape = name != "without_place"
    types = {x.where.geom_type for x in assets if x.where is not None}
    said = {k.upper(): "; ".join(x) if isinstance(x, list) else str(x) for k, x in outgoing.about.items()}
    more: dict[str, Any] = {}
    if has_shape:
        kind = types.pop() if len(types) == 1 else "Unknown" if types else "Point"
        more = {"geometry_type": kind, "crs": "EPSG:4326"}
    pyogrio.raw.write(
        str(path),
        np.array([shapely.to_wkb(x.where) for x in assets], dtype=object) if has_shape else None,
        values, np.array(columns, dtype=object), field_mask=masks,
        layer=name, driver="GPKG", layer_metadata=said or None, dataset_options={"VERSION": "1.3"},
        layer_options={"IDENTIFIER": _TITLES[name], "DESCRIPTION": "; ".join(about_lines(outgoing.about)),
                       **({"GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES"} if has_shape else {})},
        **more,
    )  # fmt: skip


def _describe(connection: sqlite3.Connection, layers: Iterable[str], *, columns: Sequence[str]) -> None:
    """Say of each column what it is (the Schema extension)."""
    connection.executescript("""
        CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
            definition TEXT NOT NULL, scope TEXT NOT NULL,
            CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
        CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
            description TEXT, mime_type TEXT, constraint_name TEXT,
            CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
        CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL,
            value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
            CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
    """)
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [("gpkg_data_columns", _SCHEMA), ("gpkg_data_column_constraints", _SCHEMA)],
    )
    connection.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(layer, x, title_of(x), title_of(x), described(x)) for layer in layers for x in columns],
    )


def _dress(connection: sqlite3.Connection, layers: dict[str, list[Asset]]) -> None:
    """Put the style of each layer beside it, as QGIS keeps it."""
    connection.execute("""
        CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
            f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),
            styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
            update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
    """)
    order = list(vocabulary().kinds)
    for layer, assets in layers.items():
        if layer == "without_place":
            continue
        kinds = sorted({x.kind for x in assets}, key=order.index)
        columns = columns_of(x for inside in layers.values() for x in inside)
        connection.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '')",
            (layer, "by kind", style_of(layer, kinds, columns=columns), "Each kind by its symbol or colour"),
        )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
    )
