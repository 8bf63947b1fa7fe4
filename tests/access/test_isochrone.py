"""What is reached on foot in a time: stretches to the millimetre, and the ground beside them."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.access import Spots, join, outline
from assetmap.access.isochrone import buffered_streets, isochrone, reachable
from assetmap.network import keep_graph, make_graph, open_graph
from assetmap.network.profiles import FORWARD_ONLY, STEPS
from tests.access.flat import Case, cases, table

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def streets(*lines, flags=None):
    """Make a graph of lines that meet where their ends are equal."""
    ends = [tuple(line[k]) for line in lines for k in (0, -1)]
    _, numbers = np.unique(ends, axis=0, return_inverse=True)
    return make_graph(
        crs="EPSG:27700", points=np.concatenate(lines), first=np.cumsum([0, *map(len, lines)]),
        ends=numbers.reshape(-1, 2), flags=flags,
    )  # fmt: skip


def long_street(**more):
    """Two kilometres from west to east."""
    return streets([(0, 0), (1000, 0), (2000, 0)], **more).walked()


def a_block(side=200):
    """Four streets round a block."""
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return streets(*[corners[i : i + 2] for i in range(4)]).walked()


def a_town(seed, *, side=5):
    """Streets of about 100 m on a crooked grid, some left out."""
    chance = np.random.default_rng(seed)
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1) * 100.0 + chance.uniform(
        -30, 30, (side, side, 2)
    )
    lines = [
        (at[j, i], (at[j, i] + at[j + dj, i + di]) / 2 + chance.uniform(-15, 15, 2), at[j + dj, i + di])
        for j in range(side)
        for i in range(side)
        for dj, di in ((0, 1), (1, 0))
        if j + dj < side and i + di < side and chance.random() < 0.8
    ]
    return streets(*lines).walked()


def overlap(one, other):
    return one.intersection(other).area / one.union(other).area


def test_a_walk_goes_both_ways_along_a_street_and_ends_to_the_millimetre():
    walked = long_street()
    found = reachable(walked, join(walked, [(900, 30)]), 400_000)
    assert (found.piece.tolist(), found.from_mm.tolist(), found.to_mm.tolist()) == ([0], [530_000], [1_270_000])
    assert found.length_mm == 740_000
    assert [x.wkt for x in found.lines()] == ["LINESTRING (530 0, 1000 0, 1270 0)"]


def test_the_straight_way_to_the_street_belongs_to_it_where_somebody_says_where_they_stand():
    walked = long_street()
    start = [(900, 120)]
    spots = join(walked, start)
    assert reachable(walked, spots, 400_000, starts=start).lines()[-1].wkt == "LINESTRING (900 120, 900 0)"
    short = reachable(walked, spots, 60_000, starts=start)
    assert [x.wkt for x in short.lines()] == ["LINESTRING (900 120, 900 60)"]
    assert short.length_mm == 0
    (with_it,) = isochrone(walked, spots, [5], starts=start)
    (without,) = isochrone(walked, spots, [5])
    assert with_it.covers(shapely.Point(start))
    assert not without.covers(shapely.Point(start))


def test_a_long_street_gives_a_long_strip_with_round_ends():
    walked = long_street()
    (strip,) = isochrone(walked, join(walked, [(1000, 0)]), [5])
    assert strip.bounds == pytest.approx((575, -25, 1425, 25), abs=0.5)
    assert strip.area == pytest.approx(800 * 50 + math.pi * 625, rel=0.005)


def test_a_block_has_a_hole():
    walked = a_block()
    (ground,) = isochrone(walked, join(walked, [(100, 0)]), [15])
    assert ground.geom_type == "Polygon"
    assert [shapely.Polygon(x).area for x in ground.interiors] == pytest.approx([150 * 150], rel=0.01)
    assert shapely.Polygon(ground.exterior).area == pytest.approx(200 * 200 + 800 * 25 + math.pi * 625, rel=0.005)


def test_spots_far_apart_give_several_polygons_each_with_its_own_holes():
    def ring(x, side):
        return [(x, 0), (x + side, 0), (x + side, side), (x, side), (x, 0)]

    lines = [ring(x, side)[i : i + 2] for x, side in ((0, 200), (1000, 400), (1130, 140)) for i in range(4)]
    shifted = [np.add(line, (0, 130)) if k >= 8 else line for k, line in enumerate(lines)]
    walked = streets(*shifted).walked()
    (ground,) = isochrone(walked, join(walked, [(0, 0), (1000, 0), (1130, 130)]), [60])
    assert ground.geom_type == "MultiPolygon"
    assert ground.is_valid
    assert sorted(len(x.interiors) for x in ground.geoms) == [1, 1, 1]
    assert overlap(ground, buffered_streets(walked, join(walked, [(0, 0), (1000, 0), (1130, 130)]), 60)) > 0.99


def test_one_ways_are_walked_from_the_start_or_toward_it():
    walked = long_street(flags=[FORWARD_ONLY])
    spots = join(walked, [(1000, 0)])
    away, there = (reachable(walked, spots, 100_000, toward=x) for x in (False, True))
    assert (away.from_mm.tolist(), away.to_mm.tolist()) == ([1_000_000], [1_100_000])
    assert (there.from_mm.tolist(), there.to_mm.tolist()) == ([900_000], [1_000_000])


def test_a_closed_street_is_not_reached():
    graph = streets([(0, 0), (100, 0)], [(100, 0), (100, 100)], flags=[0, STEPS])
    walked = graph.walked("step-free")
    assert reachable(walked, join(walked, [(10, 0)]), 900_000).piece.tolist() == [0]


def test_no_time_is_a_disc_about_the_start():
    walked = long_street()
    (ground,) = isochrone(walked, join(walked, [(1000, 0)]), [0])
    assert ground.area == pytest.approx(math.pi * 625, rel=0.03)
    assert buffered_streets(walked, join(walked, [(1000, 0)]), 0).area == pytest.approx(math.pi * 625, rel=0.03)


def test_nobody_joined_to_a_street_reaches_nothing():
    walked = long_street()
    far = join(walked, [(0, 9000)])
    assert far.piece.tolist() == [-1]
    assert [x.wkt for x in isochrone(walked, far, [5, 15], starts=[(0, 9000)])] == ["POLYGON EMPTY"] * 2
    assert buffered_streets(walked, far, 15).is_empty
    assert len(reachable(walked, far, 10).lines()) == 0
    assert isochrone(walked, far, []) == []


@pytest.mark.parametrize("minutes", [-1, math.nan, math.inf])
def test_a_time_that_is_none_is_refused(minutes):
    walked = long_street()
    with pytest.raises(ValueError, match="a time is a number"):
        isochrone(walked, join(walked, [(0, 0)]), [5, minutes])


def test_a_graph_opened_from_disk_gives_the_same_ground(tmp_path):
    walked = a_town(7)
    keep_graph(walked.graph, tmp_path)
    opened = open_graph(tmp_path).walked()
    one, other = (isochrone(x, join(x, [(200, 200)]), [2, 4]) for x in (walked, opened))
    assert one == other


def test_times_come_back_in_the_order_asked():
    walked = long_street()
    long, short, again = isochrone(walked, join(walked, [(1000, 0)]), [10, 5, 10])
    assert long.area > short.area
    assert again == long


def test_a_grid_too_large_to_lay_out_is_laid_out_coarser(monkeypatch):
    monkeypatch.setattr(outline, "_LARGEST", 500)
    walked = long_street()
    (ground,) = isochrone(walked, join(walked, [(1000, 0)]), [10])
    assert ground.is_valid
    assert ground.intersects(shapely.Point(1000, 0))


@settings(SLOWLY, max_examples=40)
@given(seed=st.integers(0, 10**6), start=st.tuples(st.floats(0, 400), st.floats(0, 400)), cell_m=st.floats(3, 10))
def test_the_ground_is_valid_nested_and_true_to_the_streets(seed, start, cell_m):
    walked = a_town(seed)
    spots = join(walked, [start])
    drawn = isochrone(walked, spots, [1, 2.5, 4], starts=[start], cell_m=cell_m)
    assert all(x.is_valid for x in drawn)
    for small, large in pairwise(drawn):
        assert small.difference(large).area < 1e-4
    for minutes, ground in zip([1, 2.5, 4], drawn, strict=True):
        assert overlap(ground, buffered_streets(walked, spots, minutes, starts=[start])) > 0.98


@settings(SLOWLY, max_examples=25)
@given(seed=st.integers(0, 10**6), cell_m=st.floats(4, 20))
def test_without_numba_it_is_the_same_ground(seed, cell_m):
    walked = a_town(seed)
    spots = join(walked, [(200, 200)])
    with_it = isochrone(walked, spots, [1, 4], cell_m=cell_m)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "_kernels", lambda: None)
        without = isochrone(walked, spots, [1, 4], cell_m=cell_m)
    assert all(one.equals_exact(other, tolerance=1e-9) for one, other in zip(with_it, without, strict=True))


@SLOWLY
@given(
    corners=st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=12),
    width=st.sampled_from([1.0, 2.0, 3.0, math.sqrt(2)]),
)
def test_lines_on_the_grids_own_points_give_valid_ground_too(corners, width):
    lines = np.array(corners, dtype=float)
    grid = outline.field((0, 0, 12, 12), width_m=width, cell_m=1.0)
    grid.draw(lines)
    ground = grid.outline()
    assert ground.is_valid
    assert overlap(ground, shapely.buffer(shapely.multilinestrings(lines.reshape(-1, 2, 2)), width)) > 0.5


@SLOWLY
@given(case=cases(), limit_mm=st.integers(0, 8000), toward=st.booleans())
def test_stretches_are_just_what_is_no_further_than_the_limit(case, limit_mm, toward):
    graph = case.walked.graph
    asked = [(p, mm) for p, whole in enumerate(graph.length_mm.tolist()) for mm in range(1, whole, max(whole // 7, 1))]
    piece, along = np.array(asked, dtype=np.int32).reshape(-1, 2).T
    homes = Spots(
        piece=piece, along_mm=along, off_mm=np.zeros_like(along), owner=np.arange(len(piece)), owners=len(piece)
    )
    mm = table(Case(walked=case.walked, spots=case.spots, homes=homes), toward=toward).homes
    told = (mm <= limit_mm).any(axis=0)
    found = reachable(case.walked, case.spots, limit_mm, toward=toward)
    inside = [
        bool(((found.piece == p) & (found.from_mm <= x) & (x <= found.to_mm)).any())
        for p, x in zip(piece, along, strict=True)
    ]
    assert inside == told.tolist()
    assert len(found.lines()) == len(found.piece)
    assert (np.diff(found.piece) >= 0).all()
    same = found.piece[1:] == found.piece[:-1]
    assert (found.from_mm[1:] > found.to_mm[:-1])[same].all()
    drawn = sum(x.length for x in found.lines())
    assert drawn == pytest.approx(found.length_mm / 1000, abs=0.01)
