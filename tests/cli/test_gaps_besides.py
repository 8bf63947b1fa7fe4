"""What `assetmap gaps` says besides: what if, what is fragile, how fair, who leads, for whom it is less."""

import pytest

from assetmap.place import open_place

KIND = ("--kind", "support group")


def test_fairness_fragility_and_who_leads_come_with_the_gaps(shell, made_once):
    asked = ("gaps", "--home", made_once, *KIND, "--fair", "--led", "--fragile", "--by", "2040-01-01")
    public = shell(*asked, "--json").json
    assert public["method"]["command"].endswith(" --fair --fragile --led --by 2040-01-01")
    assert public["fairness"]["by_decile"][0]["decile"] == 1
    assert set(public["led"]["assets"]["led"]) == {"ours", "others", "not_known", "nobody"}
    fragile = public["fragile"]
    assert fragile["tells_how_held"] is False
    assert fragile["assets"]
    assert all(x["not_known"] is None for x in fragile["assets"])
    assert {y["reason"] for x in fragile["assets"] for y in x["reasons"]} <= {"paused"}
    said = shell(*asked, "--audience", "partners", "--kind", "group or club")
    assert "would hurt most: " in " ".join(said.out.split())
    assert max(map(len, said.out.splitlines())) <= 100


def test_a_what_if_is_kept_compared_and_deleted(shell, town):
    place = open_place(town)
    some = [x.asset for x in place.store.read(statuses=["published"]) if x.asset.kind == "support_group"]
    code = some[0].short
    spot = next(x.where.centroid for x in some[1:] if x.where is not None)
    place.close()
    asked = ("gaps", "--home", town, *KIND, "--json")
    one = shell(*asked, "--without", code, f"--with={spot.y},{spot.x}", "--keep-as", "Move it", "--compare").json
    assert one["method"]["changed"]
    assert one["what_if"]["then"]["score"] != one["what_if"]["today"]["score"]
    [kept] = one["what_ifs"]["kept"]
    assert (kept["name"], kept["by"], kept["away"]) == ("Move it", "steward", 0)
    assert kept["score"] == one["what_if"]["then"]["score"]
    assert shell(*asked, "--forget", "move it").json["what_ifs"]["kept"] == []


def test_for_whom_it_is_less_is_said_with_a_lens_and_without_steps(shell, made_once):
    lens = shell("gaps", "--home", made_once, *KIND, "--lens", "language:pl", "--json").json["for_whom"]
    assert lens["sure"] <= lens["perhaps"] <= 1.0 + 1e-9
    said = shell("gaps", "--home", made_once, *KIND, "--profile", "step-free")
    assert "somebody who cannot take steps" in said.out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--without", "ZZZZZZ"),
        ("--with", "here"),
        ("--with", "40.0,-2.36"),
        ("--lens", "language:Polsh"),
        ("--by", "soon", "--fragile"),
        ("--keep-as", "Nothing"),
        ("--forget", "Nobody's"),
    ],
    ids=["code", "place", "far", "language", "day", "nothing", "unknown"],
)
def test_what_is_not_right_is_one_sentence(shell, made_once, wrong):
    said = shell("gaps", "--home", made_once, *KIND, *wrong)
    assert said.status != 0
    assert "Traceback" not in said.err
    assert f"[{wrong[0]}]" in said.err or f"[{wrong[0][2:]}]" in said.err or "nothing is supposed" in said.err


def test_a_place_is_added_of_the_kind_that_is_asked_for(shell, made_once):
    said = shell("gaps", "--home", made_once, "--with=50.72,-3.54")
    assert said.status != 0
    assert "--kind" in said.err
