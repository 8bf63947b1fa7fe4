"""Slips are forgiven where a word is not known, and nowhere else."""

import pytest

from assetmap.search.meaning import read
from assetmap.search.spelling import Known, slips_forgiven

KNOWN = Known(["lonely", "garden", "swimming", "bereavement", "wool", "wood", "walk", "café"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lonley", "lonely"),
        ("lonelly", "lonely"),
        ("gardn", "garden"),
        ("swiming", "swimming"),
        ("berevement", "bereavement"),
        ("berevment", "bereavement"),  # two slips in a long word
        ("gadrn", None),  # two in a short one
        ("farden", "garden"),  # the first letter, in a longer word
        ("wimming", "swimming"),
        ("wsimming", "swimming"),
        ("xlonely", "lonely"),
        ("balk", None),  # and not in a short one
        ("wol", None),  # too short to be sure of
        ("wod", None),
        ("lonely", None),  # known
        ("l0nely", None),
        ("1234", None),
        ("", None),
    ],
)
def test_a_word_is_taken_for_the_nearest_that_is_known(typed, meant):
    found = KNOWN.nearest(typed)
    assert (found and found[0]) == meant


def test_between_two_as_near_the_likelier_is_meant():
    assert Known(["wood", "wool"]).nearest("woox")[0] == "wood"
    assert Known(["wool", "wood"]).nearest("woox")[0] == "wool"


def test_short_words_and_numbers_are_left_as_they_are():
    assert [slips_forgiven(x) for x in ("men", "mens", "gambling", "4am4am", "ÿ")] == [0, 1, 2, 0, 0]


def test_known_words_are_a_collection_without_what_was_asked():
    assert "lonely" in KNOWN
    KNOWN.nearest("zzyzxx")
    assert "zzyzxx" not in KNOWN
    assert len(KNOWN) == len(list(KNOWN)) == 8


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [("loneley", "lonely"), ("gambeling", "gambling"), ("alchohol", "alcohol"), ("exersise", "exercise")],
)
def test_a_question_says_what_a_word_was_taken_for(typed, spelled):
    asked = read(typed)
    assert [x.spelled for x in asked.words] == [spelled]
    assert asked.words[0].needs == read(spelled).words[0].needs


def test_what_the_assets_say_is_spelt_right_however_it_looks():
    assert read("gardner").words[0].spelled is not None
    assert read("gardner", known=["gardner"]).words[0].spelled is None
    assert read("merowcombe", known=Known(["merrowcombe"])).words[0].spelled == "merrowcombe"


def test_a_plain_collection_of_words_will_do():
    assert read("merowcombe", known={"merrowcombe"}).words[0].spelled == "merrowcombe"
