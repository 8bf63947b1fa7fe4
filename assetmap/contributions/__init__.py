"""
What people do with assets: submit, approve, check, pause, close, undo, withdraw. Each is a version in the store.

Ids may be whole or short codes. Publishing, approving, rejecting, undoing, withdrawing and any other change of a
status are a steward's; whoever else it is (a resident, somebody in a workshop, a role nobody knows) leaves drafts.

Who has given something holds a receipt of it. After `submit` has written:

    code = receipt(store, asset.id)  # "7K2MXQ-9F3T-VW2A", the same whenever it is asked for
    there = by_receipt(store, typed)  # a `Stored`; PermissionDeniedError for a wrong code
    change_by_receipt(store, typed, asset, areas=…, streets=…, key=…, expected=there.version)
    withdraw_by_receipt(store, typed)

The store has the key to receipts (`Store.secret`): no secret is handed in.
"""

from assetmap.contributions.deciding import (
    approve,
    approve_change,
    bring_back,
    reject,
    shown_before,
    was_asked_for,
    was_undone,
)
from assetmap.contributions.many import Submitted, submit_many
from assetmap.contributions.receipts import by_receipt, change_by_receipt, place_by_receipt, receipt
from assetmap.contributions.submitting import submit
from assetmap.contributions.undoing import undo
from assetmap.contributions.upkeep import checked, close, open_again, pause
from assetmap.contributions.withdrawing import Away, Withdrawn, taken_away, withdraw, withdraw_by_receipt

__all__ = [
    "Away",
    "Submitted",
    "Withdrawn",
    "approve",
    "approve_change",
    "bring_back",
    "by_receipt",
    "change_by_receipt",
    "checked",
    "close",
    "open_again",
    "pause",
    "place_by_receipt",
    "receipt",
    "reject",
    "shown_before",
    "submit",
    "submit_many",
    "taken_away",
    "undo",
    "was_asked_for",
    "was_undone",
    "withdraw",
    "withdraw_by_receipt",
]
