"""Opening times in words: “Tuesdays and Thursdays, 12:00 to 14:00”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assetmap.assets.record import OpenSpan

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_ONLY = {"term_time": "in term time", "school_holidays": "in school holidays"}
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"}


def schedule_text(spans: Sequence[OpenSpan], hours_text: str = "", on: date | None = None) -> str:
    """
    Say when something is open, in one line; falls back on the hours as somebody wrote them.

    Parameters
    ----------
    on
        The day it is said on: spans that ended before it are left out, spans yet to begin say from when. Where
        all have ended it says since when. Without a day every limit is said.
    """
    if not spans:
        return hours_text
    going = [span for span in spans if on is None or span.valid_to is None or span.valid_to >= on]
    if not going:
        return f"Ended on {_date(max(span.valid_to for span in spans if span.valid_to))}"
    # Spans of the same days are said together: "Mondays, 9:00 to 12:00 and 13:00 to 17:00".
    together: dict[tuple[str, str], list[str]] = {}
    for span in going:
        key = (_days(span), _limits(span, on))
        hours = _hours(span)
        if span.note:
            hours = f"{hours} ({span.note})" if hours else span.note
        together.setdefault(key, []).append(hours)
    said = []
    for (days, limits), times in together.items():
        when = _joined([x for x in times if x])
        said.append(", ".join(x for x in (days, when, limits) if x))
    return "; ".join(x for x in said if x)


def _hours(span: OpenSpan) -> str:
    if span.opens_at and span.closes_at:
        return f"{_clock(span.opens_at)} to {_clock(span.closes_at)}"
    if span.closes_at:
        return f"until {_clock(span.closes_at)}"
    return f"from {_clock(span.opens_at)}" if span.opens_at else ""


def _limits(span: OpenSpan, on: date | None) -> str:
    # A first day that is past only says which weeks "every other" means.
    begins = span.valid_from if on is None or (span.valid_from and span.valid_from > on) else None
    said = [
        _ONLY.get(span.only, ""),
        f"from {_date(begins)}" if begins else "",
        f"until {_date(span.valid_to)}" if span.valid_to else "",
    ]
    return " ".join(x for x in said if x)


def _date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _days(span: OpenSpan) -> str:
    if span.freq == "MONTHLY":
        days = []
        for item in span.byday:
            match = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", item)
            if match is None:
                continue
            number = int(match[1]) if match[1] else None
            days.append(f"{_ORDINALS.get(number, str(number))} {_DAYS[match[2]]}" if number else _DAYS[match[2]])
        month = "the month" if span.interval == 1 else f"every {span.interval} months"
        said = _joined(days)
        return f"{said[0].upper()}{said[1:]} of {month}" if days else "Once a month"
    names = list(dict.fromkeys(_DAYS[day[-2:]] for day in span.byday))
    if len(names) == 7:
        if span.interval == 1:
            return "Every day"
        return "Every day of every other week" if span.interval == 2 else f"Every day of one week in {span.interval}"
    if span.interval == 1:
        if names == [_DAYS[x] for x in ("MO", "TU", "WE", "TH", "FR")]:
            return "Monday to Friday"
        return _joined([f"{name}s" for name in names])
    every = "Every other" if span.interval == 2 else f"Every {span.interval} weeks on"
    return f"{every} {_joined(names)}" if names else ""


def _clock(time: str) -> str:
    return time.removeprefix("0")


def _joined(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
