"""A sheet goes onto a photograph and comes back: placed, with its dots, or refused with why."""

from __future__ import annotations

import numpy as np
import pytest

from assetmap.paper.reading import read_picture
from tests.paper_reading.drawing import Stuck, a_code, draw, photograph, saved

_PPMM = 5.0
_DOTS = (
    Stuck(70, 55, "red", "circle", 12),
    Stuck(110, 60, "yellow", "square", 12, sign="7"),
    Stuck(150, 58, "blue", "triangle", 15),
    Stuck(190, 64, "green", "star", 16),
    Stuck(75, 110, "purple", "pentagon", 14),
    Stuck(120, 112, "pink", "circle", 8),
    Stuck(160, 115, "orange", "diamond", 12),
    Stuck(205, 112, "black", "circle", 12),
    Stuck(100, 150, "", "", 18, number=23),
)


@pytest.fixture(scope="module")
def page():
    return draw(a_code(), _DOTS, ppmm=_PPMM)


def told(read):
    return [(x.number, x.colour, x.shape) for x in read.dots]


def off(read, dots=_DOTS):
    """How far dots are from where they were stuck, mm, in the order in which they were."""
    places = np.asarray([(x.x_mm, x.y_mm) for x in read.dots])
    return [float(np.hypot(*(places - (d.x_mm, d.y_mm)).T).min()) for d in dots]


def test_a_tilted_photograph_of_a_wavy_sheet_in_shadow_is_placed_with_all_its_dots(page):
    content = photograph(page, ppmm=_PPMM, turn=25, tilt=28, bend=0.05, wave_mm=0.8, shade=0.4, blur=0.7, quality=60)
    [read] = read_picture(content, "photo.jpg")
    assert (read.placed, read.refused, read.code) == (True, None, a_code())
    assert read.error_mm < 1.0
    assert max(off(read)) < 1.0
    assert told(read) == [(x.number, x.colour, x.shape) for x in _DOTS]
    assert all(x.picture.startswith(b"\xff\xd8\xff") for x in read.dots)


def test_a_picture_without_a_sheet_is_refused_with_what_to_do():
    dice = np.random.default_rng(1)
    [read] = read_picture(saved(dice.integers(0, 255, (600, 800, 3), np.uint8)), "cat.jpg")
    assert (read.placed, read.refused.key) == (False, "no_sheet")
    assert read.refused.mend.endswith(".")
