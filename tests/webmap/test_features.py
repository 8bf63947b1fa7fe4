"""What the browser is told of an asset, and what it is not."""

from __future__ import annotations

from datetime import date

from shapely import LineString, Point, box

from assetmap.assets import Asset, OpenSpan
from assetmap.disclosure import disclosed
from assetmap.webmap import card_lines, features, note
from assetmap.wording import speaking

DAY = date(2026, 11, 21)


def asset(**fields) -> Asset:
    return Asset(**{"name": "Lunch club", "kind": "group or club", "status": "published", **fields})


def test_only_what_is_shown_leaves():
    secret = asset(
        where=Point(-2.36, 51.38), checked_by="steward: Ann", consent="said yes to Ann", funding_ends=date(2027, 3, 31),
        depends_on=1, source_id="row 7", repairs="mended", led_by="local residents",
    )  # fmt: skip
    said = str(features(disclosed([secret]), on=DAY))
    for word in ("Ann", "said yes", "2027", "row 7", "mended", "local_residents"):
        assert word not in said
    assert "Lunch club" in said


def test_a_season_that_is_over_is_not_said_to_be_on():
    gone, on = (
        OpenSpan(byday=("MO",), opens_at="10:00", valid_to=date(2026, 8, 31)),
        OpenSpan(byday=("TU",), opens_at="11:00", valid_to=date(2026, 12, 31)),
    )
    [row] = features([asset(schedules=(gone, on))], on=DAY)["assets"]
    assert row["note"] == "Group or club · Tuesdays, from 11:00, until 31 Dec 2026 · no place on the map"
    assert ("When", "Tuesdays, from 11:00, until 31 Dec 2026") in row["card"]


def test_a_point_a_line_an_area_and_no_place():
    rows = features(
        [
            asset(where=Point(-2.36, 51.38)),
            asset(where=LineString([(-2.36, 51.38), (-2.35, 51.39)])),
            asset(where=box(-2.36, 51.38, -2.35, 51.39)),
            asset(),
        ],
        on=DAY,
    )["assets"]
    assert rows[0]["at"] == [-2.36, 51.38]
    assert "dimension" not in rows[0]
    assert rows[1]["dimension"] == 1
    assert rows[2]["dimension"] == 2
    assert rows[2]["lines"][0][0] == rows[2]["lines"][0][-1]
    assert "lines" not in rows[0]
    assert all(len(line) == 2 and all(isinstance(x, str) for x in line) for line in rows[2]["card"])
    assert "at" not in rows[3]
    assert "no place on the map" in rows[3]["note"]


def test_assets_that_look_alike_share_one_drawing():
    fresh = {"checked_on": DAY, "how_checked": "phoned"}
    out = features([asset(**fresh), asset(**fresh), asset(checked_on=date(2020, 1, 1), how_checked="phoned")], on=DAY)
    first, second, overdue = (row["symbol"] for row in out["assets"])
    assert first == second != overdue
    assert set(out["symbols"]) == {first, overdue}


def test_residents_own_words_stay_letter_for_letter_and_other_texts_lose_what_turns_them():
    typed = "Larks.\u202e  Just\tlarks!! "
    row = features([asset(own_words=typed, description="a\u202eb")], on=DAY)["assets"][0]
    assert ("In residents’ own words", typed) in row["card"]
    assert ("", "ab") in row["card"]


def test_a_card_says_when_and_how_it_was_checked_and_that_it_is_blurred():
    lines = card_lines(
        asset(checked_on=date(2026, 11, 3), how_checked="phoned", precision="street", where=Point(0, 51)), on=DAY
    )
    assert ("", "Checked by phone, 3 Nov 2026.") in lines
    assert any("street only" in text for _, text in lines)


def test_paused_is_said_in_words():
    paused = asset(status="paused", paused_until=date(2027, 1, 4))
    assert "paused" in note(paused)
    assert ("Now", "Paused until 4 Jan 2027.") in card_lines(paused, on=DAY)
    assert ("Now", "Paused for now.") in card_lines(asset(status="paused"), on=DAY)


def test_a_pause_whose_day_has_come_is_said_to_be_over():
    over = asset(status="paused", paused_until=DAY)
    assert "paused" not in note(over, on=DAY)
    assert ("Now", "It was paused until 21 Nov 2026.") in card_lines(over, on=DAY)


def test_the_line_about_a_place_begins_with_its_name_in_the_language_spoken():
    school = asset(name="Polska Sobota", said_in={"en": {"name": "Polish\u202e Saturday school"}, "ar": {"cost": "1"}})
    with speaking("ar"):
        [row] = features([school], on=DAY)["assets"]
        assert row["note"] == note(school, on=DAY)
    [row] = features([school], on=DAY)["assets"]
    assert (row["name"], row["note"]) == ("Polska Sobota", f"Polish Saturday school · {note(school, on=DAY)}")
