"""The shortlist by minutes on foot, in a town that one can walk in one's head."""

from datetime import date

import pytest

from assetmap.referral import found_json, shortlist
from assetmap.walking import walks_of
from tests.walking_town import GRID, HOME, asset, at, town

DAY = date(2026, 11, 3)


def near(*assets, origin=HOME, profile="walking", knows_steps=True, **options):
    walks = walks_of(town(knows_steps=knows_steps), assets, profile=profile)
    return shortlist(list(assets), origin, **({"on": DAY, "metric_crs": GRID, "walks": walks} | options))


def names(found):
    return [x.asset.name for x in found]


def test_minutes_decide_and_not_the_straight_line():
    hall, end = asset("Hall", at(1600, 400)), asset("End", at(0, 0))
    park_side = asset("Side", at(790, 700))
    found = near(hall, park_side, end)
    assert names(found.near) == ["End", "Side", "Hall"]
    by_slope = near(hall, park_side, end, profile="step-free")
    assert names(by_slope.near) == ["End", "Hall", "Side"]
    row = found.near[2]
    assert (round(row.walk_m), row.walk_min, row.steps) == (2000, pytest.approx(25), False)
    assert (found.near[1].steps, by_slope.near[1].steps) == (True, False)


def test_within_one_minute_as_shown_equals_stand_by_name_and_an_overdue_check_costs_a_few_minutes():
    a = asset("A", at(812, 0), checked_on=date(2020, 1, 1))
    b = asset("B", at(805, 0), checked_on=None)
    c = asset("C", at(829, 0), checked_on=DAY)
    later = asset("D", at(842, 0), checked_on=DAY)
    assert names(near(a, b, c, later).near) == ["C", "D", "A", "B"]  # an overdue check is worth 3½ minutes


def test_what_has_no_walk_comes_after_what_has_one_and_says_why():
    island, far, end = asset("Island", at(100, -990)), asset("Far", at(200, 620)), asset("End", at(1600, 0))
    found = near(island, far, end)
    assert names(found.near) == ["End", "Far", "Island"]
    assert [x.walk_why_not for x in found.near] == [
        "", "no street within 500 m (the nearest is 600 metres away)", "no walking route",
    ]  # fmt: skip
    assert found.near[2].why == "Group or club, 1.0 km away in a straight line (no walking route)."
    assert (found.near[2].walk_min, found.near[2].way) == (None, None)


def test_the_sentence_says_minutes():
    end = asset("End", at(1600, 0), needs=("food",))
    assert near(end).near[0].why == "Group or club, 20 minutes' walk."
    assert near(end, needs=["food"]).near[0].why == "It helps with food and is 20 minutes' walk away."
    refuge = asset("Refuge", at(1500, 0), precision="neighbourhood")
    assert near(refuge).near[0].why == "Group or club, about 20 minutes' walk."


def test_only_what_is_within_so_many_minutes_is_given_and_what_is_not_known_is_told_apart():
    one, two, three = asset("One", at(400, 0)), asset("Two", at(1199, 0)), asset("Three", at(1204, 0))
    island, abroad = asset("Island", at(0, -990)), asset("Abroad", at(-9000, 0))
    found = near(one, two, three, island, abroad, minutes=15)
    assert names(found.near) == ["One", "Two"]
    assert names(found.not_known) == ["Island"]  # 990 m as the crow flies; nobody can be abroad in 15 minutes
    assert near(one, two, three, island, abroad, minutes=5).not_known == ()
    assert names(near(one, two, minutes=15, profile="slow").near) == ["One"]


def test_a_blurred_place_is_within_by_its_rounded_minutes_and_ranked_by_them():
    refuge, club = asset("Refuge", at(1000, 0), precision="street"), asset("Club", at(1100, 0))
    late, soon = asset("Late", at(1230, 0)), asset("Soon", at(1170, 0))
    found = near(refuge, club, late, soon, minutes=15)
    assert names(found.near) == ["Club", "Refuge", "Soon"]  # about 15 minutes, though its street's middle is 12.5
    row = found.near[1]
    assert (row.walk_min, row.walk_m, row.way, row.steps, row.walk_is_about) == (15.0, None, None, None, True)
    assert near(refuge, minutes=13).near == ()


def test_the_order_of_a_blurred_place_changes_only_where_its_rounded_minutes_do():
    """However one moves, it jumps in steps of five minutes, so that no search by order finds its street's middle."""
    refuge = asset("Refuge", at(1600, 0), precision="neighbourhood")
    seen = {near(refuge, origin=at(x, 0)).near[0].walk_min for x in range(0, 1600, 40)}
    assert seen == {5.0, 10.0, 15.0, 20.0}


def test_far_from_any_street_the_straight_line_stands_and_it_is_said():
    club = asset("Club", at(800, 0))
    found = near(club, origin=at(-3100, 0))
    assert found.origin_why_not == "the street data does not cover this (its nearest street is 3.1 km away)"
    assert found.near[0].why == "Group or club, 3.9 km away."
    assert (found.snapped_m, found.near[0].walk_min) == (None, None)
    assert names(near(club, origin=at(-3100, 0), minutes=60).not_known) == ["Club"]


def test_without_streets_so_many_minutes_give_what_may_be_within_them():
    club, far = asset("Club", at(400, 0)), asset("Far", at(2400, 0))
    found = shortlist([club, far], HOME, on=DAY, metric_crs=GRID, minutes=15)
    assert (found.near, names(found.not_known)) == ((), ["Club"])
    assert found.not_known[0].why == "Group or club, 400 m away."


def test_without_an_origin_nothing_is_on_foot():
    found = near(asset("Club", at(400, 0)), origin=None, minutes=5)
    assert names(found.near) == ["Club"]
    assert (found.near[0].walk_min, found.snapped_m) == (None, None)


def test_the_limit_keeps_the_nearest_on_foot_of_thousands():
    many = [asset(f"A{i:04}", at(i, 0)) for i in range(1, 1500)]
    found = near(*reversed(many), limit=3)
    assert all(x.walk_min < 1.5 for x in found.near)
    assert len(found.near) == 3


def test_the_json_has_minutes_to_a_tenth_steps_the_way_and_how_far_off_the_street_one_is():
    club, refuge = asset("Club", at(1604, 399)), asset("Refuge", at(1000, 0), precision="street")
    result = found_json(near(club, refuge, origin=at(100, 40)), origin=at(100, 40))
    assert result["origin"]["snapped_m"] == 40.0
    blurred, row = result["assets"]
    assert (row["walk_m"], row["walk_min"], row["steps"]) == (1943, 24.3, False)
    assert row["walk_how"] == "along the streets"
    assert row["way"] == "East along High Street, on into Back Lane; no steps."
    assert (blurred["walk_m"], blurred["walk_min"], blurred["steps"], blurred["way"]) == (None, 10.0, None, None)
    assert blurred["walk_how"].startswith("about")
    unknown = found_json(near(club, origin=at(100, 40), knows_steps=False))
    assert unknown["assets"][0]["steps"] is None


def test_nothing_of_who_set_out_is_in_what_is_printed_of_a_shortlist():
    found = near(asset("Club", at(1604, 399)), origin=at(137, 0))
    assert "High Street" not in repr(found)
