"""The neighbourhoods as a table that says what the map shows, and as a file to take away."""

from __future__ import annotations

import tempfile
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.disclosure import marked_for
from assetmap.freshness import today
from assetmap.screens.gapping.command import command_of
from assetmap.screens.gapping.telling import short_flag
from assetmap.screens.livemap import Table
from assetmap.webmap.safe import straight
from assetmap.wording import N_, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.gaps import Gaps
    from assetmap.place import Place

MOST = 600
"""So many rows travel to the page, the largest gaps first; the file holds all."""
NOTHING = "–"
_TENTH = N_("Tenth")
_COLUMNS = (
    # translators: headings of a table of neighbourhoods; the first is the rank
    (N_("Rank"), N_("1 is the largest gap; beneath it, where it probably lies"), "number", False),
    (N_("Neighbourhood"), "", "name", False),
    (
        N_("Gap"),
        N_("Gap points: people × need × what is missing of a fair share; beneath, where they probably lie"),
        "number",
        True,
    ),
    (N_("Missing"), N_("Which part of a fair share is missing"), "number", True),
    (N_("People"), N_("How many live there"), "number", True),
    (_TENTH, N_("Tenth of the nation’s areas by the index: 1 is the most deprived"), "number", False),
    (N_("In reach"), N_("How many such places a middling home has within reach"), "number", False),
)


def table_of(gaps: Gaps, *, label: str, row: int | None = None) -> Table:
    """Write the table for the page: what can be ranked first, then what cannot; `row` is the one that is chosen."""
    frame = gaps.table
    order = np.lexsort((-frame["score"].fillna(-1.0), frame["rank"].to_numpy(dtype=np.float64, na_value=np.inf)))
    shown = list(dict.fromkeys([*order[:MOST].tolist(), *([] if row is None else [row])]))
    digits = 0 if gaps.model.has_people else 1  # areas that count as one each
    records = frame.iloc[shown].to_dict(orient="records")
    skip, called = _common(gaps.model.names), gaps.model.called
    rows = [
        _row(at, record, called=called[at], skip=skip, digits=digits) for at, record in zip(shown, records, strict=True)
    ]
    columns = tuple(
        {"label": _(name), "about": _about(name, about, gaps) if about else "", "kind": kind, "down": down}
        for name, about, kind, down in _COLUMNS
    )
    return Table(label=label, columns=columns, rows=tuple(rows), chosen="" if row is None else row_id(row))


def _about(name: str, about: str, gaps: Gaps) -> str:
    if name == _TENTH and gaps.need is not None and not gaps.need.nation:
        return _("Tenth of the areas in your own file of the index: 1 is the most deprived")
    return _(about)


def row_id(row: int) -> str:
    """Name a row of the layer for the page."""
    return str(row)


def row_of(said: str | None, *, many: int) -> int | None:
    """Read a row that the page has sent; None where it is none."""
    if said is None or not (said.isascii() and said.isdecimal()) or int(said) >= many:
        return None
    return int(said)


def file_of(gaps: Gaps, place: Place, *, name: str, audience: str) -> bytes:
    """Write all of it as a file: parts that multiply out to the score, ranks with their intervals, flags."""
    from assetmap.exchange.areawise import write_areas

    result = gaps.to_json()
    result["method"] = {**result["method"], "command": command_of(gaps), "audience": audience}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        marked = marked_for((), audience=audience)
        write_areas(path, result, areas=gaps.model.areas, settings=place.settings, marked=marked)
        return path.read_bytes()


def atlas_of(gaps: Gaps, place: Place, *, audience: str, language: str) -> bytes:
    """Print the atlas: the method, maps, the ranking, and a page a neighbourhood."""
    from assetmap.printing.gap_atlas import gap_atlas

    atlas = gap_atlas(
        gaps, place=place, on=today(), audience=audience, language=language, sources=place.sources(), out="gaps.pdf"
    )
    return atlas.pdf()


def figure(value: float, *, digits: int = 0) -> str:
    """Write a number, or a dash where there is none."""
    if value is None or np.isnan(value):
        return NOTHING
    return number_text(round(float(value), digits) if digits else round(float(value)))


def between(low: float, high: float, *, digits: int = 0) -> str:
    """Write an interval; "" where it is not known, or none."""
    if np.isnan(low) or np.isnan(high) or round(low, digits) == round(high, digits):
        return ""
    return _("{low} to {high}", low=figure(low, digits=digits), high=figure(high, digits=digits))


def _row(at: int, row: Any, *, called: str, skip: int, digits: int) -> tuple[Any, ...]:
    rank, low, high = (_number(row[x]) for x in ("rank", "rank_low", "rank_high"))
    official = straight(str(row["name"]))
    named = straight(called) or official
    if named == official:
        named = official = official[skip:]
    beneath = [*([official[skip:]] if official != named else []), *([straight(row["ward"])] if row["ward"] else [])]
    flags = [short_flag(x) for x in row["flags"] if short_flag(x)]
    return (
        row_id(at),
        [_sorts(rank), _two(figure(rank), between(low, high))],
        [named, named, " · ".join([*beneath, *flags])],
        [
            _sorts(row["score"]),
            _two(
                figure(row["score"], digits=digits), between(_number(row["low"]), _number(row["high"]), digits=digits)
            ),
        ],
        [_sorts(row["shortfall"]), _share(row["shortfall"])],
        [_sorts(row["people"]), NOTHING if digits else figure(row["people"])],
        [_sorts(row["decile"]), figure(row["decile"])],
        [_sorts(row["within"]), figure(row["within"])],
    )


def _common(names: tuple[str, ...]) -> int:
    """Count the letters of the words that all names begin with: a hundred times the same says nothing."""
    same = list(takewhile(lambda words: len(set(words)) == 1, zip(*(x.split(" ") for x in names), strict=False)))
    return sum(len(words[0]) + 1 for words in same) if len(names) > 1 else 0


def _two(first: str, second: str) -> str:
    return f"{first}\n{second}" if second else first


def _share(value: float) -> str:
    return NOTHING if np.isnan(value) else _("{share} %", share=number_text(round(100 * value)))


def _number(value: Any) -> float:
    return float("nan") if value is None or value != value or str(value) == "<NA>" else float(value)  # noqa: PLR0124


def _sorts(value: Any) -> float | None:
    number = _number(value)
    return None if np.isnan(number) else round(number, 6)
