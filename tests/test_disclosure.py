"""Who may see what."""

import dataclasses

import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.assets import TEXTS, Asset
from assetmap.disclosure import TABLE, betrays, blurred, blurred_as, disclosed, told, true_place
from assetmap.errors import AssetError, PermissionDeniedError
from assetmap.roles import Person

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


def test_every_field_stands_in_the_table_once():
    named = [name for row in TABLE for name in row.fields]
    assert sorted(named) == sorted(spec.name for spec in dataclasses.fields(Asset))
    assert all(row.why for row in TABLE)


@pytest.mark.parametrize("precision", ["exact", "street", "neighbourhood", "not_shown"])
def test_a_smaller_circle_never_sees_less_and_a_blurrier_place_never_more(precision):
    circles = ("public", "partners", "workshop", "stewards")
    for row in TABLE:
        widest = [circles.index(x) for x in row[1:5]]
        assert widest == sorted(widest), row.fields
    one = asset(precision=precision, **SAID)
    seen = [len(disclosed([one], audience=circle)[0].to_record()) for circle in circles[:3]]
    assert seen == sorted(seen)


SAID = {
    "address": "3 Quay Road", "postcode": "ZZ1 1AA", "contact_name": "Jo Rower", "transport": "Opposite the pump",
    "depends_on": 1, "venue_security": "at risk", "lived_experience": "yes", "consent": "Yes, says Jo",
    "checked_by": "steward: Sam", "phone": "07700 900001", "source_id": "10012345",
}  # fmt: skip


def test_partners_see_whom_to_ask_for_and_how_secure_it_is_but_no_door_and_no_consent():
    one = asset(precision="neighbourhood", **SAID)
    [public] = disclosed([one])
    [partners] = disclosed([one], audience="partners")
    [steward] = disclosed([one], role="steward")
    hidden = {"address", "postcode", "transport", "consent", "checked_by", "source_id"}
    assert set(SAID) - set(public.to_record()) == hidden | {
        "contact_name", "depends_on", "venue_security", "lived_experience",
    }  # fmt: skip
    assert set(SAID) - set(partners.to_record()) == hidden
    assert set(SAID) <= set(steward.to_record())


def test_a_contributor_sees_what_a_visitor_sees_and_a_steward_what_is_for_any_circle():
    inner = asset(audience="workshop")
    assert [len(disclosed([inner], role=role)) for role in ("visitor", "contributor", "steward")] == [0, 0, 1]
    with pytest.raises(AssetError):
        disclosed([inner], role="king")


def test_a_person_is_public_only_with_their_consent():
    one = asset(kind="person with a skill", precision="neighbourhood")
    assert [len(disclosed([one], audience=x)) for x in ("public", "partners", "workshop")] == [0, 0, 1]
    assert len(disclosed([one.changed(consent="Yes, by phone")])) == 1


def test_what_has_no_neighbourhood_to_be_shown_in_says_that_it_is_not_shown():
    one = asset(precision="neighbourhood", where=None)
    assert disclosed([one])[0].precision == "not_shown"


def test_the_past_tells_nobody_but_a_steward_what_was_blurred_narrowed_or_taken_out_since():
    then = asset(precision="exact", **SAID).to_record()
    now = asset(precision="neighbourhood", where=None, **{**SAID, "phone": ""})
    told_now = told(then, now)
    assert {"name", "kind"} <= told_now
    assert not told_now & {"address", "postcode", "contact_name", "phone", "precision", "consent"}
    assert told(then, now.changed(audience="partners")) == set()
    assert told(then, now.changed(status="withdrawn"), role="steward") == set()
    assert told(then, None) == set()
    assert set(SAID) <= told(then, now, role="steward")


def test_a_true_place_is_opened_for_nobody_who_only_looks():
    class Places:
        def exact_place(self, _asset_id):
            return HOME

    for by in ("visitor", "contributor: Sam", "resident", Person(role="contributor", audience="workshop")):
        with pytest.raises(PermissionDeniedError):
            true_place(Places(), asset(), by=by)
    assert true_place(Places(), asset(), by="steward: Jo") == HOME


ANYWHERE = st.tuples(st.floats(-3.5099, -3.4901), st.floats(50.4001, 50.4099)).map(shapely.Point)


@settings(deadline=None)
@given(door=ANYWHERE, precision=st.sampled_from(["street", "neighbourhood", "not_shown"]), size=st.floats(0, 0.0004))
def test_wherever_the_door_is_nothing_but_its_street_or_neighbourhood_is_shown(door, precision, size):
    where = door.buffer(size, quad_segs=1) if size else door
    shown, precise = blurred_as(where, precision, areas=AREAS, streets=STREETS)
    kept = {None, *(area.representative_point().wkb for area in AREAS.geometry), shapely.Point(-3.502, 50.402).wkb}
    may_be = {None if x is None else (round(shapely.from_wkb(x).x, 6), round(shapely.from_wkb(x).y, 6)) for x in kept}
    assert (None if shown is None else (round(shown.x, 6), round(shown.y, 6))) in may_be
    again = blurred_as(where, precision, areas=AREAS, streets=STREETS)
    assert again[0] == shown  # however often it is asked: an average of them is the same point
    assert precise in {precision, "neighbourhood"}


def test_a_street_with_one_house_and_a_door_at_its_middle_say_that_they_are_shown_in_their_neighbourhood():
    short = GeoDataFrame({"name": ["Lane"]}, geometry=[shapely.LineString([(-3.505, 50.402), (-3.504, 50.402)])],
                         crs="EPSG:4326")  # fmt: skip
    middle = AREAS.geometry.iloc[0].representative_point()
    assert blurred_as(shapely.Point(-3.5045, 50.4021), "street", areas=AREAS, streets=short) == (
        middle, "neighbourhood",
    )  # fmt: skip
    assert blurred_as(shapely.Point(-3.5021, 50.4021), "street", areas=AREAS, streets=STREETS)[1] == "neighbourhood"
    assert blurred_as(HOME, "street", areas=None, streets=None) == (None, "street")


@pytest.mark.parametrize(
    ("words", "betrayed"),
    [
        ({"own_words": "Come to 12 quay road, top bell."}, "a house number: “12 quay road”"),
        ({"own_words": "We are in ZZ1 1AA."}, "a postcode: “ZZ1 1AA”"),
        ({"description": "Flat 4, ring twice."}, "a house number: “Flat 4”"),
        ({"description": "Find us at 50.40123, -3.50123"}, "a point on a map"),
        ({"website": "https://maps.app.goo.gl/abc"}, "a point on a map"),
        ({"hours_text": "Mondays at 3 Quay Road"}, "a house number"),
        ({"name": "The Quay Road kitchen", "address": "3 Quay Road"}, "its street"),
    ],
)
def test_words_that_would_give_a_blurred_place_away_are_said_to_who_writes_them(words, betrayed):
    one = asset(precision="neighbourhood", **words)
    assert any(betrayed in line for line in betrays(one))
    assert betrays(one.changed(precision="exact")) == []
    [shown] = disclosed([one])
    assert all(getattr(shown, name) == text for name, text in words.items() if name != "address")  # never cut


@pytest.mark.parametrize("words", ["20 minutes' walk from the green", "2 to 4 in the park", "Five of us, £2 a week"])
def test_ordinary_words_give_nothing_away(words):
    assert betrays(asset(precision="neighbourhood", own_words=words, phone="07700 900001")) == []


@pytest.mark.parametrize("precision", ["exact", "street", "neighbourhood", "not_shown"])
@pytest.mark.parametrize("circle", ["public", "partners", "workshop"])
def test_a_text_in_another_language_is_seen_by_those_alone_who_see_the_field_itself(precision, circle):
    texts = {name: f"{name} {circle}" for name in TEXTS}
    one = asset(precision=precision, **texts, said_in={"pl": texts, "ar": texts})
    [seen] = disclosed([one], audience=circle)
    shown = {name for name in TEXTS if getattr(seen, name)}
    assert {tag: set(said) for tag, said in seen.said_in.items()} == {"pl": shown, "ar": shown}
    assert ("transport" in shown) == (precision == "exact")
    [steward] = disclosed([one], role="steward")
    assert steward.said_in == one.said_in


def test_what_is_hidden_in_another_language_alone_is_hidden_and_the_past_does_not_tell_it():
    one = asset(precision="street", said_in={"pl": {"transport": "Za pompą, drugie drzwi"}})
    [seen] = disclosed([one])
    assert seen.said_in == {}
    assert "said_in" not in told(one.to_record(), one)
    assert "said_in" in told(one.to_record(), one, role="steward")


def test_words_in_another_language_betray_a_blurred_place_as_any_do():
    one = asset(precision="neighbourhood", said_in={"pl": {"own_words": "Spotykamy się w ZZ1 1AA, Flat 4."}})
    [line] = betrays(one)
    assert line.startswith("Your own words give away where it is (a postcode: “ZZ1 1AA”; a house number: “Flat 4”)")
    assert betrays(one.changed(precision="exact")) == []
