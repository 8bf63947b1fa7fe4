"""What the shell makes for partners says so, and what it makes for everybody holds nothing of theirs."""

import json

import pytest

HIDDEN = "Safe house for women and children"
MARK = "For partners only"
NEAR = "50.497,-3.19"


@pytest.mark.parametrize("ending", [".geojson", ".json", ".html", ".csv", ".gpkg"])
def test_a_file_for_partners_says_so_and_one_for_everybody_holds_none_of_theirs(shell, town, tmp_path, ending):
    made = {}
    for audience in ("public", "partners"):
        out = tmp_path / f"{audience}{ending}"
        assert shell("export", out, "--home", town, "--audience", audience).status == 0
        made[audience] = out.read_bytes()
    assert HIDDEN.encode() in made["partners"]
    assert not [x for x in (HIDDEN, MARK) if x.encode() in made["public"]]
    if ending != ".csv":  # its column says it
        assert MARK.encode() in made["partners"]
    assert b"7 Middle Road" not in made["partners"]  # its own door is nobody's


def test_what_is_found_and_printed_for_partners_says_so(shell, town, tmp_path):
    found = shell("find", "--near", NEAR, "--text", "safe house", "--audience", "partners", "--home", town)
    assert found.out.startswith(f"{MARK}.")
    assert HIDDEN in found.out
    said = shell("find", "--near", NEAR, "--text", "safe house", "--audience", "partners", "--home", town, "--json")
    assert json.loads(said.out)["audience"] == "partners"
    public = shell("find", "--near", NEAR, "--text", "safe house", "--home", town)
    assert HIDDEN not in public.out + shell("find", "--near", NEAR, "--home", town, "--limit", "300").out
    for audience in ("public", "partners"):
        page = tmp_path / f"{audience}.html"
        shell("print", "referral", "--near", NEAR, "--text", "safe house", "--audience", audience, "--out", page,
              "--home", town)  # fmt: skip
        assert (f"{MARK}: please do not hand this page on." in page.read_text()) == (audience == "partners")
