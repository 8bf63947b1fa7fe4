from __future__ import annotations

import gc

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap.cartography import quietmap
from assetmap.cartography.drawing import ground_markup
from assetmap.cartography.quietmap import cut, street_rank
from assetmap.cartography.scale import Window


class Layers:
    def __init__(self, **layers):
        self._layers = layers

    def layer(self, name):
        return self._layers.get(name)


def frame(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:27700")


def window(wide=1000.0, *, at=(375_000.0, 165_000.0)):
    return Window(west=at[0], south=at[1], east=at[0] + wide, north=at[1] + wide / 2, width=500, height=250)


def line(*points):
    return shapely.LineString([(375_000 + x, 165_000 + y) for x, y in points])


def test_only_what_lies_in_the_window_is_cut():
    place = Layers(
        streets=frame(
            [line((0, 100), (400, 100)), line((5000, 0), (5100, 0))], name=["In", "Out"], **{"class": ["", ""]}
        )
    )
    ground = cut(place, window(), metric_crs="EPSG:27700")
    assert [street.name for street in ground.named_streets] == ["In"]
    assert shapely.get_coordinates(ground.streets[3]).tolist() == [[0, 200], [200, 200]]


def test_streets_of_one_name_are_gathered():
    place = Layers(
        streets=frame(
            [line((0, 100), (400, 100)), line((400, 100), (800, 100))],
            name=["Long", "Long"],
            **{"class": ["A Road", ""]},
        )
    )
    (street,) = cut(place, window(), metric_crs="EPSG:27700").named_streets
    assert street.geometry.length == pytest.approx(400)
    assert street.rank == 0


def test_a_wide_window_leaves_small_streets_out():
    place = Layers(
        streets=frame(
            [line((0, 100), (4000, 100)), line((0, 300), (4000, 300))],
            name=["Main", "Lane"],
            **{"class": ["A Road", "Local Road"]},
        )
    )
    assert sorted(cut(place, window(1000), metric_crs="EPSG:27700").streets) == [0, 3]
    assert sorted(cut(place, window(20_000), metric_crs="EPSG:27700").streets) == [0]


@pytest.mark.parametrize(
    ("words", "rank"),
    [("A Road", 0), ("Primary Road, Collapsed Dual Carriageway", 0),
     ("B Road", 1), ("Minor Road", 2), ("Local Road", 3),
     ("Restricted Local Access Road", 4), ("footway", 5), ("residential", 3), ("tertiary", 2), ("service", 4), ("", 3)],
)  # fmt: skip
def test_both_publishers_classes_are_known(words, rank):
    assert street_rank(words) == rank


def test_missing_layers_and_broken_shapes_do_not_stop_a_map():
    bow_tie = shapely.Polygon([(375_100, 165_100), (375_200, 165_200), (375_200, 165_100), (375_100, 165_200)])
    place = Layers(green=frame([bow_tie, None, shapely.Polygon()], name=["Bow", None, ""]))
    ground = cut(place, window(), metric_crs="EPSG:27700")
    assert ground.streets == {}
    assert len(ground.green) == 2
    assert "<path" in ground_markup(ground)


def test_a_brook_is_a_line_and_a_pond_an_area():
    pond = shapely.box(375_100, 165_100, 375_300, 165_200)
    ground = cut(
        Layers(water=frame([pond, line((0, 50), (900, 50))], name=["Pond", "Brook"])), window(), metric_crs="EPSG:27700"
    )
    assert len(ground.water) == len(ground.brooks) == 1
    assert [(what, area.name) for what, area in ground.named_areas] == [("water", "Pond")]


def test_a_layer_is_indexed_once_and_let_go_with_it():
    place = Layers(streets=frame([line((0, 100), (400, 100))], name=["A"], **{"class": [""]}))
    gc.collect()
    before = len(quietmap._prepared)
    cut(place, window(), metric_crs="EPSG:27700")
    cut(place, window(at=(374_900.0, 164_900.0)), metric_crs="EPSG:27700")
    assert len(quietmap._prepared) == before + 1
    del place
    gc.collect()
    assert len(quietmap._prepared) == before


def test_parts_of_town_are_named_and_farms_are_not():
    points = [shapely.Point(375_100, 165_100), shapely.Point(375_200, 165_100)]
    ground = cut(
        Layers(names=frame(points, name=["Twerton", "Hill Farm"], what=["Populated Place", "Landform"])),
        window(),
        metric_crs="EPSG:27700",
    )
    assert [point.name for point in ground.named_points] == ["Twerton"]


def test_a_drawing_holds_whole_tenths_of_a_point():
    place = Layers(streets=frame([line((0, 100), (400, 100))], name=["A"], **{"class": ["Local Road"]}))
    markup = ground_markup(cut(place, window(), metric_crs="EPSG:27700"))
    assert 'd="M0 2000l2000 0"' in markup
    assert np.char.count(markup, "<path") == 2
