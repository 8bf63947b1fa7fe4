"""The way to a place is as long as it was measured, hangs together, and keeps to the streets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.access import (
    at_points,
    at_spots,
    costs,
    join,
    journey,
    k_nearest,
    nearest,
    pairs_within,
)
from assetmap.network import NEVER, keep_graph, make_graph, open_graph
from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY
from tests.access.flat import Case, cases, spots, table
from tests.access.test_searching import ENGINES


def block(**more):
    """Round a block of 100 m: 0 —piece 0— 1 —1— 2 —2— 3 —3— 0; bent nowhere."""
    corners = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    return make_graph(
        crs="EPSG:27700",
        points=[x for pair in pairwise(corners) for x in pair],
        first=[0, 2, 4, 6, 8],
        ends=[(0, 1), (1, 2), (2, 3), (3, 0)],
        **more,
    )


def test_the_way_goes_from_the_door_to_the_place_by_the_streets():
    walked = block().walked()
    me, place = (60.0, -2.0), (103.0, 40.0)
    found = journey(walked, join(walked, [me]), join(walked, [place]))
    assert found.mm.tolist() == [2000 + 40_000 + 40_000 + 3000]
    way = found.way(0, start_xy=me, goal_xy=place)
    assert [(x.piece, x.from_mm, x.to_mm, x.is_forward) for x in way.stretches] == [
        (0, 60_000, 100_000, True),
        (1, 0, 40_000, True),
    ]
    assert way.off_mm == (2000, 3000)
    assert way.line.tolist() == [[60, -2], [60, 0], [100, 0], [100, 40], [103, 40]]


def test_two_doors_on_one_street_are_as_far_as_the_street_between():
    walked = block().walked()
    found = journey(walked, join(walked, [(60, 0)]), join(walked, [(20, 0), (60, 0)]))
    assert found.mm.tolist() == [40_000, 0]
    assert found.way(0).line.tolist() == [[60, 0], [20, 0]]
    assert not found.way(0).stretches[0].is_forward
    assert found.way(1).line.tolist() == [[60, 0], [60, 0]]


def test_where_one_may_walk_one_way_alone_the_way_back_is_round_the_block():
    walked = block(flags=[FORWARD_ONLY, 0, 0, 0]).walked()
    here, there = join(walked, [(20, 0)]), join(walked, [(60, 0)])
    assert journey(walked, here, there).mm.tolist() == [40_000]
    back = journey(walked, there, here)
    assert back.mm.tolist() == [360_000]
    assert [x.piece for x in back.way(0).stretches] == [0, 1, 2, 3, 0]


def test_on_a_street_that_ends_where_it_starts_the_shorter_way_round_is_taken():
    ring = make_graph(
        crs="EPSG:27700", points=[(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)], first=[0, 5], ends=[(0, 0)]
    ).walked()
    found = journey(ring, join(ring, [(10, 0)]), join(ring, [(0, 10), (100, 0)]))
    assert found.mm.tolist() == [20_000, 90_000]
    assert found.way(0).line.tolist() == [[10, 0], [0, 0], [0, 10]]


def test_where_there_is_no_way_none_is_told():
    walked = block().walked()
    found = journey(walked, join(walked, [(50, 0)]), join(walked, [(5000, 0), (50, 100)]), limit_mm=100_000)
    assert found.mm.tolist() == [NEVER, NEVER]
    assert found.way(0) is None
    assert found.way(1) is None
    assert found.way(2) is None


def test_who_is_told_of_a_journey_reads_nothing_of_where_it_began():
    walked = block().walked()
    assert "60" not in repr(journey(walked, join(walked, [(60, 0)]), join(walked, [])))


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_way_is_as_long_as_measured_and_each_stretch_starts_where_the_last_ended(engine, case, data):
    walked, goals = case.walked, case.homes
    start = data.draw(spots(walked, most=1))
    found = journey(walked, start, goals, engine=engine)
    rows = table(Case(walked=walked, spots=start, homes=goals), toward=False).homes
    expected = rows[0] if len(rows) else np.full(goals.owners, np.inf)
    assert found.mm.tolist() == np.where(np.isfinite(expected), expected, NEVER).tolist()
    graph = walked.graph
    for owner in np.flatnonzero(found.mm != NEVER).tolist():
        way = found.way(owner)
        assert sum(x.mm for x in way.stretches) + sum(way.off_mm) == way.mm == found.mm[owner]
        for one in way.stretches:
            assert walked.is_open[one.piece]
            if one.mm:
                assert one.is_forward == (one.to_mm > one.from_mm)
                assert not graph.flags[one.piece] & (BACKWARD_ONLY if one.is_forward else FORWARD_ONLY)
        for one in way.stretches[1:]:
            assert one.from_mm in (0, graph.length_mm[one.piece])
        for one in way.stretches[:-1]:
            assert one.to_mm in (0, graph.length_mm[one.piece])
        assert len(way.line) >= 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_graph_that_is_mapped_from_disk_gives_what_one_that_was_made_gives(engine, tmp_path):
    made = block(flags=[FORWARD_ONLY, 0, 0, 0])
    keep_graph(made, tmp_path)
    mapped = open_graph(tmp_path)
    assert not mapped.along_mm.flags.writeable
    answers = []
    for graph in (made, mapped):
        walked = graph.walked()
        places, homes = join(walked, [(20, 1), (100, 50)]), join(walked, [(60, 1)])
        mm = costs(walked, places, engine=engine)
        kinds = nearest(walked, places, [0, 1], count=2, engine=engine)
        few = k_nearest(walked, places, 2, engine=engine)
        pairs = pairs_within(walked, places, limit_mm=150_000, engine=engine)
        answers.append([
            mm.tolist(), kinds.owner.tolist(), few.mm.tolist(), pairs.node.tolist(),
            at_points(walked, mm, places, engine=engine).tolist(),
            at_points(walked, kinds, places, engine=engine).mm.tolist(),
            at_points(walked, few, places, engine=engine).owner.tolist(),
            at_points(walked, pairs, places, engine=engine).mm.tolist(),
            at_spots(walked, pairs, places, homes, engine=engine).mm.tolist(),
            journey(walked, homes, places, engine=engine).mm.tolist(),
        ])  # fmt: skip
    assert answers[0] == answers[1]
