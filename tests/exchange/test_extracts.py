"""An extract of a county as the list of a town: what lies elsewhere, what has gone, what is older."""

import geopandas as gpd
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.exchange.extracts import gone, in_reach, is_older
from assetmap.exchange.sheets import Row, Sheet
from assetmap.settings import PlaceSettings

TOWN = shapely.box(-2.40, 51.36, -2.36, 51.40)


class Town:
    """A town of one neighbourhood."""

    settings = PlaceSettings(name="Town", bounds=TOWN.bounds, metric_crs="EPSG:27700")

    def layer(self, name):
        return gpd.GeoDataFrame({"code": ["E1"]}, geometry=[TOWN], crs=4326) if name == "areas" else None


class Other(Town):
    """A place far away."""

    settings = PlaceSettings(name="Other", bounds=(0.0, 52.0, 0.1, 52.1), metric_crs="EPSG:27700")

    def layer(self, _name):
        return None


def sheet(*shapes, source="openstreetmap"):
    rows = tuple(
        Row(number, {"name": f"N{number}", "source_id": f"node/{number}"}, shape and bytes(shapely.to_wkb(shape)))
        for number, shape in enumerate(shapes, start=1)
    )
    return Sheet(headings=("name", "source_id"), rows=rows, source=source)


def grid(number):
    return [shapely.Point(-2.40 + 0.04 * (x % 6) / 6, 51.36 + 0.04 * (x // 6) / 6) for x in range(number)]


def test_what_lies_elsewhere_is_counted_in_one_sentence_and_numbers_stay():
    inside, near, away = (shapely.Point(x, 51.38) for x in (-2.38, -2.345, -2.30))
    found = in_reach(sheet(away, inside, near, away), Town())
    assert [x.number for x in found.rows] == [2, 3]
    [told] = found.problems
    assert told.mend == "2 of the extract's 4 places lie elsewhere, and were left out."
    assert (told.row, told.kept) == (None, True)


def test_an_extract_of_another_county_is_asked_about():
    found = in_reach(sheet(*grid(3)), Other())
    assert found.rows == ()
    assert found.problems[0].mend == "all 3 places of the extract lie elsewhere: is it of another part of the country?"


def test_a_long_route_is_cut_to_the_place():
    route = shapely.LineString([(-2.38, 51.38), (0.5, 51.38)])
    [row] = in_reach(sheet(route), Town()).rows
    west, _, east, _ = shapely.from_wkb(row.shape).bounds
    assert west == -2.38
    assert -2.35 < east < -2.33


def test_other_lists_and_places_that_nobody_drew_stay_whole():
    away = shapely.Point(-2.30, 51.38)
    for whole, place in ((sheet(away, source="parks"), Town()), (sheet(away), None), (sheet(None), Town())):
        assert in_reach(whole, place) is whole


def asset(number, where, **more):
    values = {"kind": "indoor_place", "source": "openstreetmap", "source_id": f"node/{number}"} | more
    return Asset(name=f"N{number}", where=where, **values)


def test_what_an_extract_covers_and_does_not_hold_has_gone():
    points = grid(36)
    here = [asset(x + 1, point) for x, point in enumerate(points)]
    middle, away = asset(99, shapely.Point(-2.385, 51.375)), asset(98, shapely.Point(-2.2, 51.38))
    assert gone(sheet(*points), [*here, middle, away]) == [middle]
    assert gone(sheet(*points, source="parks"), [middle]) == []
    assert gone(sheet(*points[:5]), [middle]) == []


def test_an_extract_of_something_else_takes_nothing_away():
    points = grid(36)
    here = [asset(x + 100, shapely.Point(-2.385, 51.375)) for x in range(40)]
    assert gone(sheet(*points), here) == []


@pytest.mark.parametrize(
    ("new", "old", "said"), [("3", "4", True), ("4", "4", False), ("5", "4", False), ("", "4", False)]
)
def test_an_older_edition_is_known_by_its_version(new, old, said):
    assert is_older(asset(1, None, source_version=new), asset(1, None, source_version=old)) is said
