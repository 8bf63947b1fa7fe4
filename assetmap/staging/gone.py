"""What came from OpenStreetMap once and is not in a newer extract: it is proposed to close it, and never taken away."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.suggesting import proposed
from assetmap.disclosure import SHOWN
from assetmap.exchange import Problem
from assetmap.exchange.extracts import gone, is_extract
from assetmap.exchange.reading.osm_cells import SOURCE
from assetmap.store.base import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assetmap.exchange.sheets import Sheet
    from assetmap.place import Place
    from assetmap.store.base import Store, Stored
    from assetmap.store.suggested import Suggested

_MOST_TOLD = 40
_WHY = "It is not in OpenStreetMap any more, or closed or private there. Is it still there?"


def gone_of(store: Store, sheet: Sheet) -> tuple[Stored, ...]:
    """
    Find what of the map is not in an extract any more; what was asked about before is not asked again.

    Parameters
    ----------
    sheet
        The whole extract, with what lies elsewhere.
    """
    if not is_extract(sheet):
        return ()
    there = {
        x.asset.id: x
        for x in store.read(statuses={*SHOWN, "draft"})
        if x.asset.source == SOURCE and store.suggestions.by_key(_key(x.asset.id)) is None
    }
    truly = (x.asset.changed(where=store.exact_place(x.asset.id) or x.asset.where) for x in there.values())
    return tuple(there[x.id] for x in gone(sheet, truly))


def gone_told(there: Iterable[Stored]) -> Iterator[Problem]:
    """Say of each what becomes of it: nothing, until somebody who looks after the map has decided."""
    rows = list(there)
    for x in rows[:_MOST_TOLD]:
        then = "look before you show it." if x.asset.status == "draft" else "it stays, and Look after asks about it."
        mend = f"{named(x.asset)} ({x.asset.short}) is not in the extract, or closed or private there: {then}"
        yield Problem(None, None, "no longer in OpenStreetMap", mend, kept=True)
    if len(rows) > _MOST_TOLD:
        mend = f"{len(rows) - _MOST_TOLD} more like this."
        yield Problem(None, None, "no longer in OpenStreetMap", mend, kept=True)


def closable(there: Iterable[Stored]) -> list[Stored]:
    """Keep those that are shown: a draft waits for somebody's look already."""
    return [x for x in there if x.asset.status in SHOWN]


def gone_proposing(place: Place, there: Iterable[Stored]) -> dict[str, Suggested]:
    """Make a suggestion to close each that is shown: key → suggestion, for `Store.write`."""
    out: dict[str, Suggested] = {}
    for x in closable(there):
        base = Edit(asset=x.asset, exact=place.store.exact_place(x.asset.id), expected=x.version)
        if (made := proposed(base, {"status": "closed"})) is not None:
            out[_key(x.asset.id)] = dataclasses.replace(made, why=_WHY)
    return out


def _key(asset_id: str) -> str:
    return f"list-gone-{asset_id}"
