"""Stickers: every colour and shape that a workshop knows is drawn, and what is written in it can be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from assetmap.cartography import stickers
from assetmap.cartography.palette import contrast, ink_on
from assetmap.store.sessions import COLOURS, SHAPES


def test_every_colour_and_shape_of_a_workshop_is_drawn_and_has_a_word():
    assert tuple(stickers.COLOURS) == tuple(stickers.COLOUR_WORDS) == COLOURS
    assert set(stickers.SHAPES) == set(stickers.SHAPE_WORDS) == set(SHAPES)
    drawn = {stickers.sticker_svg(colour, shape, sign="7") for colour in COLOURS for shape in SHAPES}
    assert len(drawn) == len(COLOURS) * len(SHAPES)
    for svg in drawn:
        assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  # our own drawing


def test_what_is_written_in_a_sticker_can_be_read():
    assert all(contrast(fill, ink_on(fill)) >= 4.5 for fill in stickers.COLOURS.values())


def test_a_sign_is_never_markup():
    assert "<b>" not in stickers.sticker_svg("red", "circle", sign="<b>")
