"""The sheet to ring round from."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, TestPlace, asset

from assetmap.assets import Asset, OpenSpan
from assetmap.contributions.ringing import Seen, ToAsk
from assetmap.errors import PrintError
from assetmap.printing.call_sheet import ANSWERS, CallSheet, call_sheet

HOSTILE = "#set page(fill: red) *x* <b>z</b> $x$ \u202e\x00 \U00012000 ]]" + "W" * 120
LUNCH = asset(
    "Chapel lunch club", 1000, 1300, needs=("food",), description="A friendly lunch", checked_on=date(2025, 1, 3),
    phone="01632 960 114", contact_name="Sam", address="12 Chapel Row",
    schedules=(OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),),
)  # fmt: skip
HILL = asset("Gull Head", 0, 0, kind="hill or view", checked_on=date(2010, 1, 2), how_checked="visited")


def ask(what: Asset, **said) -> ToAsk:
    return ToAsk(
        asset=what, seen=Seen(version=1, call=0), **({"handed_out": 0, "tries": 0, "pause_over": False} | said)
    )


def sheet(*to_ring: ToAsk, walk=(), **options) -> CallSheet:
    return call_sheet(to_ring, walk, settings=TestPlace().settings, on=ON, **options)


def text_of(made: CallSheet) -> str:
    pages = pypdf.PdfReader(io.BytesIO(made.pdf())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_call_says_everything_one_reads_out_and_has_boxes_to_tick():
    text = text_of(sheet(ask(LUNCH)))
    for words in (
        "Calls to make", "Gullhaven · 21 Nov 2026", "Who rings:", "1. Chapel lunch club", "01632 960 114 · ask for Sam",
        "When: Tuesdays, 12:00 to 14:00.", "Where: 12 Chapel Row", "A friendly lunch.", "Checked by phone, 3 Jan 2025.",
        *ANSWERS, "Note:", "Give it back to the library desk", "only what everybody may see", "1 of 1",
    ):  # fmt: skip
        assert words in text.replace("\xa0", " ")


def test_the_web_page_says_the_same():
    page = sheet(ask(LUNCH, tries=3), walk=[ask(HILL)]).html().replace("\xa0", " ")
    for words in ("1. Chapel lunch club", "Not reached 3 times", "2. Gull Head", "To walk past", *ANSWERS):
        assert words in page
    assert "<script" not in page


def test_a_pause_that_is_over_and_earlier_tries_are_said():
    paused = LUNCH.changed(status="paused", paused_until=date(2026, 11, 3))
    text = text_of(sheet(ask(paused, pause_over=True, tries=1)))
    assert "It was paused until 3 Nov 2026: is it on again?" in text
    assert "Nobody was reached once before." in text


def test_only_what_everybody_may_see_is_on_paper():
    inner = LUNCH.changed(name="Refuge", audience="partners")
    blurred = LUNCH.changed(name="Circle", precision="neighbourhood", consent="Yes, Jo said", checked_by="steward: Jo")
    made = sheet(ask(inner), ask(blurred))
    text = text_of(made) + made.html()
    assert made.calls == 1
    for words in ("Refuge", "Chapel Row", "Jo"):
        assert words not in text
    assert "1. Circle" in text


def test_none_due_is_said_kindly():
    made = sheet()
    assert "Nothing is due today." in text_of(made)
    assert "Who rings" not in text_of(made) + made.html()
    assert made.pages == 1


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210.0, 297.0), ("letter", 215.9, 279.4)])
@pytest.mark.parametrize(("form", "least"), [("clear", 12), ("large", 16)])
def test_the_sheet_has_the_size_of_the_paper_and_large_enough_print(paper, width, height, form, least):
    sizes: set[float] = set()

    def seen(text, _matrix, text_matrix, _font, size):
        if text.strip():
            sizes.add(abs(size * text_matrix[0]))

    pdf = sheet(ask(LUNCH), walk=[ask(HILL)], paper=paper, format=form).pdf()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        assert float(page.mediabox.width) * 25.4 / 72 == pytest.approx(width, abs=0.05)
        assert float(page.mediabox.height) * 25.4 / 72 == pytest.approx(height, abs=0.05)
        page.extract_text(visitor_text=seen)
    assert min(sizes) >= least - 0.1


def test_the_sheet_is_tagged_and_its_calls_are_headings():
    with pikepdf.open(io.BytesIO(sheet(ask(LUNCH), walk=[ask(HILL)]).pdf())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        said = pdf.Root.StructTreeRoot
        found = []

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append(str(node.S))
                if "/K" in node:
                    walk(node.K)

        walk(said.K)
    assert found.count("/H3") == 2
    assert found.count("/LI") == 2 * len(ANSWERS)


def test_two_hundred_calls_are_numbered_through_and_none_is_torn_apart():
    made = sheet(*(ask(LUNCH.changed(name=f"Club {at}")) for at in range(200)))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf())).pages]
    assert made.calls == 200
    assert "200. Club 199" in pages[-1]
    for page in pages:
        assert page.count("Club ") == page.count("Could not reach") == page.count("Note:")


def test_no_text_can_turn_the_sheet_round_or_stop_it():
    bad = LUNCH.changed(
        name=HOSTILE, description=HOSTILE * 20, phone=HOSTILE, address=HOSTILE, contact_name=HOSTILE,
        hours_text=HOSTILE, website="https://example.org/" + "x" * 400,
    )  # fmt: skip
    made = sheet(ask(bad), walk=[ask(bad.changed(phone="", email="a@b.example"))])
    assert made.pages <= 4
    assert "\U00012000" in made.unprintable
    assert "*x* <b>z</b>" in text_of(made)
    assert "<b>" not in made.html()


def test_a_paper_that_is_not_known_is_refused():
    with pytest.raises(PrintError):
        sheet(paper="A0")


@pytest.mark.parametrize("calls", range(1, 9))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(calls):
    made = sheet(*(ask(LUNCH) for _ in range(calls)), walk=[ask(HILL)], paper="Letter")
    [page] = [
        text
        for text in (x.extract_text() for x in pypdf.PdfReader(io.BytesIO(made.pdf())).pages)
        if "To walk past" in text
    ]
    assert "Gull Head" in page.partition("To walk past")[2]
