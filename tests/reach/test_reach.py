"""Who reaches what, in a town that one can check in one's head."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.crs import WGS84, reproject, reproject_all
from assetmap.errors import LayerError, SettingsError, VocabularyError
from assetmap.network import make_graph
from assetmap.network.ground import Ground
from assetmap.reach import lines, reach, summary
from assetmap.reach.asking import FLAGS

CRS = "EPSG:27700"
EAST, NORTH = 375_000.0, 165_000.0


def at(x, y):
    return reproject(shapely.Point(EAST + x, NORTH + y), CRS, WGS84)


def street(*lines_of_points, **told):
    """A graph of straight pieces, given as lists of (x, y); equal ends are one node."""
    nodes = {}
    points, first, ends = [], [0], []
    for line in lines_of_points:
        points += [(EAST + x, NORTH + y) for x, y in line]
        first.append(len(points))
        ends.append([nodes.setdefault(line[0], len(nodes)), nodes.setdefault(line[-1], len(nodes))])
    return make_graph(crs=CRS, points=points, first=first, ends=ends, **told)


def areas(**boxes):
    shapes = [shapely.box(EAST + a, NORTH + b, EAST + c, NORTH + d) for a, b, c, d in boxes.values()]
    return gpd.GeoDataFrame(
        {"code": list(boxes), "name": [f"The {x}" for x in boxes]},
        geometry=list(reproject_all(shapes, CRS, WGS84)), crs=WGS84,
    )  # fmt: skip


def postcodes(*rows, **more):
    """Rows of (area, x, y)."""
    return gpd.GeoDataFrame(
        {"area": [x[0] for x in rows]} | more, geometry=[at(x[1], x[2]) for x in rows], crs=WGS84
    )  # fmt: skip


def asset(kind, x, y, **more):
    return Asset(name=f"{kind} {x}", kind=kind, status="published", where=at(x, y), **more)


# One street from west to east, 3.2 km: 40 minutes. West is 0 to 1,600, East the rest.
ROAD = street([(0, 0), (1600, 0)], [(1600, 0), (3200, 0)])
TOWN = areas(West=(0, -500, 1600, 500), East=(1600, -500, 3200, 500))
# Coordinates pass through degrees: no home is exactly at the limit.
HOMES = postcodes(
    ("West", 10, 0), ("West", 400, 0), ("West", 790, 0), ("West", 1200, 0), ("East", 2000, 0), ("East", 3200, 0)
)
PEOPLE = {"West": 1000, "East": 500}


def asked(assets, **more):
    given = {"areas": TOWN, "postcodes": HOMES, "population": PEOPLE, "minutes": 5, "kinds": ["green place"]} | more
    return reach(given.pop("graph", ROAD), assets, **given)


def row(found, code):
    [one] = [x for x in found.areas if x["code"] == code]
    return one


def test_people_are_spread_evenly_over_the_postcodes_and_walk_along_the_street():
    found = asked([asset("green place", 400, 0)])  # 5 minutes are 400 m: from 10, 400 and 790
    west, east = row(found, "West"), row(found, "East")
    assert (west["homes"], west["homes_from"], west["share"], west["people_within"]) == (4, "postcodes", 0.75, 750)
    assert (west["nearest_min"], west["worst_min"]) == (4.9, 10.0)
    assert (east["share"], east["people_within"], east["rank"]) == (0.0, 0, 1)
    assert (east["nearest_min"], east["worst_min"]) == (20.0, 35.0)
    assert (west["rank"], west["score"], west["low"], west["high"]) == (2, 0.75, 0.75, 0.75)
    assert (west["flags"], west["people"]) == (["few_homes"], 1000)
    assert list(west)[:2] == ["code", "name"]
    assert list(west)[-5:] == ["score", "rank", "low", "high", "flags"]


def test_an_asset_just_outside_every_area_counts():
    found = asked([asset("green place", -300, 0)], graph=street([(-400, 0), (0, 0)], [(0, 0), (3200, 0)]))
    assert row(found, "West")["share"] == 0.25


def test_each_kind_has_its_minutes_and_an_asset_of_any_of_them_is_enough():
    found = asked(
        [asset("green place", 5, 0), asset("food help", 1180, 0), asset("health service", 800, 0)],
        kinds=["green place", "Food help"],
    )
    west = row(found, "West")
    assert west["share"] == 1.0
    assert west["kinds"]["green place"] == {"share": 0.5, "people_within": 500, "nearest_min": 4.9, "worst_min": 14.9}
    assert west["kinds"]["food help"]["share"] == 0.5
    assert (west["assets_median"], west["assets_most"]) == (1, 1)  # the health service was not asked for
    assert [x["assets"] for x in found.kinds] == [1, 1]
    everything = asked([asset("green place", 0, 0), asset("health service", 400, 0)], kinds=[])
    assert (row(everything, "West")["assets_median"], row(everything, "West")["assets_most"]) == (1, 2)


def test_what_nobody_can_walk_to_has_no_minutes_and_is_not_within_reach():
    island = street([(0, 0), (3200, 0)], [(0, 5000), (400, 5000)])
    found = asked([asset("green place", 100, 5000)], graph=island)
    assert [(x["share"], x["nearest_min"], x["worst_min"]) for x in found.areas] == [(0.0, None, None)] * 2
    assert "no way (no way)" in " ".join("\n".join(lines(found)).split())


def test_where_no_street_is_known_nothing_is_said_and_never_nought():
    wide = areas(West=(0, -500, 1600, 500), Moor=(0, 5000, 1600, 9000), Empty=(50_000, 0, 50_100, 100))
    found = asked(
        [asset("green place", 400, 0)], areas=wide,
        postcodes=postcodes(("West", 10, 0), ("West", 800, 600), ("Moor", 100, 6000)),
    )  # fmt: skip
    moor, empty = row(found, "Moor"), row(found, "Empty")
    for one in (moor, empty):
        assert one["flags"] == ["not_known"]
        assert [one[x] for x in ("share", "score", "rank", "low", "high", "people_within", "nearest_min")] == [None] * 7
        assert one["kinds"]["green place"]["share"] is None
    assert (moor["homes"], moor["homes_from"]) == (1, "postcodes")
    assert (empty["homes"], empty["homes_from"]) == (0, None)
    part = row(found, "West")  # one home of two is 600 m from the street
    assert (part["share"], part["low"], part["high"]) == (1.0, 0.5, 1.0)
    assert "some_not_known" in part["flags"]
    assert "Of 2 more we cannot say" in summary(found)


def test_without_postcodes_people_are_counted_along_the_streets():
    found = asked([asset("green place", 400, 0)], postcodes=None, population=None)
    west = row(found, "West")
    assert (west["homes"], west["homes_from"], west["people"], west["people_within"]) == (32, "streets", None, None)
    assert west["share"] == 0.5  # 0 to 800 of 1,600 m
    assert found.method["homes_from"] == ["streets"]


def test_a_postcode_without_a_point_of_its_own_is_no_home():
    found = asked(
        [asset("green place", 0, 0)], postcodes=postcodes(("West", 0, 0), ("West", 800, 0), quality=[10, 100])
    )
    assert row(found, "West")["homes"] == 1


def test_a_blurred_asset_counts_at_its_shown_place_but_not_for_low():
    found = asked([asset("green place", 5, 0), asset("green place", 810, 0, precision="street")])
    west = row(found, "West")
    assert (west["share"], west["low"], west["high"]) == (1.0, 0.5, 1.0)
    assert (found.method["assets"], found.method["about"]) == (2, 1)


def test_what_has_no_place_is_left_out_and_counted():
    found = asked([Asset(name="A line", kind="green place", status="published"), asset("green place", 0, 0)])
    assert (found.method["assets"], found.method["without_a_place"]) == (1, 1)


def test_a_walk_that_comes_to_the_end_of_the_street_data_is_flagged():
    ground = Ground(graph=ROAD, shape=shapely.box(EAST - 600, NORTH - 600, EAST + 3300, NORTH + 600), cell_m=0.0)
    found = asked([asset("green place", 400, 0)], ground=ground)
    assert "edge" not in row(found, "West")["flags"]
    east = row(found, "East")  # the home at 3,200 is 100 m from the end
    assert "edge" in east["flags"]
    assert (east["share"], east["low"], east["high"]) == (0.0, 0.0, 0.5)


def test_step_free_is_an_upper_bound_where_the_streets_do_not_say_where_steps_are():
    found = asked([asset("green place", 400, 0)], profile="step-free")
    assert row(found, "West")["low"] is None
    assert "steps_not_known" in row(found, "West")["flags"]
    knows = street([(0, 0), (3200, 0)], source={"knows_steps": True})
    assert row(asked([asset("green place", 400, 0)], profile="step-free", graph=knows), "West")["low"] == 0.75


def test_a_slower_pace_reaches_less():
    found = asked([asset("green place", 400, 0)], profile="slow")  # 48 m a minute: 240 m
    assert row(found, "West")["share"] == 0.25
    assert found.method["metres_a_minute"] == 48.0
    assert "Age and Ageing" in found.method["pace"]


def test_a_place_without_any_asset_reaches_nothing_and_that_is_known():
    found = asked([])
    assert [x["share"] for x in found.areas] == [0.0, 0.0]
    assert [x["rank"] for x in found.areas] == [1, 1]


@pytest.mark.parametrize("minutes", [0, -1, 500, float("nan")])
def test_minutes_that_nobody_walks_are_refused(minutes):
    with pytest.raises(SettingsError, match="1 to 120"):
        asked([], minutes=minutes)


def test_a_kind_or_a_profile_that_there_is_not_is_refused():
    with pytest.raises(VocabularyError, match="kind"):
        asked([], kinds=["zeppelin hangar"])
    with pytest.raises(SettingsError, match="profile"):
        asked([], profile="flying")


def test_a_place_without_streets_says_how_to_mend_it():
    with pytest.raises(LayerError, match="--osm"):
        reach(None, [], areas=TOWN)


def test_the_summary_and_the_table_are_for_people():
    found = asked([asset("green place", 400, 0)])
    said = list(lines(found))
    assert (
        said[0] == "In 1 of 2 neighbourhoods fewer than half of the people have a green place within 5 minutes' walk."
    )
    assert max(map(len, said)) <= 100
    named = [x for x in said if "The " in x]
    assert [x.split()[:3] for x in named] == [["1", "The", "East"], ["2", "The", "West"]]
    assert "750" in named[1]
    assert any("postcodes" in x for x in said)
    several = asked([asset("green place", 400, 0)], kinds=["green place", "advice and help", "indoor place"])
    assert "have a green place, advice and help or an indoor place within" in summary(several)
    assert "anything with a place on the map" in summary(asked([asset("green place", 400, 0)], kinds=[]))
    assert list(lines(asked([]))) == ["The map of this place does not have a green place yet: nothing can be reached."]


def test_every_flag_is_explained():
    found = asked([asset("green place", 400, 0)])
    assert set(found.method["flags"]) == set(FLAGS)


@settings(max_examples=40, deadline=None)
@given(
    homes=st.lists(st.integers(0, 3200), min_size=1, max_size=8),
    places=st.lists(st.tuples(st.integers(0, 3200), st.sampled_from(["green place", "food help"])), max_size=6),
    minutes=st.integers(1, 30),
)
def test_it_is_what_one_gets_by_walking_from_every_home_to_every_asset(homes, places, minutes):
    found = asked(
        [asset(kind, x, 0) for x, kind in places], minutes=minutes, kinds=["green place", "food help"],
        areas=areas(Town=(-10, -500, 3210, 500)), postcodes=postcodes(*(("Town", x, 0) for x in homes)),
    )  # fmt: skip
    town = row(found, "Town")
    # Coordinates pass through degrees: nobody is asked about a walk that is within a hand of the limit.
    away = np.array([[abs(a - b) for b, _ in places] for a in homes], dtype=float).reshape(len(homes), len(places))
    near, sure = (away < minutes * 80 + 0.1).sum(axis=1), (away < minutes * 80 - 0.1).sum(axis=1)
    assert np.sort(sure)[(len(homes) - 1) // 2] <= town["assets_median"] <= np.sort(near)[(len(homes) - 1) // 2]
    assert round((sure > 0).mean(), 4) <= town["share"] <= round((near > 0).mean(), 4)
    for kind in ("green place", "food help"):
        own = away[:, [x == kind for _, x in places]]
        if own.shape[1]:
            assert town["kinds"][kind]["worst_min"] == pytest.approx(own.min(axis=1).max() / 80, abs=0.06)
        else:
            assert town["kinds"][kind]["worst_min"] is None
