"""Rows that stand beneath one line of headings, kept as lines of cells until somebody asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from assetmap.exchange.sheets import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ruled(Sequence[Row]):
    """
    The rows of a table, each made when it is asked for; the process that reads a file hands them on without.

    `headings` has "" for a column that nobody needs; `lines` have as many cells, "" or None where there is nothing.
    """

    def __init__(self, headings: Sequence[str], numbers: list[int], lines: list[Sequence[Any]]) -> None:
        self.headings, self.numbers, self.lines = tuple(headings), numbers, lines

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(map(self._row, self.numbers[at], self.lines[at]))
        return self._row(self.numbers[at], self.lines[at])

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self.numbers, self.lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(Row.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # its lines may change

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _row(self, number: int, line: Sequence[Any]) -> Row:
        cells = {key: None if cell == "" else cell for key, cell in zip(self.headings, line, strict=True) if key}
        return Row(number, cells)
