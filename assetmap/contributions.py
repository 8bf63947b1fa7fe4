"""
What people do with assets: submit, approve, undo, withdraw. Every change is a version in the store.

Ids may be whole or short codes. Publishing, approving, undoing, withdrawing and any other change of a status are a
steward's; whoever else it is (a resident, somebody in a workshop, a role nobody knows) leaves drafts.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.disclosure import blurred
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.store.base import Edit, Store, Stored, Written
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

_STEWARD = "steward"
"""The word before the colon of `by` ("steward: Jo") that may do everything; all others leave drafts only."""
_FEW = 200


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What `submit_many` did; `change` is None where nothing had to be written."""

    added: int
    updated: int
    unchanged: int
    drafts: int
    change: int | None


def submit(
    store: Store,
    asset: Asset,
    *,
    by: str,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    publish: bool = False,
    expected: int | None = None,
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
        _need_steward(by, "publish")
    there = store.get(asset.id)
    if there is None:
        edit = _new(asset, publish=publish, areas=areas, streets=streets)
        edit = dataclasses.replace(edit, expected=expected)
    else:
        if there.asset.status != "draft":
            _need_steward(by, "change what is published")
        if there.asset.status == "withdrawn":
            raise StoreError(
                f"{_named(there.asset)} was withdrawn, for somebody asked for it: add it anew if they agree. "
                "Nothing was changed."
            )
        if not _is_steward(by):
            asset = asset.changed(status="draft")
        edit = _again_from(store, there, asset, publish=publish, areas=areas, streets=streets)
        # What was just read decides the status and the true place, so nobody may come between.
        edit = dataclasses.replace(edit, expected=there.version if expected is None else expected)
    return store.write([edit], by=by, key=key)


def submit_many(  # noqa: PLR0913  # what an import is made of
    store: Store,
    assets: Iterable[Asset],
    *,
    by: str,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    publish: bool = False,
    statuses: Mapping[str, str] | None = None,
    why: str = "",
    dry_run: bool = False,
) -> Submitted:
    """
    Keep many assets in one transaction, which `undo` takes back as one.

    An asset is known again by its id, else by its source and its number there, and is updated only where its
    file says something new; what people added since (a status, a check, words of their own) is kept where the
    file is silent. What was withdrawn stays withdrawn; what an `undo` took out again may come anew. Where an asset
    comes twice, its last row counts. With `dry_run` nothing is written.

    Parameters
    ----------
    statuses
        Asset id → the status it shall have, new or a draft so far, whatever `publish` says.

    Raises
    ------
    ConflictError
        Somebody changed one of them in between; nothing was written.
    PermissionDeniedError
        A contributor would publish, or change what is not a draft.
    """
    statuses = statuses or {}
    if publish or any(x != "draft" for x in statuses.values()):
        _need_steward(by, "publish")
    coming = list(assets)
    by_id, by_source = _known(store, coming)
    told: dict[str, tuple[Asset, Stored | None]] = {}
    first: dict[tuple[str, str], str] = {}
    for asset in coming:
        number = (asset.source, asset.source_id)
        there = by_id.get(asset.id) or (by_source.get(number) if all(number) else None)
        one = there.asset.id if there else first.setdefault(number, asset.id) if all(number) else asset.id
        told[one] = (asset if asset.id == one else asset.changed(id=one, short=""), there)
    edits: list[Edit] = []
    added = drafts = 0
    for asset, there in told.values():
        status = statuses.get(asset.id)
        if there is None or was_undone(store, there):
            if there is not None:
                _need_steward(by, "bring back what was undone")
            edit = _new(asset, publish=publish, status=status, areas=areas, streets=streets)
            edits.append(dataclasses.replace(edit, expected=there.version if there else 0))
            added += 1
            drafts += edits[-1].asset.status == "draft"
        elif there.asset.status != "withdrawn":
            if there.asset.status != "draft":
                _need_steward(by, "change what is published")
            exact = store.exact_place(there.asset.id) if there.asset.precision != "exact" else None
            edit = _blurred(
                _merged(asset, there), areas=areas, streets=streets, shown=there.asset.where, exact=exact,
            )  # fmt: skip
            if status is not None and status != there.asset.status == "draft":
                edit = dataclasses.replace(edit, asset=edit.asset.changed(status=status), what="approved")
            if edit.asset != there.asset or edit.exact != exact:
                edits.append(dataclasses.replace(edit, expected=there.version))
    change = store.write(edits, by=by, key=key, why=why).change if edits and not dry_run else None
    updated = len(edits) - added
    return Submitted(
        added=added, updated=updated, unchanged=len(coming) - len(edits), drafts=drafts, change=change,
    )  # fmt: skip


def approve(store: Store, ids: Sequence[str], *, by: str) -> Written:
    """
    Publish drafts, all or none; what is published already stays as it is.

    Raises
    ------
    StoreError
        An id is unknown, or its asset was withdrawn or closed.
    """
    _need_steward(by, "approve drafts")
    edits = []
    for there in _found(store, ids):
        status = there.asset.status
        if status in {"withdrawn", "closed"}:
            raise StoreError(f"{_named(there.asset)} is {status}: it cannot be approved. Nothing was changed.")
        if status == "draft":
            edits.append(_kept(store, there, status="published", what="approved"))
    return store.write(edits, by=by)


def withdraw(store: Store, asset_id: str, *, by: str) -> Written:
    """
    Take an asset out of every output, and its records out of the history that people see.

    Raises
    ------
    StoreError
        The id is unknown.
    """
    _need_steward(by, "withdraw")
    [there] = _found(store, [asset_id])
    edits = [] if there.asset.status == "withdrawn" else [_kept(store, there, status="withdrawn", what="withdrawn")]
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
    _need_steward(by, "undo")
    before = store.before(change)
    if not before:
        raise StoreError(f"there is no change {change}: the newest is {store.version()}.")
    edits = []
    for asset_id, was in before.items():
        there = store.get(asset_id)
        if there is None or there.change != change:
            name = "an asset of it" if there is None else _named(there.asset)
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
            edits.append(_kept(store, there, status="withdrawn", what="undone"))
        else:
            asset, exact = was
            edits.append(Edit(asset=asset, exact=exact, expected=there.version, what="undone"))
    return store.write(edits, by=by, why=f"undo of change {change}")


def was_undone(store: Store, there: Stored) -> bool:
    """Say whether an asset is out because the change that added it was taken back: nobody asked for that."""
    return there.asset.status == "withdrawn" and store.history(there.asset.id)[-1].what == "undone"


def _is_steward(by: str) -> bool:
    return by.partition(":")[0].strip().lower() == _STEWARD


def _need_steward(by: str, what: str) -> None:
    if not _is_steward(by):
        raise PermissionDeniedError(f"only a steward may {what}: leave a draft, or ask one. Nothing was changed.")


def _new(
    asset: Asset,
    *,
    publish: bool,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
    status: str | None = None,
) -> Edit:
    if status is None:
        status = asset.status if publish and asset.status != "draft" else "published" if publish else "draft"
    edit = _blurred(asset.changed(status=status), areas=areas, streets=streets)
    return dataclasses.replace(edit, expected=0, what="added")


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
    return _blurred(
        asset.changed(status=status), areas=areas, streets=streets, shown=there.asset.where, exact=exact,
    )  # fmt: skip


def _blurred(
    asset: Asset,
    *,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
    shown: BaseGeometry | None = None,
    exact: BaseGeometry | None = None,
) -> Edit:
    """Split the place. `shown` and `exact` are what the store has: the blurred place stands for the true one."""
    true = exact if exact is not None and asset.where == shown else asset.where
    precision = asset.precision
    if precision == "exact" and asset.audience == "public" and vocabulary().kinds[asset.kind].private:
        precision = "neighbourhood"  # people are never exact points on a public map (domain, section 4)
    shown, hidden = blurred(true, precision, areas=areas, streets=streets)
    return Edit(asset=asset.changed(where=shown, precision=precision), exact=hidden)


def _kept(store: Store, there: Stored, *, status: str, what: str) -> Edit:
    """The asset as it is, its true place too, with another status."""
    return Edit(
        asset=there.asset.changed(status=status),
        exact=store.exact_place(there.asset.id),
        expected=there.version,
        what=what,
    )


# What a later import of the same list never overwrites: people decided it here.
_OURS = frozenset({"id", "short", "status", "audience", "precision", "consent", "consent_on", "where"})


def _merged(asset: Asset, there: Stored) -> Asset:
    """The stored asset with what the file says anew; a later check made here is not put back."""
    said = {name: value for name, value in asset.to_record().items() if name not in _OURS}
    checked = there.asset.checked_on
    if checked is not None and (asset.checked_on is None or asset.checked_on <= checked):
        said = {name: value for name, value in said.items() if name not in {"checked_on", "how_checked", "checked_by"}}
    new = {name: getattr(asset, name) for name in said}
    return there.asset.changed(**new, where=there.asset.where if asset.where is None else asset.where)


def _known(store: Store, coming: Sequence[Asset]) -> tuple[dict[str, Stored], dict[tuple[str, str], Stored]]:
    """Find what the store has of the assets that come in, by id and by (source, number there)."""
    here: list[Stored] = []
    if len(coming) <= _FEW:
        here = [there for asset in coming if (there := store.get(asset.id)) is not None]
    sources = {asset.source for asset in coming if asset.source_id and asset.source}
    if len(coming) > _FEW:
        here = list(store.read())
    elif len(here) < len(coming):
        here += [there for source in sources for there in store.read(source=source)]
    numbered = {(x.asset.source, x.asset.source_id): x for x in here if x.asset.source_id}
    return {x.asset.id: x for x in here}, numbered


def _found(store: Store, ids: Sequence[str]) -> list[Stored]:
    out: dict[str, Stored] = {}
    for asset_id in ids:
        there = store.get(asset_id)
        if there is None:
            raise StoreError(f"there is no asset “{asset_id[:40]}”. Nothing was changed. Look its code up again.")
        out[there.asset.id] = there
    return list(out.values())


def _named(asset: Asset) -> str:
    return f"“{asset.name[:60]}…”" if len(asset.name) > 60 else f"“{asset.name}”"
