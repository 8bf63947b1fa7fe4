"""The ways from a workshop to the pages that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.wall.showing import wall_address
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.store.sessions import Session


def ways(on: Session) -> None:
    """Offer the other pages of a workshop; what goes on the wall opens in a window of its own."""
    with st.container(horizontal=True, gap="small", key="hall_ways", vertical_alignment="center"):
        if on.closed_on is None:
            st.page_link("scribe.py", label=_("The scribe’s page"))
        st.page_link("paper_in.py", label=_("What came on paper"), query_params={"workshop": on.short})
        said = html_text(_("The big screen (in a new window)"))
        st.html(f'<a class="way" target="_blank" href="{html_text(wall_address(on))}">{said}</a>')
