from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from assetmap.cartography.pictures import FACTS, KINDS, NEEDS, PICTURES, picture_svg
from assetmap.vocabulary import vocabulary


def test_every_kind_and_every_need_has_a_picture_and_no_name_is_taken_twice():
    assert KINDS.keys() == vocabulary().kinds.keys()
    assert NEEDS.keys() == vocabulary().needs.keys()
    assert len(PICTURES) == len(KINDS) + len(NEEDS) + len(FACTS)


def test_a_picture_is_plain_grey_drawing_without_text_or_address():
    for name in PICTURES:
        svg = picture_svg(name)
        parts = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}  # noqa: S314  ours
        assert parts <= {"svg", "path", "circle"}, name
        assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= {"#1a1a1a", "#ffffff", "#dcdcdc"}, name
        assert not re.search(r"href|url\(|<text|<script", svg), name
        assert 'aria-hidden="true"' in svg, name


def test_all_pictures_stay_inside_their_square_and_no_two_look_the_same():
    pytest.importorskip("pypdfium2")
    drawn = dict(zip(PICTURES, rendered(list(PICTURES)), strict=True))
    for name, shades in drawn.items():
        side = int(len(shades) ** 0.5)
        edge = [shades[i] for i in range(side)] + [shades[i * side] for i in range(side)]
        edge += [shades[-1 - i] for i in range(side)] + [shades[i * side + side - 1] for i in range(side)]
        assert sum(x < 140 for x in edge) <= 4, name  # no outline is cut along an edge
        assert 0.04 < sum(x < 100 for x in shades) / len(shades) < 0.5, name
    names, shades = list(drawn), np.array([list(x) for x in drawn.values()], dtype=np.int16)
    for i, one in enumerate(names[1:], start=1):
        apart = (abs(shades[:i] - shades[i]) > 90).mean(axis=1)
        assert apart.min() > 0.02, (one, names[int(apart.argmin())])


def rendered(names: list[str], side: int = 48) -> list[bytes]:
    """Each picture in shades of grey, `side` pixels wide, on a sheet that typst sets."""
    import json

    import pypdfium2
    import typst

    said = ",".join(f'image(bytes(d.at({json.dumps(x)})), format: "svg", width: {side}pt)' for x in names)
    source = (
        f"#set page(width: {side * 8}pt, height: auto, margin: 0pt)\n#let d = json(bytes(sys.inputs.d))\n"
        f"#set par(spacing: 0pt)\n#grid(columns: 8, {said})"
    )
    pdf = typst.compile(source.encode(), sys_inputs={"d": json.dumps({x: picture_svg(x) for x in names})})
    sheet = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=1).to_pil().convert("L")
    boxes = [(side * (i % 8), side * (i // 8)) for i in range(len(names))]
    return [sheet.crop((x, y, x + side, y + side)).tobytes() for x, y in boxes]
