"""`assetmap gaps`: what it says, what it writes, and how it says that it cannot."""

import csv
import json

import pytest

ROW = [
    "code", "name", "ward", "called", "people", "homes", "here", "within", "without", "unlisted", "supply",
    "shortfall", "decile", "need", "score", "rank", "low", "high", "rank_low", "rank_high", "flags",
]  # fmt: skip


def multiplies_out(row):
    if row["score"] is None:
        return None in (row["people"], row["need"], row["shortfall"])
    return row["people"] * row["need"] * row["shortfall"] == row["score"]


def test_every_part_is_said_and_they_multiply_out(shell, made_once):
    said = shell("gaps", "--home", made_once, "--kind", "growing space", "--minutes", "10", "--json").json
    assert set(said) >= {"areas", "place", "method", "sources"}
    assert len(said["areas"]) == 24
    assert list(said["areas"][0]) == ROW
    for row in said["areas"]:
        assert multiplies_out(row)
        if row["rank"] is not None:
            assert row["low"] <= row["score"] <= row["high"]
            assert row["rank_low"] <= row["rank"] <= row["rank_high"]
    method = said["method"]
    assert (method["minutes"], method["kinds"], method["score"]) == (10, ["growing space"], "people × need × shortfall")
    assert method["command"] == "assetmap gaps --kind 'growing space' --minutes 10 --index imd_without_barriers"
    assert method["version"]
    assert method["on"]
    assert method["index"]
    assert len(method["does_not_say"]) > 4
    assert {x["layer"] for x in said["sources"]} >= {"areas", "postcodes", "population", "streets", "deprivation"}


def test_the_sentence_comes_first_and_the_table_fits_a_terminal(shell, made_once):
    said = shell("gaps", "--home", made_once, "--kind", "Growing space")
    lines = said.out.splitlines()
    assert lines[0].startswith("Growing spaces within 15 minutes' walk: the largest gaps are in ")
    assert max(map(len, lines)) <= 100
    assert said.err.startswith("home: ")
    assert sum("Harbourside" in x for x in lines[2:]) == 1
    assert " ".join(said.out.split()).endswith(
        "Again: assetmap gaps --kind 'growing space' --minutes 15 --index imd_without_barriers"
    )


def test_a_need_an_index_a_profile_and_a_lens_can_be_asked_for(shell, made_once):
    plain = shell("gaps", "--home", made_once, "--json").json
    alone = shell("gaps", "--home", made_once, "--index", "none", "--json").json
    assert {row["need"] for row in alone["areas"]} == {1.0}
    assert alone["method"]["index"] is None
    some = shell("gaps", "--home", made_once, "--need", "Meeting people", "--profile", "slow", "--decay", "within",
                 "--lens", "no_id", "--json").json  # fmt: skip
    assert some["method"]["assets"] < plain["method"]["assets"]
    assert some["method"]["lens_not_known"] > 0
    assert some["method"]["command"] == (
        "assetmap gaps --need 'meeting people' --minutes 15 --profile slow --index imd_without_barriers "
        "--decay within --lens no_id"
    )


def test_the_tables_hold_what_was_said(shell, made_once, tmp_path):
    said = {}
    for ending in ("csv", "geojson"):
        out = tmp_path / f"gaps.{ending}"
        said[ending] = shell("gaps", "--home", made_once, "--kind", "green place", "--out", out, "--json").json["areas"]
    assert shell("gaps", "--home", made_once, "--out", out).status == 1  # it is already there
    scores = {row["code"]: row["score"] for row in said["csv"]}
    with (tmp_path / "gaps.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {x["code"]: float(x["score"]) for x in rows} == scores
    assert all(float(x["people"]) * float(x["need"]) * float(x["shortfall"]) == float(x["score"]) for x in rows)
    features = json.loads((tmp_path / "gaps.geojson").read_text(encoding="utf-8"))["features"]
    assert {x["id"]: x["properties"]["score"] for x in features} == scores


def test_what_is_for_partners_says_so(shell, made_once, tmp_path):
    out = tmp_path / "gaps.geojson"
    said = shell("gaps", "--home", made_once, "--audience", "partners", "--out", out)
    assert said.out.startswith("For partners only.")
    assert "For partners only" in out.read_text(encoding="utf-8")
    assert "--audience partners" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--minutes", "500"], "1 to 60"),
        (["--profile", "flying"], "profile"),
        (["--index", "wealth"], "index"),
        (["--out", "gaps.doc"], ".xlsx"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(shell, made_once, options, words):
    said = shell("gaps", "--home", made_once, *options)
    assert said.status == 1
    [line] = [x for x in said.err.splitlines() if x.startswith("assetmap:")]
    assert words in line
    assert said.out == ""
