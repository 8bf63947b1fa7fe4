"""What every reader hands on: sheets of rows of cells, and a shape where the file has one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetmap.exchange.problems import Problem

LARGEST_ROWS = 100_000
"""As many rows as one sheet may hold; the reader stops there, and says so in a sentence."""
LARGEST_CELLS = 10_000_000
"""As many cells (rows × headings): a hundred columns of a full sheet."""
_NAMED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row or feature.

    `number` counts as a person sees it: in a table the first line is 1, elsewhere the first feature. `cells`: heading
    → value as the file has it (text in a table; text, number, true or false, or a list in JSON; None where empty).
    `shape`: a geometry not judged yet, of GeoJSON as it came, of other files as WKB (flat, little-endian).
    """

    number: int
    cells: Mapping[str, Any]
    shape: Any = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    One table or layer of a file as rows.

    `crs` is that of the shapes: an EPSG code, or "" where the file does not say. `what` names the kind of file for
    people, `table` the sheet or layer. `source`, `licence` and `attribution` are said by files that know their own.
    `hidden` is a sheet that its makers put out of sight: never chosen unasked.
    """

    headings: tuple[str, ...]
    rows: Sequence[Row]
    problems: tuple[Problem, ...] = field(default=())
    crs: str = "EPSG:4326"
    what: str = "CSV"
    table: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    hidden: bool = False

    @property
    def is_own(self) -> bool:
        """True where its headings are those of an export of ours."""
        from assetmap.exchange.headings import OWN

        return set(self.headings) >= OWN

    @property
    def has_names(self) -> bool:
        """True where a column by its heading holds the names of things."""
        from assetmap.exchange.headings import recognise

        return recognise(self.headings, in_languages=False).name is not None


@dataclass(frozen=True)
class Sheets:
    """All tables or layers of one file, in its own order; at least one."""

    sheets: tuple[Sheet, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables, in the order of the file."""
        return tuple(sheet.table for sheet in self.sheets)

    @property
    def best(self) -> Sheet:
        """The table that most likely lists places: in sight, of our own making, with names, with the most rows."""
        if len(self.sheets) == 1:
            return self.sheets[0]
        return max(
            self.sheets,
            key=lambda x: (not x.hidden, bool(x.rows) and x.is_own, bool(x.rows) and x.has_names, len(x.rows)),
        )

    def named(self, table: str) -> Sheet:
        """
        Return one table by its name.

        Raises
        ------
        ExchangeError
            No table has that name; those that there are are listed.
        """
        folded = table.strip().casefold()
        exact = [x for x in self.sheets if x.table == table]
        if found := exact or [x for x in self.sheets if x.table.strip().casefold() == folded]:
            return found[0]
        from assetmap.exchange.problems import quoted

        if not any(self.names):
            raise ExchangeError(
                f"the file has no table called {quoted(table, most=40)}: it is one table, without a name."
            )
        there = ", ".join(quoted(x, most=40) for x in self.names[:_NAMED_AT_MOST])
        more = f" and {len(self.names) - _NAMED_AT_MOST} more" if len(self.names) > _NAMED_AT_MOST else ""
        raise ExchangeError(f"the file has no table called {quoted(table, most=40)}. It has {there}{more}.")
