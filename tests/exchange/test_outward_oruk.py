"""Open Referral UK: valid, honest about what is not a service, and nothing invented."""

import json
from datetime import date
from types import SimpleNamespace

import jsonschema
import pytest
from shapely import Point, box

from assetmap.assets import Asset, OpenSpan
from assetmap.exchange.outward import export
from assetmap.settings import PlaceSettings
from assetmap.vocabulary import vocabulary

PLACE = SimpleNamespace(settings=PlaceSettings(name="Bath", attributions=("ODbL",)))
FULL = Asset(
    name="Lunch club", kind="group or club", where=Point(-2.36, 51.38), needs=("meeting people",), own_words="Hi\r\n",
    description="<b>Soup</b>", organisation="Whelk Trust", cost="£2", email="a@example.org",
    website="https://example.org/x?y=1", phone="01632 960555", min_age=18, checked_on=date(2026, 11, 3),
    languages=("Polish",), contact_name="Ann", address="1 High Street", postcode="BA1 1AA", step_free="yes",
    takes_new="full", status="published", said_in={"pl": {"name": "Zupa"}},
    schedules=(OpenSpan(byday=("TU",), opens_at="09:00", closes_at="12:00"),
               OpenSpan(byday=("TU",), opens_at="13:00", closes_at="17:00", valid_from=date(2026, 1, 6), note="x")),
)  # fmt: skip
PLACES = ("hill or view", "water place", "green place", "walk or route", "indoor place", "story or special place")


def page(tmp_path, *assets, place=PLACE):
    path = tmp_path / "x.oruk.json"
    said = export(list(assets), path, place=place, force=True)
    return json.loads(path.read_text(encoding="utf-8")), said


def test_a_place_alone_is_left_out_and_counted_and_no_organisation_is_invented(tmp_path):
    hills = [Asset(name="x", kind=kind, where=Point(0, 51)) for kind in PLACES]
    whole, said = page(tmp_path, FULL.changed(organisation=""), *hills)
    assert len(said) == whole["total_items"] == len(whole["contents"]) == 1
    assert [(x.field, x.rows) for x in said.not_carried] == [("", len(hills))]
    assert not {"organization", "organization_id"} & set(whole["contents"][0])
    run, _ = page(tmp_path, Asset(name="Hall", kind="indoor place", organisation="The Hall Trust"))
    assert run["contents"][0]["organization"]["name"] == "The Hall Trust"


@pytest.mark.parametrize(
    ("kind", "says", "is_service"),
    [
        ("indoor place", {"phone": "01632 960555"}, True),
        ("indoor place", {"website": "https://example.org"}, True),
        ("indoor place", {"hours_text": "Monday to Friday"}, True),
        ("indoor place", {"address": "1 High Street"}, False),
        ("shop or exchange", {"schedules": FULL.schedules}, True),  # a post office
        ("play or sport place", {"website": "https://example.org"}, False),
        ("play or sport place", {"phone": "01632 960555"}, True),
        ("green place", {"phone": "01632 960555"}, False),
        ("green place", {"organisation": "Friends of the park"}, True),
        ("hill or view", {"organisation": "The trust"}, False),
        ("story or special place", {"phone": "01632 960555"}, False),
    ],
)
def test_a_place_with_people_in_it_is_a_service_at_a_location(kind, says, is_service, tmp_path):
    whole, said = page(tmp_path, Asset(name="x", kind=kind, where=Point(0, 51), **says))
    assert (len(whole["contents"]), len(said)) == (is_service, is_service)
    for service in whole["contents"]:
        assert service["service_at_locations"][0]["location"]["latitude"] == 51
        assert ("organization" in service) == ("organisation" in says)


def test_each_span_is_a_row_and_each_field_stands_where_open_referral_has_it(tmp_path):
    whole, said = page(tmp_path, FULL)
    assert said.not_carried == ()
    assert whole["attribution"] == ["ODbL"]
    [service] = whole["contents"]
    assert [(x["byday"], x["opens_at"], x["closes_at"]) for x in service["schedules"]] == [
        ("TU", "09:00", "12:00"), ("TU", "13:00", "17:00"),
    ]  # fmt: skip
    assert (service["assured_date"], service["status"], service["minimum_age"]) == ("2026-11-03", "active", 18)
    assert service["alert"] == "Full at the moment."
    assert (service["url"], service["email"]) == (FULL.website, FULL.email)
    location = service["service_at_locations"][0]["location"]
    assert (location["longitude"], location["latitude"]) == (-2.36, 51.38)
    assert location["addresses"][0]["country"] == "GB"
    terms = {x["taxonomy_term"]["name"]: x["taxonomy_term"]["description"] for x in service["attributes"]}
    assert (terms["own_words"], terms["kind"], terms["name:pl"]) == ("Hi\r\n", "group or club", "Zupa")
    assert {x["taxonomy_term"]["taxonomy"] for x in service["attributes"]} == {"assetmap"}


def test_numbers_stay_from_one_export_to_the_next_and_differ_from_place_to_place(tmp_path):
    other = SimpleNamespace(settings=PlaceSettings(name="Bristol"))
    first, again, there = (page(tmp_path, FULL, place=x)[0] for x in (PLACE, PLACE, other))
    assert first == again
    assert first["contents"][0]["id"] not in {there["contents"][0]["id"], FULL.id}
    assert first["contents"][0]["organization_id"] == first["contents"][0]["organization"]["id"]


def test_a_shape_and_an_address_that_is_none_are_not_bent_into_what_they_are_not(tmp_path):
    odd = FULL.changed(where=box(0, 51, 1, 52), website="javascript:alert(1)", email="not one", status="paused")
    whole, said = page(tmp_path, odd)
    assert [(x.field, x.rows) for x in said.not_carried] == [("where", 1)]
    [service] = whole["contents"]
    assert not {"url", "email"} & set(service)
    assert service["status"] == "temporarily closed"
    terms = {x["taxonomy_term"]["name"]: x["taxonomy_term"]["description"] for x in service["attributes"]}
    assert (terms["website"], terms["email"]) == ("javascript:alert(1)", "not one")


@pytest.mark.realdata
def test_what_goes_out_is_valid_against_the_uk_profile(tmp_path, realdata):
    folder = realdata / "directories/oruk_v3_schema"
    schema = json.loads((folder / "service.json").read_text(encoding="utf-8"))
    listed = json.loads((folder / "service_list.json").read_text(encoding="utf-8"))
    paged = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]["Page"]
    kinds = [FULL.changed(id=f"{at:032x}", kind=kind) for at, kind in enumerate(vocabulary().kinds)]
    bare = Asset(name="Line", kind="online or phone help", offered=("online",), website="a b", status="paused")
    term = FULL.changed(id="f" * 32, schedules=(OpenSpan(only="term_time"),), where=None, max_age=10**9)
    staffed = Asset(name="Library", kind="indoor place", where=Point(0, 51), phone="01632 960555")
    whole, _ = page(tmp_path, *kinds, bare, term, staffed)
    check = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.validate(whole, paged, format_checker=check)
    assert whole["size"] == whole["total_items"] == len(whole["contents"]) >= 10
    for service in whole["contents"]:
        jsonschema.validate(service, schema, format_checker=check)
        jsonschema.validate(service, listed, format_checker=check)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole["contents"][0] | {"status": "open"}, schema)
