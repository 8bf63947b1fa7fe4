"""What a steward decides about assets that are there: approve, reject, withdraw, bring back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.edits import found, kept_edit
from assetmap.disclosure import SHOWN, needs_consent
from assetmap.errors import ConflictError, StoreError
from assetmap.roles import need_steward
from assetmap.store.base import Edit
from assetmap.store.erasing import UNASKED
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.roles import By
    from assetmap.store.base import Change, Store, Stored, Written


_NOT_APPROVED = {
    "withdrawn": N_("{name} is withdrawn: it cannot be approved. Nothing was changed."),
    "closed": N_("{name} is closed: it cannot be approved. Nothing was changed."),
}
_NOT_WAITING = {
    "published": N_("{name} is published, no draft that waits. Nothing was changed."),
    "paused": N_("{name} is paused, no draft that waits. Nothing was changed."),
    "closed": N_("{name} is closed, no draft that waits. Nothing was changed."),
    "withdrawn": N_("{name} is withdrawn, no draft that waits. Nothing was changed."),
}


def approve(
    store: Store,
    ids: Sequence[str],
    *,
    by: By,
    seen: Mapping[str, int] | None = None,
    how_checked: str = "",
    checked_on: date | None = None,
) -> Written:
    """
    Publish drafts, all or none; what is published already stays as it is.

    Parameters
    ----------
    seen
        Asset id → the version that was looked at: what is another one now is not published unseen.
    how_checked, checked_on
        How and when somebody made sure of them, where they did: kept with it, in the same change.

    Raises
    ------
    ConflictError
        One is not the version that was `seen`; nothing was written.
    StoreError
        An id is unknown, its asset was withdrawn or closed, or it is a person who has not agreed.
    """
    need_steward(by, "approve drafts")
    checked = {"how_checked": how_checked, "checked_on": checked_on, "checked_by": str(by)} if how_checked else {}
    edits = []
    for there in _as_seen(store, ids, seen):
        status = there.asset.status
        if status in {"withdrawn", "closed"}:
            raise StoreError(_(_NOT_APPROVED[status], name=named(there.asset)))
        if status == "draft":
            if needs_consent(there.asset):
                raise StoreError(
                    _(
                        "{name} is a person, and nothing says that they agreed to be on the public map. Nothing was "
                        "changed. Ask them; then open it with “Change” and say so, or show it to fewer people.",
                        name=named(there.asset),
                    )
                )
            edit = kept_edit(store, there, status="published", what="approved")
            edits.append(dataclasses.replace(edit, asset=edit.asset.changed(**checked)))
    return store.write(edits, by=by)


def approve_change(store: Store, change: int, *, by: By) -> Written:
    """
    Publish the drafts that one change brought and that nobody has touched since: a list, all at once.

    People of whom nothing says that they agreed stay drafts.

    Raises
    ------
    StoreError
        There is none.
    """
    need_steward(by, "approve drafts")
    there = [found(store, [asset_id])[0] for asset_id in store.before(change)]
    waiting = [x for x in there if x.change == change and x.asset.status == "draft"]
    seen = {x.asset.id: x.version for x in waiting if not needs_consent(x.asset) or len(waiting) == 1}
    if not seen:
        raise StoreError(_("none of these waits any more. Nothing was changed."))
    return approve(store, list(seen), by=by, seen=seen)


def reject(
    store: Store, ids: Sequence[str], *, by: By, why: str = "", seen: Mapping[str, int] | None = None
) -> Written:
    """
    Turn drafts away, all or none. `undo` brings them back: nobody asked for them to go.

    A new draft is withdrawn. A draft by which somebody would change what was shown gives way to what was shown.

    Parameters
    ----------
    why
        The reason, kept in the history.
    seen
        Asset id → the version that was looked at.

    Raises
    ------
    ConflictError
        One is not the version that was `seen`; nothing was written.
    StoreError
        An id is unknown, or its asset is no draft (any more).
    """
    need_steward(by, "decide about drafts")
    edits = []
    for there in _as_seen(store, ids, seen):
        if there.asset.status != "draft":
            raise StoreError(_(_NOT_WAITING[there.asset.status], name=named(there.asset)))
        edit = kept_edit(store, there, status="withdrawn", what="rejected")
        was = shown_before(store, there)
        edits.append(edit if was is None else dataclasses.replace(edit, asset=was.asset, exact=was.exact))
    return store.write(edits, by=by, why=why)


def bring_back(store: Store, asset_id: str, *, by: By, expected: int | None = None) -> Written:
    """
    Make a draft again of what was turned away or taken back: one asset, whatever else went with it.

    Parameters
    ----------
    expected
        The version that was looked at.

    Raises
    ------
    ConflictError
        It is another version by now; nothing was written.
    StoreError
        The id is unknown, it is not away, or somebody asked for it to be; nothing was written.
    """
    need_steward(by, "bring back what was turned away")
    [there] = found(store, [asset_id])
    if there.asset.status != "withdrawn" or was_asked_for(store, there):
        name = named(there.asset)
        raise StoreError(
            _("{name} was taken away, for somebody asked for it. Nothing was changed.", name=name)
            if there.asset.status == "withdrawn"
            else _("{name} is not away. Nothing was changed.", name=name)
        )
    edit = kept_edit(store, there, status="draft", what="undone")
    return store.write([edit if expected is None else dataclasses.replace(edit, expected=expected)], by=by)


def was_undone(store: Store, there: Stored) -> bool:
    """Say whether an asset is out because the change that added it was taken back: nobody asked for that."""
    return there.asset.status == "withdrawn" and _last_done(store, there) == "undone"


def was_asked_for(store: Store, there: Stored) -> bool:
    """Say whether an asset is out because somebody asked for it, and not by a rejection or an undo."""
    return there.asset.status == "withdrawn" and _last_done(store, there) not in UNASKED


def shown_before(store: Store, there: Stored) -> Edit | None:
    """Return what was shown before somebody changed it into the draft it is now, with its true place; or None."""
    rows = store.history(there.asset.id)
    at = len(rows) - 1
    while there.asset.status == "draft" and (at := _made(rows, at)) > 0 and rows[at].what == "changed":
        at = _made(rows, at - 1)
        if at >= 0 and rows[at].record.get("status") in SHOWN:
            was = store.before(rows[at + 1].change)[there.asset.id]
            return None if was is None else Edit(asset=was[0], exact=was[1])
    return None


def _made(rows: Sequence[Change], at: int) -> int:
    """Find the row that made what stands at `at`: an undo puts back what stood before the row it undoes."""
    while at >= 0 and rows[at].what == "undone":
        alike = (x for x in range(at - 2, -1, -1) if rows[x].record == rows[at].record)
        at = next(alike, at - 2)  # further back where several were undone as one
    return at


def _last_done(store: Store, there: Stored) -> str:
    return store.history(there.asset.id)[-1].what


def _as_seen(store: Store, ids: Sequence[str], seen: Mapping[str, int] | None) -> list[Stored]:
    rows = found(store, ids)
    for there in rows:
        if seen is not None and seen.get(there.asset.id, there.version) != there.version:
            raise ConflictError(
                _(
                    "{name} was changed or decided by somebody else in between. Nothing was changed. Look at it again.",
                    name=named(there.asset),
                ),
                theirs=there,
            )
    return rows
