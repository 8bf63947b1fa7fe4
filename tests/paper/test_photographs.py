"""Photographs that a model of the world makes: the model is right, and what is read from them lies where it is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.paper import scenes, wrong
from tests.paper.camera import Surface, aimed
from tests.paper.photograph import photograph
from tests.paper.plan import Shot, shots
from tests.paper.running import read_and_judged
from tests.paper.settings import PHOTOGRAPH, PHOTOS
from tests.paper.sheets import Spec, sketched


def test_a_pixel_looks_at_the_very_point_of_a_wrinkled_sheet_that_is_seen_in_it():
    shot = scenes.shot(1, tilt_deg=33.0, turn_deg=130.0, k1=-0.1, k2=0.02)
    surface = Surface.of((297, 210), height_mm=8.0, wave_mm=70.0, rng=np.random.default_rng(1))
    camera = aimed(shot, (297.0, 210.0), surface, turn_deg=130.0, pixels=2e6)
    u, v = (a.ravel() for a in np.meshgrid(np.linspace(0, 297, 9), np.linspace(0, 210, 7)))

    x, y = camera.seen(surface, u, v)
    back_u, back_v = camera.looks_at(surface, x, y)

    assert np.hypot(back_u - u, back_v - v).max() < 0.02
    assert (x > 0).all()
    assert (y > 0).all()
    assert (x < camera.width).all()
    assert (y < camera.height).all()


def test_waves_pull_a_sheet_together_and_do_not_stretch_it():
    surface = Surface.of((594, 420), height_mm=8.0, wave_mm=70.0, rng=np.random.default_rng(2))
    u, v = np.linspace(0, 594, 20_000), np.full(20_000, 210.0)

    across, down = surface.pulled(u, v)
    steps = np.stack([np.diff(u - across), np.diff(v - down), np.diff(surface.height(u, v))])

    assert np.sqrt((steps**2).sum(axis=0)).sum() == pytest.approx(594, rel=2e-3)


def test_photographs_of_a_sheet_cover_every_range_to_its_ends():
    planned = shots(1)

    for name, setting in PHOTOGRAPH.items():
        values = sorted((shot.of[name] for shot in planned), key=lambda x, s=setting: abs(x - s.best))
        edge = setting.at(1 - 1 / PHOTOS)
        assert abs(values[-1] - setting.best) >= abs(edge - setting.best) - 1e-9, name
        assert abs(values[0] - setting.best) <= abs(setting.at(1 / PHOTOS) - setting.best) + 1e-9, name


def test_the_same_seed_makes_the_same_photograph():
    sheet = scenes.plain(901)
    shot = shots(901, 1)[0]

    assert photograph(sheet, shot, pixels=3e5).content == photograph(sheet, shot, pixels=3e5).content


@pytest.fixture(scope="module")
def sheet():
    return sketched(Spec(903, "demo", "A4", landscape=True, dpi=150))


@pytest.mark.parametrize(
    "fault",
    [{}, {"tilt_deg": 28.0, "turn_deg": 200.0, "turn_kind": 1.0, "wrinkle_mm": 4.0, "shadow": 0.4, "jpeg": 60.0}],
    ids=["plain", "tilted, turned, wrinkled, in shadow, squeezed"],
)
def test_dots_of_a_photograph_are_told_where_they_are(sheet, fault):
    photo = photograph(sheet, scenes.shot(3, **fault), pixels=2.5e6)

    result = read_and_judged(photo)

    assert result.is_placed, result.why
    assert not result.is_wrong
    assert np.median(result.errors_mm) <= 1.0
    assert result.found >= 0.9 * result.asked
    assert result.false <= 0.1 * result.asked
    assert not result.numbers_wrong


@pytest.mark.parametrize("name", ["a blank paper", "a newer form of code"])
def test_what_is_no_whole_sheet_is_not_placed_and_says_why(name):
    told = wrong.tried(name)

    assert told.wrong == []
    assert told.unnamed == []


def test_a_thumb_hides_one_marker_and_nothing_else(sheet):
    of = scenes.shot(4).of | {"thumb": 0.0}

    photo = photograph(sheet, Shot(900, 4, of), pixels=1e6)

    assert photo.thumb == 0
    assert math.hypot(*(a - b for a, b in zip(photo.marker_px[0], photo.marker_px[4], strict=True))) > 100
    assert sum(not dot.is_asked for dot in photo.dots) <= 1
