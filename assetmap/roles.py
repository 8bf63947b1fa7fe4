"""Who may do what: the word before the colon of `by` decides, and it is asked where something is written."""

from __future__ import annotations

from assetmap.errors import PermissionDeniedError

_STEWARD = "steward"
"""The word before the colon of `by` ("steward: Jo") that may do everything; all others leave drafts only."""


def is_steward(by: str) -> bool:
    """Say whether `by` looks after the map."""
    return by.partition(":")[0].strip().lower() == _STEWARD


def need_steward(by: str, what: str) -> None:
    """
    Refuse whoever does not look after the map.

    Parameters
    ----------
    what
        What was to be done, as in "set up a place".

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    """
    if not is_steward(by):
        raise PermissionDeniedError(f"only whoever looks after this map may {what}: ask them. Nothing was changed.")
