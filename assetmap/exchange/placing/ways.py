"""Every way in which a row says where it is: shapes, degrees, metres, text such as "(51.4, -2.3)", a postcode."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape as shape_of

from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject
from assetmap.exchange.cells import is_half_a_postcode, postcode_in, text_in
from assetmap.exchange.placing.coordinates import finite, grid_reference, number_of, pair_in, shape_in, unreadable
from assetmap.exchange.placing.meant import (
    GRID,
    NOT_FINITE,
    Guess,
    Unplaced,
    called,
    in_degrees,
    meant_in_metres,
    meant_without_crs,
    nowhere,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.placing.reaching import Reach
    from assetmap.exchange.sheets import Row

    Way = tuple[str, Callable[[], BaseGeometry], str]

BY_POSTCODE = "Placed at the middle of its postcode."
HALF_A_POSTCODE = 'a whole postcode has two parts, for example "BA1 1AA".'
_COARSEST_M = 1_000
_SAID_FROM_M = 100


@dataclass(frozen=True)
class Ways:
    """The ways in which rows say where they are; `crs` is that of the shapes, "" where the file does not say."""

    reach: Reach
    crs: str

    def of(self, row: Row, columns: Columns) -> Iterator[Way]:
        """Yield every way in which the row says where it is, surest first: column, shape (may raise), note."""
        cells = row.cells
        if row.shape is not None:
            yield "geometry", partial(self._from_file, row.shape), ""
        for heading in columns.place["geometry"]:
            if text := text_in(cells.get(heading)):
                yield heading, partial(self._from_text, text, heading), ""
        yield from self._numbers(cells, columns)
        if columns.is_own and text_in(cells.get("id")):
            return  # ours says where it is, or that it has no place
        codes = columns.fields.get("postcode", ())
        for heading in [*codes, *columns.fields.get("address", ())]:
            text = text_in(cells.get(heading))
            if postcode_in(text) and self.reach.place is not None:
                yield heading, partial(self._by_postcode, postcode_in(text), heading), BY_POSTCODE
            elif heading in codes and is_half_a_postcode(text):
                yield heading, partial(_refuse, heading, "incomplete", HALF_A_POSTCODE), ""
        for heading in columns.place.get("code", ()):
            if (text := text_in(cells.get(heading))) and not columns.is_own:
                why = unreadable(text) or "this code cannot be read here: give latitude and longitude."
                yield heading, partial(_refuse, heading, "not readable", why), ""

    def _numbers(self, cells: Mapping[str, Any], columns: Columns) -> Iterator[Way]:
        """Yield the points that pairs of columns give, and text such as "(51.4, -2.3)" with an address around it."""
        for first, second in (("longitude", "latitude"), ("easting", "northing"), ("x", "y")):
            for a, b in zip(columns.place[first], columns.place[second], strict=False):
                if _filled(cells.get(a)) or _filled(cells.get(b)):
                    yield a, partial(self._point, cells.get(a), cells.get(b), (a, b), meant=first), ""
            if first == "longitude" and not columns.is_own:
                yield from self._texts(cells, columns)

    def _texts(self, cells: Mapping[str, Any], columns: Columns) -> Iterator[Way]:
        grid = columns.place.get("grid_reference", ())
        up, across = columns.place["latitude"], columns.place["longitude"]
        alone = () if up and across else (*up, *across)  # “Latitude” above the two of them
        for heading in [*alone, *columns.place["pair"], *grid]:
            text = text_in(cells.get(heading))
            if not text:
                continue
            if pair := pair_in(text):
                yield heading, partial(self._point, pair[1], pair[0], (heading, heading), meant="pair"), ""
            elif reference := grid_reference(text):
                yield heading, partial(self._from_grid, reference, heading), _in_square(reference[2])
            elif heading in grid or unreadable(text):
                why = unreadable(text) or "a grid reference is two letters and an even number of digits: ST 745 645."
                yield heading, partial(_refuse, heading, "not readable", why), ""

    def _from_grid(self, reference: tuple[float, float, float], heading: str) -> BaseGeometry:
        east, north, square = reference
        if square > _COARSEST_M:
            mend = f"it names a square of {square / 1000:,.0f} km: give at least four digits, for example ST 745 645."
            raise Unplaced(heading, "not readable", mend)
        return reproject(shapely.Point(east, north), BRITISH_NATIONAL_GRID, WGS84)

    def _point(self, east: Any, north: Any, headings: tuple[str, str], *, meant: str) -> BaseGeometry:
        numbers = []
        for value, heading, other in ((east, headings[0], north), (north, headings[1], east)):
            number = number_of(value)
            if number is None and grid_reference(text_in(value)):
                return self._from_grid(grid_reference(text_in(value)) or (0, 0, 0), heading)
            if number is None and (pair := pair_in(text_in(value))) and not _filled(other):
                return self._point(pair[1], pair[0], (heading, heading), meant="pair")
            if number is None:
                mend = (
                    "a coordinate is a number, for example -2.3599."
                    if text_in(value)
                    else "one of the two coordinates is missing: give both, or neither."
                )
                raise Unplaced(heading, "not a number", mend, guess=nowhere("half", "not a number"))
            if not math.isfinite(number):
                mend = "it says NaN or infinity: write the number, or leave both empty."
                raise Unplaced(heading, "not a number", mend, guess=nowhere("nan", "not a number"))
            numbers.append(number)
        x, y = numbers
        in_degrees = abs(x) <= 180 and abs(y) <= 180
        if meant == "easting" and in_degrees and (x, y) != (0.0, 0.0):
            mend = "eastings and northings are metres: call the columns longitude and latitude."
            guess = meant_in_metres(x, y, near=self.reach.near, metric_crs=self.reach.metric_crs)
            raise Unplaced(headings[0], "degrees, not metres", mend, guess=guess)
        if meant == "easting" or (meant in {"x", "pair"} and not in_degrees):
            return self._from_metres(x, y, headings[0])
        return shapely.Point(x, y)

    def _from_metres(self, x: float, y: float, column: str) -> BaseGeometry:
        if (x, y) == (0.0, 0.0):
            mend = "0, 0 means that nobody filled them in: leave both empty."
            raise Unplaced(column, "0, 0", mend, guess=nowhere("zero", "0, 0"))
        if self.reach.metric_crs == BRITISH_NATIONAL_GRID:
            west, south, east, north = GRID
            if not (west <= x <= east and south <= y <= north):
                guess = meant_in_metres(x, y, near=self.reach.near_from_metres, metric_crs=self.reach.metric_crs)
                if guess is not None:
                    raise Unplaced(column, guess.what, guess.mend, guess=guess)
                mend = "an easting in Britain is 0 to 700000 and a northing 0 to 1300000."
                raise Unplaced(column, "off the grid", mend)
        where = reproject(shapely.Point(x, y), self.reach.metric_crs, WGS84)
        if self.reach.bounds is not None and finite(*where.bounds) and not self.reach.near(where):
            guess = meant_in_metres(x, y, near=self.reach.near, metric_crs=self.reach.metric_crs)
            if guess is not None:
                raise Unplaced(column, guess.what, guess.mend, guess=guess)
        return where

    def _from_text(self, text: str, heading: str) -> BaseGeometry:
        if text.startswith("{"):
            try:
                return self._from_file(json.loads(text), heading)
            except (ValueError, RecursionError):
                raise Unplaced(heading, "not a shape", "the GeoJSON in this cell is not whole.") from None
        found = shape_in(text)
        if found is None:
            raise Unplaced(heading, "not a shape", "a shape as text is WKT, for example POINT (-2.36 51.38).")
        shape, crs = found
        return shape if crs in ("", WGS84) or shape.is_empty else self._turned(shape, crs)

    def _from_file(self, member: Any, heading: str = "geometry") -> BaseGeometry:
        """Make a shape of what a reader handed on: GeoJSON as it came, or WKB."""
        if not isinstance(member, bytes) and (not isinstance(member, dict) or not member.get("type")):
            raise Unplaced(heading, "not a shape", "a geometry has a type and coordinates.")
        try:
            shape = shapely.from_wkb(member) if isinstance(member, bytes) else shape_of(member)
        except Exception:  # noqa: BLE001  whatever a stranger's coordinates make shapely, numpy or GEOS raise
            raise Unplaced(heading, "not a shape", "its coordinates cannot be read: pairs of numbers.") from None
        if shape.is_empty or self.crs == WGS84:
            return shape
        if not finite(*shapely.get_coordinates(shape).ravel()):
            raise Unplaced(heading, *NOT_FINITE, guess=nowhere("nan", "not a number"))
        if self.crs == "":
            guess = meant_without_crs(
                shape,
                near=self.reach.near if in_degrees(shape) else self.reach.near_from_metres,
                metric_crs=self.reach.metric_crs,
            )
            mend = "the file does not say in which coordinates its shapes are: export it in EPSG:4326."
            raise Unplaced(heading, "no coordinate system", mend if guess is None else guess.mend, guess=guess)
        return self._turned(shape, self.crs)

    def _meant_without_crs(self, shape: BaseGeometry) -> Guess | None:
        near = self.reach.near if in_degrees(shape) else self.reach.near_from_metres
        return meant_without_crs(shape, near=near, metric_crs=self.reach.metric_crs)

    def _turned(self, shape: BaseGeometry, crs: str) -> BaseGeometry:
        """Turn a shape of another system into degrees; where it says metres and holds degrees, that is proposed."""
        try:
            turned = reproject(shape, crs, WGS84)
        except Exception:  # noqa: BLE001  pyproj on a code that nobody registered, or numbers it cannot turn
            raise Unplaced("crs", "not understood", "export the file in EPSG:4326, longitude and latitude.") from None
        if not self.reach.near(turned):
            found = meant_without_crs(
                shape,
                near=self.reach.near if in_degrees(shape) else self.reach.near_from_metres,
                metric_crs=self.reach.metric_crs,
            )
            if found is not None and found.where is not None:
                read = "longitude and latitude" if in_degrees(shape) else called(self.reach.metric_crs)
                mend = f"the file says that its coordinates are {called(crs)}, and they look like {read}."
                raise Unplaced(
                    "crs",
                    "another coordinate system",
                    mend,
                    guess=Guess("crs", "another coordinate system", mend, found.where),
                )
        return turned

    def _by_postcode(self, postcode: str, heading: str) -> BaseGeometry:
        if not self.reach.postcodes:
            mend = "this place has no list of postcodes yet: add one with `assetmap setup --postcodes`."
            raise Unplaced(heading, "not located", mend)
        at = self.reach.postcodes.get(postcode.replace(" ", ""))
        if at is None:
            mend = "the postcode is not one of this place: check it, or add coordinates."
            raise Unplaced(heading, "not located", mend)
        return shapely.Point(*at)


def _in_square(square: float) -> str:
    size = f"{square / 1000:,.0f} km" if square >= 1000 else f"{square:,.0f} m"
    return f"Placed at the middle of a grid square of {size}." if square >= _SAID_FROM_M else ""


def _refuse(column: str, what: str, mend: str) -> BaseGeometry:
    raise Unplaced(column, what, mend)


def _filled(value: Any) -> bool:
    """Say whether a coordinate was given at all; NaN is a coordinate that was given wrongly."""
    return isinstance(value, float) or bool(text_in(value)) or str(value).strip().casefold() == "nan"
