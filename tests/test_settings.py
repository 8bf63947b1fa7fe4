"""Which home is in use, and what its place.toml says."""

import pytest

from assetmap.errors import SettingsError
from assetmap.settings import CrisisLine, PlaceSettings, home_folder, read_place, write_place
from assetmap.shipped import shipped

TOWN = PlaceSettings(
    name='Town "x" & y',
    languages=("en", "cy"),
    crisis_lines=(CrisisLine(name="Line", contact="01632 960000", note="day and night"),),
    review_weeks={"food_help": 4},
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


def test_a_home_never_lies_among_the_programs_own_files():
    with pytest.raises(SettingsError, match="choose a folder elsewhere"):
        home_folder(shipped("data") / "mine")


def test_shipped_files_are_found_and_a_missing_one_is_said():
    assert shipped("data", "vocabulary", "kinds.toml").is_file()
    with pytest.raises(SettingsError, match="install assetmap again"):
        shipped("data", "no such file")
