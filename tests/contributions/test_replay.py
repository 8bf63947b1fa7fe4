"""The history alone says what there is, and every kind of edit is undone; `make torture` does it a thousand times."""

from __future__ import annotations

import pytest

from tests.contributions.torture_replay import replay

KINDS = {
    "added", "changed", "approved", "rejected", "checked", "paused", "reopened", "closed", "merged", "joined", "undone",
}  # fmt: skip


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_random_edits_are_replayed_from_history_and_each_is_undone(tmp_path, seed):
    done = replay(tmp_path, edits=50, seed=seed)
    assert (done.undone, done.differing, done.still_taken, done.problems) == (50, (), (), ())


@pytest.mark.slow
def test_every_kind_of_edit_is_undone(tmp_path):
    done = replay(tmp_path, edits=150, seed=3)
    assert (done.undone, done.differing, done.still_taken, done.problems) == (150, (), (), ())
    assert set(done.kinds) >= KINDS
