from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, some_entries

from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.web import Markup, element


def html_of(**settings: object) -> str:
    return referral_page(some_entries(), origin=ORIGIN, place=TestPlace(**settings), on=ON).html()


def test_plain_text_is_escaped_and_markup_is_not():
    assert element("p", "<b>", Markup("<i></i>"), title='"x"').text == '<p title="&quot;x&quot;">&lt;b&gt;<i></i></p>'


def test_the_page_fetches_nothing_and_runs_nothing():
    html = html_of(published_address="https://gullhaven.example")
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", html)


def test_the_page_says_what_the_paper_says():
    html = re.sub(r"<[^>]+>", "", html_of()).replace("\u00a0", " ")
    for words in (
        "Places near you",
        "Chapel lunch club",
        "300 metres away in a straight line",
        "£3.",
        "Evening phone line",
        "Listening line: 01632 960 116",
    ):
        assert words in html


def test_the_map_is_a_picture_that_says_what_it_shows():
    html = html_of()
    assert 'role="img" aria-label="Map of the streets around you' in html
    assert "It shows 3 places: 1, Gull Park" in html
    assert html.count("<svg") == html.count("</svg>") >= 5


def test_headings_and_lists_are_real():
    html = html_of()
    assert html.count("<h1>") == 1
    assert html.count("<h3>") == 4
    assert '<html lang="en">' in html
    assert "<title>Places near you: Gullhaven · printed 21 Nov 2026</title>" in html
