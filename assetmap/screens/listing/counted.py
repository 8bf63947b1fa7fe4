"""What a list would do and did, and which of its rows, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.wording import gettext as _
from assetmap.wording import in_turn, ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.staging import ImportReport

_NAMED = 3


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
