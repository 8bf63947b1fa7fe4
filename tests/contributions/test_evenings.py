"""What one person did in one evening is taken back, but for what others have touched since or somebody asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assetmap.assets import Asset
from assetmap.contributions import (
    approve,
    change_by_receipt,
    evening,
    merge,
    receipt,
    submit,
    suggest,
    suggested,
    take,
    undo,
    undo_evening,
    who_did,
    withdraw,
)
from assetmap.errors import PermissionDeniedError
from tests.contributions.town import GROUP, LAYERS, PARK, names, now

JO, SAM = "steward: Jo", "steward: Sam"
ALWAYS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def state(store):
    return {x.asset.id: (x.asset, store.exact_place(x.asset.id)) for x in store.read(statuses={"draft", "published"})}


def test_all_of_it_goes_back_in_one_change_and_comes_back_with_one_undo(store):
    submit(store, PARK, by=SAM, publish=True, **LAYERS)
    before = state(store)
    for name in ("A", "B", "C"):
        submit(store, now(store, PARK).changed(name=name), by=JO, **LAYERS)
    submit(store, GROUP, by=JO, publish=True, **LAYERS)
    after = state(store)
    done = undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert (state(store), done.assets, done.left) == (before, 2, ())
    assert [x.why for x in store.recent(1)] == ["undo of what steward: Jo did"]
    undo(store, done.change, by=SAM)
    assert state(store) == after


def test_what_others_touched_since_stays_and_is_listed_with_the_reason(store):
    submit(store, PARK, by=JO, publish=True, **LAYERS)
    submit(store, now(store, PARK).changed(phone="01632 960001"), by=SAM, **LAYERS)
    submit(store, now(store, PARK).changed(name="Mine"), by=JO, **LAYERS)
    submit(store, GROUP, by=JO, publish=True, **LAYERS)
    withdraw(store, GROUP.id, by=SAM)
    done = undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert (now(store, PARK).name, now(store, PARK).phone) == ("Quay Park", "01632 960001")
    assert {(x.name, x.why) for x in done.left if x.name} == {("Quay Park", "Somebody else has changed it since.")}
    assert now(store, GROUP).status == "withdrawn"


def test_only_what_was_done_then_and_by_them(store):
    submit(store, PARK, by=JO, publish=True)
    submit(store, GROUP, by=SAM, publish=True, **LAYERS)
    [first] = evening(store, JO, *ALWAYS).changes
    assert (first.name, who_did(store, *ALWAYS)) == ("Quay Park", {SAM: 1, JO: 1})
    assert evening(store, JO, first.on + timedelta(seconds=1), ALWAYS[1]).changes == ()
    assert undo_evening(store, JO, ALWAYS[0], first.on, by_whom=SAM).change is None
    with pytest.raises(PermissionDeniedError):
        undo_evening(store, JO, *ALWAYS, by_whom="contributor: Jo")
    assert names(store) == ["Grief circle", "Quay Park"]


def test_their_own_undos_are_taken_back_too_and_others_are_left_alone(store):
    submit(store, PARK, by=SAM, publish=True)
    changed = submit(store, now(store, PARK).changed(name="Sam's"), by=SAM)
    undo(store, changed.change, by=JO)
    undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert names(store) == ["Sam's"]
    mine = submit(store, now(store, PARK).changed(name="Jo's"), by=JO)
    undo(store, mine.change, by=SAM)
    done = undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert (names(store), done.change, done.left) == (["Sam's"], None, ())


def test_a_merge_goes_back_whole_or_not_at_all(store):
    other = Asset(name="The Quay Park", kind="green place", where=PARK.where)
    for asset in (PARK, other):
        submit(store, asset, by=SAM, publish=True)
    merge(store, PARK.id, other.id, by=JO, seen={})
    submit(store, now(store, PARK).changed(phone="01632 960001"), by=SAM)
    done = undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert (names(store), done.change) == (["Quay Park"], None)
    assert sorted(x.why for x in done.left) == [
        "Somebody else has changed it since.", "What it was made one with has been changed since.",
    ]  # fmt: skip


def test_suggestions_are_turned_down_and_those_they_took_wait_again(store):
    submit(store, PARK, by=SAM, publish=True)
    theirs = suggest(store, now(store, PARK).changed(phone="01632 960001"), by="resident: A")
    take(store, theirs.number, by=JO, seen=1)
    mine = suggest(store, now(store, PARK).changed(name="Jo's"), by=JO)
    own = suggest(store, now(store, PARK).changed(cost="£3"), by=JO)
    take(store, own.number, by=JO, seen=2)
    done = undo_evening(store, JO, *ALWAYS, by_whom=SAM)
    assert (now(store, PARK).phone, now(store, PARK).cost, done.left) == ("", "", ())
    assert [x.id for x in suggested(store)] == [theirs.number]
    assert {store.suggestions.get(x.number).decided for x in (mine, own)} == {"turned down"}


def test_what_somebody_asked_to_be_shown_to_fewer_people_stays_so(store):
    submit(store, PARK, by="resident", **LAYERS)
    approve(store, [PARK.id], by=SAM)
    wish = now(store, PARK).changed(audience="workshop")
    change_by_receipt(store, receipt(store, PARK.id), wish, **LAYERS)
    done = undo_evening(store, "resident", *ALWAYS, by_whom=SAM)
    assert (now(store, PARK).audience, done.change) == ("workshop", None)
    assert [x.why for x in done.left] == [
        "Whoever gave it asked for it to be shown to fewer people. That is not undone."
    ]
