"""One write: feature, version, history row, true place and idempotency key together, or none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetmap.assets import short_of
from assetmap.errors import ConflictError, StoreError
from assetmap.roles import VISITOR, is_anonymous, need, role_of
from assetmap.store.base import Written
from assetmap.store.geopackage import apart, blobs, lists, records, sessions_assets, suggested
from assetmap.store.geopackage.people import capped, still
from assetmap.store.geopackage.reading import one, refuse_erased
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Edit
    from assetmap.store.lists import Remembered
    from assetmap.store.sessions import Belongs
    from assetmap.store.suggested import Decision

_SHORT = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}")
_MOST_CLASHES = 100


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An edit with its shapes encoded before the file is locked."""

    edit: Edit
    shown: bytes | None
    exact: bytes | None


@dataclass(frozen=True, kw_only=True)
class Besides:
    """What goes with edits in the same transaction: see `store.base.Store.write`."""

    deciding: Sequence[Decision] = ()
    proposing: Sequence[suggested.Prepared] = ()
    apart: Sequence[tuple[str, str]] = field(default=())
    remembering: Remembered | None = None
    belongs: Mapping[str, Belongs] = field(default_factory=dict)


def prepared(edits: Sequence[Edit]) -> list[Prepared]:
    """Encode edits; one asset twice in a write is refused, since it would be two versions at once."""
    if len({edit.asset.id for edit in edits}) != len(edits):
        raise StoreError(
            "one asset stands twice in the same write: write it once, as it shall be. Nothing was changed."
        )
    shown = blobs.to_blobs([edit.asset.where for edit in edits])
    exact = blobs.to_blobs([edit.exact for edit in edits])
    return [Prepared(edit=edit, shown=a, exact=b) for edit, a, b in zip(edits, shown, exact, strict=True)]


def write(  # see `store.base.Store.write`
    connection: sqlite3.Connection,
    rows: Sequence[Prepared],
    *,
    by: By,
    key: str | None,
    why: str,
    on: datetime | None,
    besides: Besides | None = None,
) -> Written:
    """Write prepared edits in one transaction; see `store.base.Store.write`."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    still(cursor, by)
    if key is not None:
        key = key.encode("utf-8", "backslashreplace").decode()
        found = cursor.execute("SELECT change FROM keys WHERE key = ?", (key,)).fetchone()
        if found is not None:
            made = cursor.execute("SELECT asset_id, version FROM versions WHERE change = ?", found).fetchall()
            cursor.execute("ROLLBACK")
            return Written(change=found[0], versions=dict(made), repeated=True)
    besides, when = besides or Besides(), moment(on)
    if not rows:
        newest = cursor.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0]
        if besides.proposing or besides.apart or besides.remembering:
            _remember(cursor, besides.remembering, by=by, on=when)
            suggested.propose(cursor, besides.proposing, by=by, on=when, why=why, born=None)
            apart.keep(cursor, besides.apart, by=by, on=when)
            cursor.execute("COMMIT")
        else:
            cursor.execute("ROLLBACK")
        return Written(change=newest, versions={})
    if role_of(by) == VISITOR:
        need(by, "draft")
    if is_anonymous(by) and (new := _new(cursor, [x for x in rows if x.edit.asset.id not in besides.belongs])):
        capped(cursor, by, many=new)
    change = new_change(cursor, by=by, why=why, on=when)
    versions = {row.edit.asset.id: keep(cursor, row, change) for row in rows}
    sessions_assets.keep(cursor, [row.edit for row in rows], besides.belongs, by=by, on=when)
    sessions_assets.decided(cursor, [row.edit for row in rows])
    _remember(cursor, besides.remembering, by=by, on=when)
    suggested.decide(cursor, besides.deciding, by=by, change=change, on=when)
    suggested.propose(cursor, besides.proposing, by=by, on=when, why=why, born=change)
    apart.keep(cursor, besides.apart, by=by, on=when)
    if key is not None:
        cursor.execute("INSERT INTO keys VALUES (?, ?)", (key, change))
    cursor.execute(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'assets'"
    )
    cursor.execute("COMMIT")
    return Written(change=change, versions=versions)


def _remember(cursor: sqlite3.Cursor, said: Remembered | None, *, by: By, on: str) -> None:
    if said is not None:
        need(by, "import")
        lists.remember(cursor, said, by=by, on=on)


def _new(cursor: sqlite3.Cursor, rows: Sequence[Prepared]) -> int:
    """Count the assets that are not there yet."""
    known = "SELECT 1 FROM assets WHERE id = ?"
    return sum(cursor.execute(known, (row.edit.asset.id,)).fetchone() is None for row in rows)


def new_change(cursor: sqlite3.Cursor, *, by: By, why: str, on: str) -> int:
    """Begin a change inside a transaction: who, when, why. Returns its number."""
    cursor.execute(
        "INSERT INTO changes (made_by, made_on, why) VALUES (?, ?, ?)", (records.plain(str(by)), on, records.plain(why))
    )
    change = cursor.lastrowid
    assert change is not None
    return change


def moment(on: datetime | None) -> str:
    """Write a moment, or now, as the store keeps it."""
    return (on or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def keep(cursor: sqlite3.Cursor, row: Prepared, change: int) -> int:
    """Keep one edit inside a transaction, as part of a change; returns its version."""
    edit, asset = row.edit, row.edit.asset
    refuse_erased(cursor, asset.id)
    there = cursor.execute("SELECT version, short FROM assets WHERE id = ?", (asset.id,)).fetchone()
    version, short = there or (0, "")
    if edit.expected is not None and edit.expected != version:
        raise ConflictError(_conflict(asset, version), theirs=one(cursor, asset.id))
    # A code that was printed once stays: later versions keep the first one's.
    short = short or _free_short(cursor, asset)
    if asset.short != short:
        asset = asset.changed(short=short)
    record = records.to_text(asset)
    columns = (
        short, records.plain(asset.name), asset.kind, asset.status, asset.audience, asset.precision,
        records.plain(asset.source), records.plain(asset.source_id), version + 1, change, record, asset.id,
    )  # fmt: skip
    if there is None:
        cursor.execute(
            "INSERT INTO assets (short, name, kind, status, audience, shown_as, source, source_id, version, change, "
            "record, id, geom) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*columns, row.shown),
        )
    else:
        cursor.execute(
            "UPDATE assets SET short = ?, name = ?, kind = ?, status = ?, audience = ?, shown_as = ?, source = ?, "
            "source_id = ?, version = ?, change = ?, record = ? WHERE id = ?",
            columns,
        )
        # Apart, so that the index is touched only where the shape is another one.
        cursor.execute("UPDATE assets SET geom = ? WHERE id = ? AND geom IS NOT ?", (row.shown, asset.id, row.shown))
    cursor.execute(
        "INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (asset.id, version + 1, change, records.plain(edit.what), record, row.shown, edit.back_to, edit.into),
    )
    if row.exact is not None:
        cursor.execute("INSERT OR REPLACE INTO exact_places VALUES (?, ?)", (asset.id, row.exact))
        cursor.execute("INSERT INTO exact_versions VALUES (?, ?, ?)", (asset.id, version + 1, row.exact))
    elif there is not None:
        cursor.execute("DELETE FROM exact_places WHERE asset_id = ?", (asset.id,))
    return int(version) + 1


def _free_short(cursor: sqlite3.Cursor, asset: Asset) -> str:
    short = asset.short if _SHORT.fullmatch(asset.short) else short_of(asset.id)
    for attempt in range(_MOST_CLASHES):
        if cursor.execute("SELECT 1 FROM assets WHERE short = ?", (short,)).fetchone() is None:
            return short
        short = short_of(asset.id, attempt=attempt)
    raise StoreError("no free code was found for the asset. Nothing was changed. Try again.")


def _conflict(asset: Asset, version: int) -> str:
    name = asset.name if len(asset.name) <= 60 else f"{asset.name[:60]}…"
    if version == 0:
        return _(
            "{name} is not in the store (any more). Nothing was changed. Look again, then add it anew.",
            name=f"“{name}”",
        )
    return _(
        "{name} was changed by somebody else in between. Nothing was changed. Look at theirs, then save again.",
        name=f"“{name}”",
    )
