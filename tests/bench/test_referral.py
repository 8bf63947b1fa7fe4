"""The benchmark of the referral, in short form: its rows are true, whatever the time."""

import math

import pytest

from assetmap.bench import BENCHMARKS
from assetmap.bench.referral import finding, pages, seen, town
from assetmap.bench.screens import browser
from assetmap.search.index import Index


def test_ours_and_the_peers_find_the_same_best():
    slow, built, memory, *against = finding.rows(size=800)
    assert [row.peer for row in against] == list(finding.GOALS)
    for row in against:
        assert row.equal is True
        assert math.isclose(row.ratio, row.theirs / row.ours)
        assert row.unit == "ms"
    assert (slow.goal, built.goal, memory.unit) == ("≤ 5 ms", "≤ 10 s", "MB")
    assert "referral" in BENCHMARKS


def test_invented_assets_are_the_same_every_time_and_sound():
    one, other = town.assets(40), town.assets(40)
    assert one == other
    for asset in one:
        assert asset.changed() == asset


def test_a_town_of_one_is_found_in():
    index = Index.of(town.assets(1), metric_crs=town.METRIC)
    assert len(list(finding._questions(index, many=3))) == 3


@pytest.mark.parametrize("text", [text for text, _ in finding._ASKED])
def test_each_question_is_understood_as_typed(text):
    from assetmap.search.meaning import read

    index = Index.of(town.assets(400), metric_crs=town.METRIC)
    asked = read(text, known=index.words)
    assert not asked.against
    assert bool(asked.words) == bool(text)


def test_large_print_and_arabic_hold_what_the_plain_page_holds():
    for row in pages.rows(streets=60, turns=1):
        assert row.equal is True
        assert row.goal == "≤ 2 ×"
        assert math.isclose(row.ratio, row.theirs / row.ours)


def test_without_a_browser_the_row_says_so(monkeypatch, tmp_path):
    def none():
        raise browser.NoBrowserError("playwright is not installed")

    monkeypatch.setattr(browser, "browser", none)
    monkeypatch.setattr(seen.town, "home", lambda *_, **__: tmp_path)
    [row] = seen.rows()
    assert (row.ours, row.equal, row.note) == (None, None, "playwright is not installed")
