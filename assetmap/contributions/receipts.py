"""
A receipt: the code with which a resident changes or withdraws later what they gave, without an account.

`receipt(store, asset_id)` writes it once the asset is in the store: `7K2MXQ-9F3T-VW2A`, the asset's own short code
and 40 bits of a keyed digest (HMAC-SHA-256, RFC 2104) of it, in Crockford's base 32. The key is the store's own
(`Store.secret`) and travels with its backups, so a receipt given out is good in whatever is restored from them.

A receipt makes nobody a steward: what is changed by it waits until somebody has looked at it (`changing_own`).

Whoever suggests a change of what others gave gets a code of the same form for that suggestion (`receipt_of`).
"""

from __future__ import annotations

import dataclasses
import hmac
import re
from typing import TYPE_CHECKING

from assetmap.assets import Asset
from assetmap.contributions.edits import found, leads_on
from assetmap.contributions.suggesting import taken_back, waiting
from assetmap.disclosure import disclosed
from assetmap.errors import PermissionDeniedError, StoreError
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.store.base import Store, Stored
    from assetmap.store.suggested import Suggestion

BY_RECEIPT = "resident"
WITH_A_RECEIPT = "with a receipt"
"""By whom and why, in the history, is what a receipt does."""
_LABEL, _LABEL_OF_SUGGESTION = b"assetmap receipt 1\0", b"assetmap suggestion 1\0"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")  # Crockford base 32 reads these letters as the digits they look like
_SHORT, _PROOF = 6, 8
_WRONG = N_(
    "this code opens nothing here: compare it with your receipt, letter by letter, or ask who looks after the map. "
    "Nothing was changed."
)
_LONGEST = 100


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
    Find the asset that a receipt was given for, withdrawn or not; or what it was made one with since.

    Of that, which somebody else gave, no more comes out than everybody sees.

    Case, blanks and hyphens do not matter; O is read as 0, I and L as 1.

    Raises
    ------
    PermissionDeniedError
        It is no receipt of this store. Nothing is looked up for a wrong code, so it says of no asset that it exists.
    """
    own = own_by_receipt(store, code)
    there = leads_on(store, own.asset.id) or own
    if there.asset.id == own.asset.id:
        return there
    shown = disclosed([there.asset])
    return dataclasses.replace(there, asset=shown[0]) if shown else own


def own_by_receipt(store: Store, code: str) -> Stored:
    """Find the asset that a receipt was given for itself, also where it was made one with another; as `by_receipt`."""
    short, proof = _typed(code)
    expected = _proof(store.secret(), short)
    there = store.get(short) if hmac.compare_digest(proof.encode(), expected.encode()) else None
    if there is None:
        raise PermissionDeniedError(_(_WRONG))
    return there


def place_by_receipt(store: Store, code: str) -> BaseGeometry | None:
    """
    Open the true place (EPSG:4326) behind a blurred one for who holds its receipt; None where nothing is hidden.

    Of what it was made one with, which somebody else gave, nothing more than everybody sees.

    Raises
    ------
    PermissionDeniedError
        It is no receipt of this store.
    """
    own = own_by_receipt(store, code).asset.id
    return store.exact_place(own) if own == by_receipt(store, code).asset.id else None


def receipt_of(store: Store, number: int) -> str:
    """
    Write the code with which whoever made a suggestion reads what became of it, or takes it back.

    Raises
    ------
    StoreError
        There is no suggestion of this number.
    """
    there = store.suggestions.get(number)
    if there is None:
        raise StoreError(_("there is no such suggestion (any more). Nothing was changed."))
    return _code_of(store, there)


def suggestions_by_receipt(store: Store, code: str) -> list[Suggestion]:
    """
    List what was suggested with a code, oldest first: one suggestion, or all that were made with an asset's receipt.

    Of the asset only its name and what it is come out: the rest may say what is not shown to who suggested it.

    Raises
    ------
    PermissionDeniedError
        It is neither.
    """
    number = _number(_typed(code)[0])
    there = store.suggestions.get(number) if number is not None else None
    if there is not None and hmac.compare_digest(_folded(_code_of(store, there)), _folded(code)):
        return [_bare(there)]
    own, now = own_by_receipt(store, code).asset, by_receipt(store, code).asset
    mine = {(own.id, suggests_as(own, own)), (now.id, suggests_as(own, now))}
    return [_bare(x) for x in store.suggestions.of(sorted({own.id, now.id})) if (x.asset_id, x.by) in mine]


def _bare(suggestion: Suggestion) -> Suggestion:
    was = suggestion.asset
    return dataclasses.replace(
        suggestion, asset=Asset(id=was.id, short=was.short, name=was.name, kind=was.kind), exact=None
    )


def suggests_as(own: Asset, now: Asset) -> str:
    """Say by whom a suggestion is that was made with the receipt of `own`, where that is `now`."""
    return f"{BY_RECEIPT}: {WITH_A_RECEIPT if own.id == now.id else f'with the receipt of {own.short}'}"


def take_back(store: Store, number: int, *, receipt: str) -> None:
    """
    Take back what one has suggested, while it waits.

    Raises
    ------
    PermissionDeniedError
        The code is not one for this suggestion.
    ConflictError
        Somebody has decided about it; `theirs` is the suggestion.
    """
    if number not in {x.id for x in suggestions_by_receipt(store, receipt)}:
        raise PermissionDeniedError(_(_WRONG))
    taken_back(store, waiting(store, number), by=BY_RECEIPT)


def _typed(code: str) -> tuple[str, str]:
    typed = re.sub(r"[\W_]", "", code[:_LONGEST]).upper().translate(_ALIKE)
    return typed[:_SHORT], typed[_SHORT:]


def _folded(code: str) -> bytes:
    return "".join(_typed(code)).encode("utf-8", "replace")


def _code_of(store: Store, suggestion: Suggestion) -> str:
    # Numbers come again after a restore: when it was made, and about what, is in the proof.
    number = _written(suggestion.id, _SHORT)
    told = f"{number} {suggestion.asset_id} {suggestion.on.isoformat()}"
    proof = _proof(store.secret(), told, label=_LABEL_OF_SUGGESTION)
    return f"{number}-{proof[:4]}-{proof[4:]}"


def _number(short: str) -> int | None:
    if len(short) != _SHORT or not set(short) <= set(_ALPHABET):
        return None
    number = 0
    for letter in short:
        number = number * 32 + _ALPHABET.index(letter)
    return number


def _proof(secret: bytes, short: str, *, label: bytes = _LABEL) -> str:
    return _written(int.from_bytes(hmac.digest(secret, label + short.encode("utf-8", "replace"), "sha256")[:5]), _PROOF)


def _written(number: int, letters: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (letters - 1), -1, -5))
