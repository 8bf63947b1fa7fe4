"""When something is open, read from whatever a file holds."""

import json
from datetime import UTC, date, datetime

import pytest

from assetmap.assets import Asset, OpenSpan, schedule_text
from assetmap.errors import AssetError
from assetmap.exchange import assets_of
from assetmap.store.geopackage.records import from_texts, to_text

pytestmark = pytest.mark.usefixtures("read_in_this_process")

BAD = [
    {"byday": ["-MO"]}, {"byday": ["+MO"]}, {"byday": ["6MO"]}, {"byday": ["0MO"]}, {"byday": [1]}, {"byday": 5},
    {"byday": [["MO"]]}, {"byday": "Monday"}, {"note": 5}, {"note": ["a"]}, {"opens_at": 930}, {"closes_at": ["12:00"]},
    {"valid_from": 5}, {"valid_to": "soon"}, {"valid_to": True}, {"valid_from": {}}, {"interval": "2"},
    {"interval": 1.5}, {"interval": True}, {"freq": 1}, {"freq": ["WEEKLY"]},
    {"only": "full moon"}, {"only": 5}, {"only": ["term_time"]},
    {"byday": ["2TU"], "freq": "WEEKLY", "interval": 2},
    {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, 5, "MO", None, ["MO"],
]  # fmt: skip


@pytest.mark.parametrize("row", BAD, ids=str)
def test_what_is_no_span_is_a_sentence_wherever_it_is_read(row):
    with pytest.raises(AssetError, match=r"^\[schedules"):
        OpenSpan.from_record(row)
    with pytest.raises(AssetError, match=r"^\[schedules"):
        Asset.from_record({"name": "A", "kind": "park", "schedules": [row]})


@pytest.mark.parametrize("row", BAD, ids=str)
@pytest.mark.parametrize("headings", ["name,schedules", "id,short,name,kind,schedules"])
def test_what_is_no_span_in_a_file_is_told_by_row_and_the_asset_kept(row, headings):
    cell = json.dumps([row]).replace('"', '""')
    before = ",,A,green place," if "id" in headings else "A,"
    [asset], problems = assets_of(f'{headings}\n{before}"{cell}"\n'.encode(), "list.csv", kind="green place")
    assert asset.schedules == ()
    told = [x for x in problems if x.column == "schedules"]
    assert [(x.row, x.what, x.kept) for x in told] == [(2, "not understood", True)]
    assert "as we wrote it" not in told[0].mend


@pytest.mark.parametrize("day", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", 5])
def test_a_day_is_a_day_and_nothing_like_it(day):
    with pytest.raises(AssetError, match="a day is written"):
        OpenSpan(valid_from=day)


def test_days_may_be_one_text_as_other_programs_write_them():
    assert OpenSpan.from_record({"byday": "TU, TH", "of_tomorrow": 1, "note": None}) == OpenSpan(byday=("TU", "TH"))
    span = OpenSpan.from_record({"byday": ["-1FR"], "freq": "MONTHLY", "valid_from": "2026-01-01"})
    assert (span.byday, span.valid_from) == (("-1FR",), date(2026, 1, 1))


@pytest.mark.parametrize("days", [("2TU",), ("MO", "-1FR"), ("+1SU",)])
def test_a_numbered_day_is_of_the_month_even_where_it_says_weekly(days):
    assert OpenSpan(byday=days).freq == "MONTHLY"
    assert OpenSpan(byday=("TU",)).freq == "WEEKLY"


def test_term_time_goes_through_records_the_store_and_files_and_is_said():
    span = OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", only="Term time")
    club = Asset(name="Club", kind="group or club", schedules=(span, OpenSpan(byday=("SA",), only="school holidays")))
    assert span.only == "term_time"
    assert club.to_record()["schedules"][0]["only"] == "term_time"
    assert Asset.from_record(club.to_record()) == club
    assert from_texts([to_text(club)])[0]["schedules"][1]["only"] == "school_holidays"
    assert schedule_text(club.schedules) == "Tuesdays, 10:00 to 12:00, in term time; Saturdays, in school holidays"
    cell = json.dumps(club.to_record()["schedules"]).replace('"', '""')
    [again], problems = assets_of(f'id,short,name,kind,schedules\n,,A,green place,"{cell}"\n'.encode(), "list.csv")
    assert (again.schedules, problems) == (club.schedules, [])
