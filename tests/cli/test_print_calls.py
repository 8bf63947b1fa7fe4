"""`assetmap print calls`, and that what is printed for somebody is counted once."""

from __future__ import annotations

import pytest

from assetmap import contributions
from assetmap.contributions.ringing import due
from assetmap.freshness import today
from assetmap.place import open_place


@pytest.fixture
def place(town):
    made = open_place(town)
    yield made
    made.close()


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_sheet_holds_what_is_due_in_its_order(shell, town, place, tmp_path, form):
    out = tmp_path / f"calls.{form}"
    said = shell("print", "calls", "--home", town, "--limit", "3", "--out", out, "--json")
    assert said.status == 0, said.err
    asked = due(place.store, on=today(), audience="public")
    assert said.json == {
        "file": out.name, "calls": 3, "due": asked.ringing + asked.walking, "not_public": 1, "later": 0,
        "unprintable": [],
    }  # fmt: skip
    assert out.read_bytes()[:4] == (b"%PDF" if form == "pdf" else b"<!do")
    if form == "html":
        text = out.read_text(encoding="utf-8").replace("\xa0", " ")
        at = [text.index(f"{number}. {row.asset.name}") for number, row in enumerate(asked.to_ring[:3], start=1)]
        assert at == sorted(at)
    assert "more that not everybody may see" in said.err


def test_a_file_that_is_there_stays_without_force_and_the_ending_says_what_it_is(shell, town, tmp_path):
    out = tmp_path / "calls.html"
    assert shell("print", "calls", "--home", town, "--out", out).status == 0
    assert shell("print", "calls", "--home", town, "--out", out).status == 1
    assert shell("print", "calls", "--home", town, "--out", out, "--force").status == 0
    assert "ends in .pdf or .html" in shell("print", "calls", "--home", town, "--out", tmp_path / "calls.doc").err


def test_none_due_makes_a_sheet_that_says_so(shell, town, place, tmp_path):
    for row in place.store.read():
        if row.asset.status in {"published", "paused"}:
            contributions.close(place.store, row.asset.id, by="steward")
    out = tmp_path / "calls.html"
    said = shell("print", "calls", "--home", town, "--out", out, "--json")
    assert (said.json["calls"], said.json["due"]) == (0, 0)
    assert "Nothing is due today." in out.read_text(encoding="utf-8")


def test_what_is_printed_for_somebody_is_counted_once_and_a_sheet_of_calls_is_not(shell, town, place, tmp_path):
    assert place.store.calls.counts(since=today()) == {}
    row = due(place.store, on=today(), audience="public").to_ring[-1]
    referral = ("print", "referral", "--home", town, "--assets", row.asset.short, "--out", tmp_path / "a.html")
    assert shell(*referral).status == 0
    assert shell(*referral).status == 1  # there already: no second page was made
    assert place.store.calls.counts(since=today()) == {row.asset.id: 1}
    assert shell("print", "calls", "--home", town, "--out", tmp_path / "calls.html").status == 0
    assert place.store.calls.counts(since=today()) == {row.asset.id: 1}
    assert due(place.store, on=today(), audience="public").to_ring[0].asset.id == row.asset.id
