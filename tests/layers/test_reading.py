"""Official files are read however they are packed, and strange ones are named for what they are."""

import gzip
import json
import zipfile

import pytest

from assetmap.errors import LayerError
from assetmap.layers import check, read

FILE1 = (
    "\ufeffLSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),"
    "Index of Multiple Deprivation (IMD) Rank,Index of Multiple Deprivation (IMD) Decile\r\n"
    'E01000001,City of London 001A,E09000001,City of London,"29,199",9\r\n'
    'E01000002,City of London 001B,E09000001,City of London,"30,379",10\r\n'
)
POINTS = (
    '"BA1 0AA",10,375350,164482,"E92000001","E19000002","E18000010","","E06000022","E05012471"\n'
    '"BA1 0AD",10,375360,164490,"E92000001","E19000002","E18000010","","E06000022","E05012471"\n'
)
ROADS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "1", "distname": "Sea Road", "classifica": "Local Road"},
            "geometry": {"type": "LineString", "coordinates": [[-2.4, 51.3], [-2.39, 51.3]]},
        }
    ],
}


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def _zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_byte_order_mark_and_thousands_commas_are_read_through(put):
    reading = read(put("file1.csv", FILE1), feeds=("deprivation",))
    frame, problems = check(reading.frame, reading.card)
    assert reading.card.key == "imd2019_file1"
    assert reading.rows == 2
    assert frame["code"].tolist() == ["E01000001", "E01000002"]
    assert frame["imd_rank"].tolist() == [29199, 30379]
    assert problems == []


def test_gzip_and_zip_are_read_like_the_plain_file(put, tmp_path):
    plain = read(put("a.csv", FILE1), feeds=("deprivation",)).frame
    packed = read(put("a.csv.gz", gzip.compress(FILE1.encode())), feeds=("deprivation",)).frame
    zipped = read(_zipped(tmp_path / "a.zip", {"in/a.csv": FILE1}), feeds=("deprivation",)).frame
    assert plain.equals(packed)
    assert plain.equals(zipped)


def test_an_ending_that_lies_does_not_matter(put):
    assert read(put("a.xlsx", gzip.compress(FILE1.encode())), feeds=("deprivation",)).rows == 2


def test_the_tables_of_the_publishers_zip_are_read_as_one_and_its_papers_passed_over(tmp_path):
    other = POINTS.replace("BA1", "BS1")
    members = {"Doc/licence.txt": "a licence\n", "Data/CSV/ba.csv": POINTS, "Data/CSV/bs.csv": other}
    reading = read(_zipped(tmp_path / "codepo_gb.zip", members), feeds=("postcodes",))
    assert reading.card.key == "code_point_open"
    assert reading.frame["postcode"].tolist() == ["BA1 0AA", "BA1 0AD", "BS1 0AA", "BS1 0AD"]


def test_windows_text_is_read(put):
    text = FILE1.removeprefix("\ufeff").replace("City of London 001A", "Château 001A").encode("cp1252")
    reading = read(put("a.csv", text), feeds=("deprivation",))
    assert reading.frame["LSOA name (2011)"].iloc[0] == "Château 001A"


def test_a_row_with_too_few_cells_is_passed_over_and_counted(put):
    reading = read(put("a.csv", FILE1 + "E01000003,short\r\n"), feeds=("deprivation",))
    assert len(reading.frame) == 2
    assert reading.rows == 3
    assert "1 rows have too many or too few cells" in reading.notes[0]


def test_geojson_and_geopackage_are_read_and_their_card_found(put, tmp_path):
    import geopandas as gpd

    path = put("roads.geojson", json.dumps(ROADS))
    reading = read(path, feeds=("streets",))
    assert reading.card.key == "os_open_map_roads"
    gpd.read_file(path).to_file(tmp_path / "roads.gpkg")
    assert read(tmp_path / "roads.gpkg", feeds=("streets",)).card.key == "os_open_map_roads"
    gpd.read_file(path).to_file(tmp_path / "roads.shp")
    assert read(tmp_path / "roads.shp", feeds=("streets",)).rows == 1


def test_a_window_passes_over_what_lies_elsewhere_and_still_counts_it(put):
    path = put("roads.geojson", json.dumps(ROADS))
    reading = read(path, feeds=("streets",), within=(0, 0, 1, 1))
    assert len(reading.frame) == 0
    assert reading.rows == 1


def test_a_missing_column_is_named_with_the_headings_found_and_the_nearest_card(put):
    spoilt = FILE1.replace("Index of Multiple Deprivation (IMD) Decile", "Tenth")
    with pytest.raises(LayerError) as raised:
        read(put("a.csv", spoilt), feeds=("deprivation",))
    said = str(raised.value)
    assert "“Index of Multiple Deprivation (IMD) Decile”" in said
    assert "“Tenth”" in said
    assert "File 1" in said
    assert "\ufeff" not in said


def test_a_file_for_another_option_is_sent_there(put):
    with pytest.raises(LayerError, match="give it with --deprivation"):
        read(put("a.csv", FILE1), feeds=("population",))


def test_a_table_given_for_a_map_says_that_a_map_is_needed(put):
    with pytest.raises(LayerError, match="a map of outlines"):
        read(put("a.csv", "LSOA21CD,LSOA21NM\nE01000001,City\n"), feeds=("areas",))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"  \n \n", "is empty"),
        ("a.csv", FILE1.split("\r\n", 1)[0] + "\r\n", "headings and no rows"),
        ("a.csv", b"%PDF-1.7 ...", "a PDF document"),
        ("a.geojson", b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        ("a.csv", b"<!DOCTYPE html><html>sign in</html>", "a web page"),
        ("a.csv", b"<?xml version='1.0'?><OGRVRTDataSource/>", "XML"),
        ("a.csv", b"abc\x00\x01\x02", "not a table or a map"),
        ("a.csv.gz", gzip.compress(FILE1.encode(), mtime=0)[:60], "damaged"),
        ("a.zip", b"PK\x03\x04 and then nothing", "damaged"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [', "seems cut short"),
        ("a.geojson", b'{"type": "FeatureCollection"}}', "not a map that can be read"),
        ("a.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c", "give it with --osm"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(put, name, content, said):
    with pytest.raises(LayerError, match=said):
        read(put(name, content), feeds=("deprivation",))


def test_a_workbook_is_to_be_saved_as_csv(tmp_path):
    path = _zipped(tmp_path / "File_2.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    with pytest.raises(LayerError, match="save the sheet as CSV"):
        read(path, feeds=("deprivation",))


_LINK = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}


@pytest.mark.parametrize(
    "crs",
    [
        json.dumps(_LINK),
        json.dumps(dict(reversed(_LINK.items()))),
        json.dumps(_LINK).replace("type", "\\u0074ype"),
        json.dumps({"type": "name", "properties": {"name": "http://127.0.0.1:9/crs"}}),
        json.dumps({"type": "x", "properties": {}, "padding": "x" * 9_000}),
    ],
    ids=["link", "link from behind", "link in numbers", "name that is an address", "long"],
)
@pytest.mark.parametrize("member", ["crs", "\\u0063rs"])
def test_a_coordinate_system_behind_a_link_is_not_fetched(put, crs, member):
    linked = f'{json.dumps(ROADS)[:-1]}, "{member}": {crs}}}'
    with pytest.raises(LayerError, match="not followed"):
        read(put("a.geojson", linked), feeds=("streets",))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::27700", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_a_coordinate_system_by_its_name_is_taken(put, name):
    named = {**ROADS, "crs": {"type": "name", "properties": {"name": name}}}
    assert len(read(put("a.geojson", json.dumps(named)), feeds=("streets",)).frame)


_VRT = '<OGRVRTDataSource><OGRVRTLayer name="lines"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'  # noqa: E501  # one line of a file


@pytest.mark.parametrize("inside", ["a.gpkg", "a.shp"])
def test_a_map_in_a_zip_that_is_none_is_not_opened(tmp_path, inside):
    with pytest.raises(LayerError, match="is no map, whatever its name says"):
        read(_zipped(tmp_path / "a.zip", {inside: _VRT}), feeds=("streets",))


def test_json_that_is_a_command_or_holds_one_is_refused(put):
    for content in ('{"type": "gdal_streamed_alg", "command_line": "gdal vector"}', f'{{"a": "{_VRT}"}}'):
        with pytest.raises(LayerError, match="never followed"):
            read(put("a.geojson", content), feeds=("streets",))


def test_a_file_that_is_not_there_and_a_folder_are_said(tmp_path):
    with pytest.raises(LayerError, match=r"there is no file gone\.csv"):
        read(tmp_path / "gone.csv", feeds=("areas",))
    with pytest.raises(LayerError, match="is a folder"):
        read(tmp_path, feeds=("areas",))


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("file", "feed", "key", "rows"),
    [
        ("deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv.gz", "deprivation", "imd2019_file1", 32844),
        ("deprivation/File_2_-_IoD2019_Domains_of_Deprivation.csv.gz", "deprivation", "imd2019_file2", 32844),
        ("deprivation/File_6_-_IoD2019_Population_Denominators.csv.gz", "population", "imd2019_file6", 32844),
        ("deprivation/IoD2025_File_7_rebuilt_England.csv.gz", "deprivation", "iod2025_file7", 33755),
        ("deprivation/SIMD2020_scotland_dz11_converted.csv.gz", "deprivation", "simd2020", 6976),
        ("deprivation/SVI2018_US_COUNTY.csv.gz", "deprivation", "svi2018_county", 3142),
        ("deprivation/CIMD_Variables_canada_da.csv.gz", "deprivation", "cimd2016", 54368),
        ("boundaries/LSOA_2011_sw5forces_BGC_V2.zip", "areas", "lsoa2011_boundaries", 3281),
        ("boundaries/lsoa2021_rutland_bsc.geojson", "areas", "lsoa2021_boundaries", 26),
        ("lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz", "lookup", "lsoa_2011_2021_lookup", 35795),
        ("lookups/lookup_lsoa21_ward24_ltla24.csv.gz", "lookup", "lsoa2021_wards", 35672),
        ("postcodes/code_point_open_ba.csv.gz", "postcodes", "code_point_open", 15513),
        ("postcodes/code_point_open_oxford.csv.gz", "postcodes", "code_point_open", 3696),
        ("postcodes/PCD_OA_LSOA_MSOA_LAD_MAY22_cut.csv.gz", "postcodes", "ons_postcode_lookup", 76872),
        ("streets/bath_ne_somerset_os_roads.geojson", "streets", "os_open_map_roads", 9015),
        ("services_bath/os_greenspace_site.geojson", "green", "os_open_greenspace_sites", 520),
        ("services_bath/os_greenspace_access_point.geojson", "gates", "os_open_greenspace_gates", 808),
        ("services_bath/os_place_names.geojson", "names", "os_open_map_names", 936),
    ],
)
def test_published_files_are_recognised_and_every_row_keeps_to_the_card(realdata, file, feed, key, rows):
    reading = read(realdata / file, feeds=(feed,))
    assert reading.card.key == key
    assert reading.rows == rows
    frame, problems = check(reading.frame, reading.card)
    assert len(frame) == rows
    assert [x for x in problems if not x.kept] == []


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("deprivation/IoD2015_BANES_File_7_style.csv", "2019"),
        ("health/epraccur.csv.gz", "Headings found"),
    ],
)
def test_published_files_without_a_card_are_refused_and_not_taken_for_another(realdata, file, said):
    with pytest.raises(LayerError, match=said):
        read(realdata / file, feeds=("deprivation",))
