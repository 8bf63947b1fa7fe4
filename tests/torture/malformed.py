"""Honest but malformed rows: every kind in every file, many times over, and tables that nobody thought of."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from shapely import Point

from assetmap.exchange.inward import read_rows
from assetmap.exchange.sheets import Row as Line
from assetmap.exchange.sheets import Sheet
from tests.exchange.malformed import LAST, cases, moved_unsaid, read_file, town, trouble_with, unaccounted
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = 2_000
_LONGEST = 40
_NEAR = 1e-4
_ACCEPTED = ((), ("swapped", "sign", "metres", "degrees", "wrapped", "decimal", "zero", "nan", "half", "name", "crs"))
_SPOILT = (
    "{x},{y}",
    "{less_y},{x}",
    "{y},{less_x}",
    "{y},{round_x}",
    "{big_y},{big_x}",
    "{y},{x}",
    ",",
    "NaN,{x}",
    "0,0",
)
_NAMES = ("Bench", "Choir", "", "kml_4", "N/A", "Rose Garden")
_ODD_TABLES = 6_000
_ODD_HEADINGS = (
    "lat", "lon", "location", "easting", "northing", "comment", "id", "weekday", "opens", "closes", "wkt", "grid ref",
    "postcode", "address", "phone", "email", "website", "schedules", "needs", "min_age", "checked_on", "status",
    "precision", "kind", "description", "what3words", "languages", "name:pl", "capacity", "title",
)  # fmt: skip
_ODD_CELLS = (
    "", None, "x", "51.38", "-2.36", 51.38, -2.36, float("nan"), float("inf"), 10**30, True, False, ["a", "b"],
    {"a": 1}, "<b>x</b>", '{"type":"Point"', "[{}]", "POINT(1 2)", "POLYGON EMPTY", "0101000000", "SRID=1;POINT(0 0)",
    "\u202e", "ST 745 645", "\x00", "9" * 5000, "(51.38,-2.36)", "(1e999,1)", "Monday", "9am", "BA1 1AA", "///a.b.c",
    "51°22'48\"N 2°21'36\"W", "http://x", "a@b", "kml_1", "N/A", " " * 50, b"\x01\x02", -0.0, 0, "1e5", "²", "٣",
)  # fmt: skip
_ODD_SHAPES = (
    None, b"", b"\x01\x01", {"type": "Point", "coordinates": [-2.36, 51.38]}, {"type": "Point", "coordinates": None},
    {"type": "Polygon", "coordinates": [[]]}, {"type": []}, {"type": "Point", "coordinates": [[[]]]},
    {"type": "GeometryCollection", "geometries": [None]}, {"type": "Point", "coordinates": [1e308, 1e308]},
    {"type": "LineString", "coordinates": [[0, 0], [0, 0]]},
    {"type": "MultiPoint", "coordinates": [[51.38, -2.36], [51.38, -2.36]]},
)  # fmt: skip
_SYSTEMS = ("EPSG:4326", "", "EPSG:27700", "EPSG:999999", "EPSG:3857")
_HEADINGS = ("name,lat,lon", "Title;Latitude;Longitude", "comment,name,y_wgs84,x_wgs84,id")


def row(folder: Path) -> Row:
    """Try every case of the table, then tables of many spoilt rows; say what was dropped or moved in silence."""
    del folder
    place = town()
    table = cases()
    wrong = [f"{case.id}: {x}" for case in table for x in trouble_with(case, place=place)]
    rows = right = proposed = 0
    for seed in range(_TABLES):
        content, true = _spoilt(random.Random(seed))  # noqa: S311  the same tables each time
        for accepted in _ACCEPTED:
            sheet, read = read_file(content, "list.csv", place=place, accepted=accepted)
            rows += len(sheet.rows)
            wrong += [f"table {seed}: {x}" for x in unaccounted(sheet, read)]
            wrong += [f"table {seed}: {x}" for x in moved_unsaid(read, true)]
            guesses = [x for x in read.proposals if x.where is not None and x.key != "name"]
            proposed += len(guesses)
            right += sum(x.where is not None and x.where.distance(Point(true[x.row])) < _NEAR for x in guesses)
    odd = 0
    for seed in range(_ODD_TABLES):
        dice = random.Random(seed)  # noqa: S311  the same tables each time
        sheet = _odd(dice)
        odd += len(sheet.rows)
        accepted = dice.sample(_ACCEPTED[1], dice.randint(0, 6))
        read = read_rows(sheet, kind="group or club", place=dice.choice((place, None)), accepted=accepted)
        wrong += [f"odd table {seed}: {x}" for x in unaccounted(sheet, read)]
    return Row.of(
        "honest but malformed rows", "100 % told by row, 0 dropped or moved in silence",
        f"{len(table)} kinds and {rows + odd:,} rows of {_TABLES + _ODD_TABLES:,} tables, {len(wrong)} in silence; "
        f"{right / proposed:.1%} of {proposed:,} proposals lead to the true place", *wrong,
    )  # fmt: skip


def _spoilt(dice: random.Random) -> tuple[bytes, dict[int, tuple[float, float]]]:
    """Make a table whose coordinates went wrong on the way: its bytes, and where each row truly is."""
    heading = dice.choice(_HEADINGS)
    mark = ";" if ";" in heading else ","
    lines, true = [heading], {}
    for number in range(2, dice.randint(3, _LONGEST)):
        x, y = round(dice.uniform(-2.7, -2.29), 5), round(dice.uniform(51.28, LAST[1] + 0.04), 5)
        forms = {"less_x": -x, "less_y": -y, "round_x": x + 360, "big_x": round(x * 1e6), "big_y": round(y * 1e6)}
        at = dice.choice(_SPOILT).format(x=x, y=y, **forms).replace(",", mark)
        name = f"Club {number}" if dice.random() < 0.7 else dice.choice(_NAMES)
        line = [name, at]
        if heading.startswith("comment"):
            line = [dice.choice(_NAMES), *line, str(dice.randint(1, 60))]
        lines.append(mark.join(line))
        true[number] = (x, y)
    return ("\n".join(lines) + "\n").encode(dice.choice(("utf-8", "utf-8-sig", "utf-16"))), true


def _odd(dice: random.Random) -> Sheet:
    """Make a table of what nobody would write, in any combination."""
    headings = ["name"] * (dice.random() < 0.8) + dice.sample(_ODD_HEADINGS, dice.randint(1, 9))
    rows = tuple(
        Line(
            number, {x: dice.choice(_ODD_CELLS) for x in headings},
            dice.choice(_ODD_SHAPES) if dice.random() < 0.5 else None,
        )
        for number in range(2, dice.randint(3, 9))
    )  # fmt: skip
    return Sheet(headings=tuple(headings), rows=rows, crs=dice.choice(_SYSTEMS))
