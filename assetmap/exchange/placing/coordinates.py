"""Coordinates as people write them: pairs, angles, grid references, shapes as text; and codes nobody here can read."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.exchange.cells import number_in, text_in

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NUMBER = r"[+-]?\d{1,9}(?:[.,]\d+)?"
_PAIR = re.compile(rf"[(\[]?\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*[)\]]?\s*$")
_IN_BRACKETS = re.compile(r"[(\[]\s*([+-]?\d{1,9}(?:\.\d+)?)\s*[,;]\s*([+-]?\d{1,9}(?:\.\d+)?)\s*[)\]]")
_IN_LINK = re.compile(r"(?:[@=/]|geo:)([+-]?\d{1,2}\.\d{3,})(?:,|%2C)\s*([+-]?\d{1,3}\.\d{3,})", re.IGNORECASE)
_BY_A_SPACE = re.compile(r"([+-]?\d{1,3}\.\d{2,})(?:\s+|\s*/\s*)([+-]?\d{1,3}\.\d{2,})")
_NAMED = re.compile(
    r"\blat(?:itude)?\b[\s:=]*([+-]?\d{1,3}\.\d+)[\s,;]*\b(?:lon|lng|long|longitude)\b[\s:=]*([+-]?\d{1,3}\.\d+)",
    re.IGNORECASE,
)
_PAIR_LENGTH = 100
"""A pair stands at the end of its cell; looking only there keeps a cell of millions of digits harmless."""
_LONGEST = 400
_ANGLE = (
    r"(\d{1,3}(?:\.\d+)?)\s*[°º˚]?\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’‘]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|'')\s*)?"
)
_ANGLES = re.compile(rf"{_ANGLE}([NS])[\s,;]*{_ANGLE}([EW])", re.IGNORECASE)
_ANGLE_ALONE = re.compile(rf"([NSEW]?)\s*([+-]?){_ANGLE}([NSEW]?)", re.IGNORECASE)
# Ordnance Survey, "A guide to coordinate systems in Great Britain" (2020), section 7: two letters and an even
# number of digits. The Irish grid has one letter.
_GRID = re.compile(r"([HJNOST])([A-HJ-Z])\s*(\d{1,5})\s*(\d{0,5})", re.IGNORECASE)
_IRISH = re.compile(r"(?:I\s*)?[A-HJ-Z]\s*(?:\d{2}\s*\d{2}|\d{3}\s*\d{3}|\d{4}\s*\d{4}|\d{5}\s*\d{5})", re.IGNORECASE)
_WORDS = re.compile(r"(?:/{3}|https?://(?:w3w\.co|what3words\.com)/)?[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}")
_PLUS = re.compile(r"(?:[23456789CFGHJMPQRVWX]{2}){1,4}\+[23456789CFGHJMPQRVWX]{2,3}(?:\s.*)?", re.IGNORECASE)
_HEX = re.compile(r"(?:\\x|0x)?(0[01][0-9a-f]{40,})", re.IGNORECASE)
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"


def pair_in(text: str) -> tuple[str | float, str | float] | None:
    """
    Find latitude and longitude (in that order, as text or as numbers) in a cell, an address around them or not.

    `(51.38, -2.36)` at the end or in brackets, `51.38 -2.36`, `51°22'48"N 2°21'36"W`, or a map's link.
    """
    if match := _PAIR.search(text[-_PAIR_LENGTH:]):
        return match[1], match[2]
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if (match := _IN_BRACKETS.search(text)) or (match := _IN_LINK.search(text)) or (match := _NAMED.search(text)):
        return match[1], match[2]
    if match := _BY_A_SPACE.fullmatch(text):
        return match[1], match[2]
    if match := _ANGLES.fullmatch(text):
        parts = match.groups()
        return _degrees(*parts[:4]), _degrees(*parts[4:])
    return None


def number_of(value: Any) -> float | None:
    """Read one coordinate: a number, or `51.38N`, `51°22'48"N`; None where it is none; may be NaN."""
    number = number_in(value)
    if number is not None:
        return number
    text = text_in(value)
    match = _ANGLE_ALONE.fullmatch(text) if 0 < len(text) < _PAIR_LENGTH else None
    if match is None or (match[1] and match[6]) or not (match[1] or match[6] or "°" in text):
        return None
    turned = match[1] or match[6]
    return _degrees(match[3], match[4], match[5], turned) * (-1 if match[2] == "-" else 1)


def _degrees(degrees: str, minutes: str | None, seconds: str | None, turned: str | None, /) -> float:
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -value if (turned or "").upper() in {"S", "W"} else value


def grid_reference(text: str) -> tuple[float, float, float] | None:
    """
    Read a British grid reference, `ST 745 645` or `ST7456464512`.

    Returns
    -------
    easting, northing, square_m
        The middle of its square (EPSG:27700), and how long the side of that is; None where it is none.
    """
    match = _GRID.fullmatch(text.strip()) if len(text) < 40 else None
    if match is None:
        return None
    digits = match[3] + match[4]
    if len(digits) % 2 or (match[4] and len(match[3]) != len(match[4])):
        return None
    half = len(digits) // 2
    first, second = (_LETTERS.index(match[x].upper()) for x in (1, 2))
    east = (first - 2) % 5 * 5 + second % 5
    north = 19 - first // 5 * 5 - second // 5
    if not (0 <= east <= 6 and 0 <= north <= 12):
        return None
    square = 10.0 ** (5 - half)
    return (
        east * 100_000 + int(digits[:half]) * square + square / 2,
        north * 100_000 + int(digits[half:]) * square + square / 2,
        square,
    )


def unreadable(text: str) -> str:
    """Say why a code cannot be read here, or ""."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ""
    if _IRISH.fullmatch(text):
        return "this is a reference of the Irish grid, which is not read: give latitude and longitude."
    if _WORDS.fullmatch(text):
        return "three words (what3words) cannot be read without asking their makers: give latitude and longitude."
    if _PLUS.fullmatch(text):
        return "a plus code is not read: give latitude and longitude."
    return ""


def shape_in(text: str) -> tuple[BaseGeometry, str] | None:
    """
    Read WKT or WKB in hexadecimal digits, with the EPSG code that stands before or in it.

    Returns
    -------
    shape, crs
        `crs` is "" where it says none; None where it is no shape.
    """
    said = re.match(r"SRID=(\d{1,6});", text)
    try:
        if match := _HEX.fullmatch(text):
            shape = shapely.from_wkb(bytes.fromhex(match[1]))
            srid = int(shapely.get_srid(shape))
        else:
            shape = shapely.from_wkt(text[said.end() :] if said else text)
            srid = int(said[1]) if said else 0
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None
    return (shape, f"EPSG:{srid}" if srid else "") if shape is not None else None


def finite(*numbers: float) -> bool:
    """True where all are numbers that can be measured."""
    return all(map(math.isfinite, numbers))
