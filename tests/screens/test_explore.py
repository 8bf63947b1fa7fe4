"""The screen's own questions, without a browser."""

from __future__ import annotations

import pytest

from assetmap.assets import Asset
from assetmap.screens.doors import MAIN
from assetmap.screens.explore import chosen_assets
from assetmap.search.index import Index

from .conftest import troubles

LUNCH = Asset(name="Chapel lunch", kind="food help", needs=("food",))
CLUB = Asset(name="Evening club", kind="group or club", description="We have lunch sometimes")
HILL = Asset(name="Beacon Hill", kind="hill or view")


def chosen(assets, **asked):
    return chosen_assets(assets, index=lambda: Index.of([HILL, CLUB, LUNCH], metric_crs="EPSG:27700"), **asked)


def test_without_words_and_chips_everything_stays_in_its_order():
    assert chosen([HILL, LUNCH, CLUB], words=" ", groups=[]) == [HILL, LUNCH, CLUB]


def test_chips_keep_their_kinds():
    assert chosen([HILL, LUNCH, CLUB], words="", groups=["outdoors", "groups_and_clubs"]) == [HILL, CLUB]


def test_words_put_the_best_fit_first():
    assert chosen([HILL, CLUB, LUNCH], words="lunch", groups=[]) == [LUNCH, CLUB]


def test_a_slip_is_forgiven_and_what_is_left_out_stays_out():
    assert chosen([LUNCH, CLUB, HILL], words="lumch", groups=[]) == [LUNCH, CLUB]
    assert chosen([CLUB, HILL], words="lunch", groups=[]) == [CLUB]


def test_a_word_that_only_speaks_of_a_filter_is_looked_for_as_it_stands():
    assert chosen([LUNCH, CLUB, HILL], words="free", groups=[]) == []


def test_nothing_fits_is_an_empty_list():
    assert chosen([HILL], words="lunch", groups=["health"]) == []


@pytest.mark.slow
def test_the_main_script_runs_and_says_what_is_missing(town, tmp_path, monkeypatch):
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "nowhere"))
    run = AppTest.from_file(str(MAIN), default_timeout=30).run()
    assert "cannot be opened just now" in troubles(run)[0]  # a folder of this machine is named to nobody else
    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    run = AppTest.from_file(str(MAIN), default_timeout=30).run()
    assert troubles(run) == []
    assert not run.exception
    assert run.text_input(key="words").label == "Find by words"
