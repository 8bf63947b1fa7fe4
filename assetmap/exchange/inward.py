"""Rows become assets: whatever the headings, one bad row never loses the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange.headings import recognise
from assetmap.exchange.identity import secret_for
from assetmap.exchange.problems import quoted
from assetmap.exchange.reading.geojson import read_geojson
from assetmap.exchange.reading.tables import read_table
from assetmap.exchange.rowwise import Reading, table_name
from assetmap.exchange.untrusted import read_bytes, text_of, unpacked
from assetmap.exchange.whereabouts import Finder
from assetmap.vocabulary import key_of, vocabulary

if TYPE_CHECKING:
    import os

    from assetmap.assets import Asset
    from assetmap.exchange.problems import Problem
    from assetmap.exchange.whereabouts import Whereabouts


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
    fallback = None if kind is None else vocabulary().kind(kind)
    content, name = unpacked(content, name)
    text, encoding = text_of(content, name)
    json_like = text.lstrip()[:1] in {"{", "["}
    if not json_like and Path(name).suffix.lower() in {".geojson", ".json"}:
        raise ExchangeError(f"{name} is not GeoJSON, whatever its name says: export it again, or call it .csv.")
    sheet = read_geojson(text, name) if json_like else read_table(text, name, encoding=encoding)
    columns = recognise(sheet.headings)
    if columns.name is None and not any(table_name(row, columns) for row in sheet.rows[:50]):
        found = ", ".join(quoted(x, most=30) for x in sheet.headings[:12]) or "none"
        raise ExchangeError(
            f"{name} has no column of names. The headings found are {found}. "
            'Rename the one that holds the names to "name".'
        )
    if fallback is None and "kind" not in columns.fields:
        raise ExchangeError(f'{name} does not say what its assets are: add --kind, for example --kind "green place".')
    dataset = dataset_of(source or name)
    reading = Reading(columns, Finder(place, sheet.crs), fallback, dataset, secret or secret_for(dataset))
    return (*reading.assets(sheet), frozenset(reading.held))


def dataset_of(name: str) -> str:
    """Name a dataset by a file's name: `"Parks 2026 (1).geojson"` → `"parks_2026"`."""
    stem = re.sub(r"\.(csv|txt|tsv|geojson|json)(\.gz)?$", "", name.strip(), flags=re.IGNORECASE)
    return key_of(re.sub(r"\s*\(\d+\)$", "", stem)) or "list"
