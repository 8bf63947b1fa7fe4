"""
Taking an asset away for good, for somebody asked for it.

It is forgotten: its words, its places and its history go from the store and from every copy kept with it, and nothing
brings it back. Copies that others took are out of reach; which of them hold it is kept, so that they can be asked for.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.contributions.edits import found
from assetmap.contributions.receipts import BY_RECEIPT, WITH_A_RECEIPT, own_by_receipt
from assetmap.roles import need_steward
from assetmap.store.erasing import Erased, TakenAway

if TYPE_CHECKING:
    from assetmap.roles import By
    from assetmap.store.base import Store
    from assetmap.store.copies import Copy


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Erased):
    """What a withdrawal did; `copies` are those that others took and that still hold it, newest first."""

    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Away(TakenAway):
    """What is known of one asset that was taken away; `copies` still hold it, newest first."""

    copies: tuple[Copy, ...] = ()


def withdraw(store: Store, asset_id: str, *, by: By, why: str = "") -> Withdrawn:
    """
    Take an asset away for good, and whatever it was made one with.

    What was taken away before stays so; what could not be finished then is tried again.

    Parameters
    ----------
    why
        Kept with it for as long as the store: nothing of what was asked to be forgotten.

    Raises
    ------
    StoreError
        The id is unknown.
    """
    need_steward(by, "withdraw")
    [there] = found(store, [asset_id])
    return _withdrawn(store, there.asset.id, by=by, why=why)


def withdraw_by_receipt(store: Store, code: str) -> Withdrawn:
    """
    Take away for good what somebody gave. What it was made one with stays, without what it had of it: others gave that.

    Raises
    ------
    PermissionDeniedError
        It is no receipt of this store.
    """
    return _withdrawn(store, own_by_receipt(store, code).asset.id, by=BY_RECEIPT, why=WITH_A_RECEIPT, alone=True)


def taken_away(store: Store, limit: int) -> list[Away]:
    """List what was taken away for good, newest first, each with the copies that still hold it."""
    return [
        Away(**_fields(one), copies=tuple(store.copies.of(one.asset_id))) for one in store.taken_away(limit)
    ]  # fmt: skip


def _withdrawn(store: Store, asset_id: str, *, by: By, why: str, alone: bool = False) -> Withdrawn:
    erased = store.erase([asset_id], by=by, why=why, alone=alone)
    holding = {copy.id: copy for one in {asset_id, *erased.versions} for copy in store.copies.of(one)}
    copies = sorted(holding.values(), key=lambda copy: copy.id, reverse=True)
    return Withdrawn(**_fields(erased), copies=tuple(copies))


def _fields(one: Erased | TakenAway) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
