"""When something was last checked."""

from datetime import date

from assetmap.assets import Asset
from assetmap.freshness import checked_text, due_on, is_overdue, is_to_check, last_checked, pause_is_over

TODAY = date(2026, 11, 21)
CLUB = Asset(name="x", kind="group or club", checked_on=date(2026, 11, 3), how_checked="phoned", phone="01632 960001")


def test_a_fresh_check_says_how_and_when():
    assert checked_text(CLUB, on=TODAY) == "Checked by phone, 3 Nov 2026."


def test_an_old_check_says_ring_before_you_go():
    old = CLUB.changed(checked_on=date(2025, 9, 21))
    assert is_overdue(old, on=TODAY)
    assert checked_text(old, on=TODAY) == "Ring before you go: last checked 21 Sep 2025."


def test_nobody_is_told_to_ring_a_hill():
    hill = Asset(name="x", kind="hill or view", checked_on=date(2015, 5, 1), how_checked="visited")
    assert checked_text(hill, on=TODAY) == "Not checked since 1 May 2015."


def test_what_was_never_checked_is_overdue_and_says_so():
    assert is_overdue(CLUB.changed(checked_on=None), on=TODAY)
    assert checked_text(CLUB.changed(checked_on=None, phone=""), on=TODAY) == "Not checked yet."


def test_a_place_may_set_its_own_interval():
    assert due_on(CLUB, {"group_or_club": 2}) == date(2026, 11, 17)
    assert is_overdue(CLUB, on=TODAY, review_weeks={"group_or_club": 2})
    assert not is_overdue(CLUB, on=date(2026, 11, 17), review_weeks={"group_or_club": 2})


def test_a_pause_whose_day_has_come_is_said_and_is_due_until_somebody_has_checked():
    paused = CLUB.changed(status="paused", paused_until=date(2026, 11, 20))
    assert is_to_check(paused, on=TODAY)
    assert pause_is_over(paused, on=TODAY)
    assert checked_text(paused, on=TODAY) == "Ring before you go: it may not be on again."
    assert checked_text(paused.changed(phone=""), on=TODAY) == "It may not be on again."
    asked = paused.changed(checked_on=TODAY)
    assert not is_to_check(asked, on=TODAY)
    assert checked_text(asked, on=TODAY) == "Checked by phone, 21 Nov 2026."


def test_nobody_asks_about_what_is_paused_until_a_day_to_come():
    paused = CLUB.changed(status="paused", paused_until=date(2026, 12, 1), checked_on=date(2024, 1, 2))
    assert is_overdue(paused, on=TODAY)  # what we say of it is old, and every card says so
    assert not is_to_check(paused, on=TODAY)
    assert is_to_check(paused, on=date(2026, 12, 1))
    assert is_to_check(paused.changed(paused_until=None), on=TODAY)


def test_who_rings_is_told_when_it_was_last_checked_and_not_to_ring_before_they_go():
    assert last_checked(CLUB.changed(checked_on=date(2024, 1, 2))) == "Checked by phone, 2 Jan 2024."
    assert last_checked(CLUB.changed(checked_on=None)) == "Not checked yet."
