"""What was handed out, by the month alone, and the calls that were made."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime

import pytest

from assetmap.assets import Asset
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.roles import Person
from assetmap.store.base import Edit, Store
from assetmap.store.geopackage import GeoPackageStore
from assetmap.store.ringing import Ringing

CHOIR, CLUB = Asset(name="Choir", kind="group or club"), Asset(name="Club", kind="group or club")
NOVEMBER = date(2026, 11, 21)


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    made.write([Edit(asset=CHOIR), Edit(asset=CLUB)], by="steward")
    yield made
    made.close()


def test_the_store_has_it(store):
    assert isinstance(store, Store)
    assert isinstance(store.calls, Ringing)


def test_each_page_counts_once_for_each_asset_on_it(store):
    store.calls.handed_out([CHOIR.id, CLUB.id, CHOIR.id], NOVEMBER)
    store.calls.handed_out([CHOIR.id], date(2026, 12, 1))
    assert store.calls.counts(since=NOVEMBER) == {CHOIR.id: 2, CLUB.id: 1}
    assert store.calls.counts(since=date(2026, 12, 31)) == {CHOIR.id: 1}


def test_no_day_no_time_and_nothing_about_whom_is_kept(store, tmp_path):
    store.calls.handed_out([CHOIR.id], NOVEMBER)
    with sqlite3.connect(tmp_path / "assets.gpkg") as file:
        assert file.execute("SELECT * FROM handouts").fetchall() == [(CHOIR.id, "2026-11", 1)]
    assert store.version() == 1  # nothing of it in the history either


def test_what_is_not_there_or_was_taken_away_is_not_counted(store):
    store.write([Edit(asset=CLUB.changed(status="withdrawn"))], by="steward")
    store.calls.handed_out(["nobody", CLUB.id], NOVEMBER)
    assert store.calls.counts(since=NOVEMBER) == {}


def test_pages_printed_at_once_are_all_counted(store):
    def press():
        for _ in range(20):
            store.calls.handed_out([CHOIR.id], NOVEMBER)

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert store.calls.counts(since=NOVEMBER) == {CHOIR.id: 80}


def test_a_call_is_kept_as_it_was(store, tmp_path):
    at = datetime(2026, 11, 21, 10, 32, tzinfo=UTC)
    call = store.calls.note(CHOIR.id, "could_not_reach", by="steward: Jo", on=at)
    assert (call.asset_id, call.by, call.answer, call.on) == (CHOIR.id, "steward: Jo", "could_not_reach", at)
    store.calls.note(CLUB.id, "changed", by="steward")
    assert store.calls.about(CHOIR.id) == [call]
    assert [x.answer for x in store.calls.about()] == ["could_not_reach", "changed"]
    again = GeoPackageStore.open(tmp_path / "assets.gpkg")
    assert again.calls.about(CHOIR.id) == [call]
    again.close()


def test_of_two_who_ring_at_once_one_is_told(store):
    first = store.calls.note(CHOIR.id, "could_not_reach", by="steward: Jo", after=0)
    with pytest.raises(ConflictError) as told:
        store.calls.note(CHOIR.id, "changed", by="steward: Sam", after=0)
    assert told.value.theirs == first
    store.calls.note(CHOIR.id, "changed", by="steward: Sam", after=first.number)
    assert len(store.calls.about(CHOIR.id)) == 2


def test_no_such_answer_and_no_such_asset_are_refused(store):
    with pytest.raises(StoreError, match="no such answer"):
        store.calls.note(CHOIR.id, "perhaps", by="steward")
    with pytest.raises(StoreError, match="taken away"):
        store.calls.note("nobody", "changed", by="steward")
    assert store.calls.about() == []


@pytest.mark.parametrize("by", ["resident", "visitor", Person(role="steward", sign_in="unknown")])
def test_a_call_is_kept_only_for_who_looks_after_the_map_and_is_signed_in(store, by):
    with pytest.raises(PermissionDeniedError):
        store.calls.note(CHOIR.id, "could_not_reach", by=by)
    assert store.calls.about() == []


def test_what_somebody_asked_to_be_forgotten_is_forgotten_here_too(store):
    store.calls.note(CHOIR.id, "could_not_reach", by="steward")
    store.calls.handed_out([CHOIR.id, CLUB.id], NOVEMBER)
    store.erase([CHOIR.id], by="steward")
    assert store.calls.about() == []
    assert store.calls.counts(since=NOVEMBER) == {CLUB.id: 1}
    store.calls.handed_out([CHOIR.id], NOVEMBER)
    with pytest.raises(StoreError):
        store.calls.note(CHOIR.id, "changed", by="steward")
    assert store.calls.counts(since=NOVEMBER) == {CLUB.id: 1}
