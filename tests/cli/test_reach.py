"""`assetmap reach`: what it says, what it writes, and how it says that it cannot."""

import csv
import json
import shutil
import zipfile

import geopandas as gpd
import pytest

from assetmap.network import keep_graph, open_graph
from assetmap.network.from_lines import graph_from_lines
from assetmap.network.keeping import FOLDER
from assetmap.place import open_place

ROW = [
    "code", "name", "people", "homes", "homes_from", "share", "people_within", "nearest_min", "worst_min",
    "assets_median", "assets_most", "kinds", "score", "rank", "low", "high", "flags",
]  # fmt: skip


def with_streets(home):
    """Give a home its walk network, unless making it has."""
    if open_graph(home) is None:
        place = open_place(home)
        keep_graph(graph_from_lines(place.layer("streets"), crs=place.settings.metric_crs), home)
        place.close()
    return home


@pytest.fixture
def walked(town):
    return with_streets(town)


def test_a_row_an_area_and_how_it_was_counted(shell, walked):
    said = shell("reach", "--home", walked, "--kind", "green place", "--minutes", "10", "--json").json
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


def test_more_minutes_reach_more_people_and_the_slow_reach_fewer(shell, walked):
    def people(*more):
        said = shell("reach", "--home", walked, "--kind", "food help", "--json", *more).json
        return sum(row["people_within"] for row in said["areas"])

    assert people("--profile", "slow") < people() < people("--minutes", "25")


def test_the_sentence_comes_first_and_the_table_fits_a_terminal(shell, walked):
    said = shell("reach", "--home", walked, "--kind", "Green place", "--minutes", "5")
    lines = said.out.splitlines()
    assert lines[0].startswith("In ")
    assert lines[0].endswith("fewer than half of the people have a green place within 5 minutes' walk.")
    assert max(map(len, lines)) <= 100
    assert said.err.startswith("home: ")
    assert sum("Harbourside" in x for x in lines) == 1


def test_the_tables_hold_what_was_said(shell, walked, tmp_path):
    said = {}
    for ending in ("csv", "geojson", "parquet", "xlsx"):
        out = tmp_path / f"reach.{ending}"
        said[ending] = shell("reach", "--home", walked, "--kind", "green place", "--out", out, "--json").json["areas"]
        assert shell("reach", "--home", walked, "--out", out).status == 1
    shares = {row["code"]: row["share"] for row in said["csv"]}
    with (tmp_path / "reach.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert {x["code"]: float(x["share"]) for x in csv.DictReader(handle)} == shares
    features = json.loads((tmp_path / "reach.geojson").read_text(encoding="utf-8"))["features"]
    assert {x["id"]: x["properties"]["share"] for x in features} == shares
    assert all(x["geometry"]["type"] == "Polygon" for x in features)
    frame = gpd.read_parquet(tmp_path / "reach.parquet")
    assert dict(zip(frame["code"], frame["share"], strict=True)) == shares
    assert zipfile.is_zipfile(tmp_path / "reach.xlsx")


def test_what_is_for_partners_says_so_and_counts_more(shell, walked, tmp_path):
    public = shell("reach", "--home", walked, "--json").json["method"]
    out = tmp_path / "reach.geojson"
    said = shell("reach", "--home", walked, "--audience", "partners", "--out", out)
    assert said.out.startswith("For partners only.")
    assert "For partners only" in out.read_text(encoding="utf-8")
    partners = shell("reach", "--home", walked, "--audience", "partners", "--json").json["method"]
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
def test_what_cannot_be_asked_is_said_in_one_sentence(shell, walked, options, words):
    said = shell("reach", "--home", walked, *options)
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
