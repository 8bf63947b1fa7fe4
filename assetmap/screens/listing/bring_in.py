"""Bring in somebody's list: first what would happen, then it happens, then it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.contributions import undo
from assetmap.exchange.problems import together
from assetmap.screens import saying, session
from assetmap.screens.frame import style
from assetmap.screens.listing import held as holding
from assetmap.screens.listing.columns import columns, has_names, sheets
from assetmap.screens.listing.counted import rows_text, summary
from assetmap.screens.listing.looks_same import looks_same
from assetmap.screens.listing.proposing import newer, proposals
from assetmap.screens.listing.rows import landing, row_by_row
from assetmap.screens.setting_up.unshelled import trouble, unshelled
from assetmap.screens.tending import words
from assetmap.staging import commit, list_of
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange import Problem
    from assetmap.place import Place
    from assetmap.screens.listing.held import Held
    from assetmap.staging import ImportReport, Staging

_LISTED = 40
_RECENT = 15
"""Changes among which the last list is looked for, as many as a page of what was done lately."""
_AS_DRAFTS = N_("As drafts: each is looked at before it is shown")
_AT_ONCE = N_("Show them at once")


def bring_in(place: Place) -> None:
    """Draw the part."""
    st.html(style("listing"))
    saying.heading(_("Bring in a list"))
    saying.words(
        _(
            "A list of groups, parks, services and the like: a spreadsheet (Excel, CSV, OpenDocument), a map file "
            "(GeoJSON, GeoPackage, zipped shapefile, KML, GPX), an extract of OpenStreetMap, or a directory (Open "
            "Referral, Street Support). It is looked at first, and nothing is kept before you say so. The same file "
            "may come again: nothing comes twice, and what people corrected here stays."
        ),
        _("Never bring in a list of patients or clients. What looks like one is refused, and nothing of it is kept."),
    )
    _done(place)
    turn = st.session_state.get("list_turn", 0)  # what is chosen for one list is not meant for the next
    dropped = st.file_uploader(_("Drop the list here"), key=f"list_{turn}")
    kind, publish = _asked(turn)
    with session.spoken(trouble):
        held = holding.read(None if dropped is None else (dropped.name, dropped.getvalue()))
        if held is not None:
            _look(place, held, kind=kind, publish=publish, turn=turn)


def _asked(turn: int) -> tuple[str | None, bool]:
    """Ask what a list's assets are where it does not say, and whether they shall be shown."""
    kinds = {key: vocabulary().said(key) for key in vocabulary().kinds}
    kind = st.selectbox(
        _("What are they, where the list does not say?"),
        [None, *kinds],
        format_func=lambda key: kinds[key] if key else _("the list says it"),
        key=f"list_kind_{turn}",
        filter_mode=None,
    )
    how = st.radio(_("How should they be added?"), (_AS_DRAFTS, _AT_ONCE), format_func=_, key=f"list_how_{turn}")
    return kind, how == _AT_ONCE


def _look(place: Place, held: Held, *, kind: str | None, publish: bool, turn: int) -> None:
    """Draw what would happen, and what may be put right and decided before."""
    sheets(held, held.sheets.names, turn=turn)
    staging = held.laid_out(place, kind=kind, publish=publish)
    report = staging.report
    saying.heading(_("What would happen"), level=3)
    holding.say_what_it_is(staging, rows=len(held.sheet.rows))
    if staging.trouble:
        if not has_names(staging):
            saying.trouble(_("None of the columns is called a name. Say below which one holds the names."))
        elif staging.kind is None:
            saying.trouble(_("The list does not say what they are. Say it above."))
        else:
            trouble(staging.trouble)
    else:
        (saying.good if report.added + report.updated else saying.note)(summary(report, done=False))
    newer(held, staging, turn=turn)
    columns(held, staging, turn=turn)
    if staging.trouble:
        return
    proposals(held, staging, turn=turn)
    looks_same(place, held, staging, turn=turn)
    _problems(report.problems)
    landing(place, staging)
    row_by_row(staging, turn=turn)
    if not (report.added + report.updated + report.merged + report.proposed + report.gone):
        saying.words(_("There is nothing in it to bring in."))
        return
    with st.container(key="list_bar", horizontal=True, gap="medium", vertical_alignment="center"):
        if st.button(_("Bring them in"), type="primary", key="list_go"):
            _go(place, staging)
        saying.words(summary(report, done=False))


def _go(place: Place, staging: Staging) -> None:
    with st.spinner(_("Bringing them in")):
        report = commit(place, staging, by=session.by())
    holding.done(report)
    st.rerun()


def _done(place: Place) -> None:
    """Say what the last list did, and offer to undo it."""
    report: ImportReport | None = st.session_state.get(holding.DONE)
    if report is None:
        _last(place)
        return
    saying.good(summary(report, done=True))
    if report.change is not None:
        st.button(_("Undo"), key="list_undo", on_click=_undo, args=(place, report.change))


def _last(place: Place) -> None:
    """Say what came in last, for whoever lost sight of it: the page was closed, or the app stopped."""
    row = next((x for x in place.store.recent(_RECENT) if list_of(x.why)), None)
    if row is not None:
        at = words.when(row.on, now=datetime.now().astimezone())
        undo_it = words.why_not(row) or _("It can be undone in Look after, under “What was done”.")
        # translators: {done} as “500 added from groups.csv”, {when} as “today at 14:05”
        last = _("The last list: {done}, {when}.", done=words.done(row), when=at)
        saying.words(f"{last} {undo_it}")


def _undo(place: Place, change: int) -> None:
    with session.spoken(_remember):
        undo(place.store, change, by=session.by())
        st.session_state["said"] = _("Undone: the list is out again.")
        del st.session_state[holding.DONE]


def _remember(sentence: str) -> None:
    st.session_state["said_trouble"] = sentence


def _becomes(where: str, *, kept: bool) -> str:
    """Say what happens to a row; what is said of the whole list says so itself."""
    if kept:
        return "" if where == rows_text(()) else _("brought in anyway")
    return _("left out")


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    rows = [
        (where := rows_text(x.rows), x.column, f"{x.what}: {unshelled(x.mend)}", _becomes(where, kept=x.kept))
        for x in together(problems)
    ]
    # translators: “Where” and “Column” are headings of a table: in which rows and column of a list something is wrong
    headings = (
        pgettext("a column of a table", "Where"), pgettext("a column of a table", "Column"),
        _("What is wrong, and how to mend it"), _("What happens to it"),
    )  # fmt: skip
    saying.table(headings, rows[:_LISTED], caption=_("To look at"))
    if len(rows) > _LISTED:
        more = len(rows) - _LISTED
        saying.words(ngettext("And {n} more like these.", "And {n} more like these.", more, n=number_text(more)))
