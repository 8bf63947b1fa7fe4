"""
CSV: UTF-8 with a byte order mark, without which spreadsheets show Â; nothing in it is run.

Every shape and text is whole. What is longer than a cell of Excel or LibreOffice holds is said: whoever opens the file
there sees it cut or spilt. Columns that are empty in every row are left out.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import shapely

from assetmap.exchange.formulas import defused
from assetmap.exchange.outward.carried import without
from assetmap.exchange.own import cell_of, filled_columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LON_LAT_WKT = ("lon", "lat", "wkt")
LONGEST_CELL = 32_767
"""So many characters, counted in UTF-16, are in a cell of Excel at most."""
_TOO_LONG = {
    True: "longer than a cell of a spreadsheet holds: for Excel choose .xlsx, for whole shapes .gpkg or .geojson",
    False: "longer than a cell of a spreadsheet holds: do not open and save it there",
}


def write_csv(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write a row an asset; cells that a spreadsheet would run start with an apostrophe."""
    assets = without(assets, _UNFIT, outgoing, instead=_picture, why="characters that are commands became pictures")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    columns = filled_columns_of(assets)
    writer.writerow([*columns, *LON_LAT_WKT])
    for asset in assets:
        cells = [defused(cell_of(asset, field)) for field in columns]
        shape = wkt(asset.where)
        writer.writerow([*cells, *lon_lat(asset.where), shape])
        for field, cell in (*zip(columns, cells, strict=True), ("where", shape)):
            if not fits_a_cell(cell):
                outgoing.warn(asset, field, _TOO_LONG[field == "where"])
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
    if outgoing.about.get("attribution"):
        outgoing.lose(None, "attribution", "a CSV has no place for whose data it is: say it where you show it")


def fits_a_cell(text: str) -> bool:
    """Say whether a cell of a spreadsheet holds a text."""
    return len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le", "replace")) <= 2 * LONGEST_CELL


def _picture(command: re.Match[str]) -> str:
    """Give the picture that Unicode has of a control: ␛ of an escape."""
    return "\u2421" if command[0] == "\x7f" else chr(0x2400 + ord(command[0]))


def lon_lat(where: BaseGeometry | None) -> tuple[str, str]:
    """Give a point on or inside a shape, to 0.1 mm; numbers need no apostrophe."""
    if where is None:
        return "", ""
    x, y = shapely.get_coordinates(shapely.point_on_surface(where))[0]
    return f"{x:.9g}", f"{y:.9g}"


def wkt(where: BaseGeometry | None) -> str:
    """Write a shape as WKT, to the last bit (GEOS rounds the last digit); "" where there is none."""
    return "" if where is None else f"{where.geom_type.upper()} {_inside(where)}"


def _inside(where: BaseGeometry) -> str:
    if isinstance(where, shapely.Polygon):
        parts = [_inside(x) for x in (where.exterior, *where.interiors)]
    elif isinstance(where, (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)):
        parts = [_inside(x) for x in where.geoms]
    else:
        parts = [f"{number(x)} {number(y)}" for x, y in shapely.get_coordinates(where).tolist()]
    return f"({', '.join(parts)})"


def number(value: float) -> str:
    """Write a number as short as it comes back to the last bit."""
    return repr(value).removesuffix(".0")
