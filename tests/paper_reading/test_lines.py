"""The companion sheet: ticks are ink in a box, lines are pictures."""

from __future__ import annotations

from assetmap.paper.reading import read_picture
from tests.paper_reading.drawing import a_code, draw, photograph

_PPMM = 5.0


def test_ticks_are_read_and_each_line_has_its_picture():
    code = a_code(kind="lines", landscape=False, first=7, lines=8, bounds=(0, 0, 0, 0))
    ticks = {(7, "kind_2"), (9, "leads_1"), (9, "print_yes"), (12, "kind_10"), (14, "print_no")}
    page = draw(code, ticks=ticks, ppmm=_PPMM)
    content = photograph(page, ppmm=_PPMM, size=(1500, 2000), turn=5, tilt=18, shade=0.45, blur=0.5)
    [read] = read_picture(content, "lines.jpg")
    assert (read.placed, read.code, read.dots) == (True, code, ())
    assert [x.number for x in read.lines] == list(range(7, 15))
    assert {(x.number, key) for x in read.lines for key, value in x.ticks.items() if value is not False} == ticks
    assert all(x.picture.startswith(b"\xff\xd8\xff") for x in read.lines)


def test_yes_and_no_together_are_doubtful():
    code = a_code(kind="lines", landscape=False, first=1, lines=2, bounds=(0, 0, 0, 0))
    page = draw(code, ticks={(1, "print_yes"), (1, "print_no")}, ppmm=_PPMM)
    [read] = read_picture(photograph(page, ppmm=_PPMM, size=(1200, 1600)), "lines.jpg")
    assert (read.lines[0].ticks["print_yes"], read.lines[0].ticks["print_no"]) == (None, None)
