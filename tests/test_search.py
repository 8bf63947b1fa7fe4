"""Words that find, and words that must not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.search import folded, matching, query
from assetmap.vocabulary import vocabulary


def asset(name="Thing", kind="group or club", **fields):
    return Asset(name=name, kind=kind, **fields)


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        ("men", {"name": "Dementia café"}, False),
        ("men", {"name": "Men's Shed"}, False),
        ("mens", {"name": "Men’s Shed"}, True),
        ("men", {"name": "A shed for men."}, True),
        ("art", {"name": "Party"}, False),
        ("cafe", {"name": "Dementia Café"}, True),
        ("CAFÉ", {"name": "dementia cafe"}, True),
        ("crème", {"name": "Café Cre\u0300me"}, True),
        ("garden", {"description": "Two gardens and a pond"}, True),
        ("gardens", {"description": "A garden"}, True),
        ("library", {"name": "Two libraries"}, True),
        ("libraries", {"name": "Library"}, True),
        ("class", {"name": "Evening classes"}, True),
        ("class", {"name": "Classic cars"}, False),
        ("garden pond", {"name": "Garden", "description": "with a pond"}, True),
        ("garden pond", {"name": "Garden"}, False),
        ("a garden by the sea", {"name": "Sea garden"}, False),
        ("a garden near the sea", {"name": "Sea garden"}, True),
        ("singing", {"own_words": "It is the singing that does it"}, True),
        ("whelks", {"organisation": "Whelk Trust"}, True),
        ("beach", {"name": "Sands", "kind": "water place"}, False),
        ("water", {"name": "Sands", "kind": "water place"}, True),
        ("walks", {"name": "Coast", "kind": "walk or route"}, True),
        ("lonely", {"needs": ("meeting people",)}, True),
        ("lonely", {"needs": ("moving more",)}, False),
        ("food bank", {"needs": ("food",)}, True),
        ("river bank", {"needs": ("food",)}, False),
        ("bank", {"needs": ("food",)}, False),
        ("young people", {"needs": ("growing up and parenting",)}, True),
        ("young", {"needs": ("growing up and parenting",)}, False),
        ("meeting people", {"needs": ("meeting people",)}, True),
        ("down days", {"needs": ("feeling low or worried",)}, True),
        ("the", {"name": "The Bear"}, True),
        ("the", {"name": "Bear"}, False),
        ("", {}, True),
        ("  ,.!? ", {}, True),
        ("合唱", {"name": "合唱 团"}, True),
        ("(.*)", {"name": "anything"}, True),
    ],
)
def test_words_find_whole_words_and_what_people_mean_by_them(text, fields, found):
    assert bool(matching([asset(**fields)], text=text)) is found


def test_a_word_in_the_name_counts_for_more_than_in_the_text():
    by_name, by_kind, by_need, by_text = (
        asset("Walking club"),
        asset("Coast", kind="walk or route", description="walking"),
        asset("Coast", needs=("moving more",)),
        asset("Coast", description="walking"),
    )
    fits = [query("walking").fit(x) for x in (by_name, by_kind, by_need, by_text)]
    assert fits == [4.0, 2.0, 1.0, 2.0]
    assert query("").fit(by_text) == 0.0


def test_who_asks_for_singing_finds_singers_before_all_that_is_creative():
    assert any("singing" in need.words for need in vocabulary().needs.values())
    crafts = asset("Crafts", needs=("making and creating",))
    singers = asset("Chorus", needs=("making and creating",), own_words="Singing on Tuesdays")
    silent = asset("Chorus", description="Singing on Tuesdays")
    fits = {x.id: fit for x, fit in matching([crafts, singers, silent], text="singing")}
    assert fits[singers.id] == fits[silent.id] > fits[crafts.id] > 0


def test_nothing_that_was_typed_stays_in_the_patterns_the_program_keeps():
    re.purge()
    matching([asset("Zzyzx hall")], text="zzyzx halls (BA2")
    kept = [*re._cache, *getattr(re, "_cache2", ())]
    assert not [key for key in kept if "zzy" in str(key) or "hall" in str(key) or "ba2" in str(key).lower()]


def test_every_need_must_be_met_and_any_of_the_kinds():
    both = asset("Both", needs=("food", "meeting people"))
    one = asset("One", needs=("food",), kind="food help")
    assert [x.name for x, _ in matching([both, one], needs=["food", "meeting_people"])] == ["Both"]
    assert [x.name for x, _ in matching([both, one], kinds=["food_help", "hill_or_view"])] == ["One"]


@given(st.text(max_size=60))
def test_any_text_is_a_question(text):
    matching([asset("Dementia café", description="Fish & chips")], text=text)


@given(st.text(min_size=1, max_size=20))
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


def test_a_name_in_any_of_its_languages_finds_it():
    clinic = Asset(name="Open Door Clinic", kind="health service", said_in={"ar": {"name": "عيادة الباب المفتوح"}})
    school = Asset(name="Polska Sobota", kind="class or activity", said_in={"pl": {"description": "Kawa dla rodziców"}})
    assert [[x.name for x, _ in matching([clinic, school], text=said)] for said in ("عيادة", "kawa", "rodzice")] == [
        ["Open Door Clinic"], ["Polska Sobota"], [],
    ]  # fmt: skip
