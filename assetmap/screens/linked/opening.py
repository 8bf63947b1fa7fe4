"""Explore as an address opens it: what a printed page or a copied link names, and nothing else, until one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
import streamlit as st

from assetmap.screens.linked import CODES, DAY, Shown, shown_by
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place

_LEAST_DEGREES = 0.003
"""A single bench is shown with the streets round it."""


def opened_by_address(place: Place, everything: Sequence[Asset]) -> Shown | None:
    """Return what the page's address names, or None; says so with a way back to everything."""
    codes = st.query_params.get(CODES, "")
    shown = shown_by(codes, st.query_params.get(DAY, ""), place=place, everything=everything) if codes else None
    if shown is None:
        return None
    with st.container(key="linked", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="{"asked" if shown.assets else "notice"}" role="status">{html_text(shown.words)}</p>')
        st.button(_("Show everything"), key="linked_all", on_click=_everything)
    return shown if shown.assets else None


def around(assets: Sequence[Asset]) -> tuple[float, float, float, float] | None:
    """Return what the map shows of them: west, south, east, north; None where none has a place."""
    shapes = [asset.where for asset in assets if asset.where is not None]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    wide = max(0.0, _LEAST_DEGREES - (east - west)) / 2
    tall = max(0.0, _LEAST_DEGREES - (north - south)) / 2
    return float(west - wide), float(south - tall), float(east + wide), float(north + tall)


def _everything() -> None:
    for name in (CODES, DAY):
        if name in st.query_params:
            del st.query_params[name]
