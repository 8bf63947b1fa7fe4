"""Opening times in words, in the language spoken: “Tuesdays and Thursdays, 12:00 to 14:00”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetmap.wording import N_, apart, capital, day_text, in_turn, joined, ngettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assetmap.assets.record import OpenSpan

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# translators: the names of the days alone, as they stand in a list
_DAY = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
# translators: every week on that day
_DAYS = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)
# Each with its day, because in many languages the one bends to the other.
_OF_MONTH = {
    1: (
        N_("first Monday"), N_("first Tuesday"), N_("first Wednesday"), N_("first Thursday"), N_("first Friday"),
        N_("first Saturday"), N_("first Sunday"),
    ),
    2: (
        N_("second Monday"), N_("second Tuesday"), N_("second Wednesday"), N_("second Thursday"), N_("second Friday"),
        N_("second Saturday"), N_("second Sunday"),
    ),
    3: (
        N_("third Monday"), N_("third Tuesday"), N_("third Wednesday"), N_("third Thursday"), N_("third Friday"),
        N_("third Saturday"), N_("third Sunday"),
    ),
    4: (
        N_("fourth Monday"), N_("fourth Tuesday"), N_("fourth Wednesday"), N_("fourth Thursday"), N_("fourth Friday"),
        N_("fourth Saturday"), N_("fourth Sunday"),
    ),
    5: (
        N_("fifth Monday"), N_("fifth Tuesday"), N_("fifth Wednesday"), N_("fifth Thursday"), N_("fifth Friday"),
        N_("fifth Saturday"), N_("fifth Sunday"),
    ),
    -1: (
        N_("last Monday"), N_("last Tuesday"), N_("last Wednesday"), N_("last Thursday"), N_("last Friday"),
        N_("last Saturday"), N_("last Sunday"),
    ),
    -2: (
        N_("second to last Monday"), N_("second to last Tuesday"), N_("second to last Wednesday"),
        N_("second to last Thursday"), N_("second to last Friday"), N_("second to last Saturday"),
        N_("second to last Sunday"),
    ),
}  # fmt: skip


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
        return _("Ended on {day}", day=day_text(max(span.valid_to for span in spans if span.valid_to)))
    # Spans of the same days are said together: "Mondays, 9:00 to 12:00 and 13:00 to 17:00".
    together: dict[tuple[str, str], list[str]] = {}
    for span in going:
        key = (_days(span), _limits(span, on))
        hours = _hours(span)
        if span.note:
            hours = f"{hours} ({span.note})" if hours else span.note
        together.setdefault(key, []).append(hours)
    said: list[str] = []
    for (days, limits), times in together.items():
        when = joined([x for x in times if x])
        # Days have a capital wherever they stand in English; elsewhere only where a line begins.
        begun = days if said and spoken() != "en" else capital(days)
        said.append(in_turn([x for x in (begun, when, limits) if x]))
    return apart([x for x in said if x])


def _hours(span: OpenSpan) -> str:
    if span.opens_at and span.closes_at:
        return _("{opens} to {closes}", opens=_clock(span.opens_at), closes=_clock(span.closes_at))
    if span.closes_at:
        return _("until {time}", time=_clock(span.closes_at))
    return _("from {time}", time=_clock(span.opens_at)) if span.opens_at else ""


def _limits(span: OpenSpan, on: date | None) -> str:
    dates = _dates(span, on)
    if not span.only:
        return dates
    terms = _("in term time") if span.only == "term_time" else _("in school holidays")
    # translators: as “in term time until 3 Jul 2026”
    return _("{terms} {dates}", terms=terms, dates=dates) if dates else terms


def _dates(span: OpenSpan, on: date | None) -> str:
    # A first day that is past only says which weeks "every other" means.
    begins = span.valid_from if on is None or (span.valid_from and span.valid_from > on) else None
    if begins and span.valid_to:
        return _("from {first_day} until {last_day}", first_day=day_text(begins), last_day=day_text(span.valid_to))
    if begins:
        return _("from {day}", day=day_text(begins))
    return _("until {day}", day=day_text(span.valid_to)) if span.valid_to else ""


def _days(span: OpenSpan) -> str:
    return _days_of_month(span) if span.freq == "MONTHLY" else _days_of_week(span)


def _days_of_month(span: OpenSpan) -> str:
    days = []
    for item in span.byday:
        match = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", item)
        if match is None:
            continue
        day, table = _WEEK.index(match[2]), _OF_MONTH.get(int(match[1] or 0), _DAY)
        days.append(_(table[day]))
    if not days:
        return _("Once a month")
    if span.interval == 1:
        # translators: {days} as “first Monday” or “first Monday and third Monday”
        return _("{days} of the month", days=joined(days))
    return ngettext("{days} of every month", "{days} of every {n} months", span.interval, days=joined(days))


def _days_of_week(span: OpenSpan) -> str:
    numbers = list(dict.fromkeys(_WEEK.index(day[-2:]) for day in span.byday))
    if len(numbers) == 7:
        return _every_day(span.interval)
    if span.interval == 1:
        return _("Monday to Friday") if numbers == [0, 1, 2, 3, 4] else joined([_(_DAYS[x]) for x in numbers])
    days = joined([_(_DAY[x]) for x in numbers])
    if not days:
        return ""
    if span.interval == 2:
        # translators: {days} as “Monday” or “Monday and Tuesday”: it may stand better after a colon
        return _("Every other {days}", days=days)
    # translators: {days} as “Monday” or “Monday and Tuesday”: it may stand better after a colon
    return ngettext("Every week on {days}", "Every {n} weeks on {days}", span.interval, days=days)


def _every_day(interval: int) -> str:
    if interval == 1:
        return _("Every day")
    if interval == 2:
        return _("Every day of every other week")
    return ngettext("Every day of every week", "Every day of one week in {n}", interval)


def _clock(time: str) -> str:
    return time.removeprefix("0")
