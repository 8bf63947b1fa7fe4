"""`assetmap workshop read`: a photo of a sheet becomes drafts; what is not of this workshop is refused so."""

from pathlib import Path

import pytest

from assetmap.cli.workshop_reading import _outcome
from assetmap.paper.code import place_code
from assetmap.paper.reading import SheetRead
from assetmap.settings import read_place
from assetmap.workshop import Drafted
from tests.paper_reading.drawing import Stuck, a_code, draw, photograph

_DOTS = (Stuck(80, 60, "red", size_mm=14), Stuck(190, 140, "blue", "square", 14))


@pytest.fixture
def begun(shell, town):
    return shell("workshop", "new", "--name", "Hall", "--home", town, "--json").json["short"]


@pytest.fixture
def photo(tmp_path):
    def take(name, **code):
        page = draw(a_code(**code), _DOTS, ppmm=4.0)
        (tmp_path / name).write_bytes(photograph(page, ppmm=4.0, size=(1300, 1000), turn=8, tilt=15))
        return tmp_path / name

    return take


def test_a_photo_becomes_drafts_once_and_in_the_shape_that_others_rely_on(shell, town, begun, photo, tmp_path):
    own = photo("own.jpg", session=begun, place=place_code(read_place(town).name))
    dry = shell("workshop", "read", own, "--home", town, "--dry-run", "--json").json
    assert (dry["placed"], dry["refused"], dry["kept"]) == (True, None, None)
    said = shell("workshop", "read", own, "--home", town, "--keep-pictures", tmp_path / "crops", "--json").json
    assert [(x["colour"], x["number"]) for x in said["drafts"]] == [("red", None), ("blue", None)]
    assert {"lon", "lat", "number", "colour", "picture"} <= set(said["drafts"][0])
    assert said["error_mm"] < 1
    assert said["sheet"]["session"] == begun
    assert sorted(x.name for x in (tmp_path / "crops").iterdir()) == ["own-001.jpg", "own-002.jpg"]
    assert len(said["kept"]["drafts"]) == 2
    again = shell("workshop", "read", own, "--home", town)
    assert again.status == 0
    assert "Nothing new; 2 wait to be typed from their pictures." in again.out
    assert "2 dots had been read before, and add nothing." in again.out
    (tmp_path / "cat.jpg").write_text("no picture", encoding="utf-8")
    some = shell("workshop", "read", tmp_path / "cat.jpg", own, "--home", town)
    assert some.status == 0
    assert "Not read, or not the whole of it: cat.jpg." in some.err


def test_of_several_photos_each_says_what_came_of_it(shell, town, begun, photo, tmp_path):
    other = photo("other.jpg", session=begun[::-1])
    (tmp_path / "words.jpg").write_text("no picture", encoding="utf-8")
    answer = shell("workshop", "read", other, tmp_path / "words.jpg", "--home", town, "--json")
    assert answer.status == 1
    assert "other.jpg, words.jpg" in answer.err
    said = answer.json
    first, second = said["photos"]
    assert first["refused"]["key"] == "other_place"
    assert first["drafts"] == []
    assert second["refused"]["why"] == "This is no picture."
    assert said["kept"]["drafts"] == []


def test_a_call_that_read_nothing_at_all_has_failed(shell, town, begun, tmp_path):
    (tmp_path / "empty.jpg").write_bytes(b"")
    answer = shell("workshop", "read", tmp_path / "empty.jpg", "--home", town, "--json")
    assert answer.status == 1
    assert answer.json["placed"] is False
    assert "empty.jpg" in answer.err


def test_where_the_pictures_of_lines_go_is_told():
    code = a_code(kind="lines", landscape=False, lines=10)
    sheet = SheetRead(code=code, placed=True, error_mm=0.3)
    said = _outcome([(Path("lines.jpg"), [sheet])], Drafted(), waiting=1)
    assert said[0] == "Nothing new; 1 waits to be typed from their pictures."
    assert said[1].startswith("Drop the photograph of the lines on the page What came on paper as well")


def test_corners_are_four_and_of_one_photo(shell, town, begun, photo):
    own = photo("own.jpg", session=begun)
    assert "four corners" in shell("workshop", "read", own, "--corners", "1,2", "--home", town).err
    assert "two numbers" in shell("workshop", "read", own, "--corners", "here", "--home", town).err
    assert shell("workshop", "read", "none.jpg", "--home", town).status == 1
