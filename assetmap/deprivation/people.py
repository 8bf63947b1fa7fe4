"""How many people live in each neighbourhood of a place, and whether a figure was shared out among parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assetmap.deprivation.shown import HasLayers


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """
    The people of n neighbourhoods, in the order of the layer `areas`.

    `people` is NaN where no figure is known; nobody at all (0) is a figure. `shared` marks those whose figure is
    that of a larger area, shared out evenly among its parts. `source` is one line, "" where nobody knows.
    """

    codes: tuple[str, ...]
    people: NDArray[np.float64]
    shared: NDArray[np.bool_]
    source: str
    year: int


def people_of(place: HasLayers) -> People | None:
    """Return the people of each neighbourhood, or None where the place has no figures: then areas are counted."""
    areas, table = place.layer("areas"), place.layer("population")
    if areas is None or table is None or table.empty:
        return None
    codes = areas["code"].astype(str)
    known = table.drop_duplicates("code").set_index("code")
    people = known["population"].astype("float64").reindex(codes).to_numpy(dtype=np.float64)
    if "shared" in known:
        shared = known["shared"].reindex(codes).fillna(value=False).to_numpy(dtype=bool)
    else:
        shared = np.zeros(len(codes), dtype=bool)
    source = place.sources().get("population", {})
    return People(
        codes=tuple(codes),
        people=people,
        shared=shared,
        source=source_line(source),
        year=int(source.get("year", 0) or 0),
    )


def source_line(source: Mapping[str, Any]) -> str:
    """Name a source in one line: title, publisher, year."""
    title, publisher = str(source.get("title") or ""), str(source.get("publisher") or "")
    said = ", ".join(x for x in (publisher, str(source.get("year") or "")) if x)
    return f"{title} ({said})" if title and said else title
