"""The words of the saved page: heading, list and foot. Complete without a script; every text goes through `safe`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assetmap.assets.crediting import with_credit
from assetmap.cartography.symbols import symbol_svg
from assetmap.freshness import is_overdue
from assetmap.vocabulary import vocabulary
from assetmap.webmap.features import OWN_WORDS, card_lines, label_words, note
from assetmap.webmap.in_languages import further, in_language, written_in
from assetmap.webmap.safe import html_text, straight
from assetmap.wording import LANGUAGES, apart, ngettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.settings import PlaceSettings

_SYMBOL_PX = 28
_AUTO = ' dir="auto"'


def heading(title: str, place: PlaceSettings, *, day: str, marked: str = "") -> str:
    """Write the head of the page: what it is, of which day, and that an invented town is invented."""
    under = _("What is here, as it was known on {day}.", day=day)
    said = html_text(_("This town and everything in it are invented."))
    invented = f' <span class="invented">{said}</span>' if place.invented else ""
    only = ""
    if marked:
        # translators: {marked} as “For partners only”: who the page is meant for
        said = _("{marked}: please do not hand this page on.", marked=_(marked))
        only = f"<p><b>{html_text(said)}</b></p>"
    return f"<header><h1>{html_text(title)}</h1><p>{html_text(under)}{invented}</p>{only}</header>"


def places(assets: Iterable[Asset], *, on: date, review_weeks: Mapping[str, int] | None = None, own: str = "en") -> str:
    """
    Write the list, with a box for words and the chips that a script brings to life.

    Parameters
    ----------
    own
        The language in which assets are written here: the place's first.
    """
    rows = list(assets)
    used = {vocabulary().kinds[asset.kind].group for asset in rows}
    chips = "".join(
        f'<label><input type="checkbox" value="{key}">{html_text(vocabulary().said(key))}</label>'
        for key in vocabulary().groups
        if key in used
    )
    items = "".join(_item(asset, on=on, review_weeks=review_weeks, own=own) for asset in rows)
    count = html_text(ngettext("{n} shown", "{n} shown", len(rows)))
    return (
        f'<main><div id="find"><label for="words">{html_text(_("Find by words"))}</label>'
        '<input id="words" type="search" autocomplete="off" spellcheck="false">'
        f'<fieldset id="chips"><legend>{html_text(_("What it is"))}</legend>{chips}</fieldset>'
        f'<p id="count" role="status">{count}</p></div>'
        f'<ol id="places">{items}</ol></main>'
    )


def foot(place: PlaceSettings, assets: Iterable[Asset] = ()) -> str:
    """Write the foot: crisis lines, whom to tell, sources of the map and of the assets on it."""
    crisis = apart([_("{name}: {contact}", name=x.name, contact=x.contact) for x in place.crisis_lines])
    parts = [
        # translators: {lines} as “Samaritans: 116 123; NHS: 111”
        _("In a crisis: {lines}.", lines=crisis) if crisis else "",
        # translators: {whom} as “Ana at the library, 01632 960998”
        _("Something wrong here? Tell {whom}.", whom=place.tell) if place.tell else "",
        with_credit(place.credit(), assets),
    ]
    return "<footer>" + "".join(f"<div>{html_text(x)}</div>" for x in parts if x) + "</footer>"


_FROM_LEFT = frozenset({"Phone", "Email", "Website"})
"""What is read from the left in every language: the words beside it would turn it around."""


def _item(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None, own: str) -> str:
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    picture = symbol_svg(asset.kind, size_px=_SYMBOL_PX, status=asset.status, overdue=overdue)
    shown, tags = in_language(asset, spoken(), own=own)
    from_right = LANGUAGES[spoken()].rtl
    lines = []
    for label, text in card_lines(shown, on=on, review_weeks=review_weeks):
        # translators: what stands before a fact about a place: “Phone:”
        before = f"<b>{html_text(_('{label}:', label=label_words(label)))}</b> " if label else ""
        way = written_in(tags.get(text, ""))
        if label == OWN_WORDS:
            words = html_text(text, as_typed=True)
            lines.append(f'<p class="own">{before}<q{way or _AUTO}>{words}</q></p>')
            continue
        if not way and from_right:
            way = ' dir="ltr"' if label in _FROM_LEFT else _AUTO
        said = linked(label, text)
        lines.append(f"<p>{before}{f'<bdi{way}>{said}</bdi>' if way else said}</p>")
    also = ""
    if shown.name != asset.name:  # behind it the one that stands on the door
        also = f" <small>(<bdi>{html_text(asset.name)}</bdi>)</small>"
    auto = _AUTO if from_right else ""
    named = f"<b{written_in(tags.get(shown.name, '')) or auto}>{html_text(shown.name)}</b>{also}"
    return (
        f'<li data-id="{html_text(asset.short)}" id="a-{html_text(asset.short)}"><details><summary>{picture}'
        f"<span>{named}<small>{html_text(note(shown))}</small></span></summary>"
        f"<div>{''.join(lines)}{further(asset, shown=shown)}</div></details></li>"
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
