from __future__ import annotations

import numpy as np
import pytest

from assetmap.cartography.scale import compass_words, distance_words, fit, north_turn, scale_bar


def test_a_window_holds_its_points_with_a_margin():
    window = fit([(0, 0), (1000, 100)], width=500, height=300, margin=40)
    page = window.to_page(np.array([[0.0, 0.0], [1000.0, 100.0]]))
    assert page[:, 0].min() == pytest.approx(40)
    assert page[:, 0].max() == pytest.approx(460)
    assert 40 <= page[:, 1].min() < page[:, 1].max() <= 260
    assert (window.east - window.west) / (window.north - window.south) == pytest.approx(500 / 300)


def test_one_point_gets_a_sensible_neighbourhood():
    window = fit([(5, 5)], width=500, height=250, margin=40, min_width_m=700)
    assert window.east - window.west == pytest.approx(700)


def test_up_on_the_page_is_north():
    window = fit([(0, 0), (0, 100)], width=100, height=100, margin=10)
    page = window.to_page(np.array([[0.0, 0.0], [0.0, 100.0]]))
    assert page[1, 1] < page[0, 1]


@pytest.mark.parametrize(("wide_m", "length_m"), [(800, 100), (1000, 200), (3000, 500), (40_000, 5000)])
def test_a_scale_bar_is_a_round_length_that_fits(wide_m, length_m):
    window = fit([(0, 0), (wide_m - 2, 0)], width=500, height=250, margin=0.5, min_width_m=10)
    bar = scale_bar(window, longest=110)
    assert bar.length_m == length_m
    assert bar.length <= 110
    assert bar.length == pytest.approx(length_m * window.points_per_m)


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "0 metres"),
        (7, "7 metres"),
        (604, "600 metres"),
        (994, "990 metres"),
        (1000, "1 km"),
        (1449, "1.4 km"),
        (9990, "10 km"),
        (12_400, "12 km"),
    ],
)
def test_distances_are_said_as_people_say_them(metres, words):
    assert distance_words(metres) == words


def test_directions_are_eight_winds():
    assert [compass_words(dx, dy) for dx, dy in ((0, 1), (1, 1), (1, 0), (0, -1), (-1, 0), (-1, 1))] == [
        "north", "north-east", "east", "south", "west", "north-west",
    ]  # fmt: skip


def test_true_north_leans_west_of_the_grid_where_the_british_grid_lies_west_of_its_meridian():
    # West of 2° W grid north lies west of true north: the arrow turns clockwise.
    assert 0 < north_turn(-4.0, 51.0, metric_crs="EPSG:27700") < 3
    assert north_turn(-2.0, 51.0, metric_crs="EPSG:27700") == pytest.approx(0, abs=0.05)
