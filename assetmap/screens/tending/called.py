"""The list to ring round from as a page that opens in a tab: held in memory alone, and made when it is asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

import streamlit as st

from assetmap.contributions.ringing import due
from assetmap.errors import AssetMapError
from assetmap.freshness import today
from assetmap.screens.doors import page as page_door

if TYPE_CHECKING:
    from assetmap.place import Place

MOST = 40
"""So many calls are on paper: more than anybody rings in a day."""
_KEY = "calls_sheet"


class CallsPage(page_door.HeldPage):
    """The sheet of a place as it is when it is read first. It holds only what everybody may see."""

    def __init__(self, place: Place) -> None:
        super().__init__(pdf=b"", web=b"", pictures=())
        self.home = place.home
        self._place: Place | None = place
        self._making = threading.Lock()

    def read(self, part: str) -> tuple[bytes, str] | None:
        """Make the sheet for whoever asks first; None where it cannot be made, or may not be read any more."""
        with self._making:
            place, self._place = self._place, None
            if place is not None and self.parts:
                try:
                    pdf = _made(place)
                except AssetMapError:
                    self.drop()
                else:
                    self.parts = {"print": (pdf, "application/pdf")}
        return super().read(part)


def sheet(place: Place) -> CallsPage:
    """Return the page that may be offered now."""
    there = cast("CallsPage | None", st.session_state.get(_KEY))
    if there is None or not there.is_fresh or there.home != place.home:
        if there is not None:
            page_door.let_go(there)
        there = st.session_state[_KEY] = CallsPage(place)
        page_door.hold(there)
    return there


def _made(place: Place) -> bytes:
    from assetmap.printing.call_sheet import call_sheet

    on, weeks = today(), place.settings.review_weeks
    there = due(place.store, on=on, review_weeks=weeks, limit=MOST, audience="public")
    walk = there.to_walk[: MOST - len(there.to_ring)]
    return call_sheet(there.to_ring, walk, settings=place.settings, on=on).pdf()
