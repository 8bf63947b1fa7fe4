"""
How what was read in a photograph comes out of the process that read it: JSON, pictures as base64.

Nothing of it is believed: what it says of where things are is reckoned here from the code, sentences are our own,
and a picture is one by its first bytes and no larger than a crop is.
"""

from __future__ import annotations

import base64
import math
from typing import Any

from assetmap.errors import PaperError
from assetmap.paper.code import SheetCode, decode, to_map
from assetmap.paper.reading.found import Dot, Line, SheetRead
from assetmap.paper.reading.saying import CAUSES, WARNINGS, refused
from assetmap.paper.reading.tints import COLOURS
from assetmap.wording import gettext as _

_SHAPES = ("circle", "square", "triangle", "star", "diamond", "pentagon")
_LARGEST_PICTURE = 2 * 2**20
_MOST_DOTS, _MOST_LINES = 2_000, 50
_JPEG = b"\xff\xd8\xff"


def said(sheet: SheetRead) -> dict[str, Any]:
    """Say what came of a sheet, as JSON can."""
    return {
        "text": sheet.text,
        "placed": sheet.placed,
        "error_mm": sheet.error_mm,
        "dots": [
            (x.x_mm, x.y_mm, x.colour, x.shape, x.size_mm, x.number, x.sure, _packed(x.picture)) for x in sheet.dots
        ],
        "lines": [(x.number, dict(x.ticks), _packed(x.picture)) for x in sheet.lines],
        "refused": sheet.refused.key if sheet.refused else None,
        "preview": _packed(sheet.preview),
        "warnings": list(sheet.warnings),
    }


def read_of(message: dict[str, Any]) -> SheetRead:
    """
    Make a sheet of what was said.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is not what a reader says.
    """
    text = str(message["text"])
    code = _code(text)
    preview = _picture(message["preview"])
    if message["refused"] is not None or code is None:
        key = message["refused"] if message["refused"] in CAUSES else "code_unreadable"
        return SheetRead(code=code, text=text if code else "", refused=refused(key), preview=preview)
    placed = message["placed"] is True
    dots = tuple(_dot(code, x) for x in message["dots"][:_MOST_DOTS]) if placed else ()
    if any(x is None for x in dots):
        return SheetRead(code=code, text=text, refused=refused("code_damaged"), preview=preview)
    return SheetRead(
        code=code,
        text=text,
        placed=placed,
        error_mm=_number(message["error_mm"], 0, 100),
        dots=tuple(x for x in dots if x is not None),
        lines=tuple(_line(*x) for x in message["lines"][:_MOST_LINES]) if placed else (),
        preview=preview,
        warnings=tuple(_(x) for x in message["warnings"] if x in WARNINGS.values()),
    )


def _code(text: str) -> SheetCode | None:
    try:
        return decode(text) if text else None
    except PaperError:
        return None


def _dot(code: SheetCode, told: Any) -> Dot | None:
    x, y, colour, shape, size, number, sure, picture = told
    plan = code.layout
    x_mm, y_mm = _number(x, 0, plan.width_mm), _number(y, 0, plan.height_mm)
    if number is None and (colour not in COLOURS or shape not in _SHAPES):
        raise ValueError("a dot without a colour or a shape")
    east, north = to_map(code, plan, x_mm, y_mm)
    lon, lat = _degrees(code.crs, east, north)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    return Dot(
        x_mm=x_mm, y_mm=y_mm, east=east, north=north, lon=lon, lat=lat,
        colour=colour if colour in COLOURS else "", shape=shape if shape in _SHAPES else "",
        size_mm=_number(size, 0, 100), number=None if number is None else int(_number(number, 0, 9999)),
        sure=_number(sure, 0, 1), picture=_picture(picture),
    )  # fmt: skip


def _line(number: Any, ticks: Any, picture: Any) -> Line:
    known = {str(key): (value if isinstance(value, bool) else None) for key, value in ticks.items()}
    return Line(number=int(_number(number, 0, 9999)), ticks=known, picture=_picture(picture))


def _degrees(epsg: int, east: float, north: float) -> tuple[float, float]:
    from pyproj.exceptions import ProjError

    from assetmap.crs import WGS84, transformer

    try:
        lon, lat = transformer(f"EPSG:{epsg}", WGS84).transform(east, north)
    except ProjError:  # the code names no system
        return math.nan, math.nan
    return float(lon), float(lat)


def _number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError("a number that cannot be")
    return float(value)


def _packed(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


def _picture(packed: Any) -> bytes:
    picture = base64.b64decode(packed, validate=True) if isinstance(packed, str) else b""
    return picture if picture.startswith(_JPEG) and len(picture) <= _LARGEST_PICTURE else b""
