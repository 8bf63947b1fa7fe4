"""The place is opened once, and opened anew when it was set up again or written to."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
import tomllib
from dataclasses import replace

import pytest
from shapely import Point

from assetmap.assets import Asset
from assetmap.contributions import withdraw
from assetmap.errors import LayerError, SettingsError
from assetmap.screens import circles, session
from assetmap.screens.cards import card
from assetmap.screens.doors import page as page_door
from assetmap.screens.doors.page import HeldPage
from assetmap.screens.everybody import MANY
from assetmap.screens.faults import keep_values_out_of_the_log
from assetmap.screens.livemap import base_path, loader
from assetmap.settings import write_place
from assetmap.shipped import shipped
from assetmap.store.base import Edit
from assetmap.store.geopackage import restore
from assetmap.wording import speaking


@pytest.fixture
def home(town, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    shutil.copytree(town, copy)
    monkeypatch.setenv("ASSETMAP_HOME", str(copy))
    yield copy
    for _, place, _ in session._open.values():
        place.close()
    session._open.clear()
    for kept in (session._ground, session._overlay):
        kept.cache_clear()


def said(answer):
    return json.loads(gzip.decompress(answer.body))


def places(session):
    return said(session.places_answer())


def test_it_is_opened_once(home):
    assert session.opened() is session.opened()
    assert session.everybody_sees() is session.everybody_sees()


def test_the_lines_about_places_come_in_the_language_asked_for_and_are_kept_apart(home):
    english = places(session)
    french = said(session.places_answer(language="fr"))
    assert french["base"] == english["base"]
    assert [row["id"] for row in french["assets"]] == [row["id"] for row in english["assets"]]
    assert places(session) == english
    with speaking("fr"):
        asked = session.view(session.opened())
    assert asked.places.endswith("&in=fr")
    assert asked.since.endswith("/since?in=fr")
    assert "in=" not in session.view(session.opened()).places


def test_a_new_asset_is_seen_at_once_and_changes_the_mark(home):
    before, version = len(session.everybody_sees()), places(session)["version"]
    session.opened().store.write(
        [Edit(asset=Asset(name="New bench", kind="green place", status="published"))], by="steward"
    )
    assert len(session.everybody_sees()) == before + 1
    base = places(session)["base"]
    told = said(session.since_answer(base, version))
    assert [row["name"] for row in told["put"]] == ["New bench"]
    assert told["gone"] == []
    assert told["version"] == version + 1


def taken_away(store, one, how):
    if how == "withdrawn":
        withdraw(store, one.id, by="steward")
        return
    fields = {
        "closed": {"status": "closed"}, "narrowed": {"audience": "partners"},
        "blurred": {"precision": "not_shown", "where": None}, "left out": {"phone": ""},
    }  # fmt: skip
    store.write([Edit(asset=one.changed(**fields[how]))], by="steward")


@pytest.mark.parametrize("how", ["withdrawn", "closed", "narrowed", "blurred", "left out"])
def test_when_something_is_taken_away_no_answer_holds_it_and_none_tells_of_it(home, how):
    store = session.opened().store
    one = Asset(name="Canary cage", kind="green place", status="published", where=Point(-3.51, 50.41), phone="07700 1")
    store.write([Edit(asset=one)], by="steward")
    base = places(session)
    assert one.short in {row["id"] for row in base["assets"]}
    mark = session.places_answer().mark
    taken_away(store, one, how)
    with pytest.raises(LayerError):  # it asks for the places anew
        session.since_answer(base["base"], base["version"])
    now = places(session)
    assert session.places_answer().mark != mark
    assert now["base"] != base["base"]
    row = [row for row in now["assets"] if row["id"] == one.short]
    assert [("at" in x) for x in row] == {"blurred": [False], "left out": [True]}.get(how, [])
    told = said(session.since_answer(now["base"], now["version"]))
    assert (told["put"], told["gone"]) == ([], [])


def test_what_was_only_altered_is_told_as_a_difference_and_never_in_its_old_words_again(home):
    store, base = session.opened().store, places(session)
    one = session.everybody_sees()[0]
    there = store.get(one.id).asset
    store.write([Edit(asset=there.changed(name="Called otherwise"))], by="steward")
    told = said(session.since_answer(base["base"], base["version"]))
    assert [row["name"] for row in told["put"]] == ["Called otherwise"]
    now = places(session)
    assert now["base"] == base["base"]
    assert now["version"] == base["version"] + 1
    assert one.name not in {row["name"] for row in now["assets"]}


def test_a_page_that_was_printed_before_something_was_taken_away_is_let_go(home):
    page = HeldPage(pdf=b"%PDF-1", web=b"<p>", pictures=[])
    page_door.hold(page)
    store, one = session.opened().store, session.everybody_sees()[0]
    assert page.is_fresh
    withdraw(store, one.id, by="steward")
    session.everybody_sees()
    assert page.read("print") is None
    assert not page.is_fresh


def test_partners_see_what_is_for_them_in_a_view_of_their_own(home):
    public = {asset.short for asset in session.everybody_sees()}
    partners, workshop = ({x.short for x in circles.seen_by(circle)} for circle in ("partners", "workshop"))
    assert public < partners < workshop
    assert not {row["id"] for row in places(session)["assets"]} & (workshop - public)


def test_a_draft_is_no_difference_to_anybody(home):
    store, base = session.opened().store, places(session)
    store.write([Edit(asset=Asset(name="Draft", kind="green place"))], by="resident")
    told = said(session.since_answer(base["base"], base["version"]))
    assert (told["put"], told["gone"]) == ([], [])


def test_many_drafts_one_by_one_are_no_reason_for_a_new_base(home):
    store, base = session.opened().store, places(session)
    for i in range(MANY + 2):
        store.write([Edit(asset=Asset(name=f"Draft {i}", kind="green place"))], by="steward")
        if i % 200 == 0:
            session.everybody_sees()
    assert places(session)["base"] == base["base"]


def test_after_many_changes_there_is_a_new_base(home):
    store, base = session.opened().store, places(session)
    rows = [Asset(name=f"Bench {i}", kind="green place", status="published") for i in range(MANY + 1)]
    store.write([Edit(asset=row) for row in rows], by="steward")
    assert places(session)["base"] != base["base"]
    with pytest.raises(LayerError):
        session.since_answer(base["base"], base["version"])
    assert "Bench 7" in {asset.name for asset in session.everybody_sees()}


@pytest.mark.parametrize("version", [-1, 10**14])
def test_versions_that_nobody_has_do_no_harm(home, version):
    base = places(session)["base"]
    if version < 0:
        with pytest.raises(LayerError):
            session.since_answer(base, version)
    else:
        assert said(session.since_answer(base, version))["put"] == []


def test_a_restore_is_seen_at_once_though_its_change_number_was_there_before(home, tmp_path):
    store = session.opened().store
    store.backup(tmp_path / "kept.gpkg")
    store.write([Edit(asset=Asset(name="Soon gone", kind="green place", status="published"))], by="steward")
    assert "Soon gone" in {row.name for row in session.everybody_sees()}
    before = places(session)
    restore(tmp_path / "kept.gpkg", home / "assets.gpkg")
    store.write([Edit(asset=Asset(name="Here instead", kind="green place", status="published"))], by="steward")
    names = {row.name for row in session.everybody_sees()}
    assert "Here instead" in names
    assert "Soon gone" not in names
    assert places(session)["base"] != before["base"]


def test_a_draft_and_what_is_for_partners_are_not_seen(home):
    before = len(session.everybody_sees())
    rows = [
        Asset(name="Draft", kind="green place"),
        Asset(name="Ours", kind="green place", status="published", audience="partners"),
    ]
    session.opened().store.write([Edit(asset=row) for row in rows], by="steward")
    assert len(session.everybody_sees()) == before


def test_setting_the_place_up_again_opens_it_anew(home):
    place = session.opened()
    write_place(home, replace(place.settings, name="Merrowcombe again"))
    assert session.opened().settings.name == "Merrowcombe again"


def test_no_place_is_one_sentence_and_a_fault_is_a_number_without_what_was_typed(home, monkeypatch, tmp_path, capsys):
    said = []
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "nowhere"))
    with session.spoken(said.append):
        session.opened()
    assert "there is no place" in said[0]
    with pytest.raises(SettingsError):
        session.opened()
    with session.spoken(said.append):
        raise KeyError("BA2 3QE")
    assert "number" in said[1]
    assert "BA2" not in said[1] + capsys.readouterr().err


def test_a_card_shows_hostile_names_as_text():
    from datetime import date

    out = card(
        Asset(name="<img src=x onerror=alert(1)>{{7*7}}", kind="green place", own_words="</q><b>"),
        on=date(2026, 11, 21),
    )
    assert "<img src=x" not in out
    assert "{{" not in out
    assert "&lt;/q&gt;&lt;b&gt;" in out


def test_the_component_loads_its_script_from_below_the_base_path():
    assert base_path("") == ""
    assert base_path("/town/") == "/town"
    assert 'origin + "/town/assetmap/livemap.js?v=abc"' in loader("abc", "town")


def test_streamlits_own_report_of_a_fault_holds_nothing_that_was_typed(capsys):
    keep_values_out_of_the_log()
    said = []

    class Kept(logging.Handler):
        def emit(self, record):
            said.append(self.format(record))

    logger = logging.getLogger("streamlit.error_util")
    logger.addHandler(handler := Kept())
    try:
        logger.error("Uncaught app execution", exc_info=ValueError("no such postcode BA1 5QL"))
    finally:
        logger.removeHandler(handler)
    assert len(said) == 1
    assert "BA1" not in said[0] + capsys.readouterr().err
    settings = tomllib.loads(shipped(".streamlit", "config.toml").read_text(encoding="utf-8"))
    assert settings["logger"]["enableRich"] is False  # the other way it would take
