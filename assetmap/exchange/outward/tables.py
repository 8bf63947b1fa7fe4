"""CSV: UTF-8 with a byte order mark, without which spreadsheets show Â; nothing in it is run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import shapely

from assetmap.exchange.formulas import defused
from assetmap.exchange.outward.carried import without
from assetmap.exchange.own import cell_of, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LON_LAT_WKT = ("lon", "lat", "wkt")


def write_csv(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write a row an asset; cells that a spreadsheet would run start with an apostrophe."""
    assets = without(assets, _UNFIT, outgoing, instead=_picture, why="characters that are commands became pictures")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    columns = columns_of(assets)
    writer.writerow([*columns, *LON_LAT_WKT])
    for asset in assets:
        cells = [defused(cell_of(asset, field)) for field in columns]
        writer.writerow([*cells, *lon_lat(asset.where), wkt(asset.where)])
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
    if outgoing.about.get("attribution"):
        outgoing.lose(None, "attribution", "a CSV has no place for whose data it is: say it where you show it")


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
