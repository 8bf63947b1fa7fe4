"""Who may see what: the one gate that every output passes, how a place is blurred, and what would betray it."""

from assetmap.disclosure.betraying import betrays, betrays_by
from assetmap.disclosure.blurring import blurred, blurred_as
from assetmap.disclosure.gate import (
    AUDIENCES,
    SHOWN,
    TABLE,
    disclosed,
    marked_for,
    needs_consent,
    shown_as,
    told,
    true_place,
)

__all__ = [
    "AUDIENCES", "SHOWN", "TABLE", "betrays", "betrays_by", "blurred", "blurred_as", "disclosed", "marked_for",
    "needs_consent", "shown_as", "told", "true_place",
]  # fmt: skip
