"""The Add screen's script, run without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetmap.screens.doors import MAIN

from .conftest import troubles

if TYPE_CHECKING:
    from assetmap.screens.form.keeping import Adding


@pytest.fixture
def run(tmp_path, monkeypatch):
    from streamlit.testing.v1 import AppTest

    from assetmap.demo import make_demo

    monkeypatch.setenv("ASSETMAP_HOME", str(make_demo(tmp_path / "town")))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run = AppTest.from_file(str(MAIN), default_timeout=60).run()
    return run.switch_page("add.py").run()


@pytest.mark.slow
def test_an_empty_form_says_nothing_of_nobody(run):
    adding: Adding = run.session_state["adding"]
    assert not run.exception
    assert troubles(run) == []
    assert not adding.answers.is_begun
    assert not adding.answers.tried
    labels = [field.label for field in run.text_input]
    assert "What is it called?" in labels
    assert not any("your name" in label.lower() for label in labels)


@pytest.mark.slow
def test_typed_saved_and_added_once(run):
    place = "Marine Parade"
    run.text_input(key="add0_find").set_value(place).run()
    adding: Adding = run.session_state["adding"]
    assert adding.answers.where is not None
    run.text_input(key="add0_name").set_value("Choir on the front")
    run.pills(key="add0_group").set_value("classes").run()
    run.text_area(key="add0_own_words").set_value("  we *sing* ")
    run.button(key="add0_save").click().run()
    adding = run.session_state["adding"]
    assert adding.saved is not None
    assert adding.saved.asset.own_words == "  we *sing* "
    assert adding.saved.asset.status == "draft"
    assert adding.saved.asset.min_age is None
    assert adding.saved.asset.funding_ends is None
    assert not run.code, "a code drawn by Streamlit brings 1.5 MB of a highlighter along"
    assert any(adding.saved.receipt in str(x.proto) for x in run.get("bidi_component"))
    assert not run.exception


@pytest.mark.slow
def test_a_save_that_fails_says_so_and_keeps_everything(run, monkeypatch):
    from assetmap import contributions
    from assetmap.errors import StoreError

    def full(*_args, **_named):
        raise StoreError("the disk is full: make room, then try again. Nothing was changed.")

    monkeypatch.setattr(contributions, "submit", full)
    run.segmented_control(key="add0_way").set_value("nowhere").run()
    run.text_input(key="add0_name").set_value("Night line")
    run.pills(key="add0_group").set_value("classes").run()
    run.button(key="add0_save").click().run()
    adding: Adding = run.session_state["adding"]
    assert adding.saved is None
    assert adding.problem.startswith("The disk is full")
    assert run.text_input(key="add0_name").value == "Night line"
