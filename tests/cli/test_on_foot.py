"""`find` and `print referral` by minutes on foot, in the demo town with its own streets."""

from __future__ import annotations

import re
import shutil

import pytest

from assetmap.network import keep_graph, open_graph
from assetmap.network.from_lines import graph_from_lines
from assetmap.place import open_place


@pytest.fixture
def streets(town):
    """The demo town, with its streets to walk on."""
    if open_graph(town) is None:
        place = open_place(town)
        frame, crs = place.layer("streets"), place.settings.metric_crs
        place.close()
        keep_graph(graph_from_lines(frame, crs=crs), town)
    return town


def near_of(town):
    place = open_place(town)
    try:
        return place.layer("postcodes")["postcode"].iloc[40]
    finally:
        place.close()


def test_find_ranks_by_minutes_and_says_them(shell, streets):
    said = shell("find", "--home", streets, "--near", near_of(streets), "--limit", "12", "--json")
    found = said.json
    rows = found["assets"]
    assert {"profile", "minutes", "not_known", "why_not_on_foot"} <= set(found)
    assert found["origin"]["snapped_m"] is not None
    minutes = [row["walk_min"] for row in rows]
    shown = [max(1, int(x + 0.5)) for x in minutes]
    scores = [2 ** (-x / 15) * (0.85 if row["overdue"] else 1) for x, row in zip(shown, rows, strict=True)]
    assert scores == sorted(scores, reverse=True)
    assert any(row["way"] for row in rows)
    for row in rows:
        assert row["walk_m"] is None or row["walk_m"] + 1 >= row["distance_m"]
        assert row["walk_min"] == round(row["walk_min"], 1)
    words = shell("find", "--home", streets, "--near", near_of(streets), "--limit", "12").out
    assert "minutes' walk, " in words


def test_only_so_many_minutes_and_another_profile(shell, streets):
    near = near_of(streets)
    ask = ("find", "--home", streets, "--near", near, "--limit", "300", "--json")
    within = shell(*ask, "--minutes", "10").json
    assert within["minutes"] == 10
    assert within["assets"]
    assert all(row["walk_min"] <= 10 for row in within["assets"])
    slow = shell(*ask, "--minutes", "10", "--profile", "slow").json
    assert slow["profile"] == "slow"
    assert len(slow["assets"]) < len(within["assets"])
    assert {row["id"] for row in slow["assets"]} <= {row["id"] for row in within["assets"]}
    step_free = shell(*ask, "--profile", "step-free")
    assert step_free.status == 0
    assert shell(*ask, "--profile", "flying").status != 0


def test_an_origin_far_from_any_street_is_told_so_and_nothing_typed_is(shell, streets):
    far = shell("find", "--home", streets, "--near", "50.3001,-3.9002", "--json")
    if far.status == 0:  # what lies outside of the place may be turned away before
        assert "street" in far.err
        assert far.json["origin"]["snapped_m"] is None
        assert far.json["why_not_on_foot"]
    assert "50.3001" not in far.err


def test_where_there_are_no_streets_minutes_are_not_made_up(shell, town):
    shutil.rmtree(town / "network", ignore_errors=True)
    (town / "layers" / "streets.parquet").unlink()
    said = shell("find", "--home", town, "--near", near_of(town), "--minutes", "10", "--json")
    assert "no streets to walk on" in said.err
    assert said.json["assets"] == []
    assert said.json["not_known"]
    assert all(row["walk_min"] is None and row["distance_m"] <= 800 for row in said.json["not_known"])


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_page_says_minutes_and_the_way(shell, streets, tmp_path, form):
    out = tmp_path / f"page.{form}"
    done = shell("print", "referral", "--home", streets, "--near", near_of(streets), "--limit", "4", "--minutes", "30",
                 "--out", out)  # fmt: skip
    assert done.status == 0, done.err
    if form == "pdf":
        from pypdf import PdfReader

        text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    else:
        text = out.read_text(encoding="utf-8").replace("&#x27;", "'")
    assert "minutes' walk" in " ".join(text.split())
    assert "Way there:" in text


def test_without_you_are_here_the_page_has_no_way_from_there(shell, streets, tmp_path):
    out = tmp_path / "page.html"
    done = shell("print", "referral", "--home", streets, "--near", near_of(streets), "--limit", "4", "--hide-here",
                 "--out", out)  # fmt: skip
    assert done.status == 0, done.err
    text = out.read_text(encoding="utf-8")
    assert "minutes&#x27; walk" in text
    assert not re.search(r"(North|South|East|West)[a-z-]* (along|by) |Dotted lines", text)
