"""Official lists without headings, known by their shape; the shapes stand in `data/vocabulary/headings.toml`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.exchange.headings import words
from assetmap.exchange.problems import Problem
from assetmap.exchange.sheets import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    Line = Sequence[Any]

_LOOKED_AT = 200
_MOST_AGREE = 0.98
"""So much of the first lines must have the shape: a few cells of an official list are always odd."""


def official_list(lines: Sequence[Line]) -> dict[str, Any] | None:
    """Return the entry of the official list that these lines are, or None."""
    head = [x for x in lines[:_LOOKED_AT] if any(x)]
    for known in words()["official"].values():
        columns = known["columns"]
        shapes = {columns.index(column): re.compile(form) for column, form in known["shapes"].items()}
        fitting = sum(
            len(x) == len(columns) and all(form.fullmatch(str(x[at] or "").strip()) for at, form in shapes.items())
            for x in head
        )
        if head and fitting >= len(head) * _MOST_AGREE:
            found: dict[str, Any] = known
            return found
    return None


def official_sheet(lines: Sequence[Line], known: dict[str, Any], *, problems: Sequence[Problem] = ()) -> Sheet:
    """Make a sheet of an official list: its columns by name, and only the rows that say that they are in use."""
    columns = known["columns"]
    told, rows = list(problems), []
    for number, line in enumerate(lines, start=1):
        if not any(line):
            continue
        if len(line) != len(columns):
            mend = f"it has {len(line)} cells and the list has {len(columns)} columns: the row was left out."
            told.append(Problem(number, None, "another shape", mend))
            continue
        cells = {column: cell or None for column, cell in zip(columns, line, strict=True)}
        wrong = next((x for x in known["only"] if str(cells[x["column"]] or "").strip() not in x["values"]), None)
        if wrong is not None:
            told.append(Problem(number, wrong["column"], wrong["what"], wrong["mend"]))
            continue
        rows.append(Row(number, cells))
    return Sheet(headings=tuple(columns), rows=tuple(rows), problems=tuple(told), what=known["what"])


def is_national(what: str) -> bool:
    """Say whether a kind of file lists a whole country, of which a place wants its own rows only."""
    return any(x["what"] == what and x["national"] for x in words()["official"].values())
