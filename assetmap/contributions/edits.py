"""An asset as it shall be written: its place blurred or kept, and assets looked up before they are changed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.disclosure import blurred_as, shown_as
from assetmap.errors import StoreError
from assetmap.store.base import Edit, Store, Stored
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset


def new_edit(
    asset: Asset,
    *,
    publish: bool,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
    status: str | None = None,
) -> Edit:
    if status is None:
        status = asset.status if publish and asset.status != "draft" else "published" if publish else "draft"
    asset = asset if asset.status == status else asset.changed(status=status)
    edit = blurred_edit(asset, areas=areas, streets=streets)
    return dataclasses.replace(edit, expected=0, what="added")


def blurred_edit(
    asset: Asset,
    *,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
    shown: BaseGeometry | None = None,
    exact: BaseGeometry | None = None,
    was: str | None = None,
) -> Edit:
    """
    Split the place. `shown` and `exact` are what the store has: the blurred place stands for the true one.

    With `was`, the precision it had, a place that nobody moved stays where it is shown: were it blurred anew each time
    the neighbourhoods are drawn otherwise, what they have in common would close in on it.
    """
    is_unmoved = exact is not None and asset.where in (shown, exact)
    true = exact if is_unmoved else asset.where
    precision = shown_as(asset)
    if is_unmoved and shown is not None and precision == was:
        return Edit(asset=asset.changed(where=shown, precision=precision), exact=exact)
    shown, precision = blurred_as(true, precision, areas=areas, streets=streets)
    if shown is asset.where and precision == asset.precision == "exact":
        return Edit(asset=asset)
    return Edit(asset=asset.changed(where=shown, precision=precision), exact=None if precision == "exact" else true)


def kept_edit(store: Store, there: Stored, *, status: str, what: str) -> Edit:
    """The asset as it is, its true place too, with another status."""
    return Edit(
        asset=there.asset.changed(status=status),
        exact=store.exact_place(there.asset.id),
        expected=there.version,
        what=what,
    )


def found(store: Store, ids: Sequence[str]) -> list[Stored]:
    out: dict[str, Stored] = {}
    for asset_id in ids:
        there = store.get(asset_id)
        if there is None:
            raise StoreError(
                _("there is no asset “{code}”. Nothing was changed. Look its code up again.", code=asset_id[:40])
            )
        out[there.asset.id] = there
    return list(out.values())


def leads_on(store: Store, code: str) -> Stored | None:
    """Return the asset of an id or a short code, or what it was made one with since: prints and links lead there."""
    there = store.get(code)
    if there is None or there.asset.status != "withdrawn":
        return there
    now = store.now_under(there.asset.id)
    return there if now is None else store.get(now) or there


def base_of(store: Store, asset_id: str, version: int) -> Edit | None:
    """Return an asset as it was at a version, with its true place; None where that is not known any more."""
    return store.versions(asset_id).get(version)


def where_known(edit: Edit) -> BaseGeometry | None:
    """Return the true place of an asset, which is the one it shows where nothing is hidden."""
    return edit.asset.where if edit.exact is None else edit.exact
