"""The peer: an app as folium's own documentation writes it, one `Marker` an asset, shown by streamlit-folium."""

from __future__ import annotations

import html
import importlib.metadata
import importlib.util
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.bench.screens import town

if TYPE_CHECKING:
    from pathlib import Path

NAME = "folium, one Marker an asset"
MISSING = "streamlit-folium is not installed"

# The assets are read once and kept, and only a tap on a marker causes a rerun: the kindest stock way.
_SCRIPT = """\
import json

import folium
import streamlit as st
from streamlit_folium import st_folium

{local}
st.set_page_config(page_title="Assets", layout="wide")


@st.cache_data
def read(path):
    with open(path, encoding="utf-8") as handle:
        return json.load(handle)


assets = read({path!r})
words = st.text_input("Find by words")
chips = st.pills("What it is", sorted({{x["kind"] for x in assets}}), selection_mode="multi")
shown = [
    x for x in assets
    if words.lower() in (x["name"] + " " + x["text"]).lower() and (not chips or x["kind"] in chips)
]
lat = sum(x["lat"] for x in assets) / len(assets)
lon = sum(x["lon"] for x in assets) / len(assets)
drawn = folium.Map(location=[lat, lon], zoom_start=14, tiles=None)
for x in shown:
    folium.Marker([x["lat"], x["lon"]], popup=x["name"], tooltip=x["kind"]).add_to(drawn)
said = st_folium(drawn, key="map", returned_objects=["last_object_clicked_popup"], use_container_width=True)
chosen = said.get("last_object_clicked_popup") if said else None
for x in shown:
    if x["name"] == chosen:
        st.subheader(x["name"])
        st.text(x["text"])
        st.text(x["address"])
        break
"""


@dataclass(frozen=True)
class Peer:
    """The peer's script for one set of assets, and what its map must show."""

    script: Path
    pins: list[tuple[str, float, float]]


def is_there() -> bool:
    """Say whether the peer is installed."""
    return importlib.util.find_spec("streamlit_folium") is not None


def versions() -> str:
    """Name what is measured."""
    names = ("folium", "streamlit-folium", "streamlit")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


# Without internet: Leaflet from the loopback address, and nothing at all in place of folium's other scripts.
_LOCAL = """
folium.Map.default_js = [("leaflet", "{0}/leaflet.js"), ("jquery", "{0}/dollar.js")]
folium.Map.default_css = [("leaflet_css", "{0}/leaflet.css")]
"""


def write(home: Path, folder: Path, *, leaflet: str | None = None) -> Peer:
    """
    Write the script, and the file of the assets of a home that it reads, to a folder.

    Parameters
    ----------
    leaflet
        The address of a Leaflet to use in place of the one on the internet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data, script = folder / "assets.json", folder / "peer.py"
    pins = town.written(home, data)
    script.write_text(_SCRIPT.format(path=str(data), local=_LOCAL.format(leaflet) if leaflet else ""), encoding="utf-8")
    return Peer(script=script, pins=pins)


def markers(script: str) -> list[tuple[str, float, float]]:
    """Read the names and places of the markers out of what folium sent, sorted."""
    places = {
        name: (float(lat), float(lon))
        for name, lat, lon in re.findall(r"var (marker_\w+) = L\.marker\(\s*\[([-\d.e]+), ([-\d.e]+)\]", script)
    }
    texts = dict(re.findall(r"var (html_\w+) = \$\(`<div[^>]*>(.*?)</div>`\)", script, flags=re.DOTALL))
    contents = dict(re.findall(r"(popup_\w+)\.setContent\((html_\w+)\)", script))
    bound = dict(re.findall(r"(marker_\w+)\.bindPopup\((popup_\w+)\)", script))
    return sorted(
        town.pin(html.unescape(texts[contents[bound[name]]]), lon, lat) for name, (lat, lon) in places.items()
    )
