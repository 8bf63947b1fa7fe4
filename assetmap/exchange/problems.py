"""What went wrong with a row of somebody's file, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


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
