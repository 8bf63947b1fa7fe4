"""Drafts from sheets: where they are, what they are taken for, and that nothing comes twice or from elsewhere."""

import dataclasses

import pytest
from shapely import Point

from assetmap.contributions import approve, reject, undo, withdraw
from assetmap.crs import transformer
from assetmap.errors import PermissionDeniedError
from assetmap.paper.code import SheetCode, boxes_of, place_code, to_map
from assetmap.paper.reading.found import Dot, Line, Refused, SheetRead
from assetmap.workshop import assets_of, drafts_from, shown

JPEG = b"\xff\xd8\xffa cut-out"


@pytest.fixture
def code(hall):
    west, south = transformer("EPSG:4326", "EPSG:27700").transform(-2.37, 51.37)
    return SheetCode(
        kind="map", place=place_code(hall.place.settings.name), session=hall.session.short, sheet=2, sheets=3,
        issue="ABC234", paper="A3", landscape=True, crs=27700, bounds=(west, south, west + 2_000, south + 1_500),
    )  # fmt: skip


def dot(code, x, y, colour="red", shape="circle", **more):
    east, north = to_map(code, code.layout, x, y)
    return Dot(x_mm=x, y_mm=y, east=east, north=north, colour=colour, shape=shape, size_mm=8.0, picture=JPEG, **more)


def sheet(code, *dots, **more):
    return SheetRead(code=code, placed=True, dots=dots, **more)


def read(hall, *reads, by="steward: Jo"):
    return drafts_from(hall.place, hall.session, reads, by=by)


def test_each_dot_becomes_a_draft_at_its_place_with_its_picture_unseen_by_the_room(hall, code):
    done = read(hall, sheet(code, dot(code, 100, 100, number=4), dot(code, 150, 120, "blue", "star")))
    [one, other] = assets_of(hall.place, hall.session, by="steward")
    assert [(x.status, x.source, x.audience, x.precision) for x in (one, other)] == [
        ("draft", "workshop", "workshop", "exact")] * 2  # fmt: skip
    assert (one.name, other.name) == ("Warm places, number 4", "Blue star, square C3 of sheet 2")
    for asset, draft, (x, y) in zip((one, other), done.drafts, ((100, 100), (150, 120)), strict=True):
        east, north = transformer("EPSG:4326", "EPSG:27700").transform(asset.where.x, asset.where.y)
        assert Point(east, north).distance(Point(*to_map(code, code.layout, x, y))) < 0.01
        assert (draft.asset_id, draft.lon, draft.lat) == (asset.id, asset.where.x, asset.where.y)
        assert hall.store.sessions.picture(asset.id, by="steward") == JPEG
    first, second = hall.store.sessions.members(hall.session.id).values()
    warm = hall.session.categories[0].key
    assert [(x.how, x.category, x.number, x.sheet, x.shown) for x in (first, second)] == [
        ("paper", warm, 4, "ABC234/2", False), ("paper", "", None, "ABC234/2", False)]  # fmt: skip
    assert shown(hall.place, hall.session, audience="workshop").assets == ()


def test_the_same_sheet_read_twice_adds_only_what_is_new_on_it(hall, code):
    first = sheet(code, dot(code, 100, 100), dot(code, 150, 120))
    assert (len(read(hall, first).drafts), read(hall, first).again) == (2, 2)
    nearly = sheet(code, dot(code, 102, 101.5), dot(code, 150, 118), dot(code, 154, 120))
    done = read(hall, nearly, nearly)
    assert (len(done.drafts), done.again) == (1, 5)
    another = dataclasses.replace(code, issue="DEF567")
    assert len(read(hall, sheet(another, dot(another, 100, 100))).drafts) == 1
    close = sheet(dataclasses.replace(code, sheet=3), dot(code, 50, 50), dot(code, 52, 50))
    assert len(read(hall, close).drafts) == 2  # two dots of one photograph are two


def test_what_was_decided_does_not_come_again_and_what_was_undone_may(hall, code):
    dots = [dot(code, 60 + 20 * at, 100) for at in range(4)]
    done = read(hall, sheet(code, *dots))
    kept, turned_down, gone, _waits = (x.asset_id for x in done.drafts)
    approve(hall.store, [kept], by="steward")
    reject(hall.store, [turned_down], by="steward")
    assert read(hall, sheet(code, *dots)).again == 4
    withdraw(hall.store, gone, by="steward")
    assert len(read(hall, sheet(code, *dots)).drafts) == 1  # nothing is left by which it could be known
    again = dataclasses.replace(code, issue="DEF567")
    made = read(hall, sheet(again, *dots))
    undo(hall.store, made.change, by="steward")
    assert len(read(hall, sheet(again, *dots)).drafts) == 4


def test_a_line_that_was_ticked_goes_with_the_dot_of_its_number(hall, code):
    keys = [x.key for x in hall.session.categories]
    lines = dataclasses.replace(
        code, kind="lines", paper="A4", landscape=False, first=1, lines=10, boxes=boxes_of(keys)
    )
    ticks = {"kind_2": True, "print_no": True, "print_yes": False, "leads_1": None}
    companion = SheetRead(code=lines, placed=True, lines=(Line(number=7, ticks=ticks), Line(number=8, ticks={})))
    hall.session = hall.store.sessions.change(dataclasses.replace(hall.session, audience="public"), by="steward")
    tag = {"colour": "", "shape": ""}
    done = read(hall, companion, sheet(code, dot(code, 80, 80, number=7, **tag), dot(code, 120, 80, number=8, **tag)))
    seventh, eighth = assets_of(hall.place, hall.session, by="steward")
    assert (seventh.audience, eighth.audience) == ("workshop", "public")
    assert (seventh.name, eighth.name) == ("Green, number 7", "Dot, number 8")
    assert [x.line and x.line.number for x in done.drafts] == [7, 8]
    assert hall.store.sessions.members(hall.session.id)[seventh.id].category == keys[1]


def test_boxes_that_were_printed_for_other_categories_say_nothing(hall, code):
    lines = dataclasses.replace(code, kind="lines", paper="A4", landscape=False, lines=10, boxes=boxes_of(["other"]))
    companion = SheetRead(code=lines, placed=True, lines=(Line(number=7, ticks={"kind_1": True}),))
    read(hall, companion, sheet(code, dot(code, 80, 80, "", "", number=7)))
    [member] = hall.store.sessions.members(hall.session.id).values()
    assert member.category == ""


def test_a_sheet_of_another_workshop_or_place_and_one_that_was_not_placed_give_nothing_and_say_why(hall, code):
    other = dataclasses.replace(code, session="ZZZZZZ")
    far = dataclasses.replace(other, place="FARWAY")
    blurred = SheetRead(refused=Refused(key="too_blurred", why="The picture is too blurred.", mend="Hold still."))
    done = read(hall, *(sheet(x, dot(x, 100, 100)) for x in (other, far)), blurred)
    assert [x.key for x in done.refused] == ["other_workshop", "other_place", "too_blurred"]
    assert all(x.why and x.mend for x in done.refused)
    assert (done.drafts, done.change, hall.store.version()) == ((), None, hall.store.version())
    assert assets_of(hall.place, hall.session, by="steward") == []


def test_only_who_looks_after_the_map_reads_paper(hall, code):
    with pytest.raises(PermissionDeniedError):
        read(hall, sheet(code, dot(code, 100, 100)), by="resident")
