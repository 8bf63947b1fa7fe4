from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

import pytest

from assetmap.cartography.palette import PAPER, contrast
from assetmap.cartography.symbols import SHAPES, here_svg, symbol, symbol_address, symbol_svg
from assetmap.errors import VocabularyError
from assetmap.vocabulary import vocabulary

KINDS = list(vocabulary().kinds)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fields", [{}, {"overdue": True}, {"status": "draft"}, {"number": 12}])
def test_every_symbol_can_be_read_in_black_and_white(kind, fields):
    drawn = symbol(kind, **fields)
    fill = re.search(r'fill="(#\w+)"', drawn.shape)[1]
    line = re.search(r'stroke="(#\w+)"', drawn.shape)[1]
    assert contrast(drawn.ink, fill) >= 4.5
    assert contrast(line, PAPER) >= 4.5


@pytest.mark.parametrize("kind", KINDS)
def test_every_symbol_is_well_formed_and_of_the_size_asked(kind):
    root = ET.fromstring(symbol_svg(kind, size_px=32, overdue=True))  # noqa: S314  # our own drawing
    assert root.get("width") == root.get("height") == "32"
    assert [node.text for node in root.iter() if node.tag.endswith("text")] == [vocabulary().kinds[kind].letter]


def test_each_group_has_a_shape_of_its_own():
    shapes = [group.shape for group in vocabulary().groups.values()]
    assert sorted(shapes) == sorted(SHAPES)


def test_no_two_kinds_look_the_same():
    looks = {(symbol(kind).path, symbol(kind).sign) for kind in KINDS}
    assert len(looks) == len(KINDS)


def test_a_draft_is_hollow_and_an_overdue_one_carries_a_clock():
    assert f'fill="{PAPER}"' in symbol("green place", status="draft").shape
    assert symbol("green place", overdue=True).shape.count("<circle") == 1
    assert "<circle" not in symbol("green place").shape


def test_a_number_takes_the_place_of_the_letter():
    assert symbol("green place", number=300).sign == "300"
    assert ">7</text>" in symbol_svg("green place", number=7)


def test_an_address_holds_the_whole_drawing():
    kind, picture = symbol_address("green place", size_px=20, number=7).split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(picture).decode() == symbol_svg("green place", size_px=20, number=7)


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(VocabularyError):
        symbol_svg("spaceship")


def test_you_are_here_is_unlike_every_symbol():
    ET.fromstring(here_svg())  # noqa: S314  # our own drawing
    assert not any(path in here_svg() for path, _, _ in SHAPES.values())
