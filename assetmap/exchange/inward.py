"""Rows become assets: whatever the headings, one bad row never loses the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.cells import text_in
from assetmap.exchange.guessing import by_cells
from assetmap.exchange.headings import recognise, words
from assetmap.exchange.identity import secret_for
from assetmap.exchange.meanings import MEANINGS, corrected
from assetmap.exchange.patients import refuse_patients
from assetmap.exchange.placing.whereabouts import Finder
from assetmap.exchange.problems import quoted
from assetmap.exchange.reading.official import is_national
from assetmap.exchange.rowwise import Reading, table_name
from assetmap.exchange.untrusted import read_bytes, read_strange
from assetmap.vocabulary import key_of, vocabulary

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Mapping

    from assetmap.assets import Asset
    from assetmap.exchange.headings import Columns
    from assetmap.exchange.placing.whereabouts import Whereabouts
    from assetmap.exchange.problems import Problem, Proposal
    from assetmap.exchange.sheets import Sheet

__all__ = ["MEANINGS", "Read", "assets_of", "dataset_of", "read_assets", "read_rows", "rows_of"]

_LOOKED_AT = 500


def read_assets(
    path: str | os.PathLike[str],
    *,
    kind: str | None = None,
    place: Whereabouts | None = None,
    source: str | None = None,
) -> tuple[list[Asset], list[Problem]]:
    """
    Read a CSV or GeoJSON file of community assets.

    Parameters
    ----------
    path
        A file of at most 50 MB. What it is, its content says, not its ending.
    kind
        Label or key of what the assets are, for rows that do not say.
    place
        Locates rows that have a postcode only, tells which metres eastings are, and which rows lie far outside.
    source
        Name of the dataset (default: the file's name without its ending). The same name and the same rows give
        the same ids, so that a file can be brought in again.

    Returns
    -------
    assets, problems
        Assets in EPSG:4326, in the order of the file: drafts, or from our own export as they were (ids, status
        and own words letter for letter). Problems by row; `kept` tells whether the row came in all the same.

    Raises
    ------
    ExchangeError
        The file as a whole cannot be read; the sentence says what it is instead.
    VocabularyError
        `kind` is not in the vocabulary.
    """
    return assets_of(read_bytes(path), Path(path).name, kind=kind, place=place, source=source)


def assets_of(
    content: bytes,
    name: str,
    *,
    kind: str | None = None,
    place: Whereabouts | None = None,
    source: str | None = None,
    secret: bytes | None = None,
) -> tuple[list[Asset], list[Problem]]:
    """
    Read bytes that were sent, under the name they came with; see `read_assets`.

    `secret` is the home's (`identity.secret_of`), by which ids are derived: without it they say nothing of a
    place in clear either, but whoever guesses a place can tell that it is the one.
    """
    return rows_of(content, name, kind=kind, place=place, source=source, secret=secret)[:2]


def rows_of(
    content: bytes,
    name: str,
    *,
    kind: str | None = None,
    place: Whereabouts | None = None,
    source: str | None = None,
    secret: bytes | None = None,
) -> tuple[list[Asset], list[Problem], frozenset[str]]:
    """Read as `assets_of` does; the third are the ids of rows that must not be published, as they say themselves."""
    sheets = read_strange(content, name)
    refuse_patients(*sheets.sheets)
    sheet = sheets.best
    read = read_rows(sheet, kind=kind, place=place, source=source or name, secret=secret)
    if not read.says_names:
        found = ", ".join(quoted(x, most=30) for x in sheet.headings[:12]) or "none"
        raise ExchangeError(
            f"{name} has no column of names. The headings found are {found}. "
            'Rename the one that holds the names to "name".'
        )
    return list(read.assets), list(read.problems), read.held


@dataclass(frozen=True, kw_only=True)
class Read:
    """
    What the rows of a sheet became.

    `problems` in the order of the rows, those of the whole file first. `proposals` are what rows could be meant to
    say. `held` are the ids of assets that must not be published, as their rows say themselves. `row_of`: id → row;
    `joined`: row → the row of the same place that it became part of. `columns` is what the headings were taken for.
    Every row of the sheet is an asset, or joined, or stays out and is named in `problems` with `kept` False.
    """

    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    proposals: tuple[Proposal, ...]
    held: frozenset[str]
    row_of: Mapping[str, int]
    joined: Mapping[int, int]
    columns: Columns
    says_names: bool


def read_rows(  # noqa: PLR0913  # what a list is read by
    sheet: Sheet,
    *,
    kind: str | None = None,
    place: Whereabouts | None = None,
    source: str | None = None,
    secret: bytes | None = None,
    meanings: Mapping[str, str] = MappingProxyType({}),
    accepted: Collection[str] = (),
    name: str = "",
    progress: Callable[[float], None] | None = None,
) -> Read:
    """
    Make assets of a sheet's rows.

    Parameters
    ----------
    kind, place, source, secret
        As for `read_assets` and `assets_of`. A file that knows its own name is known by that.
    meanings
        Heading → key of `MEANINGS`: what a person says that a column is. The other columns stay as guessed.
    accepted
        Keys of proposals that are carried out in every row that has them.
    name
        The file's, for what is said of it.
    progress
        Told now and then how much is done, 0 to 1; whatever it raises ends it.

    Raises
    ------
    ExchangeError
        Nothing says what the assets are, or a meaning is none of `MEANINGS`.
    VocabularyError
        `kind` is not in the vocabulary.
    """
    kind = kind or next((x for what, x in words()["kinds_of_files"].items() if sheet.what.startswith(what)), None)
    fallback = None if kind is None else vocabulary().kind(kind)
    columns = corrected(by_cells(_by_names(recognise(sheet.headings), sheet), sheet), meanings)
    says_names = columns.name is not None or any(table_name(row, columns) for row in sheet.rows[:50])
    if fallback is None and "kind" not in columns.fields and says_names:
        said = name or source or "The file"
        kinds = ", ".join(x.label for x in vocabulary().kinds.values())
        raise ExchangeError(f"{said} does not say what its assets are: add --kind with one of {kinds}.")
    dataset = dataset_of(sheet.source or source or "list")
    finder = Finder(place, sheet.crs, accepted, only_here=is_national(sheet.what))
    reading = Reading(columns, finder, fallback, dataset, secret or secret_for(dataset), accepted)
    reading.progress = progress
    assets, problems = reading.assets(sheet)
    return Read(
        assets=tuple(assets),
        problems=tuple(problems),
        proposals=tuple(reading.proposals),
        held=frozenset(reading.held),
        row_of=reading.row_of,
        joined=reading.joined,
        columns=columns,
        says_names=says_names,
    )


def _by_names(columns: Columns, sheet: Sheet) -> Columns:
    """Put first the column of names that most rows have something in, where the best one by its heading is bare."""
    names = columns.fields.get("name", ())
    if len(names) < 2 or columns.is_own:
        return columns
    filled = {x: sum(bool(text_in(row.cells.get(x))) for row in sheet.rows[:_LOOKED_AT]) for x in names}
    if filled[names[0]] * 2 >= min(len(sheet.rows), _LOOKED_AT):
        return columns
    ordered = tuple(sorted(names, key=lambda x: -filled[x]))
    return replace(columns, fields={**columns.fields, "name": ordered})


def dataset_of(name: str) -> str:
    """Name a dataset by a file's name: `"Parks 2026 (1).geojson"` → `"parks_2026"`."""
    stem = re.sub(
        r"\.(csv|txt|tsv|geojson|json|xlsx|xls|ods|gpkg|zip|kml|kmz|gpx)(\.gz)?$", "", name.strip(), flags=re.IGNORECASE
    )
    return key_of(re.sub(r"\s*\(\d+\)$", "", stem)) or "list"
