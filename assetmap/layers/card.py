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
    bound a number; `missing` are cells that mean "not known". `width` is how many digits a code of digits has: those
    that a spreadsheet took the leading zeros from have them put back. `worse` says which end of a number is the more
    deprived, `high` or `low`, where it is not what its key says (see `worked_out`). `stands_for` gives what a cell
    means here, in our words; a row with any other cell is of something else, and is passed over.
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
    width: int = 0
    worse: str = ""
    stands_for: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Derived:
    """
    An index that is worked out from the ranks of some domains, as its publisher works out the overall one.

    `weights` are by the domains' keys, and are scaled to add up to one; `cites` says where they and the way to put
    domains together are written; `note` is what must be said wherever the index is used.
    """

    weights: Mapping[str, float]
    cites: str
    note: str = ""


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

    Of an index: `domains` are its keys in the order they are offered, each with what people are told; `nation` is
    whose tenths its deciles are, `whole` how many areas that nation has, `derived` what is worked out from the whole
    file, `first` the domain that need is weighed by unless another is chosen, `note` what must be said with any.
    Files of one `series` are editions or parts of one index: of several editions a place takes one. Without, the card
    is a series of its own, and a place may have it beside others.
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
    nation: str = ""
    series: str = ""
    whole: int = 0
    derived: Mapping[str, Derived] = field(default_factory=dict)
    first: str = ""
    note: str = ""
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
        raw["derived"] = {name: Derived(**values) for name, values in raw.pop("derived", {}).items()}
        made = Card(key=key, columns=columns, classes=classes, key_column=raw.pop("key", ""), **raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        raise LayerError(f"layers/{key}.toml is not a card: {error}.") from None
    if made.geometry not in GEOMETRIES:
        raise LayerError(f"layers/{key}.toml: geometry is one of {', '.join(GEOMETRIES)}.")
    if made.key_column and made.key_column not in made.columns:
        raise LayerError(f"layers/{key}.toml: its key names no column of it.")
    _refuse_loose_ends(made)
    return made


def _refuse_loose_ends(card: Card) -> None:
    """Refuse an index whose parts do not go together: what it offers must be in the file, or be worked out of it."""
    where = f"layers/{card.key}.toml"
    for name, derived in card.derived.items():
        lost = [x for x in derived.weights if f"{x}_rank" not in card.columns]
        if lost or not card.whole:
            what = f"column {lost[0]}_rank" if lost else "`whole`, the number of areas that are ranked"
            raise LayerError(f"{where}: {name} cannot be worked out without {what}.")
    ends = ("_decile", "_rank", "_percentile", "_score")
    for name in card.domains:
        if name not in card.derived and not any(f"{name}{end}" in card.columns for end in ends):
            raise LayerError(f"{where}: {name} is a domain without a column {', '.join(name + x for x in ends)}.")
    if card.first and card.first not in card.domains:
        raise LayerError(f"{where}: the first index, {card.first}, is none of its domains.")


def _column(key: str, values: Mapping[str, Any]) -> Column:
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    column = Column(key=key, **known)
    re.compile(column.pattern)
    if column.kind not in KINDS:
        raise TypeError(f"the kind of {key} is one of {', '.join(KINDS)}")
    if column.worse not in ("", "high", "low"):
        raise TypeError(f"the worse end of {key} is high or low")
    if not column.headings and column.position is None:
        raise TypeError(f"{key} has neither headings nor a position")
    return column
