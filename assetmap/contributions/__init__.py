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

What is shown stays shown while somebody suggests a change of it, also with a receipt:

    sent = suggest(store, asset, by=…, areas=…, streets=…, key=…, seen=…, why=…)  # `sent.number`
    code = receipt_of(store, sent.number)  # with which they read what became of it
    suggestions_by_receipt(store, code)  # `Suggestion`: waits, or `decided`, `reason`; an asset's receipt works too
    take_back(store, number, receipt=code)

A steward looks at what waits, beside the asset as it was then and as it is now:

    suggested(store)  # `Suggestion`s, oldest first
    compared = three_way(store, suggestion)  # `.rows` (was, now, theirs, changed_since, is_so), `.others`, `.there`
    take(store, number, by=…, seen=compared.there.version, fields=…, values=…, areas=…, streets=…)
    turn_down(store, number, by=…, why=…)  # `wait_again` takes that back; `undo` of a taking lets it wait again

and keeps the map in order:

    candidates(store)  # `Alike` pairs that may be one thing
    merge(store, keep, gone, by=…, seen={id: version}, fields=…, areas=…, streets=…)  # `undo` puts both back
    two_things(store, one, other, by=…)
    leads_on(store, code)  # the asset of an id or a printed code, also where it was made one with another
    undo(store, change, by=…)  # any change, newest first one after the other; an undo, too
    evening(store, "steward: Jo", since, until); undo_evening(store, "steward: Jo", since, until, by_whom=…)

What happened, in words (`fieldwise.differences`, `story.story`) is nothing that a gate would hide from whom it is told.
"""

from assetmap.contributions.changing_own import ByReceipt, change_by_receipt
from assetmap.contributions.comparing import three_way
from assetmap.contributions.deciding import (
    approve,
    approve_change,
    bring_back,
    reject,
    shown_before,
    was_asked_for,
    was_undone,
)
from assetmap.contributions.edits import leads_on
from assetmap.contributions.evenings import evening, undo_evening, who_did
from assetmap.contributions.many import Submitted, submit_many
from assetmap.contributions.merging import candidates, merge, not_apart, two_things
from assetmap.contributions.receipts import (
    by_receipt,
    own_by_receipt,
    place_by_receipt,
    receipt,
    receipt_of,
    suggestions_by_receipt,
    take_back,
)
from assetmap.contributions.submitting import submit
from assetmap.contributions.suggesting import suggest, suggested, take, turn_down, wait_again
from assetmap.contributions.undoing import undo
from assetmap.contributions.upkeep import checked, close, open_again, pause
from assetmap.contributions.withdrawing import Away, Withdrawn, taken_away, withdraw, withdraw_by_receipt

__all__ = [
    "Away",
    "ByReceipt",
    "Submitted",
    "Withdrawn",
    "approve",
    "approve_change",
    "bring_back",
    "by_receipt",
    "candidates",
    "change_by_receipt",
    "checked",
    "close",
    "evening",
    "leads_on",
    "merge",
    "not_apart",
    "open_again",
    "own_by_receipt",
    "pause",
    "place_by_receipt",
    "receipt",
    "receipt_of",
    "reject",
    "shown_before",
    "submit",
    "submit_many",
    "suggest",
    "suggested",
    "suggestions_by_receipt",
    "take",
    "take_back",
    "taken_away",
    "three_way",
    "turn_down",
    "two_things",
    "undo",
    "undo_evening",
    "wait_again",
    "was_asked_for",
    "was_undone",
    "who_did",
    "withdraw",
    "withdraw_by_receipt",
]
