"""Something that is shown is checked, paused, opened again and closed, each in one change that can be undone."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import checked, close, open_again, pause, submit, undo, withdraw
from assetmap.errors import AssetMapError, PermissionDeniedError, StoreError
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, names, now

DAY = date(2026, 11, 21)
UNTIL = date(2027, 1, 8)
DOINGS = {
    "checked": lambda store, one, by: checked(store, one, how="phoned", on=DAY, by=by),
    "paused": lambda store, one, by: pause(store, one, until=UNTIL, by=by),
    "closed": lambda store, one, by: close(store, one, by=by),
}


@pytest.fixture
def shown(store):
    submit(store, PARK, by="steward", publish=True)
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    return store


def last(store, asset):
    row = store.history(asset.id)[-1]
    return row.what, row.by


def test_a_check_says_how_when_and_by_whom_in_one_change(shown):
    before = shown.version()
    written = checked(shown, PARK.id, how="visited", on=DAY, by="steward: Jo")
    there = now(shown, PARK)
    assert (there.how_checked, there.checked_on, there.checked_by) == ("visited", DAY, "steward: Jo")
    assert (shown.version(), there.status, last(shown, PARK)) == (before + 1, "published", ("checked", "steward: Jo"))
    undo(shown, written.change, by="steward")
    assert now(shown, PARK).checked_on is None


def test_the_same_check_twice_is_two_changes_so_that_undo_takes_back_its_own(shown):
    first = checked(shown, PARK.id, how="visited", on=DAY, by="steward")
    second = checked(shown, PARK.id, how="visited", on=DAY, by="steward")
    assert second.change == first.change + 1
    undo(shown, second.change, by="steward")
    assert now(shown, PARK).checked_on == DAY


def test_a_check_needs_a_way_that_is_known(shown):
    for how in ("", "by magic"):
        with pytest.raises(AssetMapError):
            checked(shown, PARK.id, how=how, on=DAY, by="steward")
    assert now(shown, PARK).checked_on is None


def test_what_is_paused_stays_shown_until_a_day_or_for_now_and_opens_again(shown):
    pause(shown, PARK.short, until=UNTIL, by="steward")
    assert (now(shown, PARK).status, now(shown, PARK).paused_until) == ("paused", UNTIL)
    assert names(shown) == ["Grief circle", "Quay Park"]
    pause(shown, PARK.id, by="steward")
    assert (now(shown, PARK).status, now(shown, PARK).paused_until) == ("paused", None)
    checked(shown, PARK.id, how="phoned", on=DAY, by="steward")
    assert now(shown, PARK).status == "paused"
    opened = open_again(shown, PARK.id, by="steward")
    assert (now(shown, PARK).status, last(shown, PARK)) == ("published", ("reopened", "steward"))
    undo(shown, opened.change, by="steward")
    assert now(shown, PARK).status == "paused"


def test_what_has_closed_is_in_no_output_and_comes_back_when_that_is_undone(shown):
    written = close(shown, GROUP.id, by="steward")
    assert (names(shown), now(shown, GROUP).status) == (["Quay Park"], "closed")
    undo(shown, written.change, by="steward")
    assert names(shown) == ["Grief circle", "Quay Park"]


@pytest.mark.parametrize("doing", DOINGS)
def test_a_hidden_place_stays_hidden_and_kept(shown, doing):
    before = now(shown, GROUP).where
    DOINGS[doing](shown, GROUP.id, "steward")
    assert (now(shown, GROUP).where, shown.exact_place(GROUP.id)) == (before, TRUE)
    assert before != TRUE


@pytest.mark.parametrize("doing", [*DOINGS, "reopened"])
@pytest.mark.parametrize("by", ["resident: Jo", "contributor", "", "a steward"])
def test_only_a_steward_may(shown, doing, by):
    do = DOINGS.get(doing, lambda store, one, by: open_again(store, one, by=by))
    before = shown.version()
    with pytest.raises(PermissionDeniedError):
        do(shown, PARK.id, by)
    assert shown.version() == before


@pytest.mark.parametrize("doing", DOINGS)
def test_nothing_that_is_off_the_map_comes_back_onto_it(shown, doing):
    hall = Asset(name="Hall", kind="indoor place", where=shapely.Point(-2.006, 51.004))
    submit(shown, hall, by="resident")
    close(shown, PARK.id, by="steward")
    withdraw(shown, GROUP.id, by="steward")
    before = shown.version()
    for asset, said in (
        (hall, "“Hall” is a draft by now"),
        (PARK, "is closed by now"),
        (GROUP, "is taken away by now"),
    ):
        with pytest.raises(StoreError, match=said):
            DOINGS[doing](shown, asset.id, "steward")
        with pytest.raises(StoreError, match=said):
            open_again(shown, asset.id, by="steward")
    assert (shown.version(), names(shown)) == (before, [])


def test_what_is_open_is_not_opened_and_what_is_unknown_is_said(shown):
    with pytest.raises(StoreError, match="“Quay Park” is open by now"):
        open_again(shown, PARK.id, by="steward")
    with pytest.raises(StoreError, match="there is no asset “nowhere”"):
        close(shown, "nowhere", by="steward")
