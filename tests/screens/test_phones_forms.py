"""What a phone's form leads to in the store: once, never over the desk's head, and no lock for who was never let in."""

from __future__ import annotations

import dataclasses
import types

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.screens.doors.phones import once, saying
from assetmap.screens.doors.phones.asking import Typed
from assetmap.screens.doors.phones.own import Given, receipt_of
from assetmap.screens.doors.phones.page import fresh_key
from assetmap.store.sessions import Belongs
from tests.screens.sharing import begun


@pytest.fixture
def place(tmp_path):
    home = make_demo(tmp_path / "town")
    begun(home)
    place = open_place(home)
    yield place
    place.close()


@pytest.fixture
def hall(place):
    return place.store.sessions.all(by="steward")[0]


@pytest.fixture
def sent(place, hall, monkeypatch):
    """A thing without a place, as this phone saw it last; nothing has to be found by name."""
    asset = Asset(name="Bench", kind="green_place", audience="public", precision="street", source="workshop")
    contributions.submit(place.store, asset, by="steward", belongs=Belongs(session=hall.id, how="scribe"))
    there = place.store.get(asset.id)
    member = place.store.sessions.members(hall.id)[asset.id]
    seen = Given(receipt_of(place, asset.id), there.asset, member, there.version)
    monkeypatch.setattr(saying.own, "given", lambda *_: ([seen], 0))
    monkeypatch.setattr(
        saying, "placed", lambda _words, *, place: (place.layer("areas").geometry.iloc[0].centroid, "exact")
    )
    return there


def put(place, hall, sent):
    saying._put(types.SimpleNamespace(), place, hall, sent.asset.short, "Bridge Street")
    return place.store.get(sent.asset.id).asset


def test_a_place_that_is_chosen_leaves_what_the_desk_changed_meanwhile(place, hall, sent):
    changed = sent.asset.changed(name="Bench by the weir", audience="workshop", precision="not_shown")
    contributions.submit(place.store, changed, by="steward")
    now = put(place, hall, sent)
    assert (now.name, now.audience, now.precision) == ("Bench by the weir", "workshop", "not_shown")


def test_a_place_that_is_chosen_shows_nothing_more_exactly_than_before(place, hall, sent):
    assert put(place, hall, sent).precision in {"street", "neighbourhood", "not_shown"}


def test_a_form_that_nobody_was_given_asks_the_store_for_no_write(place, hall, monkeypatch):
    typed = Typed(name="x", key=fresh_key())
    asked = []
    monkeypatch.setattr(type(place.store), "write", lambda *_, **__: asked.append(1))
    for said in (
        "",
        hall.short,
        f"{hall.short}.",
        f"{hall.short}.{'0' * 24}",
        once.asked_for(place, hall, fresh_key()),
    ):
        assert saying._before(place, dataclasses.replace(typed, hall=said)) is None
    assert not asked


def test_a_key_is_of_all_that_was_typed_and_of_the_workshop(hall):
    typed = Typed(name="a", where="b", words="c", category="d", key=fresh_key())
    others = [dataclasses.replace(typed, **{x: "z"}) for x in ("name", "where", "words", "category", "key")]
    assert len({once.key_of(hall.short, x) for x in (typed, *others)} | {once.key_of("ZZZZZZ", typed)}) == 7
    assert once.key_of(hall.short, dataclasses.replace(typed, code="x", told="x", hall="x")) == once.key_of(
        hall.short, typed
    )


def test_a_form_with_no_key_or_a_short_one_gets_its_own():
    assert Typed.of({"key": "k", "hall": "x"}).key != Typed.of({"key": "k"}).key
    key = fresh_key()
    assert Typed.of({"key": key, "hall": "x"}) == Typed(key=key, hall="x")
