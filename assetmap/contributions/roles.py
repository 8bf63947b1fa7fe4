"""Who may do what: the word before the colon of `by` decides, and it is asked where the store is written."""

from __future__ import annotations

from assetmap.errors import PermissionDeniedError

_STEWARD = "steward"
"""The word before the colon of `by` ("steward: Jo") that may do everything; all others leave drafts only."""


def is_steward(by: str) -> bool:
    return by.partition(":")[0].strip().lower() == _STEWARD


def need_steward(by: str, what: str) -> None:
    if not is_steward(by):
        raise PermissionDeniedError(f"only a steward may {what}: leave a draft, or ask one. Nothing was changed.")
