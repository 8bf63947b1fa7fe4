"""Rows and what is wrong with them, put together and counted in sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetmap.wording import gettext as _
from assetmap.wording import in_turn, ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange import Problem
    from assetmap.staging import ImportReport

_NAMED = 3
_NUMBER = re.compile(r"-?\d[\d.,]*")


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
    if report.merged and done:
        parts.append(
            ngettext("{n} was made one with another", "{n} were made one with others", report.merged,
                     n=count(report.merged))
        )  # fmt: skip
    elif report.merged:
        parts.append(
            ngettext("{n} would be made one with another", "{n} would be made one with others", report.merged,
                     n=count(report.merged))
        )  # fmt: skip
    if left and done:
        parts.append(ngettext("{n} row was left out", "{n} rows were left out", left, n=count(left)))
    elif left:
        parts.append(ngettext("{n} row would be left out", "{n} rows would be left out", left, n=count(left)))
    said = _("{sentence}.", sentence=in_turn(parts))
    drafts = report.drafts
    if drafts:
        said = f"{said} {ngettext('{n} of them as drafts.', '{n} of them as drafts.', drafts, n=count(drafts))}"
    return " ".join([said, *_waiting(report)])


def _waiting(report: ImportReport) -> list[str]:
    """Say what people are asked about in Look after."""
    said = []
    if report.gone:
        said.append(
            ngettext(
                "{n} that came from it once is not in it any more: that waits in Look after.",
                "{n} that came from it once are not in it any more: that waits in Look after.",
                report.gone, n=number_text(report.gone),
            )
        )  # fmt: skip
    if report.proposed:
        said.append(
            ngettext(
                "Of {n} the list says otherwise than people here do: that waits in Look after.",
                "Of {n} the list says otherwise than people here do: that waits in Look after.",
                report.proposed, n=number_text(report.proposed),
            )
        )  # fmt: skip
    return said


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
        (rows_text([x[0] for x in found if x[0] is not None]), fault[0], found[0][1], found[0][2], fault[3])
        for fault, found in by_fault.items()
    ]


def rows_text(rows: Sequence[int]) -> str:
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
