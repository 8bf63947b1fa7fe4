"""Everyday tables of volunteers: what a column holds is guessed by its words, and by what stands in it."""
# ruff: noqa: E501  # one line a table

import csv
import io
from types import SimpleNamespace

import pytest

from assetmap.errors import ExchangeError
from assetmap.exchange import inward
from assetmap.exchange.guessing import contact_in, kind_in
from assetmap.exchange.headings import recognise
from assetmap.exchange.sheets import Row, Sheet
from assetmap.settings import PlaceSettings

BATH = SimpleNamespace(settings=PlaceSettings(name="Bath", bounds=(-2.71, 51.27, -2.28, 51.44)), layer=lambda _: None)


def sheet(text):
    headings, *rows = csv.reader(io.StringIO(text.strip()))
    cells = [Row(number, dict(zip(headings, row, strict=True)), None) for number, row in enumerate(rows, start=2)]
    return Sheet(headings=tuple(headings), rows=tuple(cells))


def read(text, *, kind="group or club", place=None, **asked):
    return inward.read_rows(sheet(text), kind=kind, place=place, **asked)


VOLUNTEERS = (
    ("Group title,Where is it?,When open,What they do,Tel no.,Contact email", "name address hours_text description phone email"),
    ("Name of group,Venue address,Opening hrs,Phone no,Web page,How much?", "name address hours_text phone website cost"),
    ("Activity,Venue,Days and times,Who is it for?,Cost (\u00a3),Telephone no.", "name address hours_text only_for cost phone"),
    ("What,Where,When,How much", "name address hours_text cost"),
    ("GROUP NAME,MEETING PLACE,TIMES,MOB NO,E-MAIL ADDRESS", "name address hours_text phone email"),
    ("Organisation / Group,Address inc postcode,Opening days,Contact number,Website link",
     "name address hours_text phone website"),
    ("Club,Based at,When do they meet?,About us,Contact tel", "name address hours_text description phone"),
    ("What is it called?,Where do they meet?,When is it?,What happens there?", "name address hours_text description"),
    ("Name of venue,Post code,Hrs,Information,Disabled access,Disabled toilets",
     "name postcode hours_text description step_free accessible_toilet"),
    ("Service,Delivered by,Age range,Who to ask for,Need to book?,Bus routes",
     "name organisation only_for contact_name booking transport"),
    ("Session,Held at,Day & time,Price per session,Facebook page", "name address hours_text cost website"),
    ("Project,Name of project,Language,Is it free?", " name languages free"),
)  # fmt: skip


@pytest.mark.parametrize(("headings", "meanings"), VOLUNTEERS, ids=[x[0][:20] for x in VOLUNTEERS])
def test_the_headings_that_volunteers_write_are_known(headings, meanings):
    columns = recognise(headings.split(","))
    assert [columns.meanings.get(x, "") for x in headings.split(",")] == meanings.split(" ")


def test_a_location_in_words_is_an_address_and_no_pair():
    got = read("name,location\nBOG garden,Next to the Hop Pole pub\nOther,Larkhall\n", place=BATH)
    assert got.columns.meanings["location"] == "address"
    assert got.columns.place["pair"] == ()
    assert [x.address for x in got.assets] == ["Next to the Hop Pole pub", "Larkhall"]


def test_a_location_of_pairs_is_a_pair_and_no_address():
    got = read('name,address,location\nA,1 High Street,"(51.38, -2.36)"\n', place=BATH)
    assert (got.columns.meanings["location"], got.columns.meanings["address"]) == ("pair", "address")
    assert (got.assets[0].address, got.assets[0].where.y) == ("1 High Street", 51.38)


def test_what_two_columns_say_of_a_place_is_kept():
    text = (
        "name,venue,address,location\n"
        'Choir,St John\'s Hall,"1 High Street, Bath","The hall is behind the church. Ring the bell at the red door."\n'
        'Club,High Street,"1 High Street, Bath",\n'
    )
    choir, club = read(text, place=BATH).assets
    assert choir.address == "St John's Hall, 1 High Street, Bath"
    assert choir.description == "The hall is behind the church. Ring the bell at the red door."
    assert (club.address, club.description) == ("1 High Street, Bath", "")


def test_further_descriptions_come_after_the_first():
    [asset] = read("name,what they do,notes\nChoir,We sing.,Bring a mug.\n").assets
    assert asset.description == "We sing.\n\nBring a mug."


def test_days_and_times_in_two_columns_are_read_together():
    [asset] = read("name,Opening days,Opening times\nHub,Mon to Fri,9am to 5pm\n").assets
    assert asset.hours_text == "Mon to Fri 9am to 5pm"


def test_a_day_beside_a_time_is_when_it_is_open():
    got = read("name,Day,Time\nHub,Tuesday,2pm to 4pm\n")
    assert got.columns.meanings == {"name": "name", "Day": "hours_text", "Time": "hours_text"}
    assert got.assets[0].hours_text == "Tuesday 2pm to 4pm"


def test_a_town_of_its_own_column_is_put_behind_the_address():
    text = 'name,address,town\nA,1 High Street,Keynsham\nB,"2 High Street, Keynsham",Keynsham\n'
    assert [x.address for x in read(text).assets] == ["1 High Street, Keynsham", "2 High Street, Keynsham"]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("01225 123456", {"phone": "01225 123456"}),
        ("1225430450", {"phone": "1225430450"}),
        ("Jean Smith", {"contact_name": "Jean Smith"}),
        ("jean@example.org", {"email": "jean@example.org"}),
        ("Tel: 01225 123456 / 07700 900123", {"phone": "01225 123456, 07700 900123"}),
        ("Jean, 01225 123456 or jean@example.org", {
            "phone": "01225 123456", "email": "jean@example.org", "contact_name": "Jean"}),
        ("www.choir.example, email: hello@choir.example", {
            "website": "www.choir.example", "email": "hello@choir.example"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_contact_is_taken_apart(cell, parts):
    assert contact_in(cell) == parts


def test_contacts_go_where_they_belong():
    text = "name,Contact\nChoir,Jean 01225 123456\nClub,hello@club.example\nShed,Ask at the bar\n"
    got = read(text)
    assert got.columns.meanings["Contact"] == "phone"
    assert [(x.phone, x.email, x.contact_name) for x in got.assets] == [
        ("01225 123456", "", "Jean"), ("", "hello@club.example", ""), ("", "", "Ask at the bar"),
    ]  # fmt: skip
    assert got.problems[0].what == "no places"


def test_what_a_person_says_of_a_contact_column_is_done():
    [asset] = read("name,Contact\nChoir,Jean 01225 123456\n", meanings={"Contact": "description"}).assets
    assert (asset.description, asset.phone) == ("Jean 01225 123456", "")


def test_a_type_in_everyday_words_is_the_kind():
    got = read("name,Type\nA,Library\nB,Cafe / pub\nC,Parks\nD,tearum\nE,Tearum\n", kind="indoor place")
    assert got.columns.meanings["Type"] == "kind"
    assert [x.kind for x in got.assets] == [
        "indoor_place", "indoor_place", "green_place", "indoor_place", "indoor_place",
    ]  # fmt: skip
    said = {(x.column, x.mend, x.kept) for x in got.problems if x.what == "not a kind of ours"}
    assert said == {("Type", '"tearum" is none of the kinds known here: taken as indoor place.', True)}


def test_a_type_of_something_else_is_not_used():
    got = read("name,Type\nA,Freehold\nB,Leasehold\nC,Park\n")
    assert "Type" not in got.columns.meanings
    assert {x.kind for x in got.assets} == {"group_or_club"}


def test_rows_without_a_kind_that_is_known_say_so():
    got = read("name,Category\nA,Library\nB,Tearum\nC,\n", kind=None)
    assert [x.name for x in got.assets] == ["A"]
    assert [(x.row, x.what, x.kept) for x in got.problems if x.row] == [
        (3, "not a kind of ours", False), (4, "no kind", False),
    ]  # fmt: skip
    assert "Choose one of" not in " ".join(x.mend for x in got.problems)


def test_a_list_that_says_no_kind_is_told_all_there_are():
    with pytest.raises(ExchangeError, match=r"add --kind .*group or club, support group.*story or special place"):
        read("name,postcode\nA,BA1 1AA\n", kind=None)


def test_who_runs_it_in_words_is_the_organisation():
    [asset] = read("name,Run by\nA,Age UK\n").assets
    assert (asset.organisation, asset.run_by) == ("Age UK", "not_known")
    [asset] = read("name,Run by\nA,volunteers\n").assets
    assert (asset.organisation, asset.run_by) == ("", "volunteers")


def test_headings_without_rows_are_told():
    got = read("name,lat,lon\n")
    assert got.assets == ()
    assert [(x.row, x.what) for x in got.problems] == [(None, "no rows")]


def test_nobody_is_kept_without_a_place_where_nobody_comes_in():
    got = read("name,phone\n,01225 123456\n,01225 123457\n")
    assert "no places" not in {x.what for x in got.problems}


def test_the_first_kind_of_several_counts():
    assert (kind_in("Cafe / pub"), kind_in("Thing & library"), kind_in("Thing")) == (
        "indoor_place", "indoor_place", None,
    )  # fmt: skip


@pytest.mark.realdata
def test_geojson_in_a_cell_is_where_its_easting_and_northing_are(realdata):
    path = realdata / "services_bath/csv/INSPIRE_Libraries.csv"
    rows = sheet(path.read_text(encoding="utf-8-sig"))
    by_shape = inward.read_rows(rows, kind="library", place=BATH)
    assert (by_shape.columns.meanings["Geometry"], len(by_shape.assets)) == ("geometry", 8)
    bare = dict.fromkeys(("Geometry", "Location"), "")
    by_metres = inward.read_rows(rows, kind="library", place=BATH, meanings=bare)
    for one, other in zip(by_shape.assets, by_metres.assets, strict=True):
        assert one.where.distance(other.where) < 0.0001
