"""Strangers' files: the table under test stands in the test."""

import codecs
import gzip
import json
from types import SimpleNamespace

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from assetmap.errors import ExchangeError, VocabularyError
from assetmap.exchange import Problem, assets_of, inward, read_assets
from assetmap.exchange.inward import dataset_of
from assetmap.exchange.untrusted import LARGEST_BYTES
from assetmap.settings import PlaceSettings

pytestmark = pytest.mark.usefixtures("read_in_this_process")
BATH = (-2.71, 51.27, -2.28, 51.44)


@pytest.fixture
def bath():
    postcodes = gpd.GeoDataFrame(
        {"postcode": ["BA1 1AA", "BA2 3QE"]}, geometry=[Point(-2.36, 51.38), Point(-2.37, 51.37)], crs=4326
    )
    return SimpleNamespace(
        settings=PlaceSettings(name="Bath", bounds=BATH), layer=lambda name: postcodes if name == "postcodes" else None
    )


def table(text, place=None, kind="group or club", name="list.csv"):
    return assets_of(text.encode() if isinstance(text, str) else text, name, kind=kind, place=place)


def features(*rows, **members):
    collection = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in rows
    ]} | members  # fmt: skip
    return json.dumps(collection)


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


@pytest.mark.parametrize(
    "heading",
    [
        "Name",
        "site_name",
        "organisati",
        "library_si",
        "distname",
        "establis00",
        "Business Name",
        "Recipient Name",
        "﻿NAME ",
        "Allotment name",
    ],
)
def test_the_name_is_found_under_whatever_heading(heading):
    assets, problems = table(f"{heading},Latitude,Longitude\nBench chat,51.38,-2.36\n")
    assert [x.name for x in assets] == ["Bench chat"]
    assert (assets[0].where.x, assets[0].where.y) == (-2.36, 51.38)
    assert problems == []


@pytest.mark.parametrize(
    "row",
    [
        "lat,lon\n{name},51.38,-2.36",
        'Location 1\n{name},"(51.38, -2.36)"',
        'Location\n{name},"2 Roman Way, Bath\n(51.38, -2.36)"',
        "the_geom\n{name},POINT (-2.36 51.38)",
        'Geometry\n{name},"{{""type"":""Point"",""coordinates"":[-2.36,51.38]}}"',
        "Easting,Northing\n{name},375044,164610",
        'X,Y\n{name},"375,044","164,610"',
        "X,Y\n{name},-2.36,51.38",
        "Postcode\n{name},ba11aa ",
        'Address\n{name},"1 High Street, Bath BA1 1AA"',
        "lat;lon\n{name};51,38;-2,36",
    ],
)
def test_a_place_is_found_however_it_is_written(row, bath):
    delimiter = ";" if ";" in row else ","
    assets, problems = table(f"Name{delimiter}" + row.format(name="Bench"), bath)
    assert problems == []
    assert assets[0].where.distance(Point(-2.36, 51.38)) < 0.0001


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("A,NaN,-2.36", "lat", "not a number"),
        ("A,51.38,", "lon", "not a number"),
        ("A,north,-2.36", "lat", "not a number"),
        ("A,-2.36,51.38", "lon", "swapped"),
        ("A,164610,375044", "lon", "metres, not degrees"),
        ("A,48.85,2.35", "lon", "far outside this place"),
        ("A,0,0", "lon", "0, 0"),
        (",51.38,-2.36", "name", "no name"),
        ("kml_7,51.38,-2.36", "name", "not a name"),
        ("A,51.38,-2.36,,extra", None, "too many cells"),
    ],
)
def test_one_bad_row_is_told_by_its_number_and_never_loses_the_file(row, column, what, bath):
    assets, problems = table(f"name,lat,lon\nGood,51.38,-2.36\n{row}\nLast,51.39,-2.36\n", bath)
    assert [x.name for x in assets] == ["Good", "Last"]
    assert [(x.row, x.column, x.what, x.kept) for x in problems] == [(3, column, what, False)]
    assert problems[0].sentence.startswith("[row 3")


def test_half_a_postcode_says_what_a_whole_one_is_and_keeps_the_row(bath):
    assets, problems = table("name,postcode\nBench,BA1\n", bath)
    assert assets[0].where is None
    assert str(problems[0]) == (
        '[row 2, "postcode"] incomplete: a whole postcode has two parts, for example "BA1 1AA".'
    )
    assert problems[0].kept


def test_a_wrong_coordinate_is_told_where_the_postcode_still_finds_the_row(bath):
    assets, problems = table("name,lat,lon,postcode\nPub,53.0,-2.4,BA2 3QE\n", bath)
    assert assets[0].where.equals(Point(-2.37, 51.37))
    assert [(x.what, x.kept) for x in problems] == [("far outside this place", True)]
    assert assets[0].repairs == "Placed at the middle of its postcode."


def test_an_address_from_another_place_keeps_the_row_without_a_place(bath):
    assets, problems = table("name,postcode\nFar,EX1 1AE\n", bath)
    assert assets[0].where is None
    assert [(x.row, x.what, x.kept) for x in problems] == [(2, "not located", True)]


def test_a_list_without_any_place_is_said_once():
    assets, problems = table("Recipient Name\nChoir\nBand\nClub\n")
    assert [x.where for x in assets] == [None] * 3
    assert [(x.row, x.what, x.kept) for x in problems] == [(None, "no places", True)]


def test_spaces_entities_and_tags_go_and_text_that_only_looks_like_them_stays():
    text = (
        "name,description,website,postcode\n"
        "Elliott&#39;s   ,<p>Tea &amp; <b>cake</b></p><script>alert(1)</script>,N/A,M21 9aq \n"
        '</script><img src=x onerror=alert(1)>,"2 < 3 and 5 > 4",javascript:alert(1),\n'
        "{{7*7}} ${x} `y` \u202eback,,www.example.org,\n"
    )
    assets, problems = table(text)
    assert [x.name for x in assets] == [
        "Elliott's",
        "</script><img src=x onerror=alert(1)>",
        "{{7*7}} ${x} `y` \u202eback",
    ]
    assert [x.description for x in assets] == ["Tea & cake", "2 < 3 and 5 > 4", ""]
    assert [x.website for x in assets] == ["", "", "www.example.org"]
    assert assets[0].postcode == "M21 9AQ"
    assert [(x.row, x.column, x.kept) for x in problems if x.what == "not a web address"] == [(3, "website", True)]


def test_own_words_of_a_stranger_are_not_touched():
    assets, _ = table('name,own words\nBench,"  I sit & <b>breathe</b> \n"\n')
    assert assets[0].own_words == "  I sit & <b>breathe</b> \n"


def test_the_table_inside_a_kml_description_gives_the_name():
    row = "kml_1,<table><tr><td>SITE_NAME</td><td>Ring Common</td></tr><tr><td>AREA</td><td>2</td></tr></table>"
    assets, problems = table(f"Name,Descriptio\n{row}\n")
    assert [x.name for x in assets] == ["Ring Common"]
    assert [x for x in problems if not x.kept] == []


def test_the_leading_zero_that_a_spreadsheet_took_is_put_back():
    assets, problems = table("name,phone\nHall,1225430450\nShop,01225 430451\nLine,+44 1225 430452\n")
    assert [x.phone for x in assets] == ["01225430450", "01225 430451", "+44 1225 430452"]
    assert [x.what for x in problems if x.row is None] == ["no places", "telephone numbers"]


def test_a_nested_phone_is_a_phone_and_a_location_opens_up():
    text = features(
        ({"name": "Surgery", "phone": {"phone_number": "01225 858128"}}, point(-2.36, 51.38)),
        ({"name": "Hall", "location": {"latitude": "51.38", "longitude": "-2.36", "human_address": "High St"}}, None),
    )
    assets, problems = table(text, name="x.geojson")
    assert assets[0].phone == "01225 858128"
    assert assets[1].where.equals(Point(-2.36, 51.38))
    assert assets[1].address == "High St"
    assert problems == []
    listed = json.dumps([{"name": "Shop", "where_it_is": point(-2.36, 51.38)}])
    assert table(listed, name="x.json")[0][0].where.equals(Point(-2.36, 51.38))


LINE = {"type": "LineString", "coordinates": [[-2.36, 51.38], [-2.35, 51.38]]}
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-2.36, 51.38], [-2.35, 51.39], [-2.35, 51.38], [-2.36, 51.39], [-2.36, 51.38]]],
}


def test_an_outline_that_crosses_itself_is_mended_and_said():
    assets, problems = table(features(({"site_name": "Bow"}, BOW_TIE)), name="x.geojson", kind="green place")
    assert assets[0].where.is_valid
    assert assets[0].where.geom_type == "MultiPolygon"
    assert "crossed itself near 51.38500, -2.35500" in assets[0].repairs
    assert [(x.row, x.column, x.what, x.kept) for x in problems] == [(1, "geometry", "repaired", True)]


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        ({"type": "Point", "coordinates": [float("nan"), 51.38]}, "not a number"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "not a shape"),
        ({"type": "Polygon", "coordinates": [[[0, 0]]]}, "not a shape"),
        ({"type": "Sphere"}, "not a shape"),
        ("POINT (1 2)", "not a shape"),
        ({"type": "Point", "coordinates": [375044, 164610]}, "metres, not degrees"),
        ({"type": "Point", "coordinates": [51.38, -2.36]}, "swapped"),
        ({"type": "GeometryCollection", "geometries": [point(-2.36, 51.38), LINE]}, "a mixed shape"),
    ],
)
def test_a_geometry_that_cannot_be_is_one_row_less(geometry, what, bath):
    text = features(({"name": "Good"}, point(-2.36, 51.38)), ({"name": "Bad"}, geometry))
    assets, problems = table(text, bath, name="x.geojson")
    assert [x.name for x in assets] == ["Good"]
    assert [(x.row, x.what, x.kept) for x in problems] == [(2, what, False)]


def test_the_old_crs_member_is_believed_and_a_link_never_followed():
    grid = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    assets, problems = table(features(({"name": "A"}, point(375044, 164610)), crs=grid), name="x.geojson")
    assert assets[0].where.distance(Point(-2.36, 51.38)) < 0.001
    assert problems == []
    link = {"type": "link", "properties": {"href": "file:///etc/passwd", "type": "proj4"}}
    assets, problems = table(features(({"name": "A"}, point(-2.36, 51.38)), crs=link), name="x.geojson")
    assert assets[0].where.equals(Point(-2.36, 51.38))
    assert [(x.row, x.column, x.what) for x in problems] == [(None, "crs", "not understood")]


def test_the_same_name_twice_is_two_assets_and_the_same_row_twice_is_one():
    rows = "Green Room,51.38,-2.36\nGreen Room,51.39,-2.36\nGreen Room,51.38,-2.36\n"
    assets, problems = table(f"name,lat,lon\n{rows}")
    assert len({x.id for x in assets}) == 2
    assert [(x.row, x.what, x.kept) for x in problems] == [(4, "repeated", False)]


def test_a_number_that_two_rows_share_does_not_make_them_one():
    assets, _ = table("uprn,name,lat,lon\n100,Orchard,51.38,-2.36\n100,Growers,51.38,-2.36\n7,Farm,51.38,-2.36\n")
    assert len({x.id for x in assets}) == 3
    assert assets[2].source_id == "7"


def test_ids_stay_the_same_when_rows_are_sorted_and_details_change():
    first, _ = table("name,lat,lon,phone\nA,51.38,-2.36,1\nB,51.39,-2.36,2\n")
    again, _ = table(
        "phone,name,lon,lat\n01225 111111,B,-2.36,51.39\n01225 222222,A,-2.36,51.38\n", name="list (1).csv"
    )
    assert {x.name: x.id for x in first} == {x.name: x.id for x in again}
    other, _ = table("name,lat,lon\nA,51.38,-2.36\n", name="other.csv")
    assert other[0].id != first[0].id
    assert dataset_of("Parks 2026 (1).GeoJSON") == "parks_2026"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "GeoPackage"),
        (b"<?xml version='1.0'?><kml/>", "KML"),
        (b"<!DOCTYPE html><p>404", "web page"),
        (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "XML"),
        (bytes(range(256)) * 20, "not text"),
        (b"when,where\n1,2\n", 'The headings found are "when", "where"'),
        (b'{"type": "FeatureCollection", "features": [', "not whole GeoJSON: line 1"),
        (b'{"type": "FeatureCollection"}', "not a list of places"),
        (b'{"type": "FeatureCollection", "features": []}', "empty"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "too long"),
        (b"[1, 2]", "no column of names"),
    ],
)
def test_a_file_of_another_kind_is_one_sentence(content, says):
    with pytest.raises(ExchangeError, match=says):
        assets_of(content, "list.csv", kind="green place")


@pytest.mark.parametrize(("name", "surprises"), [("photo.png", False), ("photo.PNG", False), ("list.csv", True)])
def test_a_name_that_says_what_it_is_is_not_called_a_lie(name, surprises):
    with pytest.raises(ExchangeError, match="is a picture") as caught:
        assets_of(b"\x89PNG\r\n\x1a\n....", name, kind="green place")
    assert ("whatever its name says" in str(caught.value)) == surprises


def test_a_packed_list_is_the_same_list():
    text = b"name,lat,lon\nA,51.38,-2.36\n"
    plain, _ = assets_of(text, "Parks.csv", kind="green place")
    packed, _ = assets_of(gzip.compress(text), "Parks.csv.gz", kind="green place")
    assert packed == plain


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(b"name\nA\n" * 1000)[:-12], "damaged: fetch it again"),
        (gzip.compress(b"0" * (LARGEST_BYTES + 1)), "unpacks to more than 50 MB"),
        (gzip.compress(gzip.compress(b"name\nA\n", mtime=0), mtime=0), "packed"),
        (gzip.compress(b""), "empty"),
    ],
)
def test_what_is_packed_wrongly_is_one_sentence(content, says):
    with pytest.raises(ExchangeError, match=says):
        assets_of(content, "list.csv.gz", kind="green place")


def test_a_table_under_the_name_of_geojson_is_one_sentence():
    with pytest.raises(ExchangeError, match="not GeoJSON"):
        assets_of(b"name\nA\n", "list.geojson", kind="green place")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding):
    assets, problems = table("name,lat,lon\nCafé Crème,51.38,-2.36\n".encode(encoding))
    assert [x.name for x in assets] == ["Café Crème"]
    assert problems == []


def test_windows_text_is_read_and_said_with_the_row_where_it_shows():
    assets, problems = table("name,lat,lon\nHall,51.38,-2.36\nCafé ‘One’,51.38,-2.36\n".encode("cp1252"))
    assert assets[1].name == "Café ‘One’"
    assert [(x.row, x.column, x.what, x.kept) for x in problems] == [(3, "name", "not in UTF-8", True)]


def test_a_quote_that_never_closes_costs_its_own_row():
    assets, problems = table('name,lat,lon\nA,51.38,-2.36\n"B,51.38,-2.36\nC,51.38,-2.36\nD,51.38,-2.36\n')
    assert [x.name for x in assets] == ["A", "C", "D"]
    assert [(x.row, x.what, x.kept) for x in problems] == [(3, "a quote is not closed", False)]


def test_broken_quotes_in_two_rows_leave_the_cells_of_several_lines_whole():
    rows = '"A"x,51.38,-2.36\n"B\nB",51.38,-2.36\n"C"y,51.38,-2.36\nD,51.38,-2.36\n'
    assets, problems = table(f"name,lat,lon\n{rows}")
    assert [x.name for x in assets] == ["B B", "D"]
    assert [(x.row, x.what) for x in problems] == [(2, "a quote is not closed"), (4, "a quote is not closed")]


@pytest.mark.parametrize(
    "cell",
    ["1." + "1" * 200_000, " " * 200_000 + "x", "<b>" + "<!" * 50_000, "1," * 100_000, "a;" * 100_000, "(" * 200_000],
)
def test_a_monstrous_cell_is_only_a_cell(cell):
    assets, problems = table(f'name,address,description,needs,location\n"A","{cell}","{cell}","{cell}","{cell}"\n')
    assert [x.name for x in assets] == ["A"]
    assert len(problems) <= 102


def test_titles_above_the_headings_and_the_line_that_excel_hides_are_passed_over():
    assets, problems = table("sep=;\nOur list of clubs;;\n\nname;lat;lon\nA;51.38;-2.36\nB;;\n")
    assert [x.name for x in assets] == ["A", "B"]
    assert [(x.row, x.what) for x in problems] == [(6, "no place")]


def test_a_file_says_what_its_assets_are_or_the_shell_does():
    assets, problems = table("name,kind\nA,green place\nB,spaceship\n", kind="hill or view")
    assert [x.kind for x in assets] == ["green_place", "hill_or_view"]
    assert [(x.row, x.column, x.kept) for x in problems if x.row] == [(3, "kind", True)]
    assets, problems = table("name,kind\nA,green place\nB,spaceship\n", kind=None)
    assert [x.name for x in assets] == ["A"]
    assert [(x.row, x.column, x.kept) for x in problems if x.row] == [(3, "kind", False)]
    with pytest.raises(ExchangeError, match="--kind"):
        table("name\nA\n", kind=None)
    with pytest.raises(VocabularyError):
        table("name\nA\n", kind="park bench")


def test_answers_days_and_numbers_of_others_become_ours_or_are_told():
    assets, problems = table(
        "name,wheelchair,booking,min_age,last checked,needs\n"
        "A,limited,Y,18,03/11/2026,meeting people; moving more\n"
        "B,perhaps,no,old,soon,flying\n"
    )  # fmt: skip
    first, second = assets
    assert (first.step_free, first.booking, first.min_age) == ("partly", "yes", 18)
    assert first.checked_on.isoformat() == "2026-11-03"
    assert first.needs == ("meeting_people", "moving_more")
    assert (second.step_free, second.booking, second.min_age, second.checked_on, second.needs) == (
        "not_known",
        "no",
        None,
        None,
        (),
    )
    assert sorted(x.column for x in problems if x.row == 3) == ["last checked", "min_age", "needs", "wheelchair"]
    assert all(x.kept for x in problems)


def test_what_comes_in_is_a_draft_that_says_it_was_imported():
    asset = table("name,status,id,precision\nA,Installed,77,metres\n")[0][0]
    assert (asset.status, asset.how_checked, asset.checked_on, asset.source, asset.source_id) == (
        "draft",
        "imported",
        None,
        "list",
        "77",
    )


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("Open", "draft", 0), ("ACTIVE", "draft", 0), ("In use", "draft", 0), ("Shut", "closed", 0),
        ("Permanently closed", "closed", 0), ("temporarily closed", "paused", 0), ("perhaps", "draft", 1),
    ],
)  # fmt: skip
def test_what_others_call_a_status_is_understood_and_anything_else_waits(said, status, told):
    content = f"name,status\nBench,{said}\n".encode()
    assets, problems, held = inward.rows_of(content, "list.csv", kind="green place")
    assert [x.status for x in assets] == [status]
    assert (len([x for x in problems if x.row]), len(held)) == (told, told)


def test_a_file_that_is_not_there_or_is_a_folder_or_too_large_is_one_sentence(tmp_path, monkeypatch):
    with pytest.raises(ExchangeError, match="not there"):
        read_assets(tmp_path / "none.csv", kind="green place")
    with pytest.raises(ExchangeError, match="folder"):
        read_assets(tmp_path, kind="green place")
    (tmp_path / "big.csv").write_text("name\n" + "A\n" * 100)
    monkeypatch.setattr("assetmap.exchange.untrusted.sizes.LARGEST_BYTES", 100)
    with pytest.raises(ExchangeError, match="too large"):
        read_assets(tmp_path / "big.csv", kind="green place")


def test_a_problem_is_one_line_and_json():
    problem = Problem(7, "postcode", "incomplete", "a whole postcode has two parts.")
    assert problem.to_json() == {
        "row": 7, "column": "postcode", "what": "incomplete", "mend": "a whole postcode has two parts.", "kept": False,
    }  # fmt: skip


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_assets_or_a_sentence(content):
    try:
        assets_of(content, "list.csv", kind="green place")
    except ExchangeError as error:
        sentence = str(error)
    else:
        return
    assert "\n" not in sentence


KEYS = st.sampled_from(["type", "coordinates", "name", "geometry", "lat", "lon", "id"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(KEYS, x, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(st.fixed_dictionaries({"type": st.just("Feature"), "properties": JSON, "geometry": JSON}), max_size=4))
def test_no_features_end_in_anything_but_assets_or_a_sentence(items):
    text = json.dumps({"type": "FeatureCollection", "features": items})
    try:
        assets, _ = table(text, name="x.geojson")
    except ExchangeError:
        return
    assert all(x.name.strip() for x in assets)


REAL = [
    ("banes_gp_surgeries.geojson", "health service", 31, 0),
    ("banes_gss_parks_recreation.geojson", "green place", 69, 0),
    ("csv/Community_Gardens.csv", "growing space", 8, 0),
    ("csv/INSPIRE_Libraries.csv", "indoor place", 8, 0),
    ("banes_inspire_libraries.geojson", "indoor place", 8, 0),
    ("csv/GP_Surgeries_in_Bath_and_North_East_Somerset.csv", "health service", 31, 0),
    ("banes_community_orchards.geojson", "growing space", 4, 0),
    ("banes_community_agriculture.geojson", "growing space", 2, 0),
    ("banes_community_gardens.geojson", "growing space", 7, 0),
    ("banes_city_farms.geojson", "growing space", 1, 0),
    ("banes_education_secondary_schools.geojson", "indoor place", 16, 0),
    ("csv/Location_of_Allotments_in_Bath.csv", "growing space", 0, 39),
    ("banes_gss_allotments.geojson", "growing space", 26, 18),
    ("banes_gss_playspace_children.geojson", "play or sport place", 25, 118),
    ("csv/BANES_Subset_Of_CQC_Places.csv", "health service", 193, 0),
    ("csv/Open_Pubs_-_Bath__North_East_Somerset.csv", "indoor place", 172, 1),
]


@pytest.mark.realdata
@pytest.mark.parametrize(("path", "kind", "came_in", "left_out"), REAL)
def test_a_real_list_comes_in_or_says_row_by_row_why_not(path, kind, came_in, left_out, realdata):
    place = SimpleNamespace(settings=PlaceSettings(name="Bath", bounds=BATH), layer=lambda _: None)
    file = realdata / "services_bath" / path
    assets, problems = read_assets(file, kind=kind, place=place)
    out = {x.row for x in problems if not x.kept}
    assert (len(assets), len(out)) == (came_in, left_out)
    assert len({x.id for x in assets}) == came_in
    west, south, east, north = BATH
    assert all(
        x.where is None or (west < x.where.bounds[0] < east and south < x.where.bounds[1] < north) for x in assets
    )
    assert all(x.name == x.name.strip() for x in assets)
    assert assets == read_assets(file, kind=kind, place=place)[0]


@pytest.mark.realdata
def test_the_three_parks_whose_outlines_cross_are_named(realdata):
    assets, problems = read_assets(realdata / "services_bath/banes_gss_parks_recreation.geojson", kind="green place")
    assert [x.row for x in problems if x.what == "repaired"] == [14, 49, 50]
    assert sum(bool(x.repairs) for x in assets) == 3
    assert sum(x.name == "Landsdown Playing Fields South" for x in assets) == 2


def test_a_stranger_s_columns_of_other_languages_are_read_and_what_is_none_is_not():
    text = (
        "Title,TITLE:pl,name:en,name:left,name:etymology,details:cy,phone:pl,lat,lon\n"
        "Tea room, Herbaciarnia ,Tea room,north,Tea,<p>Te a <b>sgwrs</b></p>,1,51.38,-2.36\n"
        "Bench,N/A,,,,,,51.38,-2.37\n"
    )
    assets, problems = table(text, kind="indoor place")
    assert problems == []
    assert [x.said_in for x in assets] == [{"cy": {"description": "Te a sgwrs"}, "pl": {"name": "Herbaciarnia"}}, {}]
