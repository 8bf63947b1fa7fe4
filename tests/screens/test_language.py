"""The language of the app is chosen above every screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assetmap.screens.doors import MAIN
from assetmap.screens.doors.tongue import asked_in
from assetmap.screens.language import language
from assetmap.wording import spoken

from .conftest import troubles


@pytest.fixture
def run(town, monkeypatch) -> AppTest:
    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    return AppTest.from_file(str(MAIN), default_timeout=60).run()


def said(run: AppTest) -> str:
    return " ".join(x.label for x in (*run.button, *run.selectbox, *run.text_input))


def test_the_screen_speaks_what_is_chosen_and_says_that_no_native_reader_has_checked_it(run):
    assert not troubles(run)
    assert "Find by words" in said(run)
    run.selectbox(key="language").select("cy").run()
    assert not troubles(run)
    assert "Find by words" not in said(run)
    assert "Chwilio â geiriau" in said(run)
    unread = [x.proto.body for x in run.get("html") if "unread" in x.proto.body and "<style>" not in x.proto.body]
    assert len(unread) == 1
    assert 'lang="cy"' in unread[0]


def test_where_nobody_looks_english_is_spoken():
    assert language() == spoken() == "en"


def test_a_door_answers_in_a_language_of_the_browser_that_is_ours():
    assert asked_in({"accept-language": "pl-PL,pl;q=0.9,en;q=0.8"}) == "pl"
    assert asked_in({"accept-language": "de"}) == asked_in({}) == "en"
    assert asked_in({"accept-language": "pl"}, own=("cy", "pl")) == "pl"
    assert asked_in({"accept-language": "de"}, own=("cy", "pl")) == "cy"
    assert asked_in({"accept-language": "de"}, said="uk", own=("cy",)) == "uk"
    assert asked_in({}, own=("de",)) == "en"
