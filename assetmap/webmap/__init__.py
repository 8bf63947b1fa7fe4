"""The web map: one HTML page that opens anywhere, and the data that the screen's map is drawn from."""

from assetmap.webmap.features import card_lines, features, label_words, note
from assetmap.webmap.ground import COLOURS, ground, place_bounds
from assetmap.webmap.overlay import OUTLINES, areas_with, outlines, overlay, overlays, source_of
from assetmap.webmap.page import folium_map, web_page

__all__ = [
    "COLOURS",
    "OUTLINES",
    "areas_with",
    "card_lines",
    "features",
    "folium_map",
    "ground",
    "label_words",
    "note",
    "outlines",
    "overlay",
    "overlays",
    "place_bounds",
    "source_of",
    "web_page",
]
