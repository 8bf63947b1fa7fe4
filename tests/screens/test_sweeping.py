"""Folders that were left go while the app runs, and nothing of that keeps the app from running."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from assetmap.screens import sweeping
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


def test_a_sweep_that_fails_is_tried_again(monkeypatch, caplog):
    tried = []

    def broken():
        tried.append(1)
        raise PermissionError("/there/it/was")

    monkeypatch.setattr(sweeping, "sweep", broken)
    served_until(lambda: len(tried) > 2)
    assert "/there/it/was" not in caplog.text
