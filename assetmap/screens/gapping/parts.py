"""Beneath the map, one part at a time: what if, what may be lost, whether it is fair, who leads, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import __version__
from assetmap.freshness import today
from assetmap.screens.gapping import telling, what_if
from assetmap.screens.gapping.command import command_of
from assetmap.screens.gapping.fairly import fair, who_leads
from assetmap.screens.gapping.keeping import keeping
from assetmap.screens.gapping.losing import losing
from assetmap.screens.gapping.nexting import nexting
from assetmap.wording import N_, day_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.gaps import Gaps
    from assetmap.place import Place
    from assetmap.screens.gapping.answering import Answer
    from assetmap.screens.gapping.asking import Choice
    from assetmap.screens.gapping.nexting import Spot

WHAT_IF, NEXT, LOST, FAIR, LED, HOW = "what_if", "next", "lost", "fair", "led", "how"
_SAID = {
    WHAT_IF: N_("What if?"), NEXT: N_("Where next?"), LOST: N_("What if one were lost?"),
    FAIR: N_("Is it fair?"), LED: N_("Who leads?"), HOW: N_("How this is worked out"),
}  # fmt: skip


def parts(place: Place, answer: Answer, choice: Choice, *, row: int | None) -> tuple[Spot, ...]:
    """Draw the switch and the part that is chosen; returns what the map shows of it."""
    spots: tuple[Spot, ...] = ()
    with st.container(key="gaps_parts"):
        st.session_state.setdefault("gaps_part", st.session_state.get("gaps_parted", WHAT_IF))
        part = st.segmented_control(
            _("More"),
            list(_SAID),
            format_func=lambda key: _(_SAID[key]),
            required=True,
            key="gaps_part",
            label_visibility="collapsed",
        )
        st.session_state["gaps_parted"] = part
        if part != WHAT_IF:
            what_if.supposed().is_adding = False  # what stops it is not on the page
        if part == NEXT:
            spots = nexting(place, answer.now, choice)
        elif part == LOST:
            losing(place, answer.now)
        elif part == FAIR:
            fair(place, answer.now)
        elif part == LED:
            who_leads(answer.now, row=row)
        elif part == HOW:
            _how(place, answer.now)
        else:
            what_if.offer(answer, choice, row=row)
            keeping(place, answer.now)
    return spots


def _how(place: Place, gaps: Gaps) -> None:
    command, sources = command_of(gaps), sources_of(place)
    st.html(telling.how_shown(gaps, command=command, sources=sources, version=__version__, on=day_text(today())))


def sources_of(place: Place) -> list[str]:
    """Name what the figures are made from, each with its year."""
    said = []
    for layer in _LAYERS:
        rows = place.sources().get(layer)
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict) and row.get("title"):
                parts_ = [str(row[x]) for x in ("title", "publisher", "year", "licence") if row.get(x)]
                said.append(", ".join(dict.fromkeys(parts_)))
    return list(dict.fromkeys(said))


_LAYERS = ("areas", "deprivation", "population", "postcodes", "streets", "gates", "names")
