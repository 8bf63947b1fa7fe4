"""Bring in somebody's list: first what would happen, then it happens, then it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.contributions import undo
from assetmap.importing import import_bytes
from assetmap.screens import saying, session
from assetmap.screens.setting_up.unshelled import trouble, unshelled
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange import Problem
    from assetmap.importing import ImportReport
    from assetmap.place import Place

_DONE = "brought_in"
_LISTED = 40
_AS_DRAFTS, _AT_ONCE = "As drafts: each is looked at before it is shown", "Show them at once"


def bring_in(place: Place) -> None:
    """Draw the part."""
    saying.heading("Bring in a list")
    saying.words(
        "A list of groups, parks, services and the like: a spreadsheet saved as CSV, or a map file (GeoJSON). It needs "
        "a column of names, and a postcode, an address or a position for each. The same list may come again: nothing "
        "comes twice, and what people corrected here stays."
    )
    _done(place)
    dropped = st.file_uploader("Drop the list here", key=f"list_{st.session_state.get('list_turn', 0)}")
    kinds = {key: kind.label for key, kind in vocabulary().kinds.items()}
    kind = st.selectbox(
        "What are they, where the list does not say?",
        [None, *kinds],
        format_func=lambda key: kinds[key] if key else "the list says it",
        key="list_kind",
        filter_mode=None,
    )
    publish = st.radio("How should they be added?", (_AS_DRAFTS, _AT_ONCE), key="list_how") == _AT_ONCE
    if dropped is None:
        return
    with session.spoken(trouble):
        report = import_bytes(
            place, dropped.getvalue(), dropped.name, kind=kind, publish=publish, dry_run=True, by=session.role()
        )
        saying.heading("What would happen", level=3)
        (saying.good if report.added + report.updated else saying.note)(summary(report, done=False))
        _problems(report.problems)
        if not report.added + report.updated:
            saying.words("There is nothing in it to bring in.")
        elif st.button("Bring them in", type="primary", key="list_go"):
            _go(place, dropped.getvalue(), dropped.name, kind=kind, publish=publish)


def _go(place: Place, content: bytes, name: str, *, kind: str | None, publish: bool) -> None:
    report = import_bytes(place, content, name, kind=kind, publish=publish, by=session.role())
    st.session_state[_DONE] = report
    st.session_state["list_turn"] = st.session_state.get("list_turn", 0) + 1
    st.rerun()


def _done(place: Place) -> None:
    """Say what the last list did, and offer to undo it."""
    report: ImportReport | None = st.session_state.get(_DONE)
    if report is None:
        return
    saying.good(summary(report, done=True))
    if report.change is not None:
        st.button("Undo", key="list_undo", on_click=_undo, args=(place, report.change))


def _undo(place: Place, change: int) -> None:
    with session.spoken(_remember):
        undo(place.store, change, by=session.role())
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


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    alike: dict[tuple[int | None, str, str, bool], list[str]] = {}
    for x in problems:
        alike.setdefault((x.row, x.what, x.mend, x.kept), []).append(x.column or "")
    rows = [
        (
            f"Row {row}" if row is not None else "The whole list",
            ", ".join(x for x in columns if x),
            f"{what}: {unshelled(mend)}",
            "brought in anyway" if kept else "left out",
        )
        for (row, what, mend, kept), columns in alike.items()
    ]
    headings = ("Where", "Column", "What is wrong, and how to mend it", "What happens to it")
    saying.table(headings, rows[:_LISTED], caption="To look at")
    if len(rows) > _LISTED:
        saying.words(f"And {len(rows) - _LISTED:,} more like these.")
