"""What is said in another language, what is not, and what people wrote: left as it is."""

from datetime import date
from types import SimpleNamespace

import pytest

from assetmap.access.telling import Turn, walk_words, way_words
from assetmap.assets import Asset, OpenSpan, schedule_text
from assetmap.cartography.scale import distance_words
from assetmap.errors import LanguageError
from assetmap.freshness import checked_text
from assetmap.screens.everybody import Everybody
from assetmap.vocabulary import vocabulary
from assetmap.walking import WhyNot, why_words
from assetmap.wording import (
    LANGUAGES,
    apart,
    day_text,
    gettext,
    in_turn,
    joined,
    language_of,
    ngettext,
    number_text,
    pgettext,
    saying,
    speaking,
    spoken,
)

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
THREE = HEAD + (
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14)'
    ' ? 1 : 2);\\n"\n'
)


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """Make a language say only what a test gives it."""

    def made(code, text):
        (tmp_path / f"{code}.po").write_text(text, encoding="utf-8")

    monkeypatch.setattr(saying, "CATALOGUES", tmp_path)
    saying.catalogue.cache_clear()
    yield made
    saying.catalogue.cache_clear()


def test_a_sentence_is_said_in_the_language_spoken_and_the_names_may_change_places(catalogue):
    catalogue("cy", HEAD + '\nmsgid "Ring {who}, {phone}"\nmsgstr "{phone}: {who}"\n')
    assert gettext("Ring {who}, {phone}", who="Sam", phone="01632 960 114") == "Ring Sam, 01632 960 114"
    with speaking("cy"):
        assert gettext("Ring {who}, {phone}", who="Sam", phone="01632 960 114") == "01632 960 114: Sam"
    assert spoken() == "en"


def test_what_a_language_lacks_or_only_has_as_a_draft_is_said_in_english(catalogue):
    catalogue("pl", HEAD + '\nmsgid "Free."\nmsgstr ""\n\n#, fuzzy\nmsgid "No steps."\nmsgstr "Zgadywane."\n')
    with speaking("pl"):
        assert [gettext(x) for x in ("Free.", "No steps.", "Never seen.")] == ["Free.", "No steps.", "Never seen."]
    with speaking("fr"):  # no catalogue at all
        assert gettext("Free.") == "Free."


def test_a_counted_sentence_has_the_forms_of_its_language(catalogue):
    words = '\nmsgid "{n} place"\nmsgid_plural "{n} places"\n'
    forms = 'msgstr[0] "{n} місце"\nmsgstr[1] "{n} місця"\nmsgstr[2] "{n} місць"\n'
    catalogue("uk", THREE + words + forms)
    with speaking("uk"):
        assert [ngettext("{n} place", "{n} places", n) for n in (1, 2, 5, 11, 21, 102)] == [
            "1 місце", "2 місця", "5 місць", "11 місць", "21 місце", "102 місця",
        ]  # fmt: skip


def test_a_counted_sentence_with_a_form_missing_is_said_in_english(catalogue):
    words = '\nmsgid "{n} place"\nmsgid_plural "{n} places"\n'
    catalogue("uk", THREE + words + 'msgstr[0] "{n} місце"\nmsgstr[1] ""\nmsgstr[2] ""\n')
    with speaking("uk"):
        assert [ngettext("{n} place", "{n} places", n) for n in (1, 2, 21)] == ["1 place", "2 places", "21 places"]


def test_a_word_of_two_meanings_is_said_by_its_context(catalogue):
    catalogue("es", HEAD + '\nmsgctxt "a need"\nmsgid "food"\nmsgstr "comida"\n')
    with speaking("es"):
        assert (pgettext("a need", "food"), pgettext("a shop", "food"), gettext("food")) == ("comida", "food", "food")
        assert vocabulary().said("food") == "comida"
        assert vocabulary().label("food") == "food"  # files and programs get the same in every language


@pytest.mark.parametrize("typed", ["{phone}", "{0}", "{who.__class__}", "%s %(who)s", "{", "}}{{", "{n}"])
def test_what_people_wrote_is_never_read_as_a_format(typed):
    assert gettext("Ring {who}, {phone}", who=typed, phone="1") == f"Ring {typed}, 1"
    assert ngettext("{n} of {what}", "{n} of {what}", 2, what=typed) == f"2 of {typed}"
    assert in_turn([typed, typed]) == f"{typed}, {typed}"
    assert joined([typed, typed]) == f"{typed} and {typed}"
    noted = OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", note=typed)
    assert schedule_text([noted]) == f"Tuesdays, 10:00 to 12:00 ({typed})"
    assert way_words([Turn(f"left into {typed}", typed)] * 3, most=1) == f"Then follow the map to {typed}."


@pytest.mark.parametrize("typed", ["tlh", "", "Klingon", "en_GB", "../cy", "{cy}"])
def test_a_language_that_is_not_spoken_is_said_in_a_sentence_that_names_those_that_are(typed):
    with pytest.raises(LanguageError, match=r"^\[language\] .*choose one of en, cy, pl") as refused:
        language_of(typed)
    assert "Klingon" not in str(refused.value)
    with pytest.raises(LanguageError), speaking(typed):
        pass
    assert spoken() == "en"


@pytest.mark.parametrize("typed", ["cy", "CY ", "Welsh", "welsh", "Cymraeg", " cymraeg"])
def test_a_language_is_known_by_its_code_and_by_its_names(typed):
    assert language_of(typed).code == "cy"


def test_lists_are_joined_as_speech_does():
    assert [joined(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [in_turn(x) for x in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b, c"]
    assert [apart(x) for x in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a; b; c"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_digits_are_those_on_the_map_in_every_language(code):
    with speaking(code):
        said = [day_text(date(2026, 11, 3)), number_text(1234.5), distance_words(1200), walk_words(8), walk_words(130)]
    digits = {x for text in said for x in text if x.isdigit()}
    assert digits <= set("0123456789")
    assert "3" in said[0]
    assert "2026" in said[0]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_of_sentence_can_be_said_in_every_language(code):
    spans = [
        OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00", only="term_time", valid_to=date(2027, 7, 3)),
        OpenSpan(byday=("1MO", "-1FR"), freq="MONTHLY", interval=2, opens_at="09:00"),
        OpenSpan(byday=("SA",), interval=3, closes_at="11:00", valid_from=date(2026, 6, 6), valid_to=date(2026, 8, 1)),
    ]
    asset = Asset(
        name="x", kind="group_or_club", status="published", checked_on=date(2026, 11, 3),
        how_checked="phoned", phone="1",
    )  # fmt: skip
    with speaking(code):
        said = [
            schedule_text(spans), checked_text(asset, on=date(2026, 11, 21)), checked_text(asset, on=date(2028, 1, 1)),
            *(walk_words(x, about=x > 9) for x in (1, 2, 3, 6, 11, 60, 61, 121, 130)), distance_words(1),
        ]  # fmt: skip
    assert all(said)
    assert not [x for x in said if "{" in x or "}" in x]


def test_why_there_is_no_walk_is_english_to_programs_and_said_to_people_in_their_language(catalogue):
    catalogue("fr", HEAD + '\nmsgid "no walking route"\nmsgstr "pas de chemin à pied"\n')
    with speaking("fr"):
        why = WhyNot("no walking route")
        assert (why, why_words(why), why_words("")) == ("no walking route", "pas de chemin à pied", "")


def test_the_line_about_a_place_is_in_the_language_asked_for_whoever_was_first(catalogue):
    catalogue("fr", HEAD + '\nmsgid "Mondays"\nmsgstr "lundis"\n')
    club = Asset(name="x", kind="group_or_club", schedules=(OpenSpan(byday=("MO",)),))
    everybody = Everybody(SimpleNamespace(settings=SimpleNamespace(review_weeks={})), stamp="1")
    with speaking("fr"):
        drawn = [everybody._drawn([club], on=date(2026, 11, 21), language=x) for x in ("en", "fr")]
    assert [x["assets"][0]["note"].split(" · ")[1] for x in drawn] == ["Mondays", "Lundis"]
