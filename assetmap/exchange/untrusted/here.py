"""What the child does behind its walls. Only it, and tests of what is made of rows, may call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS

if TYPE_CHECKING:
    from assetmap.exchange.sheets import Sheets
    from assetmap.exchange.untrusted.looking import Settled

_CALLED = {
    "gpkg": "a GeoPackage", "xlsx": "a spreadsheet (XLSX)", "ods": "a spreadsheet (ODS)", "xls": "a spreadsheet (XLS)",
    "shp.zip": "a zip with a shapefile", "kml": "XML (KML)", "kmz": "a zip with KML", "gpx": "XML (GPX)",
    "osm.pbf": "an OpenStreetMap extract", "osm.xml": "an OpenStreetMap extract", "hsds.zip": "a zip of several tables",
}  # fmt: skip


def read_here(found: Settled) -> Sheets:
    """
    Read a file in this process.

    Raises
    ------
    ExchangeError
        It cannot be read.
    """
    reader = READERS.get(found.kind)
    if reader is None:
        called = _CALLED.get(found.kind, found.kind)
        raise ExchangeError(f"{found.name} is {called}, which is not read yet: save its list as CSV or GeoJSON.")
    return reader(found.content, found.name)
