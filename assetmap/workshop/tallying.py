"""What dots add up to, and what is linked to what: of things that have passed the gate already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import Point

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.sessions import Session
    from assetmap.workshop.showing import Shown


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A link that was said: ids of the two in the order of its sentence, and the sentence."""

    one: str
    other: str
    words: str


def connections(shown: Shown) -> tuple[Linked, ...]:
    """Return the links in the order they were said, those alone of which both ends are among the assets."""
    there = {asset.id for asset in shown.assets}
    return tuple(
        Linked(one=note.about[0], other=note.about[1], words=note.words)
        for note in shown.links
        if len(note.about) == 2 and there.issuperset(note.about)
    )


def by_category(place: Place, session: Session, shown: Shown) -> list[dict[str, object]]:
    """Add the dots on assets up by the residents' own categories, most dots first; what has none comes as ""."""
    members = place.store.sessions.members(session.id)
    labels = {x.key: x.label for x in shown.categories}
    dots: Counter[str] = Counter()
    for asset in shown.assets:
        member, one = members.get(asset.id), shown.tally.get(asset.id)
        if one is not None:
            dots[labels.get(member.category, "") if member is not None else ""] += one.dots
    return [{"category": label, "dots": many} for label, many in dots.most_common() if many]


def by_area(place: Place, shown: Shown) -> list[dict[str, object]]:
    """Add the dots on assets and gaps up by neighbourhood, most dots first; by where they are shown."""
    areas = place.layer("areas")
    if areas is None or not shown.tally:
        return []
    spots = {x.id: x.where.representative_point() for x in shown.assets if x.where is not None}
    spots |= {x.id: Point(x.where) for x in shown.gaps if x.where is not None}
    dots: Counter[int] = Counter()
    for target, one in shown.tally.items():
        if target in spots:
            found = areas.sindex.query(spots[target], predicate="within")
            if len(found):
                dots[int(found[0])] += one.dots
    return [
        {"area": str(areas["code"].iloc[at]), "name": str(areas["name"].iloc[at]), "dots": many}
        for at, many in dots.most_common()
    ]  # fmt: skip
