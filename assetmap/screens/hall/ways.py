"""The ways from a workshop to the pages that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.livemap import base_path
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.store.sessions import Session


def ways(on: Session) -> None:
    """Offer the other pages of a workshop; what goes on the wall opens in a window of its own."""
    with st.container(horizontal=True, gap="small", key="hall_ways"):
        if on.closed_on is None:
            st.page_link("scribe.py", label=_("The scribe’s page"))
        st.html(_apart("big_screen", on, _("The big screen (in a new window)")))


def _apart(page: str, on: Session, label: str) -> str:
    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    return f'<a class="way" target="_blank" href="{base}/{page}?workshop={html_text(on.short)}">{html_text(label)}</a>'
