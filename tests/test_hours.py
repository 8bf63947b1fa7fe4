"""Open, shut or not known, on days anybody can check in a calendar."""

from datetime import date, datetime

import pytest

from assetmap.assets import Asset, OpenSpan, schedule_text
from assetmap.hours import is_open, opens_on


def open_at(when, *spans, **fields):
    asset = Asset(name="Hall", kind="indoor place", schedules=spans, **({"status": "published"} | fields))
    return is_open(asset, datetime.fromisoformat(when))


def span(days, opens="10:00", closes="12:00", **more):
    return OpenSpan(byday=tuple(days.split()), opens_at=opens, closes_at=closes, **more)


# 3 November 2026 is a Tuesday, the first of its month.
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-03T09:59", False),
        ("2026-11-03T10:00", True),
        ("2026-11-03T11:59", True),
        ("2026-11-03T12:00", False),
        ("2026-11-04T11:00", False),
        ("2026-11-10T11:00", True),
    ],
)
def test_a_weekly_span_is_open_from_its_first_minute_until_before_its_last(when, expected):
    assert open_at(when, span("TU")) is expected


def test_a_lunch_break_is_shut():
    day = (span("TU", "09:00", "12:00"), span("TU", "13:00", "17:00"))
    assert [open_at(f"2026-11-03T{x}", *day) for x in ("11:00", "12:30", "13:00")] == [True, False, True]


@pytest.mark.parametrize(
    ("days", "open_on"),
    [("1TU", ["03"]), ("2TU", ["10"]), ("-1TU", ["24"]), ("-2TU", ["17"]), ("+1TU 3TU", ["03", "17"]), ("5TU", [])],
)
def test_a_monthly_span_counts_from_the_beginning_or_the_end(days, open_on):
    found = [day for day in ("03", "10", "17", "24") if open_at(f"2026-11-{day}T11:00", span(days, freq="MONTHLY"))]
    assert found == open_on


def test_every_other_week_counts_from_the_first_and_is_not_known_without_one():
    every_other = span("TU", interval=2, valid_from=date(2026, 11, 5))
    assert [open_at(f"2026-11-{x}T11:00", every_other) for x in ("03", "10", "17", "24")] == [False, False, True, False]
    assert open_at("2026-11-03T11:00", span("TU", interval=2)) is None
    assert open_at("2026-11-04T11:00", span("TU", interval=2)) is False


def test_every_other_month_counts_months():
    every_other = span("1TU", freq="MONTHLY", interval=2, valid_from=date(2026, 9, 30))
    assert open_at("2026-11-03T11:00", every_other) is True
    assert open_at("2026-12-01T11:00", every_other) is False


def test_a_night_runs_into_the_next_day():
    night = span("SA", "22:00", "02:00")
    assert open_at("2026-11-07T23:00", night) is True
    assert open_at("2026-11-08T01:59", night) is True
    assert open_at("2026-11-08T02:00", night) is False
    assert open_at("2026-11-07T01:00", night) is False


def test_until_midnight_is_until_midnight():
    assert open_at("2026-11-03T23:59", span("TU", "10:00", "24:00")) is True
    assert open_at("2026-11-04T00:00", span("TU", "10:00", "24:00")) is False


def test_out_of_season_is_shut():
    summer = span("TU", valid_from=date(2026, 5, 1), valid_to=date(2026, 9, 30))
    assert open_at("2026-11-03T11:00", summer) is False
    assert open_at("2026-06-02T11:00", summer) is True


def test_what_nobody_wrote_down_is_not_known():
    assert open_at("2026-11-03T11:00") is None
    assert open_at("2026-11-03T11:00", hours_text="Tuesdays 10 to 12") is None
    assert open_at("2026-11-03T11:00", span("TU", closes="")) is None
    assert open_at("2026-11-03T09:00", span("TU", closes="")) is False
    assert open_at("2026-11-03T11:00", OpenSpan(opens_at="10:00", closes_at="12:00")) is None
    assert open_at("2026-11-03T11:00", span("TU", interval=2), span("TU")) is True


def test_paused_and_closed_are_shut_until_the_pause_is_over():
    assert open_at("2026-11-03T11:00", span("TU"), status="closed") is False
    assert open_at("2026-11-03T11:00", span("TU"), status="paused") is False
    assert open_at("2026-11-03T11:00", span("TU"), status="paused", paused_until=date(2026, 11, 4)) is False
    assert open_at("2026-11-03T11:00", span("TU"), status="paused", paused_until=date(2026, 11, 3)) is True


@pytest.mark.parametrize(
    ("day", "said", "expected"),
    [
        ("2026-05-25", "Mondays, 10:00 to 12:00, from 1 Jun 2026 until 31 Aug 2026", False),
        ("2026-06-01", "Mondays, 10:00 to 12:00, until 31 Aug 2026", True),
        ("2026-08-31", "Mondays, 10:00 to 12:00, until 31 Aug 2026", True),
        ("2026-09-07", "Ended on 31 Aug 2026", False),
    ],
)
def test_words_and_answer_agree_on_what_has_ended_and_what_is_yet_to_begin(day, said, expected):
    summer = span("MO", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31))
    assert schedule_text([summer], on=date.fromisoformat(day)) == said
    assert open_at(f"{day}T11:00", summer) is expected


def test_a_span_with_only_an_end_is_shut_after_it_and_not_known_before():
    early = span("MO", "", "14:00")
    assert schedule_text([early]) == "Mondays, until 14:00"
    assert open_at("2026-06-01T14:00", early) is False
    assert open_at("2026-06-01T13:59", early) is None


def test_all_days_of_every_other_week_are_not_every_day():
    fortnight = span("MO TU WE TH FR SA SU", interval=2, valid_from=date(2026, 6, 1))
    assert schedule_text([fortnight], on=date(2026, 6, 8)).startswith("Every day of every other week")
    assert open_at("2026-06-07T11:00", fortnight) is True
    assert open_at("2026-06-08T11:00", fortnight) is False


TERMS = ((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 24)))


def hall(*spans, **fields):
    return Asset(name="Hall", kind="indoor place", schedules=spans, **({"status": "published"} | fields))


@pytest.mark.parametrize(
    ("day", "in_term", "in_holidays"),
    [
        ("2026-12-15", True, False),
        ("2026-12-18", True, False),  # the last day of term, a Friday
        ("2026-12-22", False, True),
        ("2027-01-05", True, False),
        ("2026-08-31", None, None),  # before the first term that is known
        ("2027-03-30", None, None),  # after the last
    ],
)
def test_term_time_is_what_the_place_says_and_not_known_beyond(day, in_term, in_holidays):
    when = datetime.fromisoformat(f"{day}T11:00")
    days = "MO TU WE TH FR"
    assert is_open(hall(span(days, only="term time")), when, terms=TERMS) is in_term
    assert is_open(hall(span(days, only="school holidays")), when, terms=TERMS) is in_holidays
    assert is_open(hall(span(days, only="term time")), when) is None
    # A day on which it is not on anyway is known, whatever the terms.
    assert is_open(hall(span("SU", only="term time")), when) is False


def test_every_second_tuesday_goes_on_over_the_end_of_a_year_of_53_weeks():
    # 2026 has 53 weeks: counted by week numbers, 29 December and 5 January would both be odd.
    every_other = hall(span("TU", interval=2, valid_from=date(2026, 12, 1)))
    on = [d for d in ("12-01", "12-08", "12-15", "12-22", "12-29") if is_open(every_other, _at(f"2026-{d}"))]
    on += [d for d in ("01-05", "01-12", "01-19", "01-26") if is_open(every_other, _at(f"2027-{d}"))]
    assert on == ["12-01", "12-15", "12-29", "01-12", "01-26"]


def test_every_second_month_goes_on_over_the_end_of_the_year():
    odd = hall(span("1MO", freq="MONTHLY", interval=2, valid_from=date(2026, 11, 1)))
    days = ("2026-11-02", "2026-12-07", "2027-01-04", "2027-02-01", "2027-03-01")
    assert [is_open(odd, _at(x)) for x in days] == [True, False, True, False, True]


def _at(day):
    return datetime.fromisoformat(f"{day}T11:00")


@pytest.mark.parametrize(
    ("spans", "day", "expected"),
    [
        ([span("TU")], "TU", True),
        ([span("TU")], "WE", False),
        ([span("TU", opens="", closes="")], "TU", True),  # at some hour
        ([span("1MO", freq="MONTHLY")], "MO", True),
        ([span("TU", interval=2, valid_from=date(2026, 11, 10))], "TU", True),
        ([span("TU", interval=2)], "TU", None),
        ([span("TU", valid_to=date(2026, 11, 2))], "TU", False),
        ([span("TU", valid_from=date(2027, 1, 1))], "TU", False),
        ([span("TU", only="term time")], "TU", None),
        ([span("TU"), span("WE", interval=2)], "TU", True),
        ([OpenSpan(opens_at="10:00")], "TU", None),
        ([], "TU", None),
    ],
)
def test_a_day_of_the_week_looks_five_weeks_ahead(spans, day, expected):
    assert opens_on(hall(*spans), day, on=date(2026, 11, 3)) is expected


def test_what_is_paused_for_longer_is_not_on_that_day():
    assert opens_on(hall(span("TU"), status="paused"), "TU", on=date(2026, 11, 3)) is False
    soon = hall(span("TU"), status="paused", paused_until=date(2026, 11, 17))
    assert opens_on(soon, "TU", on=date(2026, 11, 3)) is True
    assert opens_on(hall(status="closed"), "TU", on=date(2026, 11, 3)) is False


def test_several_spans_of_a_day_and_a_night_that_begins_before_it_stops_being_on():
    market = hall(span("SA", "08:00", "11:00"), span("SA", "20:00", "01:00", valid_to=date(2026, 11, 7)))
    asked = ("2026-11-07T09:00", "2026-11-07T12:00", "2026-11-07T23:30", "2026-11-08T00:30", "2026-11-15T00:30")
    assert [is_open(market, datetime.fromisoformat(x)) for x in asked] == [True, False, True, True, False]
