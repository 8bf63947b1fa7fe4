"""Is it open? Yes, no, or not known: the answer the schedules allow, and never a guess."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from assetmap.assets import Asset, OpenSpan

    Terms = Sequence[tuple[date, date]]

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of the week as iCalendar writes them, Monday first as `date.weekday` has it."""
_SHUT = frozenset({"closed", "withdrawn"})
_WEEKS_AHEAD = 5
"""So many weeks hold every day of a month once: whatever is on every month is on in one of them."""


def is_open(asset: Asset, when: datetime, *, terms: Terms = ()) -> bool | None:
    """
    Say whether an asset is open at a moment.

    Parameters
    ----------
    asset
        Its `schedules` count; `hours_text`, as somebody wrote it, is not read.
    when
        Local time of the place; a time zone is not looked at.
    terms
        First and last days of the place's school terms, as far as they are known.

    Returns
    -------
    open
        None where there are no schedules, or where they leave it open: a span without times, "every second
        week" without a first week, "term time only" where the terms are not known. Paused or closed is False.
    """
    if asset.status in _SHUT or (asset.status == "paused" and _is_paused(asset, when.date())):
        return False
    if not asset.schedules:
        return None
    return _any(_span_open(span, when, terms) for span in asset.schedules)


def opens_on(asset: Asset, day: str, *, on: date, terms: Terms = ()) -> bool | None:
    """
    Say whether an asset is open at some hour of a day of the week, in the five weeks to come.

    Parameters
    ----------
    day
        One of `DAYS`.
    on
        The day it is asked, itself included.

    Returns
    -------
    open
        None as in `is_open`; but a span without times is open at some hour.
    """
    if not asset.schedules and asset.status not in _SHUT:
        return None
    first = on + timedelta(days=(DAYS.index(day) - on.weekday()) % 7)
    return _any(_on_some_hour(asset, first + timedelta(weeks=x), terms) for x in range(_WEEKS_AHEAD))


def falls_on(span: OpenSpan, day: date, *, terms: Terms = ()) -> bool | None:
    """Say whether one span falls on a day; None as in `is_open`, but a span without times falls on its days."""
    return _on_day(span, day, terms)


def _on_some_hour(asset: Asset, day: date, terms: Terms) -> bool | None:
    if asset.status in _SHUT or (asset.status == "paused" and _is_paused(asset, day)):
        return False
    return _any(_on_day(span, day, terms) for span in asset.schedules)


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    return True if True in known else (None if None in known else False)


def _is_paused(asset: Asset, on: date) -> bool:
    return asset.paused_until is None or on < asset.paused_until


def _span_open(span: OpenSpan, when: datetime, terms: Terms) -> bool | None:
    """Ask one span, on the day itself and, where it runs past midnight, on the day before."""
    clock = when.strftime("%H:%M")
    opens, closes = span.opens_at, span.closes_at
    past_midnight = bool(opens and closes) and closes <= opens
    today = _on_day(span, when.date(), terms)
    if past_midnight:
        yesterday = _on_day(span, when.date() - timedelta(days=1), terms)
        return _any((_both(today, inside=clock >= opens), _both(yesterday, inside=clock < closes)))
    if today is False or (opens and clock < opens) or (closes and clock >= closes):
        return False
    return today if opens and closes else None


def _both(day: bool | None, *, inside: bool) -> bool | None:  # noqa: FBT001  three answers, not a switch
    return day if inside else False


def _on_day(span: OpenSpan, day: date, terms: Terms) -> bool | None:
    """Say whether a span falls on a day (iCalendar, RFC 5545 section 3.3.10: BYDAY and INTERVAL)."""
    if (span.valid_from and day < span.valid_from) or (span.valid_to and day > span.valid_to):
        return False
    parts = (_on_weekday(span, day), _in_its_weeks(span, day), _in_its_season(span, day, terms))
    return False if False in parts else (None if None in parts else True)


def _on_weekday(span: OpenSpan, day: date) -> bool | None:
    if not span.byday:
        return None
    return any(_matches(item, day, monthly=span.freq == "MONTHLY") for item in span.byday)


def _in_its_weeks(span: OpenSpan, day: date) -> bool | None:
    if span.interval == 1:
        return True
    if span.valid_from is None:
        return None  # which weeks? Nobody said when the count began
    return _periods(span.valid_from, day, monthly=span.freq == "MONTHLY") % span.interval == 0


def _in_its_season(span: OpenSpan, day: date, terms: Terms) -> bool | None:
    if not span.only:
        return True
    in_term = _in_term(day, terms)
    return None if in_term is None else in_term is (span.only == "term_time")


def _in_term(day: date, terms: Terms) -> bool | None:
    """Say whether a day is in term; before the first term that is known, and after the last, nobody knows."""
    if any(begins <= day <= ends for begins, ends in terms):
        return True
    is_between = any(ends < day for _, ends in terms) and any(begins > day for begins, _ in terms)
    return False if is_between else None


def _matches(item: str, day: date, *, monthly: bool) -> bool:
    if item[-2:] != DAYS[day.weekday()]:
        return False
    number = item[:-2]
    if not monthly or not number:
        return True
    nth = int(number)
    if nth > 0:
        return (day.day - 1) // 7 + 1 == nth
    after = _last_of_month(day).day - day.day
    return after // 7 + 1 == -nth


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _periods(start: date, day: date, *, monthly: bool) -> int:
    if monthly:
        return (day.year - start.year) * 12 + day.month - start.month
    monday = start - timedelta(days=start.weekday())
    return (day - monday).days // 7
