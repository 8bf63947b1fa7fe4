"""Which part of the map a workshop's screens and papers show."""

import shapely

from assetmap.crs import reproject_all
from assetmap.workshop import square_about


def test_a_square_is_as_wide_as_was_asked_and_about_its_point():
    point = shapely.Point(-2.36, 51.38)
    west, south, east, north = square_about(point, across_m=2000, metric_crs="EPSG:27700")
    [corner, other] = reproject_all([shapely.Point(west, south), shapely.Point(east, north)], "EPSG:4326", "EPSG:27700")
    assert 1990 <= other.x - corner.x < 2080  # a square of the grid, seen from the meridian, is turned a little
    assert 1990 <= other.y - corner.y < 2080
    assert abs((west + east) / 2 - point.x) < 1e-4
    assert abs((south + north) / 2 - point.y) < 1e-4
