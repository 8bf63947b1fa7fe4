"""The words people choose from."""

import re

import pytest

from assetmap.errors import VocabularyError
from assetmap.vocabulary import key_of, vocabulary

ABCD = {"people", "associations", "institutions", "places", "economy and exchange", "stories and culture"}


def test_there_are_eighteen_kinds_eighteen_needs_and_ten_chips():
    words = vocabulary()
    assert (len(words.kinds), len(words.needs), len(words.groups)) == (18, 18, 10)


def test_every_key_is_its_label_in_snake_case():
    words = vocabulary()
    for table in (words.kinds, words.needs, words.groups):
        assert all(key_of(row.label) == key for key, row in table.items())


def test_every_kind_belongs_to_a_chip_and_to_one_of_the_six():
    words = vocabulary()
    assert {kind.group for kind in words.kinds.values()} == set(words.groups)
    assert {kind.abcd for kind in words.kinds.values()} == ABCD


def test_every_kind_has_a_letter_of_its_own_and_every_chip_a_shape_and_colour():
    words = vocabulary()
    assert len({kind.letter for kind in words.kinds.values()}) == 18
    assert len({group.shape for group in words.groups.values()}) == 10
    assert all(re.fullmatch(r"#[0-9A-F]{6}", group.colour) for group in words.groups.values())


def test_a_drop_in_is_checked_in_weeks_and_a_hill_in_years():
    kinds = vocabulary().kinds
    assert kinds["food_help"].review_weeks <= 13
    assert kinds["hill_or_view"].review_weeks >= 104


def test_no_need_is_a_diagnosis():
    said = " ".join(" ".join((need.label, *need.words)).lower() for need in vocabulary().needs.values())
    for word in ("depression", "anxiety", "disorder", "patient", "mental illness", "schizo", "therapy"):
        assert word not in said


def test_labels_and_keys_are_both_understood():
    words = vocabulary()
    assert words.kind("Group or club") == words.kind("group_or_club") == "group_or_club"
    assert words.need("drink, drugs or gambling") == "drink_drugs_or_gambling"
    assert words.answer("how_checked", "Phoned") == "phoned"


def test_a_near_miss_is_told_what_was_meant():
    with pytest.raises(VocabularyError, match="Did you mean “green place”"):
        vocabulary().kind("gren place")


def test_an_unknown_answer_lists_the_choices():
    with pytest.raises(VocabularyError, match="exact, street, neighbourhood, not shown"):
        vocabulary().answer("precision", "roughly")


def test_what_was_typed_is_never_repeated():
    words = vocabulary()
    typed = "panic since the miscarriage"
    for ask in (words.need, words.kind, lambda text: words.answer("precision", text)):
        with pytest.raises(VocabularyError) as raised:
            ask(typed)
        assert not any(word in str(raised.value) for word in ("panic", "miscarriage"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("library", "indoor_place"), ("Libraries", "indoor_place"), ("Caf\u00e9", "indoor_place"),
        ("PUB", "indoor_place"), ("community center", "indoor_place"), ("church halls", "indoor_place"),
        ("churches", "indoor_place"), ("museum", "indoor_place"), ("gp", "health_service"),
        ("GP surgeries", "health_service"), ("allotments", "growing_space"), ("post office", "shop_or_exchange"),
        ("charity shop", "shop_or_exchange"), ("advice", "advice_and_help"), ("park", "green_place"),
        ("playground", "play_or_sport_place"), ("choir", "group_or_club"), ("sports club", "group_or_club"),
        ("walking group", "group_or_club"), ("Men\u2019s Shed", "group_or_club"), ("foodbank", "food_help"),
        ("food banks", "food_help"), ("green places", "green_place"), (" Groups and clubs ", "group_or_club"),
    ],
)  # fmt: skip
def test_everyday_words_are_understood_as_kinds(said, kind):
    assert vocabulary().kind(said) == kind


@pytest.mark.parametrize("said", ["charity", "centre", "drop-in", "", "s", "es"])
def test_a_word_that_could_be_two_kinds_is_none(said):
    with pytest.raises(VocabularyError, match="Choose one of: group or club"):
        vocabulary().kind(said)


def test_no_everyday_word_stands_for_two_kinds():
    kinds: dict[str, set[str]] = {}
    for key, kind in vocabulary().kinds.items():
        for word in kind.words:
            kinds.setdefault(word, set()).add(key)
            assert vocabulary().kind(word) == key
    assert [word for word, found in kinds.items() if len(found) > 1] == []
