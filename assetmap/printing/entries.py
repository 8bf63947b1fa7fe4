"""What a printed list is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset


@dataclass(frozen=True)
class Entry:
    """
    One asset on a page; it has already passed `disclosure`.

    `distance_m` is a straight line, `walk_min` minutes on the walk network; either may be unknown. `way`
    says how to get there, `why` why it was chosen; one sentence each, or empty.
    """

    asset: Asset
    distance_m: float | None
    walk_min: float | None
    way: str = ""
    why: str = ""
