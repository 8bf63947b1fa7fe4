"""
A receipt: the code with which a resident changes or withdraws later what they gave, without an account.

`receipt(store, asset_id)` writes it once the asset is in the store: `7K2MXQ-9F3T-VW2A`, the asset's own short code
and 40 bits of a keyed digest (HMAC-SHA-256, RFC 2104) of it, in Crockford's base 32. The key is the store's own
(`Store.secret`) and travels with its backups, so a receipt given out is good in whatever is restored from them.

A receipt makes nobody a steward: what is changed by it waits as a draft until somebody has looked at it.
"""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.deciding import was_asked_for, withdrawn_edit
from assetmap.contributions.edits import blurred_edit, found
from assetmap.errors import PermissionDeniedError, StoreError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.store.base import Store, Stored, Written

_BY = "resident"
_WHY = "with a receipt"
_LABEL = b"assetmap receipt 1\0"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")  # Crockford base 32 reads these letters as the digits they look like
_SHORT, _PROOF = 6, 8
_LONGEST = 100
# How an asset is known, where it came from, who checked it and what was agreed to: no receipt changes that.
_NOT_THEIRS = (
    "id", "short", "source", "source_id", "source_licence", "repairs", "checked_on", "how_checked", "checked_by",
    "consent", "consent_on",
)  # fmt: skip


def receipt(store: Store, asset_id: str) -> str:
    """
    Write the receipt of an asset that is in the store; the same again gives the same.

    Raises
    ------
    StoreError
        The id is unknown.
    """
    [there] = found(store, [asset_id])
    proof = _proof(store.secret(), there.asset.short)
    return f"{there.asset.short}-{proof[:4]}-{proof[4:]}"


def by_receipt(store: Store, code: str) -> Stored:
    """
    Find the asset that a receipt was given for, withdrawn or not.

    Case, blanks and hyphens do not matter; O is read as 0, I and L as 1.

    Raises
    ------
    PermissionDeniedError
        It is no receipt of this store. Nothing is looked up for a wrong code, so it says of no asset that it exists.
    """
    typed = re.sub(r"[\W_]", "", code[:_LONGEST]).upper().translate(_ALIKE)
    short, proof = typed[:_SHORT], typed[_SHORT:]
    expected = _proof(store.secret(), short)
    there = store.get(short) if hmac.compare_digest(proof.encode(), expected.encode()) else None
    if there is None:
        raise PermissionDeniedError(
            "this code opens nothing here: compare it with your receipt, letter by letter, or ask who looks after "
            "the map. Nothing was changed."
        )
    return there


def change_by_receipt(
    store: Store,
    code: str,
    asset: Asset,
    *,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    expected: int | None = None,
) -> Written:
    """
    Keep what somebody changed of what they gave; it is a draft until it has been looked at, also where it was shown.

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
    import dataclasses

    there = by_receipt(store, code)
    if there.asset.status in {"withdrawn", "closed"}:
        raise StoreError(
            f"{named(there.asset)} is {there.asset.status}: it cannot be changed any more. Nothing was changed. "
            "Add it anew, or ask who looks after the map."
        )
    kept = {name: getattr(there.asset, name) for name in _NOT_THEIRS}
    exact = store.exact_place(there.asset.id)
    edit = blurred_edit(
        asset.changed(**kept, status=there.asset.status),
        areas=areas, streets=streets, shown=there.asset.where, exact=exact,
        was=there.asset.precision,
    )  # fmt: skip
    if edit.asset == there.asset and edit.exact == exact:
        return store.write([], by=_BY, key=key)  # sent again: told what the first one was
    edit = dataclasses.replace(
        edit, asset=edit.asset.changed(status="draft"), expected=there.version if expected is None else expected
    )
    return store.write([edit], by=_BY, key=key, why=_WHY)


def withdraw_by_receipt(store: Store, code: str) -> Written:
    """
    Take out of every output what somebody gave; as a withdrawal that was asked for it is never undone.

    Raises
    ------
    PermissionDeniedError
        It is no receipt of this store.
    """
    there = by_receipt(store, code)
    edits = [] if was_asked_for(store, there) else [withdrawn_edit(store, there)]
    return store.write(edits, by=_BY, why=_WHY)


def _proof(secret: bytes, short: str) -> str:
    number = int.from_bytes(hmac.digest(secret, _LABEL + short.encode("utf-8", "replace"), "sha256")[:5])
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_PROOF - 1), -1, -5))
