"""Where somebody sets out, tapped on a map: for who does not know a postcode or a street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
import streamlit as st

from assetmap.screens import session
from assetmap.screens.livemap import drawn, livemap

if TYPE_CHECKING:
    from assetmap.place import Place

KEY = "refer_tap"


def tap_where(place: Place) -> None:
    """Draw a map without assets; a tap writes the point into the box, as “latitude, longitude”."""
    livemap(session.view(place, shown=(), mode="point", alone=True), face="map", key=KEY, on_drawn=_tapped)


def _tapped() -> None:
    point = drawn(KEY)
    if not isinstance(point, shapely.Point):
        return
    st.session_state["refer_where"] = f"{point.y:.5f}, {point.x:.5f}"
    st.session_state["refer_map"] = False
