"""Where things are on a sheet, for every paper, and that nothing of it overlaps or lies at the edge."""

import itertools

import pytest
import shapely

from assetmap.errors import PaperError
from assetmap.paper.layout import PAPERS, layout_of

SHEETS = [(paper, landscape, "map") for paper in PAPERS for landscape in (True, False)] + [("A4", False, "lines")]


def box(b, quiet=0.0):
    return shapely.box(b.x - quiet, b.y - quiet, b.right + quiet, b.bottom + quiet)


def parts(layout):
    markers = [box(m.box, layout.marker_quiet_mm) for m in layout.markers]
    return [*markers, *(box(x, layout.code_quiet_mm) for x in layout.codes), box(layout.frame)]


@pytest.mark.parametrize(("paper", "landscape", "kind"), SHEETS)
def test_nothing_a_reader_looks_for_overlaps_or_lies_where_printers_do_not_print(paper, landscape, kind):
    layout = layout_of(paper, landscape=landscape, kind=kind)
    for one, other in itertools.combinations(parts(layout), 2):
        assert one.intersection(other).area < 1e-6
    inner = shapely.box(8, 8, layout.width_mm - 8, layout.height_mm - 8)
    for thing in [*(m.box for m in layout.markers), *layout.codes, layout.frame, *(r.box for r in layout.rows)]:
        assert inner.buffer(1e-6).contains(box(thing))


@pytest.mark.parametrize(("paper", "landscape", "kind"), SHEETS)
def test_markers_run_clockwise_from_the_top_left_and_have_a_module_of_white(paper, landscape, kind):
    layout = layout_of(paper, landscape=landscape, kind=kind)
    middle = layout.width_mm / 2, layout.height_mm / 2
    sides = [(m.box.centre[0] - middle[0], m.box.centre[1] - middle[1]) for m in layout.markers]
    signs = [(round(x) and round(x / abs(x)), round(y) and round(y / abs(y))) for x, y in sides]
    assert signs == [(-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0)]
    assert [m.k for m in layout.markers] == list(range(8))
    assert all(m.size >= 15 and layout.marker_quiet_mm >= m.size / 8 for m in layout.markers)


def test_markers_and_codes_grow_with_the_paper():
    sizes = [layout_of(paper, landscape=True, kind="map") for paper in PAPERS]
    for one, other in itertools.pairwise(sizes):
        assert one.markers[0].size < other.markers[0].size
        assert one.codes[0].width < other.codes[0].width
    assert sizes[0].codes[0].width >= 32


def test_the_grid_names_its_squares_as_people_do():
    layout = layout_of("A4", landscape=True, kind="map")
    assert layout.frame.width == 8 * layout.grid_mm
    assert len(layout.crosses) == 7 * 5
    assert layout.square(layout.frame.x + 1, layout.frame.y + 1) == "A1"
    assert layout.square(layout.frame.right, layout.frame.bottom) == "H6"
    assert layout.square(layout.frame.x + 2.5 * layout.grid_mm, layout.frame.y + 3.5 * layout.grid_mm) == "C4"
    assert layout.square(1, 1) == ""


def test_a_line_has_its_number_room_to_write_and_fifteen_boxes_that_do_not_touch():
    layout = layout_of("A4", landscape=False, kind="lines", lines=5, first=13)
    assert [row.number for row in layout.rows] == [13, 14, 15, 16, 17]
    row = layout.rows[0]
    assert list(row.ticks) == [
        *(f"kind_{i}" for i in range(1, 11)), "leads_1", "leads_2", "leads_3", "print_yes", "print_no",
    ]  # fmt: skip
    assert all(box(row.box).contains(box(tick, 0.5)) for tick in row.ticks.values())
    for one, other in itertools.pairwise(row.ticks.values()):
        assert other.x - one.right > 1
    assert row.write.width > 50


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"paper": "A5", "landscape": True, "kind": "map"}, "choose A4, A3, A2 or A1"),
        ({"paper": "A3", "landscape": False, "kind": "lines"}, "is A4, upright"),
        ({"paper": "A4", "landscape": True, "kind": "map", "version": 99}, "newer arrangement"),
    ],
    ids=["paper", "lines", "version"],
)
def test_what_is_not_known_is_said(asked, said):
    with pytest.raises(PaperError, match=said):
        layout_of(**asked)
