"""Everything that is shown of one asset, as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.cartography.symbols import symbol_address
from assetmap.freshness import checked_text, is_overdue
from assetmap.webmap import card_lines, note
from assetmap.webmap.features import OWN_WORDS
from assetmap.webmap.listing import linked
from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assetmap.assets import Asset

_SYMBOL_PX = 26


def card(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None, checked_by: str = "") -> str:
    """
    Write an asset's card as HTML; every text in it is made safe.

    Parameters
    ----------
    asset
        The output of `disclosure.disclosed`.
    on
        The day on which it is asked whether a check is overdue.
    checked_by
        Who checked it, for those who may know.
    """
    overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
    drawn = symbol_address(asset.kind, size_px=_SYMBOL_PX, status=asset.status, overdue=overdue)
    # As a picture: Streamlit takes drawings out of the markup it is given.
    picture = f'<img alt="" src="{drawn}">'
    checked = checked_text(asset, on=on, review_weeks=review_weeks)
    lines = []
    for label, text in card_lines(asset, on=on, review_weeks=review_weeks):
        if label == OWN_WORDS:
            lines.append(f'<p class="own"><b>{label}:</b> <q dir="auto">{html_text(text, as_typed=True)}</q></p>')
        elif not label and text == checked:
            by = f" By {html_text(checked_by)}." if checked_by else ""
            lines.append(f'<p class="checked">{html_text(text)}{by}</p>')
        else:
            before = f"<b>{html_text(label)}:</b> " if label else ""
            lines.append(f"<p>{before}{linked(label, text)}</p>")
    return (
        f'<section class="asset" data-short="{html_text(asset.short)}" aria-label="The one you chose">'
        f"<h2>{picture}<span>{html_text(asset.name)}</span></h2>"
        f'<p class="kind">{html_text(note(asset, on=on))}</p>{"".join(lines)}</section>'
    )
