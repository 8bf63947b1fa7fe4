"""What a printed list is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.referral import Found
    from assetmap.walking import Way


@dataclass(frozen=True)
class Entry:
    """
    One asset on a page; it has already passed `disclosure`.

    `distance_m` is a straight line, `walk_min` minutes on foot; either may be unknown. `way` says how to get there,
    `why` why it was chosen; one sentence each, or empty. `is_about`: it is blurred, and so are its minutes.
    `walk_why_not`: why there are none. `on_foot`: the way there, drawn and told where there is room.
    """

    asset: Asset
    distance_m: float | None
    walk_min: float | None
    way: str = ""
    why: str = ""
    is_about: bool = False
    walk_why_not: str = ""
    on_foot: Way | None = field(default=None, repr=False)

    @property
    def steps(self) -> bool | None:
        """Whether the way has steps; None where that is not known."""
        return None if self.on_foot is None else self.on_foot.steps


def entry_of(found: Found) -> Entry:
    """Make an entry of a row of a shortlist, with its minutes and its way."""
    return Entry(
        found.asset,
        found.distance_m,
        found.walk_min,
        is_about=found.walk_is_about,
        walk_why_not=found.walk_why_not,
        on_foot=found.way,
    )
