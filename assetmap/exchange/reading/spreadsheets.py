"""Spreadsheets (XLSX, ODS, XLS): every sheet a table, its values as text, numbers and days that say what was meant."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from assetmap.errors import ExchangeError
from assetmap.exchange.headings import recognise
from assetmap.exchange.problems import Problem, quoted
from assetmap.exchange.reading.lines import FAILED, headings_at, holds, letter, sheet_of, text, without_errors
from assetmap.exchange.reading.oldbooks import notes_of_xls
from assetmap.exchange.reading.workbooks import Notes, notes_of_ods, notes_of_xlsx, without_blanks
from assetmap.exchange.sheets import LARGEST_ROWS, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from python_calamine import CalamineWorkbook

_T = TypeVar("_T")
_ABOVE = 60
"""Lines that may stand above the headings, or be empty, before a sheet counts as too long."""
_MOST_SHEETS = 200
_LARGEST_WHOLE = 1e15
_MOST_MERGED = 10_000
_MOST_NAMED = 12
_NOT_WORKED_OUT = (
    "a formula without its value",
    "no program has worked it out yet, and the cell was taken as empty: open the file in a spreadsheet and save it.",
)
_MERGED = ("merged cells", "the cell reaches over several rows: its value was taken for each of them.")


def read_xlsx(content: bytes, name: str) -> Sheets:
    """Read an Excel workbook; see `_read`."""
    return _read(content, name, what="Excel workbook", notes=notes_of_xlsx)


def read_ods(content: bytes, name: str) -> Sheets:
    """Read an OpenDocument spreadsheet; see `_read`."""
    return _read(content, name, what="OpenDocument spreadsheet", notes=notes_of_ods)


def read_xls(content: bytes, name: str) -> Sheets:
    """Read an Excel workbook of the old form; see `_read`."""
    return _read(content, name, what="old Excel workbook", notes=notes_of_xls)


def _read(content: bytes, name: str, *, what: str, notes: Callable[[bytes, str], Mapping[str, Notes]]) -> Sheets:
    """
    Read every sheet of a workbook.

    Returns
    -------
    sheets
        In the workbook's order, empty ones without headings; `hidden` ones too. Numbers that are whole are whole,
        days are text as 2026-11-03, percent is "25%"; a formula is its last value.

    Raises
    ------
    ExchangeError
        It is damaged, locked with a password or empty, or no sheet is short enough.
    """
    noted = _guarded(lambda: notes(content, name), name)
    if too_wide := [table for table, each in noted.items() if each.is_too_wide]:
        raise ExchangeError(
            f"{name} has a cell far out in its sheet {quoted(too_wide[0], most=40)}: delete what stands there, or save "
            "the sheet as CSV."
        )
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = _opened(content, name, is_ods=notes is notes_of_ods)
    except PasswordError:
        raise ExchangeError(f"{name} is locked with a password: unlock it, save it again, and choose that.") from None
    listed = [x for x in _guarded(lambda: book.sheets_metadata, name) if x.typ == SheetTypeEnum.WorkSheet]
    sheets: list[Sheet] = []
    refused: ExchangeError | None = None
    for about in listed[:_MOST_SHEETS]:
        try:
            sheet = _guarded(partial(_sheet, book, about.name, noted, what), name)
        except ExchangeError as error:
            if "damaged" in str(error):
                raise
            refused = error
            sheet = Sheet(headings=(), rows=(), problems=(Problem(None, None, "not read", str(error)),), what=what)
        sheets.append(replace(sheet, table=about.name, hidden=about.visible != SheetVisibleEnum.Visible))
    if not any(x.rows or x.headings for x in sheets):
        raise refused or ExchangeError(f"{name} is empty: there is nothing in it to read.")
    return Sheets(tuple(sheets))


def _opened(content: bytes, name: str, *, is_ods: bool) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    try:
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)), name)
    except ExchangeError:
        if not is_ods:
            raise
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(without_blanks(content))), name)


def _guarded(work: Callable[[], _T], name: str) -> _T:
    """Do what may stumble over a damaged file; a panic in the library is no `Exception`."""
    from python_calamine import PasswordError

    try:
        return work()
    except (ExchangeError, PasswordError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001
        raise ExchangeError(
            f"{name} is a damaged spreadsheet: open it in the program that wrote it and save it again, "
            "or save the sheet as CSV."
        ) from None


def _sheet(book: CalamineWorkbook, table: str, noted: Mapping[str, Notes], what: str) -> Sheet:
    """Read one sheet; rows count from the top of the sheet as it is shown."""
    sheet = book.get_sheet_by_name(table)
    notes = noted.get(table, Notes())
    raw = sheet.to_python(skip_empty_area=False, nrows=LARGEST_ROWS + _ABOVE)
    lines: list[list[Any]] = [[_plain(x) for x in line] for line in raw]
    while lines and not holds(lines[-1]):
        lines.pop()
    if not lines:
        return Sheet(headings=(), rows=(), what=what)
    told = without_errors(lines)
    width = len(lines[0])
    told |= {at: FAILED for at in notes.errors if at[0] < len(lines) and at[1] < width}
    told |= {at: _NOT_WORKED_OUT for at in notes.not_worked_out if at[0] < len(lines) and at[1] < width}
    _show_as_shown(lines, notes)
    for (top, left), (bottom, _) in (*(sheet.merged_cell_ranges or ())[:_MOST_MERGED], *notes.merged[:_MOST_MERGED]):
        if top < bottom and top < len(lines) and left < width and lines[top][left] != "":
            for at in range(top + 1, min(bottom + 1, len(lines))):
                lines[at][left] = lines[top][left]
                told[at, left] = _MERGED
    told |= _addresses(lines, notes)
    return sheet_of(lines, what=what, told=told, problems=_hidden(lines, notes))


def _addresses(lines: list[list[Any]], notes: Notes) -> dict[tuple[int, int], tuple[str, str]]:
    """Put the web address that lies behind the words of a cell in their place, in columns of web addresses."""
    top = headings_at(lines) if notes.links else None
    if top is None:
        return {}
    headings = [text(x) for x in lines[top]]
    wanted = {headings.index(x) for x in recognise(headings).fields.get("website", ())}
    told = {}
    for (at, column), address in notes.links.items():
        if at > top and at < len(lines) and column in wanted and "." not in (words := text(lines[at][column])):
            lines[at][column] = address
            told[at, column] = ("a link", f"the address behind {quoted(words)} was taken.")
    return told


def _hidden(lines: list[list[Any]], notes: Notes) -> list[Problem]:
    """Say what was read though it is out of sight."""
    problems = []
    if rows := [x + 1 for x in notes.hidden_rows if x < len(lines) and holds(lines[x])]:
        which = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
        mend = f"{which} out of sight in the spreadsheet, the first is row {rows[0]}: read all the same. Is it meant?"
        problems.append(Problem(None, None, "hidden rows", mend, kept=True))
    width = len(lines[0])
    if columns := [letter(x) for x in notes.hidden_columns if x < width and holds([line[x] for line in lines])]:
        mend = f"{', '.join(columns[:_MOST_NAMED])} out of sight in the spreadsheet: read all the same. Is it meant?"
        problems.append(Problem(None, None, "hidden columns", mend, kept=True))
    return problems


def _show_as_shown(lines: list[list[Any]], notes: Notes) -> None:
    """Write percent and numbers with leading zeros as people see them."""
    for at, column in notes.percent:
        if at < len(lines) and column < len(lines[at]) and isinstance(value := lines[at][column], int | float):
            lines[at][column] = f"{round(value * 100, 10):g}%"
    for (at, column), digits in notes.digits.items():
        if at < len(lines) and column < len(lines[at]) and isinstance(value := lines[at][column], int):
            lines[at][column] = str(value).zfill(digits)


def _plain(value: Any) -> Any:
    plainly = _PLAINLY.get(type(value))
    return value if plainly is None else plainly(value)


def _number(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else value


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")


def _hour(value: time) -> str:
    return value.isoformat(timespec="minutes")


def _length(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


_PLAINLY: dict[type, Callable[[Any], Any]] = {
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: _hour,
    timedelta: _length,
}
