"""A file goes into a process of its own, and rows come out; whatever happens in there is a sentence here."""

import json
import logging
import os
import threading
from datetime import date
from pathlib import Path

import pytest
import shapely

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.ruled import Ruled
from assetmap.exchange.sheets import Row, Sheet, Sheets
from assetmap.exchange.untrusted import parent, read_strange, wire

LIST = "name,lat,lon\nCafé,51.38,-2.36\n".encode()


def through(sheets):
    arriving = wire.Assembling()
    for line in wire.lines_of(sheets):
        arriving.take(json.loads(line))
    return arriving.sheets()


def test_sheets_come_through_the_wire_as_they_were():
    point = {"type": "Point", "coordinates": [1.5, 2]}
    rows = (
        Row(2, {"name": "A", "n": None}),
        Row(3, {"name": "B\x7f\ud83d\u202e", "n": ""}),
        Row(7, {"n": 5, "name": True}, b"\x01\x02"),
        Row(8, {"name": ["x", 1.5]}, point),
        Row(9, {}, point),
        Row(10, {}),
    )
    sheets = Sheets(
        (
            Sheet(headings=("name", "n"), rows=rows, problems=(Problem(2, "n", "odd", "mend it."),), crs="", table="S"),
            Sheet(headings=(), rows=(), what="Excel workbook", licence="OGL", hidden=True),
        )
    )
    assert through(sheets) == sheets
    assert list(through(sheets).sheets[0].rows[2].cells) == ["n", "name"]


def test_many_rows_come_through_in_their_order():
    rows = tuple(Row(n + 2, {"name": f"Group {n}", "note": None if n % 3 else "x"}) for n in range(5_001))
    sheets = Sheets((Sheet(headings=("name", "note"), rows=rows),))
    assert through(sheets) == sheets


def test_a_day_that_a_reader_gives_is_text_on_the_other_side():
    [row] = through(Sheets((Sheet(headings=("on",), rows=(Row(1, {"on": date(2026, 11, 3)}),)),))).best.rows
    assert row.cells == {"on": "2026-11-03"}


def test_a_list_is_read_and_progress_is_told():
    told = []
    sheet = read_strange(LIST, "folder/list.csv", progress=lambda what, share: told.append((what, share))).best
    assert sheet.headings == ("name", "lat", "lon")
    assert sheet.rows == (Row(2, {"name": "Café", "lat": "51.38", "lon": "-2.36"}),)
    assert told[0] == ("reading", 0.0)
    assert told[-1] == ("rows", 1.0)


def test_a_reason_comes_out_as_it_was_said():
    with pytest.raises(ExchangeError, match=r"^list\.csv is a picture \(PNG\), whatever its name says"):
        read_strange(b"\x89PNG\r\n\x1a\n....", "list.csv")


def test_a_reader_that_breaks_is_a_sentence_and_a_note_without_a_word_of_the_file(caplog, monkeypatch):
    monkeypatch.setattr(parent, "_BEGIN", parent._BEGIN.replace("main(*", "from tests_break import x; main(*"))
    monkeypatch.setattr(
        parent, "_BEGIN", 'import sys; print(\'{"fault": "ValueError", "where": "lists.py:7"}\', flush=True)'
    )
    with caplog.at_level(logging.WARNING), pytest.raises(ExchangeError, match="could not be read"):
        read_strange(LIST, "list.csv")
    assert "ValueError at lists.py:7" in caplog.text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os; os.abort()", "more memory"),
        ("import os; os.kill(os.getpid(), 9)", "took longer"),
        ("import os; os.kill(os.getpid(), 11)", "damaged"),
        ("print('{}'); print('no json')", "damaged"),
        ("print('[1]'); print('{\"chunk\": [[1]]}')", "damaged"),
        ("print('[' * 100000)", "damaged"),
        ("pass", "damaged"),
    ],
    ids=["aborts", "is killed", "crashes", "babbles", "lies", "nests", "is silent"],
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_ends_badly_is_a_sentence(monkeypatch, code, says):
    monkeypatch.setattr(parent, "_BEGIN", code)
    with pytest.raises(ExchangeError, match=says):
        read_strange(LIST, "list.csv")


def children():
    return [x for x in Path(f"/proc/{os.getpid()}/task").glob("*/children") for _ in x.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells of children")
def test_a_reader_that_is_cancelled_or_slow_is_ended_at_once_and_nothing_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(parent, "_BEGIN", "import time; time.sleep(60)")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    asked = []
    with pytest.raises(ExchangeError, match="as you asked"):
        read_strange(LIST, "list.csv", cancelled=lambda: len(asked) > 2 or asked.append(1))
    monkeypatch.setattr(parent, "LONGEST_S", 0.2)
    with pytest.raises(ExchangeError, match="took longer"):
        read_strange(LIST, "list.csv")
    assert children() == []
    assert list(tmp_path.iterdir()) == []
    assert not [x for x in threading.enumerate() if "_hear" in x.name]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells of children")
def test_a_page_that_is_begun_anew_ends_its_reader_at_once(monkeypatch):
    monkeypatch.setattr(parent, "_BEGIN", "import time; time.sleep(60)")
    told = []

    class Anew(BaseException):
        pass

    def progress(what, share):
        told.append((what, share))
        if len(told) > 3:
            raise Anew

    with pytest.raises(Anew):
        read_strange(LIST, "list.csv", progress=progress)
    assert children() == []


def test_an_answer_larger_than_a_list_is_refused(monkeypatch):
    monkeypatch.setattr(parent, "_LARGEST_ANSWER", 10)
    with pytest.raises(ExchangeError, match="more memory"):
        read_strange(LIST, "list.csv")


def test_the_process_knows_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ASSETMAP_HOME", "/somewhere")
    monkeypatch.setattr(
        parent, "_BEGIN", "import json, os; print(json.dumps({'error': ' '.join(sorted(os.environ)) + '.'}))"
    )
    with pytest.raises(ExchangeError) as caught:
        read_strange(LIST, "list.csv")
    assert not {"HTTP_PROXY", "ASSETMAP_HOME", "HOME", "PATH"} & set(str(caught.value).rstrip(".").split())


def test_a_large_extract_is_handed_over_by_its_path(tmp_path):
    path = tmp_path / "x.osm"
    path.write_bytes(b'<osm version="0.6"><node id="1" lat="51.38" lon="-2.36"/></osm>')
    assert read_strange(path, path.name).best.rows == ()
    with pytest.raises(ExchangeError, match="not there"):
        read_strange(tmp_path / "none.osm", "none.osm")


def test_a_cell_as_long_as_a_book_is_cut_and_told():
    first = Row(2, {"name": "A" * 40_000, "more": [[[[[[[[[[1]]]]]]]]]]})
    rows = (first, Row(3, {"name": "B", "more": ["x", 1]}))
    sheet = through(Sheets((Sheet(headings=("name", "more"), rows=rows),))).best
    assert [len(x.cells["name"]) for x in sheet.rows] == [32_767, 1]
    assert [x.cells["more"] for x in sheet.rows] == [None, ["x", 1]]
    assert [(x.row, x.column, x.kept) for x in sheet.problems] == [(2, "name", True), (2, "more", True)]


@pytest.mark.parametrize(
    "text",
    [
        "GEOMETRYCOLLECTION(" * 200, "geometrycollection (" * 90_000, "010700000001000000" * 200,
        "000000000700000001" * 200, "010600008001000000" * 200, "01EF03000001000000" * 200,
        "0107000020FFFFFFFF01000000" * 200,
    ],
    ids=["WKT", "long", "WKB", "WKB from behind", "several with heights", "ISO", "with a system"],
)  # fmt: skip
def test_shapes_in_shapes_as_text_are_left_out_and_told(text):
    sheet = through(Sheets((Sheet(headings=("wkt",), rows=(Row(1, {"wkt": text}),)),))).best
    assert sheet.rows[0].cells == {"wkt": None}
    assert [(x.row, x.column, x.what) for x in sheet.problems] == [(1, "wkt", "nested")]


def test_an_outline_as_text_may_be_long_and_a_description_is_not_nested():
    outline = f"POLYGON (({', '.join(f'-2.36{x} 51.38' for x in range(9_000))}, -2.360 51.38))"
    cells = {"wkt": outline, "note": "A geometrycollection is a thing. " * 10}
    sheet = through(Sheets((Sheet(headings=("wkt", "note"), rows=(Row(1, cells),)),))).best
    assert (sheet.rows[0].cells, sheet.problems) == (cells, ())


@pytest.mark.parametrize(
    "shape",
    [
        shapely.MultiPolygon([shapely.box(x, 0, x + 1, 1) for x in range(0, 4000, 2)]),
        shapely.MultiPoint([(x / 2, x) for x in range(5_000)]),
        shapely.GeometryCollection([shapely.MultiPoint([(1, 2)]), shapely.Point(3, 4)]),
    ],
    ids=["squares", "points", "collection"],
)
def test_an_honest_shape_of_many_is_not_taken_for_shapes_in_shapes(shape):
    for wkb in (shape.wkb, shapely.to_wkb(shape, byte_order=0)):
        rows = (Row(1, {"wkt": wkb.hex()}, wkb),)
        sheet = through(Sheets((Sheet(headings=("wkt",), rows=rows),))).best
        assert (sheet.rows, sheet.problems) == (rows, ())


@pytest.mark.parametrize(
    "shape",
    [
        b"\x01\x07\0\0\0\x01\0\0\0" * 60,
        {"type": "MultiPoint", "coordinates": [[1, 2]] * 100_010},
        {"type": "Polygon", "coordinates": [[[1, 2]] * 60_000] * 2},
        {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": [[1, 2]] * 100_010}]},
        bytes(16 * 100_001),
    ],
    ids=["collections", "points", "rings", "collection", "WKB"],
)
def test_a_shape_with_more_corners_than_a_county_is_left_out_and_told(shape):
    small = {"type": "Point", "coordinates": [1, 2]}
    rows = (Row(1, {"name": "A"}, shape), Row(2, {"name": "B"}, small))
    sheet = through(Sheets((Sheet(headings=("name",), rows=rows),))).best
    assert [x.shape for x in sheet.rows] == [None, small]
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(1, "too detailed", True)]


@pytest.mark.parametrize("shape", [12, "POINT (1 2)", [], [[1, 2]], {}, {"coordinates": 7}, {"geometries": {}}, True])
def test_a_shape_that_is_none_comes_through_to_be_judged(shape):
    assert through(Sheets((Sheet(headings=(), rows=(Row(1, {}, shape),)),))).best.rows == (Row(1, {}, shape),)


@pytest.mark.parametrize(("headings", "says"), [(["x"] * 2_001, "2,001 columns"), (["x" * 2_001], "a heading of")])
def test_more_columns_than_a_list_has_are_refused(headings, says):
    with pytest.raises(ExchangeError, match=says):
        list(wire.lines_of(Sheets((Sheet(headings=tuple(headings), rows=()),))))


def test_a_table_comes_through_with_nothing_where_nothing_stands():
    rows = Ruled(["name", "", "note"], [2, 4, 5], [["A", "x", ""], ["B", "", "n"], ["C\x7f", "", None]])
    sheet = through(Sheets((Sheet(headings=("name", "note"), rows=rows),))).best
    assert sheet.rows == (
        Row(2, {"name": "A", "note": None}),
        Row(4, {"name": "B", "note": "n"}),
        Row(5, {"name": "C\x7f", "note": None}),
    )
    assert rows == sheet.rows
    assert rows[1:] == sheet.rows[1:]
    assert repr(rows[0]) in repr(rows)


def test_a_line_without_an_end_is_cut_off_and_is_the_end(monkeypatch):
    import io
    import queue

    monkeypatch.setattr(parent, "_LARGEST_LINE", 1000)
    lines: queue.Queue[bytes] = queue.Queue()
    pipe = io.BytesIO(b'{"read": 0.5}\n' + b"x" * 5000)
    parent._hear(pipe, lines)
    assert [lines.get() for _ in range(3)] == [b'{"read": 0.5}\n', b"x" * 1000, b""]
    assert pipe.tell() == 14 + 1000
