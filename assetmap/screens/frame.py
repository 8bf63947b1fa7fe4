"""What stands around every screen: the name of the place, whether it is invented, and the way things look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from assetmap.settings import PlaceSettings

# Streamlit's own spacing is made for dashboards: less above, and on a phone the map at once.
_LOOK = """
<style>
.stMainBlockContainer { padding: 1.2rem 1.6rem 1.5rem; }
[data-testid="stWidgetLabel"] p, [data-testid="stButtonGroup"] button p { font-size: 1rem; }
.stAppDeployButton, [data-testid="stMainMenu"] { display: none; }
.place { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; }
.place h1 { font-size: 1.55rem; line-height: 1.25; padding: 0; margin: 0; overflow-wrap: anywhere; }
.place p { margin: 0; padding: 3px 10px; border-radius: 5px; background: #FFF3CD; color: #1A1A1A; font-size: .95rem; }
.asset { border: 1px solid #8A8A8A; border-left: 5px solid #0B3D91; border-radius: 8px;
  padding: 10px 14px; overflow-wrap: anywhere; }
.asset h2 { font-size: 1.15rem; line-height: 1.3; padding: 0; margin: 0 0 2px;
  display: flex; gap: 9px; align-items: flex-start; }
.asset h2 img { flex: none; width: 26px; height: 26px; margin-top: 1px; }
.asset p { margin: 3px 0; white-space: pre-line; }
.asset .kind { color: #3A3A3A; }
.asset .own { border-left: 3px solid #8A8A8A; padding-left: 9px; }
.asset .checked { font-weight: 700; }
.count { font-size: 1rem; margin: 0; }
.st-key-face { display: none; }
.st-key-card_below { display: none; }
[data-testid="stButtonGroup"] button { min-height: 2.2rem; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: .9rem .8rem 1rem; }
  .place h1 { font-size: 1.25rem; }
  .place p { font-size: .85rem; }
  .st-key-face { display: block; }
  .st-key-card_above { display: none; }
  .st-key-card_below { display: block; position: fixed; left: 0; right: 0; bottom: 0; z-index: 1000;
    max-height: 48vh; overflow: auto; background: #FFF; padding: 8px 10px 12px;
    box-shadow: 0 -3px 14px rgba(0, 0, 0, .28); }
  .st-key-groups [data-testid="stButtonGroup"], .st-key-groups [data-testid="stButtonGroup"] * { flex-wrap: nowrap; }
  .st-key-groups [data-testid="stButtonGroup"] > div { overflow-x: auto; padding-bottom: 4px; }
  .st-key-groups button { flex: none; }
}
</style>
"""


# Streamlit's bar over the page is the menu of screens; with one screen there is nothing in it.
_NO_BAR = '<style>[data-testid="stHeader"] { display: none; }</style>'


def look(*, screens: int) -> None:
    """Give the screens their look; with one screen there is no menu over the page."""
    st.html(_LOOK + (_NO_BAR if screens == 1 else ""))


def banner(place: PlaceSettings) -> None:
    """Say which place this is and, of the demo town, that it is invented."""
    invented = (
        "<p>This town and everything in it are invented, to look around in. "
        "<code>assetmap setup</code> makes a map of your own place.</p>"
        if place.invented
        else ""
    )
    st.html(f'<div class="place"><h1>{html_text(place.name)}</h1>{invented}</div>')
