"""A town of straight streets on a lattice: what is known in it and round it, and where it ends."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap.network.from_lines import graph_from_lines
from assetmap.network.ground import ground_of

CRS = "EPSG:27700"


def lattice(*, step=1_000, size=8_000, **source):
    """Streets from 0 to `size` each way, `step` apart."""
    every = range(0, size + 1, step)
    lines = [shapely.LineString([(x, 0), (x, size)]) for x in every]
    lines += [shapely.LineString([(0, y), (size, y)]) for y in every]
    return graph_from_lines(gpd.GeoDataFrame(geometry=lines, crs=CRS), crs=CRS, source=source)


def test_within_500_m_of_a_street_is_known_and_no_further():
    ground = ground_of(lattice(step=4_000))
    places = [(0, 0), (-499.9, 4_000), (-500.1, 4_000), (499.9, 2_000), (2_000, 2_000), (4_000, 8_499)]
    assert ground.known(places).tolist() == [True, True, False, True, False, True]


def test_a_place_that_is_nowhere_is_not_known():
    ground = ground_of(lattice())
    nowhere = [(np.nan, 0), (np.inf, 5), (0, 0)]
    assert ground.known(nowhere).tolist() == [False, False, True]
    assert ground.comes_to_edge(nowhere, reach_m=1).tolist() == [True, True, True]


def test_the_ground_ends_at_the_outermost_streets_give_or_take_a_cell():
    ground = ground_of(lattice())
    assert ground.shape.area == pytest.approx(8_000**2, rel=0.05)
    assert ground.to_edge_m([(4_000, 4_000)]) == pytest.approx(4_000, abs=101)
    assert ground.to_edge_m([(500, 4_000)]) == pytest.approx(500, abs=101)
    assert ground.to_edge_m([(-300, 4_000)]).tolist() == [0]


def test_a_reach_that_comes_to_the_edge_is_told_and_one_that_surely_does_not_is_not():
    ground = ground_of(lattice())
    places = [(4_000, 4_000), (1_100, 4_000), (1_350, 4_000), (20_000, 20_000)]
    assert ground.comes_to_edge(places, reach_m=1_200).tolist() == [False, True, False, True]


def test_what_streets_enclose_is_no_edge_however_wide():
    ring = shapely.LineString([(0, 0), (9_000, 0), (9_000, 9_000), (0, 9_000), (0, 0)])
    ground = ground_of(graph_from_lines(gpd.GeoDataFrame(geometry=[ring], crs=CRS), crs=CRS))
    assert ground.to_edge_m([(4_500, 4_500)]) == pytest.approx(4_500, abs=101)
    assert ground.known([(4_500, 4_500)]).tolist() == [False]


def test_two_towns_far_apart_each_have_their_edge():
    lines = [[(x, 0), (x + 1_000, 0), (x + 1_000, 1_000), (x, 1_000), (x, 0)] for x in (0, 9_000)]
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString(x) for x in lines], crs=CRS)
    ground = ground_of(graph_from_lines(frame, crs=CRS))
    assert len(ground.shape.geoms) == 2
    assert ground.to_edge_m([(5_000, 500)]).tolist() == [0]


def test_the_sea_is_no_edge_where_it_is_given():
    graph = lattice()
    shore = [(200, 4_000)]
    assert ground_of(graph).comes_to_edge(shore, reach_m=1_200).tolist() == [True]
    sea = shapely.box(-9_000, -9_000, 50, 17_000)
    assert ground_of(graph, besides=sea).comes_to_edge(shore, reach_m=1_200).tolist() == [False]


def test_what_a_setup_did_not_read_is_beyond_the_edge_though_a_street_runs_on():
    ground = ground_of(lattice(within=shapely.box(1_500, -100, 9_000, 9_000).wkt))
    assert ground.comes_to_edge([(2_000, 4_000), (4_000, 4_000)], reach_m=1_200).tolist() == [True, False]


def test_one_street_alone_is_all_edge():
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (300, 0)])], crs=CRS)
    ground = ground_of(graph_from_lines(frame, crs=CRS))
    assert ground.known([(150, 0)]).tolist() == [True]
    assert ground.comes_to_edge([(150, 0)], reach_m=100).tolist() == [True]
