"""What went wrong with a row of somebody's file, where, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

_NUMBER = re.compile(r"-?\d[\d.,]*")


@dataclass(frozen=True)
class Problem:
    """
    One thing to tell about a file.

    `row` counts as the person sees it: in a spreadsheet the line of headings is row 1, in GeoJSON the first
    feature is 1. None means the whole file. `kept` says that the row came in all the same.
    """

    row: int | None
    column: str | None
    what: str
    mend: str
    kept: bool = False

    @property
    def sentence(self) -> str:
        """`[row 7, "postcode"] incomplete: a whole postcode has two parts, for example "BA1 1AA".`."""
        where = [f"row {self.row}"] if self.row is not None else []
        if self.column:
            where.append(f'"{self.column}"')
        return f"{'[' + ', '.join(where) + '] ' if where else ''}{self.what}: {self.mend}"

    def __str__(self) -> str:
        return self.sentence

    def to_json(self) -> dict[str, object]:
        """Return the problem as plain JSON values."""
        return {"row": self.row, "column": self.column, "what": self.what, "mend": self.mend, "kept": self.kept}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """
    One fault in many rows.

    Attributes
    ----------
    rows
        Their numbers; none where it is of the whole file.
    column
        The columns of each row that have it, with commas.
    what, mend
        As the first row says it.
    differs
        Whether the rows say it with other numbers: a distance, a row.
    """

    rows: tuple[int, ...]
    column: str
    what: str
    mend: str
    kept: bool
    differs: bool = False


def together(problems: Iterable[Problem]) -> list[Fault]:
    """
    Put together what is the same: the columns of one row, then the rows of one fault, in the order of their first.

    What differs by its numbers alone is one fault.
    """
    by_row: dict[tuple[int | None, str, str, bool], list[str]] = {}
    for x in problems:
        by_row.setdefault((x.row, x.what, x.mend, x.kept), []).append(x.column or "")
    by_fault: dict[tuple[str, str, str, bool], list[tuple[int | None, str, str]]] = {}
    for (row, what, mend, kept), columns in by_row.items():
        fault = (", ".join(x for x in columns if x), _NUMBER.sub("0", what), _NUMBER.sub("0", mend), kept)
        by_fault.setdefault(fault, []).append((row, what, mend))
    return [
        Fault(
            rows=tuple(x[0] for x in found if x[0] is not None), column=column, what=found[0][1], mend=found[0][2],
            kept=kept, differs=len({x[1:] for x in found}) > 1,
        )
        for (column, _what, _mend, kept), found in by_fault.items()
    ]  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """
    What a row could be meant to say: found, and carried out only where somebody accepts its key.

    `key` is the same for all rows with the same trouble ("swapped", "metres", "outline" …), so that they can be
    accepted together. `where` is where the row would be, EPSG:4326, or None where it would be kept without a place.
    `accepted` says that it was carried out, and is told among the problems too.
    """

    row: int
    key: str
    what: str
    mend: str
    where: BaseGeometry | None
    accepted: bool = False

    @property
    def sentence(self) -> str:
        """`[row 7] swapped: latitude and longitude stand in each other's place: swap the two.`."""
        return f"[row {self.row}] {self.what}: {self.mend}"

    def to_json(self) -> dict[str, object]:
        """Return the proposal as plain JSON values, with the middle of its place."""
        at = None if self.where is None or self.where.is_empty else self.where.representative_point()
        return {
            "row": self.row, "key": self.key, "what": self.what, "mend": self.mend,
            "lon": None if at is None else round(at.x, 6), "lat": None if at is None else round(at.y, 6),
            "accepted": self.accepted,
        }  # fmt: skip


def quoted(text: object, *, most: int = 60) -> str:
    """Quote a cell for a message: on one line, cut, and without characters that turn the line around."""
    line = "".join(x if x.isprintable() else " " for x in str(text)[: most + 1])
    return f'"{line[:most]}…"' if len(line) > most else f'"{line}"'
