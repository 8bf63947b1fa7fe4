"""
What is not for everybody: partners and those who make the map see it in a view that is theirs alone.

It travels over the person's own socket, as their own drafts do, and is never in what is cached for all.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.disclosure import AUDIENCES
from assetmap.errors import AssetMapError, PermissionDeniedError
from assetmap.screens import session
from assetmap.screens.doors import page
from assetmap.screens.everybody import Everybody
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By

_KEY = "wider_view"
_LABELS = {"partners": N_("Also what is for partners only"), "workshop": N_("Also what is not for everybody")}
_HELP = N_("It is marked on the map, in the list and on what you print. Do not hand it on.")
_STYLE = f"""<style>@media (max-width: 640px) {{
  [class*="st-key-{_KEY}"] label {{ min-height: 44px; align-items: center; }}
}}</style>"""
_lock = threading.Lock()
_kept: dict[tuple[str, str], tuple[Place, Everybody]] = {}


def seen_by(audience: str) -> tuple[Asset, ...]:
    """Return what a circle may see of the open place, by name: everything in it has passed the gate for that circle."""
    if audience == AUDIENCES[0]:
        return session.everybody_sees()
    place = session.opened()
    key = (str(place.home), audience)
    with _lock:
        kept = _kept.get(key)
        if kept is None or kept[0] is not place:
            kept = _kept[key] = (place, Everybody(place, stamp="", audience=audience))
    return kept[1].assets()


def follow() -> None:
    """Notice what has changed, for everybody and every circle: what was taken away goes from what is held as well."""
    session.everybody_sees()
    with _lock:
        kept = list(_kept.items())
    for key, (place, everybody) in kept:
        try:
            everybody.assets()
        except AssetMapError:  # closed, as a place that moved: what it held is nobody's any more
            with _lock:
                if key in _kept and _kept[key][0] is place:
                    del _kept[key]
            page.let_go_of_all()


def circle() -> str:
    """
    Return the circle through whose eyes whoever is at this page looks: their own where they ask for it.

    It is asked anew at each run: who does not belong to it any more sees what everybody sees.
    """
    own = session.audience()
    return own if own != AUDIENCES[0] and st.session_state.get(_KEY, _begins()) else AUDIENCES[0]


def still(place: Place, by: By, audience: str) -> str:
    """Return the circle that whoever was at a page when it was drawn belongs to now: theirs, or everybody's."""
    if audience != AUDIENCES[0]:
        try:
            place.store.people.still(by)
        except PermissionDeniedError:
            return AUDIENCES[0]
    return audience


def seen() -> tuple[Asset, ...]:
    """Return what whoever is at this page is shown, by name."""
    return seen_by(circle())


def beyond(shown: tuple[Asset, ...] | list[Asset]) -> tuple[Asset, ...]:
    """Return what of it is not for everybody, to be sent to this page alone."""
    public = {asset.short for asset in session.everybody_sees()} if circle() != AUDIENCES[0] else None
    return () if public is None else tuple(asset for asset in shown if asset.short not in public)


def ask(key: str) -> None:
    """
    Offer the wider view to who belongs to a circle, where there is anything in it.

    Who looks after the map begins with what everybody sees: somebody may be looking over their shoulder.
    """
    own = session.audience()
    if own == AUDIENCES[0] or len(seen_by(own)) == len(session.everybody_sees()):
        return
    here = f"{_KEY}_{key}"
    st.html(_STYLE)
    st.session_state[here] = st.session_state.get(_KEY, _begins())
    st.toggle(_(_LABELS[own]), key=here, help=_(_HELP), on_change=_remember, args=(here,))


def _begins() -> bool:
    return session.role() != "steward"


def _remember(here: str) -> None:
    st.session_state[_KEY] = bool(st.session_state[here])
