"""The papers of a workshop: printed where their layout says, read back by a camera's eye, whatever people wrote."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import TestPlace, at
from reading import tagged

from assetmap.errors import LanguageError, PrintError
from assetmap.paper.code import decode, encode, marker_id, place_code, to_paper
from assetmap.printing.workshop import workshop_papers
from assetmap.printing.workshop.beside import LARGE, SMALL
from assetmap.printing.workshop.furniture import beside
from assetmap.printing.workshop.ground import SCALES, around, tiled
from assetmap.store.sessions import Category, Session

HOSTILE = "#set page(fill: red) *x* <b>z</b> $x$ \u202e\x00 \U00012000 ]]" + "W" * 60
BOUNDS = (*at(100, 100).coords[0], *at(1900, 1500).coords[0])
OWN = (
    Category(key="warm", label="Warm places", colour="orange", shape="star"),
    Category(key="meet", label="Where we meet", colour="blue", shape="square"),
)
SESSION = Session(
    id="0", short="AB12C3", name="What helps us", on=date(2026, 11, 24), where="The hall", question="What helps you?",
    bounds=BOUNDS, categories=OWN,
)  # fmt: skip
DPI = 300


@cache
def papers(paper="A4", sheets=1, language="en", lines=10):
    return workshop_papers(
        TestPlace(), SESSION, paper=paper, sheets=sheets, language=language, lines=lines, issue="TEST01"
    )


@cache
def raster(paper="A4", page=0, dpi=DPI, sheets=1, language="en"):
    """A page of the PDF in grey, and how many pixels a millimetre has across and down."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(papers(paper, sheets, language).pdf())
    grey = pdf[page].render(scale=dpi / 72, grayscale=True).to_numpy()
    wide, high = (x * 25.4 / 72 for x in pdf[page].get_size())
    pdf.close()
    return grey.reshape(grey.shape[:2]), (grey.shape[1] / wide, grey.shape[0] / high)


def found(grey, book):
    """Find markers: id → its four corners in pixels."""
    import cv2

    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.minMarkerPerimeterRate = 0.005
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, book)), settings)
    corners, ids, _ = detector.detectMarkers(grey)
    return {int(i): c.reshape(4, 2) for i, c in zip(ids.ravel(), corners, strict=True)} if ids is not None else {}


def texts(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("paper", "page", "dpi", "language"),
    [("A4", 0, 300, "en"), ("A4", 1, 300, "en"), ("A1", 0, 75, "en")],
    ids=["map", "lines", "A1"],
)
def test_markers_are_printed_within_a_fifth_of_a_millimetre_of_where_the_layout_says(paper, page, dpi, language):
    grey, (across, down) = raster(paper, page, dpi, language=language)
    code = papers(paper, 1, language).codes[page]
    there = found(grey, "DICT_ARUCO_MIP_36H12")
    assert set(there) == {marker_id(code, k) for k in range(8)}
    for marker in code.layout.markers:
        seen = (there[marker_id(code, marker.k)] + 0.5) / (across, down)
        assert np.abs(seen - marker.box.corners).max() < 0.2 * max(1, 150 / dpi)


@pytest.mark.parametrize("page", [0, 1], ids=["map", "lines"])
def test_both_codes_are_where_the_layout_says_and_say_what_was_printed(page):
    import zxingcpp

    grey, (across, _down) = raster(page=page, dpi=150)
    code = papers().codes[page]
    read = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)
    assert {x.text for x in read} == {encode(code)}
    assert decode(read[0].text) == code
    where = sorted((x.position.top_left.x / across, x.position.top_left.y / across) for x in read)
    assert np.allclose(where, sorted((b.x, b.y) for b in code.layout.codes), atol=0.6)


def test_crosses_of_the_grid_are_printed_where_the_layout_says():
    grey, (across, down) = raster()
    layout = papers().codes[0].layout
    half = layout.cross_mm / 2
    for x, y in layout.crosses:
        a, b = round((x - half * 0.9) * across), round((x - half * 0.5) * across)
        strip = grey[round((y - 1) * down) : round((y + 1) * down), a:b].astype(float).mean(axis=1)
        dark = np.flatnonzero(strip < strip.min() + 40)
        assert abs((dark.mean() + 0.5 + round((y - 1) * down)) / down - y) < 0.2


def test_a_street_is_printed_where_the_code_says_it_is():
    """Long Street 5 is the one main road: its pale yellow is at the northing that the sheet's code gives."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(papers().pdf())
    page = pdf[0].render(scale=DPI / 72).to_numpy().astype(int)
    pdf.close()
    code = papers().codes[0]
    _x, y = to_paper(code, code.layout, 375_500, 166_000)
    column = page[:, round(to_paper(code, code.layout, 375_530, 166_000)[0] * DPI / 25.4)]
    yellow = np.flatnonzero((column.max(axis=1) - column.min(axis=1) > 25) & (column.mean(axis=1) > 200))
    near = yellow[np.abs(yellow * 25.4 / DPI - y) < 3]
    assert abs((near.mean() + 0.5) * 25.4 / DPI - y) < 0.2


def test_boxes_to_tick_are_printed_where_the_layout_says_and_are_empty():
    grey, (across, down) = raster(page=1)
    for row in papers().codes[1].layout.rows:
        for key, box in row.ticks.items():
            if key in {f"kind_{i}" for i in range(3, 11)}:
                continue  # the residents have two categories: the others are not drawn
            inner = grey[round(box.y * down) + 2 : round(box.bottom * down) - 2,
                         round(box.x * across) + 2 : round(box.right * across) - 2]  # fmt: skip
            rim = grey[round((box.y - 0.2) * down), round(box.x * across) : round(box.right * across)]
            assert inner.min() > 250
            assert rim.max() < 100


def test_number_tags_are_their_number():
    there = found(raster(page=papers().page_count - 1)[0], "DICT_4X4_250")
    assert sorted(there) == list(range(1, 11))
    assert "1 2 3 4 5" in texts(papers().pdf())[-1]


@pytest.mark.parametrize(("labels", "many"), [(SMALL, 189), (LARGE, 65)], ids=["small", "large"])
def test_labels_lie_on_the_sheets_that_shops_sell(labels, many):
    boxes = labels.boxes
    assert len(boxes) == many
    assert min(b.x for b in boxes) > 4
    assert max(b.right for b in boxes) < 206
    assert max(b.bottom for b in boxes) < 287


@pytest.mark.parametrize("paper", ["A4", "A1"])
def test_the_page_is_as_large_as_its_paper_and_the_rest_is_a4(paper):
    sides = [tuple(round(float(x) * 25.4 / 72) for x in page.mediabox[2:])
             for page in pypdf.PdfReader(io.BytesIO(papers(paper).pdf())).pages]  # fmt: skip
    code = papers(paper).codes[0]
    assert sides[0] == (round(code.layout.width_mm), round(code.layout.height_mm))
    assert set(sides[1:]) == {(210, 297)}


def test_the_sheets_are_tagged_and_the_map_is_said_in_words():
    with pikepdf.open(io.BytesIO(papers().pdf())) as pdf:
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
        tags = tagged(pdf)
    assert [words for tag, words in tags if tag == "/Figure"] == [
        "Map of Gullhaven to write on, about 2 km across, at a scale of 1 : 10,000."
    ]
    assert next(tag for tag, _ in tags if tag.startswith("/H")) == "/H1"


def test_a_map_says_what_to_do_and_what_its_stickers_mean():
    said = " ".join(texts(papers().pdf())[0].split())
    for words in ("What helps us", "What helps you?", "24 Nov 2026 · The hall", "Gullhaven", "1 : 10,000",
                  "Stick a dot where it is.", "Write its number on it.",
                  "Write what it is on the line with the same number.", "Warm places", "Where we meet",
                  "Invented by us", "Long Street 7"):  # fmt: skip
        assert words in said


def test_lines_run_on_over_the_sheets():
    made = papers(lines=25)
    lines = [x for x in made.codes if x.kind == "lines"]
    assert [(x.first, x.lines, x.sheet, x.sheets) for x in lines] == [(1, 10, 1, 3), (11, 10, 2, 3), (21, 10, 3, 3)]
    assert "Lines 21 to 30" in texts(made.pdf())[3]
    assert not [x for x in papers(lines=0).codes if x.kind == "lines"]


def test_every_printing_has_its_own_markers():
    issues = {workshop_papers(TestPlace(), SESSION, lines=0).codes[0].issue for _ in range(4)}
    assert len(issues) == 4


def test_a_wall_overlaps_and_says_its_order():
    made = papers("A4", 6)
    tiling = made.tiling
    assert tiling.rows * tiling.columns <= 6
    scale = tiling.scale / 1000
    first, second = (made.codes[i].bounds for i in (0, 1))
    assert first[2] - second[0] == pytest.approx(20 * scale)
    below = made.codes[tiling.columns].bounds
    assert below[3] - first[1] == pytest.approx(20 * scale)
    assert [x.sheet for x in made.codes if x.kind == "map"] == list(range(1, tiling.rows * tiling.columns + 1))
    assert "Sheet 1 of" in texts(made.pdf())[0]
    assert "The wall" in " ".join(texts(made.pdf()))


def test_a_sheet_in_a_wall_is_told_by_its_neighbours():
    tiling = tiled((0, 0, 3000, 1400), paper="A4", sheets=6)
    assert (tiling.rows, tiling.columns) == (2, 3)
    assert beside(tiling, 3) == ["Sheet 3 of 6", "right of sheet 2", "above sheet 6"]


def test_all_that_was_asked_for_is_on_the_sheets_at_the_largest_round_scale():
    for wide, high, sheets in ((900, 700, 1), (700, 2900, 4), (12_000, 3_000, 6)):
        west, south = 374_000, 164_000
        made = tiled((west, south, west + wide, south + high), paper="A3", sheets=sheets)
        assert made.scale in SCALES
        assert min(x[0] for x in made.bounds) <= west
        assert max(x[2] for x in made.bounds) >= west + wide
        assert min(x[1] for x in made.bounds) <= south
        assert max(x[3] for x in made.bounds) >= south + high
        for x in made.bounds:
            frame = (300, 225) if made.landscape else (225, 300)
            assert (x[2] - x[0], x[3] - x[1]) == pytest.approx([side * made.scale / 1000 for side in frame])
            assert [round(v, 2) for v in x] == pytest.approx(x, abs=1e-9)


def test_a_square_about_a_point_is_as_wide_as_asked():
    west, south, east, north = around(at(500, 500), across_m=1000, metric_crs="EPSG:27700")
    assert (east - west, north - south) == pytest.approx((1000, 1000))
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((375_500, 165_500), abs=0.01)


@pytest.mark.parametrize("language", ["ar", "ur", "bn", "uk"])
def test_markers_and_frame_are_the_same_in_every_language(language):
    made = papers("A4", 1, language)
    grey, (across, down) = raster(dpi=100, language=language)
    code = made.codes[0]
    there = found(grey, "DICT_ARUCO_MIP_36H12")
    top_left = there[marker_id(code, 0)].mean(axis=0) / (across, down)
    assert np.allclose(top_left, code.layout.markers[0].box.centre, atol=0.5)
    assert not made.unprintable


def test_what_people_write_is_never_read_as_markup():
    category = Category(key="x", label=HOSTILE, colour="red", shape="circle")
    session = replace(SESSION, name=HOSTILE, question=HOSTILE * 4, where=HOSTILE, categories=(category,))
    made = workshop_papers(TestPlace(name=HOSTILE), session, lines=10)
    said = texts(made.pdf())[0]
    assert "#set page(fill: red) *x* <b>z</b> $x$" in " ".join(said.split())
    assert made.unprintable == ("\U00012000",)
    assert made.page_count == 5


def test_a_place_without_layers_prints_a_grid_to_draw_on():
    made = workshop_papers(TestPlace(with_layers=False), SESSION, lines=0)
    assert made.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"sheets": 61}, PrintError, "1 to 60 sheets"),
        ({"lines": 241}, PrintError, "numbers end at 240"),
        ({"language": "xx"}, LanguageError, "not known"),
        ({"ground": (0.0, 0.0, 7e5, 1.2e6)}, PrintError, "too wide"),
    ],
    ids=["sheets", "lines", "language", "bounds"],
)
def test_what_cannot_be_printed_is_said(asked, error, said):
    with pytest.raises(error, match=said):
        workshop_papers(TestPlace(), SESSION, **asked)


def test_the_code_names_the_place_and_the_workshop_in_short_codes_alone():
    code = papers().codes[0]
    assert (code.place, code.session, code.crs) == (place_code("Gullhaven"), "AB12C3", 27700)
