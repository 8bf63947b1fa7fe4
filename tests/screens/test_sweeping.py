"""Folders that were left go while the app runs, and nothing of that keeps the app from running."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from assetmap.demo import make_demo
from assetmap.screens import safekeeping, sweeping
from assetmap.setup.trying import set_aside


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path))
    monkeypatch.setattr(sweeping, "EVERY_S", 0.01)


async def until(true):
    async with sweeping.served(None):
        while not true():  # noqa: ASYNC110  a folder tells nobody that it went
            await asyncio.sleep(0.01)


def served_until(true):
    """Run in a thread of its own: where browser tests ran before, a loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(asyncio.wait_for(until(true), 30))).result()


def test_what_was_left_goes_while_the_app_runs_and_what_somebody_is_at_stays():
    left, at_it = set_aside(by="steward"), set_aside(by="steward")
    os.utime(left.folder, (1, 1))
    served_until(lambda: not left.folder.exists())
    assert at_it.folder.exists()


def test_a_copy_of_the_day_is_kept_while_the_app_runs(tmp_path):
    make_demo(tmp_path)
    served_until(lambda: list((tmp_path / "backups").glob("weekly-*.gpkg")))
    assert safekeeping.newest(tmp_path) is not None
    assert safekeeping.trouble(tmp_path) == ""


def test_a_day_is_looked_at_once_and_the_next_one_again(tmp_path):
    make_demo(tmp_path)
    safekeeping.keep_todays(today=date(2026, 11, 16))
    for path in (tmp_path / "backups").iterdir():
        path.unlink()
    safekeeping.keep_todays(today=date(2026, 11, 16))
    assert list((tmp_path / "backups").iterdir()) == []
    safekeeping.keep_todays(today=date(2026, 11, 17))
    assert safekeeping.newest(tmp_path) == date(2026, 11, 17)


def test_a_copy_that_cannot_be_kept_is_said_until_it_can(tmp_path):
    make_demo(tmp_path)
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    safekeeping.keep_todays(today=date(2026, 11, 16))
    assert "backups" in safekeeping.trouble(tmp_path)
    (tmp_path / "backups").unlink()
    safekeeping.keep_todays(today=date(2026, 11, 16))
    assert safekeeping.trouble(tmp_path) == ""


def test_where_there_is_no_place_nothing_is_kept(tmp_path):
    safekeeping.keep_todays()
    assert not (tmp_path / "backups").exists()


def test_a_sweep_that_fails_is_tried_again(monkeypatch, caplog):
    tried = []

    def broken():
        tried.append(1)
        raise PermissionError("/there/it/was")

    monkeypatch.setattr(sweeping, "sweep", broken)
    served_until(lambda: len(tried) > 2)
    assert "/there/it/was" not in caplog.text
