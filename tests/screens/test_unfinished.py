"""Another place is opened for everybody while somebody is in the middle of something: nothing of it is lost."""

from __future__ import annotations

import shutil

import pytest

from assetmap.screens import homes, session
from assetmap.screens.doors import MAIN
from assetmap.settings import PlaceSettings, write_place

pytestmark = pytest.mark.slow


@pytest.fixture
def run(town, tmp_path, monkeypatch):
    """The Add screen of the demo town."""
    from streamlit.testing.v1 import AppTest

    shutil.copytree(town, tmp_path / "town")
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "town"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    yield AppTest.from_file(str(MAIN), default_timeout=60).run().switch_page("add.py").run()
    for kept in list(session._open):
        session.let_go(kept)
    homes._chosen.clear()
    homes._words.clear()


@pytest.fixture
def other(tmp_path):
    """Another place on this computer."""
    from assetmap.store.geopackage import GeoPackageStore

    home = tmp_path / "user" / "assetmap" / "other"
    (home / "layers").mkdir(parents=True)
    write_place(home, PlaceSettings(name="Other **x**"))
    GeoPackageStore.open(home / "assets.gpkg").close()
    return home


def told(run):
    return " ".join(x.proto.body for x in run.get("html"))


def test_what_was_just_saved_is_thanked_for_also_where_another_place_was_opened_meanwhile(run, other):
    run.segmented_control(key="add0_way").set_value("nowhere").run()
    run.text_input(key="add0_name").set_value("Night line")
    run.pills(key="add0_group").set_value("classes").run()
    homes.open_for_all(other, by="steward")
    run.button(key="add0_save").click().run()
    saved = run.session_state["adding"].saved
    assert saved.asset.name == "Night line"
    assert "Merrowcombe" in told(run)
    assert "Another place is open now. Write your code down first" in told(run)
    run.button(key="go_there").click().run()
    assert "Other **x**" in told(run)
    assert "Another place" not in told(run)
    assert run.session_state["adding"].saved is None
    assert not run.exception


def test_what_was_begun_is_not_lost_when_another_place_is_opened(run, other):
    run.text_area(key="add0_own_words").set_value("ten minutes of typing").run()
    homes.open_for_all(other, by="steward")
    run.segmented_control(key="add0_way").set_value("nowhere").run()
    assert run.session_state["adding"].answers.values["own_words"] == "ten minutes of typing"
    assert "Finish here first, then press “Go there”" in told(run)
    run.text_input(key="add0_name").set_value("Night line")
    run.pills(key="add0_group").set_value("classes").run()
    run.button(key="add0_save").click().run()
    assert run.session_state["adding"].saved is not None
    run.button(key="add0_another").click().run()
    assert "Other **x**" in told(run)
    assert "Another place" not in told(run)


def test_who_has_begun_nothing_goes_where_everybody_is(run, other):
    homes.open_for_all(other, by="steward")
    run.run()
    assert "Other **x**" in told(run)
    assert "Another place" not in told(run)
