"""The places of a page in parts, each with a map of its own, and what is said under the maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assetmap.freshness import is_overdue
from assetmap.printing.drawnmap import Mark, drawn_map
from assetmap.printing.sheet import Section
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from geopandas import GeoDataFrame
    from shapely import Point

    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.entries import Entry
    from assetmap.printing.frame import Format
    from assetmap.printing.words import Item
    from assetmap.settings import PlaceSettings

PINS_A_MAP = 20
"""A longer list gets a map for each so many: more numbers on one map cannot be told apart."""


class PageSetting(Protocol):
    """What a page needs of a place: its settings and its reference layers. `place.Place` is one."""

    @property
    def settings(self) -> PlaceSettings:
        """Name, crisis lines, whom to tell, published address, attributions."""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a reference layer, or None."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """As many places as share a map, numbered from `first`."""

    first: int
    rows: Sequence[Entry]
    map: DrawnMap | None

    def section(self, said: Callable[..., Item], *, turns: int, told: int) -> Section:
        """Say its places with `said`, the page's own `item_of`; the way to the first `told` of the page in turns."""
        streets = self.map.streets if self.map is not None else ("",) * len(self.rows)
        items = tuple(
            said(row, number=self.first + i, street=streets[i], turns=turns if self.first + i <= told else 0)
            for i, row in enumerate(self.rows)
        )
        last = self.first + len(self.rows) - 1
        heading = _("Numbers {first} to {last}", first=self.first, last=last) if self.first > 1 else ""
        return Section(heading=heading, items=items, map=self.map)


def chunks_of(
    placed: Sequence[Entry],
    *,
    origin: Point | None,
    place: PageSetting,
    on: date,
    width: float,
    form: Format,
    missing: set[str],
) -> list[Chunk]:
    """Draw a map for every `PINS_A_MAP` places; with none, the map alone."""
    settings = place.settings
    parts = [placed[i : i + PINS_A_MAP] for i in range(0, len(placed), PINS_A_MAP)] or [[]]
    chunks = []
    for c, rows in enumerate(parts):
        first = c * PINS_A_MAP + 1
        drawn = drawn_map(
            [
                Mark(
                    number=first + i,
                    asset=row.asset,
                    distance_m=row.distance_m,
                    overdue=is_overdue(row.asset, on=on, review_weeks=settings.review_weeks),
                    route=row.on_foot.line if row.on_foot is not None else None,
                )
                for i, row in enumerate(rows)
            ],
            origin=origin,
            place=place,
            metric_crs=settings.metric_crs,
            width=width,
            format=form,
            lacking=missing,
        )
        if rows or drawn:
            chunks.append(Chunk(first=first, rows=rows, map=drawn))
    return chunks


def caption(rows: Sequence[Entry], chunks: Sequence[Chunk], settings: PlaceSettings, on: date) -> list[str]:
    """Say what the signs of the map mean, and what is not known of the ways."""
    said = []
    if any(chunk.map is not None and chunk.map.has_routes for chunk in chunks):
        said.append(_("Dotted lines: ways on foot."))
    if any(row.on_foot is not None and row.steps is None for row in rows):
        said.append(_("Steps on the way: not known."))
    if _any_overdue(rows, settings, on):
        said.append(_("A clock on a pin: not checked lately."))
    return said


def _any_overdue(rows: Sequence[Entry], settings: PlaceSettings, on: date) -> bool:
    return any(
        row.asset.where is not None and is_overdue(row.asset, on=on, review_weeks=settings.review_weeks) for row in rows
    )
