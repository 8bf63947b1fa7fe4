"""The page in each of its languages: the same structure, laid out in the direction that the language has."""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset, some_entries
from reading import line_boxes, sizes_of, tagged

from assetmap.errors import LanguageError
from assetmap.printing.entries import Entry
from assetmap.printing.fonts import can_draw, taken_apart
from assetmap.printing.frame import FORMATS
from assetmap.printing.referral_sheet import Page, referral_page
from assetmap.printing.short_text import short_text
from assetmap.printing.voices import languages_in, plain, stopped, theirs
from assetmap.settings import CrisisLine
from assetmap.wording import LANGUAGES, speaking
from assetmap.wording.saying import catalogue

ALL = list(LANGUAGES)
SOME = ["en", "ar", "bn", "ur", "cy"]
RTL = [code for code, language in LANGUAGES.items() if language.rtl]
SAMPLES = {
    "cy": "Mae'r tŷ wrth y dŵr, ŵyn a gŵyl yn Llanŵnda", "pl": "Zażółć gęślą jaźń", "ro": "Știință, țară, înțeles, ăâî",
    "uk": "Єдність, їжак, ґанок, щастя", "ar": "هذه أماكن قريبة منك، هل تعرفها؟ لأنّ",
    "ur": "یہ جگہیں آپ کے قریب ہیں۔ ٹیلیفون، ڈاک، بڑے، ہے", "so": "Meelaha kuu dhow, xaqiiji",
    "bn": "ক্ষুদ্র প্রতিষ্ঠান, যন্ত্র, জ্ঞান, শ্রদ্ধা, বাংলা।", "fr": "Œuvre, où, ça, garçon, été",
    "es": "¿Dónde está el niño?", "pt": "Informação, coração, às vezes",
}  # fmt: skip


@cache
def page_in(language: str, form: str = "clear") -> Page:
    place = TestPlace(published_address="https://gullhaven.example")
    return referral_page(some_entries(), origin=ORIGIN, place=place, on=ON, language=language, format=form)


def text_of(page: Page) -> str:
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    return re.sub("[\u2066-\u2069\u200b]", "", text).replace("\u00a0", " ")


@pytest.mark.parametrize("form", ["clear", "large"])
@pytest.mark.parametrize("language", SOME)
def test_the_pdf_is_tagged_as_in_english(language, form, tmp_path):
    page = page_in(language, form)
    pdf = pikepdf.open(io.BytesIO(page.pdf()))
    assert str(pdf.Root.Lang).partition("-")[0] == language
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.docinfo["/Title"]) == page.sheet.title
    nodes = tagged(pdf)
    tags = [tag for tag, _ in nodes]
    assert tags.count("/H1") == 1
    assert tags.count("/LI") == tags.count("/LBody") == 5
    assert {"/L", "/Lbl", "/P", "/H2"} <= set(tags)
    assert "Gull Park" in next(alt for tag, alt in nodes if tag == "/Figure")
    pdfua = pytest.importorskip("pdfua")
    path = tmp_path / "page.pdf"
    path.write_bytes(page.pdf())
    assert [x for x in pdfua.validate(path).findings if x.severity != pdfua.Severity.INFO] == []


@pytest.mark.parametrize("form", ["clear", "large"])
@pytest.mark.parametrize("language", SOME)
def test_no_type_is_smaller_than_the_format_allows_and_every_font_is_in_the_file(language, form):
    pdf = page_in(language, form).pdf()
    assert min(sizes_of(pdf)) >= FORMATS[form].least
    for page in pikepdf.open(io.BytesIO(pdf)).pages:
        for font in page.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_read_first_stands_above_what_is_read_next(language):
    names = ["Alphaclub", "Bravoclub", "Charlieclub", "Deltaclub", "Echoclub", "Foxtrotclub"]
    rows = [Entry(asset(name, 1000 + 90 * i, 1100), 100.0 + i, None) for i, name in enumerate(names)]
    pdf = referral_page(rows, origin=ORIGIN, place=TestPlace(), on=ON, language=language).pdf()
    boxes = [line_boxes(pdf, name)[0] for name in names]
    assert [(box.sheet, -box.top) for box in boxes] == sorted((box.sheet, -box.top) for box in boxes)
    assert [box.index for box in boxes if box.sheet == boxes[0].sheet] == sorted(
        box.index for box in boxes if box.sheet == boxes[0].sheet
    )


@pytest.mark.parametrize("language", SOME)
def test_numbers_stand_at_the_side_where_reading_begins(language):
    pdf = page_in(language).pdf()
    first, last = line_boxes(pdf, "Repair")[-1], line_boxes(pdf, "caf")[-1]
    width = float(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width)
    if language in RTL:
        assert last.right > width * 0.8
    else:
        assert first.left < width * 0.2


@pytest.mark.parametrize("language", RTL)
def test_a_telephone_number_is_not_turned_round(language):
    pdf = page_in(language).pdf()
    first, second, third = (line_boxes(pdf, part)[0] for part in ("01632", "960", "114"))
    assert first.right < second.left < second.right < third.left
    assert first.top == pytest.approx(third.top, abs=4)


@pytest.mark.parametrize("language", RTL)
def test_two_names_beside_each_other_do_not_change_places(language):
    place = TestPlace(crisis_lines=(CrisisLine(name="Night line", contact="01632 960 116", note="Free"),))
    pdf = referral_page(some_entries(), origin=ORIGIN, place=place, on=ON, language=language).pdf()
    first, second, number = (line_boxes(pdf, words)[-1] for words in ("Night", "line", "116"))
    assert number.right < first.left < second.left


@pytest.mark.parametrize("language", ALL)
def test_the_web_page_says_its_language_and_direction(language):
    html = page_in(language).html()
    way = ' dir="rtl"' if language in RTL else ""
    assert f'<html lang="{language}"{way}>' in html
    assert html.count("<h1>") == 1
    marked = '<bdi lang="en" dir="ltr">Chapel lunch club</bdi>' in html
    assert marked == (language != "en")
    title = re.search("<title>(.*?)</title>", html)
    assert title is not None
    assert "\u2068" not in title[1]


@pytest.mark.parametrize("language", ALL)
def test_no_letter_of_our_own_sentences_is_without_a_font(language):
    assert page_in(language).unprintable == ()
    letters = set(SAMPLES.get(language, ""))
    for message in getattr(catalogue(language), "_catalog", {}).values():
        letters |= set(str(message))
    assert [x for x in sorted(letters) if x.isprintable() and not can_draw(x) and x.isalpha()] == []


@pytest.mark.parametrize("language", SAMPLES)
def test_a_name_in_any_of_the_languages_prints_on_a_page_in_english(language):
    page = referral_page(
        [Entry(asset(SAMPLES[language], 1000, 1100), 100.0, None)], origin=ORIGIN, place=TestPlace(), on=ON
    )
    assert page.unprintable == ()
    assert "□" not in text_of(page)


def test_a_letter_that_the_first_font_has_in_parts_is_set_whole_by_another():
    assert {"ŵ", "ŷ"} <= set(taken_apart())
    assert not set("éșțñç") & set(taken_apart())


def test_a_page_in_welsh_is_all_in_a_family_that_has_its_letters():
    fonts = {
        str(font.BaseFont)
        for page in pikepdf.open(io.BytesIO(page_in("cy").pdf())).pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert fonts
    assert all("NotoSans" in name for name in fonts)


def test_what_people_wrote_is_said_to_be_in_another_language_once():
    for language in ALL:
        page = page_in(language)
        notes = [plain(x) for x in page.sheet.notes]
        if language == "en":
            assert notes == []
        else:
            assert len(notes) == 3
            assert notes[-1] == (
                f"This page is in {LANGUAGES[language].english}. Its words are not yet checked by a native reader."
            )
            assert languages_in(page.sheet.sections[0].items[0].name) == ("en",)


def test_a_place_that_writes_welsh_prints_a_page_in_welsh_without_that_note():
    place = TestPlace(languages=("cy", "en"))
    page = referral_page(some_entries(), origin=ORIGIN, place=place, on=ON, language="cy")
    assert len(page.sheet.notes) == 2
    assert page.sheet.sections[0].items[0].name == "Gull Park"


def test_a_text_in_the_language_of_the_page_is_used_where_there_is_one():
    row = asset("Chapel lunch club", 1000, 1300, said_in={"pl": {"name": "Klub obiadowy", "cost": "3 funty"}})
    page = referral_page([Entry(row, 300.0, None)], origin=ORIGIN, place=TestPlace(), on=ON, language="pl")
    item = page.sheet.sections[0].items[0]
    assert item.name == "Klub obiadowy (Chapel lunch club)", "what stands on the door is behind it"
    assert any(fact.text == "3 funty." for fact in item.facts)
    assert page.sheet.notes[0] == page_in("pl").sheet.notes[1]  # nothing is left in English


def test_a_language_by_its_name_and_one_that_is_not_ours():
    assert referral_page([], origin=None, place=TestPlace(), on=ON, language="Welsh").sheet.language == "cy"
    with pytest.raises(LanguageError, match="choose one of"):
        referral_page([], origin=None, place=TestPlace(), on=ON, language="Klingon")


def test_facts_have_keys_that_no_language_changes_and_may_be_left_out():
    rows = some_entries()
    keys = [[fact.key for fact in page_in(code).sheet.sections[0].items[1].facts] for code in ALL]
    assert keys == [["when", "where", "in_touch"]] * len(ALL)
    leave_out = {rows[1].asset.short: frozenset({"where", "in_touch", "own_words"})}
    page = referral_page(rows, origin=ORIGIN, place=TestPlace(), on=ON, leave_out=leave_out)
    item = page.sheet.sections[0].items[1]
    assert [fact.key for fact in item.facts] == ["when"]
    assert item.own_words == ""
    assert item.checked == "Checked by phone, 3 Nov 2026."


@pytest.mark.parametrize("form", ["clear", "large"])
def test_a_name_of_400_letters_in_arabic_makes_a_page(form):
    name = "نادي الغداء في الكنيسة القديمة " * 13
    for language in ("en", "ar"):
        row = Entry(asset(name, 1000, 1100), 100.0, None)
        page = referral_page([row], origin=ORIGIN, place=TestPlace(), on=ON, language=language, format=form)
        assert page.unprintable == ()
        assert page.pages < 4


def test_a_script_without_a_font_is_boxes_and_is_reported():
    row = Entry(asset("太極拳 tai chi", 1000, 1100), 100.0, None)
    page = referral_page([row], origin=ORIGIN, place=TestPlace(), on=ON, language="ar")
    assert page.unprintable == ("太", "拳", "極")
    assert page.pages >= 1


@pytest.mark.slow
def test_three_hundred_places_from_right_to_left_take_more_pages_and_none_is_lost():
    rows = [Entry(asset(f"Club number {i}.", 37 * i % 2000, 53 * i % 2000), 10.0 * i, None) for i in range(300)]
    page = referral_page(rows, origin=ORIGIN, place=TestPlace(), on=ON, language="ur", paper="Letter")
    text = text_of(page)
    assert page.pages > 35
    assert all(f"Club number {i}." in text for i in range(300))


def test_a_mark_of_whose_words_they_are_cannot_be_forged():
    with speaking("ar"):
        text = theirs("Sam\u2069\u202e\u2068\U000e0001\U000e0066\U000e0072evil", "en")
    assert plain(text) == "Samevil"
    assert languages_in(text) == ("en",)
    assert plain("a\u2068b") == "ab"


@pytest.mark.parametrize(
    "name",
    [
        "</bdi><script>x</script>",
        '#eval("1")',
        "\ue001ar,rtl\ue002x\ue001",
        "\u2067\u202eevil",
        '"><b dir=rtl>',
        "\U000e0001",
    ],
)
def test_no_name_breaks_out_of_its_stretch(name):
    rows = [Entry(asset(f"a{name}b", 1000, 1100, own_words=name, organisation=name), 100.0, None)]
    page = referral_page(rows, origin=ORIGIN, place=TestPlace(), on=ON, language="ar")
    assert page.pages >= 1
    html = page.html()
    assert not re.search("<script|<b |[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", html)
    assert html.count("<bdi") == html.count("</bdi>")


def test_a_region_of_the_language_of_the_page_is_no_other_language():
    with speaking("pt"):
        assert theirs("Clube", "pt-BR") == "Clube"
        assert languages_in(theirs("Club", "en-GB")) == ("en-GB",)


def test_a_sentence_of_ours_ends_once():
    assert stopped("Near 3.") == "Near 3."
    with speaking("ar"):
        assert plain(stopped(theirs("Run by Sam!", "en"))) == "Run by Sam!"


def test_the_text_message_speaks_the_language_and_keeps_to_its_length():
    assets = [row.asset for row in some_entries()]
    for code in ALL:
        made = short_text(assets, settings=TestPlace().settings, on=ON, language=code)
        assert made.messages <= 3
        assert made.listed >= 1
        assert made.listed + made.left_out == len(assets)
