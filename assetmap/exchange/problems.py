"""What went wrong with a row of somebody's file, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


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


def quoted(text: object, *, most: int = 60) -> str:
    """Quote a cell for a message: on one line, cut, and without characters that turn the line around."""
    line = "".join(x if x.isprintable() else " " for x in str(text)[: most + 1])
    return f'"{line[:most]}…"' if len(line) > most else f'"{line}"'
