"""Where a phone says something is: words, which the place's own names turn into a point where they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.errors import PlaceError
from assetmap.gazetteer import locate, spelt_like
from assetmap.screens import session

if TYPE_CHECKING:
    from shapely import Point

    from assetmap.place import Place

_MOST = 5


def placed(words: str, *, place: Place) -> tuple[Point | None, str]:
    """Return the point (EPSG:4326) that words name, or None, and how exactly it may be shown: an area is no point."""
    if not words:
        return None, "exact"
    try:
        found = locate(words, place=place, things=session.everybody_sees())
    except PlaceError:
        return None, "exact"
    return found.point, "neighbourhood" if found.kind == "neighbourhood" else "exact"


def proposals(words: str, *, place: Place) -> tuple[str, ...]:
    """Return names of the place that may be meant, likeliest first."""
    return spelt_like(words, place=place, things=session.everybody_sees(), most=_MOST)
