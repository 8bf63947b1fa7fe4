"""Every directory and messy list of the real files: it comes in, or says row by row why not. The table is below."""
# ruff: noqa: E501  # one line a file

import csv
import gzip
import io
import sys
import zipfile
from collections import Counter
from types import SimpleNamespace

import geopandas as gpd
import pytest
from shapely import Point

from assetmap.crs import transformer
from assetmap.settings import PlaceSettings
from tests.exchange.malformed import read_file, unaccounted

pytestmark = pytest.mark.realdata

BATH = (-2.71, 51.27, -2.28, 51.44)
MANCHESTER = (-2.6, 53.3, -1.9, 53.7)
GREEN, INDOOR, GROWING, HEALTH = "green place", "indoor place", "growing space", "health service"

# file · kind · rows · came in · joined to another row · out, and why · said of rows that came in · said of the file
TABLE = (
    ("services_bath/banes_city_farms.geojson", GROWING, 1, 1, 0, {}, {}, ()),
    ("services_bath/banes_community_agriculture.geojson", GROWING, 2, 2, 0, {}, {}, ()),
    ("services_bath/banes_community_gardens.geojson", GROWING, 7, 7, 0, {}, {}, ()),
    ("services_bath/banes_community_orchards.geojson", GROWING, 4, 4, 0, {}, {}, ()),
    ("services_bath/banes_defibrillators.geojson", HEALTH, 62, 0, 0, {"no name": 62}, {}, ("no names",)),
    ("services_bath/banes_education_secondary_schools.geojson", INDOOR, 16, 16, 0, {}, {}, ("telephone numbers",)),
    ("services_bath/banes_gp_surgeries.geojson", HEALTH, 31, 31, 0, {}, {}, ()),
    ("services_bath/banes_gss_allotments.geojson", GROWING, 44, 26, 0, {"no name": 18}, {}, ("no names",)),
    ("services_bath/banes_gss_parks_recreation.geojson", GREEN, 69, 69, 0, {}, {"repaired": 3}, ()),
    ("services_bath/banes_gss_playspace_children.geojson", GREEN, 143, 25, 0, {"no name": 118}, {}, ("no names",)),
    ("services_bath/banes_inspire_libraries.geojson", INDOOR, 8, 8, 0, {}, {}, ()),
    ("services_bath/bh_accessible_bath.geojson", INDOOR, 1177, 1068, 0, {"no name": 109}, {}, ("no names",)),
    ("services_bath/os_functional_sites.geojson", INDOOR, 125, 123, 0, {"no name": 2}, {}, ()),
    ("services_bath/os_greenspace_access_point.geojson", GREEN, 808, 0, 0, {"no name": 808}, {}, ("no names",)),
    ("services_bath/os_greenspace_site.geojson", GREEN, 520, 179, 0, {"no name": 341}, {}, ("no names",)),
    ("services_bath/os_place_names.geojson", GREEN, 936, 936, 0, {}, {}, ()),
    ("services_bath/csv/BANES_Subset_Of_CQC_Places.csv", HEALTH, 193, 193, 0, {}, {}, ("telephone numbers",)),
    ("services_bath/csv/Community_Gardens.csv", GROWING, 8, 8, 0, {}, {}, ()),
    ("services_bath/csv/Eat_Out_Eat_Well.csv", INDOOR, 79, 79, 0, {}, {"no place": 1, "not located": 1}, ()),
    ("services_bath/csv/Electorate_and_Population_by_LSOA.csv", INDOOR, 115, 0, 0, {"no name": 115}, {}, ("no names",)),
    ("services_bath/csv/GP_Surgeries_in_Bath_and_North_East_Somerset.csv", HEALTH, 31, 31, 0, {}, {}, ()),
    ("services_bath/csv/GP_Surgery_LSOA_Catchment_-_April_2015.csv", HEALTH, 1637, 0, 0, {"no name": 1637}, {}, ("no names",)),
    ("services_bath/csv/INSPIRE_Libraries.csv", INDOOR, 8, 8, 0, {}, {}, ()),
    ("services_bath/csv/Location_of_Allotments_in_Bath.csv", GROWING, 39, 0, 0, {"not a name": 39}, {}, ("no names",)),
    ("services_bath/csv/Location_of_BANES_defibrillators_at_21062016.csv", HEALTH, 44, 0, 0, {"no name": 44}, {"not status as we know it": 44}, ("no names",)),
    ("services_bath/csv/National_Lottery_Grants_1995-2015.csv", INDOOR, 1267, 719, 0, {"repeated": 548}, {}, ("no places",)),
    ("services_bath/csv/Open_Pubs_-_Bath__North_East_Somerset.csv", INDOOR, 173, 173, 0, {}, {"far outside this place": 1}, ()),
    ("services_bath/csv/POLLING_STATIONS_2015.csv", INDOOR, 113, 0, 0, {"no name": 113}, {}, ("no names",)),
    ("services_bath/csv/Post_Office_Branches.csv", INDOOR, 188, 31, 157, {}, {}, ()),
    ("health/epraccur.csv.gz", None, 15971, 32, 0, {"elsewhere": 6718, "closed": 3888, "not a GP practice": 5333}, {}, ()),
    ("directories/hsds_3_examples/organization_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/hsds_3_examples/service_at_location_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/hsds_3_examples/service_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/hsds_3_examples/service_list.json", None, 1, 1, 0, {}, {"no place": 1}, ("more pages",)),
    ("directories/oruk_v3_mock/organization_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/oruk_v3_mock/service_at_location_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/oruk_v3_mock/service_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/oruk_v3_mock/service_full_invalid.json", None, 1, 0, 0, {"not on the earth": 1}, {"no description": 1, "not an email address": 1, "not a web address": 1}, ()),
    ("directories/oruk_v3_mock/service_list.json", None, 1, 1, 0, {}, {"no place": 1}, ()),
    ("directories/oruk_v3_mock/service_list_page.json", None, 128, 1, 0, {"repeated": 127}, {"no place": 128, "no description": 45}, ()),
    ("directories/oruk_v3_schema/example_service_at_location_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/oruk_v3_schema/example_service_full.json", None, 1, 0, 0, {"not on the earth": 1}, {}, ()),
    ("directories/oruk_v3_schema/example_service_list.json", None, 1, 1, 0, {}, {"no place": 1}, ("more pages",)),
    ("directories/hsds_sample_datapackage/simple", None, 13, 13, 0, {}, {"no place": 12}, ()),
    ("directories/hsds_sample_datapackage/all_resources", None, 13, 13, 0, {}, {"no place": 12}, ()),
    ("directories/streetsupport_manchester_support_by_category.json", None, 51, 51, 0, {}, {"not a telephone number": 2}, ()),
    ("directories/streetsupport_manchester_support_by_day.json", None, 345, 38, 307, {}, {"not a telephone number": 2}, ()),
)  # fmt: skip
"""In the order of the folders. What is out is no place (a table of figures), has no name, or is there twice."""


def read(realdata, path, kind, *, place, **asked):
    file = realdata / path
    if file.is_dir():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(file.iterdir()):
                archive.write(member, member.name)
        return read_file(packed.getvalue(), f"{file.name}.zip", place=place, kind=kind, **asked)
    return read_file(file.read_bytes(), file.name, place=place, kind=kind, **asked)


@pytest.fixture(scope="module")
def places(realdata):
    lines = []
    for area in ("ba", "bs"):
        with gzip.open(realdata / f"postcodes/code_point_open_{area}.csv.gz", "rt") as handle:
            lines += list(csv.reader(handle))
    points = gpd.points_from_xy([float(x[2]) for x in lines], [float(x[3]) for x in lines], crs=27700)
    codes = gpd.GeoDataFrame({"postcode": [x[0] for x in lines]}, geometry=points).to_crs(4326)
    near = codes.cx[BATH[0] : BATH[2], BATH[1] : BATH[3]]
    bath = SimpleNamespace(
        settings=PlaceSettings(name="Bath", bounds=BATH), layer=lambda x: near if x == "postcodes" else None
    )
    manchester = SimpleNamespace(settings=PlaceSettings(name="Manchester", bounds=MANCHESTER), layer=lambda _: None)
    return {"streetsupport": manchester, "oruk": None, "hsds": None, "": bath}


def place_for(places, path):
    return next(place for part, place in places.items() if part in path)


@pytest.mark.parametrize("line", TABLE, ids=[x[0] for x in TABLE])
def test_a_real_file_comes_in_or_says_row_by_row_why_not(line, realdata, places):
    path, kind, rows, came_in, joined, out, said, of_all = line
    sheet, got = read(realdata, path, kind, place=place_for(places, path))
    assert unaccounted(sheet, got) == []
    reasons = {x.row: x.what for x in got.problems if not x.kept and x.row is not None}
    gone = {x.row for x in sheet.problems if not x.kept and x.row is not None}
    assert (len(sheet.rows) + len(gone), len(got.assets), len(got.joined)) == (rows, came_in, joined)
    assert dict(Counter(reasons.values())) == out
    told = Counter(x.what for x in got.problems if x.kept and x.row is not None and x.what != "joined")
    assert dict(told) == said
    assert tuple(sorted({x.what for x in got.problems if x.row is None})) == of_all
    assert all(x.mend and x.what for x in got.problems)
    assert not any(" \n" in x.name or "&#" in x.name or "&amp;" in x.name for x in got.assets)


NAMED_ELSEWHERE = (
    ("services_bath/banes_defibrillators.geojson", 62), ("services_bath/csv/POLLING_STATIONS_2015.csv", 106),
    ("services_bath/csv/Location_of_BANES_defibrillators_at_21062016.csv", 44),
    ("services_bath/banes_gss_playspace_children.geojson", 46), ("services_bath/banes_gss_allotments.geojson", 30),
)  # fmt: skip


@pytest.mark.parametrize(("path", "came_in"), NAMED_ELSEWHERE)
def test_names_that_another_column_holds_are_taken_once_that_is_accepted(path, came_in, realdata, places):
    sheet, got = read(realdata, path, INDOOR, place=places[""], accepted={"name"})
    assert unaccounted(sheet, got) == []
    assert (len(got.assets), all(x.name.strip() for x in got.assets)) == (came_in, True)


def test_a_whole_country_does_not_come_in_where_nothing_tells_which_rows_are_ours(realdata, places):
    lines = gzip.decompress((realdata / "health/epraccur.csv.gz").read_bytes()).splitlines(keepends=True)
    content = b"".join(lines[:400])
    bare = SimpleNamespace(settings=places[""].settings, layer=lambda _: None)
    sheet, got = read_file(content, "epraccur.csv", place=bare, kind=None)
    assert unaccounted(sheet, got) == []
    assert got.assets == ()
    assert {x.what for x in got.problems if x.row is not None} == {"closed", "not a GP practice", "not located"}
    _, got = read_file(content, "epraccur.csv", place=None, kind=None)
    assert len(got.assets) == len(sheet.rows)


def test_polling_stations_come_in_by_their_address_if_somebody_says_so(realdata, places):
    path = "services_bath/csv/POLLING_STATIONS_2015.csv"
    sheet, got = read(realdata, path, INDOOR, place=places[""], meanings={"Address": "name"})
    assert unaccounted(sheet, got) == []
    assert len(got.assets) + len({x.row for x in got.problems if x.what == "repeated"}) == 113


SPOILT = {
    "swapped": lambda x, y: (y, x), "sign": lambda x, y: (-x, y), "wrapped": lambda x, y: (x + 360, y),
    "decimal": lambda x, y: (round(x * 1e6), round(y * 1e6)),
    "metres": lambda x, y: tuple(round(z, 1) for z in transformer("EPSG:4326", "EPSG:27700").transform(x, y)),
}  # fmt: skip


@pytest.mark.parametrize("key", SPOILT)
def test_all_pubs_of_bath_come_back_to_their_doors_once_it_is_accepted(key, realdata, places):
    path = realdata / "services_bath/csv/Open_Pubs_-_Bath__North_East_Somerset.csv"
    rows = [x for x in csv.DictReader(path.read_text().splitlines()) if x["longitude"].startswith("-2.")]
    true = {x["fsa_id"]: (float(x["longitude"]), float(x["latitude"])) for x in rows}
    lines = ["ref,name,longitude,latitude"]
    for row in rows:
        x, y = SPOILT[key](*true[row["fsa_id"]])
        lines.append(f'{row["fsa_id"]},"{row["name"]}",{x},{y}')
    content = "\n".join(lines).encode()
    sheet, got = read_file(content, "pubs.csv", place=places[""], kind=INDOOR)
    assert unaccounted(sheet, got) == []
    assert (got.assets, {x.key for x in got.proposals}, len(got.proposals)) == ((), {key}, len(rows))
    assert f"all {len(rows)} rows" in next(x.mend for x in got.problems if x.row is None)
    _, got = read_file(content, "pubs.csv", place=places[""], kind=INDOOR, accepted={key})
    assert len(got.assets) == len(rows) == 172
    assert max(x.where.distance(Point(true[x.source_id])) for x in got.assets) < 0.00001


def test_a_post_office_has_its_hours(realdata, places):
    _, got = read(realdata, "services_bath/csv/Post_Office_Branches.csv", INDOOR, place=places[""])
    [corston] = [x for x in got.assets if x.name == "Corston"]
    assert corston.source_id == "6031"
    assert {day for span in corston.schedules for day in span.byday} >= {"MO", "TU"}
    assert all(x.schedules for x in got.assets)


def test_a_service_keeps_its_publisher_s_number_and_its_times(realdata, places):
    path = "directories/oruk_v3_mock/service_full.json"
    sheet, got = read(realdata, path, None, place=None)
    assert (got.assets, [x.key for x in got.proposals]) == ((), ["impossible"])
    sheet, got = read(realdata, path, None, place=None, accepted={"impossible"})
    assert unaccounted(sheet, got) == []
    [asset] = got.assets
    assert (asset.source_id, asset.kind, asset.where) == (
        "ac148810-d857-441c-9679-408f346de14b",
        "advice_and_help",
        None,
    )
    assert (asset.organisation, asset.min_age, asset.max_age) == ("Example Organization Inc.", 12, 100)
    assert asset.cost == "Under 18s and Over 60s: £35 per 1 hour session; fees_description"
    assert [(x.byday, x.opens_at, x.closes_at) for x in asset.schedules] == [(("TH", "FR"), "10:00", "18:00")]
    assert asset.contact_name == "Ann Persona, Reception Manager"


def test_street_support_has_hours_whole_names_and_postcodes(realdata, places):
    path = "directories/streetsupport_manchester_support_by_category.json"
    _, got = read(realdata, path, None, place=places["streetsupport"])
    first = got.assets[0]
    assert (first.name, first.postcode) == ("Reach Out to the Community", "M21 9AQ")
    assert first.address.startswith("Elliott's fruit and veg, Chorlton precinct")
    [span] = first.schedules
    assert (span.byday, span.opens_at, span.closes_at) == (("MO", "TU", "WE", "TH", "FR", "SA"), "07:30", "16:30")


def markdown():
    """Give the table for a page: `python -m tests.exchange.test_real_pack`."""
    lines = ["| file | rows | came in | joined | left out, and why |", "| --- | ---: | ---: | ---: | --- |"]
    for path, _, rows, came_in, joined, out, *_ in TABLE:
        why = ", ".join(f"{many:,} {what}" for what, many in out.items()) or "–"
        lines.append(f"| {path} | {rows:,} | {came_in:,} | {joined:,} | {why} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{markdown()}\n")
