"""The shortlist, on a map of metres anybody can add up: 0.001 degrees of latitude are 111 m."""

import json
from datetime import date, datetime

import geopandas as gpd
import pytest
from shapely import LineString, Point, Polygon, box

from assetmap.assets import Asset, OpenSpan, to_frame
from assetmap.crs import WGS84, reproject
from assetmap.disclosure import disclosed
from assetmap.errors import LayerError, VocabularyError
from assetmap.referral import far_text, found_json, shortlist

GRID = "EPSG:27700"
DAY = date(2026, 11, 3)


def at(east_m, north_m):
    """A point so many metres from home, which lies on the grid at 375000, 165000."""
    return reproject(Point(375_000 + east_m, 165_000 + north_m), GRID, WGS84)


def shape(geometry):
    return reproject(geometry, GRID, WGS84)


HOME = at(0, 0)


def asset(name, where=None, kind="group or club", **fields):
    return Asset(name=name, kind=kind, where=where, **({"status": "published", "checked_on": DAY} | fields))


def near(*assets, origin=HOME, **options):
    return shortlist(list(assets), origin, **({"on": DAY, "metric_crs": GRID} | options))


def names(found):
    return [x.asset.name for x in found]


def test_the_nearest_comes_first_and_distances_are_in_metres():
    found = near(asset("Far", at(3000, 4000)), asset("Near", at(300, 400)), asset("Middle", at(0, 1200)))
    assert names(found.near) == ["Near", "Middle", "Far"]
    assert [round(x.distance_m, 1) for x in found.near] == [500.0, 1200.0, 5000.0]


def test_an_asset_must_meet_every_need():
    one = asset("One", at(10, 0), needs=("food",))
    both = asset("Both", at(900, 0), needs=("food", "meeting people"))
    assert names(near(one, both, needs=["food", "meeting people"]).near) == ["Both"]


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"status": "closed"}, {"status": "withdrawn"}, {"takes_new": "full"}]
)
def test_what_cannot_take_anybody_is_never_suggested(fields):
    found = near(asset("No", at(10, 0), **fields), asset("No", None, **fields))
    assert (found.near, found.elsewhere) == ((), ())


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Group or club, 350 m away."),
        ({"kind": "indoor place"}, "Indoor place, 350 m away."),
        ({"kind": "story or special place"}, "Story or special place, 350 m away."),
        ({"kind": "food help"}, "Food help, 350 m away."),
        ({"status": "paused"}, "Group or club, 350 m away, but it is paused for now."),
        (
            {"status": "paused", "paused_until": date(2026, 12, 1)},
            "Group or club, 350 m away, but it is paused until 1 Dec 2026.",
        ),
        ({"takes_new": "waiting list"}, "Group or club, 350 m away, but it has a waiting list."),
        ({"precision": "neighbourhood"}, "Group or club, about 400 m away."),
    ],
)
def test_one_sentence_says_why(fields, why):
    assert near(asset("Club", at(350, 0), **fields)).near[0].why == why


def test_the_needs_asked_for_are_said_and_the_words_typed_are_not():
    club = asset("Bereaved parents", at(350, 0), needs=("meeting people", "grief and loss"))
    assert near(club, needs=["meeting_people"]).near[0].why == "It helps with meeting people and is 350 m away."
    both = near(club, needs=["meeting_people", "grief_and_loss"]).near[0].why
    assert both == "It helps with meeting people and grief and loss and is 350 m away."
    assert near(club, text="bereaved").near[0].why == "It helps with grief and loss and is 350 m away."
    assert near(asset("Ukulele band", at(350, 0)), text="ukulele").near[0].why == (
        "It fits your words and is 350 m away."
    )


@pytest.mark.parametrize(
    ("metres", "about", "text"),
    [
        (0, False, "right there"), (24, False, "right there"), (25, False, "30 m away"), (344, False, "340 m away"),
        (994, False, "990 m away"), (995, False, "1.0 km away"), (1249, False, "1.2 km away"),
        (10, True, "about 100 m away"), (449, True, "about 400 m away"), (1520, True, "about 1.5 km away"),
    ],
)  # fmt: skip
def test_distances_are_said_as_people_do(metres, about, text):
    assert far_text(metres, about=about) == text


def test_a_park_is_as_near_as_its_edge_and_never_its_middle():
    park = asset("Park", shape(box(375_100, 164_000, 377_100, 166_000)), kind="green place")
    found = near(park).near[0]
    assert found.distance_m == pytest.approx(100, abs=0.5)
    assert park.where.contains(Point(found.lon, found.lat))


def test_a_park_with_gates_is_as_near_as_its_nearest_gate():
    park = asset("Park", shape(box(375_100, 164_000, 377_100, 166_000)), kind="green place")
    other = asset("Other", shape(box(375_000, 166_500, 375_100, 166_600)), kind="green place")
    gates = gpd.GeoDataFrame(
        {"id": ["a", "b", "c"]},
        geometry=[Point(376_000, 166_003), Point(377_100, 165_000), Point(376_000, 165_000)],
        crs=GRID,
    )
    found = near(park, other, gates=gates.to_crs(WGS84)).near
    assert names(found) == ["Park", "Other"]
    # A gate may stand a little off the edge or well inside: all three lead in.
    assert found[0].distance_m == pytest.approx(1000, abs=0.5)
    assert found[1].distance_m == pytest.approx(1500, abs=0.5)
    edge_only = near(park, gates=gates.iloc[:2].to_crs(WGS84)).near[0]
    assert edge_only.distance_m == pytest.approx((1000**2 + 1003**2) ** 0.5, abs=0.5)


def test_inside_a_park_is_there_whatever_its_gates():
    park = asset("Park", shape(box(374_000, 164_000, 376_000, 166_000)), kind="green place")
    gates = gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(376_000, 165_000)], crs=GRID)
    assert near(park, gates=gates).near[0].distance_m == 0


def test_a_walk_is_as_near_as_its_nearest_step_and_its_number_stands_on_it():
    walk = asset("Walk", shape(LineString([(375_000, 165_200), (379_000, 165_200)])), kind="walk or route")
    found = near(walk).near[0]
    assert found.distance_m == pytest.approx(200, abs=0.5)
    assert walk.where.distance(Point(found.lon, found.lat)) < 1e-9


def test_a_crescent_gets_a_point_inside_it():
    crescent = Polygon([(375_000, 165_000), (376_000, 165_500), (375_000, 166_000), (375_900, 165_500)])
    found = near(asset("Crescent", shape(crescent), kind="green place")).near[0]
    assert shape(crescent).contains(Point(found.lon, found.lat))


def test_among_equals_what_fits_better_and_was_checked_lately_comes_first():
    there = at(100, 0)
    found = near(
        asset("Old choir", there, checked_on=date(2020, 1, 1)),
        asset("Band", there, description="and a choir"),
        asset("New choir", there),
        asset("Never choir", there, checked_on=None),
        text="choir",
    )
    assert names(found.near) == ["New choir", "Never choir", "Old choir", "Band"]
    assert [x.overdue for x in found.near] == [False, True, True, False]


def test_what_has_no_place_is_told_apart():
    line = asset("Night line", None, kind="online or phone help", needs=("someone to talk to",))
    found = near(line, asset("Club", at(5, 5), needs=("someone to talk to",)), needs=["someone to talk to"])
    assert names(found.near) == ["Club"]
    assert names(found.elsewhere) == ["Night line"]
    row = found.elsewhere[0]
    assert (row.distance_m, row.lon, row.lat) == (None, None, None)
    assert row.why == "It helps with someone to talk to and has no place on the map."


def test_the_limit_holds_for_thousands_and_keeps_the_nearest():
    many = [asset(f"A{i}", at(10 * i, 0)) for i in range(1, 400)]
    found = near(*reversed(many), limit=3)
    assert names(found.near) == ["A1", "A2", "A3"]
    assert names(near(*many, limit=1, origin=None).near) == ["A1"]


def test_without_an_origin_the_fit_decides_and_nothing_is_a_distance():
    found = near(asset("Band", at(1, 1), description="choir"), asset("Choir", at(9000, 1)), origin=None, text="choir")
    assert names(found.near) == ["Choir", "Band"]
    assert [x.distance_m for x in found.near] == [None, None]


def test_the_distance_to_a_blurred_place_is_the_distance_to_the_blurred_place():
    hidden = asset("Home group", at(2000, 0), precision="neighbourhood", address="1 Secret Street")
    not_shown = asset("Refuge", at(10, 0), precision="not shown")
    found = near(*disclosed([hidden, not_shown]))
    assert names(found.near) == ["Home group"]
    assert names(found.elsewhere) == ["Refuge"]
    assert found.near[0].distance_m == pytest.approx(2000, abs=0.5)


def test_open_now_is_only_said_of_a_moment():
    club = asset("Club", at(1, 1), schedules=(OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00"),))
    assert near(club).near[0].open_now is None
    assert near(club, on=datetime(2026, 11, 3, 11, 0)).near[0].open_now is True  # noqa: DTZ001  local time
    assert near(club, on=datetime(2026, 11, 3, 13, 0).astimezone()).near[0].open_now is False


def test_the_json_has_every_key_and_null_for_what_is_not_known():
    club = asset("Club", at(350, 0), checked_on=None)
    result = found_json(near(club, asset("Line", None)), origin=HOME)
    assert list(result) == ["origin", "assets", "elsewhere", "not_known", "almost", "why_not_on_foot", "sources"]
    assert set(result["origin"]) == {"lon", "lat", "snapped_m"}
    row = result["assets"][0]
    assert list(row) == [
        "id", "short", "name", "kind", "lon", "lat", "distance_m", "distance_how", "walk_m", "walk_min",
        "walk_how", "steps", "way", "checked_on", "how_checked", "overdue", "open_now", "why",
        "checked", "fit", "not_known", "lacks", "busy",
    ]  # fmt: skip
    assert row["kind"] == "group or club"
    assert (row["distance_m"], row["walk_m"], row["walk_min"], row["checked_on"], row["overdue"]) == (
        350,
        None,
        None,
        None,
        True,
    )
    assert set(result["elsewhere"][0]) == set(row)
    assert json.loads(json.dumps(result)) == result
    assert found_json(near())["origin"] is None


def test_a_frame_of_assets_gives_the_same_answer_in_any_crs():
    assets = [
        asset("Club", at(350, 0), min_age=18, needs=("food",), schedules=(OpenSpan(byday=("TU",)),)),
        asset("Line", None, paused_until=DAY),
        asset("Park", shape(box(375_100, 164_000, 377_100, 166_000)), kind="green place"),
    ]
    found = near(*assets)
    framed = shortlist(to_frame(assets).to_crs(GRID), HOME, on=DAY, metric_crs=GRID)
    assert names(framed.near) == names(found.near) == ["Park", "Club"]
    assert framed.near[1].asset.changed(where=None) == assets[0].changed(where=None)
    assert names(framed.elsewhere) == ["Line"]
    with pytest.raises(LayerError, match="reference system"):
        shortlist(to_frame(assets).set_crs(None, allow_override=True), HOME, on=DAY, metric_crs=GRID)
    with pytest.raises(LayerError, match="kind"):
        shortlist(to_frame(assets).drop(columns="kind"), HOME, on=DAY, metric_crs=GRID)


def test_an_unknown_need_is_a_sentence():
    with pytest.raises(VocabularyError, match="Did you mean"):
        near(needs=["meeting peeple"])


def test_what_was_typed_is_nowhere_in_what_comes_out():
    club = asset("Bereaved parents", at(350, 0))
    assert "zzsecret" not in repr(near(club, text="bereaved zzsecret")) + repr(near(club, text="Bereaved"))


@pytest.mark.realdata
def test_the_six_nearest_real_places_to_a_real_postcode(realdata):
    from assetmap.exchange import read_assets

    services = realdata / "services_bath"
    assets = [
        x.changed(status="published")
        for name, kind in (("banes_gp_surgeries", "health service"), ("banes_gss_parks_recreation", "green place"))
        for x in read_assets(services / f"{name}.geojson", kind=kind)[0]
    ]
    origin = Point(-2.3749, 51.3790)  # Lower Bristol Road
    gates = gpd.read_file(services / "os_greenspace_access_point.geojson")
    edge = shortlist(assets, origin, limit=100, on=DAY, metric_crs=GRID)
    gated = shortlist(assets, origin, limit=100, on=DAY, metric_crs=GRID, gates=gates)
    assert len(edge.near) == len(gated.near) == 100
    distances = [x.distance_m for x in edge.near]
    assert distances == sorted(distances)
    by_id = {x.asset.id: x.distance_m for x in edge.near}
    further = [x for x in gated.near if x.asset.id in by_id and x.distance_m > by_id[x.asset.id] + 1]
    assert further
    assert all(x.asset.kind == "green_place" for x in further)
    assert all(x.distance_m >= by_id[x.asset.id] for x in gated.near if x.asset.id in by_id)


def test_the_distance_to_a_blurred_place_is_no_finer_than_its_blur():
    home = Asset(
        name="Kitchen table", kind="support group", status="published", precision="neighbourhood",
        where=Point(-2.3500, 51.3800),
    )  # fmt: skip
    near = shortlist([home], Point(-2.3500, 51.3801), on=date(2026, 11, 21), metric_crs="EPSG:27700").near
    far = shortlist([home], Point(-2.3500, 51.3912), on=date(2026, 11, 21), metric_crs="EPSG:27700").near
    assert (near[0].distance_m, far[0].distance_m) == (100.0, 1200.0)
