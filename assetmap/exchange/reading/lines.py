"""Lines of cells become a sheet: where the headings stand, what stands above them, and which lines are rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.headings import recognise
from assetmap.exchange.problems import Problem, quoted
from assetmap.exchange.reading.official import official_list, official_sheet
from assetmap.exchange.ruled import Ruled
from assetmap.exchange.sheets import LARGEST_CELLS, LARGEST_ROWS, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Line = Sequence[Any]

_LOOKED_AT = 50
_MOST_ABOVE = 10
"""Headings stand among the first ten lines that hold anything."""
_MOST_LAYERS = 2
"""Headings of groups of columns ("Contact", "Where") may stand so many lines above the headings."""
# What stands in cells and hardly ever in headings. A whole number from 1900 to 2100 may be either.
_DATA = (
    ("year", re.compile(r"(?:19|20)\d\d")),
    ("number", re.compile(r"[-+£$€]?\d[\d,\s]*(?:[.,]\d+)?\s?%?")),
    ("day", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T\s].*)?")),
    ("postcode", re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)),
    ("code", re.compile(r"[A-Z]{1,3}\d{2,}", re.IGNORECASE)),
    ("address", re.compile(r"https?://\S+|\S+@\S+\.\S+", re.IGNORECASE)),
    ("pair", re.compile(r"[(\[]\s*[-+]?\d+\.\d+\s*,\s*[-+]?\d+\.\d+\s*[)\]]|[A-Z]+\s?\([-\d.\s,()]+\)", re.IGNORECASE)),
)


ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|N/D)")
"""What a spreadsheet shows where a formula failed."""
FAILED = ("an error, no value", "its formula failed in the spreadsheet: the cell was taken as empty.")


def sheet_of(
    lines: Sequence[Line],
    *,
    what: str,
    table: str = "",
    problems: Sequence[Problem] = (),
    told: Mapping[tuple[int, int], tuple[str, str]] | None = None,
) -> Sheet:
    """
    Turn lines of cells (text, or values of a spreadsheet; "" or None where empty) into a sheet.

    `told` says of cells (line and column from 0) what is wrong and how it was taken.

    Lines of titles above the headings are passed over. Where no line looks like headings the columns are called as a
    spreadsheet calls them, "column A", and every line is a row.

    Raises
    ------
    ExchangeError
        There are more rows or cells than a list may have.
    """
    top = headings_at(lines)
    if top is None and (known := official_list(lines)) is not None:
        allow(len(lines), len(known["columns"]))
        return official_sheet(lines, known, problems=problems)
    said = list(problems)
    headings = _headings(lines, top)
    first = 0 if top is None else top + 1
    allow(len(lines) - first, len(headings))
    if top is None:
        called = ", ".join(quoted(x) for x in headings[:3] if x)
        mend = f"no line of headings was found: the columns are called {called} …; say which one holds the names."
        said.append(Problem(None, None, "no headings", mend, kept=True))
    else:
        said += _above(lines, top)
    rows, wrong = _rows(lines, first, headings)
    for (line, column), (wrongly, mend) in sorted((told or {}).items()):
        if line >= first:
            heading = headings[column] if column < len(headings) else ""
            said.append(Problem(line + 1, heading or f"column {letter(column)}", wrongly, mend, kept=True))
    return Sheet(headings=tuple(x for x in headings if x), rows=rows, problems=(*said, *wrong), what=what, table=table)


def allow(rows: int, columns: int, *, table: str = "") -> None:
    """Refuse what has more rows or cells than a list of places may have."""
    which = f"its table {quoted(table, most=40)}" if table else "the list"
    if rows > LARGEST_ROWS:
        raise ExchangeError(f"{which} has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
    if rows * columns > LARGEST_CELLS:
        raise ExchangeError(
            f"{which} has {rows:,} rows of {columns:,} columns, and a list may have {LARGEST_CELLS:,} cells: "
            "leave columns out that nobody needs."
        )


def headings_at(lines: Sequence[Line]) -> int | None:
    """
    Find the line of headings among the first ten that hold anything; None where every line is a row.

    It is the first that is as wide as the others and has a column of names, or one close below it in which much more
    is known; else the first that is as wide and does not look like the rows below it.
    """
    filled = [i for i, line in enumerate(lines[:_LOOKED_AT]) if holds(line)]
    if not filled:
        return None
    widths = [filled_cells(lines[i]) for i in filled]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    best, most, fullest = None, 0, 0
    for at in filled[:_MOST_ABOVE]:
        line = lines[at]
        width = filled_cells(line)
        columns = recognise((text(x) for x in line), in_languages=False)
        if columns.name is None or _is_data(lines, at):
            continue
        known = len({x for found in (*columns.fields.values(), *columns.place.values()) for x in found})
        is_title = best is not None and fullest * 2 < usual <= width * 2
        is_above = best is not None and at <= best + _MOST_LAYERS and known >= 2 * most and width > fullest
        if best is None or is_title or is_above:
            best, most, fullest = at, known, width
    if best is not None:
        return best
    wide = next((i for i in filled[:_MOST_ABOVE] if filled_cells(lines[i]) * 2 > usual), filled[0])
    return None if _is_data(lines, wide) else wide


def filled_cells(line: Line) -> int:
    """Count the cells that hold anything."""
    return sum(1 for x in line if x is not None and x != "" and not (isinstance(x, str) and x.isspace()))


def holds(line: Line) -> bool:
    """Say whether any cell holds anything."""
    for x in line:  # noqa: SIM110  # asked of every row, and twice as fast as `any`
        if x is not None and x != "" and not (isinstance(x, str) and x.isspace()):
            return True
    return False


def text(cell: Any) -> str:
    """Give a cell of any kind as text on one line."""
    return "" if cell is None else re.sub(r"\s+", " ", str(cell)).strip()


def _kind(cell: Any) -> str:
    if isinstance(cell, bool):
        return "answer"
    if isinstance(cell, int | float):
        return "year" if 1900 <= cell <= 2100 and cell == int(cell) else "number"
    said = text(cell)[:200]
    return next((what for what, form in _DATA if form.fullmatch(said)), "") if said else ""


def _is_data(lines: Sequence[Line], at: int) -> bool:
    """
    Say whether a line holds a day, a postcode … in a column that goes on in the same way below it.

    A number alone may be a heading ("1", "2" …), numbers in half of its cells are not.
    """
    below = [x for x in lines[at + 1 : at + 1 + _LOOKED_AT] if holds(x)]
    numbers = 0
    for column, cell in enumerate(lines[at]):
        kind = _kind(cell)
        if not kind or kind == "year":
            continue
        others = [_kind(x[column]) for x in below if column < len(x) and text(x[column])]
        if others.count(kind) * 2 <= len(others) and below:
            continue
        if kind != "number":
            return True
        numbers += 1
    return numbers * 2 >= filled_cells(lines[at])


def _headings(lines: Sequence[Line], top: int | None) -> list[str]:
    """Give each heading once, "" for a column without anything; one without a heading is called by its letter."""
    if top is None:
        record: Line = ()
        body = lines
        width = max((len(x) for x in lines), default=0)
    else:
        record, body = lines[top], lines[top + 1 :]
        width = len(record)
    said = [text(x) for x in record] + [""] * (width - len(record))
    empty = {at for at, heading in enumerate(said) if not heading}
    used: set[int] = set()
    if empty:
        for line in body:
            used |= {at for at in empty - used if at < len(line) and text(line[at])}
            if used == empty:
                break
    seen: dict[str, int] = {}
    out = []
    for at, words in enumerate(said):
        heading = words or (f"column {letter(at)}" if at in used else "")
        seen[heading] = seen.get(heading, 0) + 1
        out.append(heading if seen[heading] == 1 or not heading else f"{heading} ({seen[heading]})")
    return out


def without_errors(lines: list[list[Any]]) -> dict[tuple[int, int], tuple[str, str]]:
    """Empty, in place, the cells in which a formula failed; return where they were, and what to tell."""
    told = {}
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str) and cell[:1] == "#" and ERROR.fullmatch(cell.strip()):
                line[column] = ""
                told[at, column] = FAILED
    return told


def letter(at: int) -> str:
    """Name a column as spreadsheets do: 0 → A, 26 → AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _above(lines: Sequence[Line], top: int) -> list[Problem]:
    """Tell of lines above the headings that could be rows; a title in one cell is none."""
    mend = "it stands above the headings and was left out: move it below them if it is a row."
    return [
        Problem(at + 1, None, "above the headings", mend)
        for at in range(top)
        if filled_cells(lines[at]) > max(1, filled_cells(lines[top]) // 2)
    ]


def _rows(lines: Sequence[Line], first: int, headings: list[str]) -> tuple[Ruled, list[Problem]]:
    numbers: list[int] = []
    kept: list[Line] = []
    problems: list[Problem] = []
    short: list[Problem] = []
    width = len(headings)
    at, heading = next(((at, x) for at, x in enumerate(headings) if x), (0, ""))
    first = first if heading else 0
    for number, line in enumerate(lines[first:], start=first + 1):
        if not holds(line):
            continue
        if len(line) > width and holds(line[width:]):
            mend = (
                f"the row has {len(line)} and there are {width} headings. Put text that holds a comma between quotes."
            )
            problems.append(Problem(number, None, "too many cells", mend))
            continue
        if len(line) < width:
            mend = f"it has {len(line)} cells and there are {width} headings: the others were taken as empty."
            short.append(Problem(number, None, "the row ends early", mend, kept=True))
        cells = line if len(line) == width else [*line[:width], *[None] * (width - len(line))]
        again = first and cells[at] and heading in str(cells[at])
        if again and all(text(cell) == key for key, cell in zip(headings, cells, strict=True) if key):
            problems.append(Problem(number, None, "the headings again", "the row was left out."))
            continue
        numbers.append(number)
        kept.append(cells)
    if len(short) * 10 <= len(kept):  # some programs leave out empty cells at the end of every row
        problems += short
    return Ruled(headings, numbers, kept), problems
