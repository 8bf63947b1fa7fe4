"""What somebody asked to be shown to fewer people, or less exactly, stays so in whatever is restored."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import TYPE_CHECKING

from assetmap.disclosure import AUDIENCES
from assetmap.store.base import Edit
from assetmap.store.geopackage import reading, writing

if TYPE_CHECKING:
    from assetmap.store.base import Stored

_EXACTNESS = ("exact", "street", "neighbourhood", "not_shown")
_ASKED = """
SELECT DISTINCT v.asset_id FROM versions v JOIN assets a ON a.id = v.asset_id
WHERE v.what = 'narrowed' AND a.status <> 'withdrawn'
"""
_WHY = "restored: shown to fewer people before"


def carry(live: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Show what is restored to no more people, and no more exactly, than the live store does; somebody asked for it."""
    try:
        asked = [str(asset_id) for (asset_id,) in live.execute(_ASKED)]
    except sqlite3.DatabaseError:
        return  # no store of ours
    edits = []
    for asset_id in asked:
        now, there = reading.one(live, asset_id), reading.one(copy, asset_id)
        if now is not None and there is not None and (edit := _narrowed(live, copy, now, there)) is not None:
            edits.append(edit)
    writing.write(copy, writing.prepared(edits), by="steward", key=None, why=_WHY, on=None)


def _narrowed(live: sqlite3.Connection, copy: sqlite3.Connection, now: Stored, there: Stored) -> Edit | None:
    audience = max(now.asset.audience, there.asset.audience, key=AUDIENCES.index)
    precision = max(now.asset.precision, there.asset.precision, key=_EXACTNESS.index)
    if (audience, precision) == (there.asset.audience, there.asset.precision):
        return None
    asset, place = there.asset.changed(audience=audience), reading.true_place(copy, there.asset.id)
    edit = Edit(asset=asset, exact=place, expected=there.version, what="narrowed")
    if precision == there.asset.precision:
        return edit
    true = place if place is not None else asset.where
    known = reading.true_place(live, now.asset.id)
    # Blurred as it is now; a place that was another one then is hidden: there are no neighbourhoods here to blur it.
    shown = now.asset.where if precision == now.asset.precision and known == true else None
    return dataclasses.replace(edit, asset=asset.changed(precision=precision, where=shown), exact=true)
