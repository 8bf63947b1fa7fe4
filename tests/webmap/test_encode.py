"""Shapes as short text come back within a step and a half."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon

from assetmap.webmap.encode import STEP_M, Frame, encoded, simplified

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
FRAME = Frame.around((-2.4, 51.3, -2.3, 51.4))


def numbers(text: str) -> list[int]:
    """Read the text as the browser does."""
    out, value, shift = [], 0, 0
    for letter in text:
        digit = ALPHABET.index(letter)
        value |= (digit & 31) << shift
        if digit & 32:
            shift += 5
        else:
            out.append(-(value >> 1) - 1 if value & 1 else value >> 1)
            value = shift = 0
    return out


def decoded(text: str) -> list[tuple[int, int, list[np.ndarray]]]:
    x = y = 0
    out = []
    for token in text.split(" ") if text else []:
        head, *parts = token.split(".")
        name, value = numbers(head)
        lines = []
        for part in parts:
            points = []
            steps = numbers(part)
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append((FRAME.west + x * FRAME.step_x, FRAME.south + y * FRAME.step_y))
            lines.append(np.array(points))
        out.append((name, value, lines))
    return out


def test_names_values_and_points_come_back():
    shapes = [(3, 7, LineString([(-2.39, 51.31), (-2.38, 51.33)])), (0, 10, LineString([(-2.45, 51.2), (-2.3, 51.4)]))]
    out = decoded(encoded(shapes, FRAME))
    assert [(name, value) for name, value, _ in out] == [(3, 7), (0, 10)]
    for (_, _, lines), (_, _, shape) in zip(out, shapes, strict=True):
        gone = np.abs(lines[0] - shapely.get_coordinates(shape)) / (FRAME.step_x, FRAME.step_y)
        assert (gone <= 0.51).all()


def test_an_area_with_a_hole_is_two_rings_and_several_lines_are_several_parts():
    area = Polygon([(-2.4, 51.3), (-2.3, 51.3), (-2.3, 51.4)], [[(-2.33, 51.31), (-2.32, 51.31), (-2.32, 51.32)]])
    lines = MultiLineString([[(-2.4, 51.3), (-2.3, 51.3)], [(-2.4, 51.4), (-2.3, 51.4)]])
    assert [len(parts) for _, _, parts in decoded(encoded([(0, 0, area), (0, 0, lines)], FRAME))] == [2, 2]


def test_what_is_smaller_than_a_step_or_a_point_is_left_out():
    assert encoded([(1, 0, LineString([(-2.35, 51.35), (-2.350001, 51.35)])), (1, 0, Point(-2.35, 51.35))], FRAME) == ""


def test_what_is_left_out_moves_nothing_that_follows():
    speck = LineString([(-2.31, 51.39), (-2.310001, 51.39)])
    street = LineString([(-2.39, 51.31), (-2.38, 51.33)])
    (_, _, lines) = decoded(encoded([(0, 0, speck), (0, 0, street)], FRAME))[0]
    assert (np.abs(lines[0] - shapely.get_coordinates(street)) / (FRAME.step_x, FRAME.step_y) <= 0.51).all()


@given(st.lists(st.tuples(st.floats(-2.6, -2.1), st.floats(51.1, 51.6)), min_size=2, max_size=9))
def test_every_line_comes_back_within_half_a_step(points):
    out = decoded(encoded([(0, 0, LineString(points))], FRAME))
    for _, _, parts in out:
        ends = parts[0][[0, -1]]
        gone = np.abs(ends - np.array([points[0], points[-1]])) / (FRAME.step_x, FRAME.step_y)
        assert (gone <= 0.51).all()


def test_a_step_is_two_metres_both_ways():
    two = gone_m((FRAME.west + FRAME.step_x, FRAME.south + FRAME.step_y))
    assert np.allclose(two, STEP_M, atol=0.05)


def gone_m(point: tuple[float, float]) -> tuple[float, float]:
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    return (
        geod.inv(FRAME.west, FRAME.south, point[0], FRAME.south)[2],
        geod.inv(FRAME.west, FRAME.south, FRAME.west, point[1])[2],
    )


def test_simplifying_measures_in_metres_and_gives_degrees_back():
    line = LineString([(-2.4, 51.3), (-2.35, 51.301), (-2.3, 51.3)])  # a bump of 111 metres
    assert shapely.get_num_points(simplified(np.array([line], dtype=object), "EPSG:27700", tolerance_m=130)[0]) == 2
    assert shapely.get_num_points(simplified(np.array([line], dtype=object), "EPSG:27700", tolerance_m=90)[0]) == 3
