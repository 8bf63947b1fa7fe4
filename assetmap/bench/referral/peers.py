"""
The same search as people write it with GeoPandas, and with SQLite's FTS5: filter, score, sort, take the first.

Both are given the question as it was understood, texts that are folded already, places in metres and the day on which
each check is due; they need find none of that out.
"""

# ruff: noqa: S608  (what is typed is bound; what stands in the statements are our own names and numbers)

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assetmap.bench.referral.town import METRIC, ON
from assetmap.freshness import due_on
from assetmap.network import PROFILES
from assetmap.referral.ranking import HALF_MIN, OVERDUE
from assetmap.search import meaning
from assetmap.search.plainly import FITS
from assetmap.search.words import folded
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.search.meaning import Question, Wanted

_PACE = PROFILES["walking"].metres_a_minute
_FIELDS = {"name": meaning.IN_NAME, "kind": meaning.IN_KIND, "text": meaning.IN_TEXT}


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is asked of all three. `xy`: metres in `METRIC`. `needs`: keys, all of which must be met."""

    question: Question
    needs: tuple[str, ...]
    xy: tuple[float, float]
    count: int


class Peer(Protocol):
    """Somebody else's way to find."""

    def find(self, search: Search) -> list[str]:
        """Give the ids of the best, the best first."""


def table_of(assets: Sequence[Asset]) -> GeoDataFrame:
    """Make the table that both peers begin with: `id`, `title`, `name`, `kind`, `text`, `needs`, `due`, a place."""
    import geopandas as gpd

    kinds = vocabulary().kinds
    return gpd.GeoDataFrame(
        {
            "id": [x.id for x in assets],
            "title": [x.name.casefold() for x in assets],
            "name": [folded(x.name) for x in assets],
            "kind": [folded(f"{kinds[x.kind].label} {kinds[x.kind].plural}") for x in assets],
            "text": [folded(f"{x.own_words}\n{x.description}") for x in assets],
            "needs": [f" {' '.join(x.needs)} " for x in assets],
            "due": [due.toordinal() if (due := due_on(x)) else 0 for x in assets],
        },
        geometry=[x.where for x in assets],
        crs="EPSG:4326",
    ).to_crs(METRIC)


def _lists(thing: Wanted) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Say in which field which words are worth how much."""
    for name, worth in _FIELDS.items():
        if thing.forms:
            yield name, thing.forms, worth
        if thing.like:
            yield name, thing.like, worth * meaning.LIKE


class Plain:
    """GeoPandas: each word looked for in each text, as a whole word."""

    def __init__(self, table: GeoDataFrame) -> None:
        """Take the table as it is."""
        self._table = table

    def find(self, search: Search) -> list[str]:
        """Filter, score, sort."""
        from shapely import Point

        table = self._table
        for need in search.needs:
            table = table[table["needs"].str.contains(f" {need} ", regex=False)]
        things = search.question.words
        if things:
            weight = sum(x.weight for x in things)
            fit = np.minimum(sum((_strength(table, x) * (x.weight / weight) for x in things), np.zeros(len(table))), 1)
            is_fit = (fit > 0) & (fit >= FITS * fit.max(initial=0))
            table = table[is_fit].assign(fit=fit[is_fit])
        else:
            table = table.assign(fit=1.0)
        table = table[~table.geometry.isna()]
        metres = table.distance(Point(search.xy)).round()
        overdue = np.where(table["due"] < ON.toordinal(), OVERDUE, 1.0)
        table = table.assign(score=table["fit"] * 2.0 ** (-metres / _PACE / HALF_MIN) * overdue)
        table = table.sort_values(["score", "title", "id"], ascending=[False, True, True])
        return [str(x) for x in table["id"].head(search.count)]


def _strength(table: pd.DataFrame, thing: Wanted) -> NDArray[np.float64]:
    said = np.zeros(len(table))
    for name, words, worth in _lists(thing):
        pattern = rf"\b(?:{'|'.join(map(re.escape, words))})\b"
        said = np.maximum(said, worth * table[name].str.contains(pattern, regex=True).to_numpy())
    lacks = 1 - said
    for need, sure in thing.needs.items():
        lacks *= 1 - meaning.BY_NEED * sure * table["needs"].str.contains(f" {need} ", regex=False).to_numpy()
    for kind, sure in thing.kinds.items():
        lacks *= 1 - meaning.BY_KIND * sure * table["kind"].eq(_kind_said(kind)).to_numpy()
    return np.asarray(1 - lacks)


def _kind_said(key: str) -> str:
    kind = vocabulary().kinds[key]
    return folded(f"{kind.label} {kind.plural}")


class Fts5:
    """SQLite in memory: FTS5 finds the words, a table of needs the needs, and SQL scores and sorts."""

    def __init__(self, table: GeoDataFrame) -> None:
        """Put the table into a database."""
        self._database = sqlite3.connect(":memory:")
        self._database.executescript(
            "CREATE TABLE asset (row INTEGER PRIMARY KEY, id TEXT, title TEXT, kind TEXT, x REAL, y REAL, due INTEGER);"
            "CREATE INDEX asset_kind ON asset (kind);"
            "CREATE TABLE helps (need TEXT, row INTEGER, PRIMARY KEY (need, row)) WITHOUT ROWID;"
            'CREATE VIRTUAL TABLE words USING fts5 (name, kind, text, tokenize = "unicode61 remove_diacritics 2");'
        )
        xy = [(None, None) if x is None else (x.x, x.y) for x in table.geometry]
        columns = (table[name].tolist() for name in ("id", "title", "kind", "due"))
        many = self._database.executemany
        many(
            "INSERT INTO asset VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((row, *one[:3], *xy[row], one[3]) for row, one in enumerate(zip(*columns, strict=True))),
        )
        words = zip(table["name"], table["kind"], table["text"], strict=True)
        many("INSERT INTO words (rowid, name, kind, text) VALUES (?, ?, ?, ?)", ((i, *x) for i, x in enumerate(words)))
        many(
            "INSERT INTO helps VALUES (?, ?)", ((x, i) for i, needs in enumerate(table["needs"]) for x in needs.split())
        )
        self._database.executescript("INSERT INTO words (words) VALUES ('optimize'); ANALYZE;")

    def find(self, search: Search) -> list[str]:
        """Ask in one statement."""
        hits, given = [], []
        things = search.question.words
        weight = sum(x.weight for x in things)
        for i, thing in enumerate(things):
            for name, words, worth in _lists(thing):
                hits.append(f"SELECT {i}, rowid, {worth}, 1.0 FROM words WHERE words MATCH ?")
                quoted = " OR ".join(f'"{x}"' for x in words)
                given.append(f"{name} : ({quoted})")
            for need, sure in thing.needs.items():
                hits.append(f"SELECT {i}, row, 0.0, {1 - meaning.BY_NEED * sure} FROM helps WHERE need = ?")
                given.append(need)
            for kind, sure in thing.kinds.items():
                hits.append(f"SELECT {i}, row, 0.0, {1 - meaning.BY_KIND * sure} FROM asset WHERE kind = ?")
                given.append(_kind_said(kind))
        weights = " ".join(f"WHEN {i} THEN {x.weight / weight}" for i, x in enumerate(things))
        must = " AND ".join("row IN (SELECT row FROM helps WHERE need = ?)" for _ in search.needs) or "1"
        if things:
            fits = (
                f"hit (thing, row, said, lacks) AS ({' UNION ALL '.join(hits)}), "
                "met AS (SELECT thing, row, 1 - (1 - max(said)) * exp(sum(ln(lacks))) AS met FROM hit "
                "GROUP BY thing, row), "
                f"fit AS (SELECT row, min(1.0, sum(met * CASE thing {weights} END)) AS fit FROM met "
                f"WHERE {must} GROUP BY row)"
            )
        else:
            fits = f"fit AS (SELECT row, 1.0 AS fit FROM asset WHERE {must})"
        x, y = search.xy
        asked = (
            f"WITH {fits}, best AS (SELECT max(fit) AS best FROM fit) "
            "SELECT id FROM fit JOIN asset USING (row), best WHERE x IS NOT NULL AND fit >= ? * best ORDER BY "
            "fit * pow(2, -round(sqrt((x - ?) * (x - ?) + (y - ?) * (y - ?))) / ? / ?) * "
            "CASE WHEN due < ? THEN ? ELSE 1 END DESC, title, id LIMIT ?"
        )
        last = (FITS, x, x, y, y, _PACE, HALF_MIN, ON.toordinal(), OVERDUE, search.count)
        return [str(row[0]) for row in self._database.execute(asked, (*given, *search.needs, *last))]

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
