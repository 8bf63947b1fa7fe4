"""The base map and the coloured areas of a place, as the browser gets them."""

from __future__ import annotations

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.cartography import palette
from assetmap.errors import LayerError
from assetmap.store.base import Edit
from assetmap.webmap import ground, overlay, overlays, place_bounds
from assetmap.webmap.safe import json_text

SHOWN = {"status": "published", "audience": "public", "precision": "exact"}


def test_streets_lie_by_rank_and_each_name_is_there_once(place):
    drawn = ground(place)
    assert [bool(text) for text in drawn["streets"]] == [True, False, False, True, False, True]
    assert drawn["text"] == ["Green Park", "Pond", "Brook", "High Street", "{{7*7}} Lane"]
    assert drawn["green"]
    assert drawn["water"]
    assert drawn["brooks"]


def test_a_place_without_layers_has_an_empty_ground(place):
    for path in (place.home / "layers").glob("*.parquet"):
        path.unlink()
    drawn = ground(place)
    assert not any([drawn["green"], drawn["water"], drawn["brooks"], *drawn["streets"], *drawn["names"]])


def test_bounds_are_as_set_else_of_the_areas(place):
    from dataclasses import replace

    assert place_bounds(place) == (-2.4, 51.3, -2.3, 51.4)
    place.settings = replace(place.settings, bounds=None)
    assert place_bounds(place) == pytest.approx((-2.4, 51.3, -2.3, 51.4))


def test_bounds_of_assets_are_those_of_what_may_be_shown(place):
    from dataclasses import replace

    place.settings = replace(place.settings, bounds=None)
    for path in (place.home / "layers").glob("*.parquet"):
        path.unlink()
    for row in list(place.store.read()):
        place.store.write([Edit(asset=row.asset.changed(status="withdrawn"))], by="steward")
    for n, hidden in enumerate(({"status": "draft"}, {"audience": "workshop"}, {"precision": "not_shown"})):
        refuge = Asset(name="Refuge", kind="green place", where=shapely.Point(1 + n, 53), **SHOWN | hidden)
        place.store.write([Edit(asset=refuge)], by="steward")
    nowhere = place_bounds(place)
    assert nowhere[0] < -5
    bench = Asset(name="Bench", kind="green place", where=shapely.Point(-2, 51), **SHOWN)
    place.store.write([Edit(asset=bench)], by="steward")
    assert place_bounds(place) == pytest.approx((-2.01, 50.99, -1.99, 51.01))


def test_the_legend_says_which_end_is_which_the_year_and_the_source(place):
    drawn = overlay(place, "imd")
    assert overlays(place) == {"imd": "All kinds of deprivation together"}
    assert (drawn["low"], drawn["high"]) == ("least deprived tenth", "most deprived tenth")
    assert "Index of Smallton, 2025" in drawn["source"]
    assert drawn["ramp"][0] == palette.DECILES[10]
    assert drawn["ramp"][-1] == palette.DECILES[1]


def test_an_area_without_a_value_is_grey_and_counted_as_neither_end(place):
    drawn = overlay(place, "imd")
    assert drawn["unknown"] == "1 area without a value is grey."
    assert drawn["colours"]["0"] == palette.NOT_KNOWN


def test_an_index_the_place_does_not_have_is_refused(place):
    with pytest.raises(LayerError, match="no such index"):
        overlay(place, "wealth")


@pytest.mark.realdata
def test_the_streets_of_a_whole_district_stay_small(place, realdata):
    import geopandas as gpd

    streets = gpd.read_file(realdata / "streets" / "bath_ne_somerset_os_roads.geojson")
    column = next(name for name in streets.columns if "class" in name.lower())
    streets = streets.rename(columns={column: "class"})
    streets.to_parquet(place.home / "layers" / "streets.parquet")
    place._layers.clear()
    place.settings = type(place.settings)(name="Bath", bounds=tuple(streets.total_bounds))
    text = json_text(ground(place))
    assert len(streets) == 9015
    assert len(text) < 300_000


def test_a_place_without_any_index_still_shows_the_outlines_of_its_neighbourhoods(place):
    from assetmap.webmap import outlines

    said = outlines(place)
    assert said["title"] == "The neighbourhoods"
    assert said["low"] == f"{len(place.layer('areas'))} outlines"
    assert set(said["colours"]) == {"0"}
    assert said["shapes"]
