"""GPX: waypoints, routes and tracks, each a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.lines import allow
from assetmap.exchange.reading.markup import elements, text_of
from assetmap.exchange.reading.shapes import flat_shapes, heights
from assetmap.exchange.sheets import Row, Sheet, Sheets

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

_FORMS = {"wpt": "waypoint", "rte": "route", "trk": "track"}
_SAID = ("name", "desc", "cmt", "time", "type", "sym", "src")
_HEADINGS = ("form", "name", "desc", "cmt", "url", "time", "type", "sym", "src")


def read(content: bytes, name: str) -> Sheets:
    """
    Read a GPX.

    Returns
    -------
    sheets
        One: rows count from 1 in the order of the file. A route or track is a line, one of several parts where the
        recording was interrupted.

    Raises
    ------
    ExchangeError
        It is not whole XML, or holds nothing.
    """
    cells: list[dict[str, Any]] = []
    shapes: list[BaseGeometry | None] = []
    problems: list[Problem] = []
    high: list[int] = []
    for found in elements(content, name, wanted=_FORMS):
        number = len(cells) + 1
        allow(number, len(_HEADINGS))
        cells.append(_cells(found.element))
        try:
            shapes.append(_shape(found.element))
        except ValueError:
            shapes.append(None)
            mend = "a point has a latitude and a longitude, for example 51.38 and -2.36."
            problems.append(Problem(number, "geometry", "not a shape", mend))
        high += [number] if any(x.tag == "ele" and text_of(x).strip("0.") for x in found.element.iter()) else []
    if not cells:
        raise ExchangeError(f"{name} holds no places: a GPX of places has waypoints, routes or tracks.")
    if high:
        problems.append(heights(len(high), high[0]))
    used = [x for x in _HEADINGS if any(x in each for each in cells)]
    laid, _ = flat_shapes(shapes, range(1, len(shapes) + 1))
    rows = tuple(
        Row(number, {heading: each.get(heading) for heading in used}, shape)
        for number, (each, shape) in enumerate(zip(cells, laid, strict=True), start=1)
    )
    return Sheets((Sheet(headings=tuple(used), rows=rows, problems=tuple(problems), what="GPX"),))


def _cells(element: Element) -> dict[str, Any]:
    cells: dict[str, Any] = {"form": _FORMS[element.tag]}
    for child in element:
        if child.tag in _SAID and (text := text_of(child)):
            cells.setdefault(child.tag, text)
        elif child.tag in ("link", "url") and (link := child.get("href") or text_of(child)):
            cells.setdefault("url", link)
    return cells


def _shape(element: Element) -> BaseGeometry | None:
    """Read the point of a waypoint, the line of a route, the lines of a track."""
    from shapely import LineString, MultiLineString, Point

    if element.tag == "wpt":
        return Point(_at(element))
    parts = [element] if element.tag == "rte" else [x for x in element if x.tag == "trkseg"]
    runs = [[_at(x) for x in part if x.tag in ("rtept", "trkpt")] for part in parts]
    lines = [x for x in runs if len(x) > 1]
    if not lines:
        points = [x for run in runs for x in run]
        return Point(points[0]) if points else None
    return LineString(lines[0]) if len(lines) == 1 else MultiLineString(lines)


def _at(point: Element) -> tuple[float, float]:
    return float(point.get("lon", "")), float(point.get("lat", ""))
