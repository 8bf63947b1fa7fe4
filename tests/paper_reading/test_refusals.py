"""What cannot be placed surely is refused, with its cause; a corner can be pointed at."""

from __future__ import annotations

import numpy as np
import pytest

from assetmap.paper.code import encode
from assetmap.paper.reading import CAUSES, read_picture, refused
from tests.paper_reading.drawing import Stuck, a_code, draw, saved

_PPMM = 4.0
_DOTS = (Stuck(120, 90, "red", size_mm=14),)


@pytest.fixture
def page():
    """A scan of a sheet with some table round it."""
    return np.pad(draw(a_code(), _DOTS, ppmm=_PPMM), ((40, 40), (40, 40), (0, 0)), constant_values=90)


def cover(page, box, colour=(150, 110, 90)):
    """Lay something over a box of the paper, mm."""
    x, y, right, bottom = (round(v * _PPMM) + 40 for v in box)
    page[y:bottom, x:right] = colour


def key_of(page, **more):
    [read] = read_picture(saved(page), "x", **more)
    assert read.placed == (read.refused is None)
    return read.refused.key if read.refused else ""


def test_one_marker_under_a_thumb_is_no_hindrance(page):
    cover(page, (0, 0, 30, 30))
    [read] = read_picture(saved(page), "x")
    assert read.placed
    assert read.dots[0].x_mm == pytest.approx(120, abs=0.5)


def test_half_a_sheet_is_refused(page):
    cover(page, (0, 0, 160, 210))
    assert key_of(page) in {"corners_missing", "corner_covered top left", "corner_covered bottom left"}


def test_both_codes_covered_is_said_and_no_sheet_is_guessed(page):
    for box in a_code().layout.codes:
        cover(page, (box.x, box.y, box.right, box.bottom))
    assert key_of(page) == "code_unreadable"


def test_a_sheet_among_another_ones_markers_is_refused(page):
    other = draw(a_code(issue="BBBBBB"), ppmm=_PPMM)
    for box in a_code().layout.codes:
        x, y, right, bottom = (round(v * _PPMM) for v in (box.x, box.y, box.right, box.bottom))
        page[y + 40 : bottom + 40, x + 40 : right + 40] = other[y:bottom, x:right]
    reads = read_picture(saved(page), "x")
    assert not any(x.placed for x in reads)
    assert {x.refused.key for x in reads} & {"mixed", "corners_missing"}


def test_the_same_sheet_twice_in_a_picture_is_refused(page):
    assert key_of(np.concatenate([page, page], axis=1)) == "mixed"


def test_two_sheets_in_a_picture_are_read_each_by_its_own(page):
    other = draw(a_code(sheet=2, sheets=2), (Stuck(150, 100, "green"),), ppmm=_PPMM)
    other = np.pad(other, ((40, 40), (40, 40), (0, 0)), constant_values=90)
    reads = read_picture(saved(np.concatenate([page, other])), "x")
    assert sorted((x.code.sheet, x.dots[0].colour) for x in reads) == [(1, "red"), (2, "green")]


def test_a_mirrored_scan_is_turned_round_and_said_so(page):
    [read] = read_picture(saved(page[:, ::-1]), "x")
    assert read.placed
    assert read.dots[0].x_mm == pytest.approx(120, abs=0.5)
    assert any("mirrored" in x for x in read.warnings)


def corners_of(page):
    """Where the frame's corners are, as shares of the picture."""
    high, wide = page.shape[:2]
    return [((x * _PPMM + 40) / wide, (y * _PPMM + 40) / high) for x, y in a_code().layout.frame.corners]


@pytest.fixture
def bare(page):
    """A sheet whose edges lie under a table cloth: no marker and no code is left."""
    frame = a_code().layout.frame
    for box in ((0, 0, 297, frame.y - 4), (0, frame.bottom + 4, 297, 210), (0, 0, frame.x - 4, 210),
                (frame.right + 4, 0, 297, 210)):  # fmt: skip
        cover(page, box)
    return page


def test_corners_pointed_at_by_hand_place_a_sheet_whose_code_is_known(bare):
    roughly = [(x + 0.004, y - 0.003) for x, y in corners_of(bare)]
    [read] = read_picture(saved(bare), "x", corners=roughly, expected=encode(a_code()))
    assert read.placed
    assert np.hypot(read.dots[0].x_mm - 120, read.dots[0].y_mm - 90) < 1.5
    assert any("by hand" in x for x in read.warnings)


def test_corners_may_be_given_in_pixels(bare):
    high, wide = bare.shape[:2]
    pixels = [(x * wide, y * high) for x, y in corners_of(bare)]
    assert key_of(bare, corners=pixels, expected=encode(a_code())) == ""


def test_corners_without_a_code_or_that_do_not_fit_are_refused(bare):
    corners = corners_of(bare)
    assert key_of(bare, corners=corners) == "code_unreadable"
    assert key_of(bare, corners=corners, expected="AMAP1X") == "not_this"
    assert key_of(bare, corners=corners[::-1], expected=encode(a_code())) == "hand_wrong"
    inside = [(0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)]
    assert key_of(bare, corners=inside, expected=encode(a_code())) == "hand_wrong"


def test_every_cause_says_why_and_what_to_do():
    for key in CAUSES:
        said = refused(key)
        assert said.why.endswith(".")
        assert said.mend.endswith(".")
