"""What somebody asks for, what fits it, and which of that goes on the page. Keeps nothing of what was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.referral import NOTHING, Filters, Shortlist, shortlist
from assetmap.screens.handover.counting import handed_out
from assetmap.screens.steady import steadily
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.gazetteer import Located
    from assetmap.place import Place
    from assetmap.referral import Found
    from assetmap.search.index import Index
    from assetmap.walking import Walks

# So many are ticked at first: as a rule both sides of one sheet of paper.
NEAR_FIRST, ELSEWHERE_FIRST = 4, 1
MANY = 50
"""Nobody counts further."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What somebody asks for. `origin` is None where nothing was typed, or it was not found."""

    origin: Located | None
    needs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""
    filters: Filters = NOTHING
    profile: str = "walking"
    minutes: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for but a place."""
        return bool(self.needs or self.groups or self.kinds or self.words.strip() or self.filters)

    @property
    def is_anything(self) -> bool:
        """Whether there is a question at all."""
        return self.origin is not None or self.is_narrowed

    @property
    def all_kinds(self) -> list[str]:
        """Every kind of the groups, and those that were asked for one by one."""
        return [key for key, x in vocabulary().kinds.items() if x.group in self.groups or key in self.kinds]

    def without(self, key: str) -> Sought:
        """Return the same question without a chip, or what is asked for besides; `""` takes the words away."""
        return replace(
            self,
            needs=tuple(x for x in self.needs if x != key),
            groups=tuple(x for x in self.groups if x != key),
            kinds=tuple(x for x in self.kinds if x != key),
            words=self.words if key else "",
            filters=self.filters.without(key) if key in self.filters.asked else self.filters,
        )


def found_for(
    sought: Sought, assets: Sequence[Asset] | Index, *, place: Place, limit: int, walks: Walks | None = None
) -> Shortlist:
    """Rank what somebody may see, by minutes on foot where there are `walks`."""
    now = datetime.now().astimezone()
    return steadily(
        shortlist,
        assets,
        None if sought.origin is None else sought.origin.point,
        needs=sought.needs,
        kinds=sought.all_kinds,
        text=sought.words,
        limit=limit,
        on=now,
        metric_crs=place.settings.metric_crs,
        review_weeks=place.settings.review_weeks,
        gates=place.layer("gates"),
        walks=walks,
        minutes=None if sought.origin is None or walks is None else sought.minutes,
        filters=sought.filters,
        handed=handed_out(place, on=now.date()),
        terms=place.settings.school_terms,
    )


def ticked(found: Shortlist, hand: Mapping[str, bool]) -> tuple[Found, ...]:
    """Take the first few that run and have room, and what was ticked by hand; never what was unticked by hand."""
    taken: list[Found] = []
    parts = (found.near, NEAR_FIRST), (found.not_known, 0), (found.elsewhere, ELSEWHERE_FIRST), (found.almost, 0)
    for rows, first in parts:
        going = [row.asset.short for row in rows if row.asset.status == "published" and not row.busy][:first]
        taken += [row for row in rows if hand.get(row.asset.short, row.asset.short in going)]
    return tuple(taken)


def ticked_before(
    sought: Sought,
    assets: Sequence[Asset],
    found: Shortlist,
    hand: Mapping[str, bool],
    *,
    place: Place,
    walks: Walks | None = None,
) -> tuple[Found, ...]:
    """Find again what was ticked by hand and is not on the list as it is now."""
    listed = {row.asset.short for row in (*found.near, *found.not_known, *found.elsewhere, *found.almost)}
    rest = [asset for asset in assets if hand.get(asset.short) and asset.short not in listed]
    if not rest:
        return ()
    again = found_for(Sought(origin=sought.origin), rest, place=place, limit=len(rest), walks=walks)
    return (*again.near, *again.elsewhere)


def way_out(sought: Sought, assets: Sequence[Asset] | Index, *, place: Place) -> tuple[str, int] | None:
    """Say which chip (`""`: the words) to take away so that most would fit, and how many then do, however far."""
    keys = [*sought.needs, *sought.groups, *sought.kinds, *sought.filters.asked]
    keys += [""] if sought.words.strip() else []
    fitting = {key: fits_further(sought.without(key), assets, place=place) for key in keys}
    best = max(fitting, default="", key=fitting.__getitem__)
    return (best, fitting[best]) if fitting.get(best) else None


def fits_further(sought: Sought, assets: Sequence[Asset] | Index, *, place: Place) -> int:
    """Say how many fit, however far they are; `MANY` stands for so many or more."""
    found = found_for(sought, assets, place=place, limit=MANY)
    return min(MANY, len(found.near) + len(found.elsewhere))
