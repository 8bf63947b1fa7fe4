"""Every honest but malformed row is told by its number; none is dropped or moved in silence."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, from_geojson

from assetmap.exchange.inward import read_rows
from assetmap.exchange.sheets import Row, Sheet
from tests.exchange.malformed import (
    GOOD,
    IN_DEGREES,
    cases,
    moved_unsaid,
    point,
    read_file,
    town,
    trouble_with,
    unaccounted,
)

CASES = cases()
TOWN = town()


def test_there_are_a_hundred_kinds_and_more():
    assert len(CASES) >= 140
    assert len({x.id for x in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_malformed_row_is_told_and_costs_no_other(case):
    assert trouble_with(case, place=TOWN) == []


@pytest.mark.parametrize("case", [x for x in CASES if x.key and x.key not in {"outline", "height"}], ids=str)
def test_what_is_proposed_is_done_once_it_is_accepted(case):
    _, read = read_file(case.content, case.name, place=TOWN)
    [proposal] = [x for x in read.proposals if x.row == case.row]
    assert not proposal.accepted
    sheet, read = read_file(case.content, case.name, place=TOWN, accepted={case.key})
    assert unaccounted(sheet, read) == []
    [asset] = [x for x in read.assets if read.row_of[x.id] == case.row]
    [done] = [x for x in read.proposals if x.row == case.row]
    assert done.accepted
    if proposal.where is None:
        assert asset.where is None
    else:
        assert asset.where.equals_exact(proposal.where, 1e-9)
        assert asset.where.distance(Point(GOOD)) < 0.02
    # It is told all the same, and that it came in.
    assert [x.kept for x in read.problems if x.row == case.row and x.what == done.what] == [True]


def test_when_all_rows_are_swapped_the_sentence_says_so():
    rows = "".join(f"Club {n},-2.36,51.{n}\n" for n in range(28, 44))
    _, read = read_file(f"name,lat,lon\n{rows}".encode(), "list.csv", place=TOWN)
    assert read.assets == ()
    assert [str(x) for x in read.problems if x.row is None] == [
        "swapped: all 16 rows: latitude and longitude stand in each other's place: swap the two."
    ]
    _, read = read_file(f"name,lat,lon\nRight,51.38,-2.36\n{rows}".encode(), "list.csv", place=TOWN, accepted=["sign"])
    assert [x.name for x in read.assets] == ["Right"]
    assert "16 of 17 rows" in next(x.mend for x in read.problems if x.row is None)


def shapes(crs, *drawn):
    rows = tuple(Row(n, {"name": f"Park {n}"}, shape) for n, shape in enumerate(drawn, start=1))
    return Sheet(headings=("name",), rows=rows, crs=crs, what="shapefile")


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (point(375044, 164610), "the British National Grid"),
        (point(-2.36, 51.38), "longitude and latitude"),
        (point(51.38, -2.36), "swap the two"),
        (point(-262714, 6688789), "Web Mercator"),
        (from_geojson(json.dumps(point(375044, 164610))).wkb, "the British National Grid"),
    ],
    ids=["metres", "degrees", "swapped", "web", "binary"],
)
def test_a_file_that_does_not_say_its_coordinates_is_asked_about(drawn, says):
    sheet = shapes("", drawn)
    read = read_rows(sheet, kind="green place", place=TOWN)
    assert unaccounted(sheet, read) == []
    assert [(x.row, x.what, x.kept) for x in read.problems] == [(1, "no coordinate system", False)]
    [proposal] = read.proposals
    assert (proposal.key, says in proposal.mend) == ("crs", True)
    assert proposal.where.distance(Point(GOOD)) < 0.01
    read = read_rows(sheet, kind="green place", place=TOWN, accepted=("crs",))
    assert read.assets[0].where.distance(Point(GOOD)) < 0.01
    assert read.assets[0].repairs


def test_nothing_is_proposed_for_what_leads_nowhere():
    read = read_rows(shapes("", point(5_000_000, 5_000_000)), kind="green place", place=TOWN)
    assert (read.assets, read.proposals) == ((), ())
    assert [(x.row, x.kept) for x in read.problems] == [(1, False)]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("grid reference", "ST 7504 6461"),
        ("Grid Ref", "ST7504464610"),
        ("ngr", "st 75044 64610"),
        ("location", "ST 7504 6461"),
        ("lat,lon", "51°22'48\"N,2°21'36\"W"),
        ("lat,lon", "51.38N,2.36W"),
        ("lat,lon", "51.38,\u22122.36"),
        ("location", '"51°22\'48""N 2°21\'36""W"'),
        ("coordinates", "51.380 -2.360"),
        ("location", "51.380 / -2.360"),
        ("location", "Lat: 51.38 Long: -2.36"),
        ("where", '"The Hall, High Street, BA1 1AA"'),
        ("location", '"High Street (51.38, -2.36), Bath"'),
        ("location", '"https://www.google.com/maps/@51.3800,-2.3600,17z"'),
        ("wkt", "SRID=27700;POINT (375044 164610)"),
        ("geometry", Point(GOOD).wkb_hex),
        ("lat", '"51.38, -2.36"'),
        ("easting,northing", "ST 75044 64610,"),
    ],
)
def test_a_place_is_read_however_people_write_it(heading, cell):
    _, read = read_file(f"name,{heading}\nBench,{cell}\n".encode(), "list.csv", place=TOWN)
    assert read.problems == ()
    assert read.assets[0].where.distance(Point(GOOD)) < 0.0015


def test_a_person_s_word_on_a_column_counts():
    text = b"where,what people call it,Up,Across\nBath,Bench,51.38,-2.36\n"
    _, read = read_file(text, "list.csv", place=TOWN)
    assert (read.assets, read.says_names) == ((), False)
    said = {"what people call it": "name", "Up": "latitude", "Across": "longitude", "where": "address"}
    _, read = read_file(text, "list.csv", place=TOWN, meanings=said)
    assert [(x.name, x.where.equals(Point(GOOD)), x.address) for x in read.assets] == [("Bench", True, "Bath")]
    assert read.columns.meanings == said
    # What was guessed right is said again without harm; what is said to be nothing is not used.
    text = b"name,address,phone\nBench,High Street BA1 1AA,01225 1\n"
    _, read = read_file(text, "list.csv", place=TOWN, meanings={"name": "name", "address": "address", "phone": ""})
    assert read.assets[0].where.equals(Point(GOOD))
    assert read.assets[0].phone == ""


@pytest.mark.parametrize("accepted", [(), ("zero", "half", "nan")])
def test_a_row_whose_postcode_is_known_keeps_it_whatever_is_accepted(accepted):
    text = b"name,lat,lon,postcode\nA,0,0,BA1 1AA\nB,51.38,,BA1 1AA\nC,NaN,NaN,BA1 1AA\n"
    sheet, read = read_file(text, "list.csv", place=TOWN, accepted=accepted)
    assert unaccounted(sheet, read) == []
    assert [x.where.equals(Point(GOOD)) for x in read.assets] == [True] * 3
    assert read.proposals == ()
    assert {(x.row, x.kept) for x in read.problems} == {(2, True), (3, True), (4, True)}


def test_a_name_in_another_column_is_taken_once_that_is_accepted():
    text = b"name,comment,lat,lon\n,Rose Garden,51.38,-2.36\n,,51.38,-2.37\n"
    _, read = read_file(text, "list.csv", place=TOWN, accepted={"name"})
    assert [x.name for x in read.assets] == ["Rose Garden"]
    assert [(x.row, x.kept) for x in read.problems] == [(2, True), (3, False)]


def test_one_row_a_day_becomes_its_hours():
    text = (
        "name,postcode,weekday,am_time_from,am_time_to,pm_time_from,pm_time_to,phone\n"
        "Post Office,BA1 1AA,MONDAY,09:00,NULL,NULL,17:30,\n"
        "Post Office,BA1 1AA,Tue,9am,12.30pm,13:30,17:30,01225 430430\n"
        "Post Office,BA1 1AA,wednesday,09:00,NULL,NULL,17:30,01225 999999\n"
        "Post Office,BA1 1AA,SUNDAY,NULL,NULL,NULL,NULL,\n"
    )
    sheet, read = read_file(text.encode(), "list.csv", place=TOWN)
    assert unaccounted(sheet, read) == []
    [asset] = read.assets
    assert [(x.byday, x.opens_at, x.closes_at) for x in asset.schedules] == [
        (("MO", "WE"), "09:00", "17:30"), (("TU",), "09:00", "12:30"), (("TU",), "13:30", "17:30"),
    ]  # fmt: skip
    assert asset.phone == "01225 430430"
    assert read.joined == {3: 2, 4: 2, 5: 2}
    assert [x.row for x in read.problems if x.what == "joined" and "phone" in x.mend] == [4]


CELLS = st.sampled_from(
    ["51.38", "-2.36", "", "NaN", "0", "375044", "164610", "2.36", "ST 7504 6461", "(51.38, -2.36)", "x"]
)
NAMES = st.sampled_from(["Bench", "Choir", "", "kml_1", "Bench", "N/A", "<b>A</b>", "Ω"])
HEADINGS = ["name", "lat", "lon", "location", "easting", "northing", "comment", "id", "weekday", "opens"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, *[CELLS] * (len(HEADINGS) - 1)), min_size=1, max_size=12))
def test_every_row_of_any_table_is_in_or_joined_or_out_with_a_reason(lines):
    rows = tuple(Row(n, dict(zip(HEADINGS, line, strict=True))) for n, line in enumerate(lines, start=2))
    sheet = Sheet(headings=tuple(HEADINGS), rows=rows)
    for accepted in ((), ("swapped", "sign", "metres", "degrees", "zero", "nan", "half", "name", "mixed", "decimal")):
        read = read_rows(sheet, kind="group or club", place=TOWN, accepted=accepted)
        assert unaccounted(sheet, read) == []


SPOILT = ["{x},{y}", "{less_y},{x}", "{y},{less_x}", "{y},{round_x}", "{big_y},{big_x}", "{y},{x}"]
WRONG = st.sampled_from([*SPOILT, *(x[1].removeprefix("Bad,") for x in IN_DEGREES if x[1].startswith("Bad,"))])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-2700, -2290), st.integers(51280, 51430), WRONG), min_size=1, max_size=8))
def test_no_row_lands_elsewhere_without_a_word(drawn):
    """Whatever was done to coordinates, a row is where it truly is, or out, or spoken of."""
    lines, true = [], {}
    for number, (east, north, form) in enumerate(drawn, start=2):
        x, y = east / 1000, north / 1000
        forms = {"less_x": -x, "less_y": -y, "round_x": x + 360, "big_x": round(x * 1e6), "big_y": round(y * 1e6)}
        lines.append(f"Club {number}," + form.format(x=x, y=y, **forms))
        if form in SPOILT:
            true[number] = (x, y)
    sheet, read = read_file(("name,lat,lon\n" + "\n".join(lines) + "\n").encode(), "list.csv", place=TOWN)
    assert unaccounted(sheet, read) == []
    assert moved_unsaid(read, true) == []


def test_the_sheet_itself_is_never_changed():
    sheet = shapes("EPSG:4326", point(*GOOD))
    again = dataclasses.replace(sheet)
    read_rows(sheet, kind="green place", place=TOWN)
    assert sheet == again
