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
from assetmap.wording import N_, in_turn, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

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
_AS_DRAFTS = N_("As drafts: each is looked at before it is shown")
_AT_ONCE = N_("Show them at once")


def bring_in(place: Place) -> None:
    """Draw the part."""
    saying.heading(_("Bring in a list"))
    saying.words(
        _(
            "A list of groups, parks, services and the like: a spreadsheet saved as CSV, or a map file (GeoJSON). It "
            "needs a column of names, and a postcode, an address or a position for each. The same file may come again: "
            "nothing comes twice, and what people corrected here stays. It may be packed (gz); a zip is unpacked first."
        )
    )
    _done(place)
    turn = st.session_state.get("list_turn", 0)  # what is chosen for one list is not meant for the next
    dropped = st.file_uploader(_("Drop the list here"), key=f"list_{turn}")
    kinds = {key: vocabulary().said(key) for key in vocabulary().kinds}
    kind = st.selectbox(
        _("What are they, where the list does not say?"),
        [None, *kinds],
        format_func=lambda key: kinds[key] if key else _("the list says it"),
        key=f"list_kind_{turn}",
        filter_mode=None,
    )
    how = st.radio(_("How should they be added?"), (_AS_DRAFTS, _AT_ONCE), format_func=_, key=f"list_how_{turn}")
    publish = how == _AT_ONCE
    if dropped is None:
        return
    with session.spoken(trouble):
        report = import_bytes(
            place, dropped.getvalue(), dropped.name, kind=kind, publish=publish, dry_run=True, by=session.by()
        )
        saying.heading(_("What would happen"), level=3)
        (saying.good if report.added + report.updated else saying.note)(summary(report, done=False))
        if report.alike:
            saying.note(seems_here(report.alike))
        _problems(report.problems)
        if not report.added + report.updated:
            saying.words(_("There is nothing in it to bring in."))
        elif st.button(_("Bring them in"), type="primary", key="list_go"):
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
        del st.session_state[_DONE]


def _remember(sentence: str) -> None:
    st.session_state["said_trouble"] = sentence


def summary(report: ImportReport, *, done: bool) -> str:
    """Say the counts of a report in a sentence."""
    count = number_text
    added, updated, unchanged, left = report.added, report.updated, report.unchanged, report.left_out
    # translators: parts of one list: “12 were added, 3 were brought up to date, 1 row was left out.”
    parts = [
        ngettext("{n} was added", "{n} were added", added, n=count(added))
        if done
        else ngettext("{n} would be added", "{n} would be added", added, n=count(added))
    ]
    if updated and done:
        parts.append(
            ngettext("{n} was brought up to date", "{n} were brought up to date", updated, n=count(updated))
        )  # fmt: skip
    elif updated:
        parts.append(
            ngettext("{n} would be brought up to date", "{n} would be brought up to date", updated, n=count(updated))
        )
    if unchanged:
        parts.append(
            ngettext("{n} is here already as it is", "{n} are here already as they are", unchanged, n=count(unchanged))
        )
    if left and done:
        parts.append(ngettext("{n} row was left out", "{n} rows were left out", left, n=count(left)))
    elif left:
        parts.append(ngettext("{n} row would be left out", "{n} rows would be left out", left, n=count(left)))
    said = _("{sentence}.", sentence=in_turn(parts))
    if not report.drafts:
        return said
    drafts = report.drafts
    return f"{said} {ngettext('{n} of them as drafts.', '{n} of them as drafts.', drafts, n=count(drafts))}"


def seems_here(names: Sequence[str]) -> str:
    """Say what would be added although something close by has nearly its name."""
    # translators: a name in the language's own quotation marks
    shown = in_turn([_("“{name}”", name=x) for x in names[:_NAMED]])
    if len(names) > _NAMED:
        more = len(names) - _NAMED
        shown = ngettext("{names} and {n} more", "{names} and {n} more", more, names=shown, n=number_text(more))
    return ngettext(
        "{n} of them looks as if here already, perhaps from another list: {names}. They would stand on the map twice. "
        "As drafts they can be looked at one by one first.",
        "{n} of them look as if here already, perhaps from another list: {names}. They would stand on the map twice. "
        "As drafts they can be looked at one by one first.",
        len(names), names=shown, n=number_text(len(names)),
    )  # fmt: skip


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    rows = [
        (where, columns, f"{what}: {unshelled(mend)}", _("brought in anyway") if kept else _("left out"))
        for where, columns, what, mend, kept in together(problems)
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
        (_rows([x[0] for x in found if x[0] is not None]), fault[0], found[0][1], found[0][2], fault[3])
        for fault, found in by_fault.items()
    ]


def _rows(rows: Sequence[int]) -> str:
    """Name rows: “Row 7”, “39 rows: 2 to 40”, “50 rows, for example 2, 5, 9”."""
    if not rows:
        return _("The whole list")
    many = len(rows)
    if many == 1:
        # translators: a row of a table, by its number
        return _("Row {number}", number=rows[0])
    if rows[-1] - rows[0] == many - 1:
        return ngettext(
            "{n} row: {first} to {last}", "{n} rows: {first} to {last}", many, first=rows[0], last=rows[-1],
            n=number_text(many),
        )  # fmt: skip
    said = in_turn([str(x) for x in rows[:_NAMED]])
    if many <= _NAMED:
        return ngettext("{n} row: {numbers}", "{n} rows: {numbers}", many, numbers=said, n=number_text(many))
    return ngettext(
        "{n} row, for example {numbers}", "{n} rows, for example {numbers}", many, numbers=said, n=number_text(many)
    )
