"""What the form says is what people meant: too long, one step short, there already though not shown yet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assetmap import contributions
from assetmap.place import open_place
from assetmap.screens.form import keeping
from assetmap.screens.form.keeping import Adding
from assetmap.screens.form.values import empty, read, still_to_do, too_long, values_of
from assetmap.screens.tending.words import came

from .test_add_keeping import save

TODAY = date(2026, 11, 21)


@pytest.fixture
def place(tmp_path):
    from assetmap.demo import make_demo

    place = open_place(make_demo(tmp_path / "home"))
    yield place
    place.close()


@pytest.fixture
def adding(place):
    adding = Adding.begun()
    adding.answers.values |= {"name": "Bench by the bandstand", "group": "groups_and_clubs", "kind": "group_or_club"}
    adding.answers.where = place.layer("areas").geometry.iloc[0].representative_point()
    return adding


@pytest.mark.parametrize(("over", "said"), [(0, None), (1, "by 1 letter."), (1840, "by 1,840 letters.")])
def test_by_how_much_a_name_is_too_long(over, said):
    values = empty() | {"name": "n" * (160 + over)}
    sentence = too_long(values).get("name")
    assert sentence is None if said is None else said in str(sentence)


def test_too_long_is_not_saved_and_is_named_beside_the_button(adding):
    adding.answers.values |= {"own_words": "w" * 4001, "transport": "t" * 301}
    adding.answers.tried = True
    problems = adding.answers.problems
    assert problems.keys() == {"own_words", "transport"}
    assert "your own words and what is too long" in still_to_do(problems)


def test_what_was_longer_before_may_stay_as_it_is(adding):
    asset = adding.answers.read().asset.changed(description="d" * 5000)
    values = values_of(asset)
    assert too_long(values, base=asset) == {}
    assert "by 1,001" in too_long(values | {"description": "x" * 5001}, base=asset)["description"]


@pytest.mark.parametrize(("group", "said"), [(None, "Tap what it is."), ("outdoors", "Tap one of these four, too.")])
def test_a_kind_that_is_still_to_be_tapped_is_asked_for_as_such(group, said):
    assert read(empty() | {"group": group}, where=None, placed=True).problems["kind"] == said


def test_ones_own_drafts_are_known_to_oneself_and_all_of_them_to_a_steward(adding, place):
    save(adding, place)
    first, where = adding.saved.asset.id, adding.answers.where
    adding.fresh()
    adding.answers.where = where
    assert [x.id for x in keeping.waiting(adding, place=place, by="resident")] == [first]
    other = Adding.begun()
    other.answers.where = where
    assert keeping.waiting(other, place=place, by="resident") == ()
    assert first in {x.id for x in keeping.waiting(other, place=place, by="steward")}
    other.answers.way = "nowhere"
    assert first in {x.id for x in keeping.waiting(other, place=place, by="steward")}


def test_what_a_steward_heard_from_a_resident_was_written_down_by_them(adding, place):
    now = datetime.now(UTC)
    heard = adding.answers.read(heard_on=TODAY).asset
    contributions.submit(place.store, heard, by="steward")
    history = place.store.history(heard.id)
    assert came(history, heard, now=now).startswith("Written down by whoever looks after this map")
    assert came(history, heard.changed(how_checked="visited"), now=now).startswith("Added by whoever")
