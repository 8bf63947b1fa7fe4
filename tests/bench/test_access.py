"""The benchmark of walking, in short form: its rows are true, whatever the time."""

import math

import numpy as np
import pytest

from assetmap.access.spots import join
from assetmap.bench import access
from assetmap.bench.access import growing, nearest, opening, repair, town, within
from assetmap.bench.access.apart import apart


@pytest.fixture(scope="module")
def grid():
    return town.town(side=12)


def test_ours_and_the_peers_find_the_same_nearest(grid):
    scipy, networkx = nearest.rows(grid, short=True)
    for row in (scipy, networkx):
        assert row.equal is True
        assert math.isclose(row.ratio, row.theirs / row.ours)
    assert (scipy.peer, scipy.goal, networkx.goal) == ("scipy", "≥ 2 ×", "≥ 50 ×")


def test_ours_and_the_peers_count_the_same_within_reach(grid):
    rows = {row.peer: row for row in within.rows(grid, short=True)}
    assert rows["networkx"].equal is True
    assert rows["scipy"].equal is True
    assert "multiplied" in rows["networkx"].note
    if rows["pandana"].equal is None:
        assert rows["pandana"].note.endswith("pandana is not installed")
        assert rows["pandana"].theirs is None


def test_what_is_mended_is_what_a_rebuild_gives(grid):
    for row in repair.rows(grid, short=True):
        assert row.equal is True
        assert row.goal == "≥ 1,000 ×"


def test_a_kept_graph_opens_as_it_was_and_is_not_copied(grid):
    opened, memory = opening.rows(grid, short=True)
    assert opened.equal is True
    if memory.ours is not None:
        assert memory.ours == 0


def test_two_towns_side_by_side_are_one_and_give_what_scipy_gives():
    time, memory = growing.rows((2,), side=12)
    assert time.equal is True
    assert "ns a node" in time.note
    assert memory.unit == "MB"
    two = town.tiled(town.grid(12), 2)
    assert two.part.max() == town.grid(12).part.max() * 2
    assert two.points[:, 0].max() > 2 * np.ptp(town.grid(12).points[:, 0])


def test_a_part_apart_says_what_memory_it_took(tmp_path):
    said = apart("growing:lay", home=str(tmp_path / "kept"), times=1, side=5)
    assert said["bends"] > 25
    assert said["peak_mb"] is None or said["peak_mb"] > 10


def test_assets_stand_where_they_would_be_joined_to(grid):
    at = town.assets(grid.graph, 30)
    ours, joined = town.standing(grid.graph, at), join(grid.graph.walked(), grid.graph.points[at])
    ends = grid.graph.along_mm[np.isin(np.arange(len(grid.graph.points)), at)]
    assert len(ends) == 30
    assert (joined.off_mm == 0).all()
    inner = ours.along_mm > 0
    inner &= ours.along_mm < grid.graph.length_mm[ours.piece]
    assert (ours.piece[inner] == joined.piece[inner]).all()
    assert (ours.along_mm[inner] == joined.along_mm[inner]).all()


def test_without_real_files_a_grid_stands_in_and_the_rows_say_so(monkeypatch):
    monkeypatch.delenv("ASSETMAP_REALDATA", raising=False)
    made = town.town()
    assert (made.name, made.extract) == ("a grid", None)
    assert "ASSETMAP_REALDATA" in made.note


@pytest.mark.slow
def test_everything_in_short_runs_and_nothing_differs():
    rows = list(access.rows(size=0))
    assert {row.equal for row in rows} <= {True, None}
    assert {"osmnx", "scipy", "networkx", "pandana"} <= {row.peer for row in rows}
    assert len({(row.work, row.peer) for row in rows}) == len(rows)
