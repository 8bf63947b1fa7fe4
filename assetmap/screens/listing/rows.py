"""What becomes of each row: on the map, and row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import shapely
import streamlit as st

from assetmap.disclosure import SHOWN
from assetmap.screens import saying, session
from assetmap.screens.livemap import livemap
from assetmap.screens.setting_up.unshelled import unshelled
from assetmap.staging import CHANGED, LEAVE, NEW, OUT, SAME, WAITS, WITHDRAWN, Merge
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, in_turn, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.staging import StagedRow, Staging

_PAGE = 25
_MOST_ROWS = 500
_MOST_ON_MAP = 2_000
_CHANGES = 3
# translators: what becomes of rows of a list, on buttons
_WHAT = {
    NEW: N_("New"),
    CHANGED: N_("Changed"),
    SAME: N_("As it is"),
    WAITS: N_("Waits"),
    OUT: N_("Left out"),
    WITHDRAWN: N_("Stays away"),
}

_HAPPENS = {
    OUT: N_("It stays out."),
    WAITS: N_("The list has news of it, and that waits: choose “Show them at once” to show it."),
    WITHDRAWN: N_("It was taken away here on purpose and stays away."),
    SAME: N_("It is here already as it is."),
}


def landing(place: Place, staging: Staging) -> None:
    """Draw what would come in, on the map."""
    coming = [x.after or x.asset for x in staging.rows if x.what in {NEW, CHANGED} and x.decision != LEAVE]
    placed = tuple(x for x in coming if x is not None and x.where is not None)[:_MOST_ON_MAP]
    if not placed:
        return
    saying.heading(_("Where they would be"), level=3)
    without = sum(x is not None and x.where is None for x in coming)
    if without:
        saying.words(
            ngettext("{n} has no place on the map and would stand in the list alone.",
                     "{n} have no place on the map and would stand in the list alone.", without, n=number_text(without))
        )  # fmt: skip
    west, south, east, north = shapely.total_bounds([x.where for x in placed])
    view = session.view(place, extra=placed, shown=(), around=(float(west), float(south), float(east), float(north)))
    with st.container(key="list_map"):
        livemap(view, face="map", key="list_live")


def row_by_row(staging: Staging, *, turn: int) -> None:
    """Draw the rows as a table, those that need a look first."""
    counted = Counter(x.what for x in staging.rows)
    many = len(staging.rows)
    with st.expander(_("Row by row ({number})", number=number_text(many))):
        sorts = ["", *(x for x in _WHAT if counted[x])]
        labels = {x: f"{_(_WHAT[x])} ({number_text(counted[x])})" for x in sorts if x} | {"": _("All")}
        if st.session_state.get(f"list_rows_{turn}") not in sorts:
            st.session_state[f"list_rows_{turn}"] = ""
        which = st.segmented_control(
            _("Which rows"), sorts, format_func=labels.__getitem__, key=f"list_rows_{turn}", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        rows = [x for x in staging.rows if not which or x.what == which]
        key = f"list_shown_{turn}"
        shown = min(st.session_state.get(key, _PAGE), _MOST_ROWS)
        headings = (
            pgettext("a column of a table", "Row"), pgettext("a column of a table", "Name"),
            pgettext("a column of a table", "What it is"), pgettext("a column of a table", "What happens to it"),
        )  # fmt: skip
        saying.table(headings, [_cells(x) for x in rows[:shown]], caption=_("Row by row"))
        if len(rows) > shown:
            more = len(rows) - shown
            saying.words(ngettext("And {n} more.", "And {n} more.", more, n=number_text(more)))
            if shown < _MOST_ROWS:
                st.button(_("Show more"), key=f"list_more_{turn}", on_click=_more, args=(key, shown))


def _more(key: str, shown: int) -> None:
    st.session_state[key] = shown + 4 * _PAGE


def _cells(row: StagedRow) -> tuple[str, str, str, str]:
    asset = row.asset
    name = asset.name if asset is not None else ""
    kind = vocabulary().said(asset.kind) if asset is not None and asset.kind else ""
    return number_text(row.number), name, kind, _happens(row)


def _happens(row: StagedRow) -> str:
    """Say in a sentence what happens to a row."""
    if row.decision == LEAVE:
        return _("It stays out: so it was decided.")
    if isinstance(row.decision, Merge):
        return _("It is made one with something else.")
    if row.what == CHANGED:
        return _changed(row)
    if row.what == NEW:
        told = _("New, as a draft.") if row.status not in SHOWN else _("New, shown at once.")
    else:
        told = _(_HAPPENS[row.what])
    if row.what in {NEW, OUT}:
        said = [unshelled(f"{x.what}: {x.mend}") for x in row.problems if row.what == NEW or not x.kept]
        told = " ".join([told, *said[:1]])
    return told


def _changed(row: StagedRow) -> str:
    labels = [x.label for x in row.changes]
    told = []
    if labels:
        few = in_turn(labels[:_CHANGES])
        more = len(labels) - _CHANGES
        # translators: fields of an asset, as “Telephone and Website”
        told.append(
            _("Brought up to date: {fields}.", fields=few) if more <= 0
            else ngettext("Brought up to date: {fields} and {n} more.", "Brought up to date: {fields} and {n} more.",
                          more, fields=few, n=number_text(more))
        )  # fmt: skip
    asked = [x.label for x in row.proposed]
    if asked:
        told.append(
            _("People changed this here: {fields}. What the list says of it waits in Look after.",
              fields=in_turn(asked[:_CHANGES]))
        )  # fmt: skip
    return " ".join(told) or _("Shown now.")
