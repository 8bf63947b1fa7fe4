"""Is it open? Yes, no, or not known: the answer the schedules allow, and never a guess."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from assetmap.assets import Asset, OpenSpan

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHUT = frozenset({"closed", "withdrawn"})


def is_open(asset: Asset, when: datetime) -> bool | None:
    """
    Say whether an asset is open at a moment.

    Parameters
    ----------
    asset
        Its `schedules` count; `hours_text`, as somebody wrote it, is not read.
    when
        Local time of the place; a time zone is not looked at.

    Returns
    -------
    open
        None where there are no schedules, or where they leave it open: a span without times, "every second
        week" without a first week. Paused or closed is False.
    """
    if asset.status in _SHUT or (asset.status == "paused" and _is_paused(asset, when.date())):
        return False
    if not asset.schedules:
        return None
    answers = [_span_open(span, when) for span in asset.schedules]
    if True in answers:
        return True
    return None if None in answers else False


def _is_paused(asset: Asset, on: date) -> bool:
    return asset.paused_until is None or on < asset.paused_until


def _span_open(span: OpenSpan, when: datetime) -> bool | None:
    """Ask one span, on the day itself and, where it runs past midnight, on the day before."""
    clock = when.strftime("%H:%M")
    opens, closes = span.opens_at, span.closes_at
    past_midnight = bool(opens and closes) and closes <= opens
    today = _on_day(span, when.date())
    if past_midnight:
        yesterday = _on_day(span, when.date() - timedelta(days=1))
        return _either(_both(today, inside=clock >= opens), _both(yesterday, inside=clock < closes))
    if today is False or (opens and clock < opens) or (closes and clock >= closes):
        return False
    return today if opens and closes else None


def _both(day: bool | None, *, inside: bool) -> bool | None:  # noqa: FBT001  three answers, not a switch
    return day if inside else False


def _either(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001  three answers, not a switch
    if one or other:
        return True
    return None if one is None or other is None else False


def _on_day(span: OpenSpan, day: date) -> bool | None:
    """Say whether a span falls on a day (iCalendar, RFC 5545 section 3.3.10: BYDAY and INTERVAL)."""
    if (span.valid_from and day < span.valid_from) or (span.valid_to and day > span.valid_to):
        return False
    if not span.byday:
        return None
    if not any(_matches(item, day, monthly=span.freq == "MONTHLY") for item in span.byday):
        return False
    if span.interval == 1:
        return True
    if span.valid_from is None:
        return None  # which weeks? Nobody said when the count began
    return _periods(span.valid_from, day, monthly=span.freq == "MONTHLY") % span.interval == 0


def _matches(item: str, day: date, *, monthly: bool) -> bool:
    if item[-2:] != _DAYS[day.weekday()]:
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
