"""`assetmap reach`: what it says, what it writes, and how it says that it cannot."""

import csv
import json
import shutil
import zipfile

import geopandas as gpd
import pytest

from assetmap.network.keeping import FOLDER

ROW = [
    "code", "name", "people", "homes", "homes_from", "share", "people_within", "nearest_min", "worst_min",
    "assets_median", "assets_most", "kinds", "score", "rank", "low", "high", "flags",
]  # fmt: skip


def test_a_row_an_area_and_how_it_was_counted(shell, town):
    said = shell("reach", "--home", town, "--kind", "green place", "--minutes", "10", "--json").json
    assert set(said) >= {"areas", "method", "sources"}
    assert len(said["areas"]) == 24
    assert list(said["areas"][0]) == ROW
    for row in said["areas"]:
        assert row["score"] == row["share"]
        assert row["low"] <= row["share"] <= row["high"]
        assert (row["share"] == 0) <= (row["people_within"] == 0)
        assert list(row["kinds"]) == ["green place"]
        assert row["homes_from"] == "postcodes"
    assert min(row["rank"] for row in said["areas"]) == 1
    method = said["method"]
    assert (method["minutes"], method["profile"], method["metres_a_minute"]) == (10, "walking", 80)
    assert method["version"]
    assert method["on"]
    assert len(method["does_not_say"]) > 3
    assert {x["layer"] for x in said["sources"]} == {"areas", "postcodes", "population", "streets"}


def test_more_minutes_reach_more_people_and_the_slow_reach_fewer(shell, town):
    def people(*more):
        said = shell("reach", "--home", town, "--kind", "food help", "--json", *more).json
        return sum(row["people_within"] for row in said["areas"])

    assert people("--profile", "slow") < people() < people("--minutes", "25")


def test_the_sentence_comes_first_and_the_table_fits_a_terminal(shell, town):
    said = shell("reach", "--home", town, "--kind", "Green place", "--minutes", "5")
    lines = said.out.splitlines()
    assert lines[0].startswith("In ")
    assert lines[0].endswith("fewer than half of the people have a green place within 5 minutes' walk.")
    assert max(map(len, lines)) <= 100
    assert said.err.startswith("home: ")
    assert sum("Harbourside" in x for x in lines) == 1


def test_the_tables_hold_what_was_said(shell, town, tmp_path):
    said = {}
    for ending in ("csv", "geojson", "parquet", "xlsx"):
        out = tmp_path / f"reach.{ending}"
        said[ending] = shell("reach", "--home", town, "--kind", "green place", "--out", out, "--json").json["areas"]
        assert shell("reach", "--home", town, "--out", out).status == 1
    shares = {row["code"]: row["share"] for row in said["csv"]}
    with (tmp_path / "reach.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert {x["code"]: float(x["share"]) for x in csv.DictReader(handle)} == shares
    features = json.loads((tmp_path / "reach.geojson").read_text(encoding="utf-8"))["features"]
    assert {x["id"]: x["properties"]["share"] for x in features} == shares
    assert all(x["geometry"]["type"] == "Polygon" for x in features)
    frame = gpd.read_parquet(tmp_path / "reach.parquet")
    assert dict(zip(frame["code"], frame["share"], strict=True)) == shares
    assert zipfile.is_zipfile(tmp_path / "reach.xlsx")


def test_what_is_for_partners_says_so_and_counts_more(shell, town, tmp_path):
    public = shell("reach", "--home", town, "--json").json["method"]
    out = tmp_path / "reach.geojson"
    said = shell("reach", "--home", town, "--audience", "partners", "--out", out)
    assert said.out.startswith("For partners only.")
    assert "For partners only" in out.read_text(encoding="utf-8")
    partners = shell("reach", "--home", town, "--audience", "partners", "--json").json["method"]
    assert partners["assets"] + partners["without_a_place"] > public["assets"] + public["without_a_place"]
    assert public["about"] > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "zeppelin hangar"], "kind"),
        (["--minutes", "0"], "1 to 120"),
        (["--minutes", "500"], "1 to 120"),
        (["--profile", "flying"], "profile"),
        (["--out", "reach.doc"], ".xlsx"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(shell, town, options, words):
    said = shell("reach", "--home", town, *options)
    assert said.status == 1
    [line] = [x for x in said.err.splitlines() if x.startswith("assetmap:")]
    assert words in line
    assert said.out == ""


def test_a_place_without_streets_says_so_in_one_sentence(shell, town):
    shutil.rmtree(town / FOLDER, ignore_errors=True)
    (town / "layers" / "streets.parquet").unlink()
    said = shell("reach", "--home", town, "--json")
    assert said.status == 1
    assert "streets" in json.loads(said.out)["error"]


@pytest.mark.realdata
def test_rutland_and_its_postcodes_over_openstreetmap(shell, realdata, tmp_path):
    home = tmp_path / "rutland"
    made = shell(
        "setup", "--home", home, "--name", "Rutland",
        "--areas", realdata / "boundaries/lsoa2021_rutland_bsc.geojson",
        "--postcodes", realdata / "postcodes/code_point_open_rutland.csv.gz",
        "--osm", realdata / "osm/rutland_2022.osm.pbf",
    )  # fmt: skip
    assert made.status == 0
    green = gpd.read_parquet(home / "layers" / "green.parquet")
    named = green[green["name"].fillna("") != ""].drop_duplicates("name")
    named[["name", "geometry"]].to_file(tmp_path / "green.geojson", driver="GeoJSON")
    assert shell("import", tmp_path / "green.geojson", "--home", home, "--publish", "--kind", "green place").status == 0
    said = shell("reach", "--home", home, "--kind", "green place", "--json").json
    assert len(said["areas"]) == 26
    assert {row["homes_from"] for row in said["areas"]} == {"postcodes"}
    assert said["method"]["assets"] == len(named) > 20
    known = [row for row in said["areas"] if row["share"] is not None]
    assert len(known) == 26
    assert 0.2 < sum(row["share"] for row in known) / 26 < 1
    assert all(row["people"] is None and row["people_within"] is None for row in known)
    assert max(row["homes"] for row in known) > 50


@pytest.mark.realdata
def test_bath_over_ordnance_survey_roads_says_that_it_cannot_know_steps(shell, realdata, tmp_path):
    home = tmp_path / "bath"
    made = shell(
        "setup", "--home", home, "--name", "Bath",
        "--areas", realdata / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        "--population", next((realdata / "deprivation").glob("File_6*")),
        "--lookup", realdata / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        "--postcodes", realdata / "postcodes/code_point_open_ba.csv.gz",
        "--streets", realdata / "streets/bath_ne_somerset_os_roads.geojson",
        "--gates", realdata / "services_bath/os_greenspace_access_point.geojson",
    )  # fmt: skip
    assert made.status == 0
    for name in ("banes_gss_parks_recreation", "banes_inspire_libraries"):
        assert shell("import", realdata / f"services_bath/{name}.geojson", "--home", home, "--publish",
                     "--kind", "green place" if "parks" in name else "indoor place").status == 0  # fmt: skip
    said = shell("reach", "--home", home, "--kind", "green place", "--profile", "step-free", "--json").json
    assert len(said["areas"]) == 118
    assert all("steps_not_known" in row["flags"] and row["low"] is None for row in said["areas"] if row["homes"])
    # Keynsham and Chew have no BA postcode: people there are counted along the streets, and that is said.
    taken = [row["homes_from"] for row in said["areas"]]
    assert taken.count("streets") == 25
    assert taken.count("postcodes") == 93
    assert all(row["people"] > 500 for row in said["areas"])
    text = shell("reach", "--home", home, "--kind", "green place").out
    assert " of 118 neighbourhoods fewer than half" in text
    assert max(map(len, text.splitlines())) <= 100
