"""
OpenStreetMap's `opening_hours` as open spans, where every word of them is understood; else they stay text.

The form is that of https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification: rules parted by `;`, of which a
later one takes the place of an earlier one on its days, or by `,`, which adds to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_NTH = rf"{_DAY}\[-?[1-5](?:,-?[1-5])*\]"
_DAYS_PART = rf"(?:{_NTH}|{_DAY}(?:\s*-\s*{_DAY})?)"
_TIME = r"\d{1,2}:\d{2}"
_SPAN = rf"{_TIME}(?:\s*-\s*{_TIME}\+?|\+)"
_RULE = re.compile(
    rf"(?:(?P<days>{_DAYS_PART}(?:\s*,\s*{_DAYS_PART})*)\s*:?\s*)?"
    rf"(?:(?P<times>{_SPAN}(?:\s*,\s*{_SPAN})*)|(?P<off>off|closed))(?:\s+(?:open\s+)?\"(?P<note>[^\"]{{1,80}})\")?",
    re.IGNORECASE,
)
_NO_HOLIDAYS = re.compile(r"PH\s*:?\s*(?:off|closed)", re.IGNORECASE)
_ALWAYS = re.compile(r"(?:Mo\s*-\s*Su\s+)?24/7", re.IGNORECASE)
_NEXT = re.compile(rf"\s*(?P<joint>;|,(?=\s*(?:{_DAYS_PART}|PH)\b)|$)\s*", re.IGNORECASE)
_LONGEST = 500
_NOT_ON_HOLIDAYS = "not on public holidays"


@dataclass(frozen=True)
class _Open:
    opens: str
    closes: str
    note: str


def spans_in(text: str) -> list[dict[str, Any]]:
    """
    Read opening hours as records of `OpenSpan`, days with the same times together.

    Returns
    -------
    spans
        [] where anything in them is not understood (months, weeks, sunset, school holidays), or nothing is open:
        half of somebody's opening hours is a locked door.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return []
    if _ALWAYS.fullmatch(text):
        return [{"byday": list(_DAYS), "opens_at": "00:00", "closes_at": "24:00"}]
    week = _week(text)
    if week is None:
        return []
    together: dict[_Open, list[str]] = {}
    for day, spans in week.items():
        for span in spans:
            together.setdefault(span, []).append(day)
    return [
        {"byday": days, "opens_at": span.opens}
        | ({"closes_at": span.closes} if span.closes else {})
        | ({"note": span.note} if span.note else {})
        | ({"freq": "MONTHLY"} if len(days[0]) > 2 else {})
        for span, days in sorted(together.items(), key=lambda x: (_order(x[1][0]), x[0].opens))
    ]


def _week(text: str) -> dict[str, list[_Open]] | None:
    """Apply the rules one after the other; None where one is not understood."""
    week: dict[str, list[_Open]] = {}
    holidays, at, adds = "", 0, False
    while at < len(text):
        if found := _NO_HOLIDAYS.match(text, at):
            holidays = _NOT_ON_HOLIDAYS
        elif found := _RULE.match(text, at):
            if not _applied(found, week, adds=adds):
                return None
        else:
            return None
        joint = _NEXT.match(text, found.end())
        if joint is None:
            return None
        at, adds = joint.end(), joint["joint"] == ","
    if holidays:
        return {
            day: [_Open(x.opens, x.closes, ", ".join(filter(None, (x.note, holidays)))) for x in spans]
            for day, spans in week.items()
        }
    return week


def _applied(rule: re.Match[str], week: dict[str, list[_Open]], *, adds: bool) -> bool:
    days = _days(rule["days"]) if rule["days"] else list(_DAYS)
    # The second Tuesday beside all Tuesdays: which of them is meant cannot be said in spans.
    ends = {day[-2:]: day for day in week}
    if any((len(day) > 2) != (len(ends.get(day[-2:], day)) > 2) for day in days):
        return False
    spans: list[_Open] = []
    for times in re.split(r"\s*,\s*", rule["times"] or ""):
        if times and (span := _span(times, rule["note"] or "")) is None:
            return False
        if times and span is not None:
            spans.append(span)
    for day in days:
        if rule["off"]:
            week.pop(day, None)
        else:
            week[day] = [*(week.get(day, []) if adds else []), *spans]
    return True


def _days(text: str) -> list[str]:
    out: list[str] = []
    for part in re.findall(_DAYS_PART, text, re.IGNORECASE):
        if "[" in part:
            out += [f"{nth}{part[:2].upper()}" for nth in re.findall(r"-?\d", part)]
            continue
        first, last = (_DAYS.index(x.upper()) for x in (part[:2], part[-2:]))
        out += [_DAYS[x % 7] for x in range(first, (last if last >= first else last + 7) + 1)]
    return list(dict.fromkeys(out))


def _span(text: str, note: str) -> _Open | None:
    open_end = text.endswith("+")
    opens, _, closes = (x.strip(" +") for x in text.partition("-"))
    if open_end and closes:
        note, closes = ", ".join(filter(None, (note, f"at least until {closes}"))), ""
    first, last = _clock(opens), _clock(closes) if closes else ""
    return None if first is None or last is None or first == "24:00" else _Open(first, last, note)


def _clock(text: str) -> str | None:
    """Write a time as HH:MM; of 26:00 the next day's 02:00, and midnight at the end is 24:00."""
    hour, minute = (int(x) for x in text.split(":"))
    if minute > 59 or hour > 48 or (hour == 48 and minute):
        return None
    if hour > 24 or (hour == 24 and minute):
        hour -= 24
    return f"{hour:02}:{minute:02}"


def _order(day: str) -> tuple[int, str]:
    return _DAYS.index(day[-2:]), day
