"""Who may see what."""

import pytest
import shapely
from geopandas import GeoDataFrame

from assetmap.assets import Asset
from assetmap.disclosure import blurred, disclosed

HOME = shapely.Point(-3.501, 50.401)
AREAS = GeoDataFrame(
    {"code": ["A", "B"]},
    geometry=[shapely.box(-3.51, 50.40, -3.50, 50.41), shapely.box(-3.50, 50.40, -3.49, 50.41)],
    crs="EPSG:4326",
)
STREETS = GeoDataFrame(
    {"name": ["Quay Road"]}, geometry=[shapely.LineString([(-3.505, 50.402), (-3.499, 50.402)])], crs="EPSG:4326"
)


def asset(**fields):
    return Asset(**({"name": "x", "kind": "support group", "status": "published", "where": HOME} | fields))


@pytest.mark.parametrize(
    ("meant_for", "seen_by"),
    [
        ("public", {"public", "partners", "workshop"}),
        ("partners", {"partners", "workshop"}),
        ("workshop", {"workshop"}),
    ],
)
def test_an_asset_is_seen_by_its_audience_alone(meant_for, seen_by):
    one = asset(audience=meant_for)
    assert {who for who in ("public", "partners", "workshop") if disclosed([one], audience=who)} == seen_by


@pytest.mark.parametrize(
    ("status", "shown"), [("draft", 0), ("published", 1), ("paused", 1), ("closed", 0), ("withdrawn", 0)]
)
def test_only_published_and_paused_assets_are_shown(status, shown):
    assert len(disclosed([asset(status=status)])) == shown


def test_a_withdrawn_asset_never_passes_even_when_asked_for():
    assert disclosed([asset(status="withdrawn")], audience="workshop", statuses={"withdrawn"}) == []


@pytest.mark.parametrize("precision", ["street", "neighbourhood", "not shown"])
def test_a_publishers_number_and_a_mend_of_the_outline_do_not_leave_with_a_blurred_asset(precision):
    one = asset(precision=precision, source="gardens", source_id="10012345", repairs="The outline crossed itself.")
    [shown] = disclosed([one])
    assert (shown.source_id, shown.repairs, shown.source, shown.id) == ("", "", "gardens", one.id)
    [shown] = disclosed([one.changed(precision="exact")])
    assert (shown.source_id, shown.repairs) == ("10012345", "The outline crossed itself.")


@pytest.mark.parametrize("precision", ["street", "neighbourhood", "not shown"])
def test_what_gives_a_blurred_place_away_is_left_out(precision):
    one = asset(precision=precision, address="3 Quay Road", postcode="ZZ1 1AA", phone="01632 960001")
    [shown] = disclosed([one])
    assert (shown.address, shown.postcode, shown.phone) == ("", "", "01632 960001")


def test_a_place_that_is_not_shown_has_none():
    assert disclosed([asset(precision="not shown")])[0].where is None


def test_the_words_of_a_consent_stay_inside():
    assert disclosed([asset(consent="Yes, by phone, Jo", checked_by="Sam")])[0].consent == ""


def test_an_exact_place_needs_no_table_of_its_own():
    assert blurred(HOME, "exact", areas=AREAS, streets=STREETS) == (HOME, None)


def test_every_place_in_a_neighbourhood_snaps_to_the_same_point():
    other = shapely.Point(-3.509, 50.409)
    first, exact = blurred(HOME, "neighbourhood", areas=AREAS, streets=STREETS)
    second, _ = blurred(other, "neighbourhood", areas=AREAS, streets=STREETS)
    assert first == second
    assert first != HOME
    assert exact == HOME


def test_every_door_of_a_street_snaps_to_the_middle_of_the_whole_street():
    # Two pieces of one street, and a street of the same name 7 km away.
    streets = GeoDataFrame(
        {"name": ["Quay Road", "Quay Road", "Quay Road"]},
        geometry=[
            shapely.LineString([(-3.505, 50.402), (-3.502, 50.402)]),
            shapely.LineString([(-3.502, 50.402), (-3.499, 50.402)]),
            shapely.LineString([(-3.400, 50.402), (-3.399, 50.402)]),
        ],
        crs="EPSG:4326",
    )
    shown, exact = blurred(shapely.Point(-3.5045, 50.4021), "street", areas=AREAS, streets=streets)
    other, _ = blurred(shapely.Point(-3.4995, 50.4019), "street", areas=AREAS, streets=streets)
    assert shown.distance(shapely.Point(-3.502, 50.402)) < 1e-5
    assert other == shown
    assert exact == shapely.Point(-3.5045, 50.4021)


@pytest.mark.parametrize(
    ("name", "ends", "door"),
    [
        ("Quay Road", [(-3.505, 50.402), (-3.499, 50.402)], shapely.Point(-3.5021, 50.4021)),  # by its middle
        ("Short Row", [(-3.505, 50.402), (-3.504, 50.402)], shapely.Point(-3.5049, 50.4021)),  # 70 m long
        ("", [(-3.505, 50.402), (-3.499, 50.402)], shapely.Point(-3.5049, 50.4021)),  # no name
    ],
)
def test_where_the_street_would_give_the_door_away_the_neighbourhood_is_shown(name, ends, door):
    streets = GeoDataFrame({"name": [name]}, geometry=[shapely.LineString(ends)], crs="EPSG:4326")
    shown, exact = blurred(door, "street", areas=AREAS, streets=streets)
    assert shown == AREAS.geometry.iloc[0].representative_point()
    assert exact == door


def test_what_cannot_be_blurred_is_hidden():
    assert blurred(HOME, "neighbourhood", areas=None, streets=None) == (None, HOME)
    assert blurred(shapely.Point(0, 0), "street", areas=AREAS, streets=STREETS) == (None, shapely.Point(0, 0))
    assert blurred(HOME, "not_shown", areas=AREAS, streets=STREETS) == (None, HOME)


def test_far_from_any_street_the_neighbourhood_is_shown_instead():
    far = shapely.Point(-3.491, 50.4095)
    shown, _ = blurred(far, "street", areas=AREAS, streets=STREETS)
    assert shown == AREAS.geometry.iloc[1].representative_point()
