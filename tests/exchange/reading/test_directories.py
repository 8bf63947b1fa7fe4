"""Directories of services: Open Referral UK 1.0 and 3.0, HSDS, Street Support; small ones, written by hand."""

import io
import json
import zipfile
from datetime import date

import pytest

from assetmap.assets import Asset, OpenSpan
from assetmap.errors import ExchangeError
from assetmap.exchange import export
from assetmap.exchange.headings import words
from assetmap.exchange.meanings import MEANINGS
from tests.exchange.malformed import read_file, unaccounted

PLACE = {
    "id": "at-1",
    "location": {
        "name": "Village Hall", "latitude": 51.38, "longitude": -2.36,
        "physical_addresses": [{"address_1": "1 High Street", "city": "Bath", "postal_code": "BA1 1AA"}],
        "accessibility_for_disabilities": [{"accessibility": "Ramp at the side."}],
    },
}  # fmt: skip
ONE = {
    "id": "s-1", "name": "Lunch club", "description": "Tea &amp; cake", "status": "active",
    "organization": {"id": "o-1", "name": "Age Well"}, "fees": "", "assured_date": "2026-03-01",
    "contacts": [{"name": "Ann", "phones": [{"number": "01225 430430"}]}],
    "cost_options": [{"amount": 0}], "eligibilitys": [{"eligibility": "Older people", "minimum_age": 60.0}],
    "languages": [{"language": "Polish"}], "service_at_locations": [PLACE],
    "regular_schedules": [
        {"byday": "TU", "opens_at": "12:00", "closes_at": "14:00"},
        {"dtstart": "2026-11-05", "freq": "WEEKLY", "opens_at": "T09:30:00", "description": "Coffee"},
        {"byday": "2MO", "freq": "MONTHLY", "opens_at": "10:00", "valid_from": "2026-05-01", "valid_to": "2026-01-01"},
        {"freq": "YEARLY", "byday": "MO", "opens_at": "10:00"}, {"byday": "XX", "opens_at": "99:99"},
    ],
}  # fmt: skip


def directory(whole, name="services.json", **asked):
    sheet, read = read_file(json.dumps(whole).encode(), name, kind=None, **asked)
    assert unaccounted(sheet, read) == []
    return sheet, read


@pytest.mark.parametrize(
    "whole",
    [
        ONE,
        [ONE],
        {"totalElements": 1, "totalPages": 1, "number": 1, "size": 1, "first": True, "last": True, "content": [ONE]},
        [{"total_pages": 1, "contents": [ONE]}],
        {"service": {k: v for k, v in ONE.items() if k != "service_at_locations"}, **PLACE},
        {"id": "o-1", "name": "Age Well", "services": [{k: v for k, v in ONE.items() if k != "organization"}]},
    ],
    ids=["one", "list", "page of 1.0", "pages of 3.0", "at its place", "of its organisation"],
)
def test_a_service_is_one_asset_however_it_is_wrapped(whole):
    sheet, read = directory(whole)
    assert sheet.what == "Open Referral UK 1.0"
    assert [x for x in read.problems if not x.kept] == []
    [asset] = read.assets
    assert (asset.name, asset.kind, asset.organisation) == ("Lunch club", "advice_and_help", "Age Well")
    assert asset.description == "Tea & cake"
    assert (asset.where.x, asset.where.y) == (-2.36, 51.38)
    assert asset.address == "Village Hall, 1 High Street, Bath"
    assert (asset.phone, asset.contact_name) == ("01225 430430", "Ann")
    assert (asset.cost, asset.free, asset.min_age, asset.only_for) == ("free", "yes", 60, "Older people")
    assert (asset.languages, asset.transport) == (("Polish",), "Ramp at the side.")
    assert (asset.checked_on, asset.hours_text) == (date(2026, 3, 1), "Coffee")
    assert asset.schedules == (
        OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),
        OpenSpan(byday=("TH",), opens_at="09:30"),
        OpenSpan(byday=("2MO",), opens_at="10:00", freq="MONTHLY"),
    )


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("inactive", "closed", []), ("defunct", "closed", []), ("temporarily closed", "paused", []),
        ("active", "draft", []), ("resting", "draft", ["not a status", "not status as we know it"]),
    ],
)  # fmt: skip
def test_a_status_is_taken_over_as_ours(said, status, told):
    _, read = directory(ONE | {"status": said})
    assert [x.status for x in read.assets] == [status]
    assert [x.what for x in read.problems] == told
    assert all(x.kept for x in read.problems)


def test_a_service_at_two_places_is_two_rows_with_numbers_of_their_own():
    other = {"id": "at-2", "location": {"name": "Library", "latitude": "51.39", "longitude": "-2.37"}}
    virtual = {"id": "at-3", "location": {"location_type": "virtual", "latitude": 0, "longitude": 0}}
    sheet, read = directory([ONE | {"service_at_locations": [PLACE, other, virtual]}, ONE | {"id": "s-2"}])
    assert [x.number for x in sheet.rows] == [1, 2, 3, 4]
    assert [x.source_id for x in read.assets] == ["at-1", "at-2", "at-3", "s-2"]
    assert read.assets[2].where is None
    assert [x.what for x in read.problems if x.row is None] == ["several places"]


def test_pages_that_are_missing_are_said():
    _, read = directory([{"total_pages": 7, "contents": [ONE]}, {"total_pages": 7, "contents": [ONE | {"id": "s-2"}]}])
    assert [str(x) for x in read.problems if x.row is None] == [
        "more pages: it is 2 of 7 pages of the directory: the services on the others are not in it."
    ]


def test_what_is_no_service_costs_its_own_row():
    sheet, read = directory({"total_pages": 1, "contents": [ONE, "nothing", ONE | {"id": "s-2", "name": ""}, None]})
    assert [x.name for x in read.assets] == ["Lunch club"]
    assert [(x.row, x.what) for x in read.problems if not x.kept] == [
        (2, "not a service"), (3, "no name"), (4, "not a service"),
    ]  # fmt: skip
    assert len(sheet.rows) == 2


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        ({"total_pages": 0, "contents": []}, "empty"),
        ({"total_pages": 1, "contents": [{"id": "t", "name": "Food", "taxonomy": "x"}]}, "not of services"),
        ({"daysServices": []}, "empty"),
        ({"services": []}, "not a list of places"),
    ],
)
def test_a_list_without_services_is_one_sentence(whole, says):
    with pytest.raises(ExchangeError, match=says):
        directory(whole)


def test_an_export_of_ours_in_open_referral_comes_back(tmp_path):
    asset = Asset(
        name="Lunch club", kind="food_help", description="Tea & cake", organisation="Age Well", phone="01225 430430",
        email="a@example.org", website="https://example.org/a", min_age=18, cost="£2", address="1 High Street",
        postcode="BA1 1AA", needs=("meeting_people",), own_words="  It is warm. ", step_free="yes", status="published",
        schedules=(OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),), checked_on=date(2026, 11, 3),
    )  # fmt: skip
    path = tmp_path / "services.oruk.json"
    export([asset], path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    _, read = directory(whole)
    [back] = read.assets
    fields = ("name", "kind", "description", "organisation", "phone", "email", "website", "min_age", "cost", "address",
              "postcode", "needs", "own_words", "step_free", "schedules", "checked_on")  # fmt: skip
    assert {x: getattr(back, x) for x in fields} == {x: getattr(asset, x) for x in fields}


def packed(**tables):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"data/{name}.csv", text)
    return out.getvalue()


def test_tables_that_refer_to_each_other_become_services():
    content = packed(
        services='id,organization_id,name,description\ns1,o1,Lunch club,"Tea, cake"\ns2,,Choir,Song\n',
        organizations="id,name\no1,Age Well\n",
        locations="id,name,latitude,longitude\nl1,Hall,51.38,-2.36\nl2,Barn,51.39,-2.36\n",
        services_at_location="id,service_id,location_id\na1,s1,l1\na2,s2,l9\n",
        phones="id,service_id,number\np1,s1,01225 430430\n",
        regular_schedules="id,service_id,weekday,opens_at,closes_at\nr1,s1,2,12:00:00,14:00:00\n",
    )
    sheet, read = read_file(content, "package.zip", kind=None)
    assert unaccounted(sheet, read) == []
    club, choir = read.assets
    assert (club.organisation, club.phone, club.address) == ("Age Well", "01225 430430", "Hall")
    assert club.schedules == (OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),)
    assert (choir.name, choir.where) == ("Choir", None)
    assert {(x.row, x.what) for x in read.problems} == {
        (None, "places alone"),
        (2, "a place is missing"),
        (2, "no place"),
    }


def test_other_tables_in_a_package_are_tables():
    content = packed(
        locations="id,name,latitude,longitude\n1,Hall,51.38,-2.36\n", organizations="id,name\n1,Age Well\n"
    )
    sheet, read = read_file(content, "package.zip", kind="indoor place")
    assert sheet.table == "locations"
    assert [x.name for x in read.assets] == ["Hall"]


def test_every_column_that_is_known_can_be_chosen():
    table = words()
    known = {*table["fields"], *table["limits"], *table["place"], *table["daily"], "identity", ""}
    assert set(MEANINGS) == known
    assert len(set(MEANINGS.values())) == len(MEANINGS)
