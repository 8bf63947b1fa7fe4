from __future__ import annotations

import colorsys
import itertools

import pytest

from assetmap.cartography import palette


def test_deciles_darken_towards_the_most_deprived():
    shades = [palette.luminance(palette.DECILES[decile]) for decile in range(1, 11)]
    assert shades == sorted(shades)
    assert len(set(shades)) == 10


def test_the_ramp_is_one_hue_and_never_red():
    for colour in palette.DECILES.values():
        hue = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0] * 360
        assert 235 <= hue <= 275


def test_neighbouring_classes_differ_in_grey():
    for count in range(2, 8):
        shades = [palette.luminance(colour) for colour in palette.classes(count)]
        assert all(a - b > 0.03 for a, b in itertools.pairwise(shades))


def test_more_classes_than_one_can_tell_apart_are_refused():
    with pytest.raises(ValueError, match="1 to 10"):
        palette.classes(11)
    assert len(palette.classes(1)) == 1


def test_labels_can_be_read_on_what_they_stand_on():
    for ground in (palette.LAND, palette.GREEN, palette.WATER, palette.STREET, palette.MAIN_STREET):
        assert palette.contrast(palette.QUIET_INK, ground) >= 4.5


def test_contrast_is_that_of_black_and_white_at_its_ends():
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#777777", "#777777") == 1
    assert palette.ink_on("#000000") == palette.PAPER
    assert palette.mixed("#000000", "#FFFFFF", 0.5) == "#808080"
