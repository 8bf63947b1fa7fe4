"""Opening times in words: “Tuesdays and Thursdays, 12:00 to 14:00”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"}


def schedule_text(spans: Sequence[OpenSpan], hours_text: str = "") -> str:
    """Say when something is open, in one line; falls back on the hours as somebody wrote them."""
    if not spans:
        return hours_text
    # Spans of the same days are said together: "Mondays, 9:00 to 12:00 and 13:00 to 17:00".
    together: dict[str, list[str]] = {}
    for span in spans:
        days = _days(span)
        hours = _hours(span)
        if span.note:
            hours = f"{hours} ({span.note})" if hours else span.note
        together.setdefault(days, []).append(hours)
    said = []
    for days, times in together.items():
        when = _joined([x for x in times if x])
        said.append(f"{days}, {when}" if days and when else days or when)
    return "; ".join(x for x in said if x)


def _hours(span: OpenSpan) -> str:
    if span.opens_at and span.closes_at:
        return f"{_clock(span.opens_at)} to {_clock(span.closes_at)}"
    return f"from {_clock(span.opens_at)}" if span.opens_at else ""


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
    names = [_DAYS[day[-2:]] for day in span.byday]
    if len(names) == 7:
        return "Every day"
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
