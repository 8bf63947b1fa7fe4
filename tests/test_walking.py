"""Minutes and ways to assets, on a town of four streets that one can walk in one's head: 80 metres are a minute."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import box

from assetmap.crs import WGS84, reproject
from assetmap.disclosure import disclosed
from assetmap.errors import LayerError, SettingsError
from assetmap.walking import walks_of
from tests.walking_town import EAST, GRID, HOME, NORTH, asset, at, shape, town


def walked(*assets, origin=HOME, knows_steps=True, **options):
    return walks_of(town(knows_steps=knows_steps), assets, **options).from_origin(origin)


def test_minutes_are_along_the_streets_and_the_bit_beside_them_counts():
    club = asset("Club", at(800, 40))
    found = walked(club, origin=at(80, -40)).walk(club.id)
    assert (found.metres, found.minutes, found.shown_minutes) == (pytest.approx(800, abs=0.01), pytest.approx(10), 10)
    assert not found.is_about


def test_who_is_slow_takes_longer_and_without_steps_the_way_is_another():
    hall = asset("Hall", at(800, 240))
    assert walked(hall).walk(hall.id).minutes == pytest.approx(1040 / 80)
    assert walked(hall, profile="slow").walk(hall.id).minutes == pytest.approx(1040 / 48)
    around = walked(hall, profile="step-free")
    assert around.walk(hall.id).metres == pytest.approx(1600 + 800 + 800 + 560, abs=0.1)
    assert around.way(hall.id).steps is False
    assert walked(hall).way(hall.id).steps is True
    assert walked(hall, knows_steps=False).way(hall.id).steps is None
    with pytest.raises(SettingsError, match="profile"):
        walked(hall, profile="flying")


def test_the_way_is_a_line_from_the_door_to_the_asset_and_words():
    hall = asset("Hall", at(1620, 400))
    way = walked(hall, origin=at(100, 20)).way(hall.id)
    assert way.words() == "East along High Street, on into Back Lane; no steps."
    line = shapely.transform(reproject(way.line, WGS84, GRID), lambda xy: xy - np.array([EAST, NORTH]))
    ends = shapely.get_coordinates(line)[[0, 1, -2, -1]]
    assert np.allclose(ends, [(100, 20), (100, 0), (1600, 400), (1620, 400)], atol=0.01)
    assert shapely.Point(HOME).distance(way.line) < 0.01
    assert "375" not in repr(way)
    assert "-2.3" not in repr(way)


def test_an_area_is_reached_at_its_gates():
    park = asset("Park", shape(box(400, 20, 1590, 200)), kind="green place")
    near_edge = walked(park).walk(park.id)
    assert near_edge.metres == pytest.approx(800 + 20, abs=25)  # the steps lead in, 800 m along and 20 up
    gates = gpd.GeoDataFrame({"id": ["a"]}, geometry=[at(1595, 100)], crs=WGS84)
    gated = walked(park, gates=gates).walk(park.id)
    assert gated.metres == pytest.approx(1600 + 100 + 5, abs=0.1)
    with pytest.raises(LayerError, match="gates"):
        walked(park, gates=gates.set_crs(None, allow_override=True))


def test_who_is_in_a_park_is_there():
    park = asset("Park", shape(box(-50, -50, 50, 50)), kind="green place")
    found = walked(park)
    assert (found.walk(park.id).minutes, found.way(park.id)) == (0.0, None)


def test_what_nobody_can_walk_to_says_so():
    island, moor, abroad = asset("Island", at(400, -1010)), asset("Moor", at(400, 700)), asset("Abroad", at(9000, 0))
    found = walked(island, moor, abroad)
    assert found.walk(island.id).why_not == "no walking route"
    assert found.walk(island.id).minutes is None
    assert walked(island, profile="step-free").walk(island.id).why_not == "no step-free route"
    far = asset("Far", at(200, 620))
    assert walked(far).walk(far.id).why_not == "no street within 500 m (the nearest is 600 metres away)"
    assert found.walk(abroad.id).why_not == "the street data does not cover this (its nearest street is 7.4 km away)"
    assert found.way(island.id) is None
    assert found.walk("another").why_not == "how far it is on foot is not known"


def test_an_origin_far_from_any_street_is_not_snapped_in_silence():
    club = asset("Club", at(800, 0))
    sea = walked(club, origin=at(-3100, 0))
    assert sea.why_not == "the street data does not cover this (its nearest street is 3.1 km away)"
    assert (sea.snapped_m, sea.walk(club.id).minutes, sea.way(club.id)) == (None, None, None)
    assert sea.walk(club.id).why_not
    field = walked(club, origin=at(100, 300))
    assert (field.why_not, field.snapped_m) == ("", pytest.approx(300, abs=0.01))


@pytest.mark.parametrize("precision", ["street", "neighbourhood"])
def test_the_walk_to_a_blurred_place_is_about_and_has_no_way(precision):
    refuge = asset("Refuge", at(900, 0), precision=precision)
    found = walked(refuge)
    walk = found.walk(refuge.id)
    assert (walk.minutes, walk.metres, walk.is_about) == (10.0, None, True)
    assert found.way(refuge.id) is None


def test_a_blurred_place_off_the_streets_does_not_say_how_far_its_streets_are():
    refuge = asset("Refuge", at(200, 620), precision="neighbourhood")
    assert walked(refuge).walk(refuge.id).why_not == "how far it is on foot is not known"


def test_what_is_not_shown_does_not_enter_even_where_a_steward_sees_its_point():
    refuge = asset("Refuge", at(900, 0), precision="not shown")
    for circle in (disclosed([refuge]), disclosed([refuge], role="steward")):
        walks = walks_of(town(), circle)
        assert len(walks.shapes) == 0
        assert walks.from_origin(HOME).walk(refuge.id).minutes is None


def test_joined_assets_hold_nothing_of_who_asked():
    club = asset("Club", at(800, 0))
    walks = walks_of(town(), [club])
    before = set(vars(walks))
    found = walks.from_origin(at(123, 0))
    assert found.walk(club.id).minutes is not None
    assert set(vars(walks)) == before
    assert "375" not in repr(found)


def test_a_park_with_a_gate_that_no_street_leads_to_is_said_to_be_far_from_them():
    park = asset("Park", shape(box(-3000, -3000, -2000, -2000)), kind="green place")
    assert "street" in walked(park).walk(park.id).why_not


def test_without_assets_there_is_nothing_to_walk_to():
    assert walked().why_not == ""
