"""What-ifs kept by name and set side by side, for whoever looks after the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import AssetMapError, sentence
from assetmap.gaps.scenarios import compare, forget, keep, kept, said_compared, said_missing
from assetmap.screens import saying, session
from assetmap.screens.gapping.what_if import supposed
from assetmap.screens.handover.letters import letters
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from assetmap.gaps import Gaps
    from assetmap.gaps.scenarios import Scenario
    from assetmap.place import Place

_PROBLEM = "gaps_keep_problem"


def keeping(place: Place, gaps: Gaps) -> None:
    """Let a steward keep what is supposed, open what was kept, and see them side by side."""
    if session.role() != "steward":
        return
    with st.container(key="gaps_keep", horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(
            _("Keep this what-if under a name"), key="gaps_keep_name", autocomplete="off", max_chars=80,
            placeholder=_("A garden by the river"),
        )  # fmt: skip
        st.button(_("Keep it"), key="gaps_keep_it", on_click=_keep, args=(place, gaps), disabled=gaps.change.is_nothing)
    if problem := st.session_state.pop(_PROBLEM, ""):
        saying.trouble(problem)
    there = kept(place.store, by=session.by(), model=gaps.model)
    if not there:
        return
    saying.heading(_("Kept what-ifs, side by side"), level=3)
    today, *then = compare(gaps.model, gaps.need, gaps.asked, scenarios=there)
    rows = [(_("Today"), number_text(round(today.score)), "")]
    rows += [
        (one.name, number_text(round(one.score)), " ".join([*said_compared(one, today=today), said_missing(kept_)]))
        for one, kept_ in zip(then, there, strict=True)
    ]
    saying.table(
        (_("What if"), _("Gap of the whole place"), _("What it changes")),
        rows,
        caption=_("All answer what is asked above."),
    )
    for at, one in enumerate(there):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"gaps_kept_{at}"):
            st.button(_("Look at {name}", name=letters(one.name)), key=f"gaps_open_{at}", on_click=_open, args=(one,))
            st.button(
                _("Delete {name}", name=letters(one.name)), key=f"gaps_forget_{at}", on_click=_forget,
                args=(place, one),
            )  # fmt: skip


def _keep(place: Place, gaps: Gaps) -> None:
    try:
        keep(
            place.store, str(st.session_state.get("gaps_keep_name") or ""), gaps.change, asked=gaps.asked,
            by=session.by(),
        )  # fmt: skip
        st.session_state["gaps_keep_name"] = ""
    except AssetMapError as error:
        st.session_state[_PROBLEM] = sentence(error)


def _open(one: Scenario) -> None:
    supposed().suppose(one.change)


def _forget(place: Place, one: Scenario) -> None:
    try:
        forget(place.store, one.name, by=session.by())
    except AssetMapError as error:
        st.session_state[_PROBLEM] = sentence(error)
