"""Your place, without a browser: who may do what, what is said, and that nobody is shown two places at once."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from assetmap.errors import LayerError, PermissionDeniedError, SettingsError
from assetmap.screens import homes, saying, session
from assetmap.screens.doors import MAIN
from assetmap.screens.setting_up import places, understood, unshelled
from assetmap.settings import PlaceSettings, home_folder, read_place, user_folder, write_place
from assetmap.setup.editing import terms
from assetmap.setup.report import SetupReport

from .conftest import troubles

AREA = {
    "type": "Feature",
    "properties": {"LSOA21CD": "E01000001", "LSOA21NM": "Area"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[-2.4, 51], [-2.39, 51], [-2.39, 51.01], [-2.4, 51.01], [-2.4, 51]]],
    },
}
AREAS = json.dumps({"type": "FeatureCollection", "features": [AREA]}).encode()


@pytest.fixture
def town_here(town, tmp_path, monkeypatch):
    """The demo town as the home that the app was started on, with a user's folder of its own."""
    copy = tmp_path / "town"
    shutil.copytree(town, copy)
    monkeypatch.setenv("ASSETMAP_HOME", str(copy))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(session, "by", lambda: "steward")
    yield copy
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
    write_place(home, PlaceSettings(name="Other **x** $y$ <b>"))
    GeoPackageStore.open(home / "assets.gpkg").close()
    return home


def page():
    from streamlit.testing.v1 import AppTest

    return AppTest.from_file(str(MAIN), default_timeout=60)


def texts(run):
    return " ".join(x.proto.body for x in run.get("html"))


def test_only_a_steward_opens_another_place(town_here, other):
    with pytest.raises(PermissionDeniedError):
        homes.open_for_all(other, by="contributor")
    assert session.opened().home == town_here


def test_a_place_opened_on_the_screen_is_everybodys_and_the_next_starts(town_here, other, monkeypatch):
    before = session.opened()
    homes.open_for_all(other, by="steward")
    assert session.opened().home == other
    assert session.opened().settings.name.startswith("Other")
    monkeypatch.delenv("ASSETMAP_HOME")
    assert home_folder() == other
    assert before.store.version() > 0  # who still holds the one before is served to the end


def test_the_next_start_is_told_of_only_where_it_opens_another_place(town_here, other, monkeypatch):
    assert homes.next_time() is None
    homes.open_for_all(other, by="Steward: Jo")
    assert homes.next_time() == (town_here, "ASSETMAP_HOME")
    monkeypatch.setenv("ASSETMAP_HOME_NAMED_BY", "")  # `assetmap serve` found the home itself
    assert homes.next_time() is None
    monkeypatch.setenv("ASSETMAP_HOME_NAMED_BY", "--home")
    assert homes.next_time() == (town_here, "--home")


def test_what_is_wrong_with_a_home_is_told_to_who_looks_after_it_alone(tmp_path, monkeypatch):
    for role, said in (("steward", str(tmp_path)), ("contributor", "The map cannot be opened just now.")):
        monkeypatch.setattr(session, "by", lambda role=role: role)
        with pytest.raises(SettingsError) as caught, saying.opening():
            session.opened_at(tmp_path)
        assert said in str(caught.value)
        assert (str(tmp_path) in str(caught.value)) == (role == "steward")


@pytest.mark.slow
def test_a_visitor_is_told_no_folder_of_a_home_that_cannot_be_opened(town_here, monkeypatch):
    (town_here / "place.toml").unlink()
    monkeypatch.setattr(session, "by", lambda: "contributor")
    run = page().run()
    shown = " ".join([*(x.value for x in run.error), texts(run)])
    assert saying.SHUT in shown
    assert str(town_here) not in shown
    monkeypatch.setattr(session, "by", lambda: "steward")
    run = page().run()
    assert str(town_here) in " ".join([*(x.value for x in run.error), texts(run)])


def test_what_went_wrong_is_shown_letter_for_letter_and_begins_with_a_capital():
    from streamlit.testing.v1 import AppTest

    def script():
        from assetmap.screens import saying

        saying.trouble("the list **x** <b> :red[y] [z](http://z.example) is --odd.")

    (shown,) = AppTest.from_function(script).run().get("html")
    assert shown.proto.body == (
        '<p class="wrong" role="alert">The list **x** &lt;b&gt; :red[y] [z](http://z.example) is --odd.</p>'
    )


def test_what_is_no_place_is_not_opened(town_here, tmp_path):
    with pytest.raises(SettingsError, match="there is no place"):
        homes.open_for_all(tmp_path / "nothing", by="steward")
    assert session.opened().home == town_here


def test_a_place_that_went_away_gives_back_the_one_before(town_here, other):
    homes.open_for_all(other, by="steward")
    shutil.rmtree(other)
    assert session.opened().home == town_here


def test_an_address_names_its_place_whatever_is_open_by_then(town_here, other):
    town_word, other_word = homes.word(town_here), homes.word(other)
    assert town_word != other_word
    homes.open_for_all(other, by="steward")
    assert homes.named(town_word) == town_here
    assert session.places_answer(homes.named(town_word)).mark != session.places_answer().mark
    homes.forget(other)
    with pytest.raises(LayerError, match="not open any more"):
        homes.named(other_word)


def test_words_are_bounded(tmp_path):
    first = homes.word(tmp_path / "0")
    for number in range(1, 40):
        homes.word(tmp_path / str(number))
    with pytest.raises(LayerError):
        homes.named(first)
    homes._words.clear()


@pytest.mark.slow
def test_a_session_follows_and_takes_nothing_along(town_here, other):
    run = page().run()
    run.session_state["chosen"] = "ABC123"
    assert run.session_state["home_shown"] == town_here
    homes.open_for_all(other, by="steward")
    run.run()
    assert run.session_state["home_shown"] == other
    assert "chosen" not in run.session_state
    assert "Other **x** " in texts(run).replace("&#36;", "$")
    assert troubles(run) == []
    assert not run.exception


@pytest.mark.slow
def test_the_first_run_offers_two_things_and_looking_around_lets_them_go(town_here):
    run = page().run()
    assert "invented" in texts(run)
    assert run.button(key="set_up_own").label == "Set up your own place"
    run.button(key="look_around").click().run()
    assert not [x for x in run.button if x.key in {"look_around", "set_up_own"}]
    assert "invented" in texts(run)


@pytest.mark.slow
def test_a_contributor_is_told_whom_to_ask_and_sees_no_button(town_here, monkeypatch):
    monkeypatch.setattr(session, "by", lambda: "contributor")
    run = page().run()
    assert not [x for x in run.button if x.key == "set_up_own"]
    run.switch_page("your_place.py").run()
    assert "Whoever looks after this map changes these things" in texts(run)
    assert "Ana at Merrowcombe Library" in texts(run)
    assert not run.text_input
    assert not run.file_uploader


@pytest.mark.slow
def test_a_real_place_is_set_up_again_with_its_assets_kept_and_what_goes_is_said(town_here, tmp_path, monkeypatch):
    from assetmap.assets import Asset
    from assetmap.contributions import submit
    from assetmap.place import open_place
    from assetmap.setup import make_place

    (tmp_path / "areas.geojson").write_bytes(AREAS)
    home = tmp_path / "mine"
    make_place(home, name="Mine", areas=tmp_path / "areas.geojson")
    (home / "layers" / "green.parquet").write_bytes((town_here / "layers" / "green.parquet").read_bytes())
    place = open_place(home)
    submit(place.store, Asset(name="Bench", kind="green place"), by="steward", publish=True)
    place.close()
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    run = page().run().switch_page("your_place.py").run()
    run.segmented_control(key="part").set_value("Set up a place").run()
    run.text_input(key="own_name").set_value("Mine again")
    run.file_uploader(key="own_files_0").set_value([("areas.geojson", AREAS, "application/json")]).run()
    assert "Lower layer Super Output Areas of 2021" in texts(run)
    run.button(key="own_look").click().run()
    assert "One neighbourhood" in texts(run)
    run.radio(key="own_what").set_value("The place that is open, set up again; its assets stay").run()
    assert "it would be lost" in texts(run)
    run.button(key="own_keep").click().run()
    assert "Mine again is kept" in texts(run)
    assert not run.exception
    assert read_place(home).name == "Mine again"
    assert [x.name for x in session.everybody_sees()] == ["Bench"]
    assert not list(user_folder().glob(".trying-*"))


def test_places_on_this_computer_are_named_and_two_of_one_name_told_apart(town_here, other):
    write_place(other, PlaceSettings(name="Bath"))
    second = other.with_name("bath-2")
    second.mkdir()
    write_place(second, PlaceSettings(name="Bath"))
    (other.parent / "broken").mkdir()
    (other.parent / "broken" / "place.toml").write_text("name =")
    assert sorted(places.on_this_computer().values()) == ["Bath, in bath-2", "Bath, in other", "Merrowcombe (invented)"]


def test_the_invented_town_is_always_among_the_places(other, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSETMAP_HOME", str(other))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    assert places.on_this_computer()[user_folder() / "demo"] == "The invented town, to look around in"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ('x.csv does not say what its assets are: add --kind, for example --kind "green place".',
         "x.csv does not say what its assets are: choose above what they are."),
        ("the boundaries are of 2021. Give boundaries of 2011, or the 2011 to 2021 lookup with --lookup.",
         "The boundaries are of 2021. Give boundaries of 2011, or the 2011 to 2021 lookup."),
        ("the list has news of ABC (name): import it with --publish to show it.",
         "The list has news of ABC (name): choose “Show them at once” to show it."),
        ("no street in x.pbf lies in the place: is it of another part of the country?",
         ("No street in x.pbf lies in the place: is it of another part of the country? Take it away above, and look "
          "again.")),
        ("a place needs a name: give it with --name.", "A place needs a name."),
    ],
)  # fmt: skip
def test_errors_are_said_without_the_shells_options(said, plain):
    assert saying.begun(unshelled.unshelled(said)) == plain


def report(**given):
    return SetupReport(**({"areas": 118, "unjoined": (), "files": (), "warnings": ()} | given))


def test_what_was_joined_is_said_in_a_sentence():
    assert understood.summary(report()) == "118 neighbourhoods. Each of them has its figures about deprivation."
    assert "no file about deprivation" in understood.summary(report(has_deprivation=False))
    some = understood.summary(report(unjoined=tuple(f"E{n}" for n in range(20))))
    assert "20 of them have no figures" in some
    assert "E11 and more" in some


LIST = b"name,lat,lon\nSoup **kitchen**,50.5,-3.2\n"


@pytest.mark.slow
def test_whoever_lost_sight_of_a_list_comes_back_to_the_part_and_is_told_of_it(town_here):
    from assetmap.importing import import_bytes

    import_bytes(session.opened(), LIST, "soup **x**.csv", kind="food_help", publish=True)
    run = page()
    run.query_params["part"] = "Bring in a list"
    run.run().switch_page("your_place.py").run()
    assert run.segmented_control(key="part").value == "Bring in a list"
    assert "The last list: Soup **kitchen**: added from soup **x**.csv, today at" in texts(run)
    assert "under “What was done”" in texts(run)
    run = page()
    run.query_params["part"] = "<b>Nothing of ours"
    run.run().switch_page("your_place.py").run()
    assert run.segmented_control(key="part").value == "Set up a place"
    assert not run.markdown  # nothing that stands in the page's script for its readers is drawn


def test_what_is_pressed_happens_in_the_place_that_the_page_showed(town_here, other):
    from streamlit.testing.v1 import AppTest

    def script():
        import streamlit as st

        from assetmap.screens import homes, session

        def press():
            st.session_state["said"] = session.opened().settings.name

        homes.follow()
        st.button("Press", on_click=press)
        st.text(session.opened().settings.name)

    run = AppTest.from_function(script, default_timeout=30).run()
    assert run.text[0].value == "Merrowcombe"
    homes.open_for_all(other, by="steward")
    run.button[0].click().run()
    assert run.session_state["said"] == "Merrowcombe"
    assert run.text[0].value.startswith("Other")


def test_school_terms_are_set_and_what_cannot_be_is_said_in_a_sentence(town_here):
    run = page().run()
    run.switch_page("your_place.py").run()
    run.segmented_control(key="part").set_value("This place").run()
    turn = run.session_state["place_settings"].turn
    run.button(key=f"place_{turn}_add_term").click().run()
    run.date_input(key=f"place_{turn}_begins_0").set_value(date(2026, 12, 18)).run()
    run.date_input(key=f"place_{turn}_ends_0").set_value(date(2026, 9, 2)).run()
    run.button(key=f"place_{turn}_save").click().run()
    assert "Term 1 ends on 2 Sep 2026, before it begins on 18 Dec 2026: change one of the days." in texts(run)
    assert read_place(town_here).school_terms == ()
    run.date_input(key=f"place_{turn}_begins_0").set_value(date(2026, 9, 2)).run()
    run.date_input(key=f"place_{turn}_ends_0").set_value(date(2026, 12, 18)).run()
    run.button(key=f"place_{turn}_save").click().run()
    assert not troubles(run)
    assert read_place(town_here).school_terms == ((date(2026, 9, 2), date(2026, 12, 18)),)


def test_school_terms_are_in_the_order_of_the_year_and_none_half_said_or_over_another():
    autumn, spring = (date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 24))
    assert terms([spring, (None, None), autumn]) == (autumn, spring)
    with pytest.raises(SettingsError, match="term 2 needs both its first and its last day"):
        terms([autumn, (spring[0], None)])
    with pytest.raises(SettingsError, match="begins on 18 Dec 2026, when another lasts until 18 Dec 2026"):
        terms([autumn, (date(2026, 12, 18), date(2027, 1, 4))])


def test_your_place_speaks_what_is_chosen_and_keeps_what_was(town_here):
    run = page().run()
    run.switch_page("your_place.py").run()
    run.segmented_control(key="part").set_value("People").run()
    run.radio(key="people_role_add_0").set_value("visitor").run()
    run.selectbox(key="language").select("cy").run()
    assert not troubles(run)
    assert not run.warning
    assert run.segmented_control(key="part").value == "People"
    assert run.radio(key="people_role_add_0").value == "visitor"
