"""Which home is in use, and what its place.toml says."""

from dataclasses import replace
from datetime import date

import pytest

from assetmap.errors import SettingsError
from assetmap.settings import (
    CrisisLine,
    PlaceSettings,
    generated_by_setup,
    home_folder,
    home_named_by,
    layers_folder,
    read_place,
    remember_home,
    user_folder,
    write_place,
)
from assetmap.shipped import shipped

TOWN = PlaceSettings(
    name='Town "x" & y',
    languages=("en", "cy"),
    crisis_lines=(CrisisLine(name="Line", contact="01632 960000", note="day and night"),),
    review_weeks={"food_help": 4},
    school_terms=((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 24))),
    bounds=(-3.6, 50.3, -3.4, 50.5),
    attributions=("© somebody",),
    invented=True,
)


def test_what_is_written_is_read_again(tmp_path):
    write_place(tmp_path, TOWN)
    assert read_place(tmp_path) == TOWN


def test_each_source_is_credited_once_and_only_where_its_layer_is_drawn():
    town = PlaceSettings(
        name="x",
        attributions=("Contains A data; contains B data", "Contains B data", "Index © C"),
        layer_attributions={
            "areas": "Contains A data; contains B data",
            "streets": "Contains B data",
            "deprivation": "Index © C",
        },
    )
    assert town.credit() == "Contains A data · Contains B data · Index © C"
    assert town.credit("streets", "areas", "water") == "Contains B data · Contains A data"
    assert PlaceSettings(name="x", attributions=("© me",)).credit("streets") == "© me"


def test_a_key_of_tomorrow_is_ignored(tmp_path):
    write_place(tmp_path, TOWN)
    path = tmp_path / "place.toml"
    path.write_text("of_tomorrow = 1\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_place(tmp_path) == TOWN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "cannot be read"),
        ("languages = ['en']", "needs a name"),
        ("name='x'\n[[crisis_lines]]\nname='y'", "contact"),
    ],
)
def test_a_place_that_cannot_be_read_says_what_to_mend(tmp_path, text, said):
    (tmp_path / "place.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_place(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name = 7", "name: this is a text"),
        ("name = ' '", "name: this is a text"),
        ("tell = ['a']", "tell: this is a text"),
        ("published_address = 7", "published_address: this is a text"),
        ("languages = 'en'", "languages: this is a list of texts"),
        ("online_tiles = 'no'", "online_tiles: this is true or false"),
        ("invented = 0", "invented: this is true or false"),
        ("review_weeks = 4", "review_weeks: this is a table of whole numbers"),
        ("review_weeks = { food_help = 4.5 }", "review_weeks: this is a table of whole numbers"),
        ("review_weeks = { food_help = true }", "review_weeks: this is a table of whole numbers"),
        ("crisis_lines = 'Samaritans'", "crisis_lines: this is a list of tables"),
        ("crisis_lines = { name = 'a', contact = 'b' }", "crisis_lines: this is a list of tables"),
        ("crisis_lines = ['Samaritans']", "crisis_lines: this is a list of tables"),
        ("school_terms = ['2026-09-02']", "school_terms: this is a list of first and last days"),
        ("school_terms = [{ begins = '2026-09-02', ends = '2026-12-18' }]", "school_terms: this is a list of first"),
        ("school_terms = [{ begins = 2026-12-18, ends = 2026-09-02 }]", "school_terms: this is a list of first"),
        ("bounds = [1, 2, 3]", "bounds: this is four numbers"),
        ("bounds = [1, 2, 3, '4']", "bounds: this is four numbers"),
        ("bounds = [1, 2, 3, nan]", "bounds: this is four numbers"),
        ("bounds = [350000, 160000, 360000, 170000]", "bounds: this is four numbers in degrees"),
        ("metric_crs = 27700", "metric_crs: this is the code of a projected system in metres"),
        ("metric_crs = 'EPSG:4326'", "metric_crs: this is the code of a projected system in metres"),
        ("metric_crs = 'EPSG:2263'", "metric_crs: this is the code of a projected system in metres"),  # US feet
        ("metric_crs = 'here'", "metric_crs: this is the code of a projected system in metres"),
        ("attributions = 'me'", "attributions: this is a list of texts"),
        ("layer_attributions = ['me']", "layer_attributions: this is a table of texts"),
    ],
)
def test_a_value_of_the_wrong_kind_is_one_sentence_that_names_it(tmp_path, line, said):
    name = "" if line.startswith("name") else "name = 'x'\n"
    (tmp_path / "place.toml").write_text(name + line, encoding="utf-8")
    with pytest.raises(SettingsError, match=f"^place.toml, {said}"):
        read_place(tmp_path)


@pytest.mark.parametrize("code", ["EPSG:27700", "EPSG:32630", "EPSG:32760", "EPSG:2157", "epsg:27700"])
def test_a_projected_system_in_metres_is_taken(tmp_path, code):
    (tmp_path / "place.toml").write_text(f"name = 'x'\nmetric_crs = '{code}'", encoding="utf-8")
    assert read_place(tmp_path).metric_crs == code


def test_a_number_to_call_may_stand_without_quotes(tmp_path):
    (tmp_path / "place.toml").write_text("name='x'\ncrisis_lines=[{name='Police', contact=999}]", encoding="utf-8")
    assert read_place(tmp_path).crisis_lines == (CrisisLine(name="Police", contact="999"),)


def _set_up(home, place):
    (home / "layers").mkdir(exist_ok=True)
    (home / "layers" / "place.json").write_text(generated_by_setup(home, place), encoding="utf-8")


def test_a_setup_that_was_cut_off_before_place_toml_counts_whole(tmp_path):
    write_place(tmp_path, replace(TOWN, invented=False))
    new = PlaceSettings(name="New", metric_crs="EPSG:32630", bounds=(1, 2, 3, 4), attributions=("© new",))
    _set_up(tmp_path, new)
    read = read_place(tmp_path)
    assert (read.name, read.metric_crs, read.bounds, read.attributions) == (
        "New",
        "EPSG:32630",
        (1, 2, 3, 4),
        ("© new",),
    )
    assert (read.crisis_lines, read.languages, read.review_weeks) == (
        TOWN.crisis_lines,
        TOWN.languages,
        {"food_help": 4},
    )


def test_what_is_written_by_hand_in_place_toml_wins_and_the_rest_is_the_setups(tmp_path):
    _set_up(tmp_path, PlaceSettings(name="New", metric_crs="EPSG:32630", bounds=(1, 2, 3, 4)))
    (tmp_path / "place.toml").write_text("name = 'By hand'\nbounds = [1, 2, 3, 5]", encoding="utf-8")
    read = read_place(tmp_path)
    assert (read.name, read.metric_crs, read.bounds) == ("By hand", "EPSG:32630", (1, 2, 3, 5))


@pytest.mark.parametrize("content", ["{", "[]", "\ufffd"])
def test_damaged_settings_of_a_setup_are_one_sentence(tmp_path, content):
    write_place(tmp_path, TOWN)
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "place.json").write_bytes(content.encode("utf-16"))
    with pytest.raises(SettingsError, match=r"layers/place\.json is damaged"):
        read_place(tmp_path)


def test_between_the_two_steps_of_a_setup_the_earlier_layers_count(tmp_path):
    assert layers_folder(tmp_path) == tmp_path / "layers"
    (tmp_path / ".old-layers").mkdir()
    assert layers_folder(tmp_path) == tmp_path / ".old-layers"
    (tmp_path / "layers").mkdir()
    assert layers_folder(tmp_path) == tmp_path / "layers"


def test_no_place_says_how_to_make_one(tmp_path):
    with pytest.raises(SettingsError, match="assetmap setup"):
        read_place(tmp_path)


def test_the_option_wins_over_the_environment_and_that_over_the_demo(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "a"))
    assert home_folder(tmp_path / "b") == tmp_path / "b"
    assert home_folder() == tmp_path / "a"
    monkeypatch.delenv("ASSETMAP_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home_folder().parts[-2:] == ("assetmap", "demo")


def test_without_a_home_named_the_one_opened_last_on_the_screen_is_meant_while_it_is_there(tmp_path, monkeypatch):
    monkeypatch.delenv("ASSETMAP_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    bath = tmp_path / "bath"
    bath.mkdir()
    write_place(bath, PlaceSettings(name="Bath"))
    remember_home(bath)
    assert home_folder() == bath
    assert home_folder(last_opened=False) == user_folder() / "demo"  # a setup never lands in it
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "a"))
    assert home_folder() == tmp_path / "a"
    monkeypatch.delenv("ASSETMAP_HOME")
    (bath / "place.toml").unlink()
    assert home_folder() == user_folder() / "demo"


@pytest.mark.parametrize(
    "note", ["", "[]", "nonsense", '{"home": 7}', '{"home": "relative"}', '{"home": "/a\\u0000b"}']
)
def test_a_note_of_the_last_place_that_cannot_be_read_is_passed_over(tmp_path, monkeypatch, note):
    monkeypatch.delenv("ASSETMAP_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    user_folder().mkdir()
    (user_folder() / "last-opened.json").write_text(note)
    assert home_folder() == user_folder() / "demo"


def test_a_home_never_lies_among_the_programs_own_files():
    with pytest.raises(SettingsError, match="choose a folder elsewhere"):
        home_folder(shipped("data") / "mine")


def test_shipped_files_are_found_and_a_missing_one_is_said():
    assert shipped("data", "vocabulary", "kinds.toml").is_file()
    with pytest.raises(SettingsError, match="install assetmap again"):
        shipped("data", "no such file")


def test_what_names_the_home_at_every_start_is_known_also_where_serve_has_set_it(monkeypatch):
    monkeypatch.delenv("ASSETMAP_HOME", raising=False)
    monkeypatch.delenv("ASSETMAP_HOME_NAMED_BY", raising=False)
    assert home_named_by() == ""
    monkeypatch.setenv("ASSETMAP_HOME", "/somewhere")
    assert home_named_by() == "ASSETMAP_HOME"
    for told in ("", "--home"):
        monkeypatch.setenv("ASSETMAP_HOME_NAMED_BY", told)
        assert home_named_by() == told
