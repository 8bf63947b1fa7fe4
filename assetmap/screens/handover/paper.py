"""The page as it will print, with the one button that prints it and the other that copies it as text."""

from __future__ import annotations

import gzip
from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.printing.short_text import MOST, short_text
from assetmap.printing.voices import plain
from assetmap.screens import copying
from assetmap.screens.doors.page import MINUTES, HeldPage
from assetmap.screens.handover.component import component, nothing
from assetmap.screens.handover.state import keep_page, kept_page
from assetmap.screens.linked import link_to
from assetmap.screens.livemap import base_path
from assetmap.wording import N_, ngettext, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.printing.referral_sheet import Page
    from assetmap.printing.sheet import Sheet
    from assetmap.settings import PlaceSettings

KEY = "refer_sheets"
_SAID = (
    N_("Print"), N_("Copy as text"), N_("Open it as a web page"), N_("Copy a link to these"), N_("See the text"),
    N_("The text that is copied"), N_("One moment: the page is changing."), N_("Sheet {n} of {all}"),
    N_("The page as it will print."), N_("Link copied ✓"), N_("The link is marked: copy it now."), N_("Copied ✓"),
    N_("The text is marked: copy it now."),
)  # fmt: skip
"""Each is in the script as well, letter for letter."""


def paper(
    page: Page,
    *,
    assets: Sequence[Asset],
    settings: PlaceSettings,
    on: date,
    near: Mapping[str, str] = MappingProxyType({}),
    set_as: str = "",
    handed: Callable[[], None] = nothing,
) -> None:
    """
    Draw a page with its buttons; hold it for the browser to read, as long as it is on the screen.

    Parameters
    ----------
    assets
        What is on the page, in its order; for the text.
    near
        Short code → the street that it is near; for the text.
    set_as
        The size of print, said beside the button that prints.
    handed
        Called when somebody presses Print or Copy.
    """
    pdf = page.pdf()
    held = kept_page(pdf)
    if held is None:
        pictures = [gzip.compress(picture, 1, mtime=0) for picture in page.pictures()]
        held = HeldPage(pdf=pdf, web=page.html().encode(), pictures=pictures)
        keep_page(held)
    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    text = short_text(assets, settings=settings, on=on, near=near, language=page.sheet.language)
    sheets = sum(part.startswith("sheet-") for part in held.parts)
    component("paper")(
        key=KEY,
        data={
            "address": f"{base}/assetmap/page/{held.token}",
            "sheets": sheets,
            "shape": page.paper.height_mm / page.paper.width_mm,
            "words": words_of(page.sheet),
            "text": text.text,
            "link": link_to([asset.short for asset in assets], address=settings.published_address, root=base, on=on),
            "said": f"{_('{n} of {most} characters', n=len(text.text), most=MOST)} · {_messages(text.messages)}",
            "set_as": _("{format}, {paper}: change", format=set_as, paper=page.paper.name) if set_as else "",
            "about": _about(sheets),
            "tongue": copying.said_in_browser(_SAID),
            "missing": _missing(page),
            "renew_s": MINUTES * 20,
        },
        height="content",
        on_opened_change=nothing,
        on_handed_change=handed,
    )


def words_of(sheet: Sheet) -> str:
    """Write a page's words on one line, for who cannot see the picture of it."""
    lines = [" ".join(x.split()) for x in sheet.lines()]
    with speaking(sheet.language):
        return plain(" ".join(x if x[-1] in ".!?:۔।؟" else _("{sentence}.", sentence=x) for x in lines))


def _missing(page: Page) -> str:
    if not page.unprintable:
        return ""
    return _("These signs cannot be printed: {signs}. An empty box stands for each.", signs=" ".join(page.unprintable))


def _messages(number: int) -> str:
    return ngettext("{n} text message", "{n} text messages", number)


def _about(sheets: int) -> str:
    if sheets == 1:
        return _("One sheet of paper.")
    # translators: {both} is the number of sheets when both sides are printed
    return ngettext(
        "{n} sheet of paper, or {both} printed on both sides.", "{n} sheets of paper, or {both} printed on both sides.",
        sheets, both=(sheets + 1) // 2,
    )  # fmt: skip
