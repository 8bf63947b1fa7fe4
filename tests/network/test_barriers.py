"""Barriers: a stile turns wheels back and no walker, a shut gate turns everybody back, and nothing else changes."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.network.barriers import broken, closed_to_wheels, ended, standing
from assetmap.network.pieces import numbered, pieces_of, without_repeats
from assetmap.network.profiles import NOT_ON_WHEELS

corner = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda at: (at[0] * 10.0, at[1] * 10.0))
drawing = st.lists(st.lists(corner, max_size=6), min_size=1, max_size=8)


def ways_of(lines):
    points = [point for line in lines for point in line]
    return without_repeats(numbered(np.array(points).reshape(-1, 2), np.cumsum([0, *map(len, lines)])))


def over_points(lines, gone=()):
    made = nx.Graph()
    for line in lines:
        for a, b in pairwise(line):
            if a not in gone and b not in gone:
                made.add_edge(a, b, weight=round(np.hypot(a[0] - b[0], a[1] - b[1]) * 1000))
    return made


def over_pieces(graph, profile="walking"):
    """Nodes by their place, but those beside a stile, of which two may lie on one place, by their number."""
    made = nx.MultiGraph()
    places = [
        at if np.mod(at, 10).sum() == 0 else number for number, at in enumerate(map(tuple, graph.node_xy().tolist()))
    ]
    is_open = graph.walked(profile).is_open
    for (a, b), mm, taken in zip(graph.ends.tolist(), graph.length_mm.tolist(), is_open, strict=True):
        if taken:
            made.add_edge(places[a], places[b], weight=mm)
    return made


def marked(ways, points):
    return np.array([tuple(place) in points for place in ways.xy.tolist()], dtype=bool)


@settings(max_examples=100, deadline=None)
@given(drawing, st.sets(corner, max_size=3))
def test_stiles_leave_walks_as_they_were_and_stop_wheels(lines, stiles):
    ways = ways_of(lines)
    made = closed_to_wheels(ways, standing(ways, marked(ways, stiles)))
    graph = pieces_of(made, crs="EPSG:27700", crumb_m=0)
    raw, walked, rolled = over_points(lines), over_pieces(graph), over_pieces(graph, "step_free")
    for start in set(walked) & set(raw):
        expected = nx.single_source_dijkstra_path_length(raw, start)
        found = nx.single_source_dijkstra_path_length(walked, start)
        assert all(abs(found[at] - expected[at]) <= 2 * (len(lines) * 6) for at in set(found) & set(raw))
        assert set(found) & set(raw) <= set(expected)
    for here in set(rolled) & stiles:
        assert not rolled[here]
    assert (graph.length_mm[(graph.flags & NOT_ON_WHEELS) != 0] <= 4_002).all() or len(stiles) > 1


@settings(max_examples=100, deadline=None)
@given(drawing, st.sets(corner, max_size=3))
def test_nobody_walks_through_a_shut_gate(lines, gates):
    ways = ways_of(lines)
    graph = pieces_of(ended(ways, standing(ways, marked(ways, gates))), crs="EPSG:27700", crumb_m=0, merge=False)
    raw, labels = over_points(lines, gates), {}
    for at, part in enumerate(nx.connected_components(raw)):
        labels |= dict.fromkeys(part, at)
    by_part = {}
    for place, part in zip(map(tuple, graph.node_xy().tolist()), graph.part.tolist(), strict=True):
        if place not in gates and place in labels:
            by_part.setdefault(part, set()).add(labels[place])
    assert all(len(found) == 1 for found in by_part.values())
    length = sum(round(np.hypot(b[0] - a[0], b[1] - a[1]) * 1000) for line in lines for a, b in pairwise(line))
    assert graph.length_mm.sum() == length


@settings(max_examples=100, deadline=None)
@given(drawing, st.sets(corner, max_size=4))
def test_ways_are_broken_at_points_that_are_gone(lines, gone):
    ways = ways_of(lines)
    graph = pieces_of(broken(ways, marked(ways, gone)[ways.at]), crs="EPSG:27700", crumb_m=0)
    raw = over_points(lines, gone)
    raw.remove_edges_from(nx.selfloop_edges(raw))
    edges = {frozenset(edge) for edge in raw.edges}
    found = set()
    for first, last in pairwise(graph.first.tolist()):
        found |= {frozenset(map(tuple, two)) for two in pairwise(graph.points[first:last].tolist())}
    assert found == edges


def test_on_a_road_a_stile_stands_where_nothing_else_meets():
    ways = ways_of([[(0.0, 0.0), (10.0, 0.0), (20.0, 0.0)], [(10.0, 0.0), (10.0, 10.0)]])
    stops = np.ones(len(ways.xy), dtype=bool)
    assert standing(ways, stops, roads=[""]).tolist() == [True, False, True, False, True]
    assert standing(ways, stops).all()
