"""A calendar of what is on says the same as the map does, in the place's own time."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from assetmap.assets import Asset, OpenSpan
from assetmap.exchange.outward import export
from assetmap.hours import DAYS, falls_on
from assetmap.settings import PlaceSettings

LONDON = ZoneInfo("Europe/London")
TERMS = ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
PLACE = SimpleNamespace(settings=PlaceSettings(name="Bath\r\nATTACH:http://x", school_terms=TERMS))
CHOIR = Asset(name="Choir, and; tea\\", kind="group or club", where=Point(-2.36, 51.38), checked_on=date(2026, 10, 1),
              status="published", address="Hall", postcode="BA1 1AA", own_words="home",
              schedules=(OpenSpan(byday=("TU",), opens_at="19:00", closes_at="20:30"),))  # fmt: skip


def events(tmp_path, *assets, place=PLACE):
    path = tmp_path / "x.ics"
    said = export(list(assets), path, place=place, force=True)
    return icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"), said


def days_of(event, first, last):
    """Expand an event as a calendar does: the days on which it begins."""
    start = event.decoded("dtstart")
    if not isinstance(start, datetime):
        start = datetime.combine(start, datetime.min.time())
        rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
        return {x.date() for x in rule.between(_at(first), _at(last), inc=True)}
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
    begin, end = (_at(x).replace(tzinfo=LONDON) for x in (first, last + timedelta(days=1)))
    return {x.date() for x in rule.between(begin, end, inc=True)}


def _at(day):
    return datetime.combine(day, datetime.min.time())


NUMBERED = st.builds(
    lambda n, day: f"{n}{day}", st.sampled_from(["1", "+2", "3", "4", "5", "-1", "-2"]), st.sampled_from(DAYS)
)
SPANS = st.builds(
    OpenSpan,
    byday=st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(tuple)
    | st.lists(NUMBERED, min_size=1, max_size=2, unique=True).map(tuple),
    freq=st.just("MONTHLY"),
    opens_at=st.sampled_from(["", "09:30", "23:00", "01:30"]),
    closes_at=st.sampled_from(["", "12:00", "24:00", "02:00"]),
    interval=st.integers(1, 3),
    valid_from=st.none() | st.dates(date(2026, 6, 1), date(2026, 11, 20)),
    valid_to=st.none() | st.dates(date(2026, 11, 21), date(2027, 1, 20)),
    only=st.sampled_from(["", "", "term_time", "school_holidays"]),
)
WEEKLY = st.builds(
    OpenSpan,
    byday=st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(tuple),
    opens_at=st.sampled_from(["09:30", "23:00"]),
    closes_at=st.sampled_from(["12:00", "24:00"]),
    interval=st.integers(1, 3),
    valid_from=st.none() | st.dates(date(2026, 6, 1), date(2026, 11, 20)),
    valid_to=st.none() | st.dates(date(2026, 11, 21), date(2027, 1, 20)),
    only=st.sampled_from(["", "", "term_time", "school_holidays"]),
)


@settings(max_examples=80, deadline=None)
@given(span=SPANS | WEEKLY)
def test_a_month_of_the_calendar_is_a_month_of_the_map(span, tmp_path_factory):
    first, last = date(2026, 10, 5), date(2026, 12, 10)
    asset = CHOIR.changed(schedules=(span,))
    found, said = events(tmp_path_factory.mktemp("on"), asset)
    month = [first + timedelta(days=x) for x in range((last - first).days + 1)]
    answers = {day: falls_on(span, day, terms=TERMS) for day in month}
    if None in answers.values():  # nobody knows which weeks, or what season
        unknown = {x.field for x in said.not_carried}
        assert "schedules" in unknown or len(found)
    on = {day for day, is_on in answers.items() if is_on}
    drawn = set().union(*(days_of(x, first, last) for x in found)) if found else set()
    if span.interval > 1 and span.valid_from is None:
        assert not found
        assert "" in {x.field for x in said.not_carried}
    else:
        assert drawn == on


def test_an_hour_stays_the_hour_when_the_clocks_change(tmp_path):
    [event], _ = events(tmp_path, CHOIR)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event.decoded("dtstart"))
    starts = rule.between(datetime(2026, 10, 20, tzinfo=LONDON), datetime(2026, 10, 28, tzinfo=LONDON), inc=True)
    assert [(x.hour, x.utcoffset()) for x in starts] == [(19, timedelta(hours=1)), (19, timedelta(0))]
    text = (tmp_path / "x.ics").read_text(encoding="utf-8")
    assert "BEGIN:VTIMEZONE" in text
    assert "TZID:Europe/London" in text


def test_another_place_has_its_own_zone(tmp_path):
    place = SimpleNamespace(settings=PlaceSettings(name="Gent", time_zone="Europe/Brussels"))
    [event], _ = events(tmp_path, CHOIR, place=place)
    assert event["dtstart"].params["TZID"] == "Europe/Brussels"
    [zone] = icalendar.Calendar.from_ical((tmp_path / "x.ics").read_bytes()).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Brussels"


def test_texts_are_escaped_and_no_line_is_put_in(tmp_path):
    name = "A\r\nATTACH:http://x/\r\nEND:VEVENT,;\\n\u2028x"
    [event], _ = events(tmp_path, CHOIR.changed(name=name, description="x\rURL:javascript:1\n\nBEGIN:VALARM"))
    assert event["summary"] == "A\nATTACH:http://x/\nEND:VEVENT,;\\n x"
    lines = (tmp_path / "x.ics").read_bytes().replace(b"\r\n ", b"").split(b"\r\n")
    assert {x.partition(b":")[0].partition(b";")[0] for x in lines if x} == {
        b"BEGIN", b"PRODID", b"VERSION", b"X-WR-CALNAME", b"X-WR-TIMEZONE", b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO",
        b"TZNAME", b"DTSTART", b"RRULE", b"END", b"UID", b"DTSTAMP", b"DTEND", b"SUMMARY", b"DESCRIPTION",
        b"CATEGORIES", b"TRANSP", b"LOCATION", b"GEO",
    }  # fmt: skip
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert max(len(x) for x in (tmp_path / "x.ics").read_bytes().split(b"\r\n")) <= 75


@pytest.mark.parametrize("precision", ["street", "neighbourhood", "not shown"])
def test_no_place_stands_where_it_is_not_shown_exactly(precision, tmp_path):
    [event], _ = events(tmp_path, CHOIR.changed(precision=precision))
    assert "location" not in event
    assert "geo" not in event
    [exact], _ = events(tmp_path, CHOIR)
    assert exact["location"] == "Hall, BA1 1AA"


def test_what_cannot_be_in_a_calendar_is_said(tmp_path):
    on = CHOIR.schedules
    assets = [
        CHOIR, CHOIR.changed(id="0" * 31 + "1", schedules=(), hours_text="Tuesdays"),
        CHOIR.changed(id="0" * 31 + "2", schedules=()), CHOIR.changed(id="0" * 31 + "3", status="paused"),
        CHOIR.changed(id="0" * 31 + "4", schedules=(OpenSpan(byday=("MO",), interval=2),)),
        CHOIR.changed(id="0" * 31 + "5", status="paused", paused_until=date(2027, 1, 10)),
        CHOIR.changed(id="0" * 31 + "6", schedules=(*on, OpenSpan(opens_at="09:00"))),
    ]  # fmt: skip
    found, said = events(tmp_path, *assets)
    assert len(found) == len(said) == 3
    assert found[1].decoded("dtstart") == datetime(2027, 1, 12, 19, tzinfo=LONDON)
    lost = {(x.field, x.why): x.rows for x in said.not_carried}
    assert lost["", "when it is on is said in words alone"] == lost["", "nobody said when it is on"] == 1
    assert lost["", "it is paused, and nobody said until when"] == 1
    assert lost["schedules", "a time without a day of the week"] == 1
    assert lost["own_words", "a calendar has no room for it"] == 3


WEEK = ("MO", "TU", "WE", "TH", "FR")
OFFICE = OpenSpan(byday=WEEK, opens_at="09:00", closes_at="17:30")
SHORT = OpenSpan(byday=("TH",), opens_at="10:30", closes_at="11:45")
FOURTH = OpenSpan(byday=("4SA",), freq="MONTHLY", opens_at="10:00", closes_at="13:00")


@pytest.mark.parametrize(
    ("kind", "spans", "on"),
    [
        ("shop or exchange", [OFFICE], 0),  # a post office
        ("shop or exchange", [SHORT], 0),
        ("shop or exchange", [FOURTH], 1),  # a repair café
        ("indoor place", [OFFICE, SHORT], 0),
        ("health service", [OFFICE], 0),
        ("green place", [SHORT], 0),
        ("play or sport place", [SHORT], 1),  # walking football
        ("play or sport place", [OFFICE], 0),
        ("online or phone help", [OFFICE], 0),
        ("group or club", [OFFICE], 0),
        ("group or club", [OFFICE, OpenSpan(byday=("SA",), opens_at="10:00", closes_at="12:00")], 0),
        ("group or club", [OFFICE, OpenSpan(byday=("TU",), opens_at="12:00", note="lunch club")], 1),
        ("informal get-together", [OpenSpan(byday=WEEK, opens_at="10:00", closes_at="11:30")], 1),
        ("walk or route", [SHORT], 1),
        ("advice and help", [OpenSpan(byday=WEEK, opens_at="10:00", closes_at="12:00")], 0),
        ("advice and help", [SHORT], 1),
        ("class or activity", [OpenSpan(byday=(x,), opens_at="09:00", closes_at="17:00") for x in WEEK], 0),
        ("class or activity", [OpenSpan(byday=WEEK, opens_at="09:00", closes_at="15:00", only="school_holidays")], 1),
    ],
)
def test_a_calendar_is_of_what_one_goes_to_not_of_opening_hours(kind, spans, on, tmp_path):
    found, said = events(tmp_path, CHOIR.changed(kind=kind, schedules=tuple(spans)))
    assert len(found) == on
    left = [x for x in said.not_carried if "opening hours" in x.why]
    assert [(x.field, x.rows) for x in left] == ([] if len(spans) == on else [("schedules" if on else "", 1)])


def test_the_same_assets_are_the_same_calendar_and_keep_their_numbers(tmp_path):
    first, _ = events(tmp_path, CHOIR)
    before = (tmp_path / "x.ics").read_bytes()
    second, _ = events(tmp_path, CHOIR)
    assert (tmp_path / "x.ics").read_bytes() == before
    [moved], _ = events(tmp_path, CHOIR.changed(name="Other", schedules=(OpenSpan(byday=("FR",), opens_at="10:00"),)))
    assert first[0]["uid"] == second[0]["uid"] == moved["uid"]
