"""Words that find, and words that must not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.search.index import Index
from assetmap.search.meaning import Question, read
from assetmap.search.words import folded
from assetmap.vocabulary import vocabulary


def asset(name="Thing", kind="group or club", **fields):
    return Asset(name=name, kind=kind, **fields)


def fits(assets, text):
    """Say how well each asset fits, in the order given; 0 where it does not."""
    index = Index.of(assets, metric_crs="EPSG:27700")
    found = index.fits(read(text, known=index.words))
    by_row = dict(zip(found.rows.tolist(), found.fit.tolist(), strict=True))
    return [by_row.get(index.row[x.id], 0) for x in assets]


def meets_all(asset, text):
    """Say whether an asset has something of each thing that is asked for."""
    index = Index.of([asset], metric_crs="EPSG:27700")
    return all(len(index.fits(Question(words=(x,))).rows) for x in read(text, known=index.words).words)


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        ("men", {"name": "Dementia café"}, False),
        ("men", {"name": "Men's Shed"}, True),
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
        ("a garden near the sea", {"name": "Sea garden"}, True),
        ("singing", {"own_words": "It is the singing that does it"}, True),
        ("whelks", {"organisation": "Whelk Trust"}, True),
        ("beach", {"name": "Sands", "kind": "water place"}, True),
        ("water", {"name": "Sands", "kind": "water place"}, True),
        ("walks", {"name": "Coast", "kind": "walk or route"}, True),
        ("lonely", {"needs": ("meeting people",)}, True),
        ("lonely", {"kind": "hill or view", "needs": ("moving more",)}, False),
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
    assert meets_all(asset(**fields), text) is found


def test_a_word_in_the_name_counts_for_more_than_in_the_text():
    by_name, by_text, by_need, by_nothing = fits(
        [
            asset("Walking club", kind="hill or view"),
            asset("Coast", kind="hill or view", description="walking"),
            asset("Coast", kind="hill or view", needs=("moving more",)),
            asset("Coast", kind="hill or view"),
        ],
        "walking",
    )
    assert by_name > by_text > by_need > by_nothing == 0
    assert fits([asset("Coast")], "") == [1.0]


def test_who_asks_for_singing_finds_singers_before_all_that_is_creative():
    assert any("singing" in need.words for need in vocabulary().needs.values())
    crafts = asset("Crafts", needs=("making and creating",))
    singers = asset("Chorus", needs=("making and creating",), own_words="Singing on Tuesdays")
    silent = asset("Chorus", description="Singing on Tuesdays")
    by_need, both, by_text = fits([crafts, singers, silent], "singing")
    assert both > by_text > by_need > 0


def test_nothing_that_was_typed_stays_in_the_patterns_the_program_keeps():
    re.purge()
    fits([asset("Zzyzx hall")], "zzyzx halls (BA2")
    kept = [*re._cache, *getattr(re, "_cache2", ())]
    assert not [key for key in kept if "zzy" in str(key) or "hall" in str(key) or "ba2" in str(key).lower()]


def test_every_need_must_be_met_and_any_of_the_kinds():
    both = asset("Both", needs=("food", "meeting people"))
    one = asset("One", needs=("food",), kind="food help")
    index = Index.of([both, one], metric_crs="EPSG:27700")
    needed, kinds = index.fits(needs=["food", "meeting_people"]), index.fits(kinds=["food_help", "hill_or_view"])
    assert [[index.assets[row].name for row in found.rows] for found in (needed, kinds)] == [["Both"], ["One"]]


@given(st.text(max_size=60))
def test_any_text_is_a_question(text):
    fits([asset("Dementia café", description="Fish & chips")], text)


@given(st.text(min_size=1, max_size=20))
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


def test_a_name_in_any_of_its_languages_finds_it():
    clinic = Asset(name="Open Door Clinic", kind="health service", said_in={"ar": {"name": "عيادة الباب المفتوح"}})
    school = Asset(name="Polska Sobota", kind="class or activity", said_in={"pl": {"description": "Kawa dla rodziców"}})
    said = [[one > 0 for one in fits([clinic, school], word)] for word in ("عيادة", "kawa", "rodzice")]
    assert said == [[True, False], [False, True], [False, False]]
