"""Bring in somebody's list: first what would happen, then it happens, then it can be undone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.contributions import undo
from assetmap.importing import import_bytes, list_of
from assetmap.screens import saying, session
from assetmap.screens.setting_up.unshelled import trouble, unshelled
from assetmap.screens.tending import words
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange import Problem
    from assetmap.importing import ImportReport
    from assetmap.place import Place

_DONE = "brought_in"
_LISTED = 40
_NAMED = 3
_RECENT = 15
"""Changes among which the last list is looked for, as many as a page of what was done lately."""
_NUMBER = re.compile(r"-?\d[\d.,]*")
_AS_DRAFTS, _AT_ONCE = "As drafts: each is looked at before it is shown", "Show them at once"


def bring_in(place: Place) -> None:
    """Draw the part."""
    saying.heading("Bring in a list")
    saying.words(
        "A list of groups, parks, services and the like: a spreadsheet saved as CSV, or a map file (GeoJSON). It needs "
        "a column of names, and a postcode, an address or a position for each. The same file may come again: nothing "
        "comes twice, and what people corrected here stays. It may be packed (gz); a zip is unpacked first."
    )
    _done(place)
    turn = st.session_state.get("list_turn", 0)  # what is chosen for one list is not meant for the next
    dropped = st.file_uploader("Drop the list here", key=f"list_{turn}")
    kinds = {key: kind.label for key, kind in vocabulary().kinds.items()}
    kind = st.selectbox(
        "What are they, where the list does not say?",
        [None, *kinds],
        format_func=lambda key: kinds[key] if key else "the list says it",
        key=f"list_kind_{turn}",
        filter_mode=None,
    )
    publish = st.radio("How should they be added?", (_AS_DRAFTS, _AT_ONCE), key=f"list_how_{turn}") == _AT_ONCE
    if dropped is None:
        return
    with session.spoken(trouble):
        report = import_bytes(
            place, dropped.getvalue(), dropped.name, kind=kind, publish=publish, dry_run=True, by=session.by()
        )
        saying.heading("What would happen", level=3)
        (saying.good if report.added + report.updated else saying.note)(summary(report, done=False))
        if report.alike:
            saying.note(seems_here(report.alike))
        _problems(report.problems)
        if not report.added + report.updated:
            saying.words("There is nothing in it to bring in.")
        elif st.button("Bring them in", type="primary", key="list_go"):
            _go(place, dropped.getvalue(), dropped.name, kind=kind, publish=publish)


def _go(place: Place, content: bytes, name: str, *, kind: str | None, publish: bool) -> None:
    report = import_bytes(place, content, name, kind=kind, publish=publish, by=session.by())
    st.session_state[_DONE] = report
    st.session_state["list_turn"] = st.session_state.get("list_turn", 0) + 1
    st.rerun()


def _done(place: Place) -> None:
    """Say what the last list did, and offer to undo it."""
    report: ImportReport | None = st.session_state.get(_DONE)
    if report is None:
        _last(place)
        return
    saying.good(summary(report, done=True))
    if report.change is not None:
        st.button("Undo", key="list_undo", on_click=_undo, args=(place, report.change))


def _last(place: Place) -> None:
    """Say what came in last, for whoever lost sight of it: the page was closed, or the app stopped."""
    row = next((x for x in place.store.recent(_RECENT) if list_of(x.why)), None)
    if row is not None:
        at = words.when(row.on, now=datetime.now().astimezone())
        undo_it = words.why_not(row) or "It can be undone in Look after, under “What was done”."
        saying.words(f"The last list: {words.done(row)}, {at}. {undo_it}")


def _undo(place: Place, change: int) -> None:
    with session.spoken(_remember):
        undo(place.store, change, by=session.by())
        st.session_state["said"] = "Undone: the list is out again."
        del st.session_state[_DONE]


def _remember(sentence: str) -> None:
    st.session_state["said_trouble"] = sentence


def summary(report: ImportReport, *, done: bool) -> str:
    """Say the counts of a report in a sentence."""

    def verb(count: int) -> str:
        return "would be" if not done else "was" if count == 1 else "were"

    parts = [f"{report.added:,} {verb(report.added)} added"]
    if report.updated:
        parts.append(f"{report.updated:,} {verb(report.updated)} brought up to date")
    if report.unchanged:
        here = "is here already as it is" if report.unchanged == 1 else "are here already as they are"
        parts.append(f"{report.unchanged:,} {here}")
    if report.left_out:
        rows = "1 row" if report.left_out == 1 else f"{report.left_out:,} rows"
        parts.append(f"{rows} {verb(report.left_out)} left out")
    drafts = f" {report.drafts:,} of them as drafts." if report.drafts else ""
    return f"{', '.join(parts)}.{drafts}"


def seems_here(names: Sequence[str]) -> str:
    """Say what would be added although something close by has nearly its name."""
    shown = ", ".join(f"“{x}”" for x in names[:_NAMED])
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    many = "1 of them looks" if len(names) == 1 else f"{len(names):,} of them look"
    return (
        f"{many} as if here already, perhaps from another list: {shown}{more}. They would stand on the map twice. "
        "As drafts they can be looked at one by one first."
    )


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    rows = [
        (where, columns, f"{what}: {unshelled(mend)}", "brought in anyway" if kept else "left out")
        for where, columns, what, mend, kept in together(problems)
    ]
    headings = ("Where", "Column", "What is wrong, and how to mend it", "What happens to it")
    saying.table(headings, rows[:_LISTED], caption="To look at")
    if len(rows) > _LISTED:
        saying.words(f"And {len(rows) - _LISTED:,} more like these.")


def together(problems: Sequence[Problem]) -> list[tuple[str, str, str, str, bool]]:
    """
    Put together what is the same: the columns of one row, then the rows of one fault.

    Returns
    -------
    lines
        Where, in which columns, what is wrong, how to mend it, whether it comes in all the same. What differs by its
        numbers alone (a distance, a position) is one fault; the first says it.
    """
    by_row: dict[tuple[int | None, str, str, bool], list[str]] = {}
    for x in problems:
        by_row.setdefault((x.row, x.what, x.mend, x.kept), []).append(x.column or "")
    by_fault: dict[tuple[str, str, str, bool], list[tuple[int | None, str, str]]] = {}
    for (row, what, mend, kept), columns in by_row.items():
        where = ", ".join(x for x in columns if x)
        fault = (where, _NUMBER.sub("0", what), _NUMBER.sub("0", mend), kept)
        by_fault.setdefault(fault, []).append((row, what, mend))
    return [
        (_rows([row for row, _, _ in found if row is not None]), where, found[0][1], found[0][2], kept)
        for (where, _, _, kept), found in by_fault.items()
    ]


def _rows(rows: Sequence[int]) -> str:
    """Name rows: “Row 7”, “39 rows: 2 to 40”, “50 rows, for example 2, 5, 9”."""
    if not rows:
        return "The whole list"
    if len(rows) == 1:
        return f"Row {rows[0]}"
    if rows[-1] - rows[0] == len(rows) - 1:
        return f"{len(rows):,} rows: {rows[0]} to {rows[-1]}"
    said = ", ".join(str(x) for x in rows[:_NAMED])
    return f"{len(rows):,} rows{':' if len(rows) <= _NAMED else ', for example'} {said}"
