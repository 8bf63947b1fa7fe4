"""What was asked to be forgotten: what erasing did, and what remains known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.store.base import Written

if TYPE_CHECKING:
    from datetime import datetime

UNASKED = frozenset({"rejected", "undone", "merged"})
"""Ways to be withdrawn that nobody asked for: they hide, and may be taken back."""


@dataclass(frozen=True, kw_only=True)
class Erased(Written):
    """
    What `erase` did.

    Attributes
    ----------
    waits
        Whether another program was reading all the while, or the disk is full, so that the file still holds some of
        it. Whoever next opens the store or writes to it finishes this.
    unreached
        File names of copies kept with the store that could not be opened or written; tried again whenever the
        store is opened.
    """

    waits: bool = False
    unreached: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TakenAway:
    """
    One asset that somebody asked to be taken away: no more than this is known of it.

    Attributes
    ----------
    waits
        Whether some of it is still in the file, which another program reads (see `Erased`).
    is_kept
        Whether it may still be in a copy beside the store that could not be opened or written.
    """

    asset_id: str
    short: str
    on: datetime
    by: str
    waits: bool = False
    is_kept: bool = False
