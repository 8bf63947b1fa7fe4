"""
What people do with assets: submit, approve, undo, withdraw. Every change is a version in the store.

Ids may be whole or short codes. Publishing, approving, undoing, withdrawing and any other change of a status are a
steward's; whoever else it is (a resident, somebody in a workshop, a role nobody knows) leaves drafts.
"""

from assetmap.contributions.deciding import approve, undo, was_undone, withdraw
from assetmap.contributions.many import Submitted, submit_many
from assetmap.contributions.submitting import submit

__all__ = ["Submitted", "approve", "submit", "submit_many", "undo", "was_undone", "withdraw"]
