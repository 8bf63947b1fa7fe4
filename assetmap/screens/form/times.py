"""When it is on: days and times as people type them, and the spans that an asset keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.assets import OpenSpan
from assetmap.wording import LANGUAGES, N_, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
"""In English, as what is typed is; `day_words` says them."""
ONLY = {"": N_("All year"), "term_time": N_("In term time only"), "school_holidays": N_("In school holidays only")}
"""When in the year a row is on, as `OpenSpan.only` has it."""
MOST_ROWS = 5
"""Rows of days and times that a form offers."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE)
_BARE = re.compile(r"([01]\d|2[0-4])([0-5]\d)")
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}
_NOT_A_TIME = N_("Write a time such as 10, 2.30pm or 14:30.")
_NIGHT_ENDS = "05:00"


def day_words(day: str) -> str:
    """Say a day shortly, as it stands on a button."""
    from babel.dates import get_day_names

    if spoken() == "en":
        return DAYS[day]
    names = get_day_names("abbreviated", "stand-alone", locale=LANGUAGES[spoken()].locale)
    return str(names[list(DAYS).index(day)])


def clock(text: str) -> str:
    """
    Read a time as people write it: `10`, `2.30pm`, `14:30`, `noon`.

    Without am or pm, 1 to 6 are taken for the afternoon: few things that people add are open at night.

    Returns
    -------
    time
        HH:MM, or "" where nothing was typed.

    Raises
    ------
    ValueError
        It is no time; the sentence says how to write one.
    """
    said = text.strip().lower()
    if not said:
        return ""
    if said in _WORDS:
        return _WORDS[said]
    bare = _BARE.fullmatch(said)
    if bare:
        return _checked(int(bare[1]), int(bare[2]))
    match = _TIME.fullmatch(said)
    if match is None or (said.endswith("m") and not match[3]):
        raise ValueError(_(_NOT_A_TIME))
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(_(_NOT_A_TIME))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour <= 6 and not said.startswith("0"):
        hour += 12
    return _checked(hour, minute)


def _checked(hour: int, minute: int) -> str:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise ValueError(_(_NOT_A_TIME))
    return f"{hour:02}:{minute:02}"


def span_of(days: Sequence[str], opens: str, closes: str, *, only: str = "") -> OpenSpan | None:
    """
    Make a span of one row of the form, or None where the row is empty.

    Raises
    ------
    ValueError
        A time is no time, a day is missing, or it closes before it opens; the sentence says which.
    """
    begins, ends = clock(opens), clock(closes)
    if not days:
        if begins or ends:
            raise ValueError(_("Which days? Tap them."))
        return None
    if begins and ends and ends <= begins and _no_half(closes) and int(ends[:2]) <= 12:
        later = f"{int(ends[:2]) + 12:02}{ends[2:]}"  # "7pm to 9" is nine in the evening, "7pm to 12" midnight
        ends = later if begins < later <= "24:00" else ends
    if begins and ends and ends <= begins and ends > _NIGHT_ENDS:
        raise ValueError(_("It would close before it opens: look at the times again."))
    return OpenSpan(byday=tuple(day for day in DAYS if day in days), opens_at=begins, closes_at=ends, only=only)


def _no_half(text: str) -> bool:
    said = text.strip().lower()
    return not re.search(r"[ap]\.?\s*m?\.?$", said) and not said.startswith("0") and said not in _WORDS


def rows_of(spans: Sequence[OpenSpan]) -> tuple[list[dict[str, Any]], str, tuple[OpenSpan, ...]]:
    """
    Take spans apart for a form.

    Returns
    -------
    rows, words, kept
        Rows `days`, `opens`, `closes`, `only`; the words that go with the first of them; and the spans that a form of
        days and times cannot say (“first Monday of the month”), which stay as they are.
    """
    plain = [span for span in spans if _is_plain(span)]
    noted = [span for span in plain if span.note]
    words = ""
    if noted and noted == plain[:1]:
        words = noted[0].note
    else:
        plain = [span for span in plain if not span.note]
    kept = tuple(span for span in spans if span not in plain[:MOST_ROWS])
    rows = [
        {"days": list(x.byday), "opens": x.opens_at, "closes": x.closes_at, "only": x.only} for x in plain[:MOST_ROWS]
    ]
    return rows, words, kept


def _is_plain(span: OpenSpan) -> bool:
    weekly = span.freq == "WEEKLY" and span.interval == 1 and all(day in DAYS for day in span.byday)
    return weekly and bool(span.byday) and span.valid_from is None and span.valid_to is None


def read_rows(values: Mapping[str, Any]) -> tuple[list[OpenSpan], dict[str, str]]:
    """Read the rows of a form (`days_0`, `opens_0`, `closes_0`, `only_0` …): what they say, and problems by row key."""
    spans, problems = [], {}
    for at in range(int(values.get("rows") or 1)):
        row = [values.get(f"{name}_{at}") for name in ("days", "opens", "closes")]
        try:
            span = span_of(row[0] or (), str(row[1] or ""), str(row[2] or ""), only=str(values.get(f"only_{at}") or ""))
        except ValueError as error:
            problems[f"row_{at}"] = str(error)
            continue
        if span is not None:
            spans.append(span)
    return spans, problems
