"""What stands around every screen: the name of the place, whether it is invented, and the way things look."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from assetmap.settings import PlaceSettings



def look(*, screens: int) -> None:
    """Give the screens their look; with one screen there is no menu over the page."""
    st.html(f"<style>{_style()}{_NO_BAR if screens == 1 else ''}</style>")


# Streamlit's bar over the page is the menu of screens; with one screen there is nothing in it.
_NO_BAR = '[data-testid="stHeader"] { display: none; } .stMainBlockContainer { padding-top: 1.2rem; }'


@cache
def _style() -> str:
    return (Path(__file__).parent / "look.css").read_text(encoding="utf-8")


def banner(place: PlaceSettings) -> None:
    """Say which place this is and, of the demo town, that it is invented."""
    invented = (
        "<p>This town and everything in it are invented, to look around in. "
        "<code>assetmap setup</code> makes a map of your own place.</p>"
        if place.invented
        else ""
    )
    st.html(f'<div class="place"><h1>{html_text(place.name)}</h1>{invented}</div>')
