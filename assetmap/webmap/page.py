"""The page to save, send and open anywhere: one HTML file with map and list, and no internet."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.disclosure import marked_for
from assetmap.errors import SettingsError
from assetmap.freshness import day_text
from assetmap.webmap import listing
from assetmap.webmap.features import features, label_words
from assetmap.webmap.ground import COLOURS, ground, place_bounds
from assetmap.webmap.overlay import areas_with
from assetmap.webmap.overlay import overlay as coloured
from assetmap.webmap.safe import html_text, json_text, nothing_runs
from assetmap.webmap.words import PAGE, SHARED, said_in_browser
from assetmap.wording import LANGUAGES, speaking, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import folium
    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.place import Place

_BUILT = Path(__file__).parent / "built"
# Where the finished page takes in our own scripts; folium never sees them.
_STYLE, _SCRIPT = "<!--assetmap:style-->", "<!--assetmap:script-->"


def web_page(
    assets: Iterable[Asset],
    *,
    place: Place,
    areas: GeoDataFrame | None = None,
    overlay: str | None = None,
    title: str = "",
    on: date | None = None,
    audience: str = "public",
    language: str = "",
) -> str:
    """
    Make one HTML file that opens from a memory stick: map, list, legend and sources.

    Parameters
    ----------
    assets
        The output of `disclosure.disclosed`; nothing else is ever looked at.
    place
        Gives name, base map and sources.
    areas
        As `overlay.areas_with` gives them; by default the place's own.
    overlay
        An index to colour the areas by, for example `imd`; None colours nothing.
    title
        By default the place's name.
    on
        The day printed on the page and asked for checks that are overdue; by default today.
    audience
        The circle that `assets` were disclosed to; the page says so where it is not the public.
    language
        A code of `wording.LANGUAGES`; by default the one that is spoken.

    Returns
    -------
    page
        Text in UTF-8. It holds no address of another host and asks for none; its content security policy
        forbids every script but its own.

    Raises
    ------
    LayerError
        The place has no such overlay.
    SettingsError
        The scripts are not built: the installation is incomplete.
    ExchangeError
        A text would have run as a program; nothing was written.
    """
    rows = list(assets)
    day = on or datetime.now().astimezone().date()
    tongue = language or spoken()
    with speaking(tongue):
        drawn = folium_map(
            rows, place=place, areas=areas, overlay=overlay, title=title, on=day, bundled=False, audience=audience
        )
    root = drawn.get_root()
    page = nothing_runs(str(root.render()))
    style = f"<style>{_letters()}{_built('page.css')}</style>"
    page = page.replace(_STYLE, style, 1).replace(_SCRIPT, f"<script>{_built('page.js')}</script>", 1)
    way = ' dir="rtl"' if LANGUAGES[tongue].rtl else ""
    page = page.replace("<html>", f'<html lang="{tongue}"{way}>', 1)
    return page.replace("<head>", f"<head>\n    {_policy(page)}", 1)


def folium_map(
    assets: Iterable[Asset],
    *,
    place: Place,
    areas: GeoDataFrame | None = None,
    overlay: str | None = None,
    title: str = "",
    on: date | None = None,
    bundled: bool = True,
    audience: str = "public",
) -> folium.Map:
    """
    Make the same map as a `folium.Map`, for a notebook's last line, in the language spoken; see `web_page`.

    It carries its own Leaflet, so that a notebook shows it without internet as well. With `bundled` False the scripts
    are left out, for whoever puts them in.
    """
    from assetmap.webmap.folium_parts import page_map

    rows = list(assets)
    day = on or datetime.now().astimezone().date()
    name = title or place.settings.name
    found = features(rows, on=day, review_weeks=place.settings.review_weeks)
    data: dict[str, Any] = {
        "ground": ground(place),
        "colours": COLOURS,
        "bounds": _view(found["assets"], place, whole=overlay is not None),
        **found,
        "words": said_in_browser((*SHARED, *PAGE)),
    }
    for row in found["assets"]:
        row["card"] = [(label and _("{label}:", label=label_words(label)), text) for label, text in row["card"]]
    if overlay is not None:
        data["overlay"] = coloured(place, overlay, areas=areas if areas is not None else areas_with(place, overlay))
    head = _STYLE + _SCRIPT
    if bundled:
        head = f"<style>{_letters()}{_built('page.css')}</style><script>{_built('page.js')}</script>"
    heading = listing.heading(name, place.settings, day=day_text(day), marked=marked_for(rows, audience=audience))
    own = next(iter(place.settings.languages), "en")
    places = listing.places(rows, on=day, review_weeks=place.settings.review_weeks, own=own)
    return page_map(
        title=html_text(name),
        head=head,
        before=heading + places,
        after=listing.foot(place.settings, rows)
        + f'<script type="application/json" id="assetmap-data">{json_text(data)}</script>',
    )


def _view(rows: list[dict[str, Any]], place: Place, *, whole: bool) -> list[float]:
    """Return the box the map opens on: the assets, but no smaller than a few streets; or the place."""
    points = [row["at"] for row in rows if "at" in row]
    if whole or not points:
        return [round(x, 5) for x in place_bounds(place)]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    return [west - 0.002, south - 0.002, east + 0.002, north + 0.002]


def _policy(page: str) -> str:
    """Write the page's content security policy: its own scripts by their hashes, and nothing from anywhere."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"script-src {hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'\">"
        '\n    <meta name="referrer" content="no-referrer">'
    )


@cache
def _letters() -> str:
    """Return the page's typeface as style rules: made for low vision, inlined, 150 KB."""
    from fontpkg_atkinson_hyperlegible import ROOT

    rules = []
    for name, weight in (("Regular", 400), ("Bold", 700)):
        letters = base64.b64encode((ROOT / "files" / f"AtkinsonHyperlegible-{name}.ttf").read_bytes()).decode()
        rules.append(
            f'@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};font-display:swap;'
            f'src:url(data:font/ttf;base64,{letters}) format("truetype")}}'
        )
    return "".join(rules)


@cache
def _built(name: str) -> str:
    try:
        return (_BUILT / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(
            "the map's scripts are missing from this installation: run `pip install -e .` in a checkout, "
            "or install assetmap again."
        ) from None
