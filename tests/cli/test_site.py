"""`assetmap site`: where the next places should be."""

import csv
import json


def test_new_places_are_named_with_what_they_bring_and_how_good_the_choice_is(shell, made_once):
    said = shell("site", "--new", 2, "--kind", "growing space", "--minutes", 10, "--exact", "--home", made_once)
    assert said.status == 0
    assert said.out.startswith("A new growing space at ")
    assert "This is the best choice there is by what is on this map, and that is proven." in said.out
    assert "choosing 2 …" in said.err


def test_the_answer_is_one_json_object_and_a_file_of_points(shell, made_once, tmp_path):
    wishes = ("--new", 3, "--kind", "food help", "--candidates", "streets", "--worst-off-first", "--home", made_once)
    out = tmp_path / "new.geojson"
    said = shell("site", *wishes, "--out", out, "--json")
    result = json.loads(said.out)
    assert [x["number"] for x in result["sites"]] == [1, 2, 3]
    assert result["equity"]["cost"] is None or result["equity"]["cost"] >= 0
    assert result["method"]["command"].endswith("--candidates streets --worst-off-first")
    points = json.loads(out.read_text())["features"]
    assert [x["geometry"]["type"] for x in points] == ["Point"] * 3
    assert points[0]["geometry"]["coordinates"] == [result["sites"][0]["lon"], result["sites"][0]["lat"]]


def test_a_table_for_partners_says_so(shell, made_once, tmp_path):
    table = tmp_path / "new.csv"
    shell("site", "--new", 2, "--kind", "food help", "--audience", "partners", "--out", table, "--home", made_once)
    head, first, second = csv.reader(table.read_text(encoding="utf-8-sig").splitlines())
    assert (head[0], first[0], second[0]) == ("code", "1", "2")
    assert (head[-1], first[-1]) == ("audience", "For partners only")


def test_what_cannot_be_answered_is_one_sentence(shell, made_once, tmp_path):
    for wishes, sentence in (
        (("--new", 9999, "--kind", "growing space"), "there are only"),
        (("--new", 1, "--kind", "spaceport"), "not a kind in the vocabulary"),
        (("--new", 1, "--lens", "language:Polsh"), "Did you mean Polish?"),
        (("--new", 1, "--kind", "growing space", "--out", tmp_path / "x.doc"), "ends in no form"),
    ):
        said = shell("site", *wishes, "--home", made_once)
        assert said.status == 1
        assert sentence in said.err
        assert "Traceback" not in said.err
