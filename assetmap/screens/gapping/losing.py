"""What would be lost if a place closed, and of which it is written down that they may: for those who may see that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.disclosure import AUDIENCES
from assetmap.freshness import today
from assetmap.gaps.fragility import fragile, said_fragile, said_reason
from assetmap.screens import circles, saying, session
from assetmap.screens.gapping import what_if
from assetmap.screens.gapping.kept import model_for
from assetmap.screens.steady import steadily
from assetmap.webmap.safe import html_text
from assetmap.wording import capital, joined, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.gaps import Gaps
    from assetmap.gaps.fragility import Fragile
    from assetmap.place import Place

_MOST = 5


def losing(place: Place, gaps: Gaps) -> None:
    """Draw which places, if lost, hurt most; with the reasons where somebody may see them."""
    audience = AUDIENCES[0]
    by: date | None = None
    if session.audience() != AUDIENCES[0]:
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="gaps_lost"):
            st.session_state.setdefault("gaps_held", session.role() != "steward")
            if st.toggle(
                _("With how each is held up"), key="gaps_held",
                help=_("When its money ends, who it depends on, its venue: not for everybody. Do not hand it on."),
            ):  # fmt: skip
                audience = session.audience()
                by = st.date_input(_("If lost by"), value=None, min_value=today(), key="gaps_by", format="DD/MM/YYYY")
    found = steadily(_lost, place, gaps, audience=audience, by=by)
    on = today()
    saying.words(*said_fragile(found, on=on, by=by, most=_MOST))
    some = [x for x in found if x.reasons][:_MOST] or list(found[:_MOST])
    for one in some:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"gaps_lost_{one.short}"):
            st.html(_one(one, on=on))
            closed = one.id in gaps.change.closed
            st.button(
                _("It stays after all") if closed else _("What if it closed?"), key=f"gaps_lose_{one.short}",
                on_click=what_if.close, args=(one.id,), kwargs={"closed": not closed},
            )  # fmt: skip


def _lost(place: Place, gaps: Gaps, *, audience: str, by: date | None) -> tuple[Fragile, ...]:
    assets = circles.seen_by(audience) if audience != AUDIENCES[0] else None
    model = gaps.model
    if assets is not None:
        model = model_for(place, assets, audience=audience, profile=model.profile.key)
    return fragile(model, gaps.need, gaps.asked, on=today(), by=by, audience=audience)


def _one(one: Fragile, *, on: date) -> str:
    reasons = joined([said_reason(x, on=on) for x in one.reasons])
    hurts = _("The gap of the whole place would grow by {n}.", n=number_text(round(one.loss)))
    left = (
        ngettext(
            "About {n} person would have nothing of this within reach.",
            "About {n} people would have nothing of this within reach.", one.left, n=number_text(one.left),
        )
        if one.left
        else ""
    )  # fmt: skip
    lines = " ".join(x for x in (f"{capital(reasons)}." if reasons else "", hurts, left) if x)
    return f"<p><b><bdi>{html_text(one.name)}</bdi></b><br>{html_text(lines)}</p>"
