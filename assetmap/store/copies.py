"""Copies that have left the house: what they are called and what is in them, so that they can be asked for back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

PAGE, DATA, BACKUP, PACK = "page", "data", "backup", "pack"
"""
What a copy is: a map to look at, a file for other programs, everything with drafts and exact places, or that with the
whole place around it.
"""

COPY_WORDS = {PAGE: "a map as a page", DATA: "a file of data", BACKUP: "a backup", PACK: "the whole place, packed"}
"""What people call them."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """
    A copy that somebody took.

    Attributes
    ----------
    what
        `PAGE`, `DATA`, `BACKUP` or `PACK`.
    name
        The file's name, without its folder.
    assets
        How many assets are in it.
    gone_on
        When somebody said that it is no more, or None.
    """

    id: int
    on: datetime
    what: str
    name: str
    assets: int
    gone_on: datetime | None = None


class Copies(Protocol):
    """The record of copies. Who took one is not in it."""

    def add(self, what: str, name: str, holds: Iterable[str]) -> int:
        """
        Keep that a copy was taken, and return its number; the very same again on one day is kept once.

        Parameters
        ----------
        name
            The file's name; a folder before it is left out.
        holds
            Ids of the assets in it; what the store does not know is passed over.
        """

    def of(self, asset_id: str) -> list[Copy]:
        """Return the copies that hold an asset (full id) and are not gone, newest first."""

    def lately(self, limit: int) -> list[Copy]:
        """Return the newest copies, newest first, gone or not."""

    def gone(self, copy_id: int) -> None:
        """
        Keep that a copy is no more.

        Raises
        ------
        StoreError
            There is no such copy.
        """
