"""Open, shut or not known, on days anybody can check in a calendar."""

from datetime import date, datetime

import pytest

from assetmap.assets import Asset, OpenSpan, schedule_text
from assetmap.hours import is_open


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
