"""Lists with one row a day for each place: the rows of one place become one asset with its opening times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.assets import OpenSpan
from assetmap.exchange.cells import text_in
from assetmap.exchange.drafts import known_by
from assetmap.exchange.problems import Problem
from assetmap.vocabulary import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange.drafts import Draft
    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Row

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMED = re.compile(r"(mo|tu|we|th|fr|sa|su)[a-z]*\.?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_LOOKED_AT = 200


def is_daily(columns: Columns, rows: Sequence[Row]) -> bool:
    """True where a column names days of the week for most of the rows, and another one times."""
    headings = columns.daily.get("weekday", ())[:1]
    if not headings or not (columns.daily.get("opens") or columns.daily.get("closes")):
        return False
    said = [x for row in rows[:_LOOKED_AT] if (x := text_in(row.cells.get(headings[0])))]
    return len(said) > 0 and sum(bool(_NAMED.fullmatch(x)) for x in said) * 2 > len(said)


def time_in(value: Any) -> str:
    """Read a time of day as HH:MM, `9`, `9.30am`, `17:30:00`; "" where it is none."""
    match = _TIME.fullmatch(text_in(value)[:20])
    if match is None:
        return ""
    hours, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()[:1]
    if half and not 1 <= hours <= 12:
        return ""
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if (hours, minutes) == (24, 0) or (hours < 24 and minutes < 60):
        return f"{hours:02}:{minutes:02}"
    return ""


def joined(drafts: Sequence[Draft], columns: Columns, *, problems: list[Problem]) -> tuple[list[Draft], dict[int, int]]:
    """
    Join the rows of each place.

    Returns
    -------
    drafts, into
        One draft a place, the first of its rows, with `schedules`; row → the row that it was joined into, each told
        in `problems` too.
    """
    first: dict[tuple[str, ...], Draft] = {}
    spans: dict[int, list[OpenSpan]] = {}
    into: dict[int, int] = {}
    column = columns.daily["weekday"][0]
    for draft in drafts:
        # Another description is another thing, though of the same name at the same place.
        same = first.setdefault((known_by(draft), _further(draft)), draft)
        spans.setdefault(same.row.number, []).extend(_spans(draft.row, columns, problems))
        if same is not draft:
            into[draft.row.number] = same.row.number
            same.held |= draft.held
            mend = f"it is the same as row {same.row.number} at another time: its hours were joined to that row."
            mend += _taken_in(same, draft)
            problems.append(Problem(draft.row.number, column, "joined", mend, kept=True))
    for draft in first.values():
        if "schedules" not in draft.values and (found := _together(spans[draft.row.number])):
            draft.values["schedules"] = found
    return list(first.values()), into


def _further(draft: Draft) -> str:
    """Say what else makes two rows two things: what they are, and what goes on there."""
    return repr([draft.values.get(x) for x in ("kind", "description")])


def _taken_in(same: Draft, draft: Draft) -> str:
    """Fill what the first row of a place leaves open from another; say what differs and was left out."""
    others = [x for x, value in draft.values.items() if same.values.setdefault(x, value) != value]
    return f" Its {', '.join(label_of(x) for x in others)} is another and was left out." if others else ""


def _spans(row: Row, columns: Columns, problems: list[Problem]) -> list[OpenSpan]:
    def cell(what: str) -> str:
        return next((x for h in columns.daily.get(what, ()) if (x := text_in(row.cells.get(h)))), "")

    heading = columns.daily["weekday"][0]
    said = text_in(row.cells.get(heading))
    if not _NAMED.fullmatch(said):
        mend = "its times were left out: a day of the week is written Monday or Mon."
        problems.append(Problem(row.number, heading, "not a weekday", mend, kept=True))
        return []
    day = said[:2].upper()
    times = {what: cell(what) for what in ("opens", "closes_first", "opens_again", "closes")}
    read = {what: time_in(x) for what, x in times.items()}
    for what, x in times.items():
        if x and not read[what]:
            mend = "it was left out: a time is written 09:30 or 9.30am."
            problems.append(Problem(row.number, next(iter(columns.daily[what])), "not a time", mend, kept=True))
    pairs = [(read["opens"], read["closes_first"]), (read["opens_again"], read["closes"])]
    if not (read["closes_first"] and read["opens_again"]):  # no break at noon
        pairs = [(read["opens"] or read["opens_again"], read["closes"] or read["closes_first"])]
    return [OpenSpan(byday=(day,), opens_at=a, closes_at=b) for a, b in pairs if a or b]


def _together(spans: Sequence[OpenSpan]) -> tuple[OpenSpan, ...]:
    """Put days with the same times into one span, in the order of the week."""
    days: dict[tuple[str, str], set[str]] = {}
    for span in spans:
        days.setdefault((span.opens_at, span.closes_at), set()).update(span.byday)
    out = [
        OpenSpan(byday=tuple(sorted(found, key=_DAYS.index)), opens_at=a, closes_at=b) for (a, b), found in days.items()
    ]
    return tuple(sorted(out, key=lambda x: (_DAYS.index(x.byday[0]), x.opens_at)))
