"""Where somebody sets out, tapped on a map: for who does not know a postcode or a street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from assetmap.screens import session
from assetmap.screens.livemap import drawn, livemap

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.place import Place

KEY = "refer_tap"


def tap_where(place: Place, *, tapped: Callable[[str], None]) -> None:
    """Draw a map without assets; a tap is told as “latitude, longitude”."""

    def told() -> None:
        point = drawn(KEY)
        if isinstance(point, shapely.Point):
            tapped(f"{point.y:.5f}, {point.x:.5f}")

    livemap(session.view(place, shown=(), mode="point", alone=True), face="map", key=KEY, on_drawn=told)
