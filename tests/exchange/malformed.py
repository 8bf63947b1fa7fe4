"""
Honest but malformed rows: the table under test, and what must hold of every file whatever is in it.

A case is a small file whose row 3 (the second feature in GeoJSON) is wrong in one way, between two rows that are
right. `what` is what must be said of it; `comes_in` whether it comes in all the same (told), or stays out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
from shapely import Point

from assetmap.exchange.inward import Read, read_rows
from assetmap.exchange.untrusted.here import read_here
from assetmap.exchange.untrusted.looking import settled
from assetmap.settings import PlaceSettings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from assetmap.exchange.sheets import Sheet

TOWN = (-2.71, 51.27, -2.28, 51.44)
GOOD, LAST = (-2.36, 51.38), (-2.36, 51.39)


def town() -> SimpleNamespace:
    """Give a place of two postcodes."""
    postcodes = gpd.GeoDataFrame(
        {"postcode": ["BA1 1AA", "BA2 3QE"]}, geometry=[Point(GOOD), Point(-2.37, 51.37)], crs=4326
    )
    return SimpleNamespace(
        settings=PlaceSettings(name="Town", bounds=TOWN), layer=lambda name: postcodes if name == "postcodes" else None
    )


def read_file(
    content: bytes, name: str, *, place: Any = None, kind: str | None = "group or club", **asked: Any
) -> tuple[Sheet, Read]:
    """Read a file in this process: the sheet, and what its rows became."""
    sheet = read_here(settled(content, name)).best
    return sheet, read_rows(sheet, kind=kind, place=place, source=name, **asked)


def unaccounted(sheet: Sheet, read: Read) -> list[str]:
    """
    Name every row that is not exactly one of: an asset, joined to another row, or out with a reason.

    A row that a reader left out is no row of the sheet any more, but is named in its problems.
    """
    out = {x.row for x in read.problems if not x.kept and x.row is not None}
    came = list(read.row_of.values())
    rows = {x.number for x in sheet.rows}
    before = {x.row for x in sheet.problems if not x.kept and x.row is not None}
    wrong = [f"row {x} is lost" for x in sorted(rows - out - set(came) - set(read.joined))]
    wrong += [f"row {x} is in and out" for x in sorted(out & set(came))]
    wrong += [f"row {x} is joined and out" for x in sorted(set(read.joined) & (out | set(came)))]
    wrong += [f"row {x} is of no row" for x in sorted((set(came) | set(read.joined) | out) - rows - before)]
    wrong += [f"row {x} is twice" for x in sorted({x for x in came if came.count(x) > 1})]
    told = {x.row for x in read.problems}
    wrong += [f"row {x} was joined unsaid" for x in sorted(set(read.joined) - told)]
    if {x.id for x in read.assets} != set(read.row_of) or len(read.assets) != len(came):
        wrong.append("assets and their rows differ")
    return wrong


def moved_unsaid(read: Read, true: Mapping[int, tuple[float, float]]) -> list[str]:
    """Name every row that lies more than about 100 m from where it truly is, without a word."""
    told = {x.row for x in read.problems}
    return [
        f"row {row} was moved"
        for asset in read.assets
        if (row := read.row_of[asset.id]) in true and asset.where is not None and row not in told
        and asset.where.distance(Point(true[row])) > 0.001
    ]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One malformed row: its file, and what must be said of it."""

    id: str
    content: bytes
    name: str
    row: int
    what: str
    comes_in: bool
    key: str = ""
    others: int = 2

    def __str__(self) -> str:
        return self.id


def _csv(head: str, good: str, last: str, cases: Iterable[tuple[Any, ...]]) -> Iterator[Case]:
    for about, row, what, comes_in, *more in cases:
        yield Case(about, f"{head}\n{good}\n{row}\n{last}\n".encode(), "list.csv", 3, what, comes_in, *more)


def _features(cases: Iterable[tuple[Any, ...]], **members: Any) -> Iterator[Case]:
    for about, geometry, what, comes_in, *more in cases:
        items = [
            {"type": "Feature", "properties": {"name": name}, "geometry": shape}
            for name, shape in (("Good", point(*GOOD)), ("Bad", geometry), ("Last", point(*LAST)))
        ]
        text = json.dumps({"type": "FeatureCollection", "features": items} | members)
        yield Case(about, text.encode(), "list.geojson", 2, what, comes_in, *more)


def point(x: Any, y: Any, *z: float) -> dict[str, Any]:
    """Give a GeoJSON point."""
    return {"type": "Point", "coordinates": [x, y, *z]}


_BOW = [[[-2.36, 51.38], [-2.35, 51.39], [-2.35, 51.38], [-2.36, 51.39], [-2.36, 51.38]]]
_BOW_WKT = "POLYGON ((-2.36 51.38, -2.35 51.39, -2.35 51.38, -2.36 51.39, -2.36 51.38))"

IN_DEGREES = (
    ("latitude is NaN", "Bad,NaN,-2.36", "not a number", False, "nan"),
    ("latitude is infinite", "Bad,inf,-2.36", "not a number", False, "nan"),
    ("longitude is missing", "Bad,51.38,", "not a number", False, "half"),
    ("latitude is missing", "Bad,,-2.36", "not a number", False, "half"),
    ("latitude is a word", "Bad,north,-2.36", "not a number", False, "half"),
    ("latitude is to be confirmed", "Bad,TBC,-2.36", "not a number", False, "half"),
    ("a spreadsheet's reference broke", "Bad,#REF!,-2.36", "not a number", False, "half"),
    ("a spreadsheet's value broke", "Bad,51.38,#VALUE!", "not a number", False, "half"),
    ("two decimal points", "Bad,51.38.12,-2.36", "not a number", False, "half"),
    ("about", "Bad,c. 51.38,-2.36", "not a number", False, "half"),
    ("both are words", "Bad,see map,see map", "not a number", False, "half"),
    ("a year of digits", "Bad,1e400,-2.36", "not a number", False, "nan"),
    ("swapped", "Bad,-2.36,51.38", "swapped", False, "swapped"),
    ("swapped, and the minus lost", "Bad,2.36,51.38", "swapped", False, "swapped"),
    ("the minus of the longitude lost", "Bad,51.38,2.36", "a minus is missing", False, "sign"),
    ("a minus before the latitude", "Bad,-51.38,-2.36", "a minus is missing", False, "sign"),
    ("both signs wrong", "Bad,-51.38,2.36", "a minus is missing", False, "sign"),
    ("counted from 0 to 360", "Bad,51.38,357.64", "a longitude above 180", False, "wrapped"),
    ("the decimal points lost", "Bad,51380000,-2360000", "no decimal point", False, "decimal"),
    ("one decimal point lost", "Bad,51.38,-236000", "no decimal point", False, "decimal"),
    ("metres of the grid", "Bad,164610,375044", "metres, not degrees", False, "metres"),
    ("metres of the grid, swapped", "Bad,375044,164610", "swapped", False, "metres"),
    ("metres of web maps", "Bad,6688789,-262714", "metres, not degrees", False, "metres"),
    ("a latitude of 100", "Bad,100,-2.36", "not on the earth", False, "impossible"),
    ("a longitude of 200", "Bad,51.38,200", "not on the earth", False, "impossible"),
    ("Paris", "Bad,48.85,12.35", "far outside this place", False),
    ("the same twice", "Bad,51.38,51.38", "far outside this place", False),
    ("0, 0", "Bad,0,0", "0, 0", False, "zero"),
    ("a latitude of 0", "Bad,0,-2.36", "far outside this place", False),
    ("a longitude of 0", "Bad,51.38,0", "far outside this place", False),
    ("both are empty", "Bad,,", "no place", True),
    ("a name of spaces", "   ,51.38,-2.36", "no name", False),
    ("no name", ",51.38,-2.36", "no name", False),
    ("a name that is N/A", "N/A,51.38,-2.36", "no name", False),
    ("a name that is a dash", "-,51.38,-2.36", "no name", False),
    ("a program's name", "kml_7,51.38,-2.36", "not a name", False),
    ("a number for a name", "17,51.38,-2.36", "not a name", False),
    ("Untitled", "Untitled placemark,51.38,-2.36", "not a name", False),
    ("unnamed", "unnamed,51.38,-2.36", "not a name", False),
    ("too many cells", "Bad,51.38,-2.36,,and more", "too many cells", False),
    ("a comma in a name", "Bad, the club,51.38,-2.36", "too many cells", False),
    ("too few cells", "Bad", "no place", True),
    ("a quote that is not closed", '"Bad,51.38,-2.36', "a quote is not closed", False),
    ("the headings again", "name,lat,lon", "the headings again", False),
    ("the same row again", "Good,51.38,-2.36", "repeated", False),
    ("a name without letters to sort by", "???,NaN,NaN", "not a number", False, "nan"),
)
IN_METRES = (
    ("degrees in metres' columns", "Bad,-2.36,51.38", "degrees, not metres", False, "degrees"),
    ("degrees in metres' columns, swapped", "Bad,51.38,-2.36", "degrees, not metres", False, "degrees"),
    ("easting and northing swapped", "Bad,164610,375044", "swapped", False, "swapped"),
    ("easting and northing are 0", "Bad,0,0", "0, 0", False, "zero"),
    ("no northing", "Bad,375044,", "not a number", False, "half"),
    ("no easting", "Bad,,164610", "not a number", False, "half"),
    ("an easting is a word", "Bad,east,164610", "not a number", False, "half"),
    ("an easting is NaN", "Bad,nan,164610", "not a number", False, "nan"),
    ("an easting beyond the grid", "Bad,900000,164610", "off the grid", False),
    ("a digit too many", "Bad,3750440,164610", "off the grid", False),
    ("a digit too few", "Bad,37504,164610", "far outside this place", False),
    ("kilometres", "Bad,375.044,164.610", "far outside this place", False),
    ("a minus before metres", "Bad,-375044,164610", "off the grid", False),
    ("metres of web maps as eastings", "Bad,-262714,6688789", "other metres", False, "metres"),
    ("London", "Bad,530000,180000", "far outside this place", False),
)
IN_PAIRS = (
    ("a pair the wrong way round", 'Bad,"(-2.36, 51.38)"', "swapped", False, "swapped"),
    ("a pair whose minus is lost", 'Bad,"High Street\n(51.38, 2.36)"', "a minus is missing", False, "sign"),
    ("a pair of zeros", 'Bad,"(0.0, 0.0)"', "0, 0", False, "zero"),
    ("half a pair", 'Bad,"(51.38, )"', "no place", True),
    ("a pair of NaN", 'Bad,"(nan, nan)"', "no place", True),
    ("a pair of three", 'Bad,"see leaflet"', "no place", True),
    ("a pair in another country", 'Bad,"(48.85, 12.35)"', "far outside this place", False),
    ("a pair of metres out of reach", 'Bad,"(530000, 180000)"', "far outside this place", False),
    ("an Irish grid reference", "Bad,J 338 740", "not readable", True),
    ("three words", "Bad,///filled.count.soap", "not readable", True),
    ("a plus code", "Bad,9C3V9JJR+5X", "not readable", True),
)
IN_REFERENCES = (
    ("digits that are odd", "Bad,ST 7456 645", "not readable", True),
    ("letters alone", "Bad,ST", "not readable", True),
    ("letters that are no square", "Bad,ZZ 745 645", "not readable", True),
    ("a square of ten kilometres", "Bad,ST 7 6", "not readable", True),
    ("a reference of another county", "Bad,TQ 300 800", "far outside this place", False),
    ("a tetrad", "Bad,ST74M", "not readable", True),
    ("an Irish reference in its column", "Bad,H 12345 67890", "not readable", True),
    ("a word for a reference", "Bad,ask the warden", "not readable", True),
)
IN_POSTCODES = (
    ("half a postcode", "Bad,BA1", "incomplete", True),
    ("a postcode nobody has", "Bad,BA99 9ZZ", "not located", True),
    ("a postcode of another place", "Bad,EX1 1AE", "not located", True),
    ("a postcode cut short", "Bad,BA1 1A", "no place", True),
    ("a letter for a digit", "Bad,BAI 1AA", "no place", True),
    ("no postcode", "Bad,", "no place", True),
    ("a postcode abroad", "Bad,75001", "no place", True),
)
AS_SHAPES = (
    ("a shape the wrong way round", "Bad,POINT (51.38 -2.36)", "swapped", False, "swapped"),
    ("a shape in metres", "Bad,POINT (375044 164610)", "metres, not degrees", False, "metres"),
    ("a shape whose minus is lost", "Bad,POINT (2.36 51.38)", "a minus is missing", False, "sign"),
    ("a shape at 0, 0", "Bad,POINT (0 0)", "0, 0", False, "zero"),
    ("half a shape", "Bad,POINT (-2.36)", "not a shape", False),
    ("an empty shape", "Bad,POINT EMPTY", "no place", True),
    ("a shape that is a word", "Bad,by the church", "not a shape", False),
    ("a line of one point", "Bad,LINESTRING (-2.36 51.38)", "not a shape", False),
    ("a ring that is open", 'Bad,"POLYGON ((-2.36 51.38, -2.35 51.38, -2.35 51.39))"', "not a shape", False),
    ("an outline that crosses itself", f'Bad,"{_BOW_WKT}"', "repaired", True, "outline"),
    ("a shape with a height", "Bad,POINT Z (-2.36 51.38 54)", "heights", True, "height"),
    (
        "a mixed shape",
        'Bad,"GEOMETRYCOLLECTION (POINT (-2.36 51.38), LINESTRING (-2.36 51.38, -2.35 51.38))"',
        "a mixed shape", False, "mixed",
    ),
    (
        "a shape of metres that holds degrees", "Bad,SRID=27700;POINT (-2.36 51.38)",
        "another coordinate system", False, "crs",
    ),
    ("a system that nobody has", "Bad,SRID=999999;POINT (-2.36 51.38)", "not understood", False),
    ("a binary shape cut short", "Bad,0101000000", "not a shape", False),
    ("GeoJSON cut short", 'Bad,"{""type"": ""Point"""', "not a shape", False),
    ("GeoJSON without coordinates", 'Bad,"{""type"": ""Point""}"', "not a shape", False),
    ("a shape of NaN", "Bad,POINT (NaN NaN)", "not a number", False, "nan"),
)  # fmt: skip
IN_GEOJSON = (
    ("a point of NaN", point(float("nan"), 51.38), "not a number", False, "nan"),
    ("a point of letters", point("a", "b"), "not a shape", False),
    ("a ring of one point", {"type": "Polygon", "coordinates": [[[-2.36, 51.38]]]}, "not a shape", False),
    ("a geometry that there is not", {"type": "Sphere"}, "not a shape", False),
    ("a geometry in words", "POINT (-2.36 51.38)", "not a shape", False),
    ("a point in metres", point(375044, 164610), "metres, not degrees", False, "metres"),
    ("a point swapped", point(51.38, -2.36), "swapped", False, "swapped"),
    ("a point without its minus", point(2.36, 51.38), "a minus is missing", False, "sign"),
    ("a point at 0, 0", point(0, 0), "0, 0", False, "zero"),
    ("a point with a height", point(-2.36, 51.38, 54.5), "heights", True, "height"),
    ("an outline that crosses itself, drawn", {"type": "Polygon", "coordinates": _BOW}, "repaired", True, "outline"),
    ("no geometry", None, "no place", True),
    ("coordinates without numbers", {"type": "Point", "coordinates": []}, "no place", True),
    ("coordinates nested wrongly", {"type": "Polygon", "coordinates": [-2.36, 51.38]}, "not a shape", False),
    ("a point far away", point(12.35, 48.85), "far outside this place", False),
    ("an outline in metres", {"type": "Polygon", "coordinates": [
        [[375044, 164610], [375144, 164610], [375144, 164710], [375044, 164610]]
    ]}, "metres, not degrees", False, "metres"),
    ("an outline swapped", {"type": "Polygon", "coordinates": [
        [[51.38, -2.36], [51.39, -2.36], [51.39, -2.35], [51.38, -2.36]]
    ]}, "swapped", False, "swapped"),
    ("several sorts", {"type": "GeometryCollection", "geometries": [
        point(-2.36, 51.38), {"type": "LineString", "coordinates": [[-2.36, 51.38], [-2.35, 51.38]]}
    ]}, "a mixed shape", False, "mixed"),
)  # fmt: skip
IN_FIELDS = (
    ("an age in words", "Bad,young,,,,,,", "not a number", True),
    ("an age below 0", "Bad,-3,,,,,,", "not a number", True),
    ("a day that is none", "Bad,,2026-13-45,,,,,", "not a day", True),
    ("a day in words", "Bad,,soon,,,,,", "not a day", True),
    ("an answer that is none", "Bad,,,perhaps,,,,", "not an answer", True),
    ("a need that is none", "Bad,,,,flying,,,", "not a word of ours", True),
    ("a script for a website", "Bad,,,,,javascript:alert(1),,", "not a web address", True),
    ("an email without an @", "Bad,,,,,,someone at example.org,", "not an email address", True),
    ("a telephone in words", "Bad,,,,,,,ask Ann", "not a telephone number", True),
)
OF_A_DAY = (
    ("a day that is no weekday", "Bad,51.38,-2.37,Someday,09:00,17:00", "not a weekday", True),
    ("an hour that is none", "Bad,51.38,-2.37,Monday,nine-ish,17:00", "not a time", True),
    ("an hour after midnight", "Bad,51.38,-2.37,Monday,09:00,25:00", "not a time", True),
    ("another day of the first", "Good,51.38,-2.36,Tuesday,09:00,17:00", "joined", False),
)


def cases() -> tuple[Case, ...]:
    """Return the table."""
    degrees = "name,lat,lon", "Good,51.38,-2.36", "Last,51.39,-2.36"
    of_all = "name,min_age,last checked,wheelchair,needs,website,email,phone,postcode"
    both = "name,lat,lon,easting,northing,postcode"
    found = [
        *_csv(*degrees, IN_DEGREES),
        *_csv("name,easting,northing", "Good,375044,164610", "Last,375044,165722", IN_METRES),
        *_csv("name,location", 'Good,"(51.38, -2.36)"', 'Last,"High Street\n(51.39, -2.36)"', IN_PAIRS),
        *_csv("name,grid reference", "Good,ST 7504 6461", "Last,ST 75044 65722", IN_REFERENCES),
        *_csv("name,postcode", "Good,BA1 1AA", "Last,ba23qe ", IN_POSTCODES),
        *_csv("name,wkt", "Good,POINT (-2.36 51.38)", "Last,POINT (-2.36 51.39)", AS_SHAPES),
        *_csv(
            of_all, "Good,,,,,,,,BA1 1AA", "Last,,,,,,,,BA1 1AA",
            [(about, f"{row},BA1 1AA", *more) for about, row, *more in IN_FIELDS],
        ),
        *_csv(
            "name,lat,lon,weekday,opens,closes", "Good,51.38,-2.36,Monday,09:00,17:00",
            "Last,51.39,-2.36,Monday,09:00,17:00", OF_A_DAY,
        ),
        *_csv(both, "Good,51.38,-2.36,375044,164610,BA1 1AA", "Last,51.39,-2.36,375044,165722,BA1 1AA", [
            ("two columns say two places", "Bad,51.38,-2.36,365044,164610,BA1 1AA", "two places", True),
            ("its postcode is elsewhere", "Bad,51.30,-2.60,,,BA1 1AA", "two places", True),
            ("wrong, but its postcode is known", "Bad,48.85,12.35,,,BA2 3QE", "far outside this place", True),
            ("swapped, but its postcode is known", "Bad,-2.36,51.38,,,BA2 3QE", "swapped", True, "swapped"),
        ]),
        *_csv("name,lat,lon,kind", "Good,51.38,-2.36,green place", "Last,51.39,-2.36,", [
            ("a kind that is none", "Bad,51.38,-2.36,spaceship", "not a kind of ours", True),
        ]),
        *_csv("name,lat,lon,status,precision", "Good,51.38,-2.36,,", "Last,51.39,-2.36,,", [
            ("a status that is none", "Bad,51.38,-2.36,pending,", "not status as we know it", True),
            ("a precision that is none", "Bad,51.38,-2.36,,fuzzy", "not precision as we know it", True),
        ]),
        *_csv("name,lat,lon,comment", "Good,51.38,-2.36,", "Last,51.39,-2.36,", [
            ("no name, but a comment", ",51.38,-2.37,Rose Garden", "no name", False, "name"),
            ("a program's name, and a comment", "kml_3,51.38,-2.37,Rose Garden", "not a name", False, "name"),
            ("the same name and place again", "Good,51.38,-2.36,Other", "repeated", False),
        ]),
        *_features(IN_GEOJSON),
        *_features(
            [("degrees under a grid's name", point(-2.36, 51.38), "another coordinate system", False, "crs", 0)],
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        ),
    ]  # fmt: skip
    return tuple(found)


def trouble_with(case: Case, *, place: Any, accepted: Collection[str] = ()) -> list[str]:
    """Read a case and say what is not as it must be."""
    sheet, read = read_file(case.content, case.name, place=place, accepted=accepted)
    wrong = unaccounted(sheet, read)
    about = [x for x in read.problems if x.row == case.row]
    if not any(x.what == case.what for x in about):
        wrong.append(f"said {[x.what for x in about]}, not {case.what!r}")
    came_in = case.row in read.row_of.values()
    if came_in != case.comes_in:
        wrong.append("it came in" if came_in else "it stayed out")
    keys = [x.key for x in read.proposals if x.row == case.row]
    if keys != ([case.key] if case.key else []):
        wrong.append(f"proposed {keys}, not {case.key!r}")
    others = [x for x in read.assets if read.row_of[x.id] != case.row]
    if len(others) != case.others:
        wrong.append(f"{len(others)} of the other rows came in")
    return wrong
