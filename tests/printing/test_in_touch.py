"""The page for keeping in touch: who comes to a person, and when; never only a list."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset
from test_referral_sheet import text_of

from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import Page, referral_page

FORMATS = ["clear", "large", "easy"]
CANARY = "Quillbert Marrowfat-Zebedee"


def entries() -> list[Entry]:
    """In the order of a shortlist: nearest first."""
    return [
        Entry(asset("Gull Park", 1000, 1050, kind="green place"), 50.0, None),
        Entry(asset("Circle", 1000, 1100, kind="support group"), 100.0, None),
        Entry(asset("Tea Room", 1000, 1150, kind="indoor place", gets_in_touch="partly"), 150.0, None),
        Entry(asset("Ring-round", 0, 0, kind="online or phone help", where=None, gets_in_touch="yes"), None, None),
        Entry(asset("Visitors", 1000, 1300, kind="advice and help", gets_in_touch="yes"), 300.0, None),
        Entry(asset("Night line", 0, 0, kind="online or phone help", where=None), None, None),
    ]


def touch(rows=None, **options) -> Page:
    return referral_page(
        entries() if rows is None else rows, origin=ORIGIN, place=TestPlace(), on=ON, page="touch", **options
    )


@pytest.mark.parametrize("form", FORMATS)
def test_who_comes_by_themselves_stands_first_then_whom_one_can_turn_to(form):
    page = touch(format=form)
    listed = [(section.heading, [item.name for item in section.items]) for section in page.sheet.sections]
    assert listed == [
        ("They get in touch with you", ["Ring-round", "Visitors"]),
        ("You can also turn to", ["Circle", "Night line"]),
        ("Other places near you", ["Gull Park", "Tea Room"]),
        ("Where they are on the map", []),
    ]
    text = text_of(page.pdf())
    order = ["do not have to do this alone", "Who will be in touch with me:", "Ring-round", "Circle", "Gull Park"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert text.index("In a crisis") > text.index("Where they are on the map")


def test_numbers_run_down_the_page_and_are_those_of_the_map():
    page = touch()
    numbers = {item.name: item.number for section in page.sheet.sections for item in section.items}
    assert numbers == {
        "Ring-round": None, "Visitors": 1, "Circle": 2, "Night line": None, "Gull Park": 3, "Tea Room": 4,
    }  # fmt: skip
    drawn = page.sheet.sections[-1].map
    assert [t.text for t in drawn.texts if t.text.isdigit()] == ["1", "2", "3", "4"]
    assert "1, Visitors, 300 metres" in drawn.words


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 4])
def test_it_is_never_only_a_list(form, count):
    text = text_of(touch([Entry(asset(f"Hall {i}", 900, 900), 9.0, None) for i in range(count)], format=form).pdf())
    assert "You do not have to do this alone." in text
    assert "Somebody will be in touch with you." in text
    assert "How to reach them:" in text
    assert ("We have not found" in text) == (count == 0)
    if not count:  # somebody comes all the same, and the crisis lines end it
        assert text.index("How to reach them:") < text.index("We have not found") < text.index("In a crisis")


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_typed_stands_in_the_box_and_what_is_not_has_a_line_to_write_on(form):
    page = touch(format=form, who="Ana Quill", when="every Tuesday")
    text = text_of(page.pdf())
    assert "Who will be in touch with me: Ana Quill" in text
    assert "When: every Tuesday" in text
    html = page.html()
    assert html.count('class="line"') == 1
    assert "<strong>Who will be in touch with me:</strong> Ana Quill" in html


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_typed_is_in_the_words_of_the_page_alone(form):
    page = touch(format=form, who=CANARY, when=CANARY, how=CANARY, greeting="Hello.")
    pdf = page.pdf()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    about = f"{reader.metadata} {reader.xmp_metadata.rdf_root.toxml() if reader.xmp_metadata else ''}"
    assert "Quillbert" not in about
    assert "Quillbert" not in re.search(r"<head>.*</head>", page.html(), re.DOTALL)[0]
    assert "Quillbert" not in repr(page)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "Quillbert" not in str(opened.Root.get("/Outlines", ""))
    assert page.sheet.qr is None
    near = referral_page(entries(), origin=ORIGIN, place=TestPlace(), on=ON, format=form, who=CANARY, when=CANARY)
    assert "Quillbert" not in text_of(near.pdf()) + near.html()


def test_markup_and_long_texts_typed_stay_letter_for_letter():
    page = touch(who="<b>Sam</b> *x* #y", how="w" * 300, when="\u202eTuesday\n\nat ten")
    assert "<b>Sam</b> *x* #y" in text_of(page.pdf())
    assert "<b>Sam" not in page.html()
    assert "When: Tuesday at ten" in text_of(page.pdf())


def test_a_long_list_has_a_map_for_each_twenty_at_its_end():
    rows = [
        Entry(asset(f"Hall {i}", 37 * i % 2000, 53 * i % 2000, gets_in_touch="yes" if i % 9 == 0 else "no"), 9.0, None)
        for i in range(23)
    ]
    page = touch(rows)
    maps = [section.map is not None for section in page.sheet.sections]
    assert maps == [False, False, True, True]
    assert [item.number for section in page.sheet.sections for item in section.items] == list(range(1, 24))


def test_the_clear_page_says_who_gets_in_touch_by_themselves():
    near = referral_page(entries(), origin=ORIGIN, place=TestPlace(), on=ON)
    assert text_of(near.pdf()).count("They get in touch with people themselves.") == 2


@pytest.mark.parametrize("words", [60, 90, 120, 150])
def test_below_a_place_that_runs_on_to_the_next_page_no_white_is_left_in_large_print(words):
    pypdfium2 = pytest.importorskip("pypdfium2")
    rows = [
        Entry(asset("Hall", 900, 900, description="word " * words, gets_in_touch="yes"), 9.0, None),
        Entry(asset("Barn", 900, 950, description="word " * 30, gets_in_touch="yes"), 19.0, None),
    ]
    sheet = pypdfium2.PdfDocument(touch(rows, format="large", paper="Letter").pdf())[1]
    grey = np.asarray(sheet.render(scale=1).to_pil().convert("L"))[:-70]  # without the foot line
    lines = np.flatnonzero((grey < 128).any(axis=1))
    assert np.diff(lines).max() < 60
