"""The asset record."""

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from assetmap.assets import Asset, OpenSpan, named, new_id, schedule_text, short_of, to_frame
from assetmap.errors import AssetError, VocabularyError

HILL = Asset(name="Gull Hill", kind="hill or view", where=shapely.Point(-3.5, 50.4))
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def test_a_hill_needs_no_organisation():
    assert HILL.organisation == ""
    assert HILL.led_by == "not_known"


@pytest.mark.parametrize(
    "where",
    [
        None,
        shapely.Point(-3.5, 50.4),
        shapely.LineString([(-3.5, 50.4), (-3.4, 50.4)]),
        shapely.box(-3.5, 50.4, -3.4, 50.5),
    ],
)
def test_an_asset_is_a_point_a_line_an_area_or_has_no_place(where):
    assert Asset(name="x", kind="walk or route", where=where).where == where


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "  "}, "needs a name"),
        ({"id": "12"}, "uuid"),
        ({"where": BOW_TIE}, "crosses itself"),
        ({"where": shapely.Point(375350, 164482)}, "may be metres"),
        ({"where": shapely.Point(float("nan"), 1)}, "not numbers at all"),
        ({"where": shapely.GeometryCollection([shapely.Point(0, 0)])}, "cannot be kept"),
        ({"min_age": -1}, "below 0"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(fields, said):
    with pytest.raises(AssetError, match=said):
        Asset(**({"name": "x", "kind": "green place"} | fields))


def test_words_outside_the_vocabulary_are_refused():
    with pytest.raises(VocabularyError):
        Asset(name="x", kind="green place", needs=("depression",))
    with pytest.raises(VocabularyError):
        Asset(name="x", kind="green place", step_free="perhaps")


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_what_people_said_comes_back_letter_for_letter(name, own_words, description):
    asset = Asset(name=name, kind="support group", own_words=own_words, description=description)
    back = Asset.from_record(asset.to_record(), asset.where)
    assert (back.name, back.own_words, back.description) == (name, own_words, description)


def test_every_field_survives_a_round_trip():
    asset = Asset(
        name="Lunch club",
        kind="group or club",
        needs=("food", "meeting people"),
        languages=("en", "cy"),
        offered=("in person", "by phone"),
        schedules=(
            OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00", valid_from=date(2026, 1, 1)),
            OpenSpan(freq="MONTHLY", byday=("2MO",), opens_at="18:00", closes_at="20:00", note="term time"),
        ),
        funding_ends=date(2027, 3, 31),
        depends_on=1,
        led_by="local residents",
        checked_on=date(2026, 11, 3),
        how_checked="phoned",
        status="published",
        consent_on=date(2026, 1, 2),
        where=shapely.Point(-3.5, 50.4),
    )
    assert Asset.from_record(asset.to_record(), asset.where) == asset


def test_fields_of_a_newer_version_are_ignored():
    assert Asset.from_record(HILL.to_record() | {"of_tomorrow": 1}, HILL.where) == HILL


def test_short_codes_are_six_letters_nobody_confuses_and_differ_by_attempt():
    asset_id = new_id()
    code = short_of(asset_id)
    assert len(code) == 6
    assert not set(code) & set("ILOU")
    assert short_of(asset_id) == code
    assert short_of(asset_id, attempt=1) != code


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00")], "Tuesdays and Thursdays, 12:00 to 14:00"),
        (
            [
                OpenSpan(byday=("MO",), opens_at="09:00", closes_at="12:00"),
                OpenSpan(byday=("MO",), opens_at="13:00", closes_at="17:00"),
            ],
            "Mondays, 9:00 to 12:00 and 13:00 to 17:00",
        ),
        ([OpenSpan(freq="MONTHLY", byday=("2TU",), opens_at="18:30")], "Second Tuesday of the month, from 18:30"),
        (
            [OpenSpan(byday=("WE",), interval=2, opens_at="10:00", closes_at="11:00")],
            "Every other Wednesday, 10:00 to 11:00",
        ),
        (
            [OpenSpan(byday=("MO", "TU", "WE", "TH", "FR"), opens_at="09:00", closes_at="17:00")],
            "Monday to Friday, 9:00 to 17:00",
        ),
        ([OpenSpan(byday=("FR",), note="term time")], "Fridays, term time"),
        ([], "Most mornings, ask Jo"),
    ],
)
def test_opening_times_are_said_in_words(spans, said):
    assert schedule_text(spans, "Most mornings, ask Jo") == said
    assert schedule_text(spans, "Most mornings, ask Jo", on=date(2026, 6, 1)) == said


_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SUMMER = OpenSpan(
    byday=("MO",), opens_at="10:00", closes_at="12:00", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31)
)
_WINTER = OpenSpan(byday=("MO",), opens_at="11:00", closes_at="12:00", valid_from=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("spans", "on", "said"),
    [
        ([_SUMMER], None, "Mondays, 10:00 to 12:00, from 1 Jun 2026 until 31 Aug 2026"),
        ([_SUMMER], date(2026, 5, 31), "Mondays, 10:00 to 12:00, from 1 Jun 2026 until 31 Aug 2026"),
        ([_SUMMER], date(2026, 6, 1), "Mondays, 10:00 to 12:00, until 31 Aug 2026"),
        ([_SUMMER], date(2026, 8, 31), "Mondays, 10:00 to 12:00, until 31 Aug 2026"),
        ([_SUMMER], date(2026, 9, 1), "Ended on 31 Aug 2026"),
        ([_SUMMER, _WINTER], date(2026, 9, 1), "Mondays, 11:00 to 12:00"),
        (
            [_SUMMER, _WINTER],
            date(2026, 8, 1),
            "Mondays, 10:00 to 12:00, until 31 Aug 2026; Mondays, 11:00 to 12:00, from 1 Sep 2026",
        ),
        ([OpenSpan(byday=("MO",), closes_at="14:00")], None, "Mondays, until 14:00"),
        ([OpenSpan(byday=_WEEK, opens_at="09:00", closes_at="17:00")], None, "Every day, 9:00 to 17:00"),
        ([OpenSpan(byday=_WEEK, interval=2)], None, "Every day of every other week"),
        ([OpenSpan(byday=_WEEK, interval=3)], None, "Every day of one week in 3"),
        ([OpenSpan(byday=("MO",) * 7)], None, "Mondays"),
    ],
)
def test_what_is_past_is_not_said_and_limits_are(spans, on, said):
    assert schedule_text(spans, "Most mornings, ask Jo", on=on) == said


@pytest.mark.parametrize(
    "fields",
    [{"opens_at": "9am"}, {"closes_at": "25:00"}, {"byday": ("Tuesday",)}, {"interval": 0}, {"freq": "DAILY"},
     {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}],
)  # fmt: skip
def test_a_schedule_that_cannot_be_is_refused(fields):
    with pytest.raises(AssetError, match="schedules"):
        OpenSpan(**fields)


def test_a_frame_has_a_row_an_asset_in_longitude_and_latitude():
    frame = to_frame([HILL, Asset(name="Helpline", kind="online or phone help")])
    assert list(frame["name"]) == ["Gull Hill", "Helpline"]
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.isna().tolist() == [False, True]


def test_an_empty_frame_keeps_its_columns():
    assert "own_words" in to_frame([]).columns


def test_an_asset_is_named_in_a_sentence_and_a_long_name_is_cut_short():
    assert named(HILL) == "“Gull Hill”"
    assert named(HILL.changed(name="x" * 61)) == f"“{'x' * 60}…”"
