"""One asset, as a form sends it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.deciding import was_asked_for
from assetmap.contributions.edits import blurred_edit, new_edit
from assetmap.errors import PermissionDeniedError, StoreError
from assetmap.roles import is_steward, need_steward
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Edit, Store, Stored, Written
    from assetmap.store.sessions import Belongs


def submit(  # noqa: PLR0913  # what a form sends
    store: Store,
    asset: Asset,
    *,
    by: By,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    publish: bool = False,
    expected: int | None = None,
    belongs: Belongs | None = None,
) -> Written:
    """
    Keep one asset: a draft where it is new, unless `publish`; else it stays what it was.

    Parameters
    ----------
    asset
        With its true place in `where` (EPSG:4326); what `precision` hides goes into the store's own table. Where
        `where` is the blurred place that the store gave out, the true one behind it is kept.
    by
        A role and an alias, no more: "steward", "resident: Jo".
    areas, streets
        The place's layers, which blurred points snap to; what cannot be blurred is hidden.
    key
        Idempotency key: sending the same form twice counts once.
    expected
        The version the writer saw, 0 for a new asset, or None for whatever is there.
    belongs
        The workshop that it comes from. One that a phone sends there is refused once the door is shut.

    Raises
    ------
    ConflictError
        Somebody changed it in between; `theirs` is theirs. Nothing was written.
    PermissionDeniedError
        A contributor would publish, or change what is published.
    StoreError
        It was withdrawn; nothing was written.
    """
    if publish:
        need_steward(by, "publish")
    there = store.get(asset.id)
    if there is None:
        edit = new_edit(asset, publish=publish, areas=areas, streets=streets)
        # Somebody may have come between: what is there by then is not overwritten unseen.
        edit = dataclasses.replace(edit, expected=0 if expected is None else expected)
    else:
        if not is_steward(by):
            return _sent_before(store, there, by=by, key=key)
        if there.asset.status == "withdrawn":
            name = named(there.asset)
            raise StoreError(
                _(
                    "{name} was withdrawn, for somebody asked for it: add it anew if they agree. Nothing was changed.",
                    name=name,
                )
                if was_asked_for(store, there)
                else _("{name} was taken out again: add it anew if they agree. Nothing was changed.", name=name)
            )
        edit = _again_from(store, there, asset, publish=publish, areas=areas, streets=streets)
        # What was just read decides the status and the true place, so nobody may come between.
        edit = dataclasses.replace(edit, expected=there.version if expected is None else expected)
    return store.write([edit], by=by, key=key, belongs={asset.id: belongs} if belongs else None)


def _sent_before(store: Store, there: Stored, *, by: By, key: str | None) -> Written:
    """Say what the same form did when it was sent first; what is there already is nobody's to change by its id."""
    done = store.write([], by=by, key=key)
    if done.repeated:
        return done
    if there.asset.status == "draft":
        raise PermissionDeniedError(
            _(
                "it is there already, and waits to be looked at: open it with the code that came with it. Nothing was "
                "changed."
            )
        )
    raise PermissionDeniedError(
        _(
            "only whoever looks after this map may change what is published: suggest the change, and they look at it. "
            "Nothing was changed."
        )
    )


def _again_from(
    store: Store,
    there: Stored,
    asset: Asset,
    *,
    publish: bool,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
) -> Edit:
    status = there.asset.status if asset.status == "draft" else asset.status
    if status in {"draft", "published"}:
        # A form cannot publish by naming the status; taking a published asset back to a draft is `undo`.
        status = "published" if publish or there.asset.status == "published" else "draft"
    exact = store.exact_place(asset.id)
    return blurred_edit(
        asset.changed(status=status), areas=areas, streets=streets, shown=there.asset.where, exact=exact,
        was=there.asset.precision,
    )  # fmt: skip
