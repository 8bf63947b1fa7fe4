"""Where should the next places be? The best among what could hold them, marked on the map and told one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import LayerError, SettingsError
from assetmap.gaps import Added
from assetmap.gaps.siting import site
from assetmap.gaps.siting_candidates import POSTCODES, STREETS, VENUES, candidates_of, venues
from assetmap.gaps.siting_telling import lines
from assetmap.screens import saying
from assetmap.screens.gapping.what_if import kinds_of, supposed
from assetmap.screens.steady import steadily
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import straight
from assetmap.wording import N_, capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.gaps import Gaps
    from assetmap.gaps.siting import Sites
    from assetmap.place import Place
    from assetmap.screens.gapping.asking import Choice

Spot = tuple[float, float, str, str, str]
_WHERE = {
    VENUES: N_("Halls and other places on the map"), POSTCODES: N_("Any postcode"), STREETS: N_("Any street"),
}  # fmt: skip
_MOST = 20
_SECONDS = 8.0


def nexting(place: Place, gaps: Gaps, choice: Choice) -> tuple[Spot, ...]:
    """Draw the choices and the answer; returns what the map shows of it."""
    state = st.session_state
    state.setdefault("gaps_new", 3)
    state.setdefault("gaps_where", VENUES if venues(gaps.model, gaps.asked) else STREETS)
    with st.container(key="gaps_next", horizontal=True, gap="small", vertical_alignment="bottom"):
        st.number_input(_("How many new ones"), min_value=1, max_value=_MOST, key="gaps_new")
        where = st.selectbox(
            _("Choose from"), list(_WHERE), format_func=lambda key: _(_WHERE[key]), key="gaps_where", filter_mode=None
        )
        first = gaps.need is not None and st.toggle(_("Where need is greatest first"), key="gaps_first")
        exact = st.toggle(
            _("Prove that it is the best"), key="gaps_exact",
            help=_("It may take some seconds. Without it a good one comes at once, and how far from the best it is."),
        )  # fmt: skip
    pins = _pinned(gaps)
    try:
        found = steadily(
            _found, place, gaps, new=max(int(state["gaps_new"]), len(pins)), where=where, first=bool(first),
            exact=exact, pins=pins,
        )  # fmt: skip
    except (SettingsError, LayerError):
        saying.note(
            _(
                "There are not so many places to choose from, or one that must be among them is far from every street. "
                "Choose fewer, or choose from any postcode or any street."
            )
        )
        return ()
    saying.words(*lines(found))
    if not found.chosen:
        return ()
    kinds = kinds_of(choice)
    with st.container(key="gaps_next_then", horizontal=True, gap="small", vertical_alignment="bottom"):
        kind = kinds[0]
        if len(kinds) > 1:
            kind = st.selectbox(
                _("As places of this kind"), kinds, format_func=lambda key: capital(vocabulary().said(key)),
                key="gaps_next_kind", filter_mode=None,
            )  # fmt: skip
        st.button(_("Suppose that they were there"), key="gaps_next_add", on_click=_suppose, args=(found, kind))
    return tuple(
        (one.lon, one.lat, str(at), "next", straight(one.name)) for at, one in enumerate(found.chosen, start=1)
    )


def _pinned(gaps: Gaps) -> list[str]:
    """Ask which places on the map must be among them, whatever their kind."""
    model = gaps.model
    names = {x.short: straight(x.name) for x, about in zip(model.assets, model.about, strict=True) if not about}
    chosen: list[str] = st.multiselect(
        _("These must be among them"), list(names), format_func=lambda short: names[short], key="gaps_pins",
        placeholder=_("Type a name"), max_selections=_MOST,
    )  # fmt: skip
    return chosen


def _found(place: Place, gaps: Gaps, *, new: int, where: str, first: bool, exact: bool, pins: list[str]) -> Sites:
    listed = candidates_of(place, gaps.model, gaps.asked, where=where)
    return site(
        gaps.model, gaps.need, gaps.asked, new=new, candidates=listed, worst_off_first=first, exact=exact,
        change=gaps.change, where=where, seconds=_SECONDS, pinned=pins,
    )  # fmt: skip


def _suppose(found: Sites, kind: str) -> None:
    mine = supposed()
    more = tuple(Added(lon=x.lon, lat=x.lat, kind=kind, name=x.name) for x in found.chosen)
    mine.suppose(replace(mine.change, added=(*mine.change.added, *more)))
