"""The map and the table of the answer, the neighbourhood that is chosen on either, and the files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely
import streamlit as st

from assetmap.errors import PermissionDeniedError
from assetmap.roles import STEWARD
from assetmap.screens import circles, session
from assetmap.screens.gapping import what_if
from assetmap.screens.gapping.colouring import GAPS, colours_of
from assetmap.screens.gapping.tabling import MOST, atlas_of, file_of, row_of, table_of
from assetmap.screens.gapping.telling import story_shown
from assetmap.screens.livemap import Shading
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import number_text, spoken

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.gaps import Gaps
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.screens.gapping.answering import Answer
    from assetmap.screens.gapping.asking import Choice
    from assetmap.screens.gapping.nexting import Spot
    from assetmap.screens.livemap import View

_MOST_NAMED = 3
"""So many things a file's name holds; of more it says how many."""
_AREA = "gaps_area"
"""The code of the neighbourhood that is chosen."""


def chosen(gaps: Gaps) -> int | None:
    """Return the row of the neighbourhood that is chosen, where this place has it."""
    code = st.session_state.get(_AREA)
    return gaps.model.codes.index(code) if code in gaps.model.codes else None


def choose_row(gaps: Gaps, said: str | None) -> None:
    """Take the row that was chosen in the table."""
    row = row_of(said, many=len(gaps.model.codes))
    if row is not None:
        st.session_state[_AREA] = gaps.model.codes[row]


def choose_asset(short: str | None) -> None:
    """Take the asset whose pin was tapped."""
    if short is not None:
        st.session_state["gaps_asset"] = short


def tapped(gaps: Gaps, choice: Choice, at: BaseGeometry | None) -> None:
    """Take a tap on the map: a new place where one is being put, else the neighbourhood there."""
    if not isinstance(at, shapely.Point):
        return
    if what_if.supposed().is_adding:
        what_if.put(at, choice)
        return
    found = gaps.model.areas.sindex.query(at, predicate="intersects")
    if len(found):
        st.session_state[_AREA] = gaps.model.codes[int(found[0])]


def _forget() -> None:
    st.session_state.pop(_AREA, None)


def view(place: Place, answer: Answer, choice: Choice, *, row: int | None, spots: tuple[Spot, ...] = ()) -> View:
    """Make what the map and the table show; `spots` are marked besides what is supposed."""
    gaps = answer.now
    shows = GAPS if gaps.need is None else choice.shows
    colours = colours_of(gaps, shows=shows, source=_source(gaps))
    used = [gaps.model.assets[int(at)] for at in np.flatnonzero(gaps.used)]
    added = [
        (one.lon, one.lat, "+", "added", one.name) for one in gaps.change.added
    ]  # fmt: skip
    base = session.view(place, overlay="outlines")
    return session.view(
        place,
        shown=None if len(used) == len(gaps.model.assets) else tuple(x.short for x in used),
        extra=circles.beyond(used),
        chosen="",
        kept="gaps",
        mode="put" if what_if.supposed().is_adding else "choose",
        shading=Shading(
            areas=base.overlay or "", values=colours.values, classes=colours.classes, legend=colours.legend,
            chosen=-1 if row is None else row, spots=(*added, *spots),
            mark=f"{choice.minutes} {shows} {round(gaps.total, 3)}",
        ),
        table=table_of(gaps, label=_("The neighbourhoods, the largest gaps first"), row=row),
    )  # fmt: skip


def story(gaps: Gaps, row: int | None) -> None:
    """Tell the story of the chosen neighbourhood, or how to choose one."""
    if row is None:
        said = _("Tap a neighbourhood on the map, or choose it in the table: its story stands here.")
        st.html(f'<p class="asked" role="status">{html_text(said)}</p>')
        return
    st.button(_("Close"), key="gaps_close", on_click=_forget)
    st.html(story_shown(gaps, row))


def asset(gaps: Gaps) -> None:
    """Name the place whose pin was tapped, and let one suppose that it closed."""
    short = st.session_state.get("gaps_asset")
    found = next((x for x in gaps.model.assets if x.short == short), None) if short else None
    if found is None:
        return
    closed = found.id in gaps.change.closed
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="gaps_tapped"):
        st.html(f"<p><b><bdi>{html_text(found.name)}</bdi></b></p>")
        st.button(
            _("It stays after all") if closed else _("What if it closed?"), key="gaps_tapped_closed",
            on_click=what_if.close, args=(found.id,), kwargs={"closed": not closed},
        )  # fmt: skip


def file_name(choice: Choice, suffix: str) -> str:
    """Name a file by what it is of, so that two of them are told apart: gaps-growing-space-15.csv."""
    what = [*choice.groups, *choice.kinds, *choice.needs]
    said = what if len(what) <= _MOST_NAMED else [f"{len(what)} kinds"]
    words = "-".join(["gaps", *(said or ["all"]), str(choice.minutes)])
    return f"{words.replace('_', '-').replace(' ', '-')}.{suffix}"


def downloads(place: Place, gaps: Gaps, choice: Choice) -> None:
    """Offer the table as files; made only when asked for."""
    audience, by = circles.circle(), session.by()
    with st.container(horizontal=True, gap="small", key="gaps_files"):
        for suffix, label, mime in (
            ("csv", _("Save the table"), "text/csv"),
            ("xlsx", _("Save it for Excel, with how it was counted"), _EXCEL),
        ):
            name = file_name(choice, suffix)
            st.download_button(
                label, data=partial(_file, gaps, place, name=name, by=by, audience=audience),
                file_name=name, mime=mime, on_click="ignore", key=f"save_gaps.{suffix}",
            )  # fmt: skip
        # it takes seconds, and tells of what is there: for who looks after the map, and of no what-if
        if session.role() == STEWARD and gaps.change.is_nothing:
            st.download_button(
                _("Save the atlas, a page a neighbourhood"),
                data=partial(_atlas, gaps, place, by=by, audience=audience, language=spoken()),
                file_name=file_name(choice, "pdf"), mime="application/pdf", on_click="ignore", key="save_atlas",
            )  # fmt: skip
        if len(gaps.table) > MOST:
            said = _("The table holds the first {n}; the files hold all.", n=number_text(MOST))
            st.html(f'<p class="aside">{html_text(said)}</p>')


def _file(gaps: Gaps, place: Place, *, name: str, by: By, audience: str) -> bytes:
    return file_of(gaps, place, name=name, audience=circles.still(place, by, audience))


def _atlas(gaps: Gaps, place: Place, *, by: By, audience: str, language: str) -> bytes:
    if circles.still(place, by, audience) != audience:  # it names places that are no longer theirs to see
        raise PermissionDeniedError("sign in again to save this atlas.")
    return atlas_of(gaps, place, audience=audience, language=language)


_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _source(gaps: Gaps) -> str:
    if gaps.need is None:
        return _("No index: by reach alone.")
    return str(getattr(gaps.need, "source", "") or "")
