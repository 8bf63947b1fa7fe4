"""The easy format: short sentences, a picture of ours beside each, and nothing lost that one has to know."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset, some_entries
from test_plain_english import rows
from test_referral_sheet import sizes_of, text_of

from assetmap.assets import OpenSpan
from assetmap.cartography.pictures import PICTURES
from assetmap.cartography.symbols import symbol
from assetmap.printing.easy_parts import in_rows
from assetmap.printing.entries import Entry
from assetmap.printing.pdf import page_count, to_pdf
from assetmap.printing.referral_sheet import Page, referral_page
from assetmap.printing.sheet import Told
from assetmap.printing.text import LINE_MOST


def easy(entries=None, *, place=None, origin=ORIGIN, **options) -> Page:
    return referral_page(
        some_entries() if entries is None else entries, origin=origin, place=place or TestPlace(), on=ON,
        format="easy", **options,
    )  # fmt: skip


def told_on(page: Page) -> list[Told]:
    around = page.sheet.easy
    lists = [told for section in page.sheet.sections for item in section.items for told in item.told]
    return [*around.opening, *around.on_the_map, *lists, *around.last, *around.crisis, *around.closing]


def one(**fields: object) -> str:
    row = Entry(asset("Choir", 900, 900, **fields), 140.0, None)
    return " ".join(words for told in easy([row]).sheet.sections[0].items[0].told for words in told.words)


@pytest.mark.parametrize("page", ["near", "touch"])
def test_every_sentence_is_short_and_has_a_picture_beside_it(page):
    for told in told_on(easy(rows(), page=page, needs=("food", "sleep and rest"))):
        assert told.picture in PICTURES
        assert told.words
        for words in told.words:
            for sentence in re.split(r"(?<=[.!?:])\s+", words):
                assert 1 <= len(sentence.split()) <= 15, sentence


def test_what_is_told_of_a_place():
    page = easy([some_entries()[1]], needs=("food",))
    text = text_of(page.pdf())
    for words in (
        "Some people find that they help with: food.", "This is a group that you can join.",
        "It can help with: food, meeting people.",
        "“You walk in alone", "You can go at these times:", "Tuesdays and Thursdays, 12:00 to 14:00.",
        "What it costs: £3.", "Where: 12 Chapel Row.", "It is 300 metres away in a straight line.",
        "You can get in with no steps.", "Ring Sam on 01632 960 114.", "We rang to check on 3 Nov 2026.",
        "Do you feel very bad, or not safe?", "Listening line: 01632 960 116", "You can ask somebody to help you ring.",
        "Is something wrong on this page?", "Tell the library desk, 01632 960 200.",
    ):  # fmt: skip
        assert words in text, words
    html = re.sub(r"<[^>]+>", "", page.html()).replace("\u00a0", " ")
    assert "We rang to check on 3 Nov 2026." in html
    assert "Ring Sam on 01632 960 114." in html
    assert page.sheet.sections[0].items[0].told[1].picture == "food"  # what was asked for comes first


def test_when_it_was_checked_is_always_told_and_cannot_be_left_out():
    out = ("about", "own_words", "when", "where", "way", "good_to_know", "in_touch")
    entries = rows()
    page = easy(entries, leave_out={row.asset.short: out for row in entries})
    for section in page.sheet.sections:
        for item in section.items:
            assert item.told[-1].picture in {"checked", "ring_first", "wrong"}
            assert re.search(r"\d{4}\.|not checked this yet", " ".join(item.told[-1].words))
            assert {told.fact for told in item.told} == {""}
    assert "Ring before you go. We last checked this on 5 Jan 2024. It may have changed." in one(
        checked_on=date(2024, 1, 5), phone="01632 960 115"
    )
    assert "Ring before you go. We have not checked this yet." in one(checked_on=None, phone="01632 960 115")
    assert "Ring" not in one(checked_on=None)


def test_times_of_different_days_are_a_sentence_each_and_of_one_day_together():
    spans = [OpenSpan(byday=(day,), opens_at=a, closes_at=b) for day, a, b in (
        ("MO", "09:00", "12:00"), ("WE", "16:00", "18:00"), ("MO", "13:00", "17:00"))]  # fmt: skip
    assert "these times: Mondays, 9:00 to 12:00 and 13:00 to 17:00. Wednesdays, 16:00 to 18:00." in one(
        schedules=tuple(spans)
    )
    over = OpenSpan(byday=("MO",), opens_at="10:00", valid_to=date(2020, 8, 31))
    assert "Ended on 31 Aug 2020." in one(schedules=(over,))
    assert "these times" not in one(schedules=(over,))
    paused = one(status="paused", paused_until=date(2027, 1, 8), schedules=(spans[1],))
    assert "It has stopped for now. It may be on again from 8 Jan 2027. It was on at these times:" in paused


def test_long_texts_of_others_are_for_the_other_formats_and_short_ones_stay_letter_for_letter():
    assert "“A  b\nc.”" in "\n".join(easy([Entry(asset("X", 900, 900, own_words="A  b\nc."), 9.0, None)]).sheet
                                     .sections[0].items[0].told[1].words)  # fmt: skip
    assert "word" not in one(own_words="word " * 60)
    assert "A friendly hour. Come as you are." in one(description="A friendly hour. Come as you are.")
    assert "opportunity" not in one(description="An opportunity to " + "do this and that " * 8)


def test_a_blurred_place_says_neither_where_nor_a_way():
    said = one(precision="street", address="", step_free="yes")
    assert "It is near number 1 on the map. Ask them where to go." in said
    assert "about" in said


def test_no_type_is_smaller_than_fourteen_and_its_symbols_are_larger_than_in_clear_print():
    page = easy(place=TestPlace(published_address="https://gullhaven.example"))
    assert min(sizes_of(page.pdf())) >= 14
    clear = referral_page(some_entries(), origin=ORIGIN, place=TestPlace(), on=ON)
    assert page.format.pin > clear.format.pin
    streets = [len([t for t in x.sheet.sections[0].map.texts if "Street" in t.text]) for x in (page, clear)]
    assert streets[0] <= streets[1]


def test_the_pdf_is_tagged_and_its_pictures_are_left_to_the_words(tmp_path):
    pdf = easy(place=TestPlace(published_address="https://gullhaven.example"), page="touch", who="Ana").pdf()
    opened = pikepdf.open(io.BytesIO(pdf))
    tags: list[tuple[str, bool]] = []

    def walk(node):
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                tags.append((str(node.S), "/Alt" in node))
            kids = node.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    walk(opened.Root.StructTreeRoot)
    kinds = [tag for tag, _ in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/LI") == 4 + 3  # the places; whom to turn to in a crisis
    assert kinds.count("/Figure") == 2  # the map and the code: no picture beside a sentence
    assert all(has_words for tag, has_words in tags if tag == "/Figure")
    pdfua = pytest.importorskip("pdfua")
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    assert [x for x in pdfua.validate(path).findings if x.severity != pdfua.Severity.INFO] == []


def test_nothing_but_two_short_sentences_stands_beside_each_other():
    def row(*words):
        return Told(picture="coin", words=words)

    short, pair, long = row("It is free."), row("It is far.", "Take a bus."), row("word " * 20)
    assert in_rows([short, pair, long, short, long, pair]) == [(short, pair), (long,), (short,), (long,), (pair,)]
    address = row("Write: hello@somewhere-far-away.example")
    assert in_rows([short, address, short]) == [(short,), (address,), (short,)]


@pytest.mark.parametrize(("paper", "count"), [("Letter", 0), ("A4", 1), ("Letter", 21)])
def test_any_number_of_places_makes_a_page(paper, count):
    entries = [Entry(asset(f"Club {i}", 37 * i % 2000, 53 * i % 2000), 10.0 * i, None) for i in range(count)]
    page = easy(entries, paper=paper)
    text = text_of(page.pdf())
    assert all(f"Club {i} " in text for i in range(count))
    assert ("We have not found a place near you yet." in text) == (count == 0)
    assert "In a crisis" in text


def test_bad_texts_make_a_page_and_never_markup():
    name = "اسم طويل جدا " * 30
    row = asset(name, 900, 900, hours_text="<b>now & then</b> #set text(red)", cost="`x` $y$", phone="1" * 400,
                own_words="\u202e<script>\n\n", transport="q" * LINE_MOST * 2)  # fmt: skip
    page = easy([Entry(row, 5.0, None)], greeting="*Hello* _there_. <i>You</i>.")
    text = text_of(page.pdf())
    assert "#set text(red)" in text
    assert "*Hello* _there_." in text
    assert "<script" not in page.html()
    assert page.pages >= 2


def test_symbols_are_told_apart_by_shape_alone_on_a_grey_print():
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = easy(some_entries()[:3], show_here=False)
    drawn = page.sheet.sections[0].map
    spots = [(t.x, t.y) for t in drawn.texts if t.text.isdigit()]
    sheet = pypdfium2.PdfDocument(page.pdf())[0]
    grey = sheet.render(scale=2).to_pil().convert("L")
    shapes = {symbol(item.kind, number=item.number).path for item in page.sheet.sections[0].items}
    assert len(shapes) == len(spots) == 3
    left = page.paper.margin_mm * 72 / 25.4
    top = next(
        y for y in range(grey.height // 8, grey.height // 2)
        if all(grey.getpixel((int(left * 2) + x, y)) < 160 for x in range(40, 300, 20))
    )  # the frame of the map  # fmt: skip
    half = int(page.format.pin)
    outlines = []
    for x, y in spots:
        middle = (int((left + x) * 2), int(top + y * 2))
        box = grey.crop((middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half))
        outlines.append([value < 110 for value in box.tobytes()])
    for i, first in enumerate(outlines):
        assert sum(first) > 100  # a dark outline, whatever its colour was
        for second in outlines[:i]:
            assert sum(a != b for a, b in zip(first, second, strict=True)) > 0.06 * len(first)


@pytest.mark.parametrize("page", ["near", "touch"])
def test_who_cannot_see_the_page_is_told_all_of_it_in_its_order(page):
    made = easy(page=page, who="Ana", place=TestPlace(published_address="https://gullhaven.example"))
    lines = made.sheet.lines()
    sentences = [words for told in told_on(made) for words in told.words]
    assert set(sentences) <= set(lines)
    text = text_of(made.pdf())
    in_order = [words for words in lines if sentences.count(words) == 1 and lines.count(words) == 1]
    at = [text.index(" ".join(words.split())) for words in in_order]
    assert len(at) > 20
    assert at == sorted(at)


def test_where_it_takes_no_more_paper_each_sentence_has_a_line_of_its_own():
    roomy = easy([some_entries()[0]], origin=None)
    assert roomy.sheet.easy.is_roomy
    close = replace(roomy.sheet, easy=replace(roomy.sheet.easy, is_roomy=False))
    assert roomy.pages == page_count(to_pdf(close, paper=roomy.paper, format=roomy.format))
    full = easy(rows()[1:9])
    assert not full.sheet.easy.is_roomy
    wider = replace(full.sheet, easy=replace(full.sheet.easy, is_roomy=True))
    assert full.pages < page_count(to_pdf(wider, paper=full.paper, format=full.format))


def test_english_that_begins_in_arabic_runs_as_english_on_a_page_in_another_language():
    own = "مطبخ الجيران, the neighbours' kitchen, we call it."
    page = easy([Entry(asset("Curry", 900, 900, own_words=own), 9.0, None)], language="bn")
    assert '<bdi lang="en" dir="ltr">مطبخ الجيران, the neighbours&#x27; kitchen, we call it.</bdi>' in page.html()
