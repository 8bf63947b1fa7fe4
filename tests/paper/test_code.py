"""The code on a sheet: it comes back as it was printed, damaged it does not, and it places what was pointed at."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.errors import PaperError
from assetmap.paper.code import (
    GROUPS,
    SheetCode,
    boxes_of,
    decode,
    encode,
    group_of,
    marker_id,
    place_code,
    to_map,
    to_paper,
)
from assetmap.paper.layout import PAPERS, layout_of

SHORTS = st.text(string.ascii_uppercase + string.digits, max_size=6)
METRES = st.integers(-(10**9), 10**9).map(lambda cm: cm / 100)


@st.composite
def codes(draw):
    west, south = draw(METRES), draw(METRES)
    wide, high = (draw(st.integers(10_000, 2**24 - 1)) / 100 for _ in "wh")
    return SheetCode(
        kind=draw(st.sampled_from(["map", "lines"])), place=draw(SHORTS), session=draw(SHORTS), issue=draw(SHORTS),
        sheet=draw(st.integers(0, 255)), sheets=draw(st.integers(0, 255)), paper=draw(st.sampled_from(list(PAPERS))),
        landscape=draw(st.booleans()), crs=draw(st.integers(1024, 32766)),
        bounds=(west, south, west + wide, south + high),
        first=draw(st.integers(0, 1023)), lines=draw(st.integers(0, 10)), boxes=draw(st.integers(0, 255)),
    )  # fmt: skip


def a_code(**changes):
    values = {
        "kind": "map", "place": "BATH01", "session": "AB12C3", "sheet": 1, "sheets": 6, "issue": "Q7X1Z9",
        "paper": "A3", "landscape": True, "crs": 27700, "bounds": (374000.0, 164000.0, 375500.0, 165125.0),
    }  # fmt: skip
    return SheetCode(**values | changes)


@given(codes())
def test_a_code_comes_back_as_it_was_printed(code):
    text = encode(code)
    assert decode(text) == code
    assert len(text) <= 67
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(codes(), st.data())
def test_a_code_with_any_one_letter_wrong_is_refused(code, data):
    text = encode(code)
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from([x for x in "0123456789ABCXYZ $%*+-./:" if x != text[at]]))
    with pytest.raises(PaperError):
        decode(text[:at] + letter + text[at + 1 :])


@given(st.text(max_size=120))
def test_no_other_text_is_taken_for_a_code(text):
    with pytest.raises(PaperError):
        decode(text)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=70))
def test_nothing_that_begins_like_a_code_breaks_the_reader(rest):
    with pytest.raises(PaperError):
        decode("AMAP1" + rest)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.org", "not ours"),
        ("AMAP2ABCDEF", "newer"),
        (encode(a_code())[:-3], "damaged"),
        (encode(a_code(version=2)), "newer"),
    ],
    ids=["foreign", "form", "cut", "arrangement"],
)
def test_a_code_that_cannot_be_read_says_which_kind_of_wrong_it_is(text, said):
    with pytest.raises(PaperError, match=rf"^\[code\] {said}"):
        decode(text)


@given(codes(), st.floats(0, 900), st.floats(0, 900))
def test_paper_to_map_and_back_is_exact_to_a_thousandth_of_a_millimetre(code, x, y):
    layout = layout_of(code.paper, landscape=code.landscape, kind="map")
    back = to_paper(code, layout, *to_map(code, layout, x, y))
    assert back == pytest.approx((x, y), abs=1e-3)


@given(st.sampled_from(list(PAPERS)), st.booleans(), st.floats(0, 1), st.floats(0, 1), st.integers(500, 50_000))
def test_in_a_real_place_it_is_exact_to_a_millionth_of_a_metre_on_paper(paper, landscape, across, down, scale):
    layout = layout_of(paper, landscape=landscape, kind="map")
    frame = layout.frame
    east, north = 374_000 + frame.width * scale / 1000, 164_000 + frame.height * scale / 1000
    code = a_code(paper=paper, landscape=landscape, bounds=(374_000.0, 164_000.0, east, north))
    x, y = frame.x + across * frame.width, frame.y + down * frame.height
    back = to_paper(code, layout, *to_map(code, layout, x, y))
    assert back == pytest.approx((x, y), abs=1e-3)  # 1 µm
    easting, northing = to_map(code, layout, x, y)
    assert to_map(code, layout, *back) == pytest.approx((easting, northing), abs=1e-6)


def test_the_corners_of_the_frame_are_the_bounds():
    code = a_code()
    frame = code.layout.frame
    assert to_map(code, code.layout, frame.x, frame.bottom) == (374000.0, 164000.0)
    assert to_map(code, code.layout, frame.right, frame.y) == (375500.0, 165125.0)


def test_markers_of_another_sheet_do_not_fit():
    groups = {group_of(a_code(sheet=n, issue=issue)) for n in range(20) for issue in ("AAAAAA", "BBBBBB")}
    assert len(groups) > 10
    assert all(0 <= group < GROUPS for group in groups)
    assert marker_id(a_code(), 3) == 8 * group_of(a_code()) + 3 < 250


def test_a_place_has_the_same_short_code_in_every_copy():
    assert place_code("Bath") == place_code(" bath ") != place_code("Bristol")
    assert decode(encode(a_code(place=place_code("Bath")))).place == place_code("Bath")


def test_the_boxes_say_whose_categories_they_are():
    assert boxes_of(()) == 0
    assert 1 <= boxes_of(("a", "b")) <= 255
    assert boxes_of(("a", "b")) != boxes_of(("b", "a"))


def test_what_no_code_can_hold_is_refused():
    with pytest.raises(PaperError, match="short code"):
        a_code(session="seven77")
    with pytest.raises(PaperError, match="too many"):
        encode(a_code(sheets=300))
    with pytest.raises(PaperError, match="lines"):
        encode(a_code(lines=11))
