"""The whole path on real published files: Bath and North East Somerset, from nothing to a printed page."""

import json
import subprocess
import sys

import geopandas as gpd
import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


def assetmap(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "assetmap", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer(*arguments):
    return json.loads(assetmap(*arguments, "--json"))


@pytest.fixture(scope="module")
def bath(realdata, tmp_path_factory):
    home = tmp_path_factory.mktemp("homes") / "bath"
    d = realdata
    report = answer(
        "setup", "--home", home, "--name", "Bath & North East Somerset",
        "--areas", d / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        "--deprivation", d / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz",
        "--postcodes", d / "postcodes/code_point_open_ba.csv.gz",
        "--postcodes", d / "postcodes/code_point_open_bs.csv.gz",
        "--population", d / "deprivation/File_6_-_IoD2019_Population_Denominators.csv.gz",
        "--lookup", d / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        "--streets", d / "streets/bath_ne_somerset_os_roads.geojson",
        "--green", d / "services_bath/os_greenspace_site.geojson",
        "--gates", d / "services_bath/os_greenspace_access_point.geojson",
    )  # fmt: skip
    return home, report


@pytest.fixture(scope="module")
def filled(bath, realdata):
    home, _ = bath
    services = realdata / "services_bath"
    return home, {
        name: answer("import", services / path, "--home", home, "--kind", kind, "--publish")
        for name, path, kind in (
            ("surgeries", "banes_gp_surgeries.geojson", "health service"),
            ("parks", "banes_gss_parks_recreation.geojson", "green place"),
            ("gardens", "csv/Community_Gardens.csv", "growing space"),
        )
    }


def test_all_118_neighbourhoods_join_their_deprivation(bath):
    _, report = bath
    assert report["areas"] == {"read": 118, "joined": 118, "unjoined": []}
    assert len(report["files"]) == 9


def test_the_councils_lists_come_in_whole(filled):
    _, reports = filled
    assert {name: report["added"] for name, report in reports.items()} == {"surgeries": 31, "parks": 69, "gardens": 8}
    assert len(reports["parks"]["repairs"]) == 3


def test_the_same_list_twice_adds_nothing(filled, realdata):
    home, _ = filled
    path = realdata / "services_bath/banes_gss_parks_recreation.geojson"
    again = answer("import", path, "--home", home, "--kind", "green place", "--publish")
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 69)


def test_the_gaps_in_growing_spaces_are_118_rows_whose_parts_multiply_out(filled):
    home, _ = filled
    said = answer("gaps", "--home", home, "--kind", "growing space", "--minutes", "15")
    assert len(said["areas"]) == 118
    for row in said["areas"]:
        assert row["people"] * row["need"] * row["shortfall"] == row["score"]
        assert row["low"] <= row["score"] <= row["high"]
    # Where the district's street data end: a twentieth of the ground that counts lies beyond.
    assert sum("edge" in row["flags"] for row in said["areas"]) == 23
    assert sum(row["rank"] is None for row in said["areas"]) == 23
    assert said["method"]["assets"] == 8
    [first] = [row for row in said["areas"] if row["rank"] == 1]
    assert (first["code"], first["shortfall"], first["need"]) == ("E01014390", 1.0, 1.0)
    assert sum("people_shared" in row["flags"] for row in said["areas"]) == 6


def test_the_six_nearest_are_printed_in_order_on_paper(filled, tmp_path):
    home, _ = filled
    found = answer("find", "--home", home, "--near", "BA2 3QE", "--limit", "6")
    assert len(found["assets"]) == 6
    assert all(row["distance_m"] < 1500 for row in found["assets"])
    assetmap("print", "referral", "--home", home, "--near", "BA2 3QE", "--limit", "6", "--out", tmp_path / "page.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "page.pdf").pages).split())
    places = [text.index(" ".join(row["name"].split())) for row in found["assets"]]
    assert places == sorted(places)
    assert "BA2 3QE" not in text


@pytest.mark.parametrize("near", ["BA99 9ZZ", "EX1 1AE", "BA2", "49.5,-8.0", "38.71,-9.14", ""])
def test_where_nobody_can_be_is_one_sentence(filled, near):
    home, _ = filled
    done = subprocess.run(
        [sys.executable, "-m", "assetmap", "find", "--home", home, "--near", near, "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert set(json.loads(done.stdout)) == {"error"}
    assert not near or near not in done.stdout + done.stderr


def test_the_shapefile_without_a_datum_lands_on_the_published_outlines(realdata, tmp_path):
    d = realdata
    home = tmp_path / "bath2011"
    report = answer(
        "setup", "--home", home, "--name", "Bath", "--district", "E06000022",
        "--areas", d / "boundaries/LSOA_2011_sw5forces_BGC_V2.zip",
        "--deprivation", d / "deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv.gz",
        "--deprivation", d / "deprivation/File_2_-_IoD2019_Domains_of_Deprivation.csv.gz",
    )  # fmt: skip
    assert (report["areas"]["read"], report["areas"]["joined"]) == (115, 115)
    ours = gpd.read_parquet(home / "layers/areas.parquet").to_crs(27700).set_index("code").sort_index()
    theirs = gpd.read_file(d / "boundaries/lsoa2011_bath_ne_somerset_bgc.geojson").to_crs(27700)
    theirs = theirs.set_index("LSOA11CD").sort_index()
    assert ours.geometry.hausdorff_distance(theirs.geometry, align=False).max() < 5
