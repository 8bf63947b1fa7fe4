"""Counting what was handed to somebody: which assets, in which month, and nothing else."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import StoreError
from assetmap.screens.handover.state import epoch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.place import Place

_KEY = "refer_counted"


def counted(place: Place, assets: Sequence[Asset], *, on: date) -> None:
    """
    Count a page that somebody printed or copied: once for one person, however often they press.

    Where it cannot be counted, the page is handed over all the same.
    """
    ids = tuple(sorted(asset.id for asset in assets))
    mark = (epoch(), ids)
    if st.session_state.get(_KEY) == mark:
        return
    st.session_state[_KEY] = mark
    with contextlib.suppress(StoreError):
        place.store.calls.handed_out(ids, on)


def handed_out(place: Place, *, on: date) -> Mapping[str, int]:
    """Return how often each was handed out this month; nothing where that cannot be read."""
    with contextlib.suppress(StoreError):
        return place.store.calls.counts(since=on.replace(day=1))
    return {}
