"""What somebody changes of what they gave, with its receipt and without an account."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.comparing import NOT_THEIRS
from assetmap.contributions.edits import blurred_edit
from assetmap.contributions.receipts import BY_RECEIPT, WITH_A_RECEIPT, by_receipt, own_by_receipt, suggests_as
from assetmap.contributions.suggesting import keep, narrower
from assetmap.disclosure import SHOWN
from assetmap.errors import ConflictError, StoreError
from assetmap.store.base import Edit, Written
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.store.base import Store, Stored


_NO_MORE = {
    "withdrawn": N_(
        "{name} is withdrawn: it cannot be changed any more. Nothing was changed. Add it anew, or ask who looks after "
        "the map."
    ),
    "closed": N_(
        "{name} is closed: it cannot be changed any more. Nothing was changed. Add it anew, or ask who looks after the "
        "map."
    ),
}


@dataclass(frozen=True, kw_only=True)
class ByReceipt(Written):
    """
    What `change_by_receipt` did.

    Attributes
    ----------
    suggestion
        The number under which the change waits, where the asset is shown; None where it was written at once.
    """

    suggestion: int | None = None


def change_by_receipt(
    store: Store,
    code: str,
    asset: Asset,
    *,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    expected: int | None = None,
) -> ByReceipt:
    """
    Keep what somebody changed of what they gave: at once where it is a draft, as a suggestion where it is shown.

    What is shown stays shown meanwhile. To be shown to fewer people, or less exactly, takes effect at once and is
    never undone: they asked for it.

    Parameters
    ----------
    asset
        As it shall be; see `submit`. How it is known, its source, its checks and its consent stay what they were.
    areas, streets
        The place's layers, which blurred points snap to.
    key
        Idempotency key: sending the same form twice counts once.
    expected
        The version the writer saw, or None for whatever is there.

    Raises
    ------
    ConflictError
        Somebody changed it in between; `theirs` is theirs. Nothing was written.
    PermissionDeniedError
        It is no receipt of this store.
    StoreError
        It was withdrawn or closed; nothing was written.
    """
    own, saw = own_by_receipt(store, code), by_receipt(store, code)
    there = store.get(saw.asset.id) or own
    if there.asset.status in {"withdrawn", "closed"}:
        raise StoreError(_(_NO_MORE[there.asset.status], name=named(there.asset)))
    if there.asset.status in SHOWN:
        layers = (areas, streets)
        return _suggested(store, (there, saw), asset, own=own.asset, layers=layers, key=key, expected=expected)
    kept = {name: getattr(there.asset, name) for name in NOT_THEIRS}
    exact = store.exact_place(there.asset.id)
    edit = blurred_edit(
        asset.changed(**kept, status="draft"),
        areas=areas, streets=streets, shown=there.asset.where, exact=exact, was=there.asset.precision,
    )  # fmt: skip
    if edit.asset == there.asset and edit.exact == exact:
        return _done(store.write([], by=BY_RECEIPT, key=key))  # sent again: told what the first one was
    edit = dataclasses.replace(edit, expected=there.version if expected is None else expected)
    return _done(store.write([edit], by=BY_RECEIPT, key=key, why=WITH_A_RECEIPT))


def _suggested(
    store: Store,
    seen: tuple[Stored, Stored],
    asset: Asset,
    *,
    own: Asset,
    layers: tuple[GeoDataFrame | None, GeoDataFrame | None],
    key: str | None,
    expected: int | None,
) -> ByReceipt:
    (there, saw), (areas, streets) = seen, layers
    first = store.suggestions.by_key(key) if key else None
    if first is not None:
        return ByReceipt(change=store.version(), versions={}, repeated=True, suggestion=first.id)
    written = store.write([], by=BY_RECEIPT, key=key)
    if written.repeated and _was_whole(store, written):  # a draft then: a steward has seen it since
        return _done(written)
    if expected not in {None, there.version} and not written.repeated:
        raise ConflictError(
            _(
                "{name} was changed by somebody else in between. Nothing was changed. Look at theirs, then save again.",
                name=named(there.asset),
            ),
            theirs=saw,
        )
    exact = store.exact_place(there.asset.id)
    base = Edit(asset=there.asset, exact=exact, expected=there.version)
    saw_asset = saw.asset
    # Of what others gave, and it was made one with, nothing is hidden at once.
    fewer = narrower(asset, there.asset) if own.id == there.asset.id else {}
    if fewer:
        edit = blurred_edit(
            there.asset.changed(**fewer),
            areas=areas, streets=streets, shown=there.asset.where, exact=exact, was=there.asset.precision,
        )  # fmt: skip
        edit = dataclasses.replace(edit, expected=there.version, what="narrowed")
        written = store.write([edit], by=BY_RECEIPT, key=key, why=WITH_A_RECEIPT)
        asset = asset.changed(**{name: getattr(edit.asset, name) for name in fewer})
        if asset.where == there.asset.where:
            asset = asset.changed(where=edit.asset.where)  # it is where it was
        base, saw_asset = dataclasses.replace(edit, expected=there.version + 1), edit.asset
    sent = keep(
        store, there, asset, base=base, saw=saw_asset, by=suggests_as(own, there.asset), areas=areas, streets=streets,
        key=key, why="",
    )  # fmt: skip
    return _done(written, suggestion=sent.number)


def _was_whole(store: Store, written: Written) -> bool:
    """Say whether all of a form was kept by a change, and not only that fewer people see it."""
    return all(
        version in (was := store.versions(asset_id)) and was[version].what != "narrowed"
        for asset_id, version in written.versions.items()
    )


def _done(written: Written, *, suggestion: int | None = None) -> ByReceipt:
    return ByReceipt(
        change=written.change, versions=written.versions, repeated=written.repeated, suggestion=suggestion
    )  # fmt: skip
