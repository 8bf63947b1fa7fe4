"""The paper desk: photographs told plainly, one dot after the other, nothing twice and nothing kept of a photograph."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from assetmap import workshop
from assetmap.exchange import untrusted
from assetmap.paper.code import SheetCode, boxes_of, place_code, to_map
from assetmap.paper.reading import Dot, Line, SheetRead, refused
from assetmap.place import open_place
from assetmap.screens import session
from assetmap.screens.doors import MAIN
from assetmap.screens.paper_desk.corners import pointed
from assetmap.screens.paper_desk.desk import Desk, Photo
from assetmap.screens.paper_desk.lines import audience_of, line_of
from assetmap.screens.paper_desk.waiting import look
from assetmap.store.sessions import Category
from tests.screens.conftest import troubles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.place import Place
    from assetmap.store.sessions import Session

_CATEGORIES = (
    Category(key="places", label="Places we go", colour="red", shape="circle", kind="indoor_place"),
    Category(key="food", label="Food", colour="yellow", shape="triangle"),
)
_JPEG = b"\xff\xd8\xff\xe0 a picture"
_BOUNDS = (399_000.0, 199_000.0, 401_000.0, 200_400.0)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    from assetmap.demo import make_demo

    there = open_place(make_demo(tmp_path_factory.mktemp("paper") / "town"))
    yield there
    there.close()


@pytest.fixture
def on(place: Place) -> Session:
    return workshop.begin(place, name="Tea and maps", categories=_CATEGORIES, by="steward")


def code_of(place: Place, on: Session, kind: str = "map") -> SheetCode:
    metres = place.settings.metric_crs
    lines = {"first": 1, "lines": 10, "boxes": boxes_of([x.key for x in on.categories])} if kind == "lines" else {}
    return SheetCode(
        kind=kind, place=place_code(place.settings.name), session=on.short, sheet=1, sheets=1, issue="ABC123",
        paper="A4", landscape=kind == "map", crs=int(metres.rpartition(":")[2]),
        bounds=_BOUNDS if kind == "map" else (0.0, 0.0, 0.0, 0.0), **lines,
    )  # fmt: skip


def map_read(place: Place, on: Session, *, many: int = 2) -> SheetRead:
    """A map sheet with so many red circles, as the reader tells of it."""
    code = code_of(place, on)
    frame = code.layout.frame
    dots = []
    for at in range(many):
        x, y = frame.x + frame.width * (at + 1) / (many + 1), frame.y + frame.height / 2
        east, north = to_map(code, code.layout, x, y)
        dots.append(
            Dot(x_mm=x, y_mm=y, east=east, north=north, colour="red", shape="circle", size_mm=12.0, picture=_JPEG)
        )  # fmt: skip
    return SheetRead(code=code, placed=True, error_mm=0.3, dots=tuple(dots), preview=_JPEG)


def lines_read(place: Place, on: Session) -> SheetRead:
    ticked = {1: {"kind_2": True, "leads_1": True, "print_no": True}, 2: {"kind_1": True, "kind_2": True}}
    lines = tuple(Line(number=n, ticks=ticks, picture=_JPEG) for n, ticks in ticked.items())
    return SheetRead(code=code_of(place, on, "lines"), placed=True, lines=lines, preview=_JPEG)


# Without a screen


def test_a_line_says_what_is_ticked_by_the_sheets_own_categories(place, on):
    desk = Desk(session=on.id)
    read = lines_read(place, on)
    desk.lines = {line.number: (line, read.code.boxes) for line in read.lines}
    first, second = line_of(desk, on, 1), line_of(desk, on, 2)
    assert (first.which, first.led_by, audience_of(first)) == ("own:food", "local_residents", "workshop")
    assert first.ticks == ("Food", "Local residents", "may not be printed")
    assert second.which == "", "two boxes are ticked: neither is proposed"
    assert audience_of(second) == ""
    assert line_of(desk, on, 3) is None


def test_boxes_of_another_printing_mean_nothing_here(place, on):
    desk = Desk(session=on.id)
    desk.lines = {1: (lines_read(place, on).lines[0], 77)}
    line = line_of(desk, on, 1)
    assert line.which == ""
    assert line.ticks == ("Local residents", "may not be printed")


def test_corners_help_only_where_a_sheet_was_seen():
    def photo(key: str, **fields: object) -> Photo:
        read = SheetRead(refused=refused(key), preview=b"jpeg")
        return Photo(mark="m", name="a.jpg", **{"content": b"x", "reads": [read], **fields})

    assert photo("corner_covered top left").may_be_pointed_at
    assert photo("corners_missing").may_be_pointed_at
    assert not photo("too_blurred").may_be_pointed_at
    assert not photo("newer_form").may_be_pointed_at
    assert not photo("corners_missing", content=None).may_be_pointed_at


@pytest.mark.parametrize(
    "said",
    [None, "x", [[0, 0]] * 3, [[0, 0]] * 5, [[0, 0], [1, 0], [1, 1], [0, 2]], [[0, 0], [1, 0], [1, 1], [True, 0]],
     [[0, 0], [1, 0], [1, 1], [0, 0, 0]], [[0, 0], [1, 0], [1, 1], [0, float("nan")]]],
    ids=["nothing", "text", "three", "five", "outside", "no number", "three numbers", "not a number"],
)  # fmt: skip
def test_what_is_no_four_corners_is_not_taken(said, monkeypatch):
    import streamlit as st

    monkeypatch.setattr(st, "session_state", {"key": {"corners": said}})
    assert pointed("key") is None


# The page


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> dict:
    """What a photograph is said to show, by its name; how it was asked stands in `asked`."""
    said: dict = {"asked": []}

    def read_photo(content: bytes, name: str, *, corners=None, expected="", progress=None, cancelled=None) -> list:
        del cancelled
        said["asked"].append((name, corners, expected, len(content)))
        progress("reading", 0.5)
        return said[name]

    monkeypatch.setattr(untrusted, "read_photo", read_photo, raising=False)
    return said


@pytest.fixture
def screen(place: Place, on: Session, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ASSETMAP_HOME", str(place.home))
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    made = AppTest.from_file(str(MAIN), default_timeout=60)
    made.query_params["workshop"] = on.short
    return made.switch_page("paper_in.py").run()


def drop(screen: AppTest, *files: tuple[str, bytes]) -> AppTest:
    screen.get("file_uploader")[0].set_value(
        [(name, io.BytesIO(content).getvalue(), "image/jpeg") for name, content in files]
    )
    screen.run()
    assert not troubles(screen)
    return screen


def text(screen: AppTest) -> str:
    return " ".join(str(x.proto.body) for x in screen.get("html"))


def field(screen: AppTest, kind: str, begins: str):
    return next(x for x in screen.get(kind) if str(x.label).startswith(begins))


def press(screen: AppTest, label: str) -> AppTest:
    next(x for x in screen.button if x.label == label).click().run()
    assert not troubles(screen)
    return screen


def test_a_sheet_becomes_drafts_that_are_typed_one_after_the_other(screen, reader, place, on):
    reader["map.jpg"], reader["lines.jpg"] = [map_read(place, on)], [lines_read(place, on)]
    drop(screen, ("map.jpg", b"one"), ("lines.jpg", b"two"))
    assert "2 drafts to type." in text(screen)
    assert "0 of 2 typed" in text(screen)
    members = place.store.sessions.members(on.id)
    assert [(x.how, x.shown, x.has_picture) for x in members.values()] == [("paper", False, True)] * 2
    field(screen, "text_input", "The number").set_value("1").run()
    assert "Ticked: Food · Local residents · may not be printed" in text(screen)
    assert field(screen, "selectbox", "What is it?").value == "own:places", "its sticker speaks louder than its line"
    field(screen, "text_input", "What is it called?").set_value("Tea hut")
    press(screen, "Save and next")
    assert "Saved: Tea hut" in text(screen)
    assert "1 of 2 typed" in text(screen)
    first = next(iter(members))
    there = place.store.get(first).asset
    assert (there.name, there.kind, there.led_by, there.audience, there.status) == (
        "Tea hut", "indoor_place", "local_residents", "workshop", "draft",
    )  # fmt: skip
    known = place.store.sessions.members(on.id)[first]
    assert (known.number, known.category, known.shown) == (1, "places", True)
    press(screen, "Not a thing")
    assert "Everything from paper is typed." in text(screen)
    press(screen, "Undo")
    assert "1 of 2 typed" in text(screen)


def test_a_photograph_is_let_go_of_once_it_is_read_and_read_twice_adds_nothing(screen, reader, place, on):
    reader["map.jpg"] = [map_read(place, on)]
    drop(screen, ("map.jpg", b"the photograph itself"))
    desk = screen.session_state["paper_desk"]
    assert [x.content for x in desk.photos.values()] == [None]
    drop(screen, ("map.jpg", b"the photograph itself"))
    assert "map.jpg was read before: nothing was added." in text(screen)
    reader["again.jpg"] = reader["map.jpg"]
    drop(screen, ("again.jpg", b"another photograph of the same sheet"))
    assert "This was read before: nothing was added." in text(screen)
    assert len(place.store.sessions.members(on.id)) == 2


def test_a_refused_photograph_says_why_and_what_to_do(screen, reader, place, on):
    reader["a.jpg"] = [SheetRead(refused=refused("too_blurred"))]
    drop(screen, ("a.jpg", b"one"))
    assert "The picture is too blurred." in text(screen)
    assert "photograph the sheet again." in text(screen)
    assert "Point at the corners by hand" not in [x.label for x in screen.button]
    press(screen, "Put this photo away")
    assert "too blurred" not in text(screen)


def test_a_sheet_of_another_workshop_is_refused(screen, reader, place):
    other = workshop.begin(place, name="Elsewhere", by="steward")
    reader["map.jpg"] = [map_read(place, other)]
    drop(screen, ("map.jpg", b"one"))
    assert "This sheet is of another workshop." in text(screen)
    assert "drafts to type" not in text(screen)


def test_corners_that_were_pointed_at_are_read_with_what_the_code_said(screen, reader, place, on):
    reader["map.jpg"] = [SheetRead(refused=refused("corners_missing"), text="CODE", preview=_JPEG)]
    drop(screen, ("map.jpg", b"one"))
    press(screen, "Point at the corners by hand")
    reader["map.jpg"] = [map_read(place, on)]
    key = next(iter(screen.session_state["paper_desk"].photos))[:12]
    spots = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
    screen.session_state[f"corners_{key}_0_spots"] = spots
    screen.run()
    assert reader["asked"][-1] == ("map.jpg", spots, "CODE", 3)
    assert "2 drafts to type." in text(screen)


def test_something_alike_is_asked_about_before_it_is_saved_and_then_saved(screen, reader, place, on):
    from assetmap import contributions
    from assetmap.assets import Asset

    reader["map.jpg"] = [map_read(place, on, many=1)]
    drop(screen, ("map.jpg", b"one"))
    now = look(place, on, Desk(session=on.id)).draft
    there = Asset(name="Tea hut by the weir", kind="indoor_place", where=now.asset.where, audience="public")
    contributions.submit(place.store, there, by="steward", publish=True)
    field(screen, "text_input", "What is it called?").set_value("Tea hut by the weir")
    press(screen, "Save and next")
    assert "nearly the same name close by already" in text(screen)
    press(screen, "Save and next")
    assert "Saved: Tea hut by the weir" in text(screen)


def test_nothing_is_saved_without_a_name(screen, reader, place, on):
    reader["map.jpg"] = [map_read(place, on, many=1)]
    drop(screen, ("map.jpg", b"one"))
    next(x for x in screen.button if x.label == "Save and next").click().run()
    assert "Say what it is called." in text(screen)
    press(screen, "Later")
    assert "1 left for later" in text(screen)
    press(screen, "Type those left for later")
    assert "0 of 1 typed" in text(screen)


def test_nobody_but_who_leads_the_workshop_reads_paper(place, on, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(place.home))
    monkeypatch.setattr(session, "by", lambda: "resident")
    made = AppTest.from_file(str(MAIN), default_timeout=60)
    made.query_params["workshop"] = on.short
    made.switch_page("paper_in.py").run()
    assert "Paper is read by whoever leads the workshop" in text(made)
    assert not made.get("file_uploader")
