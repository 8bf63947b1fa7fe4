"""Honest but malformed rows: every kind in every file, many times over, and tables that nobody thought of."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from shapely import Point

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
    return Row.of(
        "honest but malformed rows", "100 % told by row, 0 dropped or moved in silence",
        f"{len(table)} kinds and {rows:,} rows of {_TABLES:,} tables, {len(wrong)} in silence; "
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
