"""Cards: what an official file says, who publishes it, and how it is recognised. One `layers/NAME.toml` each."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from assetmap.errors import LayerError
from assetmap.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KINDS = ("text", "whole", "number")
GEOMETRIES = ("none", "point", "line", "area")


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    One column of an official file.

    `headings` are the publisher's own words for it, any of which will do; a file without headings has a
    `position` (from 0) instead. `pattern` is a regular expression that a whole cell must match; `least` and `most`
    bound a number; `missing` are cells that mean "not known".
    """

    key: str
    headings: tuple[str, ...] = ()
    position: int | None = None
    kind: str = "text"
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    missing: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Class:
    """One step of a legend: the value it stands for, in words, and its colour (hex)."""

    value: int
    label: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """
    What one official file is.

    `feeds` names what a place can use it for; `geometry` is one of `GEOMETRIES`; `crs` is what its publisher
    uses; `key_column` is the column that names a row ("" where several rows share a name); `codes` is the family of
    area codes in it and `vintage` the year they were drawn up; `tried` says on what the card was tried.
    """

    key: str
    title: str
    says: str
    does_not_say: str
    feeds: tuple[str, ...]
    publisher: str
    year: int
    licence: str
    attribution: str
    geometry: str
    get: str
    columns: Mapping[str, Column]
    tried: str = ""
    crs: str = ""
    key_column: str = ""
    codes: str = ""
    vintage: int = 0
    headerless: bool = False
    domains: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[Class, ...] = ()

    def found_in(self, headings: Iterable[str]) -> dict[str, str]:
        """Map our keys to the headings of a file that stand for them; spaces, case and a BOM do not count."""
        given: dict[str, str] = {}
        for heading in headings:
            given.setdefault(plain(heading), heading)
        found = {}
        for column in self.columns.values():
            match = next((given[plain(x)] for x in column.headings if plain(x) in given), None)
            if match is not None:
                found[column.key] = match
        return found

    def lacking(self, headings: Iterable[str], *, feed: str = "") -> list[str]:
        """List the publisher's headings that a file would need for this card, and for what it is to feed."""
        found = self.found_in(headings)
        return [
            column.headings[0]
            for column in self.columns.values()
            if (column.required or column.key == feed) and column.key not in found and column.headings
        ]

    def fits_rows(self, rows: Sequence[Sequence[str]]) -> bool:
        """Say whether rows without headings are of this card's pattern: every cell of every row."""
        if not self.headerless or not rows:
            return False
        wanted = sorted(self.columns.values(), key=lambda column: column.position or 0)
        return all(
            len(row) == len(wanted)
            and all(re.fullmatch(c.pattern, x.strip()) for c, x in zip(wanted, row, strict=True) if c.pattern)
            for row in rows
        )


def plain(heading: str) -> str:
    """Return a heading as it is compared: lower case, single spaces, no byte order mark."""
    return " ".join(str(heading).replace("\ufeff", "").split()).casefold()


@cache
def cards() -> Mapping[str, Card]:
    """Read every card, by key (its file's name), in the order of their names."""
    return {path.stem: _read(path.stem, path.read_text(encoding="utf-8")) for path in _files()}


def card(key: str) -> Card:
    """
    Return one card.

    Raises
    ------
    LayerError
        There is no such card.
    """
    try:
        return cards()[key]
    except KeyError:
        raise LayerError(f"there is no card called {key}: the cards are {', '.join(cards())}.") from None


def _files() -> list[Any]:
    return sorted(shipped("layers").glob("*.toml"))


def _read(key: str, text: str) -> Card:
    try:
        raw = tomllib.loads(text)
        columns = {name: _column(name, values) for name, values in raw.pop("columns").items()}
        classes = tuple(Class(x["value"], x["label"], x["colour"]) for x in raw.pop("classes", ()))
        raw["feeds"] = tuple(raw["feeds"])
        made = Card(key=key, columns=columns, classes=classes, key_column=raw.pop("key", ""), **raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        raise LayerError(f"layers/{key}.toml is not a card: {error}.") from None
    if made.geometry not in GEOMETRIES:
        raise LayerError(f"layers/{key}.toml: geometry is one of {', '.join(GEOMETRIES)}.")
    if made.key_column and made.key_column not in made.columns:
        raise LayerError(f"layers/{key}.toml: its key names no column of it.")
    return made


def _column(key: str, values: Mapping[str, Any]) -> Column:
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    column = Column(key=key, **known)
    re.compile(column.pattern)
    if column.kind not in KINDS:
        raise TypeError(f"the kind of {key} is one of {', '.join(KINDS)}")
    if not column.headings and column.position is None:
        raise TypeError(f"{key} has neither headings nor a position")
    return column
