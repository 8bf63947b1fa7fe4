"""Everything that is shown of one asset, as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import TEXTS
from assetmap.cartography.symbols import symbol_address
from assetmap.freshness import checked_text, is_overdue
from assetmap.webmap import card_lines, label_words, note
from assetmap.webmap.features import OWN_WORDS
from assetmap.webmap.in_languages import further, in_language, written_in
from assetmap.webmap.listing import linked
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import spoken
from assetmap.wording.naming import direction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assetmap.assets import Asset

_SYMBOL_PX = 26


def card(
    asset: Asset,
    *,
    on: date,
    review_weeks: Mapping[str, int] | None = None,
    checked_by: str = "",
    own: str = "",
    every_language: bool = False,
) -> str:
    """
    Write an asset's card as HTML, in the language spoken where it says so; every text in it is made safe.

    Parameters
    ----------
    asset
        The output of `disclosure.disclosed`.
    on
        The day on which it is asked whether a check is overdue.
    checked_by
        Who checked it, for those who may know.
    own
        The language in which assets are written here: the place's first.
    every_language
        Whether what it says in all other languages stands open, for who looks all of it through.
    """
    first, (asset, tags) = asset, (asset, {}) if every_language else in_language(asset, spoken(), own=own)
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    drawn = symbol_address(asset.kind, size_px=_SYMBOL_PX, status=asset.status, overdue=overdue)
    # As a picture: Streamlit takes drawings out of the markup it is given.
    picture = f'<img alt="" src="{drawn}">'
    checked = checked_text(asset, on=on, review_weeks=review_weeks)
    lines = []
    for label, text in card_lines(asset, on=on, review_weeks=review_weeks):
        if label == OWN_WORDS:
            way = written_in(tags.get(text, "")) or ' dir="auto"'
            words = f"<b>{_before(label)}</b> <q{way}>{html_text(text, as_typed=True)}</q>"
            lines.append(f'<p class="own">{words}</p>')
        elif not label and text == checked:
            by = f" {html_text(_('By {person}.', person=checked_by))}" if checked_by else ""
            lines.append(f'<p class="checked">{html_text(text)}{by}</p>')
        else:
            lines.append(_line(label, text, way=written_in(tags.get(text, ""))))
    if own not in {"", spoken()} and any(tags.get(text) == own for name in TEXTS[1:] if (text := getattr(asset, name))):
        some = _("Not all of this has been put into this language yet. The rest stands as it was written.")
        lines.append(f'<p class="aside" dir="auto">{html_text(some)}</p>')
    chosen = html_text(_("The one you chose"))
    return (
        f'<section class="asset" data-short="{html_text(asset.short)}" aria-label="{chosen}">'
        f"<h2>{picture}<span>{_name(asset, first, tags)}</span></h2>"
        f'<p class="kind">{html_text(note(asset, on=on))}</p>{"".join(lines)}'
        f"{further(first, shown=asset, is_open=every_language)}</section>"
    )


_FROM_LEFT = frozenset({"Phone", "Email", "Website"})


def _line(label: str, text: str, *, way: str) -> str:
    from_right = direction(spoken()) == "rtl"
    auto = ' dir="auto"' if from_right else ""
    if not label:
        return f"<p{way or auto}>{html_text(text)}</p>"
    said = linked(label, text)
    if not way and from_right:  # a telephone number or an address would be turned around by the words beside it
        way = ' dir="ltr"' if label in _FROM_LEFT else auto
    return f"<p><b>{_before(label)}</b> {f'<bdi{way}>{said}</bdi>' if way else said}</p>"


def _before(label: str) -> str:
    return html_text(_("{label}:", label=label_words(label)))


def _name(asset: Asset, first: Asset, tags: Mapping[str, str]) -> str:
    """Write its name, and behind it the one that stands on the door where that is another."""
    name, way = html_text(asset.name), written_in(tags.get(asset.name, ""))
    if asset.name == first.name:
        return f"<bdi{way}>{name}</bdi>" if way else name
    return f"<bdi{way}>{name}</bdi> <small>(<bdi>{html_text(first.name)}</bdi>)</small>"
