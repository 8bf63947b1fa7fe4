"""Ways become pieces between crossings and ends, and nobody's shortest way changes by it."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.network.pieces import numbered, pieces_of
from assetmap.network.profiles import BACKWARD_ONLY, BRIDGE, FORWARD_ONLY, STEPS


def pieces(*lines, crumb_m=0.0, **more):
    first = np.cumsum([0, *(len(x) for x in lines)])
    points = [point for line in lines for point in line]
    return pieces_of(numbered(points, first, **more), crs="EPSG:27700", crumb_m=crumb_m)


def drawn(graph):
    """Each piece as the list of its points."""
    return [graph.points[a:b].tolist() for a, b in zip(graph.first[:-1], graph.first[1:], strict=True)]


def test_ways_are_cut_where_they_meet_and_not_where_they_merely_cross():
    through, side, over = [(0, 0), (10, 0), (20, 0)], [(10, 0), (10, 10)], [(5, -5), (5, 5)]
    graph = pieces(through, side, over)
    assert sorted(graph.length_mm.tolist()) == [10_000] * 4
    assert graph.part.tolist().count(0) == 4
    assert graph.part.tolist().count(1) == 2


def test_what_only_goes_on_is_one_piece_whichever_way_its_parts_were_drawn():
    graph = pieces([(0, 0), (10, 0)], [(20, 0), (10, 0)], [(20, 0), (30, 0), (30, 10)])
    assert drawn(graph) == [[[0, 0], [10, 0], [20, 0], [30, 0], [30, 10]]]
    assert graph.length_mm.tolist() == [40_000]


@pytest.mark.parametrize(
    "unlike",
    [
        {"name": [0, 1], "names": ("", "High Street")},
        {"way": [0, 1], "ways": ("footway", "residential")},
        {"flags": [0, STEPS]},
        {"flags": [BRIDGE, 0]},
        {"flags": [FORWARD_ONLY, BACKWARD_ONLY]},
    ],
)
def test_another_name_class_or_flag_begins_another_piece(unlike):
    graph = pieces([(0, 0), (10, 0)], [(10, 0), (20, 0)], **unlike)
    assert graph.pieces == 2
    assert [getattr(graph, key).tolist() for key in unlike if key in ("name", "way", "flags")] == [
        value for key, value in unlike.items() if key in ("name", "way", "flags")
    ]


def test_one_way_parts_drawn_against_each_other_are_one_piece_that_is_one_way():
    graph = pieces([(0, 0), (10, 0)], [(20, 0), (10, 0)], flags=[FORWARD_ONLY, BACKWARD_ONLY])
    assert drawn(graph) == [[[0, 0], [10, 0], [20, 0]]]
    assert graph.flags.tolist() == [FORWARD_ONLY]


def test_a_ring_alone_is_one_loop_and_a_roundabout_is_cut_at_its_streets():
    ring = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    alone = pieces(ring[:3], ring[2:])
    assert alone.ends.tolist() == [[0, 0]]
    assert alone.length_mm.tolist() == [40_000]
    street, other = [(-10, 0), (0, 0)], [(10, 10), (20, 10)]
    graph = pieces([*ring[1:], (10, 0)], street, other)
    assert sorted(graph.length_mm.tolist()) == [10_000, 10_000, 20_000, 20_000]
    assert graph.nodes == 4


def test_parallel_pieces_and_a_loop_on_a_street_stay():
    straight, bent, loop = [(0, 0), (10, 0)], [(0, 0), (5, 5), (10, 0)], [(10, 0), (20, 0), (20, 5), (10, 0)]
    graph = pieces(straight, bent, loop, [(-10, 0), (0, 0)])
    assert sorted(graph.ends.tolist()) == [[0, 1], [1, 2], [1, 2], [2, 2]]


def test_a_way_that_crosses_itself_is_cut_there():
    eight = [(0, 0), (10, 0), (10, 10), (5, 0), (5, -10)]
    assert pieces(eight).pieces == 1
    assert pieces([(0, 0), (5, 0), (10, 0), (10, 10), (5, 0), (5, -10)]).pieces == 3


def test_repeated_points_and_ways_without_length_are_passed_over():
    graph = pieces([(0, 0), (0, 0), (10, 0), (10, 0)], [(10, 0), (10, 0)], [(5, 5)], [])
    assert drawn(graph) == [[[0, 0], [10, 0]]]


def test_crumbs_are_left_out_and_counted_and_the_longest_part_stays():
    town, island, crumb = [(0, 0), (300, 0)], [(0, 500), (250, 500)], [(0, 900), (100, 900), (100, 1000)]
    graph = pieces(town, island, crumb, [(100, 900), (149, 900)], crumb_m=250)
    assert sorted(graph.length_mm.tolist()) == [250_000, 300_000]
    assert graph.source["left_out"] == {"crumbs": {"parts": 1, "pieces": 3, "metres": 249}}
    only = pieces([(0, 0), (10, 0)], [(0, 90), (20, 90)], crumb_m=250)
    assert only.length_mm.tolist() == [20_000]
    assert only.source["left_out"]["crumbs"] == {"parts": 1, "pieces": 1, "metres": 10}


def test_no_ways_are_no_graph():
    assert pieces([(1, 1)]).nodes == 0


def test_neighbours_on_the_ground_are_neighbours_in_number():
    rows = [[(x * 100.0, y * 100.0) for x in range(8)] for y in range(8)]
    columns = [[(x * 100.0, y * 100.0) for y in range(8)] for x in range(8)]
    shuffled = np.random.default_rng(1).permutation(16)
    graph = pieces(*[(rows + columns)[i] for i in shuffled])
    assert np.abs(np.diff(graph.ends, axis=1)).mean() < 8


corner = st.tuples(st.integers(0, 3), st.integers(0, 3))
one_way = st.tuples(
    st.lists(corner, max_size=6), st.sampled_from([0, 0, 0, FORWARD_ONLY, BACKWARD_ONLY]), st.integers(0, 1)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(one_way, min_size=1, max_size=12))
def test_shortest_lengths_between_nodes_are_those_over_the_points(drawing):
    lines = [line for line, _, _ in drawing]
    flags, names = [x for _, x, _ in drawing], [x for _, _, x in drawing]
    graph = pieces(*lines, flags=flags, name=names, names=("", "A"))
    over_points = nx.MultiDiGraph()
    for line, flag in zip(lines, flags, strict=True):
        for a, b in pairwise(line):
            length = round(np.hypot(a[0] - b[0], a[1] - b[1]) * 1000)
            if flag != BACKWARD_ONLY:
                over_points.add_edge(a, b, mm=length)
            if flag != FORWARD_ONLY:
                over_points.add_edge(b, a, mm=length)
    walked, at = graph.walked(), [tuple(x) for x in graph.node_xy().tolist()]
    over_pieces = nx.MultiDiGraph()
    for node in range(graph.nodes):
        for arc in range(graph.head[node], graph.head[node + 1]):
            if walked.out_mm[arc] >= 0:
                over_pieces.add_edge(at[node], at[graph.to[arc]], mm=int(walked.out_mm[arc]))
    assert set(at) <= {point for line in lines for point in line}
    for start in at:
        if start in over_points and start in over_pieces:
            found = nx.single_source_dijkstra_path_length(over_points, start, weight="mm")
            assert nx.single_source_dijkstra_path_length(over_pieces, start, weight="mm") == {
                point: mm for point, mm in found.items() if point in set(at)
            }
