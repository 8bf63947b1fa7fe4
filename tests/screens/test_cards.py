"""The card of one asset, in the language that the app speaks where the asset says so."""

from __future__ import annotations

from datetime import date

import pytest

from assetmap.assets import TEXTS, Asset
from assetmap.screens.cards import card
from assetmap.wording import speaking

ON = date(2026, 11, 21)
LUNCH = Asset(
    name="Chapel lunch club",
    kind="food help",
    own_words="You stay because Sam remembers your name.",
    cost="£3",
    status="published",
    said_in={
        "ar": {"name": "نادي الغداء"},
        "pl": {"name": "Obiad w kaplicy", "own_words": "Sam pamięta twoje imię.", "cost": "3 funty"},
    },
)


def drawn(asset=LUNCH, **options):
    return card(asset, on=ON, **({"own": "en"} | options))


def test_it_is_said_in_the_language_spoken_with_the_name_on_the_door_behind():
    with speaking("pl"):
        html = drawn()
    assert '<bdi lang="pl" dir="ltr">Obiad w kaplicy</bdi> <small>(<bdi>Chapel lunch club</bdi>)</small>' in html
    assert '<q lang="pl" dir="ltr">Sam pamięta twoje imię.</q>' in html
    assert '<bdi lang="pl" dir="ltr">3 funty</bdi>' in html
    assert html.count("Sam remembers") == 1, "residents’ own words stand there as they were written, too"
    assert "as it was written." not in html


def test_what_is_missing_stands_as_it_was_written_and_says_so():
    with speaking("ar"):
        html = drawn()
    assert '<bdi lang="ar" dir="rtl">نادي الغداء</bdi>' in html
    assert '<q lang="en" dir="ltr">You stay because Sam remembers your name.</q>' in html
    assert 'class="aside"' in html
    with speaking("ar"):
        assert 'class="aside"' not in drawn(LUNCH.changed(own_words="", cost=""))


def test_in_its_own_language_it_is_as_it_was_and_the_others_are_folded():
    html = drawn()
    assert "<h2>" in html
    assert "<span>Chapel lunch club</span></h2>" in html
    assert '<q dir="auto">You stay' in html
    assert '<details class="story further"><summary>' in html
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in html
    assert drawn(LUNCH.changed(said_in={})) == html[: html.index("<details")] + "</section>"


def test_a_telephone_number_and_an_address_are_not_turned_around_among_arabic_words():
    asset = LUNCH.changed(phone="01632 960128", address="26 Lamp Street", website="lunch.example")
    with speaking("ar"):
        html = drawn(asset)
    assert '<bdi dir="ltr"><a href="tel:01632960128">01632 960128</a></bdi>' in html
    assert '<bdi dir="auto">26 Lamp Street</bdi>' in html
    assert "<bdi" not in drawn(asset.changed(said_in={}))


def test_who_approves_it_reads_all_that_would_be_shown():
    with speaking("pl"):
        html = drawn(every_language=True)
    assert '<details class="story further" open>' in html
    assert all(text in html for text in (*LUNCH.further_texts().values(), LUNCH.own_words, LUNCH.cost))


@pytest.mark.parametrize("spoken", ["en", "pl", "ar"])
@pytest.mark.parametrize("typed", ["<script>x</script>", '" onclick="x', "{{7*7}}", "<b>bold</b> & :red[y]"])
def test_no_text_in_any_language_is_markup(spoken, typed):
    said = {tag: dict.fromkeys(TEXTS, typed) for tag in ("ar", "pl")}
    with speaking(spoken):
        html = drawn(LUNCH.changed(said_in=said), every_language=spoken == "en")
    assert typed not in html
    assert "<script" not in html
    assert "<b>bold" not in html
