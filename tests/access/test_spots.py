"""Where places are joined to the streets; a square of streets that one can keep in one's head."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from assetmap.access import Spots, join, join_shapes
from assetmap.access.spots import point_at
from assetmap.network import NEVER, keep_graph, make_graph, open_graph
from assetmap.network.profiles import STEPS


def cross(**more):
    """200 m to the east (piece 0), 100 m on to the north (1); and steps (2) 10 m to the south of the first."""
    return make_graph(
        crs="EPSG:27700",
        points=[(0, 0), (100, 0), (200, 0), (200, 0), (200, 100), (0, -10), (200, -10)],
        first=[0, 3, 5, 7],
        ends=[(0, 1), (1, 2), (3, 4)],
        flags=[0, 0, STEPS],
        **more,
    )


def rows(spots: Spots):
    """Owner, piece, along and off in metres."""
    along, off = spots.along_mm / 1000, spots.off_mm / 1000
    return [*zip(spots.owner.tolist(), spots.piece.tolist(), along.tolist(), off.tolist(), strict=True)]


def test_a_place_is_joined_to_the_nearest_point_of_a_street_and_not_to_a_crossing():
    spots = join(cross().walked(), [(40, 3), (203, 50), (120, 0)])
    assert rows(spots) == [(0, 0, 40, 3), (1, 1, 50, 3), (2, 0, 120, 0)]


def test_a_place_is_joined_to_a_street_that_the_profile_takes():
    graph, by_the_steps = cross(), [(40, -8)]
    assert rows(join(graph.walked(), by_the_steps)) == [(0, 2, 40, 2)]
    assert rows(join(graph.walked("step-free"), by_the_steps)) == [(0, 0, 40, 8)]


def test_at_a_crossing_the_lowest_of_the_streets_is_taken():
    assert rows(join(cross().walked(), [(203, -4)])) == [(0, 0, 200, 5)]


def test_far_from_every_street_a_place_is_joined_to_nothing_and_told_how_far_it_is():
    spots = join(cross().walked(), [(-500, 0), (-500.001, 0), (-3100, 0)])
    assert rows(spots) == [(0, 0, 0, 500), (1, -1, 0, 500.001), (2, -1, 0, 3100)]
    assert spots.is_joined.tolist() == [True, False, False]
    assert rows(join(cross().walked(), [(-3100, 0)], far_m=5000)) == [(0, 0, 0, 3100)]


def test_what_is_nowhere_is_joined_to_nothing():
    spots = join(cross().walked(), [(np.nan, 0), (np.inf, 1), (1, 1), (1e300, 0)])
    assert spots.piece.tolist() == [-1, -1, 0, -1]
    assert spots.off_mm.tolist() == [NEVER, NEVER, 1000, NEVER]
    assert join(cross().walked(), np.zeros((0, 2))).owners == 0


def test_where_no_street_is_open_everybody_is_joined_to_nothing():
    only_steps = make_graph(crs="EPSG:27700", points=[(0, 0), (9, 0)], first=[0, 2], ends=[(0, 1)], flags=[STEPS])
    spots = join(only_steps.walked("step-free"), [(1, 1)])
    assert (spots.piece.tolist(), spots.off_mm.tolist()) == ([-1], [NEVER])
    assert rows(join_shapes(only_steps.walked("step-free"), [box(0, 0, 5, 5), Point(1, 1)]))[0][:2] == (0, -1)


def test_along_a_bent_street_the_lengths_are_those_of_the_graph():
    bent = make_graph(crs="EPSG:27700", points=[(0, 0), (1, 1), (2, 0)], first=[0, 3], ends=[(0, 1)]).walked()
    assert bent.graph.along_mm.tolist() == [0, 1414, 2828]
    assert join(bent, [(0.5, 0.5), (1, 2), (1.5, 0.5), (3, 0)]).along_mm.tolist() == [707, 1414, 2121, 2828]


@given(
    places=st.lists(st.tuples(st.floats(-300, 500), st.floats(-300, 500)), min_size=1, max_size=20),
    profile=st.sampled_from(["walking", "step-free"]),
)
@settings(max_examples=60, deadline=None)
def test_no_point_of_any_street_is_nearer_than_the_spot(places, profile):
    walked = cross().walked(profile)
    graph = walked.graph
    streets = shapely.MultiLineString(
        [graph.points[graph.first[x] : graph.first[x + 1]] for x in np.flatnonzero(walked.is_open)]
    )
    spots = join(walked, places, far_m=1e6)
    for place, piece, along, off in zip(places, spots.piece, spots.along_mm, spots.off_mm, strict=True):
        assert off == pytest.approx(streets.distance(Point(place)) * 1000, abs=0.51)
        assert Point(place).distance(Point(point_at(walked, piece, along))) * 1000 == pytest.approx(off, abs=1.3)
        assert walked.is_open[piece]


@st.composite
def tangles(draw):
    """Streets between whole metres: many cross, lie on each other, or have no length."""
    here = st.tuples(st.integers(0, 6), st.integers(0, 6))
    lines = draw(st.lists(st.lists(here, min_size=2, max_size=4), min_size=1, max_size=8))
    far = draw(st.sampled_from([1.0, 1.0, 37.3, 900.0]))
    return make_graph(
        crs="EPSG:27700",
        points=[(x * far + 1000, y * far - 500) for line in lines for x, y in line],
        first=np.cumsum([0, *map(len, lines)]),
        ends=np.arange(2 * len(lines)).reshape(-1, 2),
        flags=draw(st.lists(st.sampled_from([0, 0, STEPS]), min_size=len(lines), max_size=len(lines))),
    )


@given(
    graph=tangles(),
    places=st.lists(
        st.one_of(
            st.tuples(st.integers(990, 1010), st.integers(-510, -490)),
            st.tuples(st.floats(-9e3, 9e3), st.floats(-9e3, 9e3)),
        ),
        max_size=12,
    ),
)
@settings(max_examples=150, deadline=None)
def test_a_tree_and_a_grid_join_alike_and_no_street_is_nearer(graph, places):
    walked = graph.walked("step-free")
    one, other = (join(walked, places, far_m=1e6, engine=x) for x in ("scipy", "numba"))
    for name in ("piece", "along_mm", "off_mm", "owner"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    lines = [shapely.LineString(graph.points[graph.first[x] : graph.first[x + 1]]) for x in range(graph.pieces)]
    for place, piece, off in zip(places, other.piece.tolist(), other.off_mm.tolist(), strict=True):
        away = np.where(walked.is_open, [x.distance(Point(place)) for x in lines], np.inf)
        if min(away) == np.inf:
            assert piece == -1
            continue
        assert off == pytest.approx(min(away) * 1000, abs=0.5001)
        assert away[piece] * 1000 <= off + 0.5001
        assert piece <= int(np.argmin(away))


def test_an_area_is_reached_where_streets_meet_its_edge_and_not_at_its_middle():
    park = box(50, -5, 150, 95)
    assert rows(join_shapes(cross().walked(), [park])) == [(0, 0, 50, 0), (0, 0, 150, 0)]


def test_an_area_is_reached_at_its_gates_where_they_are_known():
    park = box(50, -5, 150, 95)
    gates = [(60, -5), (145, 96), (-100, 90)]
    assert rows(join_shapes(cross().walked("step-free"), [park], gates=gates)) == [(0, 0, 60, 5), (0, 1, 96, 55)]


def test_an_area_that_no_street_meets_is_reached_at_the_nearest_point_of_its_edge():
    park = Polygon([(20, 30), (30, 20), (40, 30), (30, 80)])
    assert rows(join_shapes(cross().walked(), [park])) == [(0, 0, 30, 20)]


def test_an_area_far_from_every_street_says_how_far():
    assert rows(join_shapes(cross().walked(), [box(0, 900, 10, 910)]))[0][1:2] == (-1,)
    assert join_shapes(cross().walked(), [box(0, 900, 10, 910)]).is_joined.tolist() == [False]


def test_a_line_is_reached_at_its_ends_and_where_streets_meet_it():
    path = LineString([(60, 20), (60, -4), (80, -4)])
    assert rows(join_shapes(cross().walked("step-free"), [path])) == [(0, 0, 60, 0), (0, 0, 60, 20), (0, 0, 80, 4)]


def test_a_street_along_an_edge_meets_it_at_both_ends_of_the_shared_stretch():
    park = box(50, 0, 150, 50)
    found = {(piece, along) for _, piece, along, _ in rows(join_shapes(cross().walked(), [park]))}
    assert {(0, 50), (0, 150)} <= found


def test_shapes_of_all_sorts_keep_their_numbers():
    shapes = [
        Point(40, 3), None, Polygon(), MultiPoint([(10, 1), (20, 1)]), Point(0, 9000),
        MultiPolygon([box(50, -5, 60, 5), box(70, 20, 80, 30)]),
        shapely.GeometryCollection([Point(30, 2), shapely.GeometryCollection([Point(35, 2)])]),
    ]  # fmt: skip
    spots = join_shapes(cross().walked("step-free"), shapes)
    assert spots.owners == len(shapes)
    assert rows(spots)[0] == (0, 0, 40, 3)
    assert [x for x in rows(spots) if x[0] == 3] == [(3, 0, 10, 1), (3, 0, 20, 1)]
    assert [x[1] for x in rows(spots) if x[0] == 4] == [-1]
    assert [x[2] for x in rows(spots) if x[0] == 5] == [50, 60]
    assert [x[2] for x in rows(spots) if x[0] == 6] == [30, 35]
    assert spots.is_joined.tolist() == [True, False, False, True, False, True, True]
    assert (np.diff(spots.owner) >= 0).all()


def test_the_spots_of_one_place_are_of_nobody_else():
    spots = join_shapes(cross().walked(), [Point(40, 3), MultiPoint([(10, 1), (20, 1)])])
    assert rows(spots.of(1)) == [(0, 0, 10, 1), (0, 0, 20, 1)]


def test_a_graph_that_is_mapped_from_disk_joins_as_one_that_was_made(tmp_path):
    graph = cross()
    keep_graph(graph, tmp_path)
    mapped = open_graph(tmp_path)
    places = [(40, 3), (203, 50), (0, 3100)]
    assert rows(join(mapped.walked(), places)) == rows(join(graph.walked(), places))
    assert rows(join_shapes(mapped.walked(), [box(50, -5, 150, 95)])) == [(0, 0, 50, 0), (0, 0, 150, 0)]
