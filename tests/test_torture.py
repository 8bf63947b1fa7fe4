"""The short forms of `make torture`: the same rows, seconds each."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.torture import at_once, backing_up, crowding, hindered, looking, phones, sending


def reached(row):
    """Return what was wrong with a row; one that this machine cannot try is skipped."""
    if row.is_reached is None:
        pytest.skip(row.reached)
    return [] if row.is_reached else [*row.problems, str(row)]


@pytest.mark.slow
def test_people_who_change_the_same_assets_at_once_lose_nothing_and_see_each_other(tmp_path):
    assert reached(at_once.row(tmp_path, processes=4, edits=30, assets=4)) == []


@pytest.mark.slow
def test_the_same_edit_sent_three_times_counts_once_and_each_is_told_the_same(tmp_path):
    assert reached(sending.row(tmp_path, edits=8)) == []


@pytest.mark.slow
def test_two_apps_that_are_read_while_others_write_lose_nothing_and_say_nothing_half(tmp_path):
    assert reached(looking.row(tmp_path, runs=2, edits=12)) == []


@pytest.mark.slow
def test_backups_under_load_hold_what_was_acknowledged_before_them_and_open_in_a_gis(tmp_path):
    assert reached(backing_up.row(tmp_path, restores=3)) == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["full", "unwritable", "locked"])
def test_a_save_that_fails_leaves_nothing_half_and_says_why(fault):
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders cannot even be entered by others
        assert reached(hindered.row(Path(folder), faults=[fault], waits_s=1)) == []


@pytest.mark.slow
def test_a_flood_of_drafts_from_nobody_is_capped_and_hinders_no_steward(tmp_path):
    assert reached(crowding.row(tmp_path, sent=160, processes=2, edits=20)) == []


@pytest.mark.slow
def test_phones_that_add_at_once_find_all_that_was_acknowledged_once(tmp_path):
    row = phones.row(tmp_path, phones=6, rounds=1, alone=2)
    assert [x for x in row.problems if "times one alone" not in x] == []  # how long it takes is for `make torture`
