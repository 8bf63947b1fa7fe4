"""What a steward decides about assets that are there: approve, withdraw, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.contributions.edits import found, kept_edit, named
from assetmap.contributions.roles import need_steward
from assetmap.errors import ConflictError, StoreError
from assetmap.store.base import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.store.base import Store, Stored, Written


def approve(store: Store, ids: Sequence[str], *, by: str) -> Written:
    """
    Publish drafts, all or none; what is published already stays as it is.

    Raises
    ------
    StoreError
        An id is unknown, or its asset was withdrawn or closed.
    """
    need_steward(by, "approve drafts")
    edits = []
    for there in found(store, ids):
        status = there.asset.status
        if status in {"withdrawn", "closed"}:
            raise StoreError(f"{named(there.asset)} is {status}: it cannot be approved. Nothing was changed.")
        if status == "draft":
            edits.append(kept_edit(store, there, status="published", what="approved"))
    return store.write(edits, by=by)


def withdraw(store: Store, asset_id: str, *, by: str) -> Written:
    """
    Take an asset out of every output, and its records out of the history that people see.

    Raises
    ------
    StoreError
        The id is unknown.
    """
    need_steward(by, "withdraw")
    [there] = found(store, [asset_id])
    edits = [] if there.asset.status == "withdrawn" else [kept_edit(store, there, status="withdrawn", what="withdrawn")]
    return store.write(edits, by=by)


def undo(store: Store, change: int, *, by: str) -> Written:
    """
    Take back one change, all of it: an edit, an approval, or a whole import.

    What the change made is withdrawn; what it altered is as it was before, its place and the true place behind
    it too. A withdrawal is not undone: somebody asked for it.

    Raises
    ------
    StoreError
        There is no such change, or it was a withdrawal.
    ConflictError
        Somebody has changed one of its assets since; nothing was undone.
    """
    need_steward(by, "undo")
    before = store.before(change)
    if not before:
        raise StoreError(f"there is no change {change}: the newest is {store.version()}.")
    edits = []
    for asset_id, was in before.items():
        there = store.get(asset_id)
        if there is None or there.change != change:
            name = "an asset of it" if there is None else named(there.asset)
            raise ConflictError(
                f"{name} has been changed since: undo the newer change first. Nothing was changed.",
                theirs=None if there is None else there.asset,
            )
        if there.asset.status == "withdrawn":
            raise StoreError(
                "a withdrawal is not undone, for somebody asked for it: add the asset anew if they agree. "
                "Nothing was changed."
            )
        if was is None:
            edits.append(kept_edit(store, there, status="withdrawn", what="undone"))
        else:
            asset, exact = was
            edits.append(Edit(asset=asset, exact=exact, expected=there.version, what="undone"))
    return store.write(edits, by=by, why=f"undo of change {change}")


def was_undone(store: Store, there: Stored) -> bool:
    """Say whether an asset is out because the change that added it was taken back: nobody asked for that."""
    return there.asset.status == "withdrawn" and store.history(there.asset.id)[-1].what == "undone"
