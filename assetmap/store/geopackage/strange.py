"""
A store that somebody sent, looked at before it is opened as one.

A database can hold programs: triggers and views that run when it is read or written, generated columns, checks and
defaults that call functions. A store of ours holds those of `schema` and no other, word for word.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import zlib
from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.geopackage import schema

if TYPE_CHECKING:
    from pathlib import Path

_SQLITES_OWN = frozenset({
    "sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "rtree_assets_geom_node", "rtree_assets_geom_parent",
    "rtree_assets_geom_rowid",
})  # fmt: skip
_COLUMNS_ALONE = re.compile(r"CREATE TABLE \W*\w+\W*\([\w\s,]*\)", re.IGNORECASE)
_MOST_FLAGS = 2**27
"""A copy's list of assets is one bit for each: no store has a thousand million."""


def refuse_strange(path: Path) -> None:
    """
    Refuse a database that is not a store of ours in every table, index, trigger and view.

    Raises
    ------
    StoreError
        It is not, is damaged, or a newer program wrote it. Nothing of it has been run.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as given:
            given.execute("PRAGMA trusted_schema = OFF")
            given.execute("PRAGMA cell_size_check = ON")
            given.execute("PRAGMA query_only = ON")
            if schema.schema_of(given) == 0:
                raise StoreError("the store in it is empty. Nothing was changed.")
            schema.is_current(given)  # says so where a newer program wrote it
            if holds_others(given):
                raise StoreError("the store in it holds what no store of ours does. Nothing was changed.")
            if given.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise StoreError("the store in it is damaged. Nothing was changed.")
            _refuse_bombs(given)
    except sqlite3.Error:
        raise StoreError("the store in it is damaged. Nothing was changed.") from None


def holds_others(given: sqlite3.Connection) -> bool:
    """Say whether a store of ours has a table, index, trigger or view that none of its form has; nothing is run."""
    return bool(_parts(given) - _own(schema.schema_of(given)))


def _own(number: int) -> set[tuple[str, str, str]]:
    """Give the parts of a new store of a schema."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in schema.MIGRATIONS[:number]:
            for statement in schema.statements(step):
                fresh.execute(statement)
        fresh.execute("ANALYZE")
        return _parts(fresh) | {("table", "sqlite_stat4 of sqlite_stat4", "")}


def _parts(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(kind, f"{name} of {table}", _plain(name, sql or "")) for kind, name, table, sql in found}


def _plain(name: str, sql: str) -> str:
    """Give a part's words; none for what SQLite makes itself, which each version writes a little differently."""
    if name in _SQLITES_OWN and _COLUMNS_ALONE.fullmatch(sql):
        return ""
    return " ".join(sql.split())


def _refuse_bombs(given: sqlite3.Connection) -> None:
    if schema.schema_of(given) < schema.WITH_TOMBSTONES:
        return
    for (holds,) in given.execute("SELECT holds FROM copies"):
        reader = zlib.decompressobj()
        try:
            reader.decompress(holds, _MOST_FLAGS // 8)
        except (zlib.error, TypeError):
            raise StoreError("the store in it is damaged. Nothing was changed.") from None
        if reader.unconsumed_tail:
            raise StoreError("the store in it holds what no store of ours does. Nothing was changed.")
