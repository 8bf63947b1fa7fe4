"""
iCalendar (RFC 5545): what is on, as rules that repeat, in the place's own time.

A calendar is of what one goes to at a time. What is merely open is left out and counted; `_opening_hours` tells the
two apart by what it is and by the shape of its hours:

- Where people meet (groups, clubs, classes, walks, gardens), half a day or more on five days of the week is opening
  hours; an hour on each of them is a get-together.
- Of advice and food help, any times on five days of the week are.
- Places of play and sport, stories and lines of help are on where it is for less than half a day, on three days of
  the week at most: walking football, not a pool.
- Any other place, a health service and a shop are open, at whatever times.
- What is on in some weeks alone (the fourth Saturday) is on, whatever it is. So is a holiday club, and what a note
  sets apart from the opening hours beside it (“lunch club”).

An event a span; a span that is on in term time or in school holidays only is an event for each of those that the
place knows. What leaves it open when it is on is left out and said. The same assets are the same file: an event keeps
its UID for as long as its asset keeps its spans in their order, and its stamp is the day of the last check.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import shapely

from assetmap.exchange.outward.carried import without
from assetmap.exchange.outward.harmless import about_lines
from assetmap.freshness import last_checked
from assetmap.hours import DAYS, falls_on
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import icalendar

    from assetmap.assets import Asset, OpenSpan
    from assetmap.exchange.outward.carried import Outgoing

_SINCE = date(2026, 1, 1)
"""From when on something is on, where nobody said and nobody checked: a calendar has to begin somewhere."""
_UNFIT = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CARRIED = frozenset({
    "id", "name", "kind", "description", "schedules", "status", "paused_until", "cost", "only_for", "phone",
    "contact_name", "website", "checked_on", "how_checked", "address", "postcode", "where", "precision", "audience",
    "short", "booking", "takes_new",
})  # fmt: skip
_MEET = frozenset({
    "group_or_club", "support_group", "informal_get_together", "class_or_activity", "walk_or_route", "growing_space",
})  # fmt: skip
_HELP = frozenset({"advice_and_help", "food_help"})
_SOMETIMES = frozenset({"play_or_sport_place", "story_or_special_place", "online_or_phone_help"})
_OPENING_HOURS = "its times are opening hours, and a calendar is of what one goes to at a time"
_OPEN_DAYS, _MOST_DAYS = 5, 3
_HALF_A_DAY = 4.0
_LONGEST_SEASON = timedelta(days=31)
_LONGEST_LOOK = 20_000
"""So many days ahead a first day is looked for."""
_LONDON = b"""BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:DAYLIGHT\r
TZOFFSETFROM:+0000\r
TZOFFSETTO:+0100\r
TZNAME:BST\r
DTSTART:19810329T010000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
TZNAME:GMT\r
DTSTART:19961027T020000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
"""


class _Window(NamedTuple):
    """Days within which a span is on; `key` tells the windows of a span apart."""

    first: date
    last: date | None
    key: str = ""


def write_ics(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write a VCALENDAR of everything that is on at times that are known."""
    import icalendar

    rows = without(assets, _UNFIT, outgoing, instead=" ", why="characters that a calendar cannot hold became blanks")
    name = outgoing.settings.time_zone if outgoing.settings else "Europe/London"
    zone = ZoneInfo(name)
    calendar = icalendar.Calendar()
    said = about_lines({key: text for key, text in outgoing.about.items() if key != "name"})
    calendar.add("prodid", "-//assetmap//What is on//EN")
    calendar.add("version", "2.0")
    # Names that the RFC does not know are not escaped unless they are called texts.
    calendar.add("x-wr-calname", icalendar.vText(outgoing.about.get("name", "What is on")))
    if said:
        calendar.add("x-wr-caldesc", icalendar.vText("; ".join(said)))
    calendar.add("x-wr-timezone", name)
    events = [event for asset in rows for event in _events(asset, zone, outgoing)]
    if any(isinstance(event.start, datetime) for event in events):
        calendar.add_component(_zone(name, zone, events))
    for event in events:
        calendar.add_component(event)
    outgoing.only(rows, _CARRIED, why="a calendar has no room for it")
    path.write_bytes(calendar.to_ical(sorted=False))


def _zone(name: str, zone: ZoneInfo, events: Sequence[icalendar.Event]) -> Any:
    import icalendar

    if name == "Europe/London":
        return icalendar.Timezone.from_ical(_LONDON)
    years = [event.start.year for event in events]
    return icalendar.Timezone.from_tzinfo(
        zone, name, first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 10, 1, 1)
    )


def _events(asset: Asset, zone: ZoneInfo, outgoing: Outgoing) -> list[icalendar.Event]:
    why = _why_not(asset)
    if why:
        outgoing.leave_out(asset, why)
        return []
    events = []
    terms = outgoing.settings.school_terms if outgoing.settings else ()
    opening = _opening_hours(asset)
    if len(opening) == len(asset.schedules):
        outgoing.leave_out(asset, _OPENING_HOURS)
        return []
    for at, span in enumerate(asset.schedules):
        missing = _OPENING_HOURS if at in opening else _missing(span, terms)
        if missing:
            outgoing.lose(asset, "schedules", missing)
            continue
        for window in _windows(asset, span, terms):
            first = _first_day(span, window, terms)
            if first is not None:
                events.append(_event(asset, span, first, window, zone=zone, key=f"{at}{window.key}"))
    if not events:
        outgoing.leave_out(asset, "no day is known on which it is on")
    return events


def _why_not(asset: Asset) -> str:
    if asset.status in {"closed", "withdrawn"}:
        return "it is closed"
    if asset.status == "paused" and asset.paused_until is None:
        return "it is paused, and nobody said until when"
    if not asset.schedules:
        return "when it is on is said in words alone" if asset.hours_text.strip() else "nobody said when it is on"
    return ""


def _opening_hours(asset: Asset) -> frozenset[int]:
    """Say which of an asset's spans are opening hours, not times at which something is on."""
    spans = dict(enumerate(asset.schedules))
    plain = {at for at, x in spans.items() if x.interval == 1 and x.byday and set(x.byday) <= set(DAYS)}
    if asset.kind in _SOMETIMES:
        days = {day for at in plain for day in spans[at].byday}
        is_rare = len(days) <= _MOST_DAYS and all(_lasts(spans[at]) < _HALF_A_DAY for at in plain)
        return frozenset() if is_rare else frozenset(plain)
    if asset.kind not in _MEET | _HELP:
        return frozenset(plain)
    open_on: dict[str, set[str]] = {}
    candidates = {
        at for at in plain
        if not _is_a_season(spans[at]) and (asset.kind in _HELP or _lasts(spans[at]) >= _HALF_A_DAY)
    }  # fmt: skip
    for at in candidates:
        open_on.setdefault(spans[at].note, set()).update(spans[at].byday)
    opening = {at for at in candidates if len(open_on[spans[at].note]) >= _OPEN_DAYS}
    return frozenset(opening | {at for at in plain if opening and not spans[at].note and not _is_a_season(spans[at])})


def _is_a_season(span: OpenSpan) -> bool:
    """Say whether a span is for the holidays, or for a month at most: a holiday club, not opening hours."""
    first, last = span.valid_from, span.valid_to
    is_short = first is not None and last is not None and last - first <= _LONGEST_SEASON
    return is_short or span.only == "school_holidays"


def _lasts(span: OpenSpan) -> float:
    """Give the hours that a span lasts; a whole day where no hours are said, none where one of them is not."""
    if not (span.opens_at or span.closes_at):
        return 24.0
    if not (span.opens_at and span.closes_at):
        return 0.0
    begins, ends = ([*map(int, x.split(":"))] for x in (span.opens_at, span.closes_at))
    hours = (ends[0] - begins[0]) + (ends[1] - begins[1]) / 60
    return hours if hours > 0 else hours + 24


def _missing(span: OpenSpan, terms: Sequence[tuple[date, date]]) -> str:
    if not span.byday:
        return "a time without a day of the week"
    if span.interval > 1 and span.valid_from is None:
        return "every so many weeks or months, and nobody said from when"
    if span.opens_at == "24:00":
        return "a time that begins at 24:00"
    return "term time or school holidays, and the place's terms are not known" if span.only and not terms else ""


def _windows(asset: Asset, span: OpenSpan, terms: Sequence[tuple[date, date]]) -> Iterator[_Window]:
    first = span.valid_from or asset.checked_on or _SINCE
    if asset.status == "paused" and asset.paused_until is not None:
        first = max(first, asset.paused_until)
    if not span.only:
        yield _Window(first, span.valid_to)
        return
    joined: list[list[date]] = []
    for begins, ends in sorted(terms):
        if joined and begins <= joined[-1][1] + timedelta(days=1):
            joined[-1][1] = max(joined[-1][1], ends)
        else:
            joined.append([begins, ends])
    day = timedelta(days=1)
    seasons = [(a, b) for a, b in joined]
    if span.only == "school_holidays":
        seasons = [(ends + day, begins - day) for (_, ends), (begins, _) in pairwise(seasons)]
    for begins, ends in seasons:
        last = min(ends, span.valid_to) if span.valid_to else ends
        if max(first, begins) <= last:
            yield _Window(max(first, begins), last, f"-{begins.isoformat()}")


def _first_day(span: OpenSpan, window: _Window, terms: Sequence[tuple[date, date]]) -> date | None:
    most = 800 + 160 * span.interval
    for ahead in range(min(most, _LONGEST_LOOK)):
        day = window.first + timedelta(days=ahead)
        if window.last is not None and day > window.last:
            return None
        if falls_on(span, day, terms=terms):
            return day
    return None


def _event(asset: Asset, span: OpenSpan, first: date, window: _Window, *, zone: ZoneInfo, key: str) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", str(uuid.uuid5(uuid.UUID(asset.id), f"on {key}")))
    event.add("dtstamp", datetime.combine(asset.checked_on or _SINCE, time(), tzinfo=UTC))
    begins = _clock(span.opens_at)
    if begins is None:
        event.add("dtstart", first)
    else:
        event.add("dtstart", datetime.combine(first, begins, tzinfo=zone))
        if span.closes_at:
            ends = _clock(span.closes_at)
            later = timedelta(days=1 if ends is None or ends <= begins else 0)
            event.add("dtend", datetime.combine(first + later, ends or time(), tzinfo=zone))
    event.add("rrule", _rule(span, window.last, zone=zone, has_time=begins is not None))
    event.add("summary", asset.name)
    event.add("description", "\n".join(_told(asset, span)))
    event.add("categories", [vocabulary().label(asset.kind)])
    event.add("transp", "TRANSPARENT")  # that it is on keeps nobody busy
    if asset.audience != "public":
        event.add("class", "PRIVATE")
    if asset.status == "draft":
        event.add("status", "TENTATIVE")
    if asset.precision == "exact":  # a blurred place would lead somebody to the wrong door
        if where := ", ".join(filter(None, (asset.address, asset.postcode))):
            event.add("location", where)
        if asset.where is not None:
            [[lon, lat]] = shapely.get_coordinates(asset.where.representative_point()).tolist()
            event.add("geo", (lat, lon))
    if re.fullmatch(r"https?://[\x21-\x7e]+", asset.website):
        event.add("url", asset.website)
    return event


def _rule(span: OpenSpan, last: date | None, *, zone: ZoneInfo, has_time: bool) -> dict[str, Any]:
    days = [x.lstrip("+") if span.freq == "MONTHLY" else x[-2:] for x in span.byday]
    rule: dict[str, Any] = {"freq": span.freq, "byday": list(dict.fromkeys(days)), "wkst": "MO"}
    if span.interval > 1:
        rule["interval"] = span.interval
    if last is not None:  # RFC 5545, 3.3.10: UNTIL is UTC where DTSTART has a time zone, and a day where it is a day
        ends = datetime.combine(last, time(23, 59, 59), tzinfo=zone).astimezone(UTC)
        rule["until"] = ends if has_time else last
    return rule


def _clock(said: str) -> time | None:
    """Read HH:MM; None where nothing is said, and for 24:00."""
    return time.fromisoformat(said) if said and said != "24:00" else None


def _told(asset: Asset, span: OpenSpan) -> Iterator[str]:
    """Say what somebody must know before they go, a line each."""
    if span.note:
        yield span.note
    if not span.opens_at:
        yield f"Until {span.closes_at}." if span.closes_at else "Ask at what time."
    if asset.description:
        yield asset.description
    said = {"full": "It is full at the moment.", "waiting_list": "There is a waiting list."}
    if asset.takes_new in said:
        yield said[asset.takes_new]
    if asset.booking == "yes":
        yield "You have to book."
    for words, text in (("For", asset.only_for), ("Cost", asset.cost), ("Ask for", asset.contact_name),
                        ("Ring", asset.phone), ("More", asset.website)):  # fmt: skip
        if text:
            yield f"{words}: {text}"
    yield last_checked(asset)
