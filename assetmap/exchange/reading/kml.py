"""
KML and KMZ: every placemark a row, its data as columns; nothing that it points at is followed.

Elements are known by their names without a prefix, in whatever namespace; a KMZ gives its doc.kml and no other member
is opened.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import tostring  # nosec  writes what expat has read

from assetmap.errors import ExchangeError
from assetmap.exchange.headings import OWN
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.lines import allow
from assetmap.exchange.reading.markup import elements, text_of
from assetmap.exchange.reading.shapes import flat_shapes, heights
from assetmap.exchange.sheets import Row, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

_POINTERS = ("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay")
_LARGEST = 200 * 2**20
_SAID = {"name": "name", "description": "description", "address": "address", "phoneNumber": "phone"}
_TIMES = ("when", "begin", "end")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan", re.IGNORECASE)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_BESIDE = "the area was kept, and the point or line that stands beside it in the same place was left out."


class _Bad(Exception):  # noqa: N818  a placemark's own trouble, turned into a Problem at once
    """`args[0]` says how to mend it."""


def read_kmz(content: bytes, name: str) -> Sheets:
    """
    Read the doc.kml of a KMZ, or its only .kml; see `read_kml`.

    Raises
    ------
    ExchangeError
        It is damaged or holds no KML.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [x for x in archive.namelist() if x.lower().endswith(".kml") and "__MACOSX" not in x]
            if not members:
                raise ExchangeError(f"{name} holds no KML: export the list again.")  # noqa: TRY301
            chosen = min(members, key=lambda x: (x.lower().rpartition("/")[2] != "doc.kml", x.count("/")))
            with archive.open(chosen) as packed:
                inside = packed.read(_LARGEST + 1)
    except ExchangeError:
        raise
    except _UNREADABLE:
        raise ExchangeError(f"{name} is damaged (its zip does not unpack): fetch it again.") from None
    if len(inside) > _LARGEST:
        raise ExchangeError(f"{name} unpacks to more than {_LARGEST // 2**20} MB: cut it to the place first.")
    others = len(members) - 1
    return Sheets((_sheet(inside, name, what="KMZ", others=others),))


def read_kml(content: bytes, name: str) -> Sheets:
    """
    Read the placemarks of a KML.

    Returns
    -------
    sheets
        One: rows count as the placemarks do from 1; the folders around one are its column `folder`; descriptions stay
        HTML. Shapes are WKB, EPSG:4326.

    Raises
    ------
    ExchangeError
        It is not whole XML, or has no placemark.
    """
    return Sheets((_sheet(content, name, what="KML", others=0),))


def _sheet(content: bytes, name: str, *, what: str, others: int) -> Sheet:
    cells: list[dict[str, Any]] = []
    shapes: list[BaseGeometry | None] = []
    folders: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    high: list[int] = []
    pointers = 0
    for found in elements(content, name, wanted=("Placemark", *_POINTERS), titled=("Folder", "Document")):
        if found.element.tag != "Placemark":
            pointers += 1
            continue
        number = len(cells) + 1
        allow(number, 1)
        cells.append(_cells(found.element))
        folders.append(found.inside)
        try:
            shape, told, is_high = _shape(found.element)
        except (_Bad, ValueError) as error:
            shape, told, is_high = None, "", False
            mend = str(error) if isinstance(error, _Bad) else "its corners make no shape: draw it again."
            problems.append(Problem(number, "geometry", "not a shape", mend))
        if told:
            problems.append(Problem(number, "geometry", "a mixed shape", told, kept=True))
        high += [number] if is_high else []
        shapes.append(shape)
    if not cells:
        raise ExchangeError(_nothing(name, pointers))
    problems = [*_around(pointers, others), *problems, *([heights(len(high), high[0])] if high else [])]
    common = 1 if len({x[:1] for x in folders}) == 1 and folders[0] else 0  # the name of the document
    for each, inside in zip(cells, folders, strict=True):
        if inside[common:]:
            each.setdefault("folder", " / ".join(inside[common:]))
    headings = dict.fromkeys(heading for each in cells for heading in each)
    allow(len(cells), len(headings))
    laid, _ = flat_shapes(shapes, range(1, len(shapes) + 1))
    rows = tuple(
        Row(number, {heading: each.get(heading) for heading in headings}, shape)
        for number, (each, shape) in enumerate(zip(cells, laid, strict=True), start=1)
    )
    return Sheet(headings=tuple(headings), rows=rows, problems=tuple(problems), what=what)


def _nothing(name: str, pointers: int) -> str:
    if pointers:
        return (
            f"{name} holds no places but points at other files or addresses, which are never followed: choose the list "
            "itself."
        )
    return f"{name} holds no places: a KML of places has placemarks."


def _around(pointers: int, others: int) -> list[Problem]:
    """Say what else is in the file and was not read."""
    told = []
    if pointers:
        mend = f"{pointers:,} of its entries point at other files or addresses, which are never followed or shown."
        told.append(Problem(None, None, "not followed", mend, kept=True))
    if others:
        mend = f"it holds {others + 1} lists, and only its main one was read: take the others out and choose them too."
        told.append(Problem(None, None, "not read", mend, kept=True))
    return told


def _cells(placemark: Element) -> dict[str, Any]:
    """Read what a placemark says of itself; the data of an export of ours count before what its balloon shows."""
    cells: dict[str, Any] = {}
    data: list[tuple[str, str]] = []
    for child in placemark:
        if child.tag in _SAID:
            cells.setdefault(_SAID[child.tag], _inner(child).strip() or None)
        elif child.tag == "link":
            cells.setdefault("url", child.get("href") or text_of(child) or None)
        elif child.tag == "ExtendedData":
            data += _data(child)
        elif child.tag in ("TimeStamp", "TimeSpan"):
            cells |= {f"time_{x.tag}": text_of(x) for x in child if x.tag in _TIMES and text_of(x)}
    if {key for key, _ in data} >= OWN:
        return {key: value or None for key, value in data}
    for key, value in data:
        heading, again = key, 1
        while heading in cells and cells[heading] not in (None, value):
            again += 1
            heading = f"{key} ({again})"
        cells[heading] = value or None
    return cells


def _inner(element: Element) -> str:
    """Give the text of an element, with the tags of HTML that was put in it as XML."""
    if not len(element):
        return element.text or ""
    return (element.text or "") + "".join(tostring(x, encoding="unicode") for x in element)


def _data(extended: Element) -> Iterator[tuple[str, str]]:
    """Give the named values of a placemark: untyped, typed by a schema, or of somebody's own namespace."""
    for child in extended:
        if child.tag == "Data":
            value = next((x for x in child if x.tag == "value"), None)
            yield child.get("name", "").strip() or "data", "" if value is None else _inner(value)
        elif child.tag == "SchemaData":
            for each in child:
                if each.tag == "SimpleData":
                    yield each.get("name", "").strip() or "data", _inner(each)
        elif not len(child):
            yield child.tag, child.text or ""


def _shape(placemark: Element) -> tuple[BaseGeometry | None, str, bool]:
    """Return the shape of a placemark, what was left out of it, and whether it has heights that are not 0."""
    import shapely

    corners: list[list[tuple[float, ...]]] = []
    parts = [x for child in placemark for x in _parts(child, corners)]
    if not parts:
        return None, "", False
    is_high = any(len(x) > 2 and x[2] for run in corners for x in run)
    told = ""
    dimensions = {int(shapely.get_dimensions(x)) for x in parts}
    if len(dimensions) > 1 and 2 in dimensions:
        parts = [x for x in parts if shapely.get_dimensions(x) == 2]
        dimensions, told = {2}, _BESIDE
    if len(parts) == 1:
        return parts[0], told, is_high
    together: dict[int, Any] = {0: shapely.MultiPoint, 1: shapely.MultiLineString, 2: shapely.MultiPolygon}
    kind: Any = shapely.GeometryCollection if len(dimensions) > 1 else together[dimensions.pop()]
    return kind(parts), told, is_high


def _parts(element: Element, corners: list[list[tuple[float, ...]]]) -> list[BaseGeometry]:
    """Read one geometry, or all in a collection of them."""
    from shapely import Point

    tag = element.tag
    if tag in ("MultiGeometry", "MultiTrack"):
        return [x for child in element for x in _parts(child, corners)]
    if tag == "Polygon":
        return _polygon(element, corners)
    if tag == "Track":
        run = [_corner(re.split(r"[\s,]+", text_of(x))) for x in element if x.tag == "coord" and text_of(x)]
    elif tag in ("Point", "LineString", "LinearRing"):
        run = _corners(next((x for x in element if x.tag == "coordinates"), None))
    elif tag == "Model":
        at = next((x for x in element if x.tag == "Location"), ())
        run = (
            [_corner([text_of(x) for key in ("longitude", "latitude") for x in at if x.tag == key])] if len(at) else []
        )
    else:
        return []
    corners.append(run)
    if not run:
        return []
    return [Point(run[0][:2])] if tag in ("Point", "Model") or len(run) == 1 else [_line(run)]


def _line(run: Iterable[tuple[float, ...]]) -> BaseGeometry:
    from shapely import LineString

    return LineString([x[:2] for x in run])


def _polygon(element: Element, corners: list[list[tuple[float, ...]]]) -> list[BaseGeometry]:
    from shapely import Polygon

    outer: list[tuple[float, ...]] = []
    inner = []
    for side in element:
        for ring in side:
            run = _corners(next((x for x in ring if x.tag == "coordinates"), None))
            corners.append(run)
            if not run:
                continue
            if len({x[:2] for x in run}) < 3:
                raise _Bad("an area needs three corners: draw it again.")
            if side.tag == "outerBoundaryIs":
                outer = run
            else:
                inner.append([x[:2] for x in run])
    return [Polygon([x[:2] for x in outer], inner)] if outer else []


def _corners(element: Element | None) -> list[tuple[float, ...]]:
    """Read `lon,lat[,height] lon,lat[,height] …`; blanks after the commas, which some programs write, do not count."""
    text = re.sub(r"\s*,\s*", ",", text_of(element))
    return [_corner(x.split(",")) for x in text.split()]


def _corner(numbers: list[str]) -> tuple[float, ...]:
    if len(numbers) < 2 or not all(_NUMBER.fullmatch(x) for x in numbers[:2]):
        raise _Bad("a corner is longitude and latitude, for example -2.36,51.38.")
    height = float(numbers[2]) if len(numbers) > 2 and _NUMBER.fullmatch(numbers[2]) else 0.0
    return float(numbers[0]), float(numbers[1]), 0.0 if math.isnan(height) else height
