"""Squares of the paper map that hangs on the wall: somebody calls “C4”, and the scribe types it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely
import streamlit as st

from assetmap.crs import WGS84, reproject_all
from assetmap.errors import AssetMapError
from assetmap.paper.layout import PAPERS, layout_of
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.sessions import Session

Sheet = tuple[str, int]
"""The paper on the wall, and at most how many sheets of it: as they were asked for when they were printed."""
_PAPER, _SHEETS = "scribe_paper", "scribe_sheets"
_KEPT = "hall_sheet"
_TYPED = re.compile(r"(?:(\d{1,2})\s*[/,:. -]\s*)?([A-Za-z])\s*(\d{1,2})")


def ask() -> None:
    """Ask which paper map hangs on the wall."""
    kept: Sheet | None = st.session_state.get(_KEPT)
    with st.expander(_("Squares of the paper map, like C4"), key="scribe_squares"):
        left, right = st.columns(2)
        left.selectbox(
            _("Which map hangs on the wall?"), ["", *PAPERS], index=["", *PAPERS].index(kept[0]) if kept else 0,
            format_func=lambda x: x or _("none"), key=_PAPER, on_change=_keep,
        )  # fmt: skip
        right.number_input(
            _("Of how many sheets?"), min_value=1, max_value=24, value=kept[1] if kept else 1, key=_SHEETS,
            on_change=_keep,
        )  # fmt: skip
        said = html_text(_("Type the square where it asks for the place: C4, or on the second sheet 2 C4."))
        st.html(f'<p class="aside">{said}</p>')


def hangs(paper: str, sheets: int) -> None:
    """Remember which paper map was printed here: it is the one that hangs on the wall."""
    st.session_state[_KEPT] = (paper, sheets)


def _keep() -> None:
    paper = str(st.session_state.get(_PAPER) or "")
    if paper:
        hangs(paper, int(st.session_state.get(_SHEETS) or 1))
    else:
        st.session_state.pop(_KEPT, None)


def sheet() -> Sheet | None:
    """Return which paper map hangs on the wall, as far as this window knows."""
    kept: Sheet | None = st.session_state.get(_KEPT)
    return kept


def square_at(place: Place, on: Session, typed: str, *, sheet: Sheet | None) -> tuple[float, float] | None:
    """
    Find the middle of a square by its name ("C4", of the second sheet "2 C4"), longitude and latitude.

    None where no paper hangs there, or that is no square of it.
    """
    said = _TYPED.fullmatch(typed.strip())
    shown = on.bounds or place.settings.bounds
    if sheet is None or said is None or shown is None:
        return None
    from assetmap.printing.workshop.ground import in_metres, tiled

    paper, sheets = sheet
    metric = place.settings.metric_crs
    try:
        tiling = tiled(in_metres(shown, metric_crs=metric), paper=paper, sheets=sheets)
    except AssetMapError:
        return None
    layout = layout_of(paper, landscape=tiling.landscape, kind="map")
    across, down = (round(x / layout.grid_mm) for x in (layout.frame.width, layout.frame.height))
    number, column, row = int(said[1] or 1), ord(said[2].upper()) - ord("A"), int(said[3]) - 1
    if not (1 <= number <= len(tiling.bounds) and 0 <= column < across and 0 <= row < down):
        return None
    west, south, east, north = tiling.bounds[number - 1]
    middle = shapely.Point(west + (column + 0.5) * (east - west) / across, north - (row + 0.5) * (north - south) / down)
    found = reproject_all([middle], metric, WGS84)[0]
    return found.x, found.y
