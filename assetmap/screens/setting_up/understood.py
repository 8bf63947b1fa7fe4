"""What a setup understood, said for people and drawn, before anybody keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.layers import cards
from assetmap.screens import saying, session
from assetmap.screens.livemap import livemap
from assetmap.screens.setting_up.unshelled import unshelled
from assetmap.setup.recognising import ROLES
from assetmap.setup.trying import goes
from assetmap.webmap import OUTLINES, overlays

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.setup import SetupReport
    from assetmap.setup.trying import Aside

_LISTED = 12


def understood(aside: Aside, earlier: Place | None) -> None:
    """
    Show the report and the map of a place that is not kept yet.

    Parameters
    ----------
    earlier
        The place that it would be set up over, whose layers may go.
    """
    assert aside.report is not None
    place = session.opened_at(aside.home)
    saying.heading(f"What these files give: {aside.name}")
    saying.good(summary(aside.report))
    gone = [] if earlier is None else goes(aside, earlier.home)
    if gone:
        saying.trouble(
            f"The open place also has {', '.join(_in_words(x) for x in gone)}. These files do not, so it would be lost."
        )
    titles = overlays(place)
    overlay: str | None = OUTLINES
    if titles:
        overlay = st.selectbox(
            "Colour the neighbourhoods by",
            list(titles),
            format_func=titles.__getitem__,
            key="own_overlay",
            filter_mode=None,
        )
    with st.container(key="own_map"):
        livemap(session.view(place, overlay=overlay), face="map", key="own_livemap")
    if aside.report.warnings:
        saying.heading("Things to know", level=3)
        saying.listed(unshelled(x) for x in aside.report.warnings)
    rows = [(x.file, _title(x.card), f"{x.read:,}", f"{x.used:,}", f"{x.left_over:,}") for x in aside.report.files]
    with st.expander(f"What came of each file ({len(rows)})"):
        headings = ("File", "What it is", "Rows read", "Used", "Left over")
        saying.table(headings, rows, caption="What was read and used")
        if any(x.left_over for x in aside.report.files):
            saying.words("Rows left over are for other areas, or could not be used.")


def summary(report: SetupReport) -> str:
    """Say in a sentence or two what was joined."""
    many = f"{report.areas:,} neighbourhoods" if report.areas != 1 else "One neighbourhood"
    if not report.has_deprivation:
        return f"{many}. There was no file about deprivation, so the map has none to show."
    if not report.unjoined:
        return (
            f"{many}. Each of them has its figures about deprivation."
            if report.areas != 1
            else f"{many}, with its figures."
        )
    shown = ", ".join(report.unjoined[:_LISTED]) + (" and more" if len(report.unjoined) > _LISTED else "")
    return f"{many}. {len(report.unjoined):,} of them have no figures about deprivation: {shown}."


def _title(card: str) -> str:
    known = cards().get(card)
    return known.title if known is not None else card


def _in_words(layer: str) -> str:
    return ROLES.get(layer, layer).removeprefix("the ")
