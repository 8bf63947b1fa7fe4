"""Copies that the program keeps by itself: one a day, one a week."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta

import pytest

from assetmap.assets import Asset
from assetmap.contributions import submit, withdraw
from assetmap.errors import StoreError
from assetmap.store.geopackage import GeoPackageStore, restore
from assetmap.store.geopackage.daily import DAYS, WEEKS, keep_copy, kept_copies_of

MONDAY = date(2026, 11, 16)
CANARY = "Hedgehog QX97ZZ"


@pytest.fixture
def live(tmp_path):
    return tmp_path / "assets.gpkg"


@pytest.fixture
def store(live):
    with GeoPackageStore.open(live) as opened:
        submit(opened, Asset(name="First", kind="green place"), by="steward")
        yield opened


def something(store, name="Something"):
    asset = Asset(name=name, kind="green place")
    submit(store, asset, by="steward")
    return asset.id


def names(live):
    return sorted(x.name for x in (live.parent / "backups").iterdir())


def test_the_first_day_keeps_a_copy_of_the_day_and_of_the_week(store, live):
    assert keep_copy(store, live, today=MONDAY) == ("daily-2026-11-16.gpkg", "weekly-2026-W47.gpkg")
    assert names(live) == ["daily-2026-11-16.gpkg", "weekly-2026-W47.gpkg"]
    for path in (live.parent / "backups").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((live.parent / "backups").stat().st_mode) == 0o700


def test_the_same_day_keeps_no_second(store, live):
    keep_copy(store, live, today=MONDAY)
    something(store)
    assert keep_copy(store, live, today=MONDAY) == ()


def test_a_day_on_which_nothing_changed_keeps_none_and_takes_none_out(store, live):
    keep_copy(store, live, today=MONDAY)
    before = names(live)
    for days in range(1, 20):
        assert keep_copy(store, live, today=MONDAY + timedelta(days)) == ()
    assert names(live) == before


def test_also_not_when_the_place_was_closed_and_opened_again(store, live):
    keep_copy(store, live, today=MONDAY)
    store.close()
    with GeoPackageStore.open(live) as again:
        assert keep_copy(again, live, today=MONDAY + timedelta(1)) == ()


def test_what_is_no_asset_counts_as_a_change_too(store, live):
    keep_copy(store, live, today=MONDAY)
    store.people.add("Sam", role="contributor", by="steward", email="sam@example.org")
    assert keep_copy(store, live, today=MONDAY + timedelta(1)) == ("daily-2026-11-17.gpkg",)


def test_seven_days_and_five_weeks_are_kept_and_older_ones_go(store, live):
    for days in range(50):
        something(store, f"Day {days}")
        assert keep_copy(store, live, today=MONDAY + timedelta(days))
    last = MONDAY + timedelta(49)
    found = kept_copies_of(live)
    assert [x.day for x in found if not x.is_weekly] == [last - timedelta(x) for x in range(DAYS)]
    weeks = [x.day for x in found if x.is_weekly]
    assert len(weeks) == WEEKS
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[-1] == last - timedelta(last.weekday() + 7 * (WEEKS - 1))


def test_a_weekly_copy_is_what_the_store_was_then(store, live, tmp_path):
    for days in range(21):
        something(store, f"Day {days}")
        keep_copy(store, live, today=MONDAY + timedelta(days))
    restore(live.parent / "backups" / "weekly-2026-W48.gpkg", tmp_path / "then" / "assets.gpkg")
    with GeoPackageStore.open(tmp_path / "then" / "assets.gpkg") as then:
        assert {x.asset.name for x in then.read()} == {"First", *(f"Day {x}" for x in range(8))}


def test_files_that_somebody_else_put_there_stay(store, live):
    room = live.parent / "backups"
    room.mkdir()
    others = {"mine.gpkg", "daily-mine.gpkg", "daily-2026-13-40.gpkg", "weekly-2026-W99.gpkg", "before-restore-1.gpkg"}
    for name in others:
        (room / name).write_bytes(b"mine")
    for days in range(9):
        something(store, f"Day {days}")
        keep_copy(store, live, today=MONDAY + timedelta(days))
    assert others <= set(names(live))


def test_a_clock_that_once_ran_ahead_costs_no_copy_of_today(store, live):
    for days in range(10):
        something(store, f"Day {days}")
        keep_copy(store, live, today=date(2031, 1, 1) + timedelta(days))
    something(store)
    assert keep_copy(store, live, today=MONDAY)
    assert "daily-2026-11-16.gpkg" in names(live)
    assert len([x for x in names(live) if x.startswith("daily")]) == DAYS


def test_what_is_taken_away_is_taken_out_of_each(store, live):
    gone = something(store, CANARY)
    keep_copy(store, live, today=MONDAY)
    something(store)
    keep_copy(store, live, today=MONDAY + timedelta(7))
    room = live.parent / "backups"
    assert all(CANARY.encode() in x.read_bytes() for x in room.iterdir())
    withdraw(store, gone, by="steward")
    assert len(names(live)) == 4
    assert not any(CANARY.encode() in x.read_bytes() for x in room.iterdir())


def test_a_full_disk_is_said_and_costs_no_earlier_copy(store, live, monkeypatch):
    keep_copy(store, live, today=MONDAY)
    something(store)
    before = names(live)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            keep_copy(store, live, today=MONDAY + timedelta(1))
    assert names(live) == before
    assert keep_copy(store, live, today=MONDAY + timedelta(1))
    assert store.check().problems == ()


def test_a_folder_that_cannot_be_written_is_said(store, live):
    (live.parent / "backups").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError):
        keep_copy(store, live, today=MONDAY)


def test_a_damaged_store_pushes_no_good_copy_out(store, live, monkeypatch):
    for days in range(12):
        something(store, f"Day {days}")
        keep_copy(store, live, today=MONDAY + timedelta(days))
    before = names(live)

    def damaged(path):
        GeoPackageStore.backup(store, path)
        content = bytearray(path.read_bytes())
        content[8192:12288] = os.urandom(4096)
        path.write_bytes(content)

    monkeypatch.setattr(store, "backup", damaged)
    with pytest.raises(StoreError, match="damaged"):
        keep_copy(store, live, today=MONDAY + timedelta(12))
    assert names(live) == before


def test_a_copy_opens_as_a_plain_file(store, live):
    keep_copy(store, live, today=MONDAY)
    for path in (live.parent / "backups").iterdir():
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert copy.execute("SELECT count(*) FROM assets").fetchone() == (1,)
