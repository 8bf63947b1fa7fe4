"""The words of the saved page: heading, list and foot. Complete without a script; every text goes through `safe`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assetmap.cartography.symbols import symbol_svg
from assetmap.freshness import is_overdue
from assetmap.vocabulary import vocabulary
from assetmap.webmap.features import OWN_WORDS, card_lines, note
from assetmap.webmap.in_languages import further
from assetmap.webmap.safe import html_text, straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.settings import PlaceSettings

_SYMBOL_PX = 28


def heading(title: str, place: PlaceSettings, *, day: str, marked: str = "") -> str:
    """Write the head of the page: what it is, of which day, and that an invented town is invented."""
    under = f"What is here, as it was known on {day}."
    invented = ' <span class="invented">This town and everything in it are invented.</span>' if place.invented else ""
    only = f"<p><b>{html_text(marked)}: please do not hand this page on.</b></p>" if marked else ""
    return f"<header><h1>{html_text(title)}</h1><p>{html_text(under)}{invented}</p>{only}</header>"


def places(assets: Iterable[Asset], *, on: date, review_weeks: Mapping[str, int] | None = None) -> str:
    """Write the list, with a box for words and the chips that a script brings to life."""
    rows = list(assets)
    used = {vocabulary().kinds[asset.kind].group for asset in rows}
    chips = "".join(
        f'<label><input type="checkbox" value="{key}">{html_text(group.label)}</label>'
        for key, group in vocabulary().groups.items()
        if key in used
    )
    items = "".join(_item(asset, on=on, review_weeks=review_weeks) for asset in rows)
    return (
        '<main><div id="find"><label for="words">Find by words</label>'
        '<input id="words" type="search" autocomplete="off" spellcheck="false">'
        f'<fieldset id="chips"><legend>What it is</legend>{chips}</fieldset>'
        f'<p id="count" role="status">{len(rows)} shown</p></div>'
        f'<ol id="places">{items}</ol></main>'
    )


def foot(place: PlaceSettings) -> str:
    """Write the foot: crisis lines, whom to tell, sources."""
    crisis = "; ".join(f"{x.name}: {x.contact}" for x in place.crisis_lines)
    parts = [
        f"In a crisis: {crisis}." if crisis else "",
        f"Something wrong here? Tell {place.tell}." if place.tell else "",
        place.credit(),
    ]
    return "<footer>" + "".join(f"<div>{html_text(x)}</div>" for x in parts if x) + "</footer>"


def _item(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None) -> str:
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    picture = symbol_svg(asset.kind, size_px=_SYMBOL_PX, status=asset.status, overdue=overdue)
    lines = []
    for label, text in card_lines(asset, on=on, review_weeks=review_weeks):
        if label == OWN_WORDS:
            lines.append(f'<p class="own"><b>{label}:</b> <q dir="auto">{html_text(text, as_typed=True)}</q></p>')
            continue
        before = f"<b>{html_text(label)}:</b> " if label else ""
        lines.append(f"<p>{before}{linked(label, text)}</p>")
    return (
        f'<li data-id="{html_text(asset.short)}" id="a-{html_text(asset.short)}"><details><summary>{picture}'
        f"<span><b>{html_text(asset.name)}</b><small>{html_text(note(asset))}</small></span></summary>"
        f"<div>{''.join(lines)}{further(asset, shown=asset)}</div></details></li>"
    )


def linked(label: str, text: str) -> str:
    """Make a website or a telephone number one that can be followed; anything doubtful stays text."""
    said = straight(text).strip()
    if label == "Website":
        address = said if "://" in said else f"https://{said}"
        try:
            parts = urlsplit(address)
        except ValueError:
            return html_text(text)
        if (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and "." in parts.hostname
            and not set(said) & set(" \t\n\"'<>")
        ):
            return f'<a href="{html_text(address)}" rel="noopener noreferrer nofollow">{html_text(text)}</a>'
    if label == "Phone":
        digits = "".join(x for x in said if x in "+0123456789")
        if len(digits) >= 3 and set(said) <= set("+0123456789 ()-"):
            return f'<a href="tel:{digits}">{html_text(text)}</a>'
    return html_text(text)
