"""What both changed, in words: whose is which, by whom and when; nothing here is markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.contributions import fieldwise
from assetmap.contributions.edits import where_known
from assetmap.freshness import day_text
from assetmap.store.meetings import MINE, THEIRS
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from assetmap.store.base import Edit
    from assetmap.store.meetings import Question

_WITH = {
    "where": ("precision",), "status": ("paused_until",), "consent": ("consent_on",),
    "checked_on": ("how_checked", "checked_by"),
}  # fmt: skip


_OUT = ("withdrawn", "closed")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two values: what stands there, and who set it when; `is_proposed` where it counts unless one chooses."""

    choice: str
    says: str
    by: str
    on: datetime
    is_proposed: bool

    @property
    def when(self) -> str:
        """The day and the time, as that copy's clock said."""
        return f"{day_text(self.on.date())}, {self.on:%H:%M}"


def said_of(question: Question) -> str:
    """Say what a question is about: “Telephone”."""
    if question.field == "status" and sum(x.asset.status in _OUT for x in (question.mine, question.theirs)) == 1:
        return _("One took it out, the other went on with it: shall it stay?")
    label = fieldwise.fields_of(question.mine.asset, question.theirs.asset).get(question.field)
    return label or fieldwise.field_words(question.field.partition(":")[0])


def sides(question: Question) -> tuple[Side, Side]:
    """Say what is here, and what is there."""
    mine, theirs = (_says(question, x) for x in (question.mine, question.theirs))
    if question.field == fieldwise.PLACE:
        one, other = where_known(question.mine), where_known(question.theirs)
        if one != other:
            is_told = {question.mine.asset.precision, question.theirs.asset.precision} == {"exact"}
            mine = ", ".join(x for x in (_("as it is here"), mine) if x)
            theirs = ", ".join(x for x in (fieldwise.moved_words(one, other, is_told=is_told), theirs) if x)
    return (
        Side(
            choice=MINE, says=mine, by=question.my_by, on=question.my_on, is_proposed=question.proposal == MINE
        ),
        Side(
            choice=THEIRS, says=theirs, by=question.their_by, on=question.their_on,
            is_proposed=question.proposal == THEIRS,
        ),
    )  # fmt: skip


def _says(question: Question, edit: Edit) -> str:
    """Say what stands in a field, and in what goes with it; of a place only how exactly it is shown."""
    names = (question.field, *_WITH.get(question.field, ()))
    said = [fieldwise.said(edit.asset, x) for x in names if x != fieldwise.PLACE]
    return ", ".join(x for x in said if x) or _("nothing")
