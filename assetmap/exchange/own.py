"""How our own fields are written into one cell, and read again letter for letter."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from assetmap.assets import CARD, LISTS, Asset, OpenSpan, in_languages
from assetmap.errors import AssetMapError, ExchangeError
from assetmap.exchange.cells import answer_in, day_in, list_in, whole_number_in
from assetmap.exchange.headings import OWN
from assetmap.exchange.problems import Problem
from assetmap.vocabulary import NOT_KNOWN, label_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECS = {spec.name: spec for spec in dataclasses.fields(Asset)}
_CHOSEN = {name for name, spec in _SPECS.items() if spec.default == NOT_KNOWN} | {
    "how_checked", "audience", "precision", "status",
}  # fmt: skip


def columns_of(assets: Iterable[Asset]) -> tuple[str, ...]:
    """Name the columns of a table: our fields, and `name:pl` and the like behind them where anything stands in one."""
    used = {name for asset in assets for name in asset.further_texts()}
    order = {field: at for at, field in enumerate(CARD)}
    further = sorted(used, key=lambda x: (in_languages.split(x)[1], order[in_languages.split(x)[0]]))
    return (*(field for field in CARD if field != "said_in"), *further)


def filled_columns_of(assets: Sequence[Asset]) -> tuple[str, ...]:
    """
    Name the columns in which anything stands, and those by which a table is known as ours (`headings.OWN`).

    A table without a row has every column: it shows what could stand in it.
    """
    columns = columns_of(assets)
    return tuple(x for x in columns if x in OWN or not assets or any(cell_of(asset, x) for asset in assets))


def cell_of(asset: Asset, field: str) -> str:
    """
    Write one field for a table: words for people where that loses nothing, JSON for schedules.

    Needs and the like stand in plain labels, one after the other with `; ` between; languages as a JSON list
    only where one of them holds a semicolon, a bar or an edge of blanks.
    """
    value = asset.value(field)
    if value is None or value in ("", ()) or (value == NOT_KNOWN and field in _CHOSEN):
        return ""
    if field == "schedules":
        return json.dumps(asset.to_record()["schedules"], ensure_ascii=False)
    if field in {"needs", "offered"}:
        return "; ".join(vocabulary().label(x) for x in value)
    if field == "languages":
        joined = "; ".join(value)
        return joined if tuple(list_in(joined)) == value else json.dumps(list(value), ensure_ascii=False)
    if field == "kind" or field in _CHOSEN:
        return vocabulary().label(value) if field == "kind" else label_of(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def own_value(field: str, cell: Any, *, row: int, problems: list[Problem]) -> Any:
    """
    Read a field as we wrote it, as text or as JSON; text comes back letter for letter.

    What somebody changed into something impossible is told, and the field is left empty.
    """
    if cell is None or cell in ("", []):
        return None
    try:
        return _read_as(_SPECS[in_languages.split(field)[0]].type, field, cell)
    except (AssetMapError, ValueError, TypeError, KeyError, RecursionError) as error:
        mend = str(error).split("] ", 1)[-1] if isinstance(error, AssetMapError) else "it is not as we wrote it."
        problems.append(Problem(row, field, "not understood", f"it was left empty: {mend}", kept=True))
        return None


def _read_as(form: Any, field: str, cell: Any) -> Any:
    value: Any
    if field == "schedules":
        value = _spans(cell)
    elif field in LISTS:
        value = tuple(vocabulary().need(x) if field == "needs" else x for x in list_in(cell))
    elif field in _CHOSEN:
        value = vocabulary().answer(field if field in vocabulary().answers else "yes_no", answer_in(cell))
    elif form == "date | None":
        value = day_in(cell)
    elif form == "int | None":
        value = whole_number_in(cell)
    else:
        value = cell if isinstance(cell, str) else str(cell)
    if value is None:
        raise ExchangeError("write days as 2026-11-03, and whole numbers.")
    return value


def _spans(cell: Any) -> tuple[OpenSpan, ...]:
    rows = json.loads(cell) if isinstance(cell, str) else cell
    if not isinstance(rows, list):
        raise TypeError("schedules are a list")
    return tuple(OpenSpan.from_record(row) for row in rows)
