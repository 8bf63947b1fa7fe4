"""The benchmark of the gaps, in short form: its rows are true, whatever the time."""

import math

import pytest

from assetmap.access.covering_proof import optimum
from assetmap.bench import BENCHMARKS
from assetmap.bench.access import catchments
from assetmap.bench.gaps import PARTS, siting, supply, what_if


def test_ours_and_pysal_share_out_the_same():
    rows = list(supply.rows(short=True))
    assert [x.goal for x in rows] == ["≥ 60 ×", "≥ 300 ×", "no goal"]
    for row in rows:
        if catchments.peer() is None:
            assert row.note.endswith("access is not installed")
        else:
            assert row.equal is True
            assert math.isclose(row.ratio, row.theirs / row.ours)
    assert "gaps" in BENCHMARKS
    assert PARTS == ("supply", "siting", "what_if", "atlas")


def test_new_places_are_chosen_and_a_peer_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(siting, "_spopt", lambda: None)
    once, proven = siting.rows(short=True)
    assert (once.goal, proven.goal) == ("≥ 100 ×", "≥ 2 ×")
    for row in (once, proven):
        assert (row.theirs, row.ratio, row.equal) == (None, None, None)
        assert row.note.endswith("spopt is not installed")
    assert "proven the best" in proven.note


@pytest.mark.parametrize(("share", "equal"), [(1.0, [True, True]), (1.003, [True, False]), (1.02, [False, False])])
def test_answers_are_compared_with_the_peers(monkeypatch, share, equal):
    problem = siting.made(2_000.0, short=True)
    most = optimum(problem.cover, problem.new).covered
    monkeypatch.setattr(siting, "_spopt", lambda: ())
    monkeypatch.setattr(siting, "_theirs", lambda *_: (1.0, most * share, "said"))
    assert [row.equal for row in siting.rows(short=True)] == equal


def test_the_matrix_covers_what_lies_within_the_radius():
    problem = siting.made(900.0, short=True)
    cover = problem.cover
    for candidate in range(cover.candidates):
        assert cover.of(candidate).tolist() == [i for i, x in enumerate(problem.cost[candidate]) if x <= 900]


def test_one_more_place_gives_what_everything_worked_out_anew_gives():
    plain, drawn = what_if.rows(short=True)
    assert (plain.goal, drawn.goal) == ("≥ 100 ×", "no goal")
    for row in (plain, drawn):
        assert row.equal is True
        assert math.isclose(row.ratio, row.theirs / row.ours)
