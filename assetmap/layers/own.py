"""A file of one's own, that no card knows: a column of area codes and one of numbers are enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetmap.errors import LayerError
from assetmap.layers.card import Card, Column, plain
from assetmap.layers.check import check
from assetmap.layers.reading import every_cell, look
from assetmap.layers.vintages import newer_codes, patterns
from assetmap.wording import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from pandas import DataFrame, Series

    from assetmap.layers.reading import Reading

WORSE = {"worse": "high", "better": "low"}
"""What a person says of a high number → which end of the numbers is the more deprived."""
_MOST = 0.5
"""So much of a column must be codes of the place's neighbourhoods, or hold so many of them, to be the one of codes."""
_NUMBERS = 0.9
_LISTED = 4
_LABEL = 80
_MISSING = ("-999", "-999.0", "-9999", "-9999.0", "NA", "N/A", "n/a", "null", "NULL", ".", "..", "*", "-", "#N/A")
"""How tables say “not known”: none of these is taken for a number."""
_UNNAMED = N_("Figures of your own")
_TENTHS = N_("The tenths are those of the areas in a file of your own, not of a nation.")


@dataclass(frozen=True)
class Known:
    """What is known of the place's neighbourhoods: the card of their boundaries, and their codes."""

    card: Card
    codes: Collection[str]


def read_own(path: Path, *, feed: str, areas: Known, high_is: str = "") -> Reading | None:
    """
    Read a table by the place's own codes.

    Parameters
    ----------
    feed
        `deprivation`: any numbers, of which the person says which end is worse; their tenths are those of the file.
        `population`: whole numbers from 0.
    areas
        The neighbourhoods that its codes must be of.
    high_is
        `worse` or `better`: what a high number means.

    Returns
    -------
    reading
        With a card made for this file; None where no column of it holds the codes, or a great many hold numbers.

    Raises
    ------
    LayerError
        It is not clear which column is which, or which end of the numbers is worse.
    """
    reading = every_cell(path)
    if reading is None:
        return None
    frame = reading.frame
    found = [x for x in frame.columns if _holds_codes(frame[x].fillna("").astype(str).str.strip(), areas)]
    if not found:
        return None
    if len(found) > 1:
        raise LayerError(f"{reading.file} has the codes of the neighbourhoods twice, in {_quoted(found)}: keep one.")
    numbers = [x for x in frame.columns if x != found[0] and _holds_numbers(frame, x, feed)]
    if not numbers:
        wanted = "whole numbers from 0 up" if feed == "population" else "numbers that differ"
        raise LayerError(f"{reading.file} has the codes in {_quoted(found)} and no column of {wanted} beside them.")
    if len(numbers) > _LISTED:  # somebody's publication, rather than a file of one's own
        return None
    named = [plain(x) for x in look(path).headings]
    twice = [x for x in (*found, *numbers) if named.count(plain(x)) > 1]
    if twice:
        raise LayerError(f"{reading.file} has two columns called {_quoted(twice)}: keep one, or name them apart.")
    if len(numbers) > 1:
        raise LayerError(
            f"{reading.file} has the codes in {_quoted(found)} and numbers in {_quoted(numbers)}: which of them counts "
            f"is not clear. Keep the codes and one column of numbers."
        )
    if feed == "deprivation" and high_is not in WORSE:
        raise LayerError(
            f"{reading.file} does not say whether a high number in {_quoted(numbers)} is worse or better: say it with "
            f"--high-is worse or --high-is better."
        )
    codes = frame[found[0]].fillna("").astype(str).str.strip()
    card = _card(feed, found[0], numbers[0], areas.card, file=reading.file, worse=WORSE.get(high_is, ""))
    card = replace(card, vintage=_vintage(codes, areas))
    notes = [*reading.notes, *_passed_over(frame[numbers[0]], file=reading.file)]
    return replace(reading, frame=frame[[found[0], numbers[0]]], card=card, notes=notes)


def _passed_over(cells: Series[str], *, file: str) -> list[str]:
    """Say how many cells stand for “not known”, and how they are written; nothing of empty ones."""
    texts = cells.fillna("").astype(str).str.strip()
    missing = texts[texts.isin(_MISSING)]
    if missing.empty:
        return []
    written = " and ".join(f"“{x}”" for x in dict.fromkeys(missing))
    rows = "1 row was" if len(missing) == 1 else f"{len(missing)} rows were"
    return [f"{file}: {rows} left out as not known: {written}."]


def _vintage(codes: Series[str], areas: Known) -> int:
    """Return the year of the codes: an earlier one where the neighbourhoods have newer codes and the file has none."""
    family = areas.card.codes
    if newer_codes(areas.codes, family) and not newer_codes(set(codes), family):
        return min(patterns(family))
    return areas.card.vintage


def _holds_codes(cells: Series[str], areas: Known) -> bool:
    width = areas.card.columns[areas.card.key_column].width
    texts = cells.where(~cells.str.fullmatch(r"\d+"), cells.str.zfill(width)) if width else cells
    given = texts[texts != ""]
    ours = given[given.isin(list(areas.codes))]
    most_of_it = len(ours) >= _MOST * len(given)
    return bool(len(ours)) and bool(most_of_it or len(set(ours)) >= _MOST * len(set(areas.codes)))


def _holds_numbers(frame: DataFrame, heading: str, feed: str) -> bool:
    """Say whether nearly all cells of a column are numbers, not all the same: a year in each row is no index."""
    column = _numbers(feed, heading)
    card = Card(
        key="", title="", says="", does_not_say="", feeds=(), publisher="", year=0, licence="", attribution="",
        geometry="none", get="", columns={column.key: column},
    )  # fmt: skip
    numbers = check(frame[[heading]], card)[0][column.key]
    given = (~frame[heading].fillna("").astype(str).str.strip().isin(["", *_MISSING])).sum()
    differ = feed == "population" or numbers.min() < numbers.max()
    return bool(given and numbers.notna().sum() >= _NUMBERS * given and differ)


def _numbers(feed: str, heading: str, worse: str = "") -> Column:
    if feed == "population":
        return Column(key="population", headings=(heading,), kind="whole", least=0, missing=_MISSING)
    return Column(key="own_score", headings=(heading,), kind="number", missing=_MISSING, worse=worse)


def _card(feed: str, code: str, number: str, areas: Card, *, file: str, worse: str) -> Card:
    column = _numbers(feed, number, worse)
    known = areas.columns[areas.key_column]
    label = "".join(x if x.isprintable() else " " for x in number.replace("_", " "))
    label = " ".join(label.split())[:_LABEL] or _UNNAMED
    return Card(
        key=f"own_{feed}",
        title=f"{label}, from {file}",
        says="",
        does_not_say="",
        feeds=(feed,),
        publisher="",
        year=0,
        licence="",
        attribution="",
        geometry="none",
        get="whoever made it",
        columns={"code": replace(known, key="code", headings=(code,)), column.key: column},
        key_column="code",
        codes=areas.codes,
        vintage=areas.vintage,
        domains={"own": label} if feed == "deprivation" else {},
        first="own" if feed == "deprivation" else "",
        note=_TENTHS if feed == "deprivation" else "",
    )


def _quoted(headings: Sequence[str]) -> str:
    shown = " and ".join(f"“{x[:60]}”" for x in headings[:_LISTED])
    return shown + (f" and {len(headings) - _LISTED} more" if len(headings) > _LISTED else "")
