"""
Readers of strangers' files, one module a format: pure functions on bytes.

They run in a process of their own (`exchange.untrusted`), open nothing, follow nothing and call nobody. Whatever is
wrong with a file as a whole is an `ExchangeError` with a sentence; whatever is wrong with a row is a `Problem` with
its number. Every module is imported when its first file comes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assetmap.exchange.sheets import Sheets

    Reader = Callable[[bytes, str], Sheets]


def _late(module: str, function: str) -> Reader:
    """Give a reader whose module is imported at its first call."""

    def read(content: bytes, name: str) -> Sheets:
        reader: Reader = getattr(import_module(f"{__name__}.{module}"), function)
        return reader(content, name)

    return read


READERS: Mapping[str, Reader] = {
    "csv": _late("tables", "read"),
    "json": _late("lists", "read"),
    "xlsx": _late("spreadsheets", "read_xlsx"),
    "ods": _late("spreadsheets", "read_ods"),
    "xls": _late("spreadsheets", "read_xls"),
    "gpkg": _late("geopackages", "read"),
    "shp.zip": _late("shapefiles", "read"),
    "kml": _late("kml", "read_kml"),
    "kmz": _late("kml", "read_kmz"),
    "gpx": _late("gpx", "read"),
    "hsds.zip": _late("hsds", "read"),
    "osm.pbf": _late("osm", "read_pbf"),
    "osm.xml": _late("osm", "read_xml"),
}
"""What `untrusted.kind_of` calls a file → what reads it: its bytes and its name (for messages) become `Sheets`."""
