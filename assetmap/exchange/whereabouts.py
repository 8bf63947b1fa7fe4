"""Where a row says it is: outlines, degrees, metres, text such as "(51.4, -2.3)", or a postcode alone."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import shapely
from shapely.geometry import shape as shape_of

from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, metric_for, reproject
from assetmap.exchange.cells import is_half_a_postcode, number_in, postcode_in, text_in
from assetmap.exchange.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Row
    from assetmap.settings import PlaceSettings

    _Shape = Callable[[], BaseGeometry]

FAR_M = 10_000
"""How far beyond the place's own bounds a row may lie: people cross the border to the next town's hall."""
BY_POSTCODE = "Placed at the middle of its postcode."
SWAPPED = "latitude and longitude stand in each other's place: swap the two."
HALF_A_POSTCODE = 'a whole postcode has two parts, for example "BA1 1AA".'
_PAIR = re.compile(r"[(\[]?\s*([+-]?\d{1,8}(?:[.,]\d+)?)\s*[,;]\s*([+-]?\d{1,8}(?:[.,]\d+)?)\s*[)\]]?\s*$")
_PAIR_LENGTH = 100
"""A pair stands at the end of its cell; looking only there keeps a cell of millions of digits harmless."""
# Extent of the British National Grid in metres (EPSG registry, area of use of EPSG:27700).
_GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)
_EARTH_DEGREE_M = 111_320.0


class Whereabouts(Protocol):
    """A place, as far as importing needs one."""

    @property
    def settings(self) -> PlaceSettings:
        """Its settings."""

    def layer(self, name: str) -> GeoDataFrame | None:
        """Return one of its reference layers, EPSG:4326."""


class _Bad(Exception):  # noqa: N818  a row's own trouble, turned into a Problem at once
    def __init__(self, column: str | None, what: str, mend: str) -> None:
        super().__init__(what)
        self.column, self.what, self.mend = column, what, mend


@dataclass
class Finder:
    """Finds rows on the map of one place (or of the whole world where there is none)."""

    place: Whereabouts | None = None
    crs: str = WGS84
    _postcodes: dict[str, tuple[float, float]] | None = field(default=None, repr=False)
    _bounds: tuple[float, float, float, float] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.place is None:
            return
        self._bounds = self.place.settings.bounds
        if self._bounds is None:
            areas = self.place.layer("areas")
            if areas is not None and len(areas):
                west, south, east, north = (float(x) for x in areas.total_bounds)
                self._bounds = (west, south, east, north)

    @property
    def metric_crs(self) -> str:
        """The system in which eastings and northings are meant."""
        return self.place.settings.metric_crs if self.place is not None else BRITISH_NATIONAL_GRID

    def find(self, row: Row, columns: Columns) -> tuple[BaseGeometry | None, str, list[Problem]]:
        """
        Find one row.

        Returns
        -------
        where, repairs, problems
            EPSG:4326 or None; what was mended, in words; what could not be used. Where nothing else located the
            row, the last problem has `kept` False and the row must stay out.
        """
        bad: list[_Bad] = []
        for column, shape, note in self._said(row, columns):
            try:
                where, repairs = self._checked(shape(), column)
            except _Bad as error:
                bad.append(error)
                continue
            problems = [Problem(row.number, x.column, x.what, x.mend, kept=True) for x in bad]
            if repairs:
                problems.append(Problem(row.number, column, "repaired", repairs, kept=True))
            return where, repairs or note, problems
        # A postcode that nobody knows costs the place on the map, not the row; wrong coordinates cost the row.
        kept = all(x.what in _POSTCODE_TROUBLE for x in bad)
        return None, "", [Problem(row.number, x.column, x.what, x.mend, kept=kept) for x in bad]

    def _said(self, row: Row, columns: Columns) -> Iterator[tuple[str, _Shape, str]]:
        """Yield every way in which the row says where it is, surest first: column, shape (may raise), note."""
        cells = row.cells
        if row.shape is not None:
            yield "geometry", partial(self._from_geojson, row.shape, "geometry"), ""
        for heading in columns.place["geometry"]:
            if text := text_in(cells.get(heading)):
                yield heading, partial(self._from_text, text, heading), ""
        yield from self._numbers(cells, columns)
        if columns.is_own and text_in(cells.get("id")):
            return  # ours says where it is, or that it has no place
        codes = columns.fields.get("postcode", ())
        for heading in [*codes, *columns.fields.get("address", ())]:
            text = text_in(cells.get(heading))
            if postcode_in(text) and self.place is not None:
                yield heading, partial(self._by_postcode, postcode_in(text), heading), BY_POSTCODE
            elif heading in codes and is_half_a_postcode(text):
                yield heading, partial(_refuse, heading, "incomplete", HALF_A_POSTCODE), ""

    def _numbers(self, cells: Mapping[str, Any], columns: Columns) -> Iterator[tuple[str, _Shape, str]]:
        """Yield the points that pairs of columns give, and text such as "(51.4, -2.3)" with an address around it."""
        for first, second in (("longitude", "latitude"), ("easting", "northing"), ("x", "y")):
            for a, b in zip(columns.place[first], columns.place[second], strict=False):
                if _filled(cells.get(a)) or _filled(cells.get(b)):
                    yield a, partial(self._point, cells.get(a), cells.get(b), (a, b), meant=first), ""
            if first == "longitude" and not columns.is_own:
                for heading in columns.place["pair"]:
                    if match := _PAIR.search(text_in(cells.get(heading))[-_PAIR_LENGTH:]):
                        yield heading, partial(self._point, match[2], match[1], (heading, heading), meant="pair"), ""

    def _point(self, east: Any, north: Any, headings: tuple[str, str], *, meant: str) -> BaseGeometry:
        numbers = []
        for value, heading in ((east, headings[0]), (north, headings[1])):
            number = number_in(value)
            if number is None:
                mend = (
                    "a coordinate is a number, for example -2.3599."
                    if text_in(value)
                    else "one of the two coordinates is missing: give both, or neither."
                )
                raise _Bad(heading, "not a number", mend)
            if not math.isfinite(number):
                raise _Bad(heading, "not a number", "it says NaN or infinity: write the number, or leave both empty.")
            numbers.append(number)
        x, y = numbers
        in_degrees = abs(x) <= 180 and abs(y) <= 180
        if meant == "easting" and in_degrees and (x, y) != (0.0, 0.0):
            mend = "eastings and northings are metres: call the columns longitude and latitude."
            raise _Bad(headings[0], "degrees, not metres", mend)
        if meant == "easting" or (meant in {"x", "pair"} and not in_degrees):
            return self._from_metres(x, y, headings[0])
        return shapely.Point(x, y)

    def _from_metres(self, x: float, y: float, column: str) -> BaseGeometry:
        if self.metric_crs == BRITISH_NATIONAL_GRID:
            west, south, east, north = _GRID
            if not (west <= x <= east and south <= y <= north):
                raise _Bad(column, "off the grid", "an easting in Britain is 0 to 700000 and a northing 0 to 1300000.")
        if (x, y) == (0.0, 0.0):
            raise _Bad(column, "off the grid", "0, 0 means that nobody filled them in: leave both empty.")
        return reproject(shapely.Point(x, y), self.metric_crs, WGS84)

    def _from_text(self, text: str, heading: str) -> BaseGeometry:
        if text.startswith("{"):
            try:
                return self._from_geojson(json.loads(text), heading)
            except (ValueError, RecursionError):
                raise _Bad(heading, "not a shape", "the GeoJSON in this cell is not whole.") from None
        text = re.sub(r"^SRID=\d+;", "", text)
        try:
            return shapely.from_wkt(text)
        except (shapely.errors.GEOSException, ValueError, TypeError):
            raise _Bad(heading, "not a shape", "a shape as text is WKT, for example POINT (-2.36 51.38).") from None

    def _from_geojson(self, member: Any, heading: str) -> BaseGeometry:
        if not isinstance(member, dict) or not member.get("type"):
            raise _Bad(heading, "not a shape", "a geometry has a type and coordinates.")
        try:
            shape = shapely.force_2d(shape_of(member))
        except Exception:  # noqa: BLE001  whatever a stranger's coordinates make shapely, numpy or GEOS raise
            raise _Bad(heading, "not a shape", "its coordinates cannot be read: each is a pair of numbers.") from None
        if self.crs != WGS84 and not shape.is_empty:
            try:
                return reproject(shape, self.crs, WGS84)
            except Exception:  # noqa: BLE001  pyproj on a code that nobody registered, or numbers it cannot turn
                raise _Bad("crs", "not understood", "export the file in EPSG:4326, longitude and latitude.") from None
        return shape

    def _by_postcode(self, postcode: str, heading: str) -> BaseGeometry:
        if self._postcodes is None:
            self._postcodes = _postcodes_of(self.place)
        if not self._postcodes:
            mend = "this place has no list of postcodes yet: add one with `assetmap setup --postcodes`."
            raise _Bad(heading, "not located", mend)
        at = self._postcodes.get(postcode.replace(" ", ""))
        if at is None:
            mend = "the postcode is not one of this place: check it, or add coordinates."
            raise _Bad(heading, "not located", mend)
        return shapely.Point(*at)

    def _checked(self, where: BaseGeometry, column: str) -> tuple[BaseGeometry | None, str]:
        """Refuse coordinates that cannot be; mend outlines that cross themselves."""
        if where.is_empty:
            return None, ""
        where = shapely.force_2d(where)
        numbers = shapely.get_coordinates(where)
        if not all(map(math.isfinite, numbers.ravel())):
            raise _Bad(column, "not a number", "one of its coordinates says NaN or infinity: draw the shape again.")
        west, south, east, north = where.bounds
        if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
            if max(abs(south), abs(north)) <= 180 and max(abs(west), abs(east)) <= 90:
                raise _Bad(column, "swapped", SWAPPED)
            mend = "these are metres: call the columns easting and northing, or export in EPSG:4326."
            raise _Bad(column, "metres, not degrees", mend)
        self._near_enough(where, column)
        if where.geom_type not in _KINDS:
            mend = f"a {where.geom_type} cannot be kept: an asset is a point, a line or an area."
            raise _Bad(column, "a mixed shape", mend)
        return (where, "") if where.is_valid else _mended(where, column)

    def _near_enough(self, where: BaseGeometry, column: str) -> None:
        west, south, east, north = where.bounds
        x, y = (west + east) / 2, (south + north) / 2
        if (x, y) == (0.0, 0.0):
            mend = "that is a point in the sea off Africa, and means that nobody filled it in: leave it empty."
            raise _Bad(column, "0, 0", mend)
        if self._bounds is None or self._off_m(x, y) <= FAR_M:
            return
        if self._off_m(y, x) <= FAR_M:
            raise _Bad(column, "swapped", SWAPPED)
        raise _Bad(
            column, "far outside this place",
            f"it is {self._off_m(x, y) / 1000:,.0f} km away: check the coordinates, or leave the row out.",
        )  # fmt: skip

    def _off_m(self, x: float, y: float) -> float:
        """Say how far a point lies from the place's bounds: metres, on a flat earth, good enough for "far"."""
        assert self._bounds is not None
        west, south, east, north = self._bounds
        dx, dy = max(west - x, 0.0, x - east), max(south - y, 0.0, y - north)
        return math.hypot(dx * math.cos(math.radians((south + north) / 2)), dy) * _EARTH_DEGREE_M


_KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_POSTCODE_TROUBLE = {"incomplete", "not located"}


def _mended(where: BaseGeometry, column: str | None) -> tuple[BaseGeometry, str]:
    """Mend an outline; say where it crossed itself and what that did to its size."""
    reason = re.search(r"^([\w -]+?)\s*\[([-\d.e]+) ([-\d.e]+)\]", shapely.is_valid_reason(where))
    whole = shapely.make_valid(where, method="structure", keep_collapsed=False)
    dimension = shapely.get_dimensions(where)
    if whole.geom_type == "GeometryCollection":
        whole = shapely.union_all([x for x in shapely.get_parts(whole) if shapely.get_dimensions(x) == dimension])
    if whole.is_empty or whole.geom_type not in _KINDS or not whole.is_valid:
        mend = "the outline crosses itself and nothing is left when it is mended: draw it again."
        raise _Bad(column, "crosses itself", mend)
    at = f" near {float(reason[3]):.5f}, {float(reason[2]):.5f} (latitude, longitude)" if reason else ""
    metric = metric_for(*shapely.get_coordinates(whole.representative_point())[0])
    before, after = (shapely.area(reproject(x, WGS84, metric)) / 10_000 for x in (where, whole))
    size = (
        f"its area was {before:,.2f} ha and is {after:,.2f} ha"
        if abs(before - after) >= 0.005
        else "its area is the same"
    )
    return whole, f"The outline crossed itself{at} and was mended; {size}. Look at it."


def _refuse(column: str, what: str, mend: str) -> BaseGeometry:
    raise _Bad(column, what, mend)


def _filled(value: Any) -> bool:
    """Say whether a coordinate was given at all; NaN is a coordinate that was given wrongly."""
    return isinstance(value, float) or bool(text_in(value)) or str(value).strip().casefold() == "nan"


def _postcodes_of(place: Whereabouts | None) -> dict[str, tuple[float, float]]:
    if place is None:
        return {}
    layer = place.layer("postcodes")
    if layer is None or layer.empty:
        return {}
    codes = layer["postcode"].astype(str).str.replace(" ", "").str.upper()
    return dict(zip(codes, zip(layer.geometry.x.tolist(), layer.geometry.y.tolist(), strict=True), strict=True))
