"""A whole list of assets, as a file brings them in: one transaction."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.contributions.deciding import was_undone
from assetmap.contributions.edits import blurred_edit, new_edit
from assetmap.roles import need_steward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Edit, Store, Stored
    from assetmap.store.sessions import Belongs

_FEW = 200


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What `submit_many` did; `change` is None where nothing had to be written."""

    added: int
    updated: int
    unchanged: int
    drafts: int
    change: int | None


def submit_many(  # noqa: PLR0913  # what an import is made of
    store: Store,
    assets: Iterable[Asset],
    *,
    by: By,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    publish: bool = False,
    statuses: Mapping[str, str] | None = None,
    why: str = "",
    dry_run: bool = False,
    belongs: Mapping[str, Belongs] | None = None,
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
    belongs
        Asset id → the workshop that it comes from, for those that are written.

    Raises
    ------
    ConflictError
        Somebody changed one of them in between; nothing was written.
    PermissionDeniedError
        A contributor would publish, or change what is not a draft.
    """
    statuses = statuses or {}
    if publish or any(x != "draft" for x in statuses.values()):
        need_steward(by, "publish")
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
                need_steward(by, "bring back what was undone")
            edit = new_edit(asset, publish=publish, status=status, areas=areas, streets=streets)
            edits.append(dataclasses.replace(edit, expected=there.version if there else 0))
            added += 1
            drafts += edits[-1].asset.status == "draft"
        elif there.asset.status != "withdrawn":
            if there.asset.status != "draft":
                need_steward(by, "change what is published")
            exact = store.exact_place(there.asset.id) if there.asset.precision != "exact" else None
            edit = blurred_edit(
                _merged(asset, there), areas=areas, streets=streets, shown=there.asset.where, exact=exact,
                was=there.asset.precision,
            )  # fmt: skip
            if status is not None and status != there.asset.status == "draft":
                edit = dataclasses.replace(edit, asset=edit.asset.changed(status=status), what="approved")
            if edit.asset != there.asset or edit.exact != exact:
                edits.append(dataclasses.replace(edit, expected=there.version))
    written = {x.asset.id for x in edits}
    ours = {x: one for x, one in (belongs or {}).items() if x in written}
    change = store.write(edits, by=by, key=key, why=why, belongs=ours).change if edits and not dry_run else None
    updated = len(edits) - added
    return Submitted(
        added=added, updated=updated, unchanged=len(coming) - len(edits), drafts=drafts, change=change,
    )  # fmt: skip


# What a later import of the same list never overwrites: people decided it here.
_OURS = frozenset({"id", "short", "status", "audience", "precision", "consent", "consent_on", "where"})


def _merged(asset: Asset, there: Stored) -> Asset:
    """The stored asset with what the file says anew; a later check made here is not put back."""
    # What is said here in further languages stays, but for the texts that the file says so itself.
    said = asset.to_record() | asset.further_texts()
    said = {name: value for name, value in said.items() if name not in {*_OURS, "said_in"}}
    checked = there.asset.checked_on
    if checked is not None and (asset.checked_on is None or asset.checked_on <= checked):
        said = {name: value for name, value in said.items() if name not in {"checked_on", "how_checked", "checked_by"}}
    new = {name: asset.value(name) for name in said}
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
    # What was taken away for good has no number any more: the store knows it again all the same.
    gone = store.taken_numbers({(x.source, x.source_id) for x in coming if x.source and x.source_id})
    numbered |= {number: there for number, one in gone.items() if (there := store.get(one)) is not None}
    return {x.asset.id: x for x in here}, numbered
