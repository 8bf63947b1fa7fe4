"""Which system measures a place, and how geometries move between systems."""

import math

import pytest
import shapely
from geopandas import GeoDataFrame, GeoSeries

from assetmap import crs
from assetmap.errors import CRSError


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (-2.36, 51.38, "EPSG:27700"),  # Bath
        (-5.71, 50.06, "EPSG:27700"),  # Land's End
        (-5.60, 55.40, "EPSG:27700"),  # Kintyre, east of Ireland's coast
        (-6.39, 58.20, "EPSG:27700"),  # Stornoway
        (-5.93, 54.60, "EPSG:32630"),  # Belfast: the British grid ends at the sea
        (-6.26, 53.35, "EPSG:32629"),  # Dublin
        (-8.61, 41.15, "EPSG:32629"),  # Porto
        (-83.05, 42.33, "EPSG:32617"),  # Detroit
        (36.82, -1.29, "EPSG:32737"),  # Nairobi
        (180.0, 10.0, "EPSG:32660"),
    ],
)
def test_a_place_is_measured_in_its_own_metric_system(lon, lat, code):
    assert crs.metric_for(lon, lat) == code


@pytest.mark.parametrize(("lon", "lat"), [(375350, 164482), (51.4, -2000), (math.nan, 51), (-2, math.inf)])
def test_metres_and_nonsense_are_not_taken_for_degrees(lon, lat):
    with pytest.raises(CRSError, match="longitude goes from -180 to 180"):
        crs.metric_for(lon, lat)


def test_a_garden_published_in_both_systems_is_in_one_place():
    # Bath & North East Somerset Council, Community Gardens: Alice Park, eastings and northings beside degrees.
    moved = crs.reproject(shapely.Point(376396.0, 166657.0), crs.BRITISH_NATIONAL_GRID, crs.WGS84)
    assert moved.distance(shapely.Point(-2.340678, 51.398450)) < 0.0001


def test_a_missing_geometry_stays_missing_and_height_is_dropped():
    moved = crs.reproject_all([None, shapely.Point(-2.36, 51.38, 90)], crs.WGS84, crs.BRITISH_NATIONAL_GRID)
    assert moved[0] is None
    assert not moved[1].has_z


def test_a_frame_without_a_system_is_refused():
    with pytest.raises(CRSError, match="no coordinate reference system"):
        crs.metric_for_frame(GeoDataFrame(geometry=GeoSeries([shapely.Point(0, 0)])))
