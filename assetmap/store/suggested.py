"""What people would change of what is shown: kept apart, until somebody who looks after the map has decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.roles import By

WAITS, TAKEN, TURNED_DOWN, TAKEN_BACK = "", "taken", "turned down", "taken back"


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """
    An asset as somebody would have it.

    Attributes
    ----------
    asset, exact
        As in `Edit`: what would be shown, and the true place where that is another.
    seen
        The version it was made from.
    why
        Its own reason, where it comes with a change and the change's is not it.
    """

    asset: Asset
    exact: BaseGeometry | None
    seen: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """
    What somebody suggested, and what became of it.

    Attributes
    ----------
    why
        In the words of whoever suggested it.
    decided
        `WAITS`, `TAKEN`, `TURNED_DOWN` or `TAKEN_BACK`; by whom, when and for what reason.
    change
        The change by which it was taken; it stays where that was undone and the suggestion waits again.
    """

    id: int
    asset_id: str
    seen: int
    asset: Asset
    exact: BaseGeometry | None
    by: str
    on: datetime
    why: str = ""
    decided: str = WAITS
    decided_by: str = ""
    decided_on: datetime | None = None
    reason: str = ""
    change: int | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decided == WAITS


@dataclass(frozen=True, kw_only=True)
class Decision:
    """
    What becomes of a suggestion.

    Attributes
    ----------
    decided
        As in `Suggestion`.
    expected
        What it has to be until now; somebody else may have been quicker.
    """

    id: int
    decided: str
    reason: str = ""
    expected: str = WAITS
    change: int | None = None


class Suggestions(Protocol):
    """Suggestions in a store."""

    def keep(self, suggested: Suggested, *, by: By, key: str | None = None, why: str = "") -> tuple[int, bool]:
        """
        Keep a suggestion.

        Returns
        -------
        number, repeated
            The number it has, and whether the same key had brought it before: nothing was kept again.

        Raises
        ------
        StoreError
            Too many wait or came within a minute from people who have not signed in; nothing was kept.
        """

    def get(self, number: int) -> Suggestion | None:
        """Return a suggestion, or None."""

    def by_key(self, key: str) -> Suggestion | None:
        """Return what an idempotency key has brought, or None."""

    def waiting(self, *, limit: int | None = None) -> list[Suggestion]:
        """Return what waits and is about something that is shown, or was made one with another; oldest first."""

    def count(self) -> int:
        """Say how many `waiting` would give."""

    def of(self, asset_ids: Collection[str]) -> list[Suggestion]:
        """Return all that was ever suggested about assets, oldest first."""

    def of_change(self, change: int) -> list[Suggestion]:
        """Return what was taken by a change, also where that has been undone since."""

    def born(self, change: int) -> list[Suggestion]:
        """Return what came with a change (see `Store.write`), whatever became of it."""

    def made(self, *, by: str, since: datetime, until: datetime) -> list[Suggestion]:
        """Return what one person suggested from `since` on and before `until`, oldest first."""

    def decide(self, decisions: Sequence[Decision], *, by: By) -> None:
        """
        Keep what becomes of suggestions, all or none. What goes with edits is `Store.write`'s.

        Raises
        ------
        ConflictError
            One is not what it was expected to be.
        """
