"""Ringing round: what comes first, what an answer changes, and two people on one list."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.contributions.ringing import MANY_TRIES, REST_DAYS, answered, due
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError

ON = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 32).astimezone()
OLD = date(2024, 1, 2)


def club(name, **fields):
    said = {"kind": "group or club", "phone": "01632 960001", "checked_on": OLD, "how_checked": "phoned"}
    return Asset(name=name, **(said | fields))


HILL = Asset(name="Gull Head", kind="hill or view", checked_on=date(2010, 1, 2), how_checked="visited")


def show(store, *assets):
    for asset in assets:
        contributions.submit(store, asset, by="steward", publish=True)


def names(rows):
    return [row.asset.name for row in rows]


def row_of(store, asset, *, on=ON):
    there = due(store, on=on)
    return next(row for row in (*there.to_ring, *there.to_walk) if row.asset.id == asset.id)


def answer(store, asset, said, *, by="steward", now=NOW, seen=None):
    return answered(store, asset.id, said, by=by, on=now, seen=seen or row_of(store, asset, on=now.date()).seen)


# What is due, and in which order


def test_what_was_handed_out_most_comes_first_then_the_oldest_then_by_name(store):
    often, rare = club("Often", checked_on=date(2025, 9, 1)), club("Rare", checked_on=date(2025, 8, 1))
    never, old, same = club("Never", checked_on=None), club("Old", checked_on=OLD), club("also old", checked_on=OLD)
    show(store, old, rare, never, often, same)
    for _ in range(3):
        store.calls.handed_out([often.id], ON)
    store.calls.handed_out([rare.id], ON - timedelta(days=200))
    assert names(due(store, on=ON).to_ring) == ["Often", "Rare", "Never", "also old", "Old"]
    assert [row.handed_out for row in due(store, on=ON).to_ring] == [3, 1, 0, 0, 0]


def test_what_was_handed_out_years_ago_does_not_count(store):
    once, now = club("Once"), club("Now", checked_on=date(2025, 1, 1))
    show(store, once, now)
    for _ in range(9):
        store.calls.handed_out([once.id], date(2025, 10, 1))
    store.calls.handed_out([now.id], ON)
    assert names(due(store, on=ON).to_ring) == ["Now", "Once"]


def test_what_has_no_telephone_is_walked_past(store):
    show(store, HILL, club("Choir"))
    there = due(store, on=ON)
    assert (names(there.to_ring), names(there.to_walk)) == (["Choir"], ["Gull Head"])
    assert (there.ringing, there.walking, there.later) == (1, 1, 0)


def test_only_what_is_shown_and_overdue_is_asked_about(store):
    fresh, shut = club("Fresh", checked_on=ON), club("Shut")
    show(store, fresh, shut)
    contributions.close(store, shut.id, by="steward")
    contributions.submit(store, club("Draft"), by="resident")
    assert names(due(store, on=ON).to_ring) == []


def test_a_pause_is_left_alone_until_its_day(store):
    choir = club("Choir", checked_on=ON - timedelta(days=7))
    old = club("Old and away")
    show(store, choir, old)
    for asset in (choir, old):
        contributions.pause(store, asset.id, until=ON + timedelta(days=2), by="steward")
    assert names(due(store, on=ON + timedelta(days=1)).to_ring) == []
    assert names(due(store, on=ON + timedelta(days=2)).to_ring) == ["Old and away", "Choir"]
    assert all(row.pause_over for row in due(store, on=ON + timedelta(days=2)).to_ring)


def test_a_list_is_no_longer_than_asked_and_says_how_many_there_are(store):
    show(store, *(club(f"Club {at}") for at in range(5)))
    there = due(store, on=ON, limit=2)
    assert (names(there.to_ring), there.ringing) == (["Club 0", "Club 1"], 5)


def test_a_place_has_its_own_intervals(store):
    show(store, club("Choir", checked_on=ON - timedelta(days=20)))
    assert names(due(store, on=ON).to_ring) == []
    assert names(due(store, on=ON, review_weeks={"group_or_club": 2}).to_ring) == ["Choir"]


def test_a_list_for_everybody_has_nothing_that_only_some_may_see(store):
    inner = club("Refuge", audience="workshop", address="1 Quiet Lane")
    open_ = club("Choir")
    show(store, inner, open_)
    assert names(due(store, on=ON).to_ring) == ["Choir", "Refuge"]
    there = due(store, on=ON, audience="public")
    assert (names(there.to_ring), there.ringing) == (["Choir"], 1)


# Answers


def test_still_right_is_a_check_that_is_undone(store):
    choir, hill = club("Choir"), HILL
    show(store, choir, hill)
    done, walked = answer(store, choir, "still_right", by="steward: Jo"), answer(store, hill, "still_right")
    assert (done.asset.how_checked, done.asset.checked_on, done.asset.checked_by) == ("phoned", ON, "steward: Jo")
    assert walked.asset.how_checked == "visited"
    assert names(due(store, on=ON).to_ring) == []
    assert store.history(choir.id)[-1].what == "checked"
    contributions.undo(store, done.change, by="steward")
    assert store.get(choir.id).asset.checked_on == OLD
    assert names(due(store, on=ON).to_ring) == ["Choir"]


def test_what_is_on_again_is_no_longer_paused(store):
    choir = club("Choir")
    show(store, choir)
    contributions.pause(store, choir.id, until=date(2026, 11, 1), by="steward")
    done = answer(store, choir, "still_right")
    assert (done.asset.status, done.asset.paused_until, done.asset.checked_on) == ("published", None, ON)
    assert store.history(choir.id)[-1].what == "reopened"
    contributions.undo(store, done.change, by="steward")
    assert store.get(choir.id).asset.status == "paused"


def test_what_is_paused_for_now_stays_paused(store):
    choir = club("Choir")
    show(store, choir)
    contributions.pause(store, choir.id, by="steward")
    assert answer(store, choir, "still_right").asset.status == "paused"


def test_what_has_closed_goes_off_the_map_and_comes_back_by_undo(store):
    choir = club("Choir")
    show(store, choir)
    done = answer(store, choir, "closed")
    assert (done.asset.status, done.asset.checked_on) == ("closed", ON)
    contributions.undo(store, done.change, by="steward")
    assert store.get(choir.id).asset == store.get(choir.id).asset.changed(status="published", checked_on=OLD)


def test_changed_and_not_reached_change_nothing_and_are_no_check(store):
    choir, club_ = club("Choir"), club("Club")
    show(store, choir, club_)
    before = store.version()
    assert answer(store, choir, "changed").change is None
    assert answer(store, club_, "could_not_reach").change is None
    assert store.version() == before
    assert [store.get(x.id).asset.checked_on for x in (choir, club_)] == [OLD, OLD]


def test_what_was_not_reached_comes_back_after_a_few_days_and_then_stands_behind(store):
    choir, other = club("Choir"), club("Other")
    show(store, choir, other)
    store.calls.handed_out([choir.id], ON)
    day = NOW
    for tries in range(1, MANY_TRIES + 1):
        assert names(due(store, on=day.date()).to_ring)[0] == "Choir"
        answer(store, choir, "could_not_reach", now=day)
        resting = due(store, on=day.date() + timedelta(days=REST_DAYS - 1))
        assert (names(resting.to_ring), resting.later) == (["Other"], 1)
        day += timedelta(days=REST_DAYS)
        assert row_of(store, choir, on=day.date()).tries == tries
    assert names(due(store, on=day.date()).to_ring) == ["Other", "Choir"]


def test_a_check_makes_an_end_of_the_tries(store):
    choir = club("Choir")
    show(store, choir)
    answer(store, choir, "could_not_reach", now=NOW - timedelta(days=400))
    contributions.checked(store, choir.id, how="visited", on=ON - timedelta(days=399), by="steward")
    assert row_of(store, choir).tries == 0


def test_the_second_to_ring_is_told_that_somebody_has_just_rung(store):
    choir = club("Choir")
    show(store, choir)
    mine = theirs = row_of(store, choir).seen
    answer(store, choir, "could_not_reach", by="steward: Sam", seen=theirs)
    for said in ("still_right", "closed", "changed", "could_not_reach"):
        with pytest.raises(ConflictError, match=r"Sam has rung “Choir” at 10:32: nobody was reached\. Nothing"):
            answer(store, choir, said, seen=mine)
    assert len(store.calls.about(choir.id)) == 1
    assert store.get(choir.id).asset.checked_on == OLD


def test_the_same_answer_three_times_counts_once(store):
    choir = club("Choir")
    show(store, choir)
    seen = row_of(store, choir).seen
    answer(store, choir, "still_right", seen=seen)
    for _ in range(2):
        with pytest.raises(ConflictError, match="it is still right"):
            answer(store, choir, "still_right", seen=seen)
    assert len(store.history(choir.id)) == 2
    assert len(store.calls.about()) == 1


def test_what_was_changed_while_one_rang_is_looked_at_again(store):
    choir = club("Choir")
    show(store, choir)
    seen = row_of(store, choir).seen
    contributions.submit(store, choir.changed(phone="01632 960002"), by="steward", publish=True)
    with pytest.raises(ConflictError, match="was changed by somebody else while you asked"):
        answer(store, choir, "still_right", seen=seen)
    assert store.calls.about(choir.id) == []
    assert answer(store, choir, "could_not_reach", seen=seen).change is None  # says nothing about the asset


def test_only_who_looks_after_the_map_says_what_a_call_has_brought(store):
    choir = club("Choir")
    show(store, choir)
    seen = row_of(store, choir).seen
    for by in ("resident", "contributor: Jo", "visitor"):
        with pytest.raises(PermissionDeniedError):
            answer(store, choir, "could_not_reach", by=by, seen=seen)
    assert store.calls.about() == []


def test_what_is_not_shown_or_no_answer_is_refused(store):
    choir = club("Choir")
    show(store, choir)
    seen = row_of(store, choir).seen
    with pytest.raises(StoreError, match="no such answer"):
        answer(store, choir, "perhaps", seen=seen)
    contributions.withdraw(store, choir.id, by="steward")
    with pytest.raises(StoreError, match="not on the map any more"):
        answer(store, choir, "still_right", seen=seen)
