"""Texts of an asset in further languages, beside its own."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.assets import TEXTS, Asset, in_languages, to_frame
from assetmap.errors import AssetError

SOUP = Asset(
    name="Chapel lunch club",
    kind="food help",
    own_words="You stay because Sam remembers your name.",
    said_in={
        "PL": {"name": "Zupa w kaplicy", "description": "Wspólny obiad.", "cost": "  "},
        "zh-hant": {"name": "湯"},
    },
)


def test_a_text_is_said_in_the_language_asked_for_or_as_it_stands_and_says_which():
    assert SOUP.text("name", "pl") == ("Zupa w kaplicy", "pl")
    assert SOUP.text("name", "pl-PL", own="en") == ("Zupa w kaplicy", "pl")
    assert SOUP.text("name", "zh") == ("湯", "zh-Hant")
    assert SOUP.text("name", "ar", own="en") == ("Chapel lunch club", "en")
    assert SOUP.text("own_words", "pl") == ("You stay because Sam remembers your name.", "")
    assert SOUP.text("cost", "pl") == ("", ""), "a blank translation is none"
    assert SOUP.text("phone", "pl", own="en") == ("", "en")
    assert SOUP.every_text("name") == ("Chapel lunch club", "Zupa w kaplicy", "湯")
    assert SOUP.every_text("cost") == ()


def test_a_place_s_own_language_may_stand_beside_a_name_that_is_in_another():
    welsh = Asset(name="Neuadd y Pentref", kind="indoor place", said_in={"en": {"name": "Village hall"}})
    assert welsh.text("name", "en", own="en") == ("Village hall", "en")


def test_it_stays_as_it_was_made_and_has_a_hash():
    assert SOUP.said_in == {
        "pl": {"name": "Zupa w kaplicy", "description": "Wspólny obiad."},
        "zh-Hant": {"name": "湯"},
    }
    twin = SOUP.changed(
        said_in={"zh-Hant": {"name": "湯"}, "pl": {"description": "Wspólny obiad.", "name": "Zupa w kaplicy"}}
    )
    assert (hash(twin), twin) == (hash(SOUP), SOUP)
    for change in (
        lambda x: x.update(pl={}), lambda x: x.pop("pl"), lambda x: x.clear(), lambda x: x["pl"].update(name="x"),
        lambda x: x.setdefault("cy", {}), lambda x: x.__setitem__("cy", {}), lambda x: x.__delitem__("pl"),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            change(SOUP.said_in)
    for other in (pickle.loads(pickle.dumps(SOUP)), copy.deepcopy(SOUP)):  # noqa: S301  made here
        assert other == SOUP
        assert hash(other.said_in) == hash(SOUP.said_in)


def test_one_text_is_changed_by_its_name_and_taken_away_by_nothing():
    changed = SOUP.changed(phone="1", **{"name:pl": "", "name:zh-hant": "喝湯", "cost:cy": "Am ddim"})
    assert changed.said_in == {
        "cy": {"cost": "Am ddim"}, "pl": {"description": "Wspólny obiad."}, "zh-Hant": {"name": "喝湯"},
    }  # fmt: skip
    assert (changed.value("name:zh-Hant"), changed.value("name:pl"), changed.value("phone")) == ("喝湯", "", "1")
    assert changed.further_texts() == {
        "cost:cy": "Am ddim", "description:pl": "Wspólny obiad.", "name:zh-Hant": "喝湯",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"Polish": {"name": "x"}}, "two or three letters"),
        ({"": {"name": "x"}}, "two or three letters"),
        ({"pl:x": {"name": "x"}}, "two or three letters"),
        ({"pl": {"phone": "x"}}, "no field is said in further languages but name"),
        ({"pl": {"name": 7}}, "quotation marks"),
        ({"pl": "Zupa"}, "of each language its fields"),
        (["pl"], "by languages"),
        ({7: {}}, "by languages"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(said, why):
    with pytest.raises(AssetError, match=why):
        SOUP.changed(said_in=said)


def test_further_fields_of_a_newer_record_are_left_out():
    record = SOUP.to_record()
    record["said_in"] = {"pl": {"name": "Zupa", "of_tomorrow": "x", "cost": 3}, "of tomorrow": {"name": "x"}, "cy": "x"}
    assert Asset.from_record(record).said_in == {"pl": {"name": "Zupa"}}


@given(
    st.dictionaries(st.sampled_from(["pl", "ar", "zh-Hant", "yue"]), st.dictionaries(st.sampled_from(TEXTS), st.text()))
)
def test_what_was_said_comes_back_letter_for_letter_from_json(said):
    asset = SOUP.changed(said_in=said)
    assert Asset.from_record(json.loads(json.dumps(asset.to_record()))) == asset
    kept = {tag: {name: text for name, text in texts.items() if text.strip()} for tag, texts in said.items()}
    assert asset.said_in == {tag: texts for tag, texts in kept.items() if texts}


def test_codes_are_written_as_everybody_writes_them():
    codes = ["PL", "zh-hant", "pt_br", "sr-latn-rs", "YUE", "be-tarask", "es-419"]
    assert [in_languages.tag_of(x) for x in codes] == [
        "pl", "zh-Hant", "pt-BR", "sr-Latn-RS", "yue", "be-tarask", "es-419",
    ]  # fmt: skip


def test_a_frame_holds_them_beside_those_that_have_none():
    frame = to_frame([SOUP, SOUP.changed(said_in={})])
    assert list(frame["said_in"]) == [SOUP.said_in, {}]
