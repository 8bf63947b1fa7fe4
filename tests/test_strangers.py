"""The short form of `make torture strangers`: one hostile file of each family, through the app's own way in."""

import socket
import time
from pathlib import Path

import pytest

from tests.torture import strangers
from tests.torture.strangers_canary import TOKEN, Canary

SHORT = (
    "VRT called CSV", "VRT called CSV in a zip", "crs that is a link", "XXE in XLSX", "a zip bomb called CSV",
    "a zip that leads out", "a view that reads a file", "a shapefile whose system calls", "quotes in quotes",
)  # fmt: skip


def test_there_are_hundreds_of_kinds():
    assert len(strangers.KINDS) >= 280
    assert set(SHORT) <= set(strangers.KINDS)


@pytest.mark.slow
def test_a_hostile_file_reads_nothing_calls_nobody_and_is_told(tmp_path):
    row = strangers.row(tmp_path, kinds=SHORT, doors=("app",))
    assert row.problems == ()


@pytest.mark.slow
def test_the_shell_is_no_other_way_in(tmp_path):
    row = strangers.row(tmp_path, kinds=SHORT[:2], doors=("shell",))
    assert row.problems == ()


@pytest.mark.skipif("not __import__('sys').platform.startswith('linux')", reason="Linux tells who opened a file")
def test_the_canary_would_sing(tmp_path):
    with Canary(tmp_path) as canary:
        assert canary.opened() == 0
        assert TOKEN in Path(canary.bait.path).read_text(encoding="utf-8")
        assert canary.opened() == 1
        socket.create_connection(("127.0.0.1", canary.bait.port)).close()
        for _ in range(100):
            if canary.calls:
                break
            time.sleep(0.05)
        assert canary.calls == 1
