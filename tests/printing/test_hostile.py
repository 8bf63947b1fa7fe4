"""What people may type into a name: it prints as text, and it never stops a page."""

from __future__ import annotations

import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset

import assetmap.printing.text as text_module
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import Page, referral_page
from assetmap.settings import CrisisLine

HOSTILE = [
    "{{7*7}}", "{% raw %}", "</script><img src=x onerror=alert(1)>", "${x}",
    "`whoami`", '#eval("1+1")', "$x^2$", "*bold* _it_",
    '#image("/etc/passwd")', "= Heading", "\\ \\n \\u{1F600}", "@ref <label>",
    "/* comment */ // more", "]]>", "&amp;&lt;", "--- ... ''",
    '"}', "<style>*{display:none}</style>", "=cmd|' /C calc'!A0",
]  # fmt: skip


def page_of(name: str, **fields: object) -> Page:
    rows = [
        Entry(asset(name, 1000, 1100, **fields), 100.0, None),
        Entry(asset(name, 0, 0, where=None, **fields), None, None),
    ]
    return referral_page(rows, origin=ORIGIN, place=TestPlace(), on=ON)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


class Reader(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_prints_as_text(name):
    page = page_of(name, own_words=name, description=name, contact_name=name, address=name, cost=name)
    squeezed = re.sub(r"\s+", "", text_of(page.pdf()))
    assert squeezed.count(re.sub(r"\s+", "", name)) >= 8
    assert page.unprintable == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_on_the_web_page_too(name):
    page = page_of(name, own_words=name, website=f"javascript:{name}", email=name)
    reader = Reader()
    reader.feed(page.html())
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "img", "iframe", "link", "object", "a", "base"}
    assert not any(
        key.startswith("on") or key in {"src", "href"} for _, attributes in reader.tags for key in attributes
    )
    assert " ".join(name.split()) in " ".join(reader.text.split())


def test_right_to_left_overrides_cannot_turn_a_name_round():
    page = page_of("gnp.\u202eexe\u2066!")
    assert "gnp.exe!" in text_of(page.pdf())
    assert "\u202e" not in page.html()


def test_ten_thousand_characters_are_cut_in_a_name_and_kept_in_own_words():
    page = page_of("x" * 10_000, own_words="word " * 1999 + "enough", address="y" * 10_000)
    text = text_of(page.pdf())
    assert "…" in text
    assert text.count("word") == 2 * 1999
    assert text.count("enough") == 2


def test_a_word_without_spaces_stays_on_the_paper():
    pdf = page_of("Club", own_words="w" * 3000).pdf()
    pdfium = pytest.importorskip("pypdfium2")
    for page in pdfium.PdfDocument(pdf):
        picture = page.render(scale=1).to_pil().convert("L")
        right_margin = picture.crop((picture.width - 30, 0, picture.width, picture.height))
        assert right_margin.getextrema()[0] > 250
    assert text_of(pdf).count("w") >= 6000


def test_what_no_font_has_prints_as_a_box_and_is_reported():
    page = page_of("Tea 🫖 茶")
    assert page.unprintable == ("茶", "🫖")
    assert "Tea" in text_of(page.pdf())
    assert "Tea 🫖 茶" in page.html()


def test_hostile_settings_print_as_text():
    bad = "#eval(1) </script> {{7*7}} 🫖"
    place = TestPlace(
        name=bad, tell=bad, attributions=(bad,), crisis_lines=(CrisisLine(name=bad, contact=bad, note=bad),)
    )
    page = referral_page([], origin=ORIGIN, place=place, on=ON, greeting=bad)
    assert text_of(page.pdf()).count("{{7*7}}") >= 6
    assert page.unprintable == ("🫖",)
    assert "<script" not in page.html()


def test_the_page_prints_even_where_the_fonts_promise_too_much(monkeypatch):
    monkeypatch.setattr(text_module, "can_draw", lambda _: True)
    assert "Tea" in text_of(page_of("Tea 🫖 茶").pdf())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=60), st.text(max_size=200))
def test_no_text_can_make_the_print_fail(name, words):
    page = page_of(name if name.strip() else "x", own_words=words, description=words, phone=name, hours_text=words)
    assert page.pdf().startswith(b"%PDF-")
    assert page.html().startswith("<!doctype html>")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(
        alphabet=st.characters(categories=["Mn", "Me", "Mc", "Cf", "Lo", "So", "Sk", "Zs", "Zl", "Zp"]),
        min_size=1,
        max_size=40,
    )
)
def test_no_mark_or_joiner_can_make_the_print_fail(words):
    assert page_of("x" + words, own_words=words).pdf().startswith(b"%PDF-")
