"""Look around: words, chips and colours choose; the map and the list are equals; a tap shows everything about one."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import session
from assetmap.screens.cards import card
from assetmap.screens.livemap import View, livemap, picked
from assetmap.search import matching
from assetmap.vocabulary import vocabulary
from assetmap.webmap import overlays, web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place

_ONLY_ON_A_PHONE = """<style>@media (max-width: 640px) {{ .st-key-{hidden} {{ display: none; }} }}</style>"""


def chosen_assets(assets: Sequence[Asset], *, words: str, groups: Sequence[str]) -> list[Asset]:
    """Keep the assets of the chips that have the words; best fit first where there are words. Keeps nothing typed."""
    kinds = [key for key, kind in vocabulary().kinds.items() if kind.group in groups]
    found = matching(assets, text=words, kinds=kinds)
    if words.strip():
        found.sort(key=lambda row: -row[1])
    return [asset for asset, _ in found]


def explore() -> None:
    """Draw the screen."""
    place = session.opened()
    everything = session.everybody_sees()
    left, right = st.columns([1, 2], gap="small")
    with left:
        shown, overlay = _find(place, everything)
    by_short = {asset.short: asset for asset in everything}
    chosen = by_short.get(st.session_state.get("chosen", ""))
    view = _view(place, shown, everything, overlay=overlay, chosen=chosen)
    with left:
        _card(place, chosen, where="card_above")
        with st.container(key="the_list"):
            livemap(view, face="list", key="list", on_picked=_picked("list"))
    with right:
        with st.container(key="the_map"):
            livemap(view, face="map", key="map", on_picked=_picked("map"))
        _card(place, chosen, where="card_below")
        _downloads(place, shown, overlay=overlay)


def _find(place: Place, everything: Sequence[Asset]) -> tuple[list[Asset], str | None]:
    groups = vocabulary().groups
    words = st.text_input(
        "Find by words", key="words", autocomplete="off", placeholder="lunch, singing, somewhere warm"
    )
    picked_groups = st.pills(
        "What it is",
        list(groups),
        format_func=lambda key: groups[key].label,
        selection_mode="multi",
        wrap=True,
        key="groups",
    )
    titles = overlays(place)
    overlay = None
    if titles:
        overlay = st.selectbox(
            "Colour the areas by",
            [None, *titles],
            format_func=lambda key: titles[key] if key else "nothing",
            key="overlay",
            filter_mode=None,
        )
    shown = chosen_assets(everything, words=words, groups=picked_groups)
    without = sum(asset.where is None for asset in shown)
    aside = f", {without} of them without a place on the map" if without else ""
    said = f'<p class="count" role="status">{len(shown)} of {len(everything)} shown{aside}</p>'
    face = st.session_state.get("face") or "Map"
    st.html(said + _ONLY_ON_A_PHONE.format(hidden="the_map" if face == "List" else "the_list"))
    st.segmented_control(
        "Show", ["Map", "List"], default="Map", required=True, key="face", label_visibility="collapsed", width="stretch"
    )
    return shown, overlay


def _view(
    place: Place, shown: Sequence[Asset], everything: Sequence[Asset], *, overlay: str | None, chosen: Asset | None
) -> View:
    same = len(shown) == len(everything) and all(a is b for a, b in zip(shown, everything, strict=True))
    return session.view(
        place,
        overlay=overlay,
        shown=None if same else tuple(asset.short for asset in shown),
        chosen=chosen.short if chosen else "",
    )


def _picked(key: str) -> Callable[[], None]:
    def choose() -> None:
        short = picked(key)
        if short is not None:
            st.session_state["chosen"] = short

    return choose


def _card(place: Place, chosen: Asset | None, *, where: str) -> None:
    if chosen is None:
        return
    with st.container(key=where):
        st.button("Close", key=f"{where}_close", on_click=_let_go)
        st.html(card(chosen, on=datetime.now().astimezone().date(), review_weeks=place.settings.review_weeks))


def _let_go() -> None:
    st.session_state["chosen"] = ""


def _downloads(place: Place, shown: Sequence[Asset], *, overlay: str | None) -> None:
    """Offer what is shown as a page and as data; made only when asked."""
    row = st.container(horizontal=True, gap="small")
    row.download_button(
        "Save this map as a page",
        data=lambda: web_page(shown, place=place, overlay=overlay),
        file_name="map.html",
        mime="text/html",
        on_click="ignore",
        help="One file with the map and the list. It opens from a memory stick, without internet.",
    )
    row.download_button(
        "Save as data",
        data=lambda: _geojson(place, shown),
        file_name="assets.geojson",
        mime="application/geo+json",
        on_click="ignore",
        help="GeoJSON, for other map programs.",
    )


def _geojson(place: Place, shown: Sequence[Asset]) -> bytes:
    from assetmap.exchange import export

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assets.geojson"
        export(list(shown), path, place=place)
        return path.read_bytes()


if __name__ == "__main__":
    with session.spoken(st.error):
        explore()
