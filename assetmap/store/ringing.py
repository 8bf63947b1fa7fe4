"""What every store promises about ringing round: what was handed out, and who rang with what answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from assetmap.roles import By

STILL_RIGHT, CHANGED, CLOSED, NOT_REACHED = "still_right", "changed", "closed", "could_not_reach"
ANSWERS = (STILL_RIGHT, CHANGED, CLOSED, NOT_REACHED)
"""What a call may end with; the last says nothing about the asset."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """
    One call, or one visit, that was made. Call numbers grow over the whole store.

    Attributes
    ----------
    by
        A role and an alias, no more.
    answer
        One of `ANSWERS`.
    """

    number: int
    asset_id: str
    on: datetime
    by: str
    answer: str


@runtime_checkable
class Ringing(Protocol):
    """How often assets are handed out, by the month alone, and the calls that were made about them."""

    def handed_out(self, ids: Collection[str], on: date) -> None:
        """
        Count one page on which these assets were handed to somebody.

        Only the month is kept: no day, no time, nothing about whom, or what was on the page together. An id that the
        store does not know is passed over.
        """

    def counts(self, *, since: date) -> dict[str, int]:
        """Return asset id → how often it was handed out since a day's month; what never was is left out."""

    def note(self, asset_id: str, answer: str, *, by: By, on: datetime | None = None, after: int | None = None) -> Call:
        """
        Keep that somebody has rung.

        Parameters
        ----------
        after
            The newest call about the asset that the caller knew of (0: none, None: whichever).

        Raises
        ------
        ConflictError
            Somebody has rung since; `theirs` is their call. Nothing was kept.
        PermissionDeniedError
            `by` does not look after the map, or is not signed in any more.
        StoreError
            The answer is none of `ANSWERS`, or there is no such asset; nothing was kept.
        """

    def about(self, asset_id: str | None = None) -> list[Call]:
        """Return the calls about one asset, or about all, oldest first."""
